"""Formulas: both losses and their gradients at the reader's own label and logit."""

import streamlit as st

from core.app import controls
from core.app.drawing import draw
from core.app.fields import Choice, Number
from core.app.formulas import derivation, predictions
from core.app.formulas.sample import Sample
from core.app.language import inline
from core.app.numbers import latex, plain
from core.app.page import begin
from core.charts import losses as charts

LABELS = Choice("0", ("0", "1", "soft"))
SOFT = Number(0.3, 0.0, 1.0, 0.01)
LOGIT = Number(4.0, -10.0, 10.0, 0.1)
AGAINST = Choice("z", ("z", "a"))
INPUT = Number(1.0, -5.0, 5.0, 0.1)
WEIGHT = Number(2.0, -10.0, 10.0, 0.1)
RATE = Number(0.15, 0.01, 10.0, 0.01)
SECTIONS = Choice("", ("", "derivation", "predictions"))

page = begin("formulas")
text, units = page.text, page.units

st.title(text("claim"), anchor=False)

label_column, logit_column, output_column, more_column = st.columns([1.5, 2.6, 1.2, 1.1])
with label_column:
    kind = controls.choice(
        "y", text("label"), LABELS, text, {"0": "0", "1": "1", "soft": text("soft")}, hide_label=False
    )
    y = controls.slider("soft", text("soft_label"), SOFT, text) if kind == "soft" else float(kind)
with logit_column:
    z = controls.slider("z", text("logit"), LOGIT, text)
with more_column, st.container(key="level_more"), controls.drawer(text("more"), "more") as shown:
    axes = {"z": text("against_z"), "a": text("against_a")}
    against = controls.choice("against", text("against"), AGAINST, text, axes, hide_label=False, shown=shown)
    x = controls.number("x", text("input"), INPUT, text, shown=shown)
    w = controls.number("w", text("weight"), WEIGHT, text, shown=shown)
    rate = controls.number("rate", text("rate"), RATE, text, shown=shown)
    if shown:
        st.caption(text("bias_follows"))
sample = Sample(y=y, z=z, x=x, w=w, learning_rate=rate)
output_column.container(key="level_output").markdown(inline(rf"\model{{a = \sigma(z) = {latex(sample.a)}}}"))

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
curve_column, chain_column = st.columns([1.25, 1], gap="medium")
with curve_column:
    points, tangents = charts.point_and_tangent(y, z, against, units, names)
    draw(
        charts.loss_chart,
        charts.loss_curves(y, against, units),
        points,
        tangents,
        charts.curve_names(y, against, units, names),
        against,
        units,
        {"x": text(f"axis_{against}"), "y": text("axis_loss", units=text(units.name)), "slope": text("slope")},
        alt=text("alt_curves", **numbers),
        key=f"formulas_curves_{against}",
    )
with chain_column:
    draw(
        charts.chain_chart,
        charts.chain_factors(y, z, x, names, titles),
        titles,
        [names["cross_entropy"], names["squared_error"]],
        alt=text("alt_chain", **numbers),
        key="formulas_chain",
    )
st.markdown(text("numbers" if sample.error else "numbers_right", **numbers))

section = controls.section(SECTIONS, text, {name: text(f"section.{name}") for name in SECTIONS.options if name})
if section == "derivation":
    derivation.show(page, sample)
elif section == "predictions":
    predictions.show(page)
