// Keeps the address bar equal to the state of the page, and copies the link that shares it.
const PAUSE = 120 // ms

function shareLink(query) {
  const { origin, pathname } = window.location
  return origin + pathname + (query ? `?${query}` : "")
}

// Whether the address is that of a page; the home page has none of its own.
function isAt(page, pages) {
  const last = window.location.pathname.split("/").pop()
  return page === "home" ? !pages.includes(last) : last === page
}

function writeAddress(query) {
  const own = new URLSearchParams(window.location.search)
  // Streamlit's own parameters belong to the frame around the app, not to its state.
  const kept = [...own].filter(([name]) => name === "embed" || name === "embed_options")
  const wanted = [query, new URLSearchParams(kept).toString()].filter(Boolean).join("&")
  const target = window.location.pathname + (wanted ? `?${wanted}` : "") + window.location.hash
  const current = window.location.pathname + window.location.search + window.location.hash
  // replaceState, not pushState: the way back leads to the page before, not to every stop of a slider.
  if (target !== current) window.history.replaceState(window.history.state, "", target)
}

async function copy(link) {
  try {
    await navigator.clipboard.writeText(link)
    return true
  } catch {
    return false // no permission, or not a secure context: the caller shows the link to be copied by hand
  }
}

// The numbers of the moment, where screen readers look for a chart's name. Given to Streamlit instead, every new number
// would rebuild the picture.
function describe(descriptions) {
  for (const [key, words] of Object.entries(descriptions)) {
    const picture = document.querySelector(`.st-key-${CSS.escape(key)} [role=graphics-document]`)
    if (!picture) continue
    if (picture.getAttribute("aria-label") !== words) picture.setAttribute("aria-label", words)
    // Its words say it all; the marks, hundreds of them and some without a name, would only be read out beside them.
    picture.querySelector("svg.marks")?.setAttribute("aria-hidden", "true")
  }
}

// A block of code is reached by Tab, since it may scroll, and not every browser sees to it itself. All of them, always:
// whether one scrolls changes with the width of the window and when the fonts arrive.
function reachCode() {
  for (const block of document.querySelectorAll("[data-testid=stCode] pre")) block.tabIndex = 0
}

function watchApp(attribute, act) {
  const app = document.querySelector("[data-testid=stApp]")
  const observer = new MutationObserver(() => act(app))
  observer.observe(app, { attributeFilter: [attribute] })
  act(app)
  return () => observer.disconnect()
}

// What opens over the page, a popover or a dialog, stands outside the app's container: its colours follow the theme too.
function watchTheme() {
  return watchApp("class", (app) => { document.body.style.colorScheme = getComputedStyle(app).colorScheme })
}

// After a lost connection a process that has been started anew, or another one, knows nothing of this page. It is asked
// at once to draw it by its link: else it would do so at the reader's next move, and that move would be lost.
function watchConnection(again) {
  let lost = false
  return watchApp("data-test-connection-state", (app) => {
    const connected = app.getAttribute("data-test-connection-state") === "CONNECTED"
    if (connected && lost) again()
    lost = !connected
  })
}

// What is said and reached again whenever charts or code come anew.
function follow({ data }) {
  describe(data.descriptions)
  reachCode()
}

export default function (component) {
  const state = keep(component, (state) => [
    watchRebuilds(() => follow(state)),
    watchTheme(),
    watchConnection(() => component.setTriggerValue("reconnected", true)),
  ])
  const { data, find } = state
  const [button, label] = [find("button"), find(".label")]
  label.textContent = data.label
  button.setAttribute("data-link", shareLink(data.shared))
  const mine = { timer: 0 }
  clearTimeout(state.last?.timer)
  state.last = mine
  // Browsers allow a few hundred address changes in ten seconds; a held key would use them up. And after a click in the
  // navigation the address of the page may come a moment after what the page has said.
  const write = (tries) => {
    if (isAt(data.page, data.pages)) writeAddress(data.query)
    else if (tries) mine.timer = setTimeout(write, PAUSE, tries - 1)
  }
  mine.timer = setTimeout(write, PAUSE, 40)
  follow(state)
  button.onclick = async () => {
    const link = shareLink(data.shared)
    if (await copy(link)) {
      label.textContent = data.copied
      setTimeout(() => { label.textContent = data.label }, 1600)
    } else {
      window.prompt(data.by_hand, link)
    }
  }
  return () => {
    clearTimeout(mine.timer)
    // The end of an earlier call, which may come after a later one has begun, ends nothing of that.
    if (state.last === mine) state.end()
  }
}
