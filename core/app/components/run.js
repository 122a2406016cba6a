// Lets a picture run from 0 to 1 once, when it is first seen, and again at every press of the button; tells Python once
// the picture is drawn.
const runs = new WeakMap()
const SEEN = 0.6 // of the picture, before it begins

function put(state, value) {
  state.value = value
  passOn(state.data.chart, state.data.parameter, value)
}

function end(state) {
  cancelAnimationFrame(state.ticket)
  put(state, "1")
}

function play(state) {
  cancelAnimationFrame(state.ticket)
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return end(state)
  let began = null
  const tick = (now) => {
    began ??= now
    const part = Math.min(1, (now - began) / state.data.duration)
    put(state, part < 1 ? part.toFixed(4) : "1")
    if (part < 1) state.ticket = requestAnimationFrame(tick)
  }
  state.ticket = requestAnimationFrame(tick)
}

// Whoever moves the start meanwhile wants to see what comes of it, not to wait for the end.
function moved(state, { parameter, value }) {
  if (parameter !== state.data.start) return
  if (state.start !== undefined && state.start !== value) end(state)
  state.start = value
}

export default function (component) {
  const { parentElement, data, setStateValue } = component
  const button = parentElement.querySelector("button")
  let state = runs.get(parentElement)
  if (!state) {
    state = { value: "0", ticket: 0 }
    runs.set(parentElement, state)
    const listen = (event) => moved(state, event.detail)
    document.addEventListener("live-move", listen)
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      seen.disconnect()
      play(state)
    }, { threshold: SEEN })
    const look = () => {
      put(state, state.value)
      const picture = document.querySelector(`.st-key-${state.data.chart} svg.marks`)
      if (!picture || picture === state.picture) return
      if (!state.picture) setStateValue("drawn", true)
      state.picture = picture
      if (state.value === "0") seen.observe(picture)
    }
    const unwatch = watchRebuilds(look, false)
    state.look = look
    state.release = () => {
      cancelAnimationFrame(state.ticket)
      document.removeEventListener("live-move", listen)
      seen.disconnect()
      unwatch()
    }
  }
  state.data = data
  button.querySelector(".label").textContent = data.label
  button.onclick = () => play(state)
  state.look()
  return () => {
    state.release()
    runs.delete(parentElement)
  }
}
