"""From coins to a classifier: a one-feature logistic regression, and the likelihood of every sample's label.

Slope and intercept move together and have too many values for Python to say every one beforehand: the browser computes
the likelihoods and says the words by their names.
"""

import math
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
import streamlit as st

from core.app import components
from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number
from core.app.controls.live_slider import live
from core.app.controls.state import ComponentHolder, link_state
from core.app.controls.widgets import say
from core.app.drawing import draw, keyed, views
from core.app.frame.page import Page, Part, section
from core.app.take_home.snippet import Snippet, listed
from core.app.wording.blocks import displayed
from core.app.wording.figures import plain
from core.app.wording.language import Texts
from core.app.wording.powers import plain_exp
from core.charts.kit.theme import Units
from core.charts.likelihood import classifier as charts
from core.data.iris import iris_two
from core.maths.validation import FloatArray
from core.simulation.likelihood.classifier import Fit, fit, log_likelihoods

FEATURE: Final = 2  # petal length
SLOPE: Final = Control("slope", Number(2.0, -20.0, 20.0, 0.01), "classifier.slope")
INTERCEPT: Final = Control("intercept", Number(0.0, -10.0, 10.0, 0.01), "classifier.intercept")
HEIGHT: Final = Control("bars", Choice("plain", ("plain", "log")), "classifier.bars", "classifier.height.{}")
ORDER: Final = Control(
    "order", Choice("feature", ("feature", "value")), "classifier.order_label", "classifier.order.{}"
)
CONTROLS: Final = (SLOPE, INTERCEPT, HEIGHT, ORDER)
SYMBOLS: Final = {SLOPE: "w", INTERCEPT: "b"}
VIEWS: Final = "likelihood_classifier_views"
PICTURE: Final = "likelihood_sigmoid"
MARGIN: Final = 0.2  # cm beside the shortest and the longest petal
NEAR: Final = 1e-6  # nats per label: nearer to the best, no number on the page shows a difference
LEAST: Final = math.log(np.finfo(np.float64).tiny)  # nats: below it a product of doubles loses its digits


class Labels(NamedTuple):
    """The labels of the flowers and their log-likelihoods under the reader's slope and intercept."""

    lengths: FloatArray
    labels: FloatArray
    best: Fit
    logs: FloatArray
    total: float  # the log-likelihood of all of them
    mean: float  # minus its mean: the cross-entropy


@cache
def _flowers() -> tuple[FloatArray, FloatArray, Fit]:
    """The petal lengths in cm, the labels, and the best fit over the centred lengths."""
    flowers = iris_two()
    lengths, labels = flowers.raw[:, FEATURE].copy(), flowers.labels.astype(np.float64)
    return lengths, labels, fit(lengths - lengths.mean(), labels)


def read(page: Page) -> Labels:
    """The labels under what the reader has set."""
    return labels_at(*page.read(SLOPE, INTERCEPT))


def labels_at(slope: float, intercept: float) -> Labels:
    """The labels under a slope and an intercept."""
    lengths, labels, best = _flowers()
    logs = log_likelihoods(lengths - lengths.mean(), labels, slope, intercept)
    total = float(logs.sum())
    return Labels(lengths, labels, best, logs, total, -total / len(logs))


def _intro(page: Page) -> str:
    lengths, *_ = _flowers()
    return page.text("classifier.intro", count=len(lengths), centre=plain(float(lengths.mean()), 3))


def _behind(page: Page) -> Snippet:
    found = read(page)
    code = f"""
    x, y = np.array({listed(found.lengths)}), np.array({listed(found.labels)})  # petal lengths in cm
    logs = log_likelihoods(x - x.mean(), y, {page.value(SLOPE)!r}, {page.value(INTERCEPT)!r})
    logs.sum()  # 2 nats: log-likelihood
    -logs.mean()  # 4 nats: the cross-entropy
    """
    return Snippet(code, page.units, (log_likelihoods,))


def slide(page: Page) -> None:
    """The sliders of slope and intercept; in the picture the curve is moved by its middle, and turned beside it."""
    text, state, (lengths, labels, best) = page.text, page.state, _flowers()
    key = keyed(f"{state.key_of('sigmoid')}_component")
    held = {control: state.show(control, ComponentHolder(key, control.name)) for control in SYMBOLS}
    heard: dict[str, Any] = {f"on_{control.name}_change": lambda: None for control in held}
    components.sigmoid(
        key=key,
        data={
            "chart": VIEWS,
            "picture": PICTURE,
            "turns": charts.TURNS,
            "controls": {
                control.name: {
                    "label": text(control.label),
                    "symbol": SYMBOLS[control],
                    "value": value,
                    "news": state.news.get(state.key_of(control.name), 0),
                    **{name: getattr(control.over_a(Number), name) for name in ("low", "high", "step", "decimals")},
                }
                for control, value in held.items()
            },
            "features": (lengths - lengths.mean()).tolist(),
            "labels": labels.tolist(),
            "ends": [float(end - lengths.mean()) for end in _ends(lengths)],
            "best": best.log_likelihood,
            "per_nat": page.units.per_nat,
            "texts": sentences(text),
        },
        default={control.name: value for control, value in held.items()},
        height="content",
        **heard,
    )
    for control, value in held.items():
        say(control.name, value, text)


def sentences(text: Texts) -> dict[str, Any]:
    """What may be said of the likelihood, to be filled with its numbers, and from where on it is."""
    named = {name: text.template(f"classifier.{name}") for name in ("there", "away", "underflow")}
    return {**named, "near": NEAR, "least": LEAST}


def _ends(lengths: FloatArray) -> tuple[float, float]:
    """The ends of the picture's axis."""
    return float(lengths.min()) - MARGIN, float(lengths.max()) + MARGIN


def _to_the_best(page: Page) -> None:
    st.button(
        page.text("classifier.maximum"),
        on_click=_take,
        icon=":material/vertical_align_top:",
        width="stretch",
        key="likelihood_fit",
    )


def _take() -> None:
    """The best fit, to within the sliders' steps."""
    *_, best = _flowers()
    for control, value in ((SLOPE, best.slope), (INTERCEPT, best.intercept)):
        link_state().put(control.name, control.over_a(Number).snap(value))


def draw_classifier(page: Page) -> None:
    """The sigmoid beside a bar for each label; their product, its logarithm, and how far it is from the best."""
    text, found, log = page.text, read(page), page.units.logarithm
    with views(VIEWS):
        page.beside([1, 1.15], _sigmoid, _bars)
    items = (
        r"$L = \prod_s L_s = [[likelihood]]$",
        rf"${log} L = \sum_s {log} L_s = [[total]]$ {text.unit}",
        rf"$\ce{{-{log} L / n = [[mean]]}}$ {text.unit} {text('classifier.is_cross_entropy')}",
    )
    words = said(text, page.units, found)
    page.follow(SLOPE, " &emsp; ".join(items), lambda _: words)
    page.follow(SLOPE, f"{_best(page, found)} [[verdict]]", lambda _: words)


def _sigmoid(page: Page) -> None:
    text, (slope, intercept), (lengths, labels, _) = page.text, page.read(SLOPE, INTERCEPT), _flowers()
    draw(
        charts.sigmoid_chart,
        charts.sample_rows(lengths, labels),
        charts.curve_rows(_ends(lengths), float(lengths.mean())),
        charts.class_rows((f"y = 0, {text('classifier.versicolor')}", f"y = 1, {text('classifier.virginica')}")),
        {"x": text("classifier.axis_x"), "y": text("classifier.axis_y")},
        (live(SLOPE), live(INTERCEPT)),
        alt=text("classifier.alt_sigmoid", slope=plain(slope, 2), intercept=plain(intercept, 2)),
        key=PICTURE,
    )


def _bars(page: Page) -> None:
    """The bars under the choice of their height and their order."""
    text, units, found = page.text, page.units, read(page)
    with st.container(horizontal=True, gap="medium", key="likelihood_bar_choices"):
        page.show(HEIGHT, format_func=lambda option: text(HEIGHT.options.format(option), log=units.log))
        order = page.show(ORDER)
    logarithm = page.value(HEIGHT) == "log"
    height = text("classifier.axis_likelihood")
    if logarithm:
        height = text("classifier.axis_log", log=units.log)
    draw(
        charts.bars_chart,
        charts.bar_rows(found.lengths - found.lengths.mean(), found.labels),
        {"place": text(f"classifier.axis_{order}"), "height": height},
        units.per_nat if logarithm else None,
        order == "value",
        (live(SLOPE), live(INTERCEPT)),
        alt=text("classifier.alt_bars", count=len(found.logs), least=plain_exp(float(found.logs.min()))),
        key="likelihood_bars",
    )
    page.note(text("classifier.shades"))


def said(text: Texts, units: Units, found: Labels) -> dict[str, str]:
    """The likelihood in words, against the greatest there is; the browser says the same while a hand moves it."""
    of, behind = units.of, max(found.best.log_likelihood - found.total, 0.0)
    numbers = {
        "likelihood": plain_exp(found.total),
        "total": plain(of(found.total), 2),
        "mean": plain(of(found.mean), 4),
        "factor": plain_exp(behind),
        "nats": plain(found.total, 2),
    }
    which = ["there" if behind / len(found.logs) <= NEAR else "away", *["underflow"] * (found.total < LEAST)]
    return numbers | {"verdict": " ".join(text(f"classifier.{one}", **numbers) for one in which)}


def _best(page: Page, found: Labels) -> str:
    """The greatest likelihood there is, and how it was found."""
    of, best = page.units.of, found.best
    return page.text(
        "classifier.best",
        slope=plain(best.slope, 4),
        intercept=plain(best.intercept, 4),
        log_likelihood=plain(of(best.log_likelihood), 4),
        least=plain(of(-best.log_likelihood / len(found.logs)), 4),
        log=page.units.log,
        norm=plain(best.gradient_norm),
        steps=best.steps,
    )


def working(page: Page) -> None:
    """The likelihood of one label and the cross-entropy of all, in symbols and numbers."""
    text, log, found = page.text, page.units.logarithm, read(page)
    shown = rf"-\frac{{[[total]]}}{{{len(found.logs)}}} = \ce{{[[mean]]}}"
    words = said(text, page.units, found)
    displayed(
        r"L_s = \model{a_s}^{\truth{y_s}}(1-\model{a_s})^{1-\truth{y_s}}, \quad "
        r"\model{a_s} = \sigma\big(w\,(x_s - \bar x) + b\big)",
        rf"\ce{{C}} = -\frac1n\,{log} L = {shown}",
        show=lambda formula: page.follow(SLOPE, formula, lambda _: words),
    )
    for note in ("careful_independent", "careful_sign"):
        page.careful(text(f"classifier.{note}"))


ROW: Final = {"line": slide, "fit": _to_the_best}
SECTION: Final = section(Part(draw_classifier, ROW, working), _behind, [4, 1.2], _intro)
