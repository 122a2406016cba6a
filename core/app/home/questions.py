"""The questions that people ask about the loss, each with its answer in numbers and the experiment that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import e, exp, log
from typing import Final

import numpy as np
import streamlit as st

from core.app.frame.catalogue import TOPICS
from core.app.frame.page import Page, path
from core.app.home import libraries
from core.app.wording.figures import LN2, plain
from core.maths.activations import logit, sigmoid_derivative
from core.maths.information import entropy, surprisal
from core.maths.losses import (
    binary_cross_entropy,
    categorical_cross_entropy_with_logits_gradient,
    squared_error_with_logits_gradient,
)
from core.simulation.formulas.twice import bounds
from core.simulation.formulas.weights import as_if_0_or_1, minimiser

Numbers = Callable[[], Mapping[str, float]]
TWO_THIRDS: Final = float(logit(2.0 / 3.0))


@dataclass(frozen=True, slots=True)
class Question:
    """A question by the name of its texts, the numbers of its answer, and the link to the experiment that answers."""

    name: str
    numbers: Numbers
    topic: str
    link: Mapping[str, str] = field(default_factory=dict)
    more: Callable[[Page], None] | None = None


def bernoulli_entropy(share: float) -> float:
    """The loss in nats of always saying the share of positives."""
    return float(entropy([share, 1.0 - share]))


def confident(right: float, confidence: float) -> float:
    """The mean loss in nats of who is right in a share of cases and always equally sure."""
    return float(binary_cross_entropy(right, confidence))


def _softmax_twice() -> Mapping[str, float]:
    (floor2, most), (floor10, _) = map(bounds, (2, 10))
    return {"floor2": floor2, "floor10": floor10, "most": most}


def _overconfident() -> Mapping[str, float]:
    temperature = float(logit(0.99) / logit(0.85))
    return {
        "before": confident(0.8, 0.7),
        "after": confident(0.85, 0.99),
        "temperature": temperature,
        "mended": confident(0.85, 1.0 / (1.0 + exp(-float(logit(0.99)) / temperature))),
    }


def _gradient() -> Mapping[str, float]:
    gradient = categorical_cross_entropy_with_logits_gradient((0.0, 0.0, 1.0, 0.0), np.log([0.1, 0.1, 0.7, 0.1]))
    return {"label": float(gradient[2]), "other": float(gradient[0])}


QUESTIONS: Final = (
    Question(
        "good",
        lambda: {"rate": bernoulli_entropy(0.2), "two": bernoulli_entropy(0.5), "ten": float(entropy([0.1] * 10))},
        "home",
        {"scene": "good_loss", "answer": "shown"},
    ),
    Question("rises", _overconfident, "predictions", {"section": "too_sure"}),
    Question("twice", _softmax_twice, "formulas", {"section": "twice", "margin": "8"}),
    Question(
        "names",
        lambda: {"nll": float(libraries.NLL.of([1.0], [(0.3, 0.7)])[0])},
        "formulas",
        {"section": "laboratory", "lab": "softmax"},
        libraries.table,
    ),
    Question("stuck", lambda: {"two": bernoulli_entropy(0.5)}, "formulas", {"y": "0", "z": "0"}),
    Question("gradient", _gradient, "formulas", {"section": "classes", "label": "3"}),
    Question("signs", lambda: {"wrong": as_if_0_or_1(-1.0, 0.01)}, "formulas", {"section": "weights"}),
    Question(
        "weights",
        lambda: {"optimum": minimiser(0.1, 9.0), "shift": log(9.0)},
        "formulas",
        {"section": "weights", "w1": "9", "share": "0.1"},
    ),
    Question(
        "floor",
        lambda: {"floor": bernoulli_entropy(0.9)},
        "kl_divergence",
        {"p": "0.9,0.1", "q": "0.9,0.1"},
    ),
    Question("base", lambda: {"bits": 1.0 / LN2}, "formulas", {"units": "bits"}),
    Question(
        "wrong",
        lambda: {
            "steepest": float(squared_error_with_logits_gradient(0.0, TWO_THIRDS)),
            "factor": float(sigmoid_derivative(TWO_THIRDS)),
        },
        "training_race",
        {"section": "convexity"},
    ),
    Question(
        "nat",
        lambda: {"share": 1.0 / e, "nats": float(surprisal(1.0 / e)), "bits": 1.0 / LN2},
        "home",
        {"scene": "surprise", "answer": "shown"},
    ),
)


def questions(page: Page) -> None:
    """Every question; its answer is made once it is asked for, so that the first picture need not wait for all."""
    text = page.text
    st.subheader(text("questions.title"), anchor=False)
    left, right = st.columns(2, gap="medium")
    short = [question for question in QUESTIONS if not question.more]
    for place, question in enumerate([*short, *(question for question in QUESTIONS if question.more)]):
        # A table has the whole width.
        where, name = st.container() if question.more else (left, right)[2 * place // len(short)], question.name
        box = where.expander(text(f"questions.{name}.ask"), key=f"home_question_{name}", on_change="rerun")
        if box.open:
            with box:
                _answer(page, question)


def _answer(page: Page, question: Question) -> None:
    text, said = page.text, {name: plain(value) for name, value in question.numbers().items()}
    st.markdown(text(f"questions.{question.name}.answer", **said))
    if question.more:
        question.more(page)
    st.page_link(
        path(question.topic),
        label=text(f"questions.{question.name}.try"),
        query_params=dict(question.link),
        icon=TOPICS[question.topic].icon,
    )
