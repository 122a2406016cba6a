// Forward and back through a few steps, by button and by arrow key; Python draws each step.

function show(state) {
  const { data, step, elements } = state
  elements.output.textContent = data.words.step.replace("{step}", step).replace("{last}", data.last)
  elements.back.disabled = step <= 1
  elements.forward.disabled = step >= data.last
  if (elements.dots.childElementCount !== data.last) {
    elements.dots.replaceChildren(...Array.from({ length: data.last }, () => document.createElement("i")))
  }
  ;[...elements.dots.children].forEach((dot, place) => dot.classList.toggle("done", place < step))
}

function go(state, by) {
  const step = Math.max(1, Math.min(state.data.last, state.step + by))
  if (step === state.step) return
  state.step = step
  show(state)
  state.tell("value", step)
}

function onKey(state, event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (by === undefined || isTaken(event)) return
  event.preventDefault()
  go(state, by)
}

export default function (component) {
  const state = keep(component, (state) => {
    const { find } = state
    state.elements = { back: find(".back"), forward: find(".forward"), output: find("output"), dots: find(".dots") }
    return [listenTo(document, "keydown", (event) => onKey(state, event))]
  })
  const { before, data, elements } = state
  state.tell = component.setStateValue
  // Python's step counts when it is news: at the start, from a link, repaired, or when there are fewer steps now.
  if (before?.news !== data.news || state.step > data.last) state.step = data.value
  for (const [name, by] of [["back", -1], ["forward", 1]]) {
    nameIt(elements[name], data.words[name])
    elements[name].onclick = () => go(state, by)
  }
  show(state)
  return state.end
}
