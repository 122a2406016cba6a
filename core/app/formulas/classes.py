"""Many classes: logits beside their softmax, the label beside its smoothing, and the slopes of both losses."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.state import link_state
from core.app.drawing import draw
from core.app.formulas.classes_formulas import NOTES, lines
from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind, in_units, listed
from core.app.wording.figures import plain
from core.app.wording.language import Texts, inline
from core.app.wording.notes import careful
from core.charts.formulas import classes as charts
from core.charts.kit.expressions import subscript
from core.maths.losses import categorical_cross_entropy_with_logits, squared_error_softmax
from core.simulation.formulas.classes import CONVENTIONS, FEWEST, MOST, ClassSample, smoothed

CLASSES: Final = Number(4.0, FEWEST, MOST, 1.0)
STARTS: Final = (-1.0, 3.0, 1.0, 0.0, -2.0, 1.5, -0.5, 0.5, -1.5, 2.0)
LOGITS: Final = tuple(Number(start, -10.0, 10.0, 0.1) for start in STARTS)
LABELS: Final = tuple(str(number) for number in range(1, MOST + 1))
TEMPERATURE: Final = Stops(1.0, (0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0))
EPSILON: Final = Number(0.0, 0.0, 0.5, 0.01)
CONVENTION: Final = Choice("all", tuple(CONVENTIONS))
SURE: Final = 5.0  # the logit of a class that a preset is sure of

# What each preset makes of K classes and the label's class: the logits, one for each.
PRESETS: Final[dict[str, Callable[[int, int], list[float]]]] = {
    "wrong": lambda classes, label: [SURE * (place == (label + 1) % classes) for place in range(classes)],
    "level": lambda classes, label: [0.0] * classes,
    "right": lambda classes, label: [SURE * (place == label) for place in range(classes)],
}


def show(page: Page) -> Snippet:
    """The section: how many classes and which label, a row for each class, and the formulas in numbers."""
    text = page.text
    st.caption(text("classes.intro"))
    first, second, third, fourth, fifth = st.columns([1.1, 1.0, 1.1, 1.1, 1.5], gap="medium")
    with first:
        classes = int(widgets.slider("classes", text("classes.count"), CLASSES, text))
    with second:
        label = _label(text, classes)
    with third:
        temperature = widgets.stops("temperature", text("classes.temperature"), TEMPERATURE, text, "{:g}".format)
    with fourth:
        epsilon = widgets.slider("eps", text("classes.epsilon"), EPSILON, text)
    with fifth:
        names = {name: text(f"classes.over.{name}") for name in CONVENTIONS}
        convention = widgets.choice("smooth", text("classes.convention"), CONVENTION, text, names, hide_label=False)
    left, right = st.columns([1, 2.5], gap="medium")
    with left:
        logits = _logits(text, classes, label)
    sample = ClassSample(logits, label, temperature, epsilon, convention)
    with right:
        _chart(page, sample)
    st.markdown(_numbers(page, sample))
    st.caption(_conventions(text, sample))
    _formulas(page, sample)
    return _behind(page, sample)


def _label(text: Texts, classes: int) -> int:
    """The label's class, counted from 0; where its class has gone with a smaller K, it is the last."""
    field = Choice("1", LABELS[:classes])
    brought = link_state().incoming("label", field)
    kept = link_state().get("label", field.default) if brought is None else brought
    if brought is not None or kept not in field.options:
        link_state().put("label", kept if kept in field.options else field.options[-1])
    names = {option: option for option in field.options}
    return int(widgets.choice("label", text("classes.label"), field, text, names, hide_label=False, style="list")) - 1


def _logits(text: Texts, classes: int, label: int) -> tuple[float, ...]:
    """The presets, and a slider for every logit."""
    with st.container(horizontal=True, gap="xsmall", key="formulas_class_presets"):
        for name, make in PRESETS.items():
            st.button(
                text(f"classes.preset.{name}"),
                on_click=_put,
                args=(make(classes, label),),
                key=f"formulas_class_{name}",
            )
    with st.container(gap=None, key="formulas_class_logits"):
        return tuple(
            widgets.slider(f"z{number}", text("classes.logit", number=subscript(number)), LOGITS[number - 1], text)
            for number in range(1, classes + 1)
        )


def _put(logits: list[float]) -> None:
    for number, value in enumerate(logits, 1):
        link_state().put(f"z{number}", value)


def _chart(page: Page, sample: ClassSample) -> None:
    text, units = page.text, page.units
    sign = "y′" if sample.epsilon else "y"
    logarithm = "ln" if units.name == "nats" else "log₂"
    words = {name: text(f"classes.column.{name}") for name in charts.COLUMNS} | {
        "model_formula": "softmax" if sample.temperature == 1.0 else f"softmax, T = {sample.temperature:g}",
        "surprisal_formula": f"−{logarithm} a",
        "cross_entropy_formula": "∂C/∂z",
        "squared_error_formula": "∂C/∂z",
    }
    draw(
        charts.class_chart,
        charts.bar_rows(sample, units),
        charts.number_rows(sample, units),
        charts.label_rows(sample, sign),
        charts.heading_rows(words),
        sample.classes,
        alt=text(
            "classes.alt",
            label=sample.label + 1,
            shares=", ".join(plain(float(share)) for share in sample.probabilities),
            ce=", ".join(plain(float(slope)) for slope in sample.cross_entropy_slopes),
            se=", ".join(plain(float(slope)) for slope in sample.squared_error_slopes),
        ),
        key=f"formulas_class_rows_{sample.classes}",
    )


def _numbers(page: Page, sample: ClassSample) -> str:
    """Both losses, and both slopes at the label's class, with how many times one is the other."""
    ce, se = (float(slopes[sample.label]) for slopes in (sample.cross_entropy_slopes, sample.squared_error_slopes))
    ratio = abs(ce / se) if se else 0.0
    return page.text(
        "classes.numbers" if ratio else "classes.numbers_level",
        ce=plain(page.units.of(sample.cross_entropy)),
        units=page.text(page.units.name),
        se=plain(sample.squared_error),
        entropy=plain(page.units.of(sample.model_entropy)),
        label=sample.label + 1,
        slope_ce=plain(ce),
        slope_se=plain(se),
        ratio=plain(ratio, 1 if ratio < 100.0 else 0),
    )


def _conventions(text: Texts, sample: ClassSample) -> str:
    """Which of the two conventions is in use, and what the other one makes of the same ε."""
    if not sample.epsilon:
        return text("classes.no_smoothing")
    wrong = (sample.label + 1) % sample.classes
    numbers: dict[str, str] = {}
    for name in CONVENTIONS:
        row = smoothed(sample.label, sample.classes, sample.epsilon, name)
        numbers |= {f"{name}_right": plain(float(row[sample.label]), 4), f"{name}_wrong": plain(float(row[wrong]), 4)}
    return text(f"classes.in_use.{sample.convention}", epsilon=f"{sample.epsilon:g}", **numbers)


def _formulas(page: Page, sample: ClassSample) -> None:
    text = page.text
    for number, words, symbols, numbers in lines(sample, page.units):
        name, formula = st.columns([1, 2.6], vertical_alignment="center")
        name.markdown(f"**{f'({number}) ' if number else ''}{text(f'classes.{words}')}**")
        with formula.container(gap="xsmall"):
            st.markdown(inline(symbols, display=True))
            st.markdown(inline(f"= {numbers}", display=True))
            if words in NOTES:
                careful(text, text(f"classes.{NOTES[words]}"))


def _behind(page: Page, sample: ClassSample) -> Snippet:
    """The Python for both losses."""
    units = page.units
    code = f"""
z = np.array({listed(sample.logits)}) / {sample.temperature!r}  # divided by the temperature
y = smoothed({sample.label}, {sample.classes}, {sample.epsilon!r}, {sample.convention!r})
"""
    return behind(
        (smoothed, categorical_cross_entropy_with_logits, squared_error_softmax),
        code,
        Printed(
            in_units("categorical_cross_entropy_with_logits(y, z)", units),
            units.of(sample.cross_entropy),
            what=f"cross-entropy in {units.name}",
        ),
        Printed("squared_error_softmax(y, z)", sample.squared_error, what="squared error"),
    )
