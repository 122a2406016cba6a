"""KL's sections in a browser: what they draw is held by mouse, finger and keys, and words and pictures follow."""

import numpy as np
import pytest

from core.app.wording.figures import plain
from core.charts.kit.theme import UNITS
from core.charts.kl_divergence.near import in_units
from core.simulation.kl_divergence.bell import Bells, measured
from core.simulation.kl_divergence.near import Line
from core.simulation.kl_divergence.steps import Setting, walk
from tests.browser.hands import EVERY, Hand, Moved, device

MIXTURE = Bells(2.5, 0.7, 0.7, 0.6)
# Numbers in formulas that follow have a colour of their own: which quantity's tone, and which place.
FOLLOWING = """() => [...document.querySelectorAll('.katex-html [style]')]
  .filter(one => /^rgb\\(\\d, 0, \\d+\\)$/.test(one.style.color) && !one.firstElementChild)
  .map(one => one.textContent.replaceAll('\\u200b', ''))"""


class Held:
    """A mark of a chart in a hand."""

    def __init__(self, opened, kind: str, chart: str, grip: str) -> None:
        mark = opened.page.locator(f'.st-key-{chart} [class*=" {grip}_"] path')
        mark.scroll_into_view_if_needed()
        opened.still()
        box = mark.bounding_box()
        self.at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        plane = opened.page.locator(f".st-key-{chart} svg.marks .role-frame .background").first.bounding_box()
        self.size = (plane["width"], plane["height"])
        self.hand = Hand(opened.page, kind)
        self.hand.take(*self.at)

    def go(self, across: float, up: float = 0.0) -> None:
        """By shares of the plane."""
        self.at = (self.at[0] + across * self.size[0], self.at[1] - up * self.size[1])
        self.hand.move(*self.at)


def value(opened, name: str) -> float:
    return float(opened.page.get_by_role("slider", name=name).input_value())


def says(opened, mean: float, width: float) -> bool:
    prices = measured(MIXTURE, mean, width)
    return opened.page.evaluate(FOLLOWING)[:2] == [plain(prices["forward"]), plain(prices["reverse"])]


@pytest.mark.parametrize("hand", EVERY)
def test_the_bell_is_held_by_its_top_its_side_and_on_the_map(visit, hand):
    opened = visit("kl_divergence?section=bell", **device(hand))
    opened.until(lambda: says(opened, 1.2, 1.0))
    opened.still()
    if hand == "keys":
        for name, key in (("Mean of q", "ArrowLeft"), ("Width of q", "ArrowUp")):
            opened.page.get_by_role("slider", name=name).press(key)
            opened.until(lambda: says(opened, value(opened, "Mean of q"), value(opened, "Width of q")))
        opened.until(lambda: "bm=1.1" in opened.page.url and "bs=1.1" in opened.page.url)
        opened.check()
        return
    curve = opened.page.locator(".st-key-kl_bell svg.marks .mark-line path").nth(1)
    for chart, grip, moves, ends in (
        ("kl_bell", "grip_top", ((-2 / 16, 0.0), (-2.2 / 16, 0.0)), (-3.0, 1.0)),
        ("kl_bell", "grip_left", ((-0.5 / 16, 0.0), (-0.3 / 16, 0.1)), (-3.0, 1.8)),
        ("kl_bell_map", "grip_start", ((3 / 12, 0.0), (1 / 12, 0.4 / 3.7)), (1.0, 2.2)),
    ):
        held = Held(opened, hand, chart, grip)
        opened.watch_hand()
        for move in moves:
            before = curve.get_attribute("d")
            held.go(*move)
            opened.until(lambda before=before: curve.get_attribute("d") != before)
            opened.until(lambda: says(opened, value(opened, "Mean of q"), value(opened, "Width of q")))
        opened.until(lambda ends=ends: (value(opened, "Mean of q"), value(opened, "Width of q")) == pytest.approx(ends))
        held.hand.let_go()
        # In the link stands what is not as it is at first.
        entries = [f"bm={ends[0]:g}", *([f"bs={ends[1]:g}"] if ends[1] != 1.0 else [])]
        opened.until(lambda entries=entries: all(entry in opened.page.url for entry in entries))
        opened.settle()
        assert says(opened, *ends)
    opened.check()


EPOCH = 15


def tells(opened, softness: float) -> bool:
    """Whether the sentence and the numbers in the chart are those of core for this label."""
    found = walk(Setting(round(softness, 2), 3, 0.2))
    losses = [float(found.floor), float(found.divergence[EPOCH]), float(found.cross_entropy[EPOCH])]
    said = [number for number in opened.page.evaluate(FOLLOWING) if number not in "=≈"]
    drawn = opened.page.locator(".st-key-kl_steps_losses svg.marks text").all_text_contents()
    named = zip(("H(p)", "KL(p‖q)", "H(p, q)"), losses, strict=True)
    return said == [plain(loss) for loss in losses] and {f"{name} = {loss:.3f}" for name, loss in named} <= {*drawn}


@pytest.mark.parametrize("hand", EVERY)
def test_the_label_is_held_in_the_triangle_and_by_its_bar(visit, hand):
    opened = visit(f"kl_divergence?section=steps&epoch={EPOCH}", **device(hand))
    opened.until(lambda: tells(opened, 0.3))
    opened.still()
    slider = "s, from one-hot to uniform"
    if hand == "keys":
        for softness in (0.31, 0.32):
            opened.page.get_by_role("slider", name=slider).press("ArrowRight")
            opened.until(lambda softness=softness: tells(opened, softness))
        opened.until(lambda: "softness=0.32" in opened.page.url)
        opened.check()
        return
    way = opened.page.locator(".st-key-kl_steps_triangle svg.marks .mark-line path").nth(1)
    # p of the first class falls by two thirds of what s rises; it is so much of the triangle's and of the bars' plane.
    in_triangle, in_bars = 2 / 3 * 0.75**0.5 / (1.24 * 240 / 250), 2 / 3 / 1.22
    for chart, grip, part, moves in (
        ("kl_steps_triangle", "grip_point", in_triangle, (0.6, 1.0, 0.05)),
        ("kl_steps_bars", "grip_bar", in_bars, (0.4, 0.0)),
    ):
        held = Held(opened, hand, chart, grip)
        opened.watch_hand()
        for softness in moves:
            before = way.get_attribute("d")
            held.go(0.0, part * (value(opened, slider) - softness))
            opened.until(lambda softness=softness: abs(value(opened, slider) - softness) < 0.015)
            opened.until(lambda: tells(opened, value(opened, slider)))
            opened.until(lambda before=before: way.get_attribute("d") != before)
        if hand == "mouse":
            opened.has_sent_at_rest_only()
        held.hand.let_go()
        opened.until(lambda: f"softness={value(opened, slider):g}" in opened.page.url)
        opened.settle()
        assert tells(opened, value(opened, slider))
    assert ("are the same number" in opened.text()) is (value(opened, slider) == 0.0)
    opened.check()


NEAR = Line((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125))


def says_near(opened, t: float, units: str) -> bool:
    """Whether the table's first column is that of core at this t, and the line in the picture stands there."""
    values = {name: float(value) for name, value in in_units(NEAR, np.array(t), UNITS[units]).items()}
    ratio = "→ 1" if t == 0.0 else plain(values["forward"] / values["quadratic"], 4)
    kl, parabola, *others = (plain(value, 4) for value in values.values())
    told = opened.page.locator("table [class^=live]").all_text_contents()
    return told == [f"{t:g}", kl, parabola, ratio, *others] and place_of_t(opened) == pytest.approx(t, abs=0.01)


def place_of_t(opened) -> float:
    """Which t the upright line in the picture stands at."""
    line, plane = (
        opened.page.locator(f".st-key-kl_near svg.marks {one}").first.bounding_box()
        for one in (".mark-rule.role-mark line", ".role-frame .background")
    )
    share = (line["x"] + line["width"] / 2 - plane["x"]) / plane["width"]
    return NEAR.lowest + share * (1.0 - NEAR.lowest)


@pytest.mark.parametrize(("hand", "units"), [("mouse", "bits"), ("finger", "nats"), ("keys", "nats")])
def test_t_is_dragged_between_p_and_q(visit, hand, units):
    opened = visit(f"kl_divergence?section=near&units={units}", **device(hand))
    opened.until(lambda: says_near(opened, 0.5, units))
    slider = opened.page.get_by_role("slider", name="t, how far from p to q")
    plane = opened.page.locator(".st-key-kl_near svg.marks .role-frame .background").first
    move = Moved(opened, hand, slider, along=plane, at=0.5, height=0.2, ends=(NEAR.lowest, 1.0))
    t = move.through((0.3, 0.0, -0.2, 0.9), lambda t: says_near(opened, t, units), 0.0101, "ArrowLeft")
    move.let_go()
    opened.until(lambda: f"near_t={t:g}" in opened.page.url)
    opened.settle()
    assert says_near(opened, t, units)
    opened.check()
