"""Near equality: KL from p to what lies towards q, beside its parabola, the squared error and Pinsker's bound."""

import math
from functools import lru_cache
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part
from core.app.kl_divergence import hero
from core.app.take_home.snippet import Snippet, listed
from core.app.wording.blocks import table
from core.app.wording.figures import latex, plain
from core.app.wording.language import inline
from core.charts.kit.theme import Units
from core.charts.kl_divergence import near as charts
from core.maths.information import entropy, kl_divergence, total_variation
from core.simulation.kl_divergence.near import CURVES, FURTHEST, Line

AT: Final = Control("near_t", Number(0.5, FURTHEST, 1.0, 0.01), "near.axis_t")
CONTROLS: Final = (AT,)
VIEWS: Final = "kl_near_views"
NEARER: Final = (0.1, 0.01)
SYMBOLS: Final = {
    "forward": r"\model{\mathrm{KL}(p\Vert q_t)}",
    "quadratic": r"\tfrac12 \sum (p - q_t)^2 / p",
    "reverse": r"\model{\mathrm{KL}(q_t\Vert p)}",
    "pinsker": r"2\,\mathrm{TV}^2",
    "squared": r"\se{\tfrac12 \Vert q_t - p\Vert ^2}",
}


def show(page: Page) -> Snippet | None:
    """The section: the curves over t with its slider, their numbers at t and nearer to p, the curvature at t = 0."""
    line = read(page)
    if line is None:
        draw_curves(page)  # which says why there are none
        return None
    st.caption(page.text("near.intro"))
    picture, numbers = st.columns([1.35, 1], gap="medium")
    with picture:
        draw_curves(page)
        slide(page)
    with numbers:
        _write_numbers(page, line)
    _warn(page, line)
    t = page.value(_control(page))
    code = f"""
    p, q = {listed(line.ends[0])}, {listed(line.at(np.array(t)))}  # t = {t:g} of the way
    kl_divergence(p, q), kl_divergence(q, p)  # 4 nats
    2 * total_variation(p, q) ** 2  # 4 nats: Pinsker's bound
    """
    return Snippet(code, page.units, (kl_divergence, total_variation))


def read(page: Page) -> Line | None:
    """The line from p through q; None where they are equal."""
    result = hero.read(page)
    line = Line(result.p, result.q)
    return None if line.is_a_point else line


def _control(page: Page) -> Control[float]:
    """t as far as this line goes."""
    line, field = read(page), AT.over_a(Number)
    return AT if line is None else AT.over(Number(field.default, line.lowest, field.high, field.step))


def slide(page: Page) -> None:
    """The slider of t, which is also dragged in the picture."""
    live_slider(_control(page), page.text, chart=VIEWS, symbols=("t",), along="t")


def draw_curves(page: Page) -> None:
    """The curves, with dots at the reader's t; or why there are none."""
    text, units, line, t = page.text, page.units, read(page), page.value(_control(page))
    if line is None:
        st.markdown(text("near.equal"))
        return
    names = {name: text(f"near.name.{name}") for name in CURVES}
    said = {name: plain(float(value)) for name, value in charts.in_units(line, np.array(t), units).items()}
    with views(VIEWS):
        draw(
            charts.chart,
            charts.curve_rows(line, units),
            charts.name_rows(line, units, names),
            charts.dot_rows(line, units),
            charts.end_rows(line, units),
            live(AT),
            {"t": text("near.axis_t"), "value": text("near.axis_value")},
            alt=text("near.alt", t=f"{t:.2f}", low=plain(line.lowest, 2), **said),
            key="kl_near",
        )


def working(page: Page) -> None:
    """The curves in numbers, the curvature, and what the parabola does not say."""
    if line := read(page):
        _write_numbers(page, line)
        _warn(page, line)


def _warn(page: Page, line: Line) -> None:
    text, units = page.text, page.units
    page.careful(text("near.careful", entropy=plain(units.of(float(entropy(line.p))))))


def _ratio(divergence: float, parabola: float) -> str:
    """KL over its parabola; at p itself its limit, and no number where there is no parabola."""
    if math.isinf(parabola):
        return "–"
    return "→ 1" if parabola == 0.0 else plain(divergence / parabola, 4)


@lru_cache(maxsize=64)
def _said(line: Line, units: Units, places: tuple[float, ...]) -> dict[float, dict[str, str]]:
    """What the table says at each t."""
    values = charts.in_units(line, np.array(places), units)
    return {
        t: {name: plain(float(values[name][nth]), 4) for name in CURVES}
        | {"t": f"{t:g}", "ratio": _ratio(float(values["forward"][nth]), float(values["quadratic"][nth]))}
        for nth, t in enumerate(places)
    }


def _write_numbers(page: Page, line: Line) -> None:
    """Every curve at t and nearer to p, KL over its parabola, and the curvature twice over or why there is none."""
    text, units = page.text, page.units
    control, nearer = _control(page), _said(line, units, NEARER).values()
    rows = []
    for name in CURVES:
        # What is a number of nats by its formula is divided by ln 2 for bits.
        divided = r" / \ln 2" if units.name == "bits" and name in ("quadratic", "pinsker") else ""
        symbol = inline(SYMBOLS[name] + divided)
        cells = (f":small[{each}]" for each in (f"[[{name}]]", *(at[name] for at in nearer)))
        rows.append((f":small[{symbol}]", *cells))
        if name == "quadratic":
            ratios = (f":small[**{each}**]" for each in ("[[ratio]]", *(at["ratio"] for at in nearer)))
            rows.append((f":small[**{text('near.ratio')}**]", *ratios))
    heads = (f":small[t = {each}]" for each in ("[[t]]", *(at["t"] for at in nearer)))
    now = _said(line, units, control.over_a(Number).grid)
    table(("", *heads), rows, "lrrr", lambda words: page.follow(control, words, now.__getitem__))
    if math.isinf(line.curvature):
        slope = plain(units.of(line.slope))
        st.markdown(f":material/all_inclusive: {text('near.no_curvature', slope=slope)}")
        return
    shared = r"\frac{1}{\ln 2} " if units.name == "bits" else ""
    formula = rf"{shared}\sum_j \frac{{(q_j - p_j)^2}}{{p_j}} = \model{{{latex(units.of(line.curvature), 5)}}}"
    st.markdown(f"{text('near.curvature')} {inline(formula, display=True)}")
    measured = plain(units.of(line.measured_curvature), 5)
    st.markdown(text("near.measured", measured=measured, squared=plain(line.squared_curvature, 5)))


PART: Final = Part(draw_curves, {AT.name: slide}, working)
