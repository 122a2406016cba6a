// The start of a race: a slider of its logit, and the hand that takes hold of it where a chart draws it.
const GRID = { low: -12, high: 12, step: 0.1, decimals: 1 } // of a weight or bias

function show(state) {
  const z = state.w + state.b
  state.range.value = z
  state.output.textContent = withMinus(`z₀ = ${z.toFixed(1)}`) + `   a = ${(1 / (1 + Math.exp(-z))).toFixed(3)}`
  state.range.setAttribute("aria-valuetext", state.output.textContent)
  passOn(state.data.chart, "w", state.w)
  passOn(state.data.chart, "b", state.b)
  tellWords({ parameter: "z0", value: z })
}

function take(state, w, b) {
  if (w === state.w && b === state.b) return
  Object.assign(state, { w, b })
  show(state)
  soon(state, () => state.tell("moved", { w, b }))
}

// To a logit by the shortest way, across the diagonal of weights and biases.
function takeLogit(state, z) {
  const w = onGrid(GRID, state.data.w + (z - state.data.w - state.data.b) / 2)
  take(state, w, onGrid(GRID, z - w))
}

function hold(state, across, up, picture, pressed) {
  const { maps, low, high } = state.data
  const key = Object.keys(maps).find((name) => picture.closest(`.st-key-${name}`))
  if (!key) takeLogit(state, onGrid({ ...GRID, low, high }, low + across * (high - low)))
  else if (pressed) return gripOf(pressed)
  else {
    const [left, foot, wide] = maps[key]
    take(state, onGrid(GRID, left + across * wide), onGrid(GRID, foot + up * wide))
  }
  return true
}

export default function (component) {
  const state = keep(component, (state) => [
    dragOver(() => picturesIn(state.data.sigmoid, ...Object.keys(state.data.maps)), (...place) => hold(state, ...place)),
    watchRebuilds(() => show(state)),
  ])
  const { data, find } = state
  state.tell = component.setTriggerValue
  state.range = find("input")
  state.output = find("output")
  find(".label").textContent = data.label
  state.range.ariaLabel = data.label
  Object.assign(state.range, { min: data.low, max: data.high, step: 0.1 })
  state.range.oninput = () => takeLogit(state, Number(state.range.value))
  if (!state.pending) Object.assign(state, { w: data.w, b: data.b }) // else a hand is ahead of Python
  show(state)
  return state.end
}
