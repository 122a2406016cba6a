"""The KL page in a browser: bars are dragged by mouse, finger and keys; pictures and words follow without traffic."""

import json

import numpy as np
import pytest

from core.app.components import read
from core.app.kl_divergence.comparison import compare
from core.app.kl_divergence.infinity import MARKS, rarest_of, without
from core.app.wording.figures import plain
from core.charts.kit.theme import UNITS
from core.simulation.kl_divergence.infinity import smoothed_divergence
from core.simulation.kl_divergence.near import Line
from tests.browser.hands import HANDS, Hand

P, Q = (0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)
# A press, moves and a release of a finger, which Chromium takes for a real one.


def bars(visit, name: str):
    return visit.page.locator(f".bars [role=slider][data-row={name}]")


def row(visit, name: str) -> list[float]:
    """The values of a row as they are told to those who cannot see them."""
    found = bars(visit, name)
    return [float(found.nth(place).get_attribute("aria-valuenow")) for place in range(found.count())]


def rows_stand(visit, p, q) -> bool:
    return row(visit, "p") == pytest.approx(p) and row(visit, "q") == pytest.approx(q)


def at(visit, name: str, place: int, value: float) -> tuple[float, float]:
    """Where on the screen a bar has its top at a value."""
    box = bars(visit, name).nth(place).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * (1 - value)


def formulas(visit) -> list[str]:
    """The eight numbers of the line, in the order they stand there."""
    shown = visit.page.locator(".katex-html [style*='rgb(1, 0']").evaluate_all(
        "found => found.filter(one => !one.firstElementChild).map(one => one.textContent)"
    )
    return [text.replace("\u200b", "") for text in shown]


def expected(p, q, units: str = "nats") -> list[str]:
    c = compare(tuple(p), tuple(q), UNITS[units])
    of_p, of_q = (c.entropy_p, c.kl_pq, c.cross_pq), (c.entropy_q, c.kl_qp, c.cross_qp)
    return [plain(value) for value in (*of_p, *of_q, c.jensen_shannon, c.total_variation)]


def signs(visit, chart: str) -> list[str]:
    return visit.page.locator(f".st-key-{chart} svg.marks text").all_text_contents()


def says(visit, p, q, units: str = "nats") -> bool:
    """Whether the line, the sentence and the headlines of the sums all say what core says."""
    entropy, divergence, cross, *_ = numbers = expected(p, q, units)
    sentence = visit.page.get_by_text("H(p, q) is").inner_text()
    said = (
        "∞" in sentence
        if cross == "∞"
        else f"{cross} {units}: the entropy of p, {entropy}, plus {divergence}" in sentence
    )
    return said and formulas(visit) == numbers and f"= H(p, q) {cross}" in signs(visit, "kl_sums")


@pytest.mark.parametrize("units", ["nats", "bits"])
def test_a_bar_is_dragged_and_all_of_the_screen_follows_without_traffic(visit, units):
    opened = visit(f"kl_divergence?units={units}")
    opened.until(lambda: rows_stand(opened, P, Q) and says(opened, P, Q, units))
    opened.still()
    opened.page.mouse.move(*at(opened, "q", 1, 0.5))
    opened.watch_hand()
    opened.page.mouse.down()
    for value in (0.45, 0.3, 0.8):
        opened.page.mouse.move(*at(opened, "q", 1, value))
        left = (1 - value) / 0.5
        q = (0.125 * left, value, 0.25 * left, 0.125 * left)
        opened.pass_frames(2)
        assert rows_stand(opened, P, q)
        assert says(opened, P, q, units)
    opened.has_sent_at_rest_only()
    opened.page.mouse.up()
    opened.until(lambda: "q=0.05,0.8,0.1,0.05" in opened.page.url)
    opened.settle()
    assert says(opened, P, (0.05, 0.8, 0.1, 0.05), units)
    opened.check()


def test_on_the_floor_is_infinity_and_from_the_top_the_others_come_back(visit):
    opened = visit("kl_divergence")
    opened.until(lambda: rows_stand(opened, P, Q))
    opened.still()
    opened.page.mouse.move(*at(opened, "q", 1, 0.5))
    opened.page.mouse.down()
    opened.page.mouse.move(*at(opened, "q", 1, -0.2))
    opened.pass_frames(2)
    assert row(opened, "q") == [0.25, 0.0, 0.5, 0.25]
    assert bars(opened, "q").nth(1).get_attribute("aria-valuetext") == "0: impossible"
    assert signs(opened, "kl_areas").count("∞") == 1
    assert signs(opened, "kl_sums").count("∞") == 2
    assert "outcome 2" in opened.page.get_by_text("H(p, q) is").inner_text()
    assert says(opened, P, (0.25, 0.0, 0.5, 0.25))
    opened.page.mouse.move(*at(opened, "q", 1, 1.3))
    opened.pass_frames(2)
    assert row(opened, "q") == [0.0, 1.0, 0.0, 0.0]
    opened.page.mouse.move(*at(opened, "q", 1, 0.5))
    opened.pass_frames(2)
    assert row(opened, "q") == list(Q)
    opened.page.mouse.up()
    opened.check()


def test_the_keys_move_a_bar_and_its_row(visit):
    opened = visit("kl_divergence")
    opened.until(lambda: rows_stand(opened, P, Q))
    bars(opened, "p").nth(0).focus()
    for key, value in (("ArrowUp", 0.51), ("PageUp", 0.61), ("End", 1.0), ("Home", 0.0), ("ArrowDown", 0.0)):
        opened.page.keyboard.press(key)
        p = [value, *(share * (1 - value) / 0.5 for share in P[1:])]
        opened.until(lambda p=p: rows_stand(opened, p, Q) and says(opened, row(opened, "p"), Q))
    assert "Outcome 1 has p = 0, so its term is 0" in opened.page.get_by_text("H(p, q) is").inner_text()
    opened.until(lambda: "p=0,0.5,0.25,0.25" in opened.page.url)
    opened.check()


@pytest.mark.parametrize(("count", "alone"), [(4, False), (10, True)])
def test_a_finger_drags_a_column_on_a_phone(visit, count, alone):
    share = 1 / count
    text = ",".join([repr(share)] * count)
    opened = visit(f"kl_divergence?p={text}&q={text}", width=390, height=844, has_touch=True, is_mobile=True)
    opened.until(lambda: bars(opened, "p").count() == count)
    opened.still()
    if alone:  # one row at a time, each bar as wide as a finger needs
        opened.page.get_by_role("button", name="p, the truth").tap()
    width = bars(opened, "p").nth(0).bounding_box()["width"]
    assert width > 28
    hand = Hand(opened.page, "finger")
    scrolled = opened.page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop")
    hand.take(*at(opened, "p", 0, share))
    for value in (0.5, 0.7, 0.6):
        hand.move(*at(opened, "p", 0, value))
    hand.let_go()
    opened.pass_frames(2)
    assert row(opened, "p") == pytest.approx([0.6, *[0.4 / (count - 1)] * (count - 1)])
    assert opened.page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == scrolled
    opened.until(lambda: "p=0.6," in opened.page.url)
    opened.check()


def test_a_swap_is_seen_as_one_and_skipped_by_those_who_want_no_motion(visit):
    for motion in ("no-preference", "reduce"):
        opened = visit("kl_divergence", reduced_motion=motion)
        opened.until(lambda opened=opened: rows_stand(opened, P, Q))
        opened.page.evaluate(
            """() => {
              window.seen = new Set()
              const roots = [...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(e => e)
              const bar = roots.map(e => e.querySelector('.bars [role=slider]')).find(e => e)
              new MutationObserver(() => window.seen.add(bar.ariaValueNow)).observe(bar, { attributes: true })
            }"""
        )
        opened.page.get_by_role("button", name="Swap p and q").click()
        opened.until(lambda opened=opened: rows_stand(opened, Q, P))
        seen = [float(value) for value in opened.page.evaluate("[...window.seen]")]
        assert (len(seen) > 10) is (motion == "no-preference")
        assert seen == sorted(seen, reverse=True)  # p's first bar falls from ½ to ⅛
        opened.until(lambda opened=opened: says(opened, Q, P))
        opened.check()


def test_a_typed_row_that_does_not_sum_to_one_leaves_the_pictures(visit):
    opened = visit("kl_divergence")
    opened.until(lambda: rows_stand(opened, P, Q))
    opened.page.get_by_role("button", name="More").click()
    box = opened.page.get_by_role("spinbutton", name="p₁")
    box.fill("0.8")
    box.press("Enter")
    opened.page.get_by_text("p sums to 1.3").first.wait_for()
    opened.settle()
    assert rows_stand(opened, P, Q)
    assert says(opened, P, Q)
    opened.page.get_by_role("button", name="Divide by the sum").first.click()
    shares = [value / 1.3 for value in (0.8, 0.25, 0.125, 0.125)]
    opened.until(lambda: rows_stand(opened, shares, Q))
    opened.until(lambda: says(opened, shares, Q))
    opened.check()


def test_the_browser_computes_what_core_computes(visit):
    rng = np.random.default_rng(20)
    pairs = []
    for count in range(2, 11):
        for _ in range(40):
            p, q = rng.dirichlet(np.full(count, rng.choice([0.05, 1.0, 20.0])), size=2)
            for each in (p, q):
                each[rng.random(count) < 0.2] = 0.0
                each[rng.integers(count)] += 0.1
                each /= each.sum()
            pairs.append((p.tolist(), (p if rng.random() < 0.1 else q).tolist()))
            near = p * (1 + 1e-7 * rng.standard_normal(count))
            pairs.append((p.tolist(), (near / near.sum()).tolist()))
    opened = visit("kl_divergence")
    script = (
        read("figures.js", "information.js")
        + f"; return {json.dumps(pairs)}.map(([p, q]) => [quantities(p, q, 1), plain])"
    )
    script = script.replace(
        "[quantities(p, q, 1), plain]",
        "Object.entries(quantities(p, q, 1)).map(([name, value]) => [name, String(value), plain(value)])",
    )
    found = opened.page.evaluate(f"() => {{ {script} }}")
    for (p, q), told in zip(pairs, found, strict=True):
        c = compare(tuple(p), tuple(q), UNITS["nats"])
        for name, value, words in told:
            exact, number = getattr(c, name), float(value.replace("Infinity", "inf"))
            assert number == pytest.approx(exact, rel=1e-12, abs=1e-12), (name, p, q)
            assert words == plain(number), (name, value)
    ties = [0.0625, 0.1875, 2.0625, 0.5, 0.00051, 0.00049, 9.996e-5, 1e-17, 0.0]
    script = f"() => {{ {read('figures.js')}; return {json.dumps(ties)}.map((value) => plain(value)) }}"
    assert opened.page.evaluate(script) == [plain(value) for value in ties]


def test_the_browser_has_the_line_of_near_equality_that_core_has(visit):
    rng = np.random.default_rng(21)
    lines = [
        (rng.dirichlet(np.ones(count)), rng.dirichlet(np.ones(count))) for count in range(2, 11) for _ in range(20)
    ]
    for p, _ in lines[::7]:
        p[0] = 0.0
        p /= p.sum()
    places = (-1.0, -0.3, 0.0, 0.01, 0.5, 0.99, 1.0)
    script = f"""() => {{
      {read("figures.js", "information.js")}
      return {json.dumps([(p.tolist(), q.tolist()) for p, q in lines])}.map(([p, q]) => {{
        const line = lineThrough(p, q)
        const numbers = [line.measuredCurvature, line.lowest, line.slope, line.curvature, line.squaredCurvature]
        const values = {json.dumps(places)}.map((t) => Object.values(line.values(Math.max(t, line.lowest))))
        return [numbers, values].flat(2).map(String)
      }})
    }}"""
    for (p, q), told in zip(lines, visit("kl_divergence").page.evaluate(script), strict=True):
        line = Line(tuple(p.tolist()), tuple(q.tolist()))
        measured, *found = (float(each.replace("Infinity", "inf")) for each in told)
        values = [list(line.values(np.array(max(t, line.lowest))).values()) for t in places]
        exact = np.array([line.lowest, line.slope, line.curvature, line.squared_curvature, *np.ravel(values)])
        assert found == pytest.approx(exact, rel=0, abs=1e-12 * np.abs(exact[np.isfinite(exact)]).max())
        assert measured == pytest.approx(line.measured_curvature, rel=1e-9)  # a difference of differences


RECTANGLES = """(kinds) => {
  const picture = document.querySelector('.st-key-kl_areas svg.marks')
  const plane = picture.querySelector('.role-frame .background').getBoundingClientRect()
  const size = (nth) => [...picture.querySelectorAll(`.mark-rect.layer_${nth}_marks path`)]
    .map((one) => one.getBBox()).map(({ width, height }) => (width * height) / (plane.width * plane.height))
  return kinds.map((_, nth) => size(nth).reduce((sum, one) => sum + one, 0))
}"""


@pytest.mark.parametrize(
    ("p", "q", "top"),
    [(P, Q, 2.5), (P, P, 2.5), ((0.6, 0.3, 0.1), (0.3, 0.3, 0.4), 2.5), ((0.5, 0.5), (0.98, 0.02), 7.0)],
)
def test_the_areas_are_the_quantities(visit, p, q, top):
    rows = [",".join(map(repr, row)) for row in (p, q)]
    opened = visit(f"kl_divergence?p={rows[0]}&q={rows[1]}")
    opened.until(lambda: rows_stand(opened, p, q))
    opened.still()
    c = compare(p, q, UNITS["nats"])
    below, added, saved, whole = opened.page.evaluate(RECTANGLES, ["below", "added", "saved", "whole"])
    assert whole == pytest.approx(1.0, abs=0.02)
    assert (below + added) * top == pytest.approx(c.cross_pq, abs=0.02 * top)
    assert (below + saved) * top == pytest.approx(c.entropy_p, abs=0.02 * top)
    assert (added - saved) * top == pytest.approx(c.kl_pq, abs=0.02 * top)


TABLE = "rows => rows.map(row => [...row.cells].slice(1).map(cell => cell.textContent))"


def smoothing_is_said(opened) -> bool:
    """Whether the section on infinity says and draws what core says of the rows that the bars stand at."""
    p, q = row(opened, "p"), row(opened, "q")
    c, made = compare(tuple(p), tuple(q), UNITS["nats"]), opened.page.get_by_text("rarest under p").count()
    if not np.isinf([c.kl_pq, c.kl_qp]).any():
        q = without(q, rarest_of(p, q))
        c = compare(tuple(p), tuple(q), UNITS["nats"])
    elif made:
        return False
    pairs = {"KL(p‖q)": (p, q, c.kl_pq), "KL(q‖p)": (q, p, c.kl_qp)}
    numbers = [smoothed_divergence(*pair, list(MARKS.values())) for *pair, _ in pairs.values()]
    cells = [[plain(value) for value in values] for values in zip(*numbers, strict=True)]
    cells.append([plain(exact) for *_, exact in pairs.values()])
    endless = [found for found, (*_, exact) in zip(numbers, pairs.values(), strict=True) if exact == np.inf]
    drawn = {f"{value:.2f}" for found in endless for value in found}
    words = opened.text()
    return (
        opened.page.locator("table tbody tr").evaluate_all(TABLE) == cells
        and drawn <= set(signs(opened, "kl_infinity"))
        and all(f"{name} {'= ∞' if exact == np.inf else 'is finite'}." in words for name, (*_, exact) in pairs.items())
    )


@pytest.mark.parametrize("hand", [*HANDS, "keys"])
def test_infinity_follows_a_bar_that_is_dragged(visit, hand):
    phone = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True} if hand == "finger" else {}
    opened = visit("kl_divergence?section=infinity", **phone)
    opened.until(lambda: rows_stand(opened, P, Q) and smoothing_is_said(opened))
    opened.still()
    opened.watch_hand()
    grip = bars(opened, "p").nth(0)
    if hand == "keys":
        for key in ("PageUp", "End", "Home"):
            grip.press(key)
            opened.until(lambda: smoothing_is_said(opened))
    else:
        held = Hand(opened.page, hand)
        held.take(*at(opened, "p", 0, 0.5))
        for value in (0.7, 1.0, 0.0):
            held.move(*at(opened, "p", 0, value), steps=3)
            opened.until(lambda value=value: row(opened, "p")[0] == value and smoothing_is_said(opened))
        held.let_go()
    opened.has_sent_at_rest_only()
    opened.until(lambda: "p=0,0.5,0.25,0.25" in opened.page.url)
    opened.settle()
    assert smoothing_is_said(opened)
    opened.check()
