// Lets a picture run from 0 to 1 once, when it is first seen, and again at every press of the button; tells Python once
// the picture is drawn.
const SEEN = 0.6 // of the picture, before it begins

function put(state, value) {
  state.value = value
  passOn(state.data.chart, state.data.parameter, value)
}

function end(state) {
  state.stop?.()
  put(state, "1")
}

function play(state) {
  state.stop?.()
  state.stop = sweep(0, 1, (value) => put(state, value), state.data.duration, (part) => part)
}

// Whoever moves the start meanwhile wants to see what comes of it, not to wait for the end.
function moved(state, { parameter, value }) {
  if (parameter !== state.data.start) return
  if (state.start !== undefined && state.start !== value) end(state)
  state.start = value
}

export default function (component) {
  const state = keep(component, (state) => {
    state.value = "0"
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      seen.disconnect()
      play(state)
    }, { threshold: SEEN })
    state.look = () => {
      put(state, state.value)
      const [picture] = picturesIn(state.data.chart)
      if (!picture || picture === state.picture) return
      if (!state.picture) component.setStateValue("drawn", true)
      state.picture = picture
      if (state.value === "0") seen.observe(picture)
    }
    return [
      listenTo(document, "live-move", (event) => moved(state, event.detail)),
      watchRebuilds(state.look, false),
      () => seen.disconnect(),
    ]
  })
  state.find(".label").textContent = state.data.label
  state.find("button").onclick = () => play(state)
  state.look()
  return state.end
}
