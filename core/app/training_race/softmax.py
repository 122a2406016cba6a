"""Confidently wrong softmax: K classes that start on the wrong one, under cross-entropy and under squared error."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by, section
from core.app.take_home.snippet import Snippet
from core.app.training_race.one_example import race
from core.app.wording.blocks import named
from core.app.wording.figures import latex, plain, whole
from core.app.wording.reckoning import Operand, reckoned
from core.charts.training_race import softmax as charts
from core.simulation.training_race.softmax import MOST_EPOCHS, Climb, Setting, climbs, right_share, speed

CLASSES: Final = Control("k", Number(3.0, 2.0, 10.0, 1.0), "softmax.classes")
HANDICAP: Final = Control("u0", Number(6.0, 0.0, 10.0, 0.5), "softmax.handicap")
CONTROLS: Final = (CLASSES, HANDICAP)
Line = tuple[str, str, str]  # the key of its words, in symbols, in the reader's numbers

_climbs = lru_cache(maxsize=64)(climbs)


def _intro(page: Page) -> str:
    setting = read(page)
    return page.text("softmax.intro", rate=f"{setting.learning_rate:g}", share=_share(setting))


def _behind(page: Page) -> Snippet:
    code = f"""
    setting = {read(page)!r}
    found = climbs(setting)
    found['cross_entropy'].arrived, found['squared_error'].arrived  # 0: epochs
    found['cross_entropy'].law, found['squared_error'].law  # 1: by the law
    """
    return Snippet(code, page.units, (Setting, climbs))


def read(page: Page) -> Setting:
    """How many classes and how wrong; learning rate and target are the race's."""
    classes, handicap = page.read(*CONTROLS)
    settings = race.read(page).settings
    return Setting(int(classes), handicap, settings.learning_rate, settings.target, settings.kappa)


def draw_climb(page: Page) -> None:
    """The climb of the right class, and in a sentence how long it takes under each loss."""
    text, setting = page.text, read(page)
    found, share = _climbs(setting), _share(setting)
    page.say(result(page, setting, found))
    names = {loss: f"{text(loss)} {_count(page, climb)}" for loss, climb in found.items()}
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
    page.note(text("softmax.reading"))
    if any(climb.arrived is None for climb in found.values()):
        page.note(text("softmax.uncounted", most=whole(MOST_EPOCHS)))


def working(page: Page) -> None:
    """The gradients, the flow and its closed forms, in symbols and numbers."""
    text, setting = page.text, read(page)
    for words, symbols, numbers in lines(setting):
        named(text(f"softmax.{words}"), symbols, numbers)
    st.caption(text("softmax.kappa", kappa=plain(setting.kappa, 0)))


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
    classes, m, kappa = setting.classes, setting.classes - 1, setting.kappa
    start, end = setting.u_start, setting.u_end
    a = right_share(start, classes)
    yield (
        "gradients",
        r"\begin{aligned} \frac{\partial\ce{C}}{\partial z_i} &= \model{a_i} - \truth{y_i} \\[10pt] "
        r"\frac{\partial\se{C}}{\partial z_i} &= \model{a_i}\Big[(\model{a_i} - \truth{y_i})"
        r" - \sum_j (\model{a_j} - \truth{y_j})\,\model{a_j}\Big] \end{aligned}",
        rf"i = y: \quad \ce{{{latex(a - 1.0, 4)}}}, \quad \se{{{latex(-a * (1.0 - a) ** 2 * classes / m, 4)}}}",
    )
    fast, slow = (kappa * speed(loss, start, classes) for loss in ("cross_entropy", "squared_error"))
    share: dict[str, Operand] = {"a": a, "rest": 1.0 - a}
    first_line = reckoned(fast, lambda rest: kappa * classes / m * rest, {"rest": 1.0 - a})
    second_line = reckoned(slow, lambda fast, a, rest: fast * classes / m * a * rest, {"fast": fast, **share})
    yield (
        "flow",
        r"\begin{aligned} \ce{\frac{du}{dt}} &= \kappa\,\frac{K}{K-1}\,(1 - \model{a_y}) \\[10pt] "
        r"\se{\frac{du}{dt}} &= \ce{\frac{du}{dt}} \cdot \frac{K}{K-1}\,"
        r"\slope{\model{a_y}\,(1 - \model{a_y})} \end{aligned}",
        rf"\begin{{aligned}} &{kappa:g} \cdot \tfrac{{{classes}}}{{{m}}} \cdot \model{{{first_line['rest']}}} "
        rf"= \ce{{{first_line['result']}}} \\[4pt] "
        rf"&\ce{{{second_line['fast']}}} \cdot \tfrac{{{classes}}}{{{m}}} \cdot \model{{{second_line['a']}}} "
        rf"\cdot \model{{{second_line['rest']}}} = \se{{{second_line['result']}}} \end{{aligned}}",
    )
    rise, first, second, falling = (end - start, *(math.exp(n * end) - math.exp(n * start) for n in (1, 2, -1)))
    yield (
        "cross_entropy",
        r"\ce{K \kappa T = (K-1)\,\Delta u + \Delta e^u}",
        _epochs("ce", setting, classes, m * rise, first),
    )
    yield (
        "squared_error",
        r"\begin{aligned} \se{K^2 \kappa T} &\se{{}= \tfrac12 \Delta e^{2u} + 3(K-1)\,\Delta e^u} \\ "
        r"&\se{\quad {} + 3(K-1)^2 \Delta u - (K-1)^3 \Delta e^{-u}} \end{aligned}",
        _epochs("se", setting, classes**2, 0.5 * second, 3.0 * m * first, 3.0 * m**2 * rise, -(m**3) * falling),
    )


def _epochs(macro: str, setting: Setting, divisor: int, *terms: float) -> str:
    """The sum of the terms, the time of the flow T = sum / (K κ) or / (K² κ), and the epochs T/η."""
    total, rate = sum(terms), setting.learning_rate
    time = total / (divisor * setting.kappa)
    named: dict[str, Operand] = {f"t{place}": term for place, term in enumerate(terms)}
    added = reckoned(total, lambda **of: sum(of.values()), named, 5)
    over = reckoned(time, lambda total: total / (divisor * setting.kappa), {"total": total}, 5)
    counted = reckoned(time / rate, lambda time: time / rate, {"time": time})
    sums = [added[name] for name in named]
    sum_of = r" \\ &{} + ".join(" + ".join(sums[place : place + 2]) for place in range(0, len(sums), 2))
    return (
        rf"\begin{{aligned}} &{sum_of} = {added['result']} \\ "
        rf"&T = {over['total']} / ({divisor} \cdot {setting.kappa:g}) = {over['result']} \\ "
        rf"&T / \eta = {counted['time']} / {rate:g} = \{macro}{{{counted['result']}}} \end{{aligned}}"
    )


PART: Final = Part(draw_climb, drawn_by(*CONTROLS), working)
SECTION: Final = section(PART, _behind, [1, 1], _intro)
