"""The likelihood page in a browser: the reader's p moves all three pictures, without traffic."""

import json
import math
import re

import numpy as np
import pytest

from core.app.components import read
from core.app.likelihood import classifier, faces, ways
from core.app.likelihood.tosses.numbers import Numbers
from core.app.wording.figures import plain
from core.app.wording.language import Texts
from core.charts.kit.theme import UNITS
from core.simulation.likelihood.faces import Faces
from core.simulation.likelihood.tosses import Tosses
from tests.browser.hands import EVERY, HANDS, Moved, device

MARK = """(chart) => {
  const picture = document.querySelector(`.st-key-${chart} svg.marks`)
  const plane = picture?.querySelector('.role-frame .background')?.getBoundingClientRect()
  // The filled dot of the reader is the largest filled symbol; the open ring is the maximum.
  const dots = [...picture?.querySelectorAll('.mark-symbol path') ?? []].map((dot) => dot.getBoundingClientRect())
  const found = dots.filter((box) => box.width >= 10 && box.width <= 14 && box.x < plane.right)
  if (!plane || found.length !== 1) return null
  const [box] = found
  return [(box.x + box.width / 2 - plane.x) / plane.width, 1 - (box.y + box.height / 2 - plane.y) / plane.height]
}"""
ENGLISH = Texts("likelihood", "en", "nats")
CHARTS = ("likelihood_chart", "likelihood_log", "likelihood_mean")


def marks(visit) -> list[tuple[float, float] | None]:
    """Where the reader's mark is in each picture: the shares of its width and of its height."""
    return [visit.page.evaluate(MARK, chart) for chart in CHARTS]


def heights(heads: int, count: int, p: float) -> tuple[float, float, float]:
    """How high the mark of p has to be: L over its maximum, ln L, and the mean, each as a share of its axis."""

    def log_likelihood(q: float) -> float:
        return (heads * math.log(q) if heads else 0.0) + ((count - heads) * math.log(1 - q) if count > heads else 0.0)

    here, highest = log_likelihood(p), log_likelihood(heads / count)
    return math.exp(here - highest) / 1.36, max(0.0, 1 + here / (2.5 * count)), min(1.0, -here / count / 2.5)


def at(visit, heads: int, count: int, p: float) -> bool:
    found = marks(visit)
    return None not in found and all(
        mark == pytest.approx((p, height), abs=0.012)
        for mark, height in zip(found, heights(heads, count, p), strict=True)
    )


@pytest.mark.parametrize(
    ("heads", "count", "p", "units"),
    [(5, 8, 0.4, "nats"), (7, 7, 0.9, "bits"), (499_000, 10**6, 0.5, "nats"), (1, 4, 0.995, "bits")],
)
def test_the_marks_are_where_the_formulas_put_them(visit, heads, count, p, units):
    opened = visit(f"likelihood?tosses={heads}/{count}&p={p}&units={units}")
    opened.until(lambda: at(opened, heads, count, p))
    opened.check()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tosses=HHTHTTHH&p=0", {"↓ −∞", "↑ ∞"}),
        # 5 ln 0.005 + 3 ln 0.995 = −26.506…, over −8: 3.3133
        ("tosses=HHTHTTHH&p=0.005", {"↓ −26.51", "↑ 3.3133"}),
        # 10⁶ ln 0.005 = −5 298 317, and its mean 5.2983
        ("tosses=1000000/1000000&p=0.005", {"↓ −5\u202f298\u202f317", "↑ 5.2983"}),
    ],
)
def test_a_mark_beyond_a_picture_stands_at_its_edge_with_its_value(visit, query, said):
    opened = visit(f"likelihood?{query}&units=nats")

    def arrows() -> set[str]:
        words = opened.page.locator("svg.marks text").all_text_contents()
        return {word for word in words if word[:1] in "↓↑" and word}

    opened.until(lambda: arrows() == said)
    assert [up for _, up in marks(opened)[1:]] == pytest.approx([0.0, 1.0], abs=0.012)
    opened.check()


def test_without_a_toss_there_is_nothing_to_mark_in_the_third(visit):
    opened = visit("likelihood?tosses=&p=0.3")
    opened.until(lambda: marks(opened)[0] is not None)
    assert marks(opened)[2] is None
    opened.check()


def numbers(visit) -> list[str]:
    """The numbers of the line below the pictures: L, its logarithm, and the mean by both routes."""
    places = visit.page.locator("[data-testid=stMarkdown] strong [class^=live]")
    return places.all_text_contents()


def right_numbers(heads: int, count: int, p: float) -> list[str]:
    found = Numbers(Tosses(heads, count, None), p, UNITS["nats"]).at_p
    return [found[name] for name in ("likelihood", "log_likelihood", "mean", "cross_entropy")]


@pytest.mark.parametrize("hand", EVERY)
def test_the_numbers_follow_p_while_it_is_dragged(visit, hand):
    opened = visit("likelihood", has_touch=hand == "finger")
    opened.until(lambda: at(opened, 5, 8, 0.3) and numbers(opened) == right_numbers(5, 8, 0.3))
    slider = opened.page.get_by_role("slider", name="p, your guess")
    plane = opened.page.locator(".st-key-likelihood_mean svg.marks .role-frame .background").first
    move = Moved(opened, hand, slider, along=plane)
    values = set()
    for p in (0.35, 0.42, 0.55, 0.625, 0.7):
        move.to(p)
        # A browser delivers the movements of a finger a little later than they are made.
        opened.until(lambda p=p: hand == "keys" or abs(float(slider.input_value()) - p) < 0.006)
        opened.pass_frames(2)
        # Of a finger's movements one more may come between two looks.
        opened.until(lambda: numbers(opened) == right_numbers(5, 8, float(slider.input_value())))
        values.add(value := float(slider.input_value()))
        found = numbers(opened)
        assert found[2] == found[3]
        opened.until(lambda value=value: at(opened, 5, 8, value))
    assert len(values) == 5
    move.let_go()
    opened.until(lambda: f"p={value:g}" in opened.page.url)
    opened.check()


def said_ways(visit) -> list[str]:
    """What stands in the places of the four lines that follow p, formula by formula."""
    shown = visit.page.locator(".stMarkdown .katex-html [style*='rgb(']").evaluate_all(
        """found => found.filter(one => /rgb\\([1-7], 0/.test(one.getAttribute('style')) && !one.firstElementChild)
          .map(one => one.textContent)"""
    )
    return [text.replace("\u200b", "").replace("\u00a0", " ") for text in shown]  # as KaTeX has them


def right_ways(p: float) -> list[str]:
    now = ways.said(ENGLISH, UNITS["nats"], Tosses(5, 8, "HHTHTTHH"), p)
    factors = [now["p" if face == "H" else "q"] for face in "HHTHTTHH"]
    both = [now["p"], now["q"]]
    return [
        *(*factors, now["held"], now["product"], *both, now["sum"], *both, now["mean"], now["cross_entropy"]),
        *(now["entropy"], now["kl"], now["parts"]),
    ]


@pytest.mark.parametrize("hand", EVERY)
def test_the_four_ways_and_their_bars_follow_p(visit, hand):
    opened = visit("likelihood?section=ways", has_touch=hand == "finger")
    opened.until(lambda: said_ways(opened) == right_ways(0.3))
    slider = opened.page.get_by_role("slider", name="p, your guess")
    move = Moved(opened, hand, slider, along=slider)
    seen = set()
    for p in (0.35, 0.45, 0.6, 0.8):
        move.to(p)
        opened.until(lambda: said_ways(opened) == right_ways(float(slider.input_value())))
        seen.add(value := float(slider.input_value()))
        whole = Numbers(Tosses(5, 8, None), value, UNITS["nats"]).log_likelihood
        names = opened.page.locator(".st-key-likelihood_ways svg.marks text").all_text_contents()
        assert f"−ln L = {-whole:.3f}" in names
    assert len(seen) == 4
    move.let_go()
    opened.until(lambda: f"p={value:g}" in opened.page.url)
    opened.check()


def test_the_browser_says_of_a_sigmoid_what_core_says(visit):
    places = [(slope / 2, intercept) for slope in range(-40, 41) for intercept in range(-10, 11, 2)]
    places += [(round(w, 2), round(b, 2)) for w, b in np.random.default_rng(4).uniform((0, -3), (20, 3), (400, 2))]
    found = classifier.labels_at(0.0, 0.0)
    for units in UNITS.values():
        data = {
            "features": (found.lengths - found.lengths.mean()).tolist(),
            "labels": found.labels.tolist(),
            "best": found.best.log_likelihood,
            "per_nat": units.per_nat,
            "texts": classifier.sentences(ENGLISH),
        }
        script = read("figures.js", "sigmoid.js").partition("export default")[0]
        call = f"{json.dumps(places)}.map(([slope, intercept]) => saidAt({json.dumps(data)}, {{ slope, intercept }}))"
        opened = visit("likelihood?section=formulas")
        for place, told in zip(places, opened.page.evaluate(f"() => {{ {script}; return {call} }}"), strict=True):
            assert told == classifier.said(ENGLISH, units, classifier.labels_at(*place)), place


def said_of_labels(visit) -> list[str]:
    return [*said_ways(visit), *visit.page.locator("[data-testid=stMarkdown] p > [class^=live]").all_text_contents()]


def right_labels(slope: float, intercept: float) -> list[str]:
    now = classifier.said(ENGLISH, UNITS["nats"], classifier.labels_at(slope, intercept))
    return [
        now[name] for name in ("likelihood", "total", "mean", "total", "mean", "verdict")
    ]  # twice: in the working too


@pytest.mark.parametrize("hand", EVERY)
@pytest.mark.parametrize(("grip", "x"), [("slope w, per cm", 5.906), ("intercept b", 4.906)])
def test_the_sigmoid_is_moved_and_turned(visit, hand, grip, x):
    opened = visit("likelihood?section=classifier", has_touch=hand == "finger")
    opened.until(lambda: said_of_labels(opened) == right_labels(2.0, 0.0))
    sliders = [opened.page.get_by_role("slider", name=name) for name in ("slope w, per cm", "intercept b")]
    plane = opened.page.locator(".st-key-likelihood_sigmoid svg.marks .role-frame .background").first
    share = (x - 2.8) / 4.3
    move = Moved(opened, hand, opened.page.get_by_role("slider", name=grip), along=plane, at=share)
    seen = set()
    for step in (0.03, 0.06, 0.09):
        move.to(share + step)
        opened.until(lambda: said_of_labels(opened) == right_labels(*(float(one.input_value()) for one in sliders)))
        seen.add(now := tuple(float(one.input_value()) for one in sliders))
        if hand == "mouse":  # the grip is under the hand: w (x − x̄) + b is 2 there, or 0 in the middle
            logit = now[0] * (x - 4.906 + 4.3 * step) + now[1]
            assert logit == pytest.approx(2.0 if x > 5 else 0.0, abs=0.03)
    assert len(seen) == 3
    heights = opened.page.locator(".st-key-likelihood_bars svg.marks .mark-rect path").evaluate_all(
        "found => found.map(one => one.getBBox().height)"
    )
    bars = np.exp(classifier.labels_at(*now).logs)
    assert np.array(heights) / sum(heights) == pytest.approx(
        (bars / bars.sum())[np.argsort(classifier.labels_at(*now).lengths, kind="stable")], abs=1e-3
    )
    move.let_go()
    opened.until(lambda: f"slope={now[0]:g}" in opened.page.url or f"intercept={now[1]:g}" in opened.page.url)
    opened.check()


def test_the_browser_says_of_a_row_what_core_says(visit):
    rng, cases = np.random.default_rng(11), []
    for classes in range(2, 11):
        for _ in range(40):
            counts, p = rng.integers(0, rng.choice([3, 60, 9000]), classes), rng.dirichlet(np.full(classes, 0.5))
            p[rng.random(classes) < 0.1] = 0.0
            p[0] += 0.01
            cases.append((counts.tolist(), (p / p.sum()).tolist()))
            if counts.any():
                cases.append((counts.tolist(), (counts / counts.sum()).tolist()))
    opened = visit("likelihood?section=formulas")
    script = read("figures.js", "information.js", "sayings.js")
    for units in UNITS.values():
        text = Texts("likelihood", "en", units.name)
        data = {"texts": faces.sentences(text), "units": text.unit, "per_nat": units.per_nat}
        say = f"draws({{ ...{json.dumps(data)}, facts: {{ counts }} }}, {{ q }}).words"
        call = f"{json.dumps(cases)}.map(([counts, q]) => {say})"
        for (counts, p), told in zip(cases, opened.page.evaluate(f"() => {{ {script}; return {call} }}"), strict=True):
            assert told == faces.said(text, units, Faces(tuple(counts), tuple(p))), (counts, p)


def row(visit) -> tuple[float, ...]:
    grips = visit.page.locator(".bars [role=slider]")
    return tuple(float(grips.nth(place).get_attribute("aria-valuenow")) for place in range(grips.count()))


def says_of_row(visit) -> bool:
    p = row(visit)
    now = len(p) == 3 and faces.said(ENGLISH, UNITS["nats"], Faces((12, 7, 31), p))
    names = ("likelihood", "log_likelihood", "result", "entropy", "kl", "verdict")
    return now and said_of_labels(visit) == [now[name] for name in names]


@pytest.mark.parametrize("hand", EVERY)
def test_a_bar_of_three_faces_is_dragged(visit, hand):
    opened = visit("likelihood?section=faces", has_touch=hand == "finger")
    opened.until(lambda: row(opened) == (0.3, 0.4, 0.3) and says_of_row(opened))
    grip = opened.page.locator(".bars [role=slider]").nth(1)
    move = Moved(opened, hand, grip, along=grip, at=0.4, is_upright=True)
    for value in (0.5, 0.7, 0.2):
        move.to(value, "ArrowUp")
        opened.until(lambda value=value: hand == "keys" or row(opened)[1] == value)
        opened.until(lambda: says_of_row(opened))
        now = row(opened)
        assert (now[0], now[2]) == pytest.approx([(1 - now[1]) / 2] * 2)
    move.let_go()
    opened.until(lambda: f"q={now[0]:g},{now[1]:g},{now[2]:g}" in opened.page.url)
    opened.settle()
    assert says_of_row(opened)
    opened.check()


@pytest.mark.parametrize("hand", HANDS)
def test_the_point_of_the_triangle_is_dragged(visit, hand):
    opened = visit("likelihood?section=faces", has_touch=hand == "finger")
    opened.until(lambda: row(opened) == (0.3, 0.4, 0.3) and says_of_row(opened))
    opened.still()
    triangle = opened.page.locator(".st-key-likelihood_faces_triangle svg.marks")
    outline = triangle.locator(".mark-line path").first
    box = outline.bounding_box()
    move = Moved(opened, hand, None, along=outline, at=0.4 + 0.3 / 2, height=1 - 0.3)
    for p in ((0.3, 0.3, 0.4), (0.2, 0.2, 0.6), (0.24, 0.14, 0.62)):
        move.height = 1 - p[2]
        move.to(p[1] + p[2] / 2)
        opened.until(lambda p=p: row(opened) == pytest.approx(p, abs=0.016) and says_of_row(opened))
        mark = triangle.locator(".grip_marks path").bounding_box()
        centre = (mark["x"] + mark["width"] / 2 - box["x"]) / box["width"]
        assert centre == pytest.approx(row(opened)[1] + row(opened)[2] / 2, abs=0.015)
        opened.still()
    move.let_go()
    opened.until(lambda: f"q={row(opened)[0]:g},{row(opened)[1]:g},{row(opened)[2]:g}" in opened.page.url)
    opened.check()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_toss_more_is_seen_to_move_all_three_curves(visit, motion):
    opened = visit("likelihood?p=0.3", reduced_motion=motion)
    opened.until(lambda: at(opened, 5, 8, 0.3))
    opened.still()
    opened.page.evaluate(
        """(charts) => {
          window.drawn = charts.map(() => new Set())
          const look = () => {
            charts.forEach((chart, i) => window.drawn[i].add(
              document.querySelector(`.st-key-${chart} svg.marks .mark-line path`).getAttribute('d')))
            requestAnimationFrame(look)
          }
          look()
        }""",
        CHARTS,
    )
    opened.page.get_by_role("button", name="+T").click()
    opened.until(lambda: at(opened, 5, 9, 0.3) and numbers(opened) == right_numbers(5, 9, 0.3))
    opened.still()
    steps = opened.page.evaluate("window.drawn.map(seen => seen.size)")
    assert all(count > 6 for count in steps) if motion == "no-preference" else all(count <= 3 for count in steps)
    opened.check()


@pytest.mark.parametrize("chart", CHARTS)
def test_p_is_dragged_in_each_picture_without_traffic(visit, chart):
    opened = visit("likelihood?tosses=HHTHTTHH&p=0.625")
    opened.until(lambda: at(opened, 5, 8, 0.625))
    slider = opened.page.get_by_role("slider", name="p, your guess")
    slider.wait_for()
    opened.still()
    box = opened.page.locator(f".st-key-{chart} svg.marks .role-frame .background").first.bounding_box()
    along = lambda p: (box["x"] + box["width"] * p, box["y"] + box["height"] / 2)  # noqa: E731
    opened.page.mouse.move(*along(0.6))
    opened.watch_hand()
    opened.page.mouse.down()
    opened.page.mouse.move(*along(0.4), steps=8)
    value = float(slider.input_value())
    assert value == pytest.approx(0.4, abs=0.0051)
    assert at(opened, 5, 8, value)
    opened.has_sent_at_rest_only()
    opened.page.mouse.up()
    opened.until(lambda: f"p={value:g}" in opened.page.url)
    mean = heights(5, 8, value)[2] * 2.5
    opened.until(lambda: re.search(rf"{mean:.4f}", opened.text()) is not None)
    opened.check()


BARS = """() => {
  const picture = document.querySelector('.st-key-likelihood_coins_linear svg.marks')
  return [...picture.querySelectorAll('.mark-rect path')].map(e => e.getBBox().height)
}"""


def says_of_coins(visit, p: float) -> bool:
    """Whether the bars of eight coins are those of the binomial law, and the words of this p."""
    bars = visit.page.evaluate(BARS)
    mass = [math.comb(8, k) * p**k * (1 - p) ** (8 - k) for k in range(9)]
    return [bar / sum(bars) for bar in bars] == pytest.approx(mass, abs=0.004) and (
        f"n = 8 coins, each with p = {plain(p)}." in visit.page.locator(".st-key-likelihood_views").inner_text()
    )


@pytest.mark.parametrize("hand", EVERY)
def test_the_bars_of_n_coins_follow_p_that_is_dragged_on_the_curve(visit, hand):
    opened = visit("likelihood?section=coins", **device(hand))
    opened.until(lambda: says_of_coins(opened, 0.3))
    slider = opened.page.get_by_role("slider", name="p, your guess")
    plane = opened.page.locator(".st-key-likelihood_coins_parallel svg.marks .role-frame .background").first
    move = Moved(opened, hand, slider, along=plane, height=0.1)
    p = move.through((0.4, 0.55, 0.8), lambda p: says_of_coins(opened, p), 0.0051)
    move.let_go()
    opened.until(lambda: f"p={p:g}" in opened.page.url)
    opened.check()


@pytest.mark.parametrize("width", [1600, 390])
def test_the_triangle_of_three_faces_keeps_its_shape_on_any_page(visit, width):
    opened = visit("likelihood?section=faces", width=width)
    outline = opened.page.locator(".st-key-likelihood_faces_triangle svg.marks .mark-line path").first
    box = outline.evaluate("path => { const box = path.getBBox(); return [box.width, box.height] }")
    assert box[1] / box[0] == pytest.approx(math.sqrt(3) / 2, rel=0.08)
    opened.check()


@pytest.mark.parametrize(("query", "negative"), [("noise=gaussian&sigma=0.1", True), ("noise=bernoulli", False)])
def test_only_a_density_has_negative_numbers_on_its_axis(visit, query, negative):
    opened = visit(f"likelihood?section=noise&data=1+1+1&{query}")
    labels = opened.page.locator(".st-key-likelihood_noise svg.marks .role-axis-label text").all_text_contents()
    assert len(labels) > 4
    assert any(label.startswith("−") for label in labels) is negative
    opened.check()
