"""The textbook line on a batch: one perfect prediction makes it nan, and one-hot rows give it another loss."""

from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Number
from core.app.formulas.laboratory_words import as_returned
from core.app.frame.page import Page
from core.app.wording.figures import plain
from core.app.wording.notes import careful
from core.maths.checks import FloatArray
from core.maths.losses import binary_cross_entropy, categorical_cross_entropy
from core.simulation.formulas.laboratory import from_predictions, old_type_gone
from core.simulation.formulas.laboratory_survey import run

FIRST: Final = Number(1.0, 0.0, 1.0, 0.01)
SHARE: Final = Number(0.7, 0.01, 0.99, 0.01)
LABELS: Final = (1.0, 0.0, 1.0)
OTHERS: Final = (0.2, 0.9)
SPLIT: Final = (2.0 / 3.0, 1.0 / 3.0)  # of what the right class leaves
ONE_HOT: Final = (1.0, 0.0, 0.0)


def show(page: Page) -> None:
    """Both panels, the reader's prediction in each, and what is amiss in words."""
    text = page.text
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"##### {text('laboratory.batch')}")
        first = widgets.slider("la", text("laboratory.first"), FIRST, text)
        st.markdown(_batch(page, np.array([first, *OTHERS])))
    with right:
        st.markdown(f"##### {text('laboratory.one_hot')}")
        share = widgets.slider("lr", text("laboratory.share"), SHARE, text)
        st.markdown(_one_hot(page, np.array([share, *((1.0 - share) * part for part in SPLIT)])))
    note = text("laboratory.careful")
    if (answer := old_type_gone()) is not None:
        note += " " + text("laboratory.old_type", version=np.__version__, answer=answer)
    careful(text, note)


def _batch(page: Page, a: FloatArray) -> str:
    text, y = page.text, np.array(LABELS)
    theirs, warnings = run(lambda places: from_predictions(y, places), a)
    ours = binary_cross_entropy(y, a)
    rows = [
        [text("laboratory.column.sample"), "1", "2", "3", text("laboratory.column.mean")],
        ["---", *["---:"] * 4],
        ["y", *(plain(value, 0) for value in y), ""],
        ["a", *(plain(float(value), 2) for value in a), ""],
        [text("laboratory.way.textbook"), *map(_shown, theirs), f"**{_shown(float(np.mean(theirs)))}**"],
        [text("laboratory.way.checked"), *map(_shown, ours), f"**{_shown(float(np.mean(ours)))}**"],
    ]
    said = "\n\n" + text("laboratory.numpy_says", warnings="; ".join(warnings)) if warnings else ""
    return _table(rows) + said


def _one_hot(page: Page, a: FloatArray) -> str:
    text, y = page.text, np.array(ONE_HOT)
    theirs, _ = run(lambda places: from_predictions(y, places), a)
    ours = float(categorical_cross_entropy(y, a))
    only_right = [plain(ours, 4), *["0"] * (len(y) - 1)]
    rows = [
        [text("laboratory.column.class"), "1", "2", "3", text("laboratory.column.sum")],
        ["---", *["---:"] * 4],
        ["y", *(plain(value, 0) for value in y), ""],
        ["a", *(plain(float(value)) for value in a), ""],
        [text("laboratory.several"), *map(_shown, theirs), f"**{_shown(float(np.sum(theirs)))}**"],
        [text("laboratory.softmax_loss"), *only_right, f"**{plain(ours, 4)}**"],
    ]
    return _table(rows)


def _shown(value: float) -> str:
    """A loss to four decimals; what is no number as NumPy prints it."""
    return plain(float(value), 4) if np.isfinite(value) else as_returned(float(value))


def _table(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
