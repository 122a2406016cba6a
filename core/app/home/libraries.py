"""What libraries call the loss: what each takes, what it answers with, and what it says of the same two examples."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike

from core.app.frame.page import Page
from core.app.wording.figures import plain
from core.maths.checks import FloatArray
from core.maths.losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    categorical_cross_entropy,
    categorical_cross_entropy_with_logits,
)

LABELS: Final = (1.0, 0.0)
PROBABILITIES: Final = (0.7, 0.4)  # of the answer 1


@dataclass(frozen=True, slots=True)
class LibraryLoss:
    """A loss by its library and name, to natural logarithms; ``classes`` where each class has its own column."""

    library: str
    name: str
    takes: Literal["probabilities", "logits", "log_probabilities"]
    answers: Literal["mean", "each"]
    classes: bool = False

    def of(self, labels: ArrayLike, given: ArrayLike) -> FloatArray:
        """What it answers to binary labels, given for each what it takes: of the answer 1, or of both classes."""
        y, x = np.asarray(labels, dtype=np.float64), np.asarray(given, dtype=np.float64)
        if self.classes:
            y = np.stack([1.0 - y, y], axis=-1)
        if self.takes == "log_probabilities":
            each: FloatArray = -(y * x).sum(axis=-1)
        elif self.takes == "logits":
            each = (categorical_cross_entropy_with_logits if self.classes else binary_cross_entropy_with_logits)(y, x)
        else:
            each = (categorical_cross_entropy if self.classes else binary_cross_entropy)(y, x)
        return np.atleast_1d(np.mean(each) if self.answers == "mean" else each)


NLL: Final = LibraryLoss("PyTorch", "NLLLoss", "log_probabilities", "mean", classes=True)
LOSSES: Final = (
    LibraryLoss("PyTorch", "CrossEntropyLoss", "logits", "mean", classes=True),
    NLL,
    LibraryLoss("PyTorch", "BCEWithLogitsLoss", "logits", "mean"),
    LibraryLoss("PyTorch", "BCELoss", "probabilities", "mean"),
    LibraryLoss("Keras", "CategoricalCrossentropy", "probabilities", "mean", classes=True),
    LibraryLoss("Keras", "CategoricalCrossentropy(from_logits=True)", "logits", "mean", classes=True),
    LibraryLoss("Keras", "BinaryCrossentropy", "probabilities", "mean"),
    LibraryLoss("scikit-learn", "log_loss", "probabilities", "mean"),
    LibraryLoss("optax", "softmax_cross_entropy", "logits", "each", classes=True),
    LibraryLoss("optax", "sigmoid_binary_cross_entropy", "logits", "each"),
    LibraryLoss("XGBoost", 'eval_metric="logloss"', "probabilities", "mean"),
    LibraryLoss("XGBoost", 'eval_metric="mlogloss"', "probabilities", "mean", classes=True),
)


def given_to(loss: LibraryLoss, kind: str) -> FloatArray:
    """The two examples' predictions as logits, probabilities or their logarithms, in the columns the loss takes."""
    a = np.array(PROBABILITIES)
    rows = np.stack([1.0 - a, a], axis=-1) if loss.classes else a
    if kind == "probabilities":
        return rows
    return np.log(rows) if loss.classes else np.log(a / (1.0 - a))


def table(page: Page) -> None:
    """A row for each loss, with what it says when it is given what it takes, and when it is given probabilities."""
    text = page.text
    columns = ("name", "takes", "answers", "base", "right", "wrong")
    lines = [[text(f"libraries.{column}") for column in columns], ["---"] * len(columns)]
    for loss in LOSSES:
        right = loss.of(LABELS, given_to(loss, loss.takes))
        wrong = loss.of(LABELS, given_to(loss, "probabilities"))
        is_same = loss.takes == "probabilities"
        kinds = text(f"libraries.takes_{loss.takes}"), text(f"libraries.answers_{loss.answers}")
        lines.append([f"{loss.library} `{loss.name}`", *kinds, "e", _said(right), "–" if is_same else _said(wrong)])
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))
    page.note(text("libraries.note"))


def _said(values: FloatArray) -> str:
    return ", ".join(plain(value) for value in values.tolist())
