"""The formulas page in a browser: its point is dragged without traffic, its derivation goes by key."""

import math
import re

import pytest

from core.app.formulas.calculations import numbers
from core.app.formulas.sample import Sample, slopes_shown
from core.app.wording.figures import plain
from core.charts.kit.theme import UNITS
from tests.browser.hands import EVERY, Moved, device

NUMBERS = re.compile(r"(?:cross-entropy|squared error) (−?[\d.e−]+) · slope (−?[\d.e−]+)")


def texts(visit) -> list[str]:
    return visit.page.locator("svg.marks text").all_text_contents()


def readings(visit) -> list[tuple[float, float]]:
    """Loss and slope of cross-entropy and of squared error, as they stand in the chart."""
    found = [match for word in texts(visit) if (match := NUMBERS.search(word))]
    return [tuple(float(number.replace("−", "-")) for number in match.groups()) for match in found]


def expected(y: float, z: float) -> list[tuple[float, float]]:
    a = 1 / (1 + math.exp(-z))
    cross_entropy = -(y * math.log(a) + (1 - y) * math.log1p(-a))
    return [(cross_entropy, a - y), ((a - y) ** 2 / 2, (a - y) * a * (1 - a))]


def slider(visit):
    return visit.page.get_by_role("slider", name="logit z").first


def line(visit, number: int) -> bool:
    """Whether the stepper stands at that line."""
    return visit.page.get_by_text(f"Line {number} of 10").count() == 1


def test_the_numbers_in_the_chart_are_those_of_the_formulas(visit):
    for y, z in ((0.0, 4.0), (1.0, -7.3), (0.3, 0.5)):
        kind = f"y={y:g}" if y in (0.0, 1.0) else f"y=soft&soft={y}"
        opened = visit(f"formulas?{kind}&z={z}&lang=en")
        opened.until(lambda opened=opened: len(readings(opened)) == 2)
        for shown, right in zip(readings(opened), expected(y, z), strict=True):
            assert shown == pytest.approx(right, abs=6e-4, rel=0.06)
        opened.check()


def says(visit, z: float) -> bool:
    """Whether chart, bars and the sentence below them all say what belongs to this logit, at label 0."""
    sample, (_, (squared_error, _)) = Sample(0.0, z, 1.0, 2.0, 0.15), expected(0.0, z)
    slopes = slopes_shown(sample)
    words = [plain(sample.cross_entropy), plain(squared_error), *slopes.values()]
    shown = readings(visit)
    return (
        len(shown) == 2
        and shown[1][0] == pytest.approx(squared_error, abs=6e-4)
        and f"{sample.slope:.4g}" in " ".join(texts(visit))
        and visit.page.locator("strong [class^=live]").all_text_contents()[:5] == words
    )


@pytest.mark.parametrize("hand", EVERY)
def test_the_point_is_dragged_in_the_browser_alone(visit, hand):
    opened = visit("formulas", **device(hand))
    opened.until(lambda: says(opened, 4.0))
    plane = opened.page.locator("svg.marks .role-frame .background").first
    move = Moved(opened, hand, slider(opened), along=plane, at=4.0, ends=(-10.0, 10.0))
    z = move.through((1.5, 3.2, -3.0), lambda z: says(opened, z), 0.11)
    move.let_go()
    opened.until(lambda: f"z={z:g}" in opened.page.url)
    opened.settle()
    assert says(opened, z)
    opened.check()


def live(visit) -> list[str]:
    """What stands in the formulas' places that follow the logit, in their order."""
    return visit.page.evaluate(
        """() => [...document.querySelectorAll('.katex-html span')]
          .filter(e => !e.firstElementChild && /rgb\\([1-7], 0, \\d+\\)/.test(e.style.color)).map(e => e.textContent)"""
    )


def test_the_lines_of_the_derivation_follow_the_logit_without_traffic(visit):
    opened = visit("formulas?section=derivation&act=cross_entropy&step=6&z=4")
    opened.until(lambda: len(live(opened)) > 8)
    slider(opened).wait_for()
    opened.still()
    opened.watch_hand()
    slider(opened).focus()
    base = Sample(0.0, 0.0, 1.0, 2.0, 0.15)
    for step in range(1, 8):
        opened.page.keyboard.press("ArrowLeft")
        z = round(4.0 - 0.1 * step, 1)
        right = numbers("cross_entropy", "cross_z", base, UNITS["nats"], z)
        # (9) is the last line; KaTeX writes a fraction's denominator first.
        expected = sorted([right["error"], right["slope"], right["slope"], right["result"]])
        opened.until(lambda expected=expected: sorted(live(opened)[-4:]) == expected)
    opened.has_sent_at_rest_only()
    opened.until(lambda: "z=3.3" in opened.page.url)
    opened.check()


def test_the_cancelled_factors_are_struck_out_and_follow(visit):
    opened = visit("formulas?z=4")
    opened.until(lambda: [word for word in texts(opened) if "━" in word] == ["━━━━━"] * 2)
    opened.until(lambda: texts(opened).count("0.01766") == 3)
    slider(opened).focus()
    opened.page.keyboard.press("ArrowRight")
    opened.until(lambda: texts(opened).count("0.01604") == 3)  # σ(4.1)(1 − σ(4.1))
    opened.check()


def test_the_derivation_goes_by_key_and_its_link_brings_the_line_back(visit):
    opened = visit("formulas?section=derivation")
    opened.until(lambda: line(opened, 1))
    opened.page.locator("h1").click()
    for number in (2, 3, 4):
        opened.page.keyboard.press("ArrowRight")
        opened.until(lambda number=number: line(opened, number))
    opened.until(lambda: "step=4" in opened.page.url)
    opened.page.keyboard.press("ArrowLeft")
    opened.until(lambda: line(opened, 3) and "step=3" in opened.page.url)
    opened.page.get_by_role("button", name="One line on").click()
    opened.until(lambda: "step=4" in opened.page.url and "The derivative of the sigmoid" in opened.text())
    # A key belongs to the slider while that has the focus.
    slider(opened).focus()
    opened.page.keyboard.press("ArrowRight")
    opened.until(lambda: "z=4.1" in opened.page.url)
    assert "step=4" in opened.page.url
    again = visit(opened.page.url.removeprefix(opened.app + "/"))
    again.until(lambda: line(again, 4))
    opened.check()
    again.check()


def test_a_correction_leads_to_its_experiment_on_the_same_page_and_on_another(visit):
    opened = visit("formulas?section=errata")
    links = opened.page.get_by_role("button", name="See it")
    opened.until(lambda: links.count() == 14)
    links.nth(3).click()
    opened.until(lambda: "section=batch" in opened.page.url and "batch size" in opened.text())
    opened.check()
    other = visit("formulas?section=errata")
    other.page.get_by_role("button", name="See it").nth(8).click()
    other.until(lambda: "training_race" in other.page.url and "how many minima are there" in other.text())
    other.check()


@pytest.mark.parametrize(
    ("link", "name", "in_picture", "in_words"),
    [
        ("twice&margin=-0.1", "margin m", "softmax twice 0.693", "0.693"),
        ("weights&w1=8", "weight w₁", "a = 0.500", "0.500"),
        ("weights&share=0.09", "share ȳ", "a = 0.500", "0.500"),
    ],
)
def test_picture_and_words_follow_a_slider_without_traffic(visit, link, name, in_picture, in_words):
    opened = visit(f"formulas?section={link}&lang=en")
    moved = opened.page.get_by_role("slider", name=name)
    moved.wait_for()
    opened.still()
    shown = lambda: any(in_picture in " ".join(text.split()) for text in texts(opened))  # noqa: E731
    said = lambda: in_words in opened.page.locator("strong [class^=live]").all_text_contents()  # noqa: E731
    assert not shown()
    opened.watch_hand()
    moved.press("ArrowRight")
    opened.until(lambda: shown() and said())
    opened.check()
