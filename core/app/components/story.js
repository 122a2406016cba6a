// A story that is scrolled through: the words that pass a line of the window set the step of the picture beside them.
const NARROW = "(max-width: 640px)" // there the picture stands above the words
const RENDERED = 40 // turns of the microtask queue within which Vega has drawn a new step

const line = () => (window.matchMedia(NARROW).matches ? 0.75 : 0.5)
const wordsOf = (step) => document.querySelector(`.st-key-story_step_${step}`)

function put(state, value) {
  state.value = Number(Number(value).toFixed(3))
  passOn(state.data.chart, state.data.parameter, state.value)
}

// The neuron of the story is that of the page's first screen: its slider moves both.
function follow(state, { parameter, value }) {
  if (parameter !== state.data.start || value === state.start) return
  state.start = value
  passOn(state.data.chart, parameter, value)
}

function turn(state, step) {
  if (step === state.step) return
  state.step = step
  state.stop?.()
  state.stop = sweep(state.value, step, (value) => put(state, value))
  show(state)
}

function show(state) {
  ;[...state.rail.children].forEach((dot, place) => {
    if (place + 1 === state.step) dot.setAttribute("aria-current", "step")
    else dot.removeAttribute("aria-current")
  })
}

function go(state, step) {
  const words = wordsOf(Math.max(1, Math.min(state.data.titles.length, step)))
  const box = words.getBoundingClientRect()
  const top = box.top + box.height / 2 - window.innerHeight * line()
  words.closest(".stMain").scrollBy({ top, behavior: isCalm() ? "instant" : "smooth" })
}

function onKey(state, event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (by === undefined || isTaken(event) || !state.isSeen) return
  event.preventDefault()
  go(state, state.step + by)
}

function observe(state) {
  state.observer?.disconnect()
  const below = Math.round(100 * (1 - line()))
  state.observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) turn(state, Number(entry.target.className.match(/st-key-story_step_(\d)/)[1]))
    }
    const inStory = state.data.titles.map((_, place) => wordsOf(place + 1)?.getBoundingClientRect()).filter(Boolean)
    state.isSeen = inStory.some((box) => box.top < window.innerHeight && box.bottom > 0)
  }, { rootMargin: `${below - 100}% 0px ${-below}% 0px` })
  state.data.titles.forEach((_, place) => {
    const words = wordsOf(place + 1)
    if (words) state.observer.observe(words)
  })
}

// Paper has no scrolling: every step is printed with a copy of its picture. Vega draws within the microtasks that the
// browser runs before it prints.
async function beforePrint(state) {
  const now = state.value
  for (let step = 1; step <= state.data.titles.length; step += 1) {
    put(state, step)
    for (let turns = 0; turns < RENDERED; turns += 1) await null
    const place = wordsOf(step)?.querySelector(".story-printed")
    const picture = picturesIn(state.data.chart)[0]
    if (place && picture) {
      const copy = picture.cloneNode(true)
      copy.setAttribute("viewBox", `0 0 ${picture.getAttribute("width")} ${picture.getAttribute("height")}`)
      place.replaceChildren(copy)
    }
  }
  put(state, now)
}

function afterPrint() {
  for (const place of document.querySelectorAll(".story-printed")) place.replaceChildren()
}

export default function (component) {
  const state = keep(component, (state) => {
    Object.assign(state, { value: 1, step: 1, rail: state.find(".rail") })
    const again = () => {
      put(state, state.value)
      if (state.start !== undefined) passOn(state.data.chart, state.data.start, state.start)
      if (wordsOf(1) !== state.first) observe(state)
      state.first = wordsOf(1)
    }
    return [
      listenTo(document, "live-move", (event) => follow(state, event.detail)),
      listenTo(document, "keydown", (event) => onKey(state, event)),
      listenTo(window, "resize", () => observe(state)),
      listenTo(window, "beforeprint", () => beforePrint(state)),
      listenTo(window, "afterprint", afterPrint),
      watchRebuilds(again, false),
      () => state.observer?.disconnect(),
    ]
  })
  const { data } = state
  state.rail.ariaLabel = data.label
  state.rail.replaceChildren(...data.titles.map((title, place) => {
    const dot = document.createElement("button")
    dot.type = "button"
    nameIt(dot, `${place + 1}. ${title}`)
    dot.onclick = () => go(state, place + 1)
    return dot
  }))
  show(state)
  put(state, state.value)
  observe(state)
  return state.end
}
