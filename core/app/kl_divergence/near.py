"""Near equality: KL from p to what lies towards q, beside its parabola, the squared error and Pinsker's bound."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part
from core.app.kl_divergence import hero, inputs
from core.app.take_home.snippet import Snippet, listed
from core.app.wording.blocks import table
from core.app.wording.figures import plain
from core.app.wording.language import inline
from core.charts.kl_divergence import near as charts
from core.charts.kl_divergence.hero import rows
from core.maths.information import entropy, kl_divergence, total_variation
from core.simulation.kl_divergence.near import FURTHEST, Line

AT: Final = Control("near_t", Number(0.5, FURTHEST, 1.0, 0.01), "near.axis_t")
CONTROLS: Final = (AT,)
VIEWS: Final = "kl_near_views"
NEARER: Final = (0.1, 0.01)
BENDS: Final = ("measured", "no_curvature", "equal")  # what is said of the curvature
SYMBOLS: Final = {
    "forward": r"\model{\mathrm{KL}(p\Vert q_t)}",
    "quadratic": r"\tfrac12 \sum (p - q_t)^2 / p",
    "reverse": r"\model{\mathrm{KL}(q_t\Vert p)}",
    "pinsker": r"2\,\mathrm{TV}^2",
    "squared": r"\se{\tfrac12 \Vert q_t - p\Vert ^2}",
}


def strip(page: Page) -> None:
    """The bars of p and q above the section, which follows them."""
    texts = {name: page.text.template(f"near.{name}") for name in BENDS}
    hero.strip_of(page, "near", VIEWS, texts, follows=AT.name, beside=page.value(_control(page)), nearer=NEARER)


def show(page: Page) -> Snippet:
    """The section: the curves over t with its slider, their numbers at t and nearer to p, the curvature at t = 0."""
    st.caption(page.text("near.intro"))
    picture, numbers = st.columns([1.35, 1], gap="medium")
    with picture:
        draw_curves(page)
        slide(page)
    with numbers:
        say_numbers(page, words := said(page))
    warn(page, words)
    line, t = read(page), page.value(_control(page))
    code = f"""
    p, q = {listed(line.ends[0])}, {listed(line.at(np.array(t)))}  # t = {t:g} of the way
    kl_divergence(p, q), kl_divergence(q, p)  # 4 nats
    2 * total_variation(p, q) ** 2  # 4 nats: Pinsker's bound
    """
    return Snippet(code, page.units, (kl_divergence, total_variation))


def read(page: Page) -> Line:
    """The line from p through q."""
    return Line(*inputs.shown(page))


def _control(page: Page) -> Control[float]:
    """t as far as this line goes."""
    field = AT.over_a(Number)
    return AT.over(Number(field.default, read(page).lowest, field.high, field.step))


def slide(page: Page) -> None:
    """The slider of t, which is also dragged in the picture."""
    live_slider(_control(page), page.text, chart=VIEWS, symbols=("t",), along="t")


def said(page: Page) -> dict[str, str]:
    """Every number and what bends the curves; the browser says the same while something is dragged (sayings.js)."""
    text, units, line, t = page.text, page.units, read(page), page.value(_control(page))
    words = {"t": f"{t:g}".replace("-", "−"), "entropy": plain(units.of(float(entropy(line.ends[0]))))}
    for nth, place in enumerate((t, *NEARER)):
        values = _values(page, place)
        words |= {f"{name}_{nth}": plain(value, 4) for name, value in values.items()}
        words[f"ratio_{nth}"] = "–" if line.is_a_point else _ratio(values["forward"], values["quadratic"])
    words["curvature"] = plain(units.of(line.curvature), 5)
    words["squared_curvature"] = plain(line.squared_curvature, 5)
    bend = "equal" if line.is_a_point else "no_curvature" if math.isinf(line.curvature) else "measured"
    measured, slope = plain(units.of(line.measured_curvature), 5), plain(units.of(line.slope))
    return words | {"bend": text(f"near.{bend}", measured=measured, slope=slope)}


def _values(page: Page, t: float) -> dict[str, float]:
    """The curves at t in the reader's unit; the squared error has none."""
    values = read(page).values(np.array(t)).items()
    return {name: float(value) * (1.0 if name == "squared" else page.units.per_nat) for name, value in values}


def _ratio(divergence: float, parabola: float) -> str:
    """KL over its parabola; at p itself its limit, and no number where there is no parabola."""
    if math.isinf(parabola):
        return "–"
    return plain(divergence / parabola, 4) if parabola else "→ 1"


def draw_curves(page: Page) -> None:
    """The curves, with dots at the reader's t."""
    text, line, t = page.text, read(page), page.value(_control(page))
    values = {name: plain(value) for name, value in _values(page, t).items()}
    with views(VIEWS):
        draw(
            charts.chart,
            rows(line.p, line.q),
            live(AT),
            {name: text(f"near.name.{name}") for name in SYMBOLS},
            {"t": text("near.axis_t"), "value": text("near.axis_value")},
            page.units.per_nat,
            alt=text("near.alt", t=f"{t:.2f}", low=plain(line.lowest, 2), **values),
            key="kl_near",
        )


def say_numbers(page: Page, words: Mapping[str, str]) -> None:
    """Every curve at t and nearer to p, KL over its parabola, and what is said of the curvature."""
    text, bits = page.text, page.units.name == "bits"
    lines = []
    for name, symbol in SYMBOLS.items():
        # What is a number of nats by its formula is divided by ln 2 for bits.
        divided = r" / \ln 2" if bits and name in ("quadratic", "pinsker") else ""
        lines.append((f":small[{inline(symbol + divided)}]", *(f":small[[[{name}_{nth}]]]" for nth in range(3))))
        if name == "quadratic":
            ratios = (f":small[**[[ratio_{nth}]]**]" for nth in range(3))
            lines.append((f":small[**{text('near.ratio')}**]", *ratios))
    heads = (f":small[t = {each}]" for each in ("[[t]]", *map("{:g}".format, NEARER)))
    table(("", *heads), lines, "lrrr", lambda cells: page.follow(inputs.P, cells, lambda _: words))
    shared = r"\frac{1}{\ln 2} " if bits else ""
    formula = rf"{shared}\sum_j \frac{{(q_j - p_j)^2}}{{p_j}} = \model{{[[curvature]]}}"
    curvature = f"{text('near.curvature')} {inline(formula, display=True)}"
    for sentence in (curvature, "[[bend]]", text.template("near.squared_curvature")):
        page.follow(inputs.P, sentence, lambda _: words)


def warn(page: Page, words: Mapping[str, str]) -> None:
    """Where KL is no distance, and that cross-entropy is none."""
    page.careful(page.text("near.careful"))
    page.follow(inputs.P, page.text.template("near.not_a_distance"), lambda _: words, small=True)


def working(page: Page) -> None:
    """The curves in numbers, the curvature, and what the parabola does not say."""
    say_numbers(page, words := said(page))
    warn(page, words)


PART: Final = Part(draw_curves, {AT.name: slide}, working)
