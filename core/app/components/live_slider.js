// One slider, drawn where the page wants it, that moves the parameter of a chart at every pixel of a drag.
const instances = new WeakMap()

function show(state) {
  const z = Number(state.value)
  const a = 1 / (1 + Math.exp(-z))
  const [logit, output] = state.data.symbols
  state.output.textContent = withMinus(`${logit} = ${z.toFixed(state.data.decimals)}`) + `   ${output} = ${a.toFixed(3)}`
}

function pass(state) {
  passOn(state.data.chart, state.data.parameter, state.value)
}

export default function (component) {
  const { parentElement, data, setStateValue } = component
  const input = parentElement.querySelector("input")
  const state = instances.get(parentElement) ?? { value: null, sent: null, timer: 0 }
  instances.set(parentElement, state)
  state.data = data
  state.output = parentElement.querySelector("output")
  parentElement.querySelector(".label").textContent = data.label
  input.setAttribute("aria-label", data.label)
  input.min = data.low
  input.max = data.high
  input.step = data.step

  // Python's value counts when it is news: at the start, from a link, or repaired. Else the hand on the slider does.
  const given = String(data.value)
  if (state.news !== data.news) {
    state.news = data.news
    state.value = given
    state.sent = given
    input.value = given
  }
  show(state)
  pass(state)

  input.oninput = () => {
    state.value = input.value
    show(state)
    pass(state)
    clearTimeout(state.timer)
    state.timer = setTimeout(() => {
      if (state.value === state.sent) return
      state.sent = state.value
      setStateValue("value", Number(state.value))
    }, 150)
  }
  state.unwatch ??= watchRebuilds(() => pass(state))
  return () => {
    clearTimeout(state.timer)
    state.unwatch?.()
    instances.delete(parentElement)
  }
}
