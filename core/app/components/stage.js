// The keys of a talk, wherever the focus is; what they mean is decided in Python.
const stages = new WeakMap()

// Whoever types a text, or picks from a list by its first letters, keeps every key.
const WRITERS = "textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=option],"
  + " input:not([type=range]):not([type=checkbox]):not([type=radio]):not([type=button])"
const PAGERS = "textarea, select, [contenteditable=true], [role=listbox], [role=option]"
const NUMBER = '[class*="st-key-stage_number_"] input'
const GUESS = '[class*="st-key-stage_guess_"] button'
const WAYS = { PageDown: "next", PageUp: "back", ArrowRight: "next", ArrowLeft: "back", Home: "first", End: "last" }
const LETTERS = { t: "talk", q: "code", w: "what_if", o: "overview", b: "black", ".": "black", "?": "help", v: "room", a: "again" }

function has(event, selector) {
  const target = event.composedPath()[0]
  return target instanceof Element && target.closest(selector) !== null
}

function isOpen() {
  return document.querySelector("[role=dialog], [data-testid=stPopoverBody]") !== null
}

// The event that a key means, or the name of one of the stage's own boxes; "" for a key that means nothing on a stage
// and must not mean anything else either; null leaves the key to whoever has the focus.
function meaning(state, event) {
  const { data, typed } = state
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  // Remotes send it to begin a show; a browser would load the page anew.
  if (event.key === "F5") return data.on ? "" : null
  if (event.key === "PageDown" || event.key === "PageUp") {
    return !data.on || has(event, PAGERS) || isOpen() ? null : WAYS[event.key]
  }
  if (event.key === "Enter" && data.asksNumber && has(event, NUMBER)) {
    // The number first: Streamlit takes it at this very key.
    setTimeout(() => document.querySelector(GUESS)?.click())
    return null
  }
  if (event.defaultPrevented || has(event, WRITERS) || isOpen()) return null
  if (event.key === "Escape") return typed.value ? "forget" : data.on ? "leave" : null
  if (/^[0-9]$/.test(event.key)) return digit(state, event.key)
  if (event.key === "Enter" && typed.value) return "go"
  if (data.inScene && event.key in WAYS) return WAYS[event.key]
  const wish = LETTERS[event.key.toLowerCase()]
  if (wish === "room" || wish === "again") return data.room.includes(wish) ? wish : null
  if (wish === "talk" || wish === "help" || (wish && data.on)) return wish
  // Streamlit's own: run again, and forget what was computed.
  if (/^[rc]$/i.test(event.key)) return data.on ? "" : null
  return null
}

// A digit answers the open question; beside one it is the beginning of a scene's number, which Enter ends.
function digit(state, key) {
  const { data, typed } = state
  const answer = data.answers[key - 1]
  if (answer && !typed.value) return answer
  if (data.asksNumber) {
    const box = document.querySelector(NUMBER)
    box?.focus()
    box?.select() // what is typed from here on takes the place of the first number
    return null
  }
  if (!data.inScene) return null
  typed.value += key
  return ""
}

function show(state, wish) {
  const box = state[wish]
  if (box.open) box.close()
  else box.showModal()
}

function act(state, wish) {
  const { data, typed, tell } = state
  if (wish === "go") {
    const scene = data.scenes[typed.value - 1]
    if (scene) tell(scene.event, true)
  }
  if (wish === "go" || wish === "forget") typed.value = ""
  else if (wish in state.boxes) show(state, wish)
  else if (wish !== "") tell(wish, true)
}

function onKey(state, event) {
  const open = Object.keys(state.boxes).find((name) => state[name].open)
  const wish = open ? whileOpen(state, event, open) : meaning(state, event)
  if (wish === null) return
  event.preventDefault()
  // Before anything else hears of it: a slider would move by a page.
  event.stopImmediatePropagation()
  if (event.repeat) return
  // Whoever goes on has read enough.
  if (open) state[open].close()
  if (!open || wish !== "") act(state, wish)
}

// While one of the stage's boxes is open every key closes it; behind the black one only a remote's keys go on as well.
function whileOpen(state, event, open) {
  if (["Tab", "Shift"].includes(event.key) || (event.key === "Enter" && !state.typed.value)) return null
  if (event.key === "Escape" || (open === "black" && !event.key.startsWith("Page"))) return ""
  const wish = meaning(state, event)
  return wish === open ? "" : wish
}

function element(kind, words, attributes = {}) {
  return Object.assign(document.createElement(kind), { textContent: words }, attributes)
}

function list(state) {
  const { data, help, overview } = state
  help.querySelector("p").textContent = data.title
  help.querySelector("dl").replaceChildren(
    ...data.keys.flatMap(([key, words]) => [element("dt", key), element("dd", words)]))
  overview.querySelector("p").textContent = data.scenesTitle
  overview.querySelector("ol").replaceChildren(...data.scenes.map(({ event, title, here }) => {
    const item = document.createElement("li")
    const button = element("button", title, { type: "button", ariaCurrent: here ? "step" : null })
    button.onclick = () => {
      overview.close()
      state.tell(event, true)
    }
    item.append(button)
    return item
  }))
}

// A new claim stands over the last scene's picture until its own arrives: what is left of the last scene is hidden from
// the moment at which the claim changes until the run is over.
function turning() {
  const [root, stage, app] = [":root", ".st-key-stage", "[data-test-script-state]"].map((of) => document.querySelector(of))
  const claim = () => stage.querySelector("h2")?.textContent
  let last = claim()
  const claims = new MutationObserver(() => {
    if (claim() === last) return
    last = claim()
    root.dataset.turning = ""
  })
  claims.observe(stage, { subtree: true, childList: true, characterData: true })
  const runs = new MutationObserver(() => {
    if (app.dataset.testScriptState !== "running") delete root.dataset.turning
  })
  runs.observe(app, { attributeFilter: ["data-test-script-state"] })
  return [claims, runs]
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  let state = stages.get(parentElement)
  if (!state) {
    const boxes = Object.fromEntries(
      ["help", "overview", "black"].map((name) => [name, parentElement.querySelector(`dialog.${name}`)]))
    state = { boxes, ...boxes, typed: parentElement.querySelector("output") }
    stages.set(parentElement, state)
    state.listener = (event) => onKey(state, event)
    document.addEventListener("keydown", state.listener, true)
    for (const name of ["help", "black"]) boxes[name].addEventListener("click", () => boxes[name].close())
    state.watching = turning()
    document.documentElement.dataset.stage = "ready" // for whoever waits for the keys to work
  }
  state.data = data
  state.tell = setTriggerValue
  list(state)
  return () => {
    document.removeEventListener("keydown", state.listener, true)
    for (const watch of state.watching) watch.disconnect()
    stages.delete(parentElement)
  }
}
