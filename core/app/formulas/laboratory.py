"""The numbers laboratory: one loss computed in several ways, each held against the truth."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import numpy as np
import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number, Stops
from core.app.drawing import draw
from core.app.formulas import laboratory_batch, laboratory_code
from core.app.formulas.laboratory_words import as_returned, breaking, decimal_words, ulp_words
from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind
from core.app.wording.figures import plain
from core.charts.formulas.laboratory import curve_rows, error_chart, name_rows, reader_rows, special_rows
from core.maths.losses import binary_cross_entropy_with_logits, categorical_cross_entropy_with_logits
from core.simulation.formulas import laboratory as neuron
from core.simulation.formulas import laboratory_softmax as softmax
from core.simulation.formulas.laboratory_survey import FURTHEST, PLACES, Answer, Survey, measure, survey

OF: Final = Choice("neuron", ("neuron", "softmax"))
LABEL: Final = Number(1.0, 0.0, 1.0, 0.01)
# Close together where things break.
_SIZES: Final = (*range(55, 100, 5), *range(100, 700, 50), *range(700, 760, 5), *range(800, 1001, 50))
_OUTWARDS: Final = (*(half / 2.0 for half in range(1, 101)), *map(float, _SIZES))
PLACE: Final = Stops(40.0, (*(-size for size in reversed(_OUTWARDS)), 0.0, *_OUTWARDS))
SMALLEST_NORMAL: Final = float(np.finfo(np.float64).tiny)


@lru_cache(maxsize=128)
def _survey(of: str, y: float) -> Survey:
    return survey(neuron.binary(y) if of == "neuron" else softmax.gap())


def show(page: Page) -> Snippet:
    """The section: which loss and where, every way's error along the axis, what each returns, where each breaks."""
    text = page.text
    st.caption(text("laboratory.intro"))
    which, label, place_column = st.columns([1.3, 1, 2.2], gap="medium")
    with which:
        kinds = {name: text(f"laboratory.of.{name}") for name in OF.options}
        of = widgets.choice("lab", text("laboratory.loss_of"), OF, text, kinds, hide_label=False)
    with label:
        y = widgets.slider("ly", text("laboratory.label"), LABEL, text, shown=of == "neuron")
    with place_column:
        z = widgets.stops("lz", text("laboratory.logit"), PLACE, text, _short, shown=of == "neuron")
        g = widgets.stops("lg", text("laboratory.gap"), PLACE, text, _short, shown=of == "softmax")
    place, experiment = (z, neuron.binary(y)) if of == "neuron" else (g, softmax.gap())
    found = _survey(of, y if of == "neuron" else 0.0)
    names = {name: text(f"laboratory.way.{name}") for name in experiment.variants}
    answers = {name: measure(experiment, name, place) for name in names}
    truth = experiment.exact(place)
    said = {"y": plain(y, 2), "place": _short(place), "truth": decimal_words(truth, 12)}
    said |= {name: as_returned(answers[name].value) for name in ("textbook", "ours")}
    st.markdown(text(f"laboratory.truth_{of}", **said))
    _chart(page, of, place, found, names, answers)
    st.caption(text("laboratory.reading"))
    left, right = st.columns([1.25, 1], gap="medium")
    left.markdown(_answers(page, names, answers))
    right.markdown(_breaks(page, of, names, found))
    for way, answer in answers.items():
        if answer.warnings:
            said = {"way": names[way], "warnings": "; ".join(answer.warnings)}
            left.caption(text("laboratory.warned", **said))
    _limits(page, found, truth)
    laboratory_batch.show(page)
    laboratory_code.show(page, of, names)
    return _behind(of, y, place, answers)


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _chart(
    page: Page, of: str, place: float, found: Survey, names: Mapping[str, str], answers: Mapping[str, Answer]
) -> None:
    text = page.text
    returned = "; ".join(f"{name}: {answers[way].value!r}" for way, name in names.items())
    draw(
        error_chart,
        curve_rows(PLACES, found.values, found.errors),
        special_rows(PLACES, found.values),
        name_rows(names),
        reader_rows(place, {way: _size(answer) for way, answer in answers.items()}),
        len(names),
        FURTHEST,
        {"place": text(f"laboratory.axis_{of}"), "error": text("laboratory.axis_error")},
        alt=text("laboratory.alt", place=_short(place), returned=returned),
        key=f"formulas_laboratory_{of}",
    )


def _size(answer: Answer) -> float | None:
    """The error as the chart takes it: none where there is no number."""
    return None if answer.relative is None else float(answer.relative)


def _answers(page: Page, names: Mapping[str, str], answers: Mapping[str, Answer]) -> str:
    """What each way returns at the reader's place."""
    text = page.text
    heads = ["way", "returns", "error", "ulps"]
    rows = [[text(f"laboratory.column.{head}") for head in heads], ["---", "---:", "---:", "---:"]]
    for way, name in names.items():
        answer = answers[way]
        error = "–" if answer.relative is None else decimal_words(answer.relative, 2)
        rows.append([name, as_returned(answer.value), error, ulp_words(answer.ulps)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _breaks(page: Page, of: str, names: Mapping[str, str], found: Survey) -> str:
    """Where each way first breaks, on either side of 0."""
    text, symbol = page.text, "z" if of == "neuron" else "g"
    heads = [text("laboratory.column.breaks"), f"{symbol} < 0", f"{symbol} > 0"]
    rows = [heads, ["---", "---", "---"]]
    for way, name in names.items():
        rows.append([name, *(breaking(text, found.breaks[way][side]) for side in (-1, 1))])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _limits(page: Page, found: Survey, truth: Decimal) -> None:
    """What float64 itself cannot hold: no way to compute can help there."""
    text = page.text
    for limit in found.limits.values():
        if limit.loose is not None and limit.special is not None:
            loose, zero = plain(limit.loose, 1), plain(limit.special, 1)
            st.caption(text("laboratory.limit", loose=loose, zero=zero))
    if float(truth) == 0.0:
        st.markdown(f":material/info: {text('laboratory.beyond_zero', truth=decimal_words(truth, 3))}")
    elif float(truth) < SMALLEST_NORMAL:
        st.markdown(f":material/info: {text('laboratory.subnormal', truth=decimal_words(truth, 3))}")


def _behind(of: str, y: float, place: float, answers: Mapping[str, Answer]) -> Snippet:
    """The Python for what the textbook's code and ours return, with all their digits."""
    functions: tuple[Callable[..., Any], ...]
    if of == "neuron":
        functions = (neuron.textbook, binary_cross_entropy_with_logits)
        code, arguments = f"y, z = {y!r}, np.array({place!r})", "y, z"
    else:
        functions = (softmax.textbook, categorical_cross_entropy_with_logits)
        code, arguments = f"y, z = np.array([1.0, 0.0, 0.0]), np.array([{place!r}, 0.0, 0.0])", "z"
    ours = f"{functions[1].__name__}(y, z)"
    code += f'\nwith np.errstate(all="ignore"):  # it warns where it breaks\n    theirs = float(textbook({arguments}))'
    return behind(
        functions,
        code,
        Printed("theirs", answers["textbook"].value, what="the textbook's formula as it is written", form=""),
        Printed(f"float({ours})", answers["ours"].value, what="ours", form=""),
    )
