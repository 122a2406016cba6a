// A phone in a room: it shows the question of the stage, sends an answer, and follows within three seconds.
"use strict"
const { texts, whole, floor, languages } = [[data]]
const el = (id) => document.getElementById(id)
const asked = new URLSearchParams(location.search)
const PAUSE = [2000, 2600] // ms between two questions for news, so that a hall does not ask at once
const TURNED = 300 // ms; a tab that was hidden asks at once

let language = languages.find((own) => own === asked.get("lang"))
  ?? languages.find((own) => (navigator.language ?? "").toLowerCase().startsWith(own)) ?? languages[0]
let code = (asked.get("room") ?? "").trim().toUpperCase()
let phone = keep()
let news = null
let answer = null // what the bars or the number stand at
let touched = false // since it was last sent
let sending = false
let timer = 0

// A phone that comes again, after a reload, is the same phone.
function keep(token) {
  const name = `room ${code}`
  try {
    if (token) localStorage.setItem(name, token)
    return token ?? localStorage.getItem(name)
  } catch {
    return token ?? null
  }
}

const say = (key, values = {}) => texts[language][`phone.${key}`].replace(/\[\[(\w+)\]\]/g, (_, name) => values[name])
const show = (id, on, words) => {
  el(id).hidden = !on
  if (on && words !== undefined) el(id).textContent = words
}
const percent = (share) => `${Number((100 * share / whole).toFixed(1))} %`
const cost = (share) => Math.log(whole / share).toFixed(2)
const written = (value) => Number(value).toFixed(news.scale.decimals)

// The row when one bar is pulled to a share: the others keep the proportions they had when the drag began.
function giveWay(begun, place, wanted) {
  const others = [...begun.keys()].filter((i) => i !== place)
  const share = Math.min(Math.max(wanted, floor), whole - floor * others.length)
  const left = whole - share - floor * others.length
  let above = others.map((i) => begun[i] - floor)
  if (above.every((part) => part === 0)) above = above.map(() => 1)
  const sum = above.reduce((a, b) => a + b)
  const parts = above.map((part) => Math.floor(left * part / sum))
  const over = left - parts.reduce((a, b) => a + b)
  const row = begun.slice()
  row[place] = share
  others.forEach((i, rank) => { row[i] = floor + parts[rank] + (rank < over ? 1 : 0) })
  return row
}

async function ask(path, body) {
  const headers = phone ? { "X-Phone": phone } : {}
  if (body) headers["Content-Type"] = "application/json"
  const options = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers }
  const response = await fetch(`room/${encodeURIComponent(code)}${path}`, { ...options, cache: "no-store" })
  if (response.status === 204) return null
  // A host that lets nothing but Streamlit through answers with a page: there the app itself asks.
  if (!(response.headers.get("content-type") ?? "").startsWith("application/json")) {
    location.replace(`?${new URLSearchParams({ room: code, plain: "1" })}`)
    return null
  }
  const said = await response.json()
  if (!response.ok) throw Object.assign(new Error(said.why), { why: said.why })
  return said
}

async function join() {
  const said = await ask("/join", {})
  if (!said) return
  phone = keep(said.phone)
  take(said.news)
}

async function look() {
  clearTimeout(timer)
  if (!code || document.hidden) return
  try {
    if (phone) take(await ask(`?since=${news?.version ?? ""}`))
    else await join()
    show("trouble", false)
  } catch (error) {
    fail(error.why)
  }
  if (code) timer = setTimeout(look, PAUSE[0] + Math.random() * (PAUSE[1] - PAUSE[0]))
}

function fail(why) {
  if (why === "phone") {
    phone = null // of another room with the same letters
    return
  }
  if (["room", "full", "attempts"].includes(why)) {
    show("trouble", true, say(news ? "gone" : why === "room" ? "unknown" : why))
    if (why === "room" || !news) [code, phone, news] = ["", null, null]
    draw()
  } else show("trouble", true, say(why === "store" ? "store" : "lost"))
}

function take(next) {
  if (!next) return
  const isOther = next.turn !== news?.turn
  news = next
  if (isOther) scrollTo(0, 0)
  // What is being dragged stays; what others have changed on the stage comes in.
  if (isOther || !touched || news.state !== "open") {
    const options = words()?.options?.length ?? 0
    answer = news.mine ?? (news.scale ? null : Array(options).fill(whole / options))
    touched = false
  }
  draw()
}

const words = () => news?.words[language]

async function send() {
  if (answer === null || sending) return
  sending = true
  draw()
  try {
    const said = await ask("/answer", { turn: news.turn, answer })
    sending = touched = false
    take(said)
  } catch (error) {
    sending = false
    draw()
    if (["closed", "answer"].includes(error.why)) el("said").textContent = say("refused")
    else fail(error.why)
    look()
  }
}

function draw() {
  const state = news?.state ?? ""
  const isOpen = state === "open"
  const hasQuestion = ["open", "shown", "revealed"].includes(state)
  document.documentElement.lang = language === "zh" ? "zh-CN" : language
  document.title = say("title")
  document.body.className = hasQuestion || !news ? "" : "waiting"
  el("roomword").textContent = say("code")
  el("code").textContent = code
  const other = languages[(languages.indexOf(language) + 1) % languages.length]
  el("language").textContent = texts[other].name
  el("language").lang = other
  show("score", Boolean(news?.count), news?.count ? `Σ ${news.total.toFixed(2)}` : "")
  show("enter", !news && !phone)
  el("enter").querySelector("label").textContent = say("enter")
  el("enter").querySelector("button").textContent = say("go")
  const note = { wait: "wait", end: "end", shown: "closed" }[state] ?? (isOpen && news.round === 2 ? "second" : "")
  show("note", note !== "", note && say(note))
  show("ask", hasQuestion, words()?.ask)
  show("how", isOpen && !news.scale, `${say("how")} ${say("floor")}`)
  show("foot", isOpen)
  const isSent = isOpen && news.sent && !touched
  el("said").textContent = isSent ? say("sent") : ""
  el("send").textContent = say(sending ? "sending" : isSent ? "done" : isOpen && news.sent ? "again" : "send")
  el("send").disabled = sending || isSent || answer === null
  drawBars(hasQuestion && !news.scale, isOpen)
  drawNumber(hasQuestion && Boolean(news.scale), isOpen)
  drawResult(state)
}

function drawBars(on, isOpen) {
  const box = el("bars")
  box.hidden = !on || (!isOpen && !news.mine)
  if (!on) return
  box.classList.toggle("still", !isOpen)
  const names = words().options
  if (box.dataset.turn !== news.turn || box.children.length !== names.length) {
    box.dataset.turn = news.turn
    box.replaceChildren(...names.map((_, place) => bar(place)))
  }
  for (const [place, name] of names.entries()) {
    const option = box.children[place]
    const [track, sure] = [option.querySelector(".track"), option.querySelector(".sure")]
    const isRight = news.state === "revealed" && news.right === place
    option.classList.toggle("is-right", isRight)
    option.querySelector(".name").textContent = name
    for (const part of option.querySelectorAll(".share")) part.textContent = percent(answer[place])
    for (const part of option.querySelectorAll(".cost")) part.textContent = say("cost", { nats: cost(answer[place]) })
    track.style.setProperty("--end", `${100 * answer[place] / whole}%`)
    track.setAttribute("aria-label", name)
    track.setAttribute("aria-valuenow", Math.round(100 * answer[place] / whole))
    track.setAttribute("aria-valuetext", percent(answer[place]))
    track.setAttribute("aria-disabled", String(!isOpen))
    track.tabIndex = isOpen ? 0 : -1
    sure.textContent = say("sure")
    sure.setAttribute("aria-label", say("sure_of", { option: name }))
    sure.setAttribute("aria-pressed", String(answer[place] === whole - floor * (names.length - 1)))
  }
}

const tag = (kind, name, ...inside) => {
  const made = Object.assign(document.createElement(kind), { className: name })
  made.append(...inside)
  return made
}

function bar(place) {
  const words = () => [tag("span", "share"), tag("span", "cost")]
  const track = tag("div", "track", ...words(), tag("div", "fill", tag("div", "handle"), ...words()))
  track.setAttribute("role", "slider")
  track.setAttribute("aria-valuemin", "1")
  track.setAttribute("aria-valuemax", "100")
  const sure = Object.assign(tag("button", "sure"), { type: "button" })
  let begun = null
  const isOpen = () => news.state === "open"
  const move = (row) => {
    answer = row
    touched = true
    draw()
  }
  // A bar moves in whole percents.
  const pull = (event) => {
    const { left, width } = track.getBoundingClientRect()
    move(giveWay(begun, place, floor * Math.round((event.clientX - left) / width * 100)))
  }
  track.onpointerdown = (event) => {
    if (!isOpen()) return
    begun = answer
    track.setPointerCapture(event.pointerId)
    pull(event)
  }
  track.onpointermove = (event) => begun && pull(event)
  track.onpointerup = () => { begun = null }
  // The finger scrolls after all.
  track.onpointercancel = () => {
    if (begun) move(begun)
    begun = null
  }
  track.onkeydown = (event) => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -100, End: 100 }
    if (!(event.key in steps) || !isOpen()) return
    event.preventDefault()
    move(giveWay(answer, place, floor * (Math.round(answer[place] / floor) + steps[event.key])))
  }
  sure.onclick = () => isOpen() && move(giveWay(answer, place, whole))
  return tag("div", "option", tag("div", "name"), tag("div", "row", track, sure))
}

// A slider over a wide range goes by factors.
const isWide = () => news.scale.low > 0 && news.scale.high / news.scale.low >= 50
const at = (part) => {
  const { low, high, step, decimals } = news.scale
  const value = isWide() ? low * (high / low) ** part : low + part * (high - low)
  return Number(Math.min(high, Math.max(low, low + Math.round((value - low) / step) * step)).toFixed(decimals))
}
const placeOf = (value) => {
  const { low, high } = news.scale
  return isWide() ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
}

function drawNumber(on, isOpen) {
  show("number", on && isOpen)
  if (!on || !isOpen) return
  el("unit").textContent = words().unit
  el("value").setAttribute("aria-label", say("number"))
  el("slide").setAttribute("aria-label", say("number"))
  el("value").placeholder = "…"
  if (document.activeElement !== el("value")) el("value").value = answer === null ? "" : written(answer)
  if (document.activeElement !== el("slide")) el("slide").value = 1000 * placeOf(answer ?? news.scale.start)
  el("low").textContent = news.scale.low
  el("high").textContent = news.scale.high
}

function drawResult(state) {
  const lines = []
  const { mine, right, total, count, scale } = news ?? {}
  const unit = words()?.unit ? ` ${words().unit}` : ""
  if (state === "shown" || state === "revealed") {
    if (mine === null) lines.push(tag("p", "", say("none")))
    if (state === "revealed") {
      const said = scale ? written(right) + unit : words().options[right]
      lines.push(tag("p", "right", say("right", { right: said })))
      if (mine !== null && !scale) {
        const share = mine[right]
        lines.push(tag("p", "", say("paid", { share: percent(share), p: (share / whole).toFixed(3).replace(/0$/, ""), nats: cost(share) })))
      }
    }
    if (mine !== null && scale) lines.push(tag("p", "", say("mine", { said: written(mine) + unit })))
  }
  if (count && ["revealed", "end"].includes(state)) {
    const of = { nats: total.toFixed(2), count, mean: (total / count).toFixed(2) }
    lines.push(tag("div", "total", say("total"), tag("b", "", say("total_of", of)), tag("small", "", say("mean", of))))
  }
  show("result", lines.length > 0)
  el("result").replaceChildren(...lines)
}

el("send").onclick = send
el("value").oninput = () => {
  const typed = Number(el("value").value.replace(",", "."))
  const { low, high } = news.scale
  answer = el("value").value.trim() && typed >= low && typed <= high ? typed : null
  touched = true
  draw()
}
el("value").onkeydown = (event) => event.key === "Enter" && send()
el("slide").oninput = () => {
  answer = at(el("slide").value / 1000)
  touched = true
  draw()
}
el("language").onclick = () => {
  language = languages[(languages.indexOf(language) + 1) % languages.length]
  draw()
}
el("enter").onsubmit = (event) => {
  event.preventDefault()
  code = el("letters").value.trim().toUpperCase()
  history.replaceState(null, "", `?${new URLSearchParams({ room: code })}`)
  phone = keep()
  look()
}
document.onvisibilitychange = () => { timer = setTimeout(look, TURNED * Math.random()) }
draw()
look()
