"""A section that is opened is a screen of its own, and leads on; a scene's question stands free."""

import pytest

from core.app.frame.catalogue import TOPICS
from core.app.talk.scenes import SCENES, STORYLINES
from core.app.wording.language import load
from tests.browser.geometry import faults
from tests.browser.test_talk import path_of

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
# The claim of the screen, with the place of its top in the window.
CLAIM = """() => {
  const claim = document.querySelector('.stMain h1')
  return claim && [claim.textContent, claim.getBoundingClientRect().top]
}"""
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


SIZES = ((1280, 720), (390, 844), (844, 390), (768, 1024), (1920, 1080))


def lands(opened, section: str, lang: str = "en") -> None:
    """The section's claim stands at the top of the window, below the slim way back."""
    topic, _, name = section.partition("/")
    claim = load(topic, lang)[f"{name}.section.claim"]

    def stands() -> bool:
        found = opened.page.evaluate(CLAIM)
        return found is not None and found[0].strip() == claim and 40 < found[1] < 160

    opened.until(stands)
    opened.settle()
    assert opened.page.evaluate(SCROLLED) == 0
    assert stands()


def reads_well(opened, sizes) -> None:
    """Nothing is cut, covered or beside the window, whatever its size."""
    for size in sizes:
        opened.resize(size)
        assert faults(opened.page, scrolls=True) == [], (size, opened.page.url)


@pytest.mark.parametrize("topic", [topic for topic in TOPICS.values() if topic.sections], ids=lambda topic: topic.name)
def test_a_link_lands_on_its_section_which_shows_itself_and_leads_on(visit, topic):
    opened = visit(f"{topic.name}?lang=en")
    for place, (name, section) in enumerate(topic.sections.items()):
        lang = ("en", "zh")[place % 2]
        opened.page.goto(f"{opened.app}/{topic.name}?section={name}&lang={lang}")
        lands(opened, f"{topic.name}/{name}", lang)
        pictures = opened.page.locator("svg.marks, canvas.marks")
        if pictures.count():
            assert pictures.first.bounding_box()["y"] < 720, f"{name}: its picture begins in the window"
        reads_well(opened, SIZES)
        opened.resize(SIZES[0])
        opened.page.locator("[class*=st-key-onward_] button").click()
        if "/" in section.onward:
            lands(opened, section.onward, lang)
        else:
            opened.until(lambda page=section.onward: f"/{page}" in opened.page.url)
    opened.check()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_screens_read_well_in_every_window(visit, lang):
    opened = visit(f"?lang={lang}")
    for topic in TOPICS:
        opened.page.goto(f"{opened.app}/{'' if topic == 'home' else topic}?lang={lang}")
        opened.page.locator(".stMain h1").wait_for()
        reads_well(opened, SIZES)
    opened.check()


@pytest.mark.parametrize("line", STORYLINES.values(), ids=list(STORYLINES))
def test_an_answer_has_its_experiment_in_sight_at_home_too(visit, line):
    opened = visit(path_of(line.scenes[0]))
    for place, scene in enumerate(line.scenes):
        opened.page.goto(f"{opened.app}/{path_of(scene, lang=('en', 'zh')[place % 2], answer='shown')}")
        opened.page.locator(".st-key-picture").wait_for()
        for size in SIZES[:2]:
            reads_well(opened, [size])
            boxes = [picture.bounding_box() for picture in opened.page.locator(".st-key-picture .marks").all()]
            low = [box for box in boxes if box and box["y"] + box["height"] > size[1] + 1]
            assert low == [], (scene.name, size)
    opened.check()


def test_a_card_opens_its_section_and_the_way_back_leads_to_the_first_screen(visit):
    opened = visit("formulas?z=2&lang=en")
    first = opened.page.evaluate(CLAIM)[0]
    opened.page.locator(".st-key-open_classes button").click()
    lands(opened, "formulas/classes")
    opened.until(lambda: "section=classes" in opened.page.url)
    opened.page.locator(".st-key-back button").click()
    opened.until(lambda: opened.page.evaluate(CLAIM)[0] == first)
    opened.until(lambda: "section" not in opened.page.url and "z=2" in opened.page.url)
    opened.settle()
    assert opened.page.evaluate(SCROLLED) == 0
    opened.check()


def test_see_it_and_the_index_of_formulas_lead_to_what_they_name(visit):
    opened = visit("formulas?section=errata&lang=en")
    lands(opened, "formulas/errata")
    opened.page.get_by_role("button", name="See it").first.click()
    lands(opened, "formulas/labels")
    home = visit("?lang=en")
    home.page.locator(".st-key-index_likelihood a").first.click()
    lands(home, "likelihood/formulas")
    home.check()


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
