"""The first screen: both losses at the reader's label and logit, and their gradients in factors."""

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, tall, views
from core.app.formulas.sample import Sample, slopes_shown
from core.app.frame.page import Page, Part
from core.app.wording.figures import plain
from core.charts.formulas import chain
from core.charts.formulas import losses as charts

Y: Final = Control("y", Choice("0", ("0", "1", "soft")), "label", "y.{}")
SOFT: Final = Control("soft", Number(0.3, 0.0, 1.0, 0.01), "soft_label")
Z: Final = Control("z", Number(4.0, -10.0, 10.0, 0.1), "logit")
AGAINST: Final = Control("against", Choice("z", ("z", "a")), "against", "against_{}")
X: Final = Control("x", Number(1.0, -5.0, 5.0, 0.1), "input", kind="box")
W: Final = Control("w", Number(2.0, -10.0, 10.0, 0.1), "weight", kind="box")
RATE: Final = Control("rate", Number(0.15, 0.01, 10.0, 0.01), "rate", kind="box")
MORE: Final[tuple[Control[Any], ...]] = (AGAINST, X, W, RATE)
CONTROLS: Final = (Y, SOFT, Z, *MORE)
VIEWS: Final = "formulas_views"
AROUND: Final = 22  # rem: title, controls, numbers, and the first cards below


def read(page: Page) -> Sample:
    """The reader's sample."""
    kind = page.value(Y)
    return Sample(page.value(SOFT) if kind == "soft" else float(kind), *page.read(Z, X, W, RATE))


def controls(page: Page) -> None:
    """The row of controls: label, logit, and the box of what is changed less often."""
    page.row([1.5, 3.8, 1.1], choose_label, slide_z, more)


def choose_label(page: Page) -> None:
    """The label, and how large it is where it is soft."""
    if page.show(Y) == "soft":
        page.show(SOFT)


def slide_z(page: Page) -> None:
    """The slider of the logit, which is also dragged in the picture of the losses."""
    live_slider(Z, page.text, chart=VIEWS, symbols=("z", "a"), along=page.value(AGAINST))


def more(page: Page) -> None:
    """The box of what is changed less often."""
    page.more(*MORE, lambda page: st.caption(page.text("bias_follows")))


def draw_losses(page: Page) -> None:
    """Both losses along their axis, and the chain rule as bars."""
    text, units, sample, against, names = page.text, page.units, read(page), page.value(AGAINST), page.losses
    with views(VIEWS), tall(AROUND):
        curve_column, chain_column = st.columns([1.25, 1], gap="medium")
        with curve_column:
            draw(
                charts.loss_chart,
                charts.loss_curves(sample.y, against, units),
                charts.reader_rows(sample.y, units, names),
                charts.curve_names(sample.y, against, units, names),
                against,
                units,
                live(Z),
                {"x": text(f"axis_{against}"), "y": text("axis_loss"), "slope": text("slope")},
                alt=text("alt_curves", **_said(page, sample)),
                key=f"formulas_curves_{against}",
            )
        with chain_column:
            _draw_chain(page)


def say_numbers(page: Page) -> None:
    """The sentence of both losses and their derivatives, in step with the slider."""
    text, sample = page.text, read(page)
    template = text.template("numbers" if sample.error else "numbers_right")
    page.follow(Z, template, lambda z: _said(page, replace(sample, z=z)))


def _draw_chain(page: Page) -> None:
    """The chain rule as bars, a column for each factor."""
    sample, names = read(page), page.losses
    draw(
        chain.chain_chart,
        chain.chain_rows(sample.y, sample.x, names),
        {"error": "a − y", "divisor": "÷ a(1 − a)", "slope": "× σ′(z)", "input": "× x", "gradient": "= ∂C/∂w"},
        list(names.values()),
        live(Z),
        alt=page.text("alt_chain", **_said(page, sample)),
        key="formulas_chain",
    )


def draw_chain(page: Page) -> None:
    """The chain rule alone, as the slider of the logit moves it."""
    with views(VIEWS):
        _draw_chain(page)


def _said(page: Page, sample: Sample) -> dict[str, str]:
    units, shown = page.units, slopes_shown(sample)
    return {
        "y": plain(sample.y, 2),
        "z": plain(sample.z, 1),
        "a": plain(sample.a),
        "ce": plain(units.of(sample.cross_entropy)),
        "log": units.logarithm,
        "se": plain(sample.squared_error),
        "slope_ce": shown["cross_entropy"],
        "slope_se": shown["squared_error"],
        "factor": shown["result"],
    }


PART: Final = Part(draw_losses, {"z": slide_z, "y": choose_label})
CHAIN: Final = Part(draw_chain, {"z": slide_z})
