// The sigmoid of a logistic regression: sliders of its slope and intercept, and the hand that moves or turns it.

// Each label's log-likelihood is -ln(1 + exp(-z)) for its own side of the logit; its sum, its mean, and what they say.
function saidAt({ features, labels, best, texts, per_nat }, { slope, intercept }) {
  const logs = features.map((x, i) => {
    const z = (2 * labels[i] - 1) * (slope * x + intercept)
    return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)))
  })
  const total = logs.reduce((sum, log) => sum + log, 0)
  const behind = Math.max(best - total, 0)
  const numbers = {
    likelihood: plainExp(total),
    total: plain(total * per_nat, 2),
    mean: plain((-total / logs.length) * per_nat, 4),
    factor: plainExp(behind),
    nats: plain(total, 2),
  }
  const sentences = [behind / logs.length <= texts.near ? texts.there : filled(texts.away, numbers)]
  if (total < texts.least) sentences.push(filled(texts.underflow, numbers))
  return { ...numbers, verdict: sentences.join(" ") }
}

function show(state) {
  const { data, now } = state
  for (const [name, { input, output, control }] of Object.entries(state.sliders)) {
    input.value = now[name]
    output.textContent = withMinus(`${control.symbol} = ${now[name].toFixed(control.decimals)}`)
    passOn(data.chart, name, now[name])
  }
  tellWords({ parameter: "slope", value: now.slope, words: saidAt(data, now) })
}

function take(state, values) {
  state.stop?.()
  for (const [name, value] of Object.entries(values)) state.now[name] = onGrid(state.data.controls[name], value)
  show(state)
  soon(state, () => Object.keys(values).forEach((name) => state.send(name, state.now[name])))
}

// Where in the picture the curve has its middle, and where it is turned, as features; never outside.
function grips({ data: { ends, turns }, now: { slope, intercept } }) {
  const inside = (x, otherwise) => clamped(ends[0], Number.isNaN(x) ? otherwise : x, ends[1])
  const middle = inside(-intercept / slope, 0)
  return { middle, turn: inside(middle + turns / slope, ends[1]) }
}

function hold(state, across, pressed) {
  const [low, high] = state.data.ends
  const x = low + across * (high - low)
  if (pressed) {
    const { middle, turn } = grips(state)
    const turns = Math.abs(x - turn) < Math.abs(x - middle)
    state.held = { turns, middle, off: x - (turns ? turn : middle) }
    return true
  }
  const { turns, middle, off } = state.held
  const slope = turns ? state.data.turns / (x - off - middle) : state.now.slope
  const steep = onGrid(state.data.controls.slope, slope)
  take(state, { slope: steep, intercept: -steep * (turns ? middle : x - off) })
}

// Python's values count when they are news: at the start, from a link or the button. Else the hand's do.
function hear(state) {
  const { before } = state
  const fresh = Object.entries(state.data.controls).filter(([name, { news }]) => news !== before?.controls[name].news)
  if (!before || !fresh.length) return show(state)
  hush(state)
  state.stop?.()
  const from = { ...state.now }
  state.stop = sweep(0, 1, (part) => {
    for (const [name, { value }] of fresh) state.now[name] = from[name] + Number(part) * (value - from[name])
    show(state)
  })
}

export default function (component) {
  const state = keep(component, (state) => [
    dragOver(() => picturesIn(state.data.picture), (across, up, picture, pressed) => hold(state, across, pressed)),
    watchRebuilds(() => show(state)),
  ])
  const { data } = state
  state.send = component.setStateValue
  state.now ??= Object.fromEntries(Object.entries(data.controls).map(([name, { value }]) => [name, value]))
  const places = [...component.parentElement.querySelectorAll("label")]
  state.sliders = Object.fromEntries(Object.entries(data.controls).map(([name, control], i) => {
    const [input, output] = ["input", "output"].map((kind) => places[i].querySelector(kind))
    places[i].querySelector(".label").textContent = control.label
    input.ariaLabel = control.label
    Object.assign(input, { min: control.low, max: control.high, step: control.step })
    input.oninput = () => take(state, { [name]: Number(input.value) })
    return [name, { input, output, control }]
  }))
  hear(state)
  return state.end
}
