"""axe-core on every page in both themes and languages; every control of a first screen by keyboard alone."""

from typing import NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from core.charts.kit.theme import NEUTRAL

GRAVE = ("serious", "critical")
# Each page once in each language, once with a section open, and a document to print; both themes in turn on what has
# been loaded.
PATHS = (
    *(
        "?lang=en",
        "formulas?lang=en",
        "training_race?lang=en&guess=shown",
        "likelihood?lang=en",
        "kl_divergence?lang=en",
    ),
    *("?lang=zh&scene=trap", "formulas?lang=zh&section=laboratory", "training_race?lang=zh&section=law&guess=shown"),
    *("likelihood?lang=zh&section=faces", "kl_divergence?lang=zh&section=infinity", "?lang=en&handout=divergence"),
)


class Theirs(NamedTuple):
    """A finding in an element that Streamlit makes and the app cannot reach."""

    rule: str
    selector: str  # what the element, or one around it, matches: always something that only Streamlit makes
    reason: str


STREAMLITS: tuple[Theirs, ...] = ()


def findings(page) -> list[str]:
    """What axe finds grave and is not listed as Streamlit's own."""
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    grave = []
    for violation in found["violations"]:
        if violation["impact"] not in GRAVE:
            continue
        for node in violation["nodes"]:
            if not is_streamlits(page, violation["id"], node["target"]):
                why = " ".join(node["failureSummary"].split())[:200]
                grave.append(f"{violation['id']}: {node['html'][:160]} {why}")
    return grave


def is_streamlits(page, rule: str, target: list) -> bool:
    if not all(isinstance(step, str) for step in target):
        return False
    element = page.locator(target[-1]).first
    return any(
        rule == theirs.rule and element.evaluate("(e, around) => e.closest(around) !== null", theirs.selector)
        for theirs in STREAMLITS
    )


# The notes of the charts, which axe passes over: those whose contrast with the page is below 4.5 : 1.
PALE = """neutral => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(n => n / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0.05)
  const page = light(getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor)
  const notes = [...document.querySelectorAll(`svg.marks text[fill="${neutral}"]`)].filter(e => e.textContent)
  const contrast = (e) => { const own = light(getComputedStyle(e).fill); return Math.max(own / page, page / own) }
  return { seen: notes.length, pale: notes.filter(e => contrast(e) < 4.5).map(e => e.textContent) }
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_notes_in_charts_can_be_read(visit, scheme):
    opened = visit("likelihood?section=coins", scheme=scheme)
    found = opened.page.evaluate(PALE, NEUTRAL)
    assert found["seen"] > 3
    assert found["pale"] == []


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_grave(visit, path):
    opened = visit(path)
    # Our style sheet comes with the page's own elements, on a busy machine a moment after the first of them.
    opened.page.wait_for_function(
        "[...document.querySelectorAll('style')].some(style => style.textContent.includes('light-dark('))",
        timeout=30_000,
    )
    opened.still()
    opened.page.evaluate(AXE_SCRIPT)
    grave = {}
    for scheme in ("light", "dark"):
        opened.turn(scheme)
        grave[scheme] = findings(opened.page)
    assert grave == {"light": [], "dark": []}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_the_page_follows_its_theme(visit, scheme):
    opened = visit("formulas?lang=en", scheme=scheme)
    opened.page.get_by_test_id("stPopoverButton").click()
    opened.page.get_by_role("radio", name="the output a").wait_for(state="attached")
    opened.still()  # while the page is run anew what is on it may be pale
    opened.page.evaluate(AXE_SCRIPT)
    assert findings(opened.page) == []
    opened.turn({"light": "dark", "dark": "light"}[scheme])
    assert findings(opened.page) == []


def test_axe_is_awake(visit):
    """A picture without words and a pale text are found, so that silence means something."""
    opened = visit("")
    opened.page.evaluate(AXE_SCRIPT)
    opened.page.evaluate(
        """() => document.querySelector('[data-testid=stMain]').insertAdjacentHTML(
          'afterbegin', '<img src="data:,"><p style="color: #bbb">pale words</p>')"""
    )
    found = "\n".join(findings(opened.page))
    assert "image-alt" in found
    assert "color-contrast" in found


# Everything of the first screen that takes the focus, each with a number of its own; radios of one group count once,
# since the arrows go on within it.
FOCUSED = """() => {
  let e = document.activeElement
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
  return [e.dataset?.stop ?? null, e.getAttribute('role') ?? e.type ?? '', e.getAttribute('aria-valuenow') ?? e.value]
}"""
MARK = """() => {
  const taking = 'button, input, textarea, select, a[href], [tabindex="0"],'
    + ' [role=slider], [role=radio], [role=combobox]'
  // Our own components stand in shadow trees.
  const inside = root => [...root.querySelectorAll('*')].flatMap(
    e => [...(e.matches(taking) ? [e] : []), ...(e.shadowRoot ? inside(e.shadowRoot) : [])])
  const all = inside(document.querySelector('[data-testid=stMain]'))
  const seen = all.filter(e => {
    const box = e.getBoundingClientRect()
    return box.width > 0 && box.height > 0 && box.top < innerHeight && !e.disabled && !e.closest('[aria-hidden=true]')
      && getComputedStyle(e).visibility !== 'hidden' && e.getAttribute('tabindex') !== '-1'
      && !e.closest('.vega-bindings, [data-testid=stElementToolbar], details:not([open]) > :not(summary)')
  })
  const groups = new Map()
  let count = 0
  for (const e of seen) {
    const group = e.closest('[role=radiogroup], [role=group], [data-testid=stButtonGroup]')
    if (!group) { e.dataset.stop = count++; continue }
    if (!groups.has(group)) groups.set(group, count++)
    e.dataset.stop = groups.get(group)
  }
  return seen.map(e => [Number(e.dataset.stop), e.outerHTML.slice(0, 140)])
}"""


@pytest.mark.parametrize("path", ["", "formulas", "training_race?guess=shown&epoch=40", "likelihood", "kl_divergence"])
def test_every_control_of_the_first_screen_is_reached_by_tab_and_sliders_move(visit, path):
    opened = visit(path)
    page = opened.page
    opened.until(lambda: len(page.evaluate(MARK)) >= 3)
    opened.still()
    stops = page.evaluate(MARK)
    wanted = {stop for stop, _ in stops}
    page.evaluate("document.activeElement?.blur()")
    reached, moved = set(), {}
    for _ in range(len(wanted) + 60):
        page.keyboard.press("Tab")
        stop, role, before = page.evaluate(FOCUSED)
        if stop is None:
            continue
        reached.add(int(stop))
        if role in ("slider", "range"):
            # To the side where there is room, and back.
            for key in ("ArrowRight", "ArrowLeft"):
                page.keyboard.press(key)
                _, _, now = page.evaluate(FOCUSED)
                moved[stop] = moved.get(stop, False) or now != before
        if reached >= wanted:
            break
    assert [html for stop, html in stops if stop not in reached] == []
    assert all(moved.values())
    assert moved
    opened.settle()
    opened.check()


def test_segments_and_the_player_work_by_keys(visit):
    opened = visit("training_race?guess=shown&epoch=40")
    page = opened.page
    chosen = "() => [...document.querySelectorAll('[aria-checked=true], [kind$=Active]')].map(e => e.textContent)"
    before = page.evaluate(chosen)
    page.get_by_role("radio", name="bits").focus()
    page.keyboard.press(" ")
    opened.until(lambda: "units=bits" in page.url)
    assert page.evaluate(chosen) != before
    page.get_by_role("button", name="Play", exact=True).focus()
    page.keyboard.press("Enter")
    opened.until(lambda: page.get_by_role("button", name="Pause", exact=True).count() == 1)
    page.keyboard.press("Enter")
    opened.until(lambda: page.get_by_role("button", name="Play", exact=True).count() == 1)
    opened.check()


def test_with_reduced_motion_nothing_moves_by_itself(visit):
    opened = visit("training_race?guess=shown&epoch=40", reduced_motion="reduce")
    pictures = "() => [...document.querySelectorAll('svg.marks')].map(picture => picture.innerHTML)"
    opened.until(lambda: len(opened.page.evaluate(pictures)) >= 5)
    opened.still()
    before = opened.page.evaluate(pictures)
    opened.pass_frames(60)
    assert opened.page.evaluate(pictures) == before
    moving = "() => document.getAnimations().filter(a => a.playState === 'running').length"
    assert opened.page.evaluate(moving) == 0
