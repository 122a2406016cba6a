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

// The charts and the words follow.
function tell(state) {
  const { data, rows: held } = state
  if (!data.movable.length) return
  const { parameter, words, rows } = SAYINGS[data.says](data, held, state.beside ?? data.facts.beside)
  for (const name of data.movable) passOn(data.chart, name, (rows ?? held)[name].join(","))
  tellWords({ parameter, value: 0, words })
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
    // What is said may depend on another control as well, which moves its own charts.
    listenTo(document, "live-move", ({ detail: { parameter, value } }) => {
      if (parameter !== state.data.facts.follows || value === state.beside) return
      state.beside = value
      tell(state)
    }),
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
