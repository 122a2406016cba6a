// The start of a race: a slider of its logit, and the hand that takes hold of it where a chart draws it.
const starts = new WeakMap()
const GRIP = 0.09 // of a map: how near a hand takes hold
const MOST = 12 // of a weight or bias, either way

function onGrid(value) {
  return Number(Math.max(-MOST, Math.min(MOST, value)).toFixed(1))
}

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
  const w = onGrid(state.data.w + (z - state.data.w - state.data.b) / 2)
  take(state, w, onGrid(z - w))
}

function hold(state, across, up, picture, pressed) {
  const key = Object.keys(state.data.maps).find((name) => picture.closest(`.st-key-${name}`))
  if (!key) {
    if (across < -0.02 || across > 1.02) return false
    const [low, high] = [Number(state.range.min), Number(state.range.max)]
    takeLogit(state, Math.max(low, Math.min(high, Number((low + across * (high - low)).toFixed(1)))))
    return true
  }
  const [left, foot, wide] = state.data.maps[key]
  const [w, b] = [left + across * wide, foot + up * wide]
  if (pressed) return Math.hypot(w - state.w, b - state.b) < GRIP * wide
  take(state, onGrid(w), onGrid(b))
  return true
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  const state = starts.get(parentElement) ?? {}
  starts.set(parentElement, state)
  state.data = data
  state.tell = setTriggerValue
  state.range = parentElement.querySelector("input")
  state.output = parentElement.querySelector("output")
  parentElement.querySelector(".label").textContent = data.label
  state.range.setAttribute("aria-label", data.label)
  Object.assign(state.range, { min: data.low, max: data.high, step: 0.1 })
  state.range.oninput = () => takeLogit(state, Number(state.range.value))
  if (!state.pending) Object.assign(state, { w: data.w, b: data.b }) // else a hand is ahead of Python
  show(state)
  const pictures = () => [data.sigmoid, ...Object.keys(state.data.maps)]
    .flatMap((key) => [...document.querySelectorAll(`.st-key-${key} svg.marks`)])
  state.undrag ??= dragOver(pictures, (...place) => hold(state, ...place))
  state.unwatch ??= watchRebuilds(() => show(state))
  return () => {
    hush(state)
    state.undrag?.()
    state.unwatch?.()
    starts.delete(parentElement)
  }
}
