"""What a person could not read on a screen: words that cover one another, are cut, or lie outside the window."""

from playwright.sync_api import Page

# Every piece of text with the boxes of its lines: a formula is one piece, so is each text of a picture.
FAULTS = """(scrolls) => {
  const [W, H] = [innerWidth, scrolls ? Infinity : innerHeight]
  const left_out = "script, style, .katex-mathml, [data-testid=stElementToolbar], [data-testid=stIconMaterial],"
    + ".vega-bindings"
  const seen_at_all = (e) => e.checkVisibility({opacityProperty: true, visibilityProperty: true})
  // What stays in sight while the rest is scrolled lies over it now and then.
  const layer = (e) => {
    while (e && !/sticky|fixed/.test(getComputedStyle(e).position)) e = e.parentElement
    return e
  }
  const pieces = []
  const walker = document.createTreeWalker(document.querySelector('.stMain'), NodeFilter.SHOW_TEXT)
  const seen = new Set()
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement
    // What strikes a number out lies over it; an icon's name is no text.
    const isLeftOut = /^━*$| icon$/.test(node.textContent.trim()) || own.closest(left_out)
    if (isLeftOut || !seen_at_all(own)) continue
    const whole = own.closest('.katex, svg.marks text')
    if (whole && seen.has(whole)) continue
    seen.add(whole)
    const range = document.createRange()
    range.selectNodeContents(whole ?? node)
    const parts = [...(whole?.querySelectorAll('.katex-html > .base') ?? [])] // a formula breaks between its parts
    const boxes = (parts.length ? parts : [whole ?? own]).map(e => e.getBoundingClientRect())
    const lines = whole ? boxes : [...range.getClientRects()]
    const words = (whole ?? node).textContent.trim().slice(0, 40)
    const on = layer(own)
    for (const box of lines) if (box.width > 2 && box.height > 2) pieces.push({own: whole ?? own, words, box, on})
  }
  const found = []
  for (const {own, words, box} of pieces) {
    const isAbove = box.top < -1 && !scrolls
    if (isAbove || box.left < -1 || box.right > W + 1 || box.bottom > H + 1) found.push(`outside: ${words}`)
    const isLong = getComputedStyle(own).textOverflow === 'ellipsis' && own.scrollWidth > own.clientWidth + 1
    if (isLong || (own.closest('svg') && words.length > 1 && words.endsWith('…'))) found.push(`shortened: ${words}`)
    // A line is higher than its letters, above and below.
    const slack = Math.max(6, 0.3 * Math.min(box.width, box.height))
    for (let around = own.parentElement; !around.matches('.stMain'); around = around.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(around)
      if (overflowX === 'visible') continue
      const edge = around.getBoundingClientRect()
      const across = Math.max(box.right - edge.right, edge.left - box.left)
      const down = /auto|scroll/.test(overflowY) ? 0 : Math.max(box.bottom - edge.bottom, edge.top - box.top)
      if (edge.width && Math.max(across, down) > slack) found.push(`cut: ${words}`)
    }
  }
  const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const down = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  pieces.forEach((a, i) => pieces.slice(i + 1).forEach((b) => {
    if (a.own === b.own || a.words === b.words || a.own.contains(b.own) || b.own.contains(a.own)) return
    const low = Math.min(a.box.height, b.box.height)
    if (a.on === b.on && across(a.box, b.box) > 2 && down(a.box, b.box) > low / 3)
      found.push(`overlap: ${a.words} / ${b.words}`)
  }))
  const widgets = '[data-testid=stNumberInput], .stSelectbox, .stTextInput, .stSlider, .stTextArea, label,'
    + '[data-baseweb]'
  for (const control of document.querySelectorAll('.stMain :is(button, input:not([type=range]), textarea)')) {
    const box = control.getBoundingClientRect()
    if (box.width < 4 || !control.checkVisibility() || control.closest(left_out)) continue
    if (box.right > W + 1 || box.bottom > H + 1) found.push(`outside: ${control.textContent || control.tagName}`)
    const on = layer(control)
    for (const a of pieces)
      if (a.on === on && !control.contains(a.own) && !control.closest(widgets)?.contains(a.own)
        && across(a.box, box) > 3 && down(a.box, box) > 4)
        found.push(`a control covers: ${a.words}`)
  }
  for (const picture of document.querySelectorAll('svg.marks, canvas.marks')) {
    const box = picture.getBoundingClientRect()
    if (box.width < 8 || !seen_at_all(picture)) continue
    if (box.right > W + 1 || box.bottom > H + 1) found.push(`a picture is cut`)
  }
  const main = document.querySelector('.stMain')
  if (main.scrollWidth > main.clientWidth + 1) found.push('scrolls sideways')
  return [...new Set(found)]
}"""


def faults(page: Page, scrolls: bool = False) -> list[str]:
    """What is cut, covered or outside of the window, of a screen that is to be seen whole, or that ``scrolls``."""
    found: list[str] = page.evaluate(FAULTS, scrolls)
    return found
