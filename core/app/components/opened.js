// Brings a section that has just been opened to the top of the window. The charts above it may still grow: it is kept
// there until the page has come to rest, or the reader takes over.
const REST = 3000 // ms without any change of the page's height
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"]
const states = new WeakMap()

function bring(state, smoothly) {
  state.release?.()
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  const behavior = smoothly && !calm ? "smooth" : "instant"
  const toTop = () => {
    state.root.closest(".st-key-sections").scrollIntoView({ block: "start", behavior })
    clearTimeout(state.timer)
    state.timer = setTimeout(() => state.release(), REST)
  }
  const observer = new ResizeObserver(toTop)
  state.release = () => {
    clearTimeout(state.timer)
    observer.disconnect()
    for (const kind of HANDS) window.removeEventListener(kind, state.release, true)
  }
  for (const kind of HANDS) window.addEventListener(kind, state.release, true)
  observer.observe(document.querySelector(".stMainBlockContainer")) // tells the present size as well, at once
}

export default function (component) {
  const { parentElement, data } = component
  let state = states.get(parentElement)
  const isNew = !state
  if (isNew) {
    // A component's root is a shadow root: what it stands in is found from its host.
    state = { opened: "", root: parentElement.host ?? parentElement }
    states.set(parentElement, state)
  }
  // With a link there is nothing on screen yet that could glide.
  if (data.opened && data.opened !== state.opened) bring(state, !isNew)
  state.opened = data.opened
  return () => {
    state.release?.()
    states.delete(parentElement)
  }
}
