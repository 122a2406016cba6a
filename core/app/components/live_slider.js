// One slider, drawn where the page wants it, that moves the parameter of a chart at every pixel of a drag.
const instances = new WeakMap()

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
  return onGrid(state, z)
}

function onGrid({ data }, value) {
  const steps = Math.round((Math.max(data.low, Math.min(data.high, value)) - data.low) / data.step)
  return (data.low + steps * data.step).toFixed(data.decimals)
}

// The mark by which a hand takes hold of the value; among layers of layers a number follows its name.
function gripOf(state, pressed) {
  return Object.keys(state.data.grips).find((name) => pressed.closest(`[class*=" ${name}_"]`))
}

function drag(state) {
  let held = null // the value when the hand came, and where
  const pictures = () => {
    const { along, grips, draggable } = state.data
    const there = along || Object.keys(grips).length ? document.querySelectorAll(`.st-key-${state.data.chart} svg.marks`) : []
    return along ? [...there].slice(0, draggable) : [...there]
  }
  return dragOver(pictures, (across, up, picture, pressed) => {
    if (state.data.along) {
      if (across < -0.02 || across > 1.02) return false
      state.take(valueAt(state, across))
      return true
    }
    const grip = pressed && gripOf(state, pressed)
    if (grip) held = { across, up, value: Number(state.value), rises: state.data.grips[grip] }
    else if (pressed) return false
    const { value, rises: [wide, high] } = held
    state.take(onGrid(state, value + wide * (across - held.across) + high * (up - held.up)))
    return true
  })
}

export default function (component) {
  const { parentElement, data, setStateValue } = component
  const input = parentElement.querySelector("input")
  const state = instances.get(parentElement) ?? { value: null, sent: null, timer: 0 }
  instances.set(parentElement, state)
  state.data = data
  state.output = parentElement.querySelector("output")
  state.input = input
  parentElement.querySelector(".label").textContent = data.label
  input.setAttribute("aria-label", data.label)
  input.min = data.low
  input.max = data.high
  input.step = data.step

  // Python's value counts when it is news: at the start, from a link, or repaired. Else the hand on the slider does.
  const given = String(data.stops.length ? data.stops.findIndex(([stop]) => stop === data.value) : data.value)
  const move = (value) => {
    input.value = value
    state.value = input.value
    show(state)
    pass(state)
  }
  if (state.news !== data.news) {
    const before = state.value
    state.news = data.news
    state.sent = given
    state.stop?.()
    if (before === null) move(given)
    else state.stop = sweep(Number(before), Number(given), move)
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
      setStateValue("value", meant(state))
    })
  }
  input.oninput = () => state.take(input.value)
  state.undrag ??= drag(state)
  state.unwatch ??= watchRebuilds(() => pass(state))
  return () => {
    hush(state)
    state.stop?.()
    state.unwatch?.()
    state.undrag?.()
    instances.delete(parentElement)
  }
}
