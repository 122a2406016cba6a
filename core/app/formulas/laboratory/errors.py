"""The numbers laboratory: one loss computed in several ways, each held against the truth; and the code that ran."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.drawing import draw
from core.app.formulas.laboratory import tables
from core.app.formulas.laboratory.tables import as_returned, decimal_words, show_answers, show_breaks
from core.app.frame.page import Page, Part, drawn_by, section, when
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import in_columns
from core.app.wording.figures import plain
from core.charts.formulas.laboratory import curve_rows, error_chart, name_rows, reader_rows, special_rows
from core.maths.activations import split_at_top
from core.maths.losses import binary_cross_entropy_with_logits, categorical_cross_entropy_with_logits
from core.simulation.formulas import laboratory as neuron
from core.simulation.formulas import laboratory_softmax as softmax
from core.simulation.formulas.laboratory_survey import FURTHEST, PLACES, Answer, Experiment, Survey, measure, survey


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−")


# Close together where things break.
_SIZES: Final = (*range(55, 100, 5), *range(100, 700, 50), *range(700, 760, 5), *range(800, 1001, 50))
_OUTWARDS: Final = (*(half / 2.0 for half in range(1, 101)), *map(float, _SIZES))
PLACE: Final = Stops(40.0, (*(-size for size in reversed(_OUTWARDS)), 0.0, *_OUTWARDS))
OF: Final = Control("lab", Choice("neuron", ("neuron", "softmax")), "laboratory.loss_of", "laboratory.of.{}")
LABEL: Final = Control("ly", Number(1.0, 0.0, 1.0, 0.01), "laboratory.label")
LOGIT: Final = Control("lz", PLACE, "laboratory.logit", form=_short)
GAP: Final = Control("lg", PLACE, "laboratory.gap", form=_short)
SMALLEST_NORMAL: Final = float(np.finfo(np.float64).tiny)

Functions = tuple[Callable[..., Any], ...]
SOURCES: Final[Mapping[str, Mapping[str, Functions]]] = {
    "neuron": {
        "textbook": (neuron.from_predictions, neuron.textbook),
        "clip_7": (neuron.clipped,),
        "xlogy": (neuron.with_xlogy,),
    },
    "softmax": {
        "textbook": (softmax.textbook,),
        "shifted": (softmax.shifted,),
        "clip_7": (softmax.clipped,),
        "difference": (softmax.difference,),
    },
}
OURS: Final[Mapping[str, Functions]] = {
    "neuron": (binary_cross_entropy_with_logits,),
    "softmax": (categorical_cross_entropy_with_logits, split_at_top),
}
_WAYS: Final = ("laboratory.source", "laboratory.way.{}", "pills")
CODE: Final = {
    of: Control(name, Choice("textbook", tuple(SOURCES[of])), *_WAYS, label_is_hidden=True)
    for of, name in {"neuron": "code", "softmax": "codes"}.items()
}
CONTROLS: Final[tuple[Control[Any], ...]] = (OF, LABEL, LOGIT, GAP, *CODE.values(), *tables.CONTROLS)


@dataclass(frozen=True, slots=True)
class Study:
    """Which loss is studied, at which label and where; the truth there, what each way returns, and its survey."""

    of: str
    y: float
    place: float
    truth: Decimal
    answers: Mapping[str, Answer]
    found: Survey


@lru_cache(maxsize=128)
def _surveyed(of: str, y: float) -> tuple[Experiment, Survey]:
    experiment = neuron.binary(y) if of == "neuron" else softmax.gap()
    return experiment, survey(experiment)


@lru_cache(maxsize=128)
def _study(of: str, y: float, place: float) -> Study:
    experiment, found = _surveyed(of, y)
    answers = {way: measure(experiment, way, place) for way in experiment.variants}
    return Study(of, y, place, experiment.exact(place), answers, found)


def _behind(page: Page) -> Snippet:
    study = read(page)
    code = f"""
    experiment = {f"binary({study.y!r})" if study.of == "neuron" else "gap()"}
    measure(experiment, 'textbook', {study.place!r}).value  # all: the textbook's formula as it is written
    measure(experiment, 'ours', {study.place!r}).value  # all: ours
    """
    return Snippet(code, page.units, (measure, neuron.binary, softmax.gap))


def read(page: Page) -> Study:
    """What is studied."""
    of, y, z, g = page.read(OF, LABEL, LOGIT, GAP)
    return _study(of, y, z) if of == "neuron" else _study(of, 0.0, g)


def draw_errors(page: Page) -> None:
    """The truth, and every way's error along the axis."""
    text, study, names = page.text, read(page), _names(page)
    place, answers = _short(study.place), study.answers
    said = {"y": plain(study.y, 2), "place": place, "truth": decimal_words(study.truth, 12)}
    said |= {way: as_returned(answers[way].value) for way in ("textbook", "ours")}
    st.markdown(text(f"laboratory.truth_{study.of}", **said))
    returned = [f"{names[way]}: {answer.value!r}" for way, answer in answers.items()]
    # None where there is no number.
    errors = {way: None if answer.relative is None else float(answer.relative) for way, answer in answers.items()}
    draw(
        error_chart,
        curve_rows(PLACES, study.found.values, study.found.errors),
        special_rows(PLACES, study.found.values),
        name_rows(names),
        reader_rows(study.place, errors),
        len(names),
        FURTHEST,
        {"place": text(f"laboratory.axis_{study.of}"), "error": text("laboratory.axis_error")},
        alt=text("laboratory.alt", place=place, returned="; ".join(returned)),
        key=f"formulas_laboratory_{study.of}",
    )
    st.caption(text("laboratory.reading"))


def working(page: Page) -> None:
    """What each way returns, where each breaks, what float64 itself cannot hold, batches, and the code."""
    text, study, names = page.text, read(page), _names(page)
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        show_answers(page, names, study.answers)
        for way, answer in study.answers.items():
            if answer.warnings:
                st.caption(text("laboratory.warned", way=names[way], warnings="; ".join(answer.warnings)))
    with right:
        show_breaks(page, "z" if study.of == "neuron" else "g", names, study.found.breaks)
    for limit in study.found.limits.values():
        if limit.loose is not None and limit.special is not None:
            loose, zero = plain(limit.loose, 1), plain(limit.special, 1)
            st.caption(text("laboratory.limit", loose=loose, zero=zero))
    # No way to compute can help there.
    if float(study.truth) < SMALLEST_NORMAL:
        lost = "beyond_zero" if float(study.truth) == 0.0 else "subnormal"
        st.markdown(f":material/info: {text(f'laboratory.{lost}', truth=decimal_words(study.truth, 3))}")
    tables.show_batches(page)
    # The source of one way as it stands in the app, by the reader's choice, and beside it that of ours.
    st.markdown(f"##### {text('laboratory.source')}")
    chosen = page.show(CODE[study.of])
    for functions in in_columns((SOURCES[study.of][chosen], OURS[study.of])):
        st.code("\n\n".join(map(inspect.getsource, functions)), language="python")


def _names(page: Page) -> dict[str, str]:
    return {way: page.text(f"laboratory.way.{way}") for way in read(page).answers}


# The label of the softmax is the first class.
BY_LOSS: Final = {LABEL.name: when(OF, neuron=LABEL), "place": when(OF, neuron=LOGIT, softmax=GAP)}
PART: Final = Part(draw_errors, drawn_by(OF) | BY_LOSS, working)
SECTION: Final = section(PART, _behind, [1.3, 1, 2.2], "laboratory.intro")
