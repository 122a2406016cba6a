"""Infinity: which outcome makes a divergence infinite, and the numbers that smoothing would invent instead."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.kl_divergence.comparison import Comparison, normalised
from core.app.kl_divergence.inputs import FIELDS
from core.app.take_home.snippet import Printed, Snippet, behind, in_units
from core.app.wording.code_span import code_span
from core.app.wording.figures import latex, plain
from core.app.wording.language import inline
from core.charts.kl_divergence import infinity as charts
from core.maths.information import kl_divergence
from core.simulation.kl_divergence.infinity import ruled_out, slope, smoothed_divergence

MARKS: Final = (1e-15, 1e-7, 1e-3, 0.1)
POWERS: Final = ("10⁻¹⁵", "10⁻⁷", "0.001", "0.1")
SWITCH: Final = Choice("off", ("off", "on"))


def show(page: Page, result: Comparison | None) -> Snippet | None:
    """The section: for both directions what is ruled out, and behind a switch what smoothing would say."""
    text = page.text
    if result is None:
        st.info(text("paused_section"), icon=":material/pause_circle:")
        return None
    pairs = {"KL(p‖q)": (result.p, result.q), "KL(q‖p)": (result.q, result.p)}
    for name, (truth, model) in pairs.items():
        st.markdown(_verdict(page, name, truth, model, [outcome.name for outcome in result.outcomes]))
    make_or_undo(page, result)
    names = {name: text(f"infinity.switch.{name}") for name in SWITCH.options}
    if widgets.choice("smooth", text("infinity.switch_label"), SWITCH, text, names, hide_label=False) == "off":
        return _behind(page, result, smoothing=False)
    # Beside a line that hardly moves the numbers would only cover each other.
    endless = {name: pair for name, pair in pairs.items() if len(ruled_out(*pair))} or pairs
    left, right = st.columns([1.5, 1], gap="medium", vertical_alignment="center")
    unit = text(page.units.name)
    with left:
        draw(
            charts.smoothing_chart,
            charts.line_rows(pairs, page.units),
            charts.mark_rows(endless, MARKS, page.units),
            list(pairs),
            {"epsilon": text("infinity.axis_epsilon"), "value": text("infinity.axis_value", units=unit)},
            alt=text("infinity.alt", numbers="; ".join(_numbers(page, *pair) for pair in pairs.values())),
            key="kl_infinity",
        )
    with right:
        st.markdown(_table(page, pairs, (result.kl_pq, result.kl_qp)))
        st.markdown(inline(r"\model{q_\varepsilon} = (1 - \varepsilon)\,\model{q} + \varepsilon / K", display=True))
    st.markdown(_moral(page, pairs))
    return _behind(page, result, smoothing=True)


def _verdict(page: Page, name: str, truth: tuple[float, ...], model: tuple[float, ...], names: Sequence[str]) -> str:
    """Whether this divergence is infinite, and by which outcomes."""
    text = page.text
    places = ruled_out(truth, model)
    if not len(places):
        return text("infinity.finite", name=name)
    called = [code_span(word.replace("`", " ")) if word else str(number) for number, word in enumerate(names, 1)]
    outcomes = ", ".join(f"{called[place]} ({plain(truth[place])})" for place in places)
    return text("infinity.infinite", name=name, outcomes=outcomes)


def _numbers(page: Page, truth: tuple[float, ...], model: tuple[float, ...]) -> str:
    values = smoothed_divergence(truth, model, MARKS) * page.units.per_nat
    return ", ".join(f"{mark}: {plain(value, 2)}" for mark, value in zip(POWERS, values, strict=True))


def _table(
    page: Page, pairs: dict[str, tuple[tuple[float, ...], tuple[float, ...]]], exact: tuple[float, float]
) -> str:
    """What each ε would report, a row for each; the last row is without any, ``exact``, in the page's unit."""
    names = list(pairs)
    columns = [smoothed_divergence(*pair, MARKS) * page.units.per_nat for pair in pairs.values()]
    rows = [f"| ε | {names[0]} | {names[1]} |", "|---:|---:|---:|"]
    rows += [
        f"| {mark} | {plain(float(first), 3)} | {plain(float(second), 3)} |"
        for mark, first, second in zip(POWERS, *columns, strict=True)
    ]
    rows.append(f"| **0** | **{plain(exact[0], 3)}** | **{plain(exact[1], 3)}** |")
    return "\n".join(rows)


def _moral(page: Page, pairs: dict[str, tuple[tuple[float, ...], tuple[float, ...]]]) -> str:
    """How fast the invented number grows, for the direction that is infinite."""
    text = page.text
    steep = {name: slope(*pair) for name, pair in pairs.items()}
    name = max(steep, key=lambda each: steep[each])
    if steep[name] == 0.0:
        return text("infinity.moral_finite")
    step = latex(steep[name] * page.units.of(float(np.log(10.0))), 3)
    return text(
        "infinity.moral",
        name=name,
        share=plain(steep[name]),
        step=inline(rf"{latex(steep[name])} \cdot {page.units.logarithm} 10 = {step}"),
        units=text(page.units.name),
    )


def _behind(page: Page, result: Comparison, *, smoothing: bool) -> Snippet:
    """The Python for both divergences and, where it is on, for what smoothing by each ε would make of them."""
    units, code = page.units, f"p, q = {list(result.p)!r}, {list(result.q)!r}"
    printed = [
        Printed(in_units("kl_divergence(p, q)", units), result.kl_pq, what=f"KL(p‖q) in {units.name}"),
        Printed(in_units("kl_divergence(q, p)", units), result.kl_qp, what="KL(q‖p)"),
    ]
    if not smoothing:
        return behind((kl_divergence,), code, *printed)
    for arguments, pair in (("p, q", (result.p, result.q)), ("q, p", (result.q, result.p))):
        printed += [
            Printed(
                in_units(f"smoothed_divergence({arguments}, {mark!r})[0]", units),
                units.of(float(value)),
                what=f"ε = {mark}",
            )
            for mark, value in zip(MARKS, smoothed_divergence(*pair, MARKS), strict=True)
        ]
    return behind((kl_divergence, smoothed_divergence), code, *printed)


BEFORE: Final = "_kl_infinity_before"  # q as it was before an outcome was made impossible, and as it is since

Row = tuple[float, ...]


def without_rarest(p: Row, q: Row) -> Row | None:
    """q with the outcome that p finds rarest made impossible, the rest divided by its sum; None where none can be.

    Only outcomes that happen under both count: ruling one out is what makes KL(p‖q) infinite. The first of equals.
    """
    possible = [place for place, (truth, model) in enumerate(zip(p, q, strict=True)) if truth > 0.0 and model > 0.0]
    if len(possible) < 2:
        return None
    rarest = min(possible, key=p.__getitem__)
    return normalised(tuple(0.0 if place == rarest else value for place, value in enumerate(q)))


def make_or_undo(page: Page, result: Comparison) -> None:
    """The button that makes an outcome impossible while none is; and after it, the one that takes that back."""
    text = page.text
    if st.session_state.get(BEFORE, (None, None))[1] == result.q:
        st.button(text("infinity.undo"), on_click=_undo, icon=":material/undo:", key="kl_infinity_undo")
    elif math.isfinite(result.kl_pq) and math.isfinite(result.kl_qp) and without_rarest(result.p, result.q):
        st.button(
            text("infinity.make"),
            on_click=_make_impossible,
            icon=":material/block:",
            help=text("infinity.make_help"),
            key="kl_infinity_make",
        )


def _make_impossible() -> None:
    p, q = (link_state().now(name, FIELDS[name]) for name in ("p", "q"))
    made = without_rarest(p, q)
    if made is not None:
        st.session_state[BEFORE] = (q, made)
        link_state().put("q", made)


def _undo() -> None:
    if BEFORE in st.session_state:  # a double click arrives twice
        link_state().put("q", st.session_state.pop(BEFORE)[0])
