// The keys of a talk, wherever the focus is; what they mean is decided in Python.
const stages = new WeakMap()
// A hall is drawn for a window of this width; on a wider one everything grows in proportion.
const HALL = 1280

// Whoever types a text, or picks from a list by its first letters, keeps every key.
const WRITERS = "textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=option],"
  + " input:not([type=range]):not([type=checkbox]):not([type=radio]):not([type=button])"
const PAGERS = "textarea, select, [contenteditable=true], [role=listbox], [role=option]"

function has(event, selector) {
  const target = event.composedPath()[0]
  return target instanceof Element && target.closest(selector) !== null
}

function isOpen() {
  return document.querySelector("[role=dialog], [data-testid=stPopoverBody]") !== null
}

// The event that a key means, "help" or "close" for the list of keys, "" for a key that means nothing on a stage and
// must not mean anything else either; null leaves the key to whoever has the focus.
function meaning(state, event) {
  const { data, help } = state
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (event.key === "PageDown" || event.key === "PageUp") {
    if (!data.on || has(event, PAGERS) || isOpen()) return null
    return event.key === "PageDown" ? "next" : "back"
  }
  if (help.open && (event.key === "Escape" || event.key === "?")) return "close"
  if (event.defaultPrevented || has(event, WRITERS) || isOpen()) return null
  if (event.key === "?") return "help"
  if (event.key === "t" || event.key === "T") return "talk"
  if (event.key === "Escape") return data.on ? "leave" : null
  if (/^[1-9]$/.test(event.key)) return data.answers[event.key - 1] ?? null
  // Streamlit's own: run again, and forget what was computed.
  if (/^[rc]$/i.test(event.key)) return data.on ? "" : null
  return null
}

function onKey(state, event) {
  const wish = meaning(state, event)
  if (wish === null) return
  event.preventDefault()
  // Before anything else hears of it: a slider would move by a page.
  event.stopImmediatePropagation()
  if (event.repeat) return
  // Whoever goes on has read enough.
  if (state.help.open) state.help.close()
  else if (wish === "help") state.help.showModal()
  if (wish !== "" && wish !== "help" && wish !== "close") state.tell(wish, true)
}

function grow(state) {
  const page = document.querySelector(".stMainBlockContainer")
  if (!page) return
  const by = state.data.talk ? Math.max(1, window.innerWidth / HALL) : 1
  const grown = by > 1
  page.style.setProperty("--grown", grown ? by : 1)
  page.style.transform = grown ? `scale(${by})` : ""
  page.style.transformOrigin = grown ? "0 0" : ""
  page.style.width = page.style.minWidth = page.style.maxWidth = grown ? `${HALL}px` : ""
  page.style.alignSelf = grown ? "flex-start" : ""
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  let state = stages.get(parentElement)
  if (!state) {
    state = { help: parentElement.querySelector("dialog") }
    stages.set(parentElement, state)
    state.listener = (event) => onKey(state, event)
    state.resized = () => grow(state)
    document.addEventListener("keydown", state.listener, true)
    window.addEventListener("resize", state.resized)
    state.help.addEventListener("click", () => state.help.close())
    document.documentElement.dataset.stage = "ready" // for whoever waits for the keys to work
  }
  state.data = data
  state.tell = setTriggerValue
  parentElement.querySelector("#keys-title").textContent = data.title
  parentElement.querySelector("dl").replaceChildren(...data.keys.flatMap(([key, words]) => {
    const term = document.createElement("dt")
    const meaning = document.createElement("dd")
    term.textContent = key
    meaning.textContent = words
    return [term, meaning]
  }))
  grow(state)
  return () => {
    document.removeEventListener("keydown", state.listener, true)
    window.removeEventListener("resize", state.resized)
    stages.delete(parentElement)
  }
}
