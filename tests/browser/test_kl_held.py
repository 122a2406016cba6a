"""KL's sections in a browser: what they draw is held by mouse, finger and keys, and words and pictures follow."""

import pytest

from core.app.wording.figures import plain
from core.simulation.kl_divergence.bell import Bells, measured

HANDS = ["mouse", "finger", "keys"]
MIXTURE = Bells(2.5, 0.7, 0.7, 0.6)
TOUCH = {"press": "touchStart", "move": "touchMove", "let go": "touchEnd"}
# Numbers in formulas that follow have a colour of their own: which quantity's tone, and which place.
FOLLOWING = """() => [...document.querySelectorAll('.katex-html [style]')]
  .filter(one => /^rgb\\(\\d, 0, \\d+\\)$/.test(one.style.color) && !one.firstElementChild)
  .map(one => one.textContent.replaceAll('\\u200b', ''))"""


class Hand:
    """One that takes hold of a mark of a chart, by mouse or finger."""

    def __init__(self, opened, kind: str, chart: str, grip: str) -> None:
        self.opened, self.kind = opened, kind
        mark = opened.page.locator(f'.st-key-{chart} [class*=" {grip}_"] path')
        mark.scroll_into_view_if_needed()
        opened.still()
        box = mark.bounding_box()
        self.at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        plane = opened.page.locator(f".st-key-{chart} svg.marks .role-frame .background").first.bounding_box()
        self.size = (plane["width"], plane["height"])
        self.device = opened.page.context.new_cdp_session(opened.page) if kind == "finger" else None
        self.do("move") if kind == "mouse" else None
        self.do("press")

    def do(self, what: str) -> None:
        if self.device:
            points = [] if what == "let go" else [dict(zip("xy", self.at, strict=True))]
            self.device.send("Input.dispatchTouchEvent", {"type": TOUCH[what], "touchPoints": points})
        elif what == "move":
            self.opened.page.mouse.move(*self.at)
        else:
            self.opened.page.mouse.down() if what == "press" else self.opened.page.mouse.up()

    def go(self, across: float, up: float = 0.0) -> None:
        """By shares of the plane."""
        self.at = (self.at[0] + across * self.size[0], self.at[1] - up * self.size[1])
        self.do("move")


def device(hand: str) -> dict[str, object]:
    return {"width": 390, "height": 844, "has_touch": True, "is_mobile": True} if hand == "finger" else {}


def value(opened, name: str) -> float:
    return float(opened.page.get_by_role("slider", name=name).input_value())


def says(opened, mean: float, width: float) -> bool:
    prices = measured(MIXTURE, mean, width)
    return opened.page.evaluate(FOLLOWING)[:2] == [plain(prices["forward"]), plain(prices["reverse"])]


@pytest.mark.parametrize("hand", HANDS)
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
        held = Hand(opened, hand, chart, grip)
        opened.watch_hand()
        for move in moves:
            before = curve.get_attribute("d")
            held.go(*move)
            opened.until(lambda before=before: curve.get_attribute("d") != before)
            opened.until(lambda: says(opened, value(opened, "Mean of q"), value(opened, "Width of q")))
        opened.until(lambda ends=ends: (value(opened, "Mean of q"), value(opened, "Width of q")) == pytest.approx(ends))
        held.do("let go")
        # In the link stands what is not as it is at first.
        entries = [f"bm={ends[0]:g}", *([f"bs={ends[1]:g}"] if ends[1] != 1.0 else [])]
        opened.until(lambda entries=entries: all(entry in opened.page.url for entry in entries))
        opened.settle()
        assert says(opened, *ends)
    opened.check()
