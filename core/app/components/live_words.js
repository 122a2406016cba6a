// Words and formulas that follow a live control: for every value it can take Python has said what stands in each place.

// A place in a formula is told by a colour of its own, since KaTeX keeps no names; one in a sentence by its class.
function placesOf(mark) {
  const [high, low] = [mark >> 8, mark & 255]
  const colour = mark.toString(16).padStart(4, "0")
  const drawn = [...document.querySelectorAll(`.katex-html [style*=", ${high}, ${low})"]`)]
  return [
    ...document.querySelectorAll(`.live${mark}`),
    ...drawn.filter((one) => !one.firstElementChild),
    ...document.querySelectorAll(`.katex-mathml [mathcolor^="#0"][mathcolor$="${colour}"] mtext`),
  ]
}

function write(state, place, words) {
  if (!state.found.has(place)) state.found.set(place, placesOf(place))
  for (const element of state.found.get(place)) {
    if (element.textContent !== words) (element.firstChild ?? element).textContent = words
  }
}

// Where a value stands among rising stops, or next to one.
function nearest(stops, value) {
  let low = 0
  let high = stops.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (stops[middle] <= value) low = middle
    else high = middle
  }
  return Math.abs(stops[high] - value) < Math.abs(stops[low] - value) ? high : low
}

// Where a control stands that has not moved is no news: several move the same words, and the last to move has them.
function follow(state, told) {
  if (state.told.get(told.parameter)?.value === told.value && !told.words) return
  state.told.delete(told.parameter)
  state.told.set(told.parameter, told)
  say(state, told)
}

function say(state, { parameter, words }) {
  for (const [names, { stops, places }] of Object.entries(state.data)) {
    const moved = names.split(" ")
    if (!moved.includes(parameter) || moved.some((name) => !state.told.has(name))) continue
    // Over several controls the stops of the last stand side by side.
    const at = moved.reduce((at, name, i) => at * stops[i].length + nearest(stops[i], state.told.get(name).value), 0)
    for (const { mark, name, texts } of places) {
      const said = words ? words[name] : texts[at]
      if (said !== undefined) write(state, mark, said)
    }
  }
}

// Every control says where it stands, and the last to move has the last word.
function again(state) {
  const order = [...state.told.keys()]
  state.found.clear()
  state.told.clear() // a control that has gone says nothing any more
  document.dispatchEvent(new Event("live-ask"))
  for (const told of order.map((name) => state.told.get(name)).filter(Boolean)) {
    state.told.delete(told.parameter)
    state.told.set(told.parameter, told)
    say(state, told)
  }
}

export default function (component) {
  const state = keep(component, (state) => {
    Object.assign(state, { found: new Map(), told: new Map() })
    return [
      listenTo(document, "live-move", (event) => follow(state, event.detail)),
      watchRebuilds(() => again(state), false),
    ]
  })
  again(state)
  return state.end
}
