// What the components that move charts have in common.

// What a component keeps from call to call: its data, and those of the call before. `begin`, at the first call, gives
// the functions that end what it has begun; `state.end` is what the component itself ends with.
const states = new WeakMap()

function keep({ parentElement, data }, begin) {
  const state = states.get(parentElement) ?? { find: (name) => parentElement.querySelector(name) }
  Object.assign(state, { before: state.data, data })
  if (!states.has(parentElement)) {
    states.set(parentElement, state)
    const ends = begin(state)
    state.end = () => {
      hush(state)
      state.stop?.()
      for (const end of ends) end()
      states.delete(parentElement)
    }
  }
  return state
}

function listenTo(target, kind, listener) {
  target.addEventListener(kind, listener)
  return () => target.removeEventListener(kind, listener)
}

// A value is passed on to the parameter of every chart in a keyed container, by the input Vega made for it.
const bound = new Map() // container -> its live collection of inputs, which costs nothing to look at again

function boundInputs(chart, parameter) {
  let container = bound.get(chart)
  if (!container?.isConnected) {
    container = document.querySelector(`.st-key-${chart}`)
    bound.set(chart, container)
  }
  if (!container) return []
  return [...container.getElementsByTagName("input")].filter(
    (input) => input.name === parameter && input.closest(".vega-bindings"))
}

// While a hand holds something, a chart that is out of sight waits until it comes into sight or the hand lets go: a phone
// has few in its window, and draws slowly.
const unseen = new Set() // what holds the pictures out of sight
const owed = new Map() // the input of a chart -> the value that it waits for
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting || !target.isConnected) unseen.delete(target)
    else unseen.add(target)
  }
  settle((input) => !unseen.has(pictureOf(input)))
})
const pictureOf = (input) => input.closest(".vega-embed")

function settle(isDue = () => true) {
  for (const [input, value] of [...owed]) if (isDue(input)) give(input, value)
}

function give(input, value) {
  owed.delete(input)
  if (input.value === value) return
  input.value = value
  input.dispatchEvent(new Event("input", { bubbles: true }))
}

function passOn(chart, parameter, value) {
  for (const input of boundInputs(chart, parameter)) {
    sight.observe(pictureOf(input))
    if (isHeld && unseen.has(pictureOf(input))) owed.set(input, String(value))
    else give(input, String(value))
    // The chart's own small slider gives way only once this one works.
    const row = input.closest(".vega-bindings")
    if (row && row.style.display !== "none") row.style.display = "none"
  }
  tellWords({ parameter, value: Number(value) })
}

// Words that follow a control look up what belongs to its value; a control whose values are too many to be looked up
// says them itself, as `words`: name -> text.
function tellWords(detail) {
  document.dispatchEvent(new CustomEvent("live-move", { detail }))
}

// Calls `again` when charts have been rebuilt (another language, another theme): they come back at their first value.
// And, for what has a value, when words ask for it.
function watchRebuilds(again, isAsked = true) {
  let due = 0
  const observer = new MutationObserver((changes) => {
    // A chart that draws itself anew changes its picture many times a second: that is no rebuild.
    const inPicture = (node) => (node.closest ? node : node.parentElement)?.closest("svg.marks, .vega-bindings")
    if (!changes.some((change) => change.addedNodes.length && !inPicture(change.target))) return
    cancelAnimationFrame(due)
    due = requestAnimationFrame(again)
  })
  observer.observe(document.body, { childList: true, subtree: true })
  const unask = isAsked ? listenTo(document, "live-ask", again) : () => {}
  return () => {
    cancelAnimationFrame(due)
    observer.disconnect()
    unask()
  }
}

// Tells Python what a hand has done: once a pointer lets go, or a moment after the last key.
let isHeld = false
const untold = new Set()
for (const kind of ["pointerdown", "pointerup", "pointercancel"]) {
  document.addEventListener(kind, () => {
    isHeld = kind === "pointerdown"
    if (isHeld) return
    settle()
    setTimeout(() => { for (const tell of [...untold]) tell() }) // after what the event itself still moves
  }, true)
}

function soon(state, tell) {
  hush(state)
  state.pending = () => {
    hush(state)
    tell()
  }
  if (isHeld) untold.add(state.pending)
  else state.timer = setTimeout(state.pending, 150)
}

// What has not been told yet is not told any more.
function hush(state) {
  clearTimeout(state.timer)
  untold.delete(state.pending)
  state.pending = null
}

// From one value to another as an eye can follow it, or at once for those who want no motion; gives what stops it.
const SWEEP = 1200 // ms
const smooth = (part) => part * part * (3 - 2 * part)
const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches

function sweep(from, to, move, lasts = SWEEP, ease = smooth) {
  if (from === to || isCalm()) {
    move(String(to))
    return () => {}
  }
  let ticket = 0
  let began = null
  const tick = (now) => {
    began ??= now
    const part = Math.min(1, (now - began) / lasts)
    move(String(part < 1 ? from + ease(part) * (to - from) : to))
    if (part < 1) ticket = requestAnimationFrame(tick)
  }
  ticket = requestAnimationFrame(tick)
  return () => cancelAnimationFrame(ticket)
}

// A pointer that takes hold of the plane of a picture: `move` is told its place as shares of the plane, across and up,
// the picture, and at first what is pressed there; a first place that it does not take is somebody else's.
function dragOver(pictures, move) {
  const down = (event) => {
    const picture = event.button === 0 && pictures().find((one) => one.contains(event.target))
    const plot = picture && picture.querySelector(".role-frame .background")
    if (!plot) return
    const at = (moved) => {
      const box = plot.getBoundingClientRect()
      return [(moved.clientX - box.left) / box.width, (box.bottom - moved.clientY) / box.height]
    }
    const [across, up] = at(event)
    if (up < 0 || up > 1 || across < -0.02 || across > 1.02 || !move(across, up, picture, event.target)) return
    event.preventDefault()
    const go = (moved) => move(...at(moved), picture, null)
    const end = () => ends.forEach((each) => each())
    const ends = [["pointermove", go], ["pointerup", end], ["pointercancel", end]].map((one) => listenTo(document, ...one))
  }
  return listenTo(document, "pointerdown", down)
}

// The mark by which a hand takes hold (`Plane.grip`), of several by their names; among layers of layers a number follows.
function gripOf(pressed, names = ["grip"]) {
  return names.find((name) => pressed.closest(`[class*=" ${name}_"]`))
}

const picturesIn = (...keys) => keys.flatMap((key) => [...document.querySelectorAll(`.st-key-${key} svg.marks`)])
const clamped = (low, value, high) => Math.min(high, Math.max(low, value))

function onGrid({ low, high, step, decimals }, value) {
  return Number((low + Math.round((clamped(low, value, high) - low) / step) * step).toFixed(decimals))
}

// A name for those who see a button and for those who do not.
function nameIt(element, words) {
  element.ariaLabel = words
  element.title = words
}

function withMinus(text) {
  return text.replace("-", "\u2212")
}

// Keys belong to whatever has the focus first: a field, a slider, a button, a grid.
const OWNERS = "input, textarea, select, button, a, summary, canvas, [contenteditable=true], [role=slider], [role=button],"
  + " [role=tab], [role=option], [role=combobox], [role=radio], [role=switch], [role=checkbox], [role=menuitem]"

function isTaken(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.composedPath()[0]
  return target instanceof Element && target.closest(OWNERS) !== null
}
