// Forward and back through a few steps, by button and by arrow key; Python draws each step.
const steppers = new WeakMap()

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
  const { parentElement, data, setStateValue } = component
  let state = steppers.get(parentElement)
  if (!state) {
    const find = (name) => parentElement.querySelector(name)
    state = { step: 1, elements: { back: find(".back"), forward: find(".forward"), output: find("output"), dots: find(".dots") } }
    steppers.set(parentElement, state)
    state.listener = (event) => onKey(state, event)
    document.addEventListener("keydown", state.listener)
  }
  state.data = data
  state.tell = setStateValue
  // Python's step counts when it is news: at the start, from a link, repaired, or when there are fewer steps now.
  if (state.news !== data.news || state.step > data.last) {
    state.news = data.news
    state.step = data.value
  }
  for (const name of ["back", "forward"]) {
    state.elements[name].setAttribute("aria-label", data.words[name])
    state.elements[name].title = data.words[name]
    state.elements[name].onclick = () => go(state, name === "back" ? -1 : 1)
  }
  show(state)
  return () => {
    document.removeEventListener("keydown", state.listener)
    steppers.delete(parentElement)
  }
}
