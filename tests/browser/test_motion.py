"""What moves inside the browser: the hero of the home page and the player of the race."""

import re

import pytest

from core.simulation.saturation import epochs_to_target


def hero(visit) -> list[int]:
    texts = visit.page.locator(".st-key-home_hero svg text").all_text_contents()
    return [int(re.sub(r"\D", "", text)) for text in texts if text.endswith(" epochs")]


def test_the_hero_follows_the_hand_by_the_law_without_traffic(visit):
    opened = visit("")
    assert hero(opened) == [50, 469]
    slider = opened.page.get_by_role("slider", name="How wrong is the neuron")
    messages = len(opened.sent)
    for z0 in (0.0, 1.5, 3.3, 6.2, 8.0, 10.0):
        slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })) }", z0)
        expected = [epochs_to_target(loss, z0, 0.1, 0.15, 2.0) for loss in ("cross_entropy", "squared_error")]
        opened.until(lambda expected=expected: hero(opened) == expected)
    assert len(opened.sent) == messages
    opened.until(lambda: "z0=10" in opened.page.url)
    again = visit(opened.page.url.removeprefix(opened.app + "/"))
    assert hero(again) == [epochs_to_target(loss, 10.0, 0.1, 0.15, 2.0) for loss in ("cross_entropy", "squared_error")]
    opened.check()


def frames(visit) -> list[int]:
    """The frame every linked view is at, and the one the player shows, last."""
    inputs = visit.page.locator(".st-key-race_views .vega-bindings input[type=range]")
    return [int(value) for value in inputs.evaluate_all("all => all.map(e => e.value)")] + [shown(visit)]


def shown(visit) -> int:
    return int(re.sub(r"\D", "", visit.page.locator(".player output").inner_text()))


def press(visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()


def test_playing_moves_every_view_and_sends_nothing(visit):
    opened = visit("training_race?epoch=0")
    assert frames(opened) == [0, 0, 0, 0]
    messages = len(opened.sent)
    drawn = opened.page.locator(".st-key-race_views svg.marks").nth(1).inner_html()
    press(opened, "Play")
    opened.page.wait_for_timeout(1500)
    assert len(opened.sent) == messages
    assert shown(opened) > 20
    assert opened.page.locator(".st-key-race_views svg.marks").nth(1).inner_html() != drawn
    press(opened, "Pause")
    opened.settle()
    resting = frames(opened)
    assert len(set(resting)) == 1
    opened.until(lambda: f"epoch={resting[0]}" in opened.page.url)
    again = visit(opened.page.url.removeprefix(opened.app + "/"))
    assert frames(again) == resting
    opened.check()


def test_updates_per_second(visit):
    opened = visit("training_race?epoch=0&epochs=5000")
    opened.page.evaluate(
        """() => {
          window.seen = 0
          const chart = document.querySelector('.st-key-race_views svg.marks')
          const count = new MutationObserver(() => { window.seen += 1 })
          count.observe(chart, { subtree: true, attributes: true, childList: true })
        }"""
    )
    press(opened, "Play")
    opened.page.wait_for_timeout(2000)
    rate = opened.page.evaluate("window.seen") / 2
    print(f"{rate:.0f} updates a second")
    assert rate >= 12, "even on a busy machine"


@pytest.mark.parametrize("playing", [False, True])
def test_switches_keep_all_views_on_one_frame(visit, playing):
    opened = visit("training_race?epoch=40")
    if playing:
        press(opened, "Play")
    opened.page.get_by_text("中文", exact=True).click()
    opened.settle()
    opened.page.get_by_text("比特", exact=True).click()
    opened.settle()
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_timeout(600)
    if playing:
        assert shown(opened) > 40
        press(opened, "暂停")
    opened.settle()
    resting = frames(opened)
    assert len(resting) == 4
    assert len(set(resting)) == 1
    assert playing or resting[0] == 40
    opened.check()


def test_keys_drive_the_player_unless_a_control_has_the_focus(visit):
    opened = visit("training_race?epoch=40")
    opened.page.locator("h1").click()
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    assert shown(opened) == 42
    opened.page.keyboard.press("ArrowLeft")
    assert shown(opened) == 41
    opened.page.keyboard.press(" ")
    opened.page.wait_for_timeout(500)
    opened.page.keyboard.press(" ")
    opened.settle()
    assert shown(opened) > 41
    resting = shown(opened)
    opened.page.get_by_role("slider", name="learning rate").focus()
    opened.page.keyboard.press("ArrowRight")
    opened.until(lambda: "rate=0.2" in opened.page.url)
    assert shown(opened) == resting


def test_reduced_motion_is_respected(visit):
    opened = visit("training_race?epoch=0", reduced_motion="reduce")
    press(opened, "Play")
    opened.page.wait_for_timeout(600)
    assert shown(opened) == 0
    opened.page.wait_for_timeout(900)
    assert shown(opened) == 75  # an eighth of 600
