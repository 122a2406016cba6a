"""Class weights: where the weighted loss is smallest; and which formula belongs to the labels −1 and +1."""

import math
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number, Stops
from core.app.controls.live_slider import live
from core.app.drawing import draw, tall, views
from core.app.frame.page import Page, Part, section, slid
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import table
from core.app.wording.figures import free_of_rounding, plain
from core.charts.formulas import weights as charts
from core.maths.activations import logit
from core.maths.losses import binary_cross_entropy
from core.simulation.formulas.weights import as_if_0_or_1, loss_of_signs, mean_weight, minimiser, weighted_loss

# 20 stops to a factor of 10, nearly even in the logarithm.
_DECADE: Final = (1, 1.1, 1.25, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.6, 4, 4.5, 5, 5.6, 6.3, 7, 8, 9)
_STOPS: Final = (*(round(size * ten, 3) for ten in (0.1, 1.0, 10.0) for size in _DECADE), 100.0)
WEIGHT: Final = Control("w1", Stops(9.0, _STOPS), "weights.weight")
SHARE: Final = Control("share", Number(0.1, 0.01, 0.99, 0.01), "weights.share")
CONTROLS: Final = (WEIGHT, SHARE)
VIEWS: Final = "formulas_weights"
AROUND: Final = 22  # rem: title, controls, the fold
OUTPUT: Final = 0.01  # of the example with the labels −1 and +1


def _behind(page: Page) -> Snippet:
    weight, share = page.read(*CONTROLS)
    code = f"""
    best = minimiser({share:g}, {weight:g})
    best, math.log({weight:g})  # 3
    weighted_loss({share:g}, {weight:g}, best)  # 3 nats: divided by n
    weighted_loss({share:g}, {weight:g}, best) / mean_weight({share:g}, {weight:g})  # 3 nats: by the weights
    """
    return Snippet(code, page.units, (minimiser, weighted_loss, mean_weight))


def draw_weights(page: Page) -> None:
    """The loss over the prediction with its minimum, beside the numbers and the labels −1 and +1."""
    page.beside([1.5, 1], _draw_loss, _write)


def _draw_loss(page: Page) -> None:
    """The weighted loss and the unweighted one over one prediction for all, each with its minimiser."""
    text, units = page.text, page.units
    with views(VIEWS), tall(AROUND):
        draw(
            charts.chart,
            charts.grid_rows(),
            live(SHARE),
            units,
            {"a": text("weights.axis_a"), "loss": text("weights.axis_loss")}
            | {name: f"{text(f'weights.{name}')} " for name in ("weighted", "unweighted")},
            alt=text("weights.alt", **_said(page, *page.read(*CONTROLS))),
            key="formulas_weights_loss",
        )


def working(page: Page) -> None:
    """The minimiser in symbols and numbers, how it is undone, and by what libraries divide."""
    for line in ("line_loss", "line_best", "line_undo", "means"):
        _follow(page, line)
    st.markdown(page.text("weights.libraries"))


def _follow(page: Page, key: str) -> None:
    """A text in step with both sliders."""
    weight, share = page.read(*CONTROLS)
    by_share = (SHARE, lambda at: _said(page, weight, at))
    page.follow(WEIGHT, page.text.template(f"weights.{key}"), lambda at: _said(page, at, share), by_share)


def _said(page: Page, weight: float, share: float) -> dict[str, str]:
    units, best = page.units, minimiser(share, weight)
    smallest, over = float(weighted_loss(share, weight, best)), mean_weight(share, weight)
    return {
        "weight": f"{weight:g}",
        "share": f"{share:.2f}",
        "rest": f"{1.0 - share:.2f}",
        "best": plain(best),
        "shift": plain(math.log(weight)),
        "logit": plain(free_of_rounding(float(logit(share)) + math.log(weight))),
        "by_n": plain(units.of(smallest)),
        "by_weights": plain(units.of(smallest / over)),
        "log": units.logarithm,
    }


def _write(page: Page) -> None:
    """The minimiser; and the labels −1 and +1 at one output: their own loss, cross-entropy, and the wrong formula."""
    _follow(page, "numbers")
    text, units, z = page.text, page.units, float(logit(OUTPUT))
    st.markdown(f"##### {text('weights.signs')}")
    st.markdown(text("weights.signs_same", a=plain(OUTPUT, 2), z=plain(z), log=units.log))
    heads = ["y", *(text(f"weights.column.{head}") for head in ("signs", "cross_entropy", "wrong"))]
    rows = []
    for y in (1.0, -1.0):
        losses = (loss_of_signs(y, z), binary_cross_entropy((y + 1.0) / 2.0, OUTPUT), as_if_0_or_1(y, OUTPUT))
        rows.append([f"{y:+.0f}".replace("-", "−"), *(plain(units.of(float(loss))) for loss in losses)])
    table(heads, rows, "rrrr")


SLIDERS: Final = {WEIGHT.name: slid(WEIGHT, VIEWS, "w₁"), SHARE.name: slid(SHARE, VIEWS, "ȳ")}
SECTION: Final = section(Part(draw_weights, SLIDERS, working), _behind, [1, 1], "weights.intro")
