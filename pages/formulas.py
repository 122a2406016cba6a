"""Formulas: both losses and their gradients at the reader's own label and logit."""

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, keyed
from core.app.formulas import batch, classes, derivation, errata, labels, laboratory, theatre
from core.app.formulas.sample import Sample, losses_behind
from core.app.frame.page import begin
from core.app.frame.sections import open_room
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import plain
from core.charts.formulas import chain
from core.charts.formulas import losses as charts

LABELS = Choice("0", ("0", "1", "soft"))
SOFT = Number(0.3, 0.0, 1.0, 0.01)
LOGIT = Number(4.0, -10.0, 10.0, 0.1)
AGAINST = Choice("z", ("z", "a"))
INPUT = Number(1.0, -5.0, 5.0, 0.1)
WEIGHT = Number(2.0, -10.0, 10.0, 0.1)
RATE = Number(0.15, 0.01, 10.0, 0.01)

page = begin()
text, units = page.text, page.units

st.title(text("claim"), anchor=False)

label_column, logit_column, more_column = st.columns([1.5, 3.8, 1.1])
with label_column:
    kind = widgets.choice(
        "y", text("label"), LABELS, text, {"0": "0", "1": "1", "soft": text("soft")}, hide_label=False
    )
    y = widgets.slider("soft", text("soft_label"), SOFT, text) if kind == "soft" else float(kind)
with more_column, widgets.drawer(text) as shown:
    axes = {"z": text("against_z"), "a": text("against_a")}
    against = widgets.choice("against", text("against"), AGAINST, text, axes, hide_label=False, shown=shown)
    x = widgets.number("x", text("input"), INPUT, text, shown=shown)
    w = widgets.number("w", text("weight"), WEIGHT, text, shown=shown)
    rate = widgets.number("rate", text("rate"), RATE, text, shown=shown)
    if shown:
        st.caption(text("bias_follows"))
with logit_column:
    z = live_slider("z", text("logit"), LOGIT, text, chart="formulas_views", symbols=("z", "a"), along=against)
sample = Sample(y=y, z=z, x=x, w=w, learning_rate=rate)

names = {loss: text(loss) for loss in ("cross_entropy", "squared_error")}
numbers = {
    "y": plain(y, 2),
    "z": plain(z, 1),
    "a": plain(sample.a),
    "ce": plain(units.of(sample.cross_entropy)),
    "units": text(units.name),
    "log": units.logarithm,
    "se": plain(sample.squared_error),
    "slope_ce": plain(sample.error),
    "slope_se": plain(sample.squared_error_slope),
    "factor": plain(1 / sample.slope, 0 if sample.slope < 0.1 else 1),
}
titles = {"error": "a − y", "slope": "× σ′(z)", "input": "× x", "gradient": "= ∂C/∂w"}
logit = live("z", LOGIT)
with st.container(key="formulas_views"):
    curve_column, chain_column = st.columns([1.25, 1], gap="medium")
    with curve_column:
        draw(
            charts.loss_chart,
            charts.loss_curves(y, against, units),
            charts.reader_rows(y, units, names),
            charts.curve_names(y, against, units, names),
            against,
            units,
            logit,
            {"x": text(f"axis_{against}"), "y": text("axis_loss", units=text(units.name)), "slope": text("slope")},
            alt=text("alt_curves", **numbers),
            key=f"formulas_curves_{against}",
        )
    with chain_column:
        draw(
            chain.chain_chart,
            chain.chain_rows(y, x, names),
            titles,
            [names["cross_entropy"], names["squared_error"]],
            logit,
            alt=text("alt_chain", **numbers),
            key="formulas_chain",
        )
st.markdown(text("numbers" if sample.error else "numbers_right", **numbers))


def show_derivations() -> Snippet | None:
    """Line by line first, then all formulas at once."""
    theatre.show(page, sample)
    with st.container(key="formulas_all_lines"):
        return derivation.show(page, sample)


open_room(
    page,
    {
        "derivation": show_derivations,
        "classes": lambda: classes.show(page),
        "labels": lambda: labels.show(page),
        "batch": lambda: batch.show(page),
        "laboratory": lambda: laboratory.show(page),
        "errata": lambda: errata.show(page),
    },
    hero=losses_behind(sample, units),
)
