"""Infinity: which outcome makes a divergence infinite, and the numbers that smoothing would invent instead."""

import math
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by
from core.app.kl_divergence import hero, inputs
from core.app.kl_divergence.comparison import Comparison, Row, compare, normalised
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import table
from core.app.wording.code_span import code_span
from core.app.wording.figures import latex, plain
from core.app.wording.language import inline
from core.charts.kl_divergence import infinity as charts
from core.maths.information import kl_divergence
from core.simulation.kl_divergence.infinity import ruled_out, slope, smoothed_divergence

SMOOTH: Final = Control("smooth", Choice("on", ("off", "on")), "infinity.switch_label", "infinity.switch.{}")
CONTROLS: Final = (SMOOTH,)
MARKS: Final = {"10⁻¹⁵": 1e-15, "10⁻⁷": 1e-7, "0.001": 1e-3, "0.1": 0.1}  # ε as it is written -> ε


def show(page: Page) -> Snippet:
    """The section: for both directions what is ruled out, and what smoothing would say."""
    result, is_made = read(page)
    if is_made:
        named = _called(result)[next(o.number - 1 for o in result.outcomes if o.p > 0 and o.q == 0)]
        st.markdown(page.text("infinity.made", outcome=named))
    say_verdicts(page)
    page.show(SMOOTH)
    draw_smoothing(page)
    code = f"p, q = {list(result.p)!r}, {list(result.q)!r}\nkl_divergence(p, q), kl_divergence(q, p)  # 3 nats\n"
    for mark in MARKS.values() if _is_on(page) else ():
        numbers = f"smoothed_divergence(p, q, {mark!r})[0], smoothed_divergence(q, p, {mark!r})[0]"
        code += f"{numbers}  # 3 nats: ε = {mark}\n"
    return Snippet(code, page.units, (kl_divergence, smoothed_divergence))


def read(page: Page) -> tuple[Comparison, bool]:
    """p and q, of which one rules something out; where neither does, q without the outcome that p finds rarest."""
    result = hero.read(page)
    if math.isinf(result.kl_pq) or math.isinf(result.kl_qp) or (q := without_rarest(result.p, result.q)) is None:
        return result, False
    return compare(result.p, q, page.units, inputs.names(page)), True


def draw_both(page: Page) -> None:
    """What is ruled out, and behind the switch what smoothing would make of it."""
    say_verdicts(page)
    draw_smoothing(page)


def _is_on(page: Page) -> bool:
    return page.value(SMOOTH) == "on"


def _pairs(result: Comparison) -> dict[str, tuple[Row, Row]]:
    """Truth and model in both directions."""
    return {"KL(p‖q)": (result.p, result.q), "KL(q‖p)": (result.q, result.p)}


def _called(result: Comparison) -> list[str]:
    """What the outcomes are called; their names are the reader's."""
    return [code_span(o.name.replace("`", " ")) if o.name else str(o.number) for o in result.outcomes]


def say_verdicts(page: Page) -> None:
    """For both directions whether it is infinite, and by which outcomes."""
    text, (result, _) = page.text, read(page)
    called = _called(result)
    for name, (truth, model) in _pairs(result).items():
        outcomes = ", ".join(f"{called[place]} ({plain(truth[place])})" for place in ruled_out(truth, model))
        page.say(text("infinity.infinite" if outcomes else "infinity.finite", name=name, outcomes=outcomes))


def draw_smoothing(page: Page) -> None:
    """Where it is on, what each ε would report: as lines, as a table whose last row is without any, in a sentence."""
    text, units, (result, _) = page.text, page.units, read(page)
    if not _is_on(page):
        return
    pairs, invented = _pairs(result), _invented(page, result)
    # Beside a line that hardly moves the numbers would only cover each other.
    endless = {name: pair for name, pair in pairs.items() if len(ruled_out(*pair))} or pairs
    numbers = (
        ", ".join(f"{mark}: {plain(value, 2)}" for mark, value in zip(MARKS, values, strict=True))
        for values in invented
    )
    left, right = st.columns([1.5, 1], gap="medium", vertical_alignment="center")
    with left:
        draw(
            charts.smoothing_chart,
            charts.line_rows(pairs, units),
            charts.mark_rows(endless, list(MARKS.values()), units),
            list(pairs),
            {"epsilon": text("infinity.axis_epsilon"), "value": text("infinity.axis_value", units=text(units.name))},
            alt=text("infinity.alt", numbers="; ".join(numbers)),
            key="kl_infinity",
        )
    with right:
        rows = [(mark, *map(plain, values)) for mark, *values in zip(MARKS, *invented, strict=True)]
        exact = ("**0**", f"**{plain(result.kl_pq)}**", f"**{plain(result.kl_qp)}**")
        table(("ε", *pairs), [*rows, exact], "rrr")
        page.say(inline(r"\model{q_\varepsilon} = (1 - \varepsilon)\,\model{q} + \varepsilon / K", display=True))
    page.say(_moral(page, result))


def _invented(page: Page, result: Comparison) -> list[list[float]]:
    """What each ε would report, for both directions, in the reader's unit."""
    marks = list(MARKS.values())
    return [(smoothed_divergence(*pair, marks) * page.units.per_nat).tolist() for pair in _pairs(result).values()]


def _moral(page: Page, result: Comparison) -> str:
    """How fast the invented number grows, for the direction that is infinite."""
    text, units = page.text, page.units
    steep = {name: slope(*pair) for name, pair in _pairs(result).items()}
    name = max(steep, key=lambda each: steep[each])
    if steep[name] == 0.0:
        return text("infinity.moral_finite")
    step = latex(steep[name] * units.of(math.log(10.0)))
    return text(
        "infinity.moral",
        name=f"[[kl|{name}]]",
        share=plain(steep[name]),
        step=inline(rf"{latex(steep[name])} \cdot {units.logarithm} 10 = {step}"),
        units=text(units.name),
    )


def without_rarest(p: Row, q: Row) -> Row | None:
    """q with the outcome that p finds rarest made impossible, the rest divided by its sum; None where none can be.

    Only outcomes that happen under both count: ruling one out is what makes KL(p‖q) infinite. The first of equals.
    """
    possible = [place for place, (truth, model) in enumerate(zip(p, q, strict=True)) if truth > 0.0 and model > 0.0]
    if len(possible) < 2:
        return None
    rarest = min(possible, key=p.__getitem__)
    return normalised(tuple(0.0 if place == rarest else value for place, value in enumerate(q)))


PART: Final = Part(draw_both, drawn_by(SMOOTH))
