// One slider, drawn where the page wants it, that moves the parameter of a chart at every pixel of a drag.

// What the slider stands for: its own number, or a stop, of which it is the place.
function meant(state) {
  const stop = state.data.stops[state.value]
  return stop ? stop[0] : Number(state.value)
}

function show(state) {
  const stop = state.data.stops[state.value]
  state.input.setAttribute("aria-valuetext", stop ? stop[1] : state.value)
  if (stop) {
    state.output.textContent = `${state.data.symbols[0]} = ${stop[1]}`
    return
  }
  const value = Number(state.value)
  const [symbol, output] = state.data.symbols
  const squashed = output ? `   ${output} = ${(1 / (1 + Math.exp(-value))).toFixed(Math.abs(value) < 5 ? 3 : 5)}` : ""
  state.output.textContent = withMinus(`${symbol} = ${value.toFixed(state.data.decimals)}`) + squashed
}

function pass(state) {
  passOn(state.data.chart, state.data.parameter, meant(state))
}

// The value at a share of the width of a chart whose horizontal axis is the value or its sigmoid.
function valueAt(state, share) {
  const { along, low, high, step, ends } = state.data
  const a = Math.max(1e-12, Math.min(1 - 1e-12, share))
  const z = along === "a" ? Math.log(a / (1 - a)) : low + (share - ends[0]) / (ends[1] - ends[0]) * (high - low)
  return onGrid(state.data, z)
}

function drag(state) {
  let held = null // the value when the hand came, and where
  const pictures = () => {
    const { along, grips, draggable, chart } = state.data
    if (along) return picturesIn(chart).slice(0, draggable)
    return Object.keys(grips).length ? picturesIn(chart) : []
  }
  return dragOver(pictures, (across, up, picture, pressed) => {
    const { along, grips } = state.data
    if (along) {
      state.take(valueAt(state, across))
      return true
    }
    if (pressed) {
      const grip = gripOf(pressed, Object.keys(grips))
      held = grip && { across, up, value: Number(state.value), rises: grips[grip] }
      return held
    }
    const { value, rises: [wide, high] } = held
    state.take(onGrid(state.data, value + wide * (across - held.across) + high * (up - held.up)))
  })
}

export default function (component) {
  const state = keep(component, (state) => [drag(state), watchRebuilds(() => pass(state))])
  const { before, data, find } = state
  const input = find("input")
  state.input = input
  state.output = find("output")
  find(".label").textContent = data.label
  input.ariaLabel = data.label
  Object.assign(input, { min: data.low, max: data.high, step: data.step })

  // Python's value counts when it is news: at the start, from a link, or repaired. Else the hand on the slider does.
  const given = String(data.stops.length ? data.stops.findIndex(([stop]) => stop === data.value) : data.value)
  const move = (value) => {
    input.value = value
    state.value = input.value
    show(state)
    pass(state)
  }
  if (before?.news !== data.news) {
    state.sent = given
    state.stop?.()
    if (before) state.stop = sweep(Number(state.value), Number(given), move)
    else move(given)
  } else {
    show(state)
    pass(state)
  }

  state.take = (value) => {
    state.stop?.()
    move(value)
    soon(state, () => {
      if (state.value === state.sent) return
      state.sent = state.value
      component.setStateValue("value", meant(state))
    })
  }
  input.oninput = () => state.take(input.value)
  return state.end
}
