"""The laboratory's tables: what each way returns and where it breaks, the textbook line on a batch and on a row."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.frame.page import Page
from core.app.wording.blocks import in_columns, table
from core.app.wording.figures import plain
from core.app.wording.language import Texts
from core.charts.kit.expressions import superscript
from core.maths.losses import binary_cross_entropy, categorical_cross_entropy
from core.simulation.formulas.laboratory import from_predictions, old_type_gone
from core.simulation.formulas.laboratory_survey import Answer, Breaks, run

FIRST: Final = Control("la", Number(1.0, 0.0, 1.0, 0.01), "laboratory.first")
SHARE: Final = Control("lr", Number(0.7, 0.01, 0.99, 0.01), "laboratory.share")
CONTROLS: Final = (FIRST, SHARE)
_WORDS: Final = {"zero": "0", "inf": "inf", "nan": "nan"}


def show_answers(page: Page, names: Mapping[str, str], answers: Mapping[str, Answer]) -> None:
    """What each way returns at the reader's place."""
    heads = [page.text(f"laboratory.column.{head}") for head in ("way", "returns", "error", "ulps")]
    rows = []
    for way, answer in answers.items():
        error = ulps = "–"
        if answer.relative is not None and answer.ulps is not None:
            error = decimal_words(answer.relative, 2)
            # So many units of the last place say nothing.
            ulps = f"{answer.ulps:.1f}" if answer.ulps < 1000 else ">\u00a01000"
        rows.append([names[way], as_returned(answer.value), error, ulps])
    table(heads, rows, "lrrr")


def show_breaks(page: Page, symbol: str, names: Mapping[str, str], breaks: Mapping[str, Mapping[int, Breaks]]) -> None:
    """Where each way first breaks, on either side of 0."""
    heads = [page.text("laboratory.column.breaks"), f"{symbol} < 0", f"{symbol} > 0"]
    rows = [[name, *(breaking(page.text, breaks[way][side]) for side in (-1, 1))] for way, name in names.items()]
    table(heads, rows, "lll")


def show_batches(page: Page) -> None:
    """One perfect prediction makes a batch nan, and one-hot rows give it another loss; what is amiss in words."""
    text = page.text
    panels = {"batch": (FIRST, _batch), "one_hot": (SHARE, _one_hot)}
    for name, (control, compare) in in_columns(panels.items(), "large"):
        st.markdown(f"##### {text(f'laboratory.{name}')}")
        page.show(control)
        compare(page)
    note = text("laboratory.careful")
    if (answer := old_type_gone()) is not None:
        note += " " + text("laboratory.old_type", version=np.__version__, answer=answer)
    page.careful(note)


def _batch(page: Page) -> None:
    text, y, a = page.text, np.array([1.0, 0.0, 1.0]), np.array([page.value(FIRST), 0.2, 0.9])
    theirs, warnings = run(lambda places: from_predictions(y, places), a)
    ours = binary_cross_entropy(y, a)
    rows = [
        ["y", *(plain(value, 0) for value in y), ""],
        ["a", *(plain(float(value), 2) for value in a), ""],
        [text("laboratory.way.textbook"), *map(_shown, theirs), f"**{_shown(float(np.mean(theirs)))}**"],
        [text("laboratory.way.checked"), *map(_shown, ours), f"**{_shown(float(np.mean(ours)))}**"],
    ]
    table([text("laboratory.column.sample"), "1", "2", "3", text("laboratory.column.mean")], rows, "lrrrr")
    if warnings:
        st.markdown(text("laboratory.numpy_says", warnings="; ".join(warnings)))


def _one_hot(page: Page) -> None:
    text, y, share = page.text, np.array([1.0, 0.0, 0.0]), page.value(SHARE)
    # What the right class leaves is split in two thirds and one.
    a = np.array([share, (1.0 - share) * (2.0 / 3.0), (1.0 - share) * (1.0 / 3.0)])
    theirs, _ = run(lambda places: from_predictions(y, places), a)
    ours = plain(float(categorical_cross_entropy(y, a)), 4)
    rows = [
        ["y", *(plain(value, 0) for value in y), ""],
        ["a", *(plain(float(value)) for value in a), ""],
        [text("laboratory.several"), *map(_shown, theirs), f"**{_shown(float(np.sum(theirs)))}**"],
        [text("laboratory.softmax_loss"), ours, *["0"] * (len(y) - 1), f"**{ours}**"],
    ]
    table([text("laboratory.column.class"), "1", "2", "3", text("laboratory.column.sum")], rows, "lrrrr")


def _shown(value: float) -> str:
    """A loss to four decimals; what is no number as NumPy prints it."""
    return plain(float(value), 4) if np.isfinite(value) else as_returned(float(value))


def decimal_words(value: Decimal, digits: int) -> str:
    """A decimal number ≥ 0 to so many significant digits; in a power of ten where it is small or large.

    Its size may lie far outside of what a float can hold.
    """
    if value == 0:
        return "0"
    rounded = Decimal(f"{value:.{digits - 1}e}")
    power = rounded.adjusted()
    if -3 <= power < 7:
        return f"{rounded:.{max(digits - 1 - power, 0)}f}"
    return f"{rounded.scaleb(-power):.{digits - 1}f}\u00a0×\u00a010{superscript(power)}"


def as_returned(value: float) -> str:
    """A value as NumPy prints it, all its digits, in a code span."""
    return f"`{value!r}`"


def breaking(text: Texts, breaks: Breaks) -> str:
    """From where the error is above 10⁻⁶, and from where the answer is 0, inf or nan."""
    if breaks.loose is None:
        return text("laboratory.holds")
    loose = plain(breaks.loose, 1)
    if breaks.special is None or breaks.kind is None:
        return loose
    special = text("laboratory.special", kind=_WORDS[breaks.kind], place=plain(breaks.special, 1))
    return special if plain(breaks.special, 1) == loose else f"{loose}; {special}"
