"""Confidently wrong softmax: K classes that start on the wrong one, under cross-entropy and under squared error."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Number
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind
from core.app.wording.figures import latex, plain, whole
from core.app.wording.language import inline
from core.charts.training_race import softmax as charts
from core.simulation.training_race.race import Race
from core.simulation.training_race.softmax import MOST_EPOCHS, Climb, Setting, climbs, right_share, speed

CLASSES: Final = Number(3.0, 2.0, 10.0, 1.0)
HANDICAP: Final = Number(6.0, 0.0, 10.0, 0.5)
Line = tuple[str, str, str]  # the key of its words, in symbols, in the reader's numbers

_climbs = lru_cache(maxsize=64)(climbs)


def show(page: Page, race: Race) -> Snippet:
    """The section: how many classes and how wrong, the climb of the right class, its law in numbers."""
    text = page.text
    rate, target = race.settings.learning_rate, race.settings.target
    st.caption(text("softmax.intro", rate=f"{rate:g}", share=f"{1.0 - target:.6g}"))
    left, right = st.columns(2, gap="medium")
    with left:
        classes = int(widgets.slider("k", text("softmax.classes"), CLASSES, text))
    with right:
        handicap = widgets.slider("u0", text("softmax.handicap"), HANDICAP, text)
    setting = Setting(classes, handicap, rate, target, race.settings.kappa)
    found = _climbs(setting)
    st.markdown(result(page, setting, found))
    names = {loss: f"{text(loss)} {_count(page, climb)}" for loss, climb in found.items()}
    share = _share(setting)
    draw(
        charts.climb_chart,
        charts.line_rows(found, setting),
        charts.dot_rows(found, setting),
        charts.arrival_rows(found, setting, names),
        charts.finish_rows(setting, text("softmax.finish", share=share)),
        charts.end_rows(setting),
        {"epoch": text("axis_epoch"), "lead": text("softmax.axis_lead")},
        alt=text("softmax.alt", ends="; ".join(names.values()), start=plain(setting.u_start, 1), share=share),
        key="race_softmax",
    )
    st.caption(text("softmax.reading"))
    if any(climb.arrived is None for climb in found.values()):
        st.caption(text("softmax.uncounted", most=whole(MOST_EPOCHS)))
    for words, symbols, numbers in lines(setting):
        name, formula = st.columns([1, 2.6], vertical_alignment="center")
        name.markdown(f"**{text(f'softmax.{words}')}**")
        with formula.container(gap="xsmall"):
            st.markdown(inline(symbols, display=True))
            st.markdown(inline(numbers, display=True))
    st.caption(text("softmax.kappa", kappa=plain(setting.kappa, 0)))
    return _behind(setting, found)


def result(page: Page, setting: Setting, found: dict[str, Climb]) -> str:
    """What the reader sees, in one sentence: the epochs of both, their ratio, and who pays."""
    text = page.text
    first, second = found["cross_entropy"], found["squared_error"]
    counts = {"ce": _count(page, first), "se": _count(page, second), "share": _share(setting)}
    laws = {"law_ce": plain(first.law, 1), "law_se": plain(second.law, 1)}
    if first.arrived is not None and first.arrived == second.arrived:
        return text("softmax.level", **counts, **laws)
    before, after = (climb.law if climb.arrived is None else climb.arrived for climb in (first, second))
    ratio = plain(after / before, 1 if after < 100 * before else 0)
    return text("softmax.result", **counts, **laws, ratio=ratio)


def _share(setting: Setting) -> str:
    """What the right class must have, without the rounding of 1 − target."""
    return f"{1.0 - setting.target:.6g}"


def _count(page: Page, climb: Climb) -> str:
    """Epochs to the finish, counted, or by the closed form where they are too many."""
    if climb.arrived is not None:
        return whole(climb.arrived)
    return page.text("softmax.about", count=whole(int(round(climb.law, -3 if climb.law < 1e7 else -5))))


def lines(setting: Setting) -> Iterator[Line]:
    """The gradients, the flow of u and its two closed forms, each in symbols and in numbers."""
    classes, m = setting.classes, setting.classes - 1
    start, end, kappa = setting.u_start, setting.u_end, setting.kappa
    a = right_share(start, classes)
    share, rest = rf"\model{{{latex(a, 4)}}}", rf"\model{{{latex(1.0 - a, 4)}}}"
    yield (
        "gradients",
        r"\begin{aligned} \frac{\partial\ce{C}}{\partial z_i} &= \model{a_i} - \truth{y_i} \\[10pt] "
        r"\frac{\partial\se{C}}{\partial z_i} &= \model{a_i}\Big[(\model{a_i} - \truth{y_i})"
        r" - \sum_j (\model{a_j} - \truth{y_j})\,\model{a_j}\Big] \end{aligned}",
        rf"i = y: \quad \ce{{{latex(a - 1.0, 4)}}}, \quad \se{{{latex(-a * (1.0 - a) ** 2 * classes / m, 4)}}}",
    )
    fast, slow = (latex(kappa * speed(loss, start, classes), 4) for loss in ("cross_entropy", "squared_error"))
    yield (
        "flow",
        r"\begin{aligned} \ce{\frac{du}{dt}} &= \kappa\,\frac{K}{K-1}\,(1 - \model{a_y}) \\[10pt] "
        r"\se{\frac{du}{dt}} &= \ce{\frac{du}{dt}} \cdot \frac{K}{K-1}\,"
        r"\slope{\model{a_y}\,(1 - \model{a_y})} \end{aligned}",
        rf"\begin{{aligned}} &{latex(kappa, 0)} \cdot \tfrac{{{classes}}}{{{m}}} \cdot {rest} = \ce{{{fast}}} \\[4pt] "
        rf"&\ce{{{fast}}} \cdot \tfrac{{{classes}}}{{{m}}} \cdot {share} \cdot {rest} = \se{{{slow}}} \end{{aligned}}",
    )
    powers = {power: math.exp(power * end) - math.exp(power * start) for power in (-1, 1, 2)}
    rise = end - start
    total = m * rise + powers[1]
    yield (
        "cross_entropy",
        r"\ce{K \kappa T = (K-1)\,\Delta u + \Delta e^u}",
        rf"\begin{{aligned}} &{_product(m, rise)} + {latex(powers[1])} = {latex(total)} \\ &"
        + _epochs("ce", total, (classes, kappa, setting.learning_rate))
        + r" \end{aligned}",
    )
    parts = (0.5 * powers[2], 3.0 * m * powers[1], 3.0 * m**2 * rise, -(m**3) * powers[-1])
    yield (
        "squared_error",
        r"\begin{aligned} \se{K^2 \kappa T} &\se{{}= \tfrac12 \Delta e^{2u} + 3(K-1)\,\Delta e^u} \\ "
        r"&\se{\quad {} + 3(K-1)^2 \Delta u - (K-1)^3 \Delta e^{-u}} \end{aligned}",
        rf"\begin{{aligned}} &{latex(parts[0])} + {latex(parts[1])} \\ &{{}} + {latex(parts[2])} + {latex(parts[3])} "
        rf"= {latex(sum(parts))} \\ &"
        + _epochs("se", sum(parts), (classes**2, kappa, setting.learning_rate))
        + r" \end{aligned}",
    )


def _product(factor: int, value: float) -> str:
    return latex(value) if factor == 1 else rf"{factor} \cdot {latex(value)}"


def _epochs(macro: str, total: float, divisors: tuple[int, float, float]) -> str:
    """Two lines: the time of the flow T = total / (K κ) or / (K² κ), and the epochs T/η it comes to."""
    classes, kappa, rate = divisors
    time = total / (classes * kappa)
    return (
        rf"T = {latex(total)} / ({classes} \cdot {latex(kappa, 0)}) = {latex(time)} \\ "
        rf"&T / \eta = {latex(time)} / {rate:g} = \{macro}{{{latex(time / rate, 1)}}}"
    )


def _behind(setting: Setting, found: dict[str, Climb]) -> Snippet:
    """The Python for how fast the right class rises at the start, and for the epochs that have been counted."""
    code = f"""
classes, start, end = {setting.classes!r}, {setting.u_start!r}, {setting.u_end!r}  # the lead u of the right class
rate, kappa = {setting.learning_rate!r}, {setting.kappa!r}


def epochs(loss):
    # steps of gradient descent until the lead is large enough
    u, count = start, 0
    while u < end:
        u, count = u + rate * kappa * speed(loss, u, classes), count + 1
    return count


"""
    printed = [
        Printed(
            f"kappa * speed({loss!r}, start, classes)",
            setting.kappa * speed(loss, setting.u_start, setting.classes),
            4,
            f"du/dt under {loss}",
        )
        for loss in found
    ]
    counted = ((loss, climb.arrived) for loss, climb in found.items())
    printed += [
        Printed(f"epochs({loss!r})", arrived, what="its epochs") for loss, arrived in counted if arrived is not None
    ]
    return behind((speed,), code, *printed)
