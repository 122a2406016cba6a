"""Home in a browser: the race that runs by itself and is dragged, and the story that is scrolled through."""

import re

import pytest

from core.app.home.epochs import said_of
from core.app.home.story import said
from core.charts.home.story_rows import STEPS
from core.simulation.training_race.law import epochs_to_target
from tests.browser.hands import EVERY, Moved, device

MOVED_TO = """(slider, value) => {
  slider.value = value
  slider.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
}"""
MIDDLE_AT = """(words, share) => {
  const box = words.getBoundingClientRect()
  words.closest('.stMain').scrollBy({ top: box.top + box.height / 2 - innerHeight * share, behavior: 'instant' })
}"""
CALM = {"reduced_motion": "reduce"}


def roads(visit) -> list[int]:
    """The epochs beside the two runners."""
    texts = visit.page.locator(".st-key-home_hero svg.marks text").all_text_contents()
    return [int(re.sub(r"\D", "", text)) for text in texts if "epochs" in text and ":" in text]


def by_law(z0: float) -> list[int]:
    return [epochs_to_target(loss, z0, 0.1, 0.15, 2.0) for loss in ("cross_entropy", "squared_error")]


def says(visit, z0: float) -> bool:
    """Whether both roads end where the law has them, and the words of the first screen and of the story are of z₀."""
    spoken = [said_of("nats", z0)[name] for name in ("gave", "charged", "odds")] + [said("nats", z0)["kl"]]
    return roads(visit) == by_law(z0) and all(words in visit.text() for words in spoken)


def slider(visit):
    return visit.page.get_by_role("slider", name="How wrong is the neuron")


def parameter(visit, place: str, name: str) -> float:
    """Where a parameter of a chart stands."""
    return float(visit.page.locator(f".st-key-{place} .vega-bindings input[name={name}]").input_value())


def scroll_to(visit, step: int) -> None:
    line = 0.75 if visit.page.viewport_size["width"] <= 640 else 0.5
    visit.page.locator(f".st-key-story_step_{step}").evaluate(MIDDLE_AT, line)


def test_the_race_runs_once_by_itself_and_again_when_asked(visit):
    opened = visit("")
    opened.until(lambda: "1\u202f054 times" in opened.page.locator(".st-key-home_hero svg.marks").text_content())
    assert roads(opened) == by_law(10.0)
    sent = len(opened.sent)
    opened.page.get_by_role("button", name="Run again").click()
    opened.until(lambda: roads(opened)[1] < by_law(10.0)[1])
    opened.until(lambda: roads(opened) == by_law(10.0))
    assert len(opened.sent) == sent
    opened.check()


def test_who_wants_no_motion_sees_the_end_at_once(visit):
    opened = visit("", **CALM)
    opened.until(lambda: roads(opened) == by_law(10.0))
    assert parameter(opened, "home_hero", "run") == 1.0


def test_the_race_and_its_words_follow_the_hand_by_the_law_without_traffic(visit):
    opened = visit("", **CALM)
    opened.until(lambda: roads(opened) == by_law(10.0))
    opened.watch_hand()
    for z0 in (0.0, 1.5, 3.3, 6.2, 8.0, 10.0, 5.7):
        slider(opened).evaluate(MOVED_TO, z0)
        # Between two moves the server may answer the one before; then the words are told anew.
        opened.until(lambda z0=z0: says(opened, z0))
    opened.has_sent_at_rest_only()
    opened.until(lambda: "z0=5.7" in opened.page.url)
    again = visit(opened.page.url.removeprefix(opened.app + "/"), **CALM)
    again.until(lambda: roads(again) == by_law(5.7))
    opened.check()


@pytest.mark.parametrize("hand", EVERY)
def test_the_end_of_the_road_is_dragged_in_the_picture(visit, hand):
    opened = visit("?z0=8", **device(hand), **CALM)
    opened.until(lambda: says(opened, 8.0))
    plane = opened.page.locator(".st-key-home_hero svg.marks .role-frame .background").first
    ends = (-0.2 / 0.07, 0.8 / 0.07)  # the road of z₀ ends at 0.2 + 0.07 z₀ of the width
    move = Moved(opened, hand, slider(opened), along=plane, at=8.0, height=0.62, ends=ends)
    z0 = move.through((6.5, 4.0, 9.3), lambda z0: says(opened, z0), 0.101)
    move.let_go()
    opened.until(lambda: f"z0={z0:g}" in opened.page.url)
    opened.settle()
    assert says(opened, z0)
    opened.check()


def test_whoever_drags_while_the_race_runs_sees_its_end(visit):
    opened = visit("")
    opened.page.get_by_role("button", name="Run again").click()
    slider(opened).evaluate(MOVED_TO, 7.0)
    opened.until(lambda: roads(opened) == by_law(7.0))
    assert parameter(opened, "home_hero", "run") == 1.0


@pytest.mark.parametrize("width", [390, 1280])
def test_scrolling_sets_the_step_and_sends_nothing(visit, width):
    opened = visit("", width=width, height=844 if width == 390 else 720)
    opened.still()
    opened.sent.clear()
    for step in (1, 2, 5, STEPS, 3):
        scroll_to(opened, step)
        opened.until(lambda step=step: parameter(opened, "story_views", "step") == step)
        picture = opened.page.locator(".st-key-story_views svg.marks").bounding_box()
        assert picture["y"] >= 0, "the picture stays in view"
    assert opened.sent == []
    opened.check()


def test_the_story_is_about_the_neuron_of_the_first_screen(visit):
    opened = visit("?z0=2", **CALM)
    opened.until(lambda: parameter(opened, "story_views", "z0") == 2.0)
    slider(opened).evaluate(MOVED_TO, 3.0)
    opened.until(lambda: parameter(opened, "story_views", "z0") == 3.0)
    scroll_to(opened, 7)
    picture = opened.page.locator(".st-key-story_views svg.marks")
    opened.until(lambda: said("nats", 3.0)["kl"] in picture.text_content())


def test_keys_and_dots_go_from_step_to_step(visit):
    opened = visit("", **CALM)
    opened.still()
    scroll_to(opened, 2)
    opened.until(lambda: parameter(opened, "story_views", "step") == 2)
    opened.page.keyboard.press("ArrowRight")
    opened.until(lambda: parameter(opened, "story_views", "step") == 3)
    opened.page.get_by_role("button", name="6. Eight tosses").click()
    opened.until(lambda: parameter(opened, "story_views", "step") == 6)
    assert opened.page.locator("button[aria-current=step]").get_attribute("aria-label").startswith("6.")


def test_without_motion_a_step_is_there_at_once(visit):
    opened = visit("", **CALM)
    opened.still()
    opened.page.evaluate(
        """() => {
          window.places = []
          const input = document.querySelector('.st-key-story_views .vega-bindings input[name=step]')
          input.addEventListener('input', () => window.places.push(Number(input.value)))
        }"""
    )
    scroll_to(opened, 4)
    opened.until(lambda: parameter(opened, "story_views", "step") == 4)
    assert set(opened.page.evaluate("window.places")) <= {1, 2, 3, 4}


def test_printed_the_story_is_seven_pictures(visit):
    opened = visit("", **CALM)
    opened.still()
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    pictures = opened.page.locator(".story-printed")
    texts = pictures.evaluate_all("all => all.map(e => e.querySelector('svg')?.textContent ?? '')")
    now = said("nats", 10.0)
    expected = [now["a0"], now["charged"], now["slope_se"], "σ′(z)", now["se"], now["mean"], now["kl"]]
    assert all(number in text for number, text in zip(expected, texts, strict=True)), texts
    opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator(".story-printed svg").count() == 0
