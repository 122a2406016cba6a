"""Many classes: logits beside their softmax, the label beside its smoothing, and the slopes of both losses."""

from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.drawing import draw
from core.app.formulas.classes_formulas import NOTES, NUMBERS, formulas
from core.app.frame.page import Page, Part, drawn_by, section
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import named
from core.app.wording.figures import plain
from core.app.wording.language import Texts
from core.charts.formulas import classes as charts
from core.charts.kit.expressions import subscript
from core.simulation.formulas.classes import CONVENTIONS, FEWEST, MOST, ClassSample, smoothed

CLASSES: Final = Control("classes", Number(4.0, FEWEST, MOST, 1.0), "classes.count")
LABELS: Final = tuple(str(number) for number in range(1, MOST + 1))
LABEL: Final = Control("label", Choice("1", LABELS), "classes.label", kind="list")
TEMPERATURES: Final = (0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
TEMPERATURE: Final = Control("temperature", Stops(1.0, TEMPERATURES), "classes.temperature")
EPSILON: Final = Control("eps", Number(0.0, 0.0, 0.5, 0.01), "classes.epsilon")
CONVENTION: Final = Control("smooth", Choice("all", tuple(CONVENTIONS)), "classes.convention", "classes.over.{}")
STARTS: Final = (-1.0, 3.0, 1.0, 0.0, -2.0, 1.5, -0.5, 0.5, -1.5, 2.0)
LOGITS: Final = tuple(
    Control(f"z{number}", Number(start, -10.0, 10.0, 0.1), "classes.logit") for number, start in enumerate(STARTS, 1)
)
CONTROLS: Final = (CLASSES, LABEL, TEMPERATURE, EPSILON, CONVENTION, *LOGITS)
SURE: Final = 5.0  # the logit of a class that a preset is sure of
PRESETS: Final = {"wrong": 1, "level": None, "right": 0}  # how far after the label's class that class is, if any


def _behind(page: Page) -> Snippet:
    code = f"""
    sample = {read(page)!r}
    sample.cross_entropy  # 3 nats: cross-entropy
    sample.squared_error  # 3: squared error
    """
    return Snippet(code, page.units, (ClassSample,))


def read(page: Page) -> ClassSample:
    """The reader's sample."""
    count, label = int(page.value(CLASSES)), int(page.value(_label(page)))
    return ClassSample(page.read(*LOGITS[:count]), label - 1, *page.read(TEMPERATURE, EPSILON, CONVENTION))


def _label(page: Page) -> Control[str]:
    """The label's class; where its class has gone with a smaller K, it is the last."""
    classes = LABELS[: int(page.value(CLASSES))]
    control = LABEL.over(Choice("1", classes))
    if page.state.incoming(control) is None and page.state.get(LABEL.name, "1") not in classes:
        page.state.put(LABEL.name, classes[-1])
    return control


def choose_label(page: Page) -> None:
    """The list of the classes that the label may name."""
    page.show(_label(page))


def slide_logits(page: Page) -> None:
    """The presets, and a slider for every logit."""
    text, count, label = page.text, int(page.value(CLASSES)), int(page.value(_label(page)))
    sure = {name: None if after is None else (label - 1 + after) % count for name, after in PRESETS.items()}
    presets = {
        name: {logit.name: str(SURE * (place == at)) for place, logit in enumerate(LOGITS[:count])}
        for name, at in sure.items()
    }
    page.presets("formulas_class", "classes.preset.{}", presets)
    with st.container(gap=None, key="formulas_class_logits"):
        for number, logit in enumerate(LOGITS[:count], 1):
            page.show(logit, label=text(logit.label, number=subscript(number)))


def draw_classes(page: Page) -> None:
    """The logits beside a row for each class, and the losses in numbers."""
    page.beside([1, 2.5], slide_logits, _chart)
    st.markdown(_numbers(page, read(page)))


def _chart(page: Page) -> None:
    text, units, sample = page.text, page.units, read(page)
    sign = "y′" if sample.epsilon else "y"
    words = {name: text(f"classes.column.{name}") for name in charts.COLUMNS} | {
        "model_formula": "softmax" if sample.temperature == 1.0 else f"softmax, T = {sample.temperature:g}",
        "surprisal_formula": f"−{units.log} a",
        "cross_entropy_formula": "∂C/∂z",
        "squared_error_formula": "∂C/∂z",
    }
    rows = {"shares": sample.probabilities, "ce": sample.cross_entropy_slopes, "se": sample.squared_error_slopes}
    said = {name: ", ".join(plain(float(value)) for value in row) for name, row in rows.items()}
    draw(
        charts.class_chart,
        charts.bar_rows(sample, units),
        charts.number_rows(sample, units),
        charts.label_rows(sample, sign),
        charts.heading_rows(words),
        sample.classes,
        alt=text("classes.alt", label=sample.label + 1, **said),
        key=f"formulas_class_rows_{sample.classes}",
    )


def _numbers(page: Page, sample: ClassSample) -> str:
    """Both losses, and both slopes at the label's class, with how many times one is the other."""
    ce, se = (float(slopes[sample.label]) for slopes in (sample.cross_entropy_slopes, sample.squared_error_slopes))
    ratio = abs(ce / se) if se else 0.0
    return page.text(
        "classes.numbers" if ratio else "classes.numbers_level",
        ce=plain(page.units.of(sample.cross_entropy)),
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


def working(page: Page) -> None:
    """What the smoothing does, and the formulas in symbols and numbers."""
    text, sample = page.text, read(page)
    st.caption(_conventions(text, sample))
    for words, (symbols, numbers) in formulas(sample, page.units).items():
        number = f"({NUMBERS[words]}) " if words in NUMBERS else ""
        below, *_ = named(f"{number}{text(f'classes.{words}')}", symbols, f"= {numbers}")
        if words in NOTES:
            with below:
                page.careful(text(f"classes.{NOTES[words]}"))


ROW: Final = {**drawn_by(CLASSES, LABEL, TEMPERATURE, EPSILON, CONVENTION), LABEL.name: choose_label}
SECTION: Final = section(Part(draw_classes, ROW, working), _behind, [1.1, 1.0, 1.1, 1.1, 1.5], "classes.intro")
