"""Softmax twice: what a loss that expects logits says of probabilities, over the margin of the right class."""

from functools import lru_cache
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number
from core.app.controls.live_slider import live
from core.app.drawing import draw, tall, views
from core.app.frame.page import Page, Part, drawn_by, section, slid
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import plain
from core.charts.formulas import twice as charts
from core.charts.kit.theme import Units
from core.maths.activations import softmax
from core.maths.losses import categorical_cross_entropy_with_logits
from core.simulation.formulas.twice import bounds, losses

MARGIN: Final = Control("margin", Number(-4.0, -charts.FURTHEST, charts.FURTHEST, 0.1), "twice.margin")
CLASSES: Final = Control("twice_k", Choice("2", ("2", "3", "10", "100")), "twice.classes")
VIEWS: Final = "formulas_twice"
AROUND: Final = 28  # rem: title, controls, sentences
WAYS: Final = ("once", "twice")


def _behind(page: Page) -> Snippet:
    code = f"""
    y = np.eye({_classes(page)})[0]
    z = {page.value(MARGIN):g} * y  # the logits: the right class, and the others at 0
    categorical_cross_entropy_with_logits(y, z), categorical_cross_entropy_with_logits(y, softmax(z))  # 3 nats
    """
    return Snippet(code, page.units, (softmax, categorical_cross_entropy_with_logits))


def draw_losses(page: Page) -> None:
    """Both losses with the reader's points, what they are there, and between which bounds the second one stays."""
    text, units, classes = page.text, page.units, _classes(page)
    names = {way: text(f"twice.{way}") for way in WAYS}
    limits = {"classes": str(classes)} | _limits(classes, units)
    now = _said(classes, units)
    with views(VIEWS), tall(AROUND):
        draw(
            charts.chart,
            charts.curve_rows(classes, units),
            charts.reader_rows(classes, units, names),
            charts.name_rows(classes, units, names),
            charts.bound_rows(classes, units, {end: text(f"twice.{end}") for end in ("lowest", "highest")}),
            live(MARGIN),
            {"margin": text("twice.axis_margin"), "loss": text("axis_loss")},
            alt=text("twice.alt", **now[page.value(MARGIN)], **limits),
            key="formulas_twice_losses",
        )
    page.follow(MARGIN, text.template("twice.numbers"), lambda m: now[m] | limits)
    page.say(text("twice.bounds", **limits))


def working(page: Page) -> None:
    """Both losses in numbers, the two bounds, and how it is noticed."""
    text, units, classes = page.text, page.units, _classes(page)
    fixed = {"classes": str(classes), "others": str(classes - 1), "log": units.logarithm} | _limits(classes, units)
    now = _said(classes, units)
    for line in ("line_once", "line_ahead", "line_twice"):
        page.follow(MARGIN, text.template(f"twice.{line}"), lambda m: now[m] | fixed)
    st.markdown(text("twice.line_bounds", **fixed))
    page.careful(text("twice.careful", **fixed))


def _classes(page: Page) -> int:
    return int(page.value(CLASSES))


def _limits(classes: int, units: Units) -> dict[str, str]:
    """Both bounds, and the gradients at the most confident wrong answer of the axis."""
    lowest, highest = bounds(classes)
    wrong = losses(-charts.FURTHEST, classes)
    return {
        "lowest": plain(units.of(lowest)),
        "highest": plain(units.of(highest)),
        "wrong_once": plain(float(wrong.slope_once)),
        "wrong_twice": plain(float(wrong.slope_twice)),
        "wrong": plain(-charts.FURTHEST, 0),
    }


@lru_cache(maxsize=8)
def _said(classes: int, units: Units) -> dict[float, dict[str, str]]:
    """What is said at every margin."""
    grid = MARGIN.over_a(Number).grid
    a = softmax(np.asarray(grid)[:, None] * np.eye(classes)[0])
    ahead, columns = (a[:, 0] - a[:, 1]).tolist(), (column.tolist() for column in losses(grid, classes))
    return {
        m: {"m": plain(m, 1), "minus_m": plain(-m, 1), "ahead": plain(lead, 6)}
        | {"once": plain(units.of(once)), "twice": plain(units.of(twice))}
        | {"slope_once": plain(slope_once), "slope_twice": plain(slope_twice)}
        for m, lead, once, twice, slope_once, slope_twice in zip(grid, ahead, *columns, strict=True)
    }


CONTROLS: Final = (MARGIN, CLASSES)
PART: Final = Part(draw_losses, {MARGIN.name: slid(MARGIN, VIEWS, "m", along="m"), **drawn_by(CLASSES)}, working)
SECTION: Final = section(PART, _behind, [2.6, 1], "twice.intro")
