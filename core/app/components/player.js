// Play, pause, step, scrub: one frame number for every chart of the page, moved in the browser alone.
// Python hears of it once it rests, for the link and for the words outside the charts.
const WHOLE_RACE = 9 // seconds from the first frame to the last at speed 1
const CALM_STOPS = 8 // with reduced motion a race is this many still pictures

function show(state) {
  const { data, frame, playing, elements } = state
  elements.range.value = String(frame)
  elements.output.textContent = `${data.words.frame} ${frame}`
  elements.range.ariaValueText = elements.output.textContent
  const face = `${playing} ${data.words.play}`
  if (state.face === face) return
  state.face = face
  nameIt(elements.play, playing ? data.words.pause : data.words.play)
  elements.root.classList.toggle("playing", playing)
}

function go(state, frame) {
  state.frame = Math.max(0, Math.min(state.data.last, Math.round(frame)))
  passOn(state.data.chart, state.data.parameter, state.frame)
  document.documentElement.toggleAttribute("data-begun", state.frame > 0) // what is asked before it, or said after
  show(state)
}

function report(state) {
  soon(state, () => {
    if (state.playing || state.frame === state.sent) return
    state.sent = state.frame
    state.tell("value", state.frame)
  })
}

function pause(state) {
  state.playing = false
  cancelAnimationFrame(state.ticket)
  show(state)
  report(state)
}

function play(state) {
  const calm = isCalm()
  if (state.frame >= state.data.last) go(state, 0)
  state.playing = true
  let position = state.frame
  let before = performance.now()
  let waited = 0
  const tick = (now) => {
    if (!state.playing) return
    const seconds = Math.min((now - before) / 1000, 0.25)
    before = now
    if (calm) {
      waited += seconds * state.speed
      if (waited >= WHOLE_RACE / CALM_STOPS) {
        waited = 0
        position = state.frame + state.data.last / CALM_STOPS
      }
    } else {
      position += (seconds * state.speed * state.data.last) / WHOLE_RACE
    }
    const frame = Math.min(state.data.last, Math.floor(position))
    if (frame !== state.frame) go(state, frame)
    if (state.frame >= state.data.last) pause(state)
    else state.ticket = requestAnimationFrame(tick)
  }
  state.ticket = requestAnimationFrame(tick)
  show(state)
}

function toggle(state) {
  if (state.playing) pause(state)
  else play(state)
}

function step(state, by) {
  if (state.playing) pause(state)
  go(state, state.frame + by)
  report(state)
}

function onKey(state, event) {
  if (isTaken(event)) return
  if (event.key === " ") toggle(state)
  else if (event.key === "ArrowRight") step(state, event.shiftKey ? 10 : 1)
  else if (event.key === "ArrowLeft") step(state, event.shiftKey ? -10 : -1)
  else return
  event.preventDefault()
}

export default function (component) {
  const state = keep(component, (state) => {
    const { find } = state
    Object.assign(state, {
      frame: 0, sent: null, playing: false, speed: 1,
      elements: { root: find(".player"), range: find("input"), output: find("output"), play: find(".play"),
        back: find(".back"), forward: find(".forward"), restart: find(".restart"), speed: find("select") },
    })
    // The chart along whose axis the frames run is a handle too.
    const along = () => (state.data.along
      ? [...document.querySelectorAll(`[class*="st-key-${state.data.along}"] svg.marks`)] : [])
    const scrub = (share) => {
      elements.range.value = clamped(0, share, 1) * state.data.last
      elements.range.oninput()
      return true
    }
    const { elements } = state
    return [
      dragOver(along, scrub),
      watchRebuilds(() => go(state, state.frame)),
      listenTo(document, "keydown", (event) => onKey(state, event)),
      () => {
        state.playing = false
        cancelAnimationFrame(state.ticket)
        document.documentElement.removeAttribute("data-begun")
      },
    ]
  })
  const { before, data, elements } = state
  state.tell = component.setStateValue
  elements.range.max = String(data.last)
  elements.range.ariaLabel = data.words.frame
  for (const name of ["back", "forward", "restart", "speed"]) nameIt(elements[name], data.words[name])

  // Python's frame counts when it is news: at the start, from a link, repaired, or when another race is shorter.
  if (before?.news !== data.news) {
    state.sent = data.value
    // A shorter race that is playing is cut to its length by go(); anything else has been asked for, and ends the play.
    if (state.playing && data.value !== data.last) pause(state)
    if (!state.playing) state.frame = data.value
  }
  go(state, state.frame)

  elements.play.onclick = () => toggle(state)
  elements.back.onclick = () => step(state, -1)
  elements.forward.onclick = () => step(state, 1)
  elements.restart.onclick = () => step(state, -state.data.last)
  elements.speed.onchange = () => { state.speed = Number(elements.speed.value) }
  elements.range.oninput = () => {
    if (state.playing) pause(state)
    go(state, Number(elements.range.value))
    report(state)
  }
  return state.end
}
