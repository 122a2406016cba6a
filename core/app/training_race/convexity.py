"""Landscape and convexity: where each loss bends down, and in which minimum every start ends."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import boxes, widgets
from core.app.controls.fields import Cell, Choice, Table
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind
from core.app.training_race import convexity_maps
from core.app.training_race.axis_ends import axis_end
from core.app.wording.figures import plain
from core.charts.training_race import convexity as charts
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES
from core.simulation.descent.loss_records import (
    cross_entropy_curvature,
    loss_record,
    squared_error_curvature,
)
from core.simulation.descent.minima import TWO_MINIMA, Samples
from core.simulation.training_race.race import Race, RaceSettings

REACHES: Final = (10.0, 12.0, 24.0)  # where the axis of logits ends; beyond them in steps of the last
SETS: Final = Choice("two", ("two", "separable", "one", "soft", "own"))
SEPARABLE: Final = Samples((-2.0, -1.0, 0.0, 1.0, 2.0), (0.0, 0.0, 0.0, 1.0, 1.0))
SOFT_LABEL: Final = 0.3
FURTHEST: Final = 20.0  # an input may lie this far out: the flow's steps are made for such a scale
OWN: Final = Table(tuple(zip(TWO_MINIMA.inputs, TWO_MINIMA.labels, strict=True)), columns=2, most=10)


def show(page: Page, race: Race) -> Snippet:
    """The section: both losses along the logit, then over weight and bias on a data set of the reader's choice."""
    text, settings = page.text, race.settings
    st.markdown(f"##### {text('convexity.along')}")
    _along(page, race)
    st.markdown(f"##### {text('convexity.over')}")
    names = {name: text(f"convexity.set.{name}") for name in SETS.options}
    chosen = widgets.choice("cdata", text("convexity.data"), SETS, text, names, style="pills")
    samples = _own(page) if chosen == "own" else samples_of(chosen, settings)
    if samples is not None:
        convexity_maps.show(page, samples, (settings.weight, settings.bias))
    return _behind(settings)


def samples_of(name: str, settings: RaceSettings) -> Samples:
    """The data set of that name; "one" is the race's own example, "soft" the same input with a soft label."""
    sets: Mapping[str, Samples] = {
        "two": TWO_MINIMA,
        "separable": SEPARABLE,
        "one": Samples((settings.x,), (settings.label,)),
        "soft": Samples((settings.x,), (SOFT_LABEL,)),
    }
    return sets[name]


def _own(page: Page) -> Samples | None:
    """The reader's own samples, or a sentence for each row that cannot be used."""
    text = page.text
    columns = {
        "x": st.column_config.NumberColumn(text("convexity.input")),
        "y": st.column_config.NumberColumn(text("convexity.label")),
    }
    st.caption(text("convexity.own", most=OWN.most, furthest=f"{FURTHEST:g}"))
    with st.columns([1, 2])[0]:
        rows = boxes.table("cpoints", OWN, columns, text, alt=text("convexity.table_alt"))
    # A row without any entry is one that the reader has only just added.
    filled = {number: row for number, row in rows.items() if row != (None, None)}
    faults = {number: fault for number, row in filled.items() if (fault := _fault(row)) is not None}
    for number, fault in faults.items():
        st.warning(text(f"convexity.bad.{fault}", row=number, furthest=f"{FURTHEST:g}"), icon=":material/error:")
    if not faults and not 0 < len(filled) <= OWN.most:
        st.warning(text("convexity.bad.count", most=OWN.most), icon=":material/error:")
    if faults or not 0 < len(filled) <= OWN.most:
        return None
    x, y = zip(*filled.values(), strict=True)
    return Samples(x, y)


def _fault(row: tuple[Cell, ...]) -> str | None:
    """Why a row is no sample, if it is none."""
    x, y = row
    if x is None or y is None:
        return "missing"
    if abs(x) > FURTHEST:
        return "far"
    return None if 0.0 <= y <= 1.0 else "label"


def _along(page: Page, race: Race) -> None:
    """Three charts along the logit: both slopes, and each loss with the tangent where the reader starts."""
    text, settings, units = page.text, race.settings, page.units
    z, label = settings.z_start, settings.label
    reach = axis_end(abs(z), REACHES)
    bent = charts.bent_part(label, reach, text("convexity.bends_down"))
    at_peak = charts.turning_point(label, True, "4/27" if label == 0.0 else "−4/27")
    at_turn = charts.turning_point(label, False, text(f"convexity.turn_{label:g}"))
    curves = {loss: charts.along(loss, label, reach, units) for loss in LOSSES}
    points = {loss: charts.here(loss, label, z, units) for loss in LOSSES}
    spans = {
        "slope": {"bottom": -0.02, "top": 1.05} if label == 0.0 else {"bottom": -1.05, "top": 0.02},
        "cross_entropy": {"bottom": 0.0, "top": units.of(reach) * 1.05},
        "squared_error": {"bottom": 0.0, "top": 0.525},
    }
    said = {
        "z": plain(z, 2),
        "a": plain(float(sigmoid(z))),
        "ce": plain(float(loss_record("cross_entropy").curvature(label, z)), 4),
        "se": plain(float(loss_record("squared_error").curvature(label, z)), 4),
    }
    places = st.columns(3, gap="small")
    logit = text("convexity.axis_logit")
    with places[0]:
        draw(
            charts.along_chart,
            charts.both(*(curves[loss][1] for loss in LOSSES)).assign(left=-reach, right=reach, **spans["slope"]),
            charts.nothing(),
            charts.both(*(points[loss][2] for loss in LOSSES)),
            bent,
            at_peak,
            {"z": logit, "height": text("convexity.axis_slope")},
            alt=text("convexity.alt_slopes", **said),
            key="race_convexity_slopes",
        )
    for place, loss in zip(places[1:], LOSSES, strict=True):
        squared = loss == "squared_error"
        with place:
            draw(
                charts.along_chart,
                curves[loss][0].assign(left=-reach, right=reach, **spans[loss]),
                points[loss][1],
                points[loss][0],
                bent if squared else charts.no_part(),
                at_turn if squared else charts.no_turn(),
                {
                    "z": logit,
                    "height": text(loss) if squared else text("landscape.cross_entropy", units=text(units.name)),
                },
                alt=text(f"convexity.alt_{loss}", **said),
                key=f"race_convexity_{loss}",
            )
    st.markdown(text(f"convexity.{_verdict(label, z)}", **said))


def _verdict(label: float, z: float) -> str:
    """Which way squared error bends where the reader starts."""
    return "here_down" if float(np.asarray(loss_record("squared_error").curvature(label, z))) < 0.0 else "here_up"


def _behind(settings: RaceSettings) -> Snippet:
    """The Python for both second derivatives where the reader starts."""
    y, z = settings.label, settings.z_start
    functions = {"cross_entropy": cross_entropy_curvature, "squared_error": squared_error_curvature}
    return behind(
        functions.values(),
        f"y, z = {y!r}, {z!r}",
        *(
            Printed(f"{function.__name__}(y, z)", float(function(y, z)), 4, f"second derivative of {loss}")
            for loss, function in functions.items()
        ),
    )
