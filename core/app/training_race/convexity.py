"""Landscape and convexity: where each loss bends down, and in which minimum every start ends."""

from collections.abc import Callable
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from core.app.controls import boxes
from core.app.controls.control import Control
from core.app.controls.fields import Cell, Choice, Table
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet
from core.app.training_race import convexity_maps as maps
from core.app.training_race.axis_ends import axis_end
from core.app.training_race.convexity_maps import Ground
from core.app.training_race.one_example import race
from core.app.training_race.remarks import SHORT
from core.app.wording.blocks import in_columns
from core.app.wording.figures import plain
from core.charts.kit.layers import stacked
from core.charts.training_race import convexity as charts
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES
from core.simulation.descent.loss_records import cross_entropy_curvature, loss_record, squared_error_curvature
from core.simulation.descent.minima import TWO_MINIMA, Samples

REACHES: Final = (10.0, 12.0, 24.0)  # where the axis of logits ends; beyond them in steps of the last
EMPTY: Final = (None, None)  # a row that the reader has only just added
SEPARABLE: Final = Samples((-2.0, -1.0, 0.0, 1.0, 2.0), (0.0, 0.0, 0.0, 1.0, 1.0))
SOFT_LABEL: Final = 0.3
FURTHEST: Final = 20.0  # an input may lie this far out: the flow's steps are made for such a scale
MOST: Final = 10  # samples of the reader's own
SETS: Final = Choice("two", ("two", "separable", "one", "soft", "own"))
SET: Final = Control("cdata", SETS, "convexity.data", "convexity.set.{}", kind="pills", label_is_hidden=True)
OWN: Final = Control("cpoints", Table(tuple(zip(TWO_MINIMA.inputs, TWO_MINIMA.labels, strict=True)), 2, MOST))


def show(page: Page) -> Snippet:
    """The section: both losses along the logit, then over weight and bias on a data set of the reader's choice."""
    text = page.text
    st.markdown(f"##### {text('convexity.along')}")
    _along(page)
    st.markdown(f"##### {text('convexity.over')}")
    if page.show(SET) == "own":
        _own(page)
    if ground := read(page):
        upper = partial(maps.draw_samples, ground=ground, losses=LOSSES), partial(maps.draw_bends, ground=ground)
        page.beside([1, 2], *upper, gap="small")
        page.beside([1, 2], *(partial(each, ground=ground) for each in (maps.say, maps.draw_ends)), gap="small")
        st.caption(text("convexity.flow"))
    page.careful(text("convexity.careful"))
    settings = race.read(page).settings
    code = f"""
    y, z = {settings.label!r}, {settings.z_start!r}
    cross_entropy_curvature(y, z), squared_error_curvature(y, z)  # 4: the second derivatives
    """
    return Snippet(code, page.units, (cross_entropy_curvature, squared_error_curvature))


def read(page: Page) -> Ground | None:
    """The samples and the reader's start; None while the samples are the reader's own and cannot be used."""
    settings, chosen = race.read(page).settings, page.value(SET)
    if chosen == "own":
        # Not by ``value``: a table too long for the link has been left out of it.
        rows = page.state.incoming(OWN) or page.state.get(OWN.name, OWN.field.default)
        filled = [row for row in rows if row != EMPTY]
        if not 0 < len(filled) <= MOST or any(map(_fault, filled)):
            return None
        samples = Samples(*zip(*filled, strict=True))
    else:
        one, soft = (Samples((settings.x,), (label,)) for label in (settings.label, SOFT_LABEL))
        samples = {"two": TWO_MINIMA, "separable": SEPARABLE, "one": one, "soft": soft}[chosen]
    return Ground(samples, (settings.weight, settings.bias))


def _with_samples(draw: Callable[[Page, Ground], None]) -> Callable[[Page], None]:
    """What is drawn or said of the samples, where they can be used."""

    def drawn(page: Page) -> None:
        if ground := read(page):
            draw(page, ground)

    return drawn


def _own(page: Page) -> None:
    """The table of the reader's own samples, and a sentence for each row that cannot be used."""
    text = page.text
    columns = {
        "x": st.column_config.NumberColumn(text("convexity.input")),
        "y": st.column_config.NumberColumn(text("convexity.label")),
    }
    st.caption(text("convexity.own", most=MOST, furthest=f"{FURTHEST:g}"))
    with st.columns([1, 2])[0]:
        rows = boxes.table(OWN, columns, text, alt=text("convexity.table_alt"))
    faults = {number: fault for number, row in rows.items() if row != EMPTY and (fault := _fault(row))}
    for number, fault in faults.items():
        st.warning(text(f"convexity.bad.{fault}", row=number, furthest=f"{FURTHEST:g}"), icon=":material/error:")
    if not faults and not 0 < sum(row != EMPTY for row in rows.values()) <= MOST:
        st.warning(text("convexity.bad.count", most=MOST), icon=":material/error:")


def _fault(row: tuple[Cell, ...]) -> str | None:
    """Why a row is no sample, if it is none."""
    x, y = row
    if x is None or y is None:
        return "missing"
    if abs(x) > FURTHEST:
        return "far"
    return None if 0.0 <= y <= 1.0 else "label"


def _along(page: Page) -> None:
    """Three charts along the logit: both slopes, and each loss with the tangent where the reader starts."""
    text, settings, units = page.text, race.read(page).settings, page.units
    z, label = settings.z_start, settings.label
    reach = axis_end(abs(z), REACHES)
    bent = charts.bent_part(label, reach, text("convexity.bends_down"))
    at_peak = charts.turning_point(label, True, "4/27" if label == 0.0 else "−4/27")
    at_turn = charts.turning_point(label, False, text(f"convexity.turn_{label:g}"))
    heights, slopes = zip(*(charts.along(loss, label, reach, units) for loss in LOSSES), strict=True)
    points, tangents, on_slopes = zip(*(charts.here(loss, label, z, units) for loss in LOSSES), strict=True)
    # For each chart its curve, tangent, point, shaded part and turning point; the span of its heights; their name.
    pictures: dict[str, tuple[tuple[pd.DataFrame, ...], tuple[float, float], str]] = {
        "slopes": (
            (stacked(slopes), tangents[0].iloc[:0], stacked(on_slopes), bent, at_peak),
            (-0.02, 1.05) if label == 0.0 else (-1.05, 0.02),
            text("convexity.axis_slope"),
        ),
        "cross_entropy": (
            (heights[0], tangents[0], points[0], bent.iloc[:0], at_turn.iloc[:0]),
            (0.0, units.of(reach) * 1.05),
            text("landscape.cross_entropy"),
        ),
        "squared_error": ((heights[1], tangents[1], points[1], bent, at_turn), (0.0, 0.525), text("squared_error")),
    }
    bends = {short: float(loss_record(loss).curvature(label, z)) for short, loss in SHORT.items()}
    said = {"z": plain(z, 2), "a": plain(float(sigmoid(z))), **{name: plain(bend, 4) for name, bend in bends.items()}}
    for name, ((curve, *others), (bottom, top), height) in in_columns(pictures.items(), "small"):
        draw(
            charts.along_chart,
            curve.assign(left=-reach, right=reach, bottom=bottom, top=top),
            *others,
            {"z": text("convexity.axis_logit"), "height": height},
            alt=text(f"convexity.alt_{name}", **said),
            key=f"race_convexity_{name}",
        )
    page.say(text("convexity.here_down" if bends["se"] < 0.0 else "convexity.here_up", **said))


CONTROLS: Final = (SET, OWN)
ENDS: Final = Part(_with_samples(maps.draw_ends), drawn_by(SET), _with_samples(maps.say))
POINTS: Final = Part(_with_samples(maps.draw_samples), drawn_by(SET))
