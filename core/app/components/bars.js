// Rows of probabilities as bars whose tops are dragged; a row always sums to 1.
const STEP = 0.01
const SHARE = { low: 0, high: 1, step: STEP, decimals: 2 }
const KEYS = { ArrowUp: STEP, ArrowRight: STEP, ArrowDown: -STEP, ArrowLeft: -STEP, PageUp: 0.1, PageDown: -0.1 }
const MANY = 5 // outcomes: more bars are too narrow for their numbers, and on a phone for a finger
const NEAR = 28 // px from the top of a bar: pressed there it does not jump

// A row in which one value is given and the others give way in the proportions they had.
function given(row, place, value) {
  const others = row.reduce((sum, share, i) => (i === place ? sum : sum + share), 0)
  const part = (share) => (others > 0 ? (share * (1 - value)) / others : (1 - value) / (row.length - 1))
  return row.map((share, i) => (i === place ? value : Number(part(share).toPrecision(15))))
}

const short = (value) => String(Number(value.toPrecision(3)))

function verdict({ texts, units, per_nat }, p, q) {
  const known = quantities(p, q, per_nat)
  const said = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, plain(value)]))
  const those = (holds) => p.map((_, i) => i + 1).filter((number) => holds(number - 1)).join(", ")
  const [impossible, never] = [those((i) => p[i] > 0 && q[i] === 0), those((i) => p[i] === 0)]
  const sentences = [filled(impossible ? texts.infinite : texts.finite, { ...said, units, outcomes: impossible })]
  if (never) sentences.push(filled(texts.never, { outcomes: never }))
  const parts = Number(said.entropy_p) + Number(said.kl_pq)
  if (!impossible && said.kl_pq.length < 9 && parts.toFixed(3) !== said.cross_pq) sentences.push(texts.rounded)
  return { ...said, verdict: sentences.join(" ") }
}

// What counts of draws say of a row q that is believed, against their own shares.
function ofDraws({ texts, counts, units, per_nat }, q) {
  const count = total(counts)
  const log = total(counts.map((often, i) => timesLog(often, q[i])))
  const said = { likelihood: plainExp(log), log_likelihood: plain(log * per_nat, 2) }
  if (!count) return { ...said, verdict: texts.none }
  const shares = counts.map((often) => often / count)
  const divergence = klDivergence(shares, q)
  const parts = { entropy: entropy(shares) * per_nat, kl: freeOfRounding(divergence * per_nat) }
  Object.assign(said, addedUp(crossEntropy(shares, q) * per_nat, parts))
  const gaps = q.map((share, i) => share - shares[i])
  const [over, under] = [Math.max(...gaps), Math.min(...gaps)]
  const which = divergence < texts.near ? "there" : divergence === Infinity ? "ruled_out" : "away"
  const numbers = {
    units,
    below: plain(divergence * per_nat, 4),
    number: counts.findIndex((often, i) => often && !q[i]) + 1,
    over: gaps.indexOf(over) + 1,
    more: plain(over),
    under: gaps.indexOf(under) + 1,
    less: plain(-under),
    factor: plainExp(count * divergence),
  }
  return { ...said, verdict: filled(texts[which], numbers) }
}

const ruledOut = (p, q) => p.flatMap((share, i) => (share > 0 && q[i] === 0 ? [i] : []))

// The outcome that q does without, where neither row rules anything out: the first of those that p finds rarest.
function rarest(p, q) {
  if (ruledOut(p, q).length || ruledOut(q, p).length) return -1
  const possible = p.filter((share, i) => share > 0 && q[i] > 0)
  return possible.length > 1 ? p.findIndex((share, i) => share === Math.min(...possible) && q[i] > 0) : -1
}

function without(q, place) {
  const rest = q.map((share, i) => (i === place ? 0 : share))
  return place < 0 ? q : rest.map((share) => share / total(rest))
}

// What p and q rule out of each other, and the numbers that mixing some epsilon into the model makes of it.
function ofRuledOut({ texts, outcomes, epsilons, units, per_nat }, p, q, lost) {
  const said = { made: lost < 0 ? "" : filled(texts.made, { outcome: outcomes[lost] }) }
  const steep = { share: 0, name: texts.pq }
  for (const [key, truth, model] of [["pq", p, q], ["qp", q, p]]) {
    const places = ruledOut(truth, model)
    const kind = places.length ? "infinite" : "finite"
    const names = places.map((i) => `${outcomes[i]} (${plain(truth[i])})`).join(", ")
    said[`${key}_is`] = filled(texts[`is_${kind}`], { name: texts[key] })
    said[`${key}_because`] = filled(texts[`because_${kind}`], { outcomes: names })
    const mixed = (epsilon) => model.map((share) => (1 - epsilon) * share + epsilon / model.length)
    const numbers = [...epsilons, 0].map((epsilon) => klDivergence(truth, mixed(epsilon)) * per_nat)
    numbers.forEach((value, i) => { said[`${key}_${i}`] = plain(value) })
    const share = total(places.map((i) => truth[i]))
    if (share > steep.share) Object.assign(steep, { share, name: texts[key] })
  }
  const [share, step] = [steep.share, steep.share * Math.LN10 * per_nat].map((value) => plain(value))
  const moral = steep.share ? texts.moral_infinite : texts.moral_finite
  const values = { ...steep, share, step, log: texts.log, units }
  return { ...said, moral: filled(moral, values), lesson: steep.share ? texts.lesson : "" }
}

// The charts and the words follow.
function tell(state) {
  const { data, rows: held } = state
  if (!data.movable.length) return
  const lost = data.epsilons.length ? rarest(held.p, held.q) : -1
  const rows = lost < 0 ? held : { ...held, q: without(held.q, lost) }
  for (const name of data.movable) passOn(data.chart, name, rows[name].join(","))
  if (data.epsilons.length) {
    return tellWords({ parameter: "p", value: 0, words: ofRuledOut(data, rows.p, rows.q, lost) })
  }
  if (data.counts.length) return tellWords({ parameter: "q", value: 0, words: ofDraws(data, rows.q) })
  const isGiven = Object.keys(rows).every((name) => rows[name].every((value, i) => value === data.rows[name].values[i]))
  const words = { ...verdict(data, rows.p, rows.q), remark: isGiven ? data.texts.remark : "" }
  tellWords({ parameter: "p", value: 0, words })
}

function show(state) {
  const { texts } = state.data
  for (const { grip, name, place } of state.grips) {
    const value = state.rows[name][place]
    grip.style.setProperty("--share", value)
    grip.querySelector(".number").textContent = short(value)
    if (grip.role !== "slider") continue
    grip.ariaValueNow = String(value)
    grip.ariaValueText = value === 0 ? texts.impossible : value === 1 ? texts.certain : short(value)
  }
  tell(state)
}

// The hand on a bar: the others give way from where they were when it came there.
function hold(state, name, place) {
  state.land?.()
  state.held = { name, place, began: [...state.rows[name]] }
}

function pull(state, value) {
  const { name, place, began } = state.held
  const share = onGrid(SHARE, value)
  put(state, name, share === began[place] ? [...began] : given(began, place, share))
}

function put(state, name, row) {
  state.rows[name] = row
  show(state)
  soon(state.waiting[name] ??= {}, () => state.send(name))
}

// The hand on the point of three probabilities in their triangle, which has sides of length 1.
function pullPoint(state, across, up, picture, pressed) {
  if (pressed) {
    state.land?.()
    return gripOf(pressed)
  }
  const { x, y, ratio } = state.data.triangle
  const box = picture.querySelector(".role-frame .background").getBoundingClientRect()
  const wide = Math.min(1, (box.height * ratio) / box.width)
  const [left, foot] = [x[0] + ((across - 0.5) / wide + 0.5) * (x[1] - x[0]), y[0] + up * (y[1] - y[0])]
  const name = state.data.movable[0]
  const third = foot / Math.sqrt(0.75)
  const inside = [1 - left - third / 2, left - third / 2, third].map((share) => Math.max(share, 0))
  const [first, second] = inside.map((share) => onGrid(SHARE, share / total(inside)))
  const last = onGrid(SHARE, 1 - first - second)
  put(state, name, [first, onGrid(SHARE, 1 - first - last), last])
}

function listen(state, grip, name, place) {
  const held = () => state.held?.name === name && state.held.place === place
  const at = (event) => {
    const box = grip.getBoundingClientRect()
    return (box.bottom - event.clientY) / box.height
  }
  grip.onpointerdown = (event) => {
    if (event.button !== 0) return
    event.preventDefault()
    grip.focus({ preventScroll: true })
    grip.setPointerCapture(event.pointerId)
    hold(state, name, place)
    const off = state.rows[name][place] - at(event)
    state.offset = Math.abs(off) * grip.clientHeight < NEAR ? off : 0
    if (!state.offset) pull(state, at(event))
  }
  grip.onpointermove = (event) => {
    if (grip.hasPointerCapture(event.pointerId)) pull(state, at(event) + state.offset)
  }
  grip.onblur = () => { state.held = null }
  grip.onkeydown = (event) => {
    const now = state.rows[name][place]
    const value = event.key === "Home" ? 0 : event.key === "End" ? 1 : event.key in KEYS ? now + KEYS[event.key] : null
    if (value === null) return
    event.preventDefault()
    event.stopPropagation()
    if (!held()) hold(state, name, place)
    pull(state, value)
  }
}

function element(parent, kind, looks, text = "") {
  const made = document.createElement(kind)
  made.className = looks
  made.textContent = text
  parent.append(made)
  return made
}

// Heads, and for each outcome a bar of every row over its name. A row that is too narrow for the finger is alone.
function build(state, root) {
  const { rows, outcomes, movable, texts } = state.data
  root.replaceChildren()
  root.classList.toggle("many", outcomes.length > MANY)
  root.style.setProperty("--height", state.data.height)
  root.dataset.chosen = state.data.movable.at(-1) ?? "p"
  const heads = element(root, "div", "heads")
  for (const [name, { label, quantity }] of Object.entries(rows)) {
    const head = element(heads, outcomes.length > MANY ? "button" : "span", `head ${quantity}`, label)
    head.dataset.row = name
    head.onclick = () => { root.dataset.chosen = name }
  }
  const plane = element(root, "div", "plane")
  state.grips = outcomes.flatMap((outcome, place) => {
    const column = element(plane, "div", "outcome")
    const pair = element(column, "div", "pair")
    element(column, "div", "name", outcome).title = outcome
    return Object.entries(rows).map(([name, { label, quantity }]) => {
      const grip = element(pair, "div", `grip ${quantity}`)
      grip.dataset.row = name
      element(grip, "span", "bar")
      element(grip, "span", "number")
      if (movable.includes(name)) {
        grip.role = "slider"
        grip.tabIndex = 0
        grip.ariaLabel = `${label}, ${texts.outcome} ${outcome}`
        ;[grip.ariaValueMin, grip.ariaValueMax, grip.ariaOrientation] = ["0", "1", "vertical"]
        listen(state, grip, name, place)
      }
      return { grip, name, place }
    })
  })
}

// To other rows as an eye can follow it, where there are as many outcomes as before.
function move(state, rows) {
  const names = Object.keys(rows)
  const from = state.rows
  const mix = (name, part) => rows[name].map((value, i) => (1 - part) * from[name][i] + part * value)
  const go = (part) => {
    state.rows = part < 1 ? Object.fromEntries(names.map((name) => [name, mix(name, part)])) : rows
    show(state)
  }
  state.stop?.()
  state.land = null
  if (!from || names.some((name) => from[name].length !== rows[name].length)) return go(1)
  state.land = () => {
    state.stop()
    state.land = null
    go(1)
  }
  state.stop = sweep(0, 1, (part) => go(Number(part)))
}

export default function (component) {
  const state = keep(component, (state) => [
    dragOver(() => picturesIn(...(state.data.triangle ? [state.data.triangle.picture] : [])),
      (...place) => pullPoint(state, ...place)),
    watchRebuilds(() => tell(state)),
    () => Object.values(state.waiting).forEach(hush),
  ])
  const { before, data } = state
  state.waiting ??= {}
  state.send = (name) => component.setStateValue(name, state.rows[name])
  const look = ({ rows, outcomes, movable, height }) =>
    JSON.stringify([outcomes, movable, height, Object.values(rows).map(({ label }) => label)])
  if (!before || look(before) !== look(data)) build(state, state.find(".bars"))

  // Python's rows count when they are news: at the start, from a button or a box. Else the hand's do.
  const isNews = (name) => data.rows[name].news !== before?.rows[name].news || !data.movable.includes(name)
  const chosen = Object.entries(data.rows).map(([name, { values }]) => [name, isNews(name) ? values : state.rows[name]])
  const rows = Object.fromEntries(chosen)
  if (JSON.stringify(rows) === JSON.stringify(state.rows)) show(state)
  else {
    state.held = null
    chosen.filter(([name]) => isNews(name)).forEach(([name]) => hush(state.waiting[name] ?? {}))
    move(state, rows)
  }
  return state.end
}
