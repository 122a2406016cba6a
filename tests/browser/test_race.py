"""The race in a browser: rate, start and epoch are dragged without the server, and a guess gives nothing away."""

import re

import pytest

from core.app.training_race.method import RATES
from core.simulation.training_race.law import epochs_to_target
from core.simulation.training_race.race import RaceSettings, measure_epochs_to_target, simulate
from tests.browser.hands import EVERY, HANDS, Hand, Moved, device

MOVED_TO = """(slider, value) => {
  slider.value = value
  slider.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
}"""
LOSSES = ("cross_entropy", "squared_error")
MEASURE = '[class*="st-key-race_measure"] svg.marks'
COUNTS = re.compile(r"cross-entropy ([\d\u202f]+), squared error ([\d\u202f]+)")


def slider(visit, name: str):
    found = visit.page.get_by_role("slider", name=name).first
    found.wait_for()
    return found


def texts(visit) -> list[str]:
    return visit.page.locator(f"{MEASURE} text").all_text_contents()


def crossings(visit) -> list[int]:
    """The epochs that stand at the crossings in the chart, which has no other bold numbers."""
    found = visit.page.locator(f"{MEASURE} text[font-weight='600']").all_text_contents()
    return sorted(int(text.replace("\u202f", "")) for text in found if re.fullmatch(r"[\d\u202f]+", text))


def said(visit) -> list[int]:
    """The epochs to the finish as they stand in the words."""
    found = COUNTS.search(visit.page.locator(".st-key-race_podium").inner_text())
    return [int(count.replace("\u202f", "")) for count in found.groups()] if found else []


def counted(rate: float, z: float = 4.0) -> list[int]:
    settings = RaceSettings(0.0, z, learning_rate=rate, squared_error_rate=rate)
    return [measure_epochs_to_target(settings, loss) for loss in LOSSES]


def ready(visit) -> None:
    visit.until(lambda: bool(crossings(visit)))
    visit.still()


def place(visit, chart: str, across: float, up: float = 0.5) -> tuple[float, float]:
    """A place in the plane of a chart, as shares of it."""
    plane = visit.page.locator(f"{chart} .role-frame .background").first
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]


def drag(visit, begin: tuple[float, float], end: tuple[float, float], kind: str = "mouse") -> Hand:
    hand = Hand(visit.page, kind)
    hand.take(*begin)
    hand.move(*end, steps=8)
    return hand


@pytest.mark.parametrize("hand", EVERY)
def test_the_rate_moves_curves_crossings_and_words_without_the_server(visit, hand):
    opened = visit("training_race?guess=shown&epoch=100", **device(hand))
    ready(opened)
    rate = slider(opened, "learning rate")
    line = opened.page.locator(f"{MEASURE} path[aria-roledescription='line mark']").first
    drawn = {}

    def follows(stop: float, is_held: bool = True) -> bool:
        drawn[stop] = line.get_attribute("d")
        # On a phone the chart is above the window while the slider is held, and waits until it is let go.
        is_due = hand != "finger" or not is_held
        return said(opened) == counted(RATES[int(stop)]) and (not is_due or crossings(opened) == said(opened))

    move = Moved(opened, hand, rate, along=rate, at=5, ends=(0, len(RATES) - 1))
    stop = move.through((6, 8, 10), follows, 0)
    move.let_go()
    opened.until(lambda: f"rate={RATES[int(stop)]:g}" in opened.page.url)
    opened.still()
    assert follows(stop, is_held=False)
    assert len({*drawn.values()}) >= (2 if hand == "finger" else 3)
    opened.check()


def slopes(visit) -> list[float]:
    """σ′ of both neurons at the player's epoch, as they stand on the sigmoid."""
    shown = visit.page.locator(".st-key-race_sigmoid svg.marks text").all_text_contents()
    return [float(text.rpartition("=")[2]) for text in shown if "σ′" in text]


def slopes_at(epoch: int, rate: float = 0.15, off: float = 6e-5):
    """The same of the engine."""
    race = simulate(RaceSettings(2.0, 2.0, learning_rate=rate, squared_error_rate=rate))
    return pytest.approx(race.trajectory.sigmoid_slope[:, epoch, 0], abs=off)


def test_the_dots_are_where_the_engine_has_them_at_every_rate(visit):
    """Where the slider rests exactly; at its other stops to what a straight line between two places is off."""
    opened = visit("training_race?guess=shown&epoch=60")
    ready(opened)
    rate = slider(opened, "learning rate")
    for stop, value, off in ((5, 0.15, 6e-5), (7, 0.3, 6e-4), (4, 0.1, 6e-4)):
        rate.evaluate(MOVED_TO, stop)
        expected = slopes_at(60, value, off)
        opened.until(lambda expected=expected: slopes(opened) == expected)


@pytest.mark.parametrize("kind", HANDS)
def test_the_start_is_held_on_the_sigmoid_and_both_numbers_follow(visit, kind):
    opened = visit("training_race?guess=shown", has_touch=kind == "finger")
    ready(opened)
    opened.watch_hand()
    hand = drag(opened, place(opened, ".st-key-race_sigmoid", 0.7), place(opened, ".st-key-race_sigmoid", 0.8), kind)
    opened.until(lambda: float(slider(opened, "start").input_value()) == pytest.approx(6.0, abs=0.11))
    z = float(slider(opened, "start").input_value())
    opened.until(lambda: said(opened) == counted(0.15, z))
    law = [epochs_to_target(loss, z, 0.1, 0.15, 2.0) for loss in LOSSES]
    numbers = opened.page.locator(".st-key-race_podium").inner_text().replace("\u202f", "")
    assert f"the law says {law[0]} and {law[1]}" in numbers
    opened.has_sent_at_rest_only()
    hand.let_go()
    opened.until(lambda: "start=own" in opened.page.url and crossings(opened) == counted(0.15, z)[:1])
    opened.check()


def test_the_start_goes_by_keys_too(visit):
    opened = visit("training_race?guess=shown")
    ready(opened)
    slider(opened, "start").focus()
    for _ in range(3):
        opened.page.keyboard.press("ArrowLeft")
    opened.until(lambda: "w=1.9" in opened.page.url or "w=1.8" in opened.page.url)
    assert slider(opened, "start").input_value() == "3.7"
    opened.until(lambda: said(opened) == counted(0.15, 3.7))


@pytest.mark.parametrize("kind", HANDS)
def test_the_start_is_held_on_the_landscape(visit, kind):
    opened = visit("training_race?guess=shown", has_touch=kind == "finger")
    ready(opened)
    chart = ".st-key-race_landscape_squared_error"
    grip = opened.page.locator(f"{chart} .grip_marks path")
    grip.scroll_into_view_if_needed()
    opened.still()
    box = grip.bounding_box()
    begin = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.watch_hand()
    hand = drag(opened, begin, (begin[0] - 40, begin[1]), kind)
    opened.until(lambda: float(slider(opened, "start").input_value()) < 3.9)
    z = float(slider(opened, "start").input_value())
    opened.until(lambda: said(opened) == counted(0.15, z))
    opened.has_sent_at_rest_only()
    hand.let_go()
    opened.until(lambda: "start=own" in opened.page.url and "b=2" not in opened.page.url)  # the bias has stayed


@pytest.mark.parametrize("hand", EVERY)
def test_the_epoch_line_is_dragged_on_the_chart_and_the_player_goes_by_keys(visit, hand):
    opened = visit("training_race?guess=shown&epoch=60", has_touch=hand == "finger")  # a phone draws no σ′
    ready(opened)
    player = opened.page.locator(".player input")
    plane = opened.page.locator(f"{MEASURE} .role-frame .background").first
    move = Moved(opened, hand, player, along=plane, at=60, ends=(0, 600))

    def follows(epoch: float) -> bool:
        told = opened.page.locator(".player output").inner_text()
        return told == f"epoch {epoch:g}" and slopes(opened) == slopes_at(int(epoch))

    epoch = move.through((150, 90, 300), follows, 4)
    move.let_go()
    opened.until(lambda: f"epoch={epoch:g}" in opened.page.url)
    opened.settle()
    assert follows(epoch)
    opened.check()


def test_a_finger_drags_the_epoch_line_and_the_player_stays_at_the_foot_of_a_phone(visit):
    opened = visit("training_race?guess=shown&epoch=0", **device("finger"))
    ready(opened)
    bar = opened.page.locator(".player").bounding_box()
    assert bar["y"] + bar["height"] <= 844
    picture = opened.page.locator(MEASURE).bounding_box()
    assert picture["y"] < slider(opened, "learning rate").bounding_box()["y"]
    drag(opened, place(opened, MEASURE, 0.1), place(opened, MEASURE, 0.5), "finger").let_go()
    opened.until(lambda: abs(int(opened.page.locator(".player input").input_value()) - 300) <= 4)


def test_a_guess_gives_nothing_away_and_is_answered_at_the_crossing(visit):
    opened = visit("training_race")
    opened.page.get_by_role("button", name="5 times as many").click()
    opened.until(lambda: any("your guess: 250" in text for text in texts(opened)))
    opened.still()
    assert crossings(opened) == []
    assert "469" not in opened.text()
    player = opened.page.locator(".player input")
    so_far = opened.page.locator("[class*=st-key-race_so_far]")
    messages = len(opened.sent)
    for epoch, words in (
        (49, "Neither"),
        (50, "Cross-entropy is at the finish after 50 epochs"),
        (469, "You said 5 times"),
    ):
        player.evaluate(MOVED_TO, epoch)
        heard = opened.page.evaluate("document.body.innerText") if epoch == 469 else so_far.inner_text()
        assert words in heard
        if epoch < 469:
            assert "469" not in opened.text() + " ".join(texts(opened))
    assert len(opened.sent) - messages <= 3
    opened.until(lambda: crossings(opened) == [50, 469] and "epoch=469" in opened.page.url)
    opened.check()


def test_without_a_guess_the_question_goes_when_play_is_pressed(visit):
    opened = visit("training_race")
    question = opened.page.get_by_role("button", name="5 times as many")
    question.wait_for()
    before = opened.page.locator(".player").bounding_box()
    messages = len(opened.sent)
    opened.page.get_by_role("button", name="Play", exact=True).click()
    question.wait_for(state="hidden")
    assert len(opened.sent) == messages
    assert opened.page.locator(".player").bounding_box() == before
    opened.check()


def test_the_headline_on_data_follows_the_player(visit):
    opened = visit("training_race?data=moons")
    opened.until(lambda: "After 0 epochs" in opened.text())
    assert "99.5" not in opened.text()
    opened.still()
    opened.watch_hand()
    opened.page.locator(".player input").evaluate(MOVED_TO, 600)
    headline = opened.page.locator(".st-key-race_headline")
    assert headline.inner_text() == "After 600 epochs: cross-entropy 99.5 % right, squared error 88.0 % right."
    opened.has_sent_at_rest_only()
    opened.check()


def test_a_section_follows_the_start_in_its_strip(visit):
    opened = visit("training_race?section=law&guess=shown")
    opened.until(lambda: "1.69 times as many" in opened.text())
    slider(opened, "start").evaluate(MOVED_TO, 8)
    opened.until(lambda: "2.66 times as many" in opened.text() and "start=own" in opened.page.url)
    opened.check()
