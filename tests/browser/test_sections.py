"""A section that is opened comes into view, and stays where the reader puts it; a scene's question stands free."""

import pytest

from core.app.talk.scenes import SCENES, STORYLINES
from tests.browser.test_talk import path_of

# Whether the sections' names stand below the header and the opened one begins in the window, when all is at rest.
IN_VIEW = """() => {
  const [chooser, room] = ['.st-key-sections', '.st-key-room']
    .map(e => document.querySelector(e)?.getBoundingClientRect())
  const place = [chooser?.top, room?.top].join()
  if (window.placeWas !== place) [window.placeWas, window.placeSince] = [place, performance.now()]
  return room && room.top > 50 && room.top < innerHeight / 2 && chooser.top > 50
    && performance.now() - window.placeSince > 700
}"""
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
# Texts of the question that an answer's control stands on, in px.
COVERED = """() => {
  const controls = [...document.querySelectorAll('.st-key-stage_answers :is(button, input)')]
  const words = [...document.querySelectorAll('.st-key-stage > .stElementContainer .stMarkdown p')]
  return words.flatMap(p => {
    const range = document.createRange()
    range.selectNodeContents(p)
    return [...range.getClientRects()].flatMap(line => controls.map(e => e.getBoundingClientRect())
      .map(box => [Math.min(line.right, box.right) - Math.max(line.left, box.left),
        Math.min(line.bottom, box.bottom) - Math.max(line.top, box.top)])
      .filter(([width, height]) => width > 1 && height > 1))
  })
}"""


def comes_into_view(opened) -> None:
    opened.page.wait_for_function(IN_VIEW, timeout=30_000)


@pytest.mark.parametrize(
    "path", ["formulas?section=derivation", "training_race?section=law", "likelihood?section=noise"]
)
def test_a_link_lands_on_its_section(visit, path):
    comes_into_view(visit(f"{path}&lang=en"))


def test_a_section_comes_into_view_by_its_name_and_stays_where_the_reader_puts_it(visit):
    opened = visit("formulas?lang=en")
    assert opened.page.evaluate(SCROLLED) == 0
    opened.page.get_by_text("Many classes", exact=True).click()
    comes_into_view(opened)
    opened.page.mouse.move(640, 600)
    opened.page.mouse.wheel(0, 150)
    opened.until(lambda: "section=classes" in opened.page.url)
    opened.page.wait_for_timeout(600)  # the wheel glides
    before = opened.page.evaluate(SCROLLED)
    slider = opened.page.locator(".st-key-room").get_by_role("slider").first
    address = opened.page.url
    slider.evaluate("e => e.focus({ preventScroll: true })")
    slider.press("ArrowRight")
    opened.until(lambda: opened.page.url != address)
    opened.settle()
    assert opened.page.evaluate(SCROLLED) == pytest.approx(before, abs=2)
    opened.check()


def test_see_it_and_the_index_of_formulas_lead_to_what_they_name(visit):
    opened = visit("formulas?section=errata&lang=en")
    comes_into_view(opened)
    opened.page.get_by_role("link", name="See it").first.click()
    opened.until(lambda: "section=labels" in opened.page.url)
    comes_into_view(opened)
    home = visit("?lang=en")
    home.page.locator(".st-key-index_likelihood a").first.click()
    home.until(lambda: "likelihood?" in home.page.url and "section=" in home.page.url)
    comes_into_view(home)
    home.check()


def test_whoever_comes_back_by_the_navigation_begins_at_the_top(visit):
    opened = visit("likelihood?section=runs&lang=en")
    comes_into_view(opened)
    opened.page.get_by_role("link", name="Formulas", exact=True).first.click()
    opened.until(lambda: "/formulas" in opened.page.url)
    opened.settle()
    opened.page.get_by_role("link", name="Likelihood", exact=True).first.click()
    opened.until(lambda: "section=runs" in opened.page.url)
    opened.settle()
    assert opened.page.evaluate(SCROLLED) == 0


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)], ids=["window", "phone"])
def test_the_answers_stand_below_the_question(visit, size):
    width, height = size
    opened = visit(path_of(next(iter(SCENES.values())), lang="en"), width=width, height=height)
    for line in STORYLINES.values():
        for scene in line.scenes[:2]:
            opened.page.goto(f"{opened.app}/{path_of(scene, lang='en')}")
            opened.page.locator(".st-key-stage_answers button").first.wait_for()
            opened.settle()
            assert opened.page.evaluate(COVERED) == [], scene.name
