"""KL's sections in a browser: what they draw is held by mouse, finger and keys, and words and pictures follow."""

import numpy as np
import pytest

from core.app.wording.figures import plain
from core.charts.kit.theme import UNITS
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


P, Q = (0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)
NEAR = Line(P, Q)
# Where the dots of a chart are on its axis upwards, which is linear and begins at 0.
DOTS = """key => {
  const picture = document.querySelector(`.st-key-${key} svg.marks`)
  const middle = (one) => (({ top, bottom }) => (top + bottom) / 2)(one.getBoundingClientRect())
  const ticks = [...picture.querySelectorAll('.role-axis[aria-label^="Y"] .role-axis-label text')]
  const [low, high] = [ticks[0], ticks.at(-1)]
  if (!high) return [] // it draws itself anew
  const per = Number(high.textContent) / (middle(low) - middle(high))
  return [...picture.querySelectorAll('.mark-symbol path')].filter(one => one.getAttribute('opacity') !== '0')
    .map(one => (middle(low) - middle(one)) * per)
}"""


def line_of(opened) -> Line:
    """The line between the rows at which the bars stand."""
    found = opened.page.locator(".bars [role=slider]").evaluate_all(
        "found => found.map(one => [one.dataset.row, Number(one.ariaValueNow)])"
    )
    return Line(*(tuple(share for row, share in found if row == name) for name in "pq"))


def says_near(opened, t: float, units: str) -> bool:
    """Whether the table and the sentences say what core says of these bars at this t, and the picture shows it."""
    line, per_nat = line_of(opened), UNITS[units].per_nat
    t = max(t, line.lowest)

    def column(t: float) -> list[str]:
        values = {name: float(value) for name, value in line.values(np.array(t)).items()}
        if np.isinf(values["quadratic"]) or line.is_a_point:
            ratio = "–"
        else:
            ratio = "→ 1" if t == 0.0 else plain(values["forward"] / values["quadratic"], 4)
        said = [plain(value * (1.0 if name == "squared" else per_nat), 4) for name, value in values.items()]
        return [*said[:2], ratio, *said[2:]]

    columns = [column(each) for each in (t, 0.1, 0.01)]
    told = opened.page.locator("table [class^=live]").all_text_contents()
    expected = [f"{t:g}".replace("-", "−"), *(cell for row in zip(*columns, strict=True) for cell in row)]
    bend = (
        "every curve is 0" if line.is_a_point else "No parabola" if np.isinf(line.curvature) else "central difference"
    )
    numbers = [per_nat * line.curvature, line.squared_curvature]
    formulas = [number for number in opened.page.evaluate(FOLLOWING) if number]
    if told != expected or bend not in opened.text() or not {plain(each, 5) for each in numbers} <= {*formulas}:
        return False
    at_t = line.values(np.array(t))
    values = sorted(float(v) * (1.0 if name == "squared" else per_nat) for name, v in at_t.items())
    drawn = sorted(opened.page.evaluate(DOTS, "kl_near"))
    # What is beyond the plane has no dot; half a pixel of 300 is what a screen can tell.
    shown, near = values[: len(drawn)], max(drawn, default=0.0) / 100 + 1e-12
    return drawn == pytest.approx(shown, abs=near) and place_of_t(opened, line) == pytest.approx(t, abs=0.01)


# Where the upright line of a chart stands, as a share of its plane; a chart that draws itself anew may have none.
UPRIGHT = """key => {
  const picture = document.querySelector(`.st-key-${key} svg.marks`)
  const [line, plane] = ['.mark-rule.role-mark line', '.role-frame .background']
    .map((one) => picture?.querySelector(one)?.getBoundingClientRect())
  return line && plane ? (line.x + line.width / 2 - plane.x) / plane.width : NaN
}"""


def place_of_t(opened, line: Line) -> float:
    """Which t the upright line in the picture stands at."""
    return line.lowest + float(opened.page.evaluate(UPRIGHT, "kl_near")) * (1.0 - line.lowest)


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


@pytest.mark.parametrize("hand", EVERY)
def test_near_equality_follows_a_bar_that_is_dragged(visit, hand):
    opened = visit("kl_divergence?section=near&near_t=-0.3", **device(hand))
    opened.until(lambda: says_near(opened, -0.3, "nats"))
    opened.still()
    opened.watch_hand()
    grip = opened.page.locator(".bars [role=slider][data-row=q]").nth(1)
    if hand == "keys":
        for key in ("PageUp", "End", "Home"):
            grip.press(key)
            opened.until(lambda: says_near(opened, -0.3, "nats"))
    else:
        box, held = grip.bounding_box(), Hand(opened.page, hand)
        held.take(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.5)
        for share in (0.7, 1.0, 0.0):
            held.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * (1 - share), steps=3)
            opened.until(lambda share=share: float(grip.get_attribute("aria-valuenow")) == share)
            opened.until(lambda: says_near(opened, -0.3, "nats"))
        held.let_go()
    opened.has_sent_at_rest_only()
    opened.until(lambda: "q=0.25,0,0.5,0.25" in opened.page.url)
    opened.settle()
    assert says_near(opened, -0.3, "nats")
    opened.check()


@pytest.mark.parametrize(
    ("p", "q", "t"),
    [
        ((0.0, 0.0, 1.0, 0.0), (0.1, 0.1, 0.7, 0.1), 0.5),
        ((0.5, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.5), 1.0),
        ((1e-300, 1.0), (0.5, 0.5), 0.7),
        ((0.5, 0.5), (1e-300, 1.0), 1.0),
        ((0.5, 0.5), (0.500001, 0.499999), 0.9),
        ((0.1,) * 10, (1.0, *(0.0,) * 9), -0.1),
        ((0.5, 0.5), (0.5, 0.5), 0.5),
    ],
)
def test_near_equality_is_drawn_at_the_edges(visit, p, q, t):
    rows = [",".join(map(repr, row)) for row in (p, q)]
    opened = visit(f"kl_divergence?section=near&p={rows[0]}&q={rows[1]}&near_t={t:g}")
    opened.until(lambda: says_near(opened, t, "nats"))
    opened.check()
