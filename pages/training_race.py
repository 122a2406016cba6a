"""Training race: squared error against cross-entropy, from the same start on the same example."""

import streamlit as st

from core.app import controls
from core.app.drawing import draw
from core.app.fields import Choice, Number, Stops
from core.app.numbers import plain
from core.app.page import begin
from core.app.player import player
from core.app.training_race import podium, update
from core.charts import race as charts
from core.simulation.race import STARTS, RaceSettings, random_start, simulate

START = Choice("saturated", (*STARTS, "random", "own"))
RATE = Stops(0.15, (0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0))
EPOCHS = Stops(600.0, (50.0, 100.0, 200.0, 300.0, 400.0, 600.0, 800.0, 1000.0, 1500.0, 2000.0, 3000.0, 5000.0))
WEIGHT = Number(2.0, -12.0, 12.0, 0.1)
SEED = Number(1.0, 0.0, 9999.0, 1.0)
TARGET = Stops(0.1, (0.01, 0.02, 0.05, 0.1, 0.2, 0.3))
LABEL = Choice("0", ("0", "1"))
MEASURE = Choice("error", ("error", "cross_entropy", "squared_error"))
SECTIONS = Choice("", ("", "update"))
FIRST_FRAME = 100

run_race = st.cache_data(max_entries=64)(simulate)

page = begin("training_race")
text, units = page.text, page.units

st.title(text("claim"), anchor=False)

start_column, rate_column, measure_column, more_column = st.columns([2.9, 1.5, 2.15, 0.85])
with start_column:
    start = controls.choice(
        "start", text("start"), START, text, {name: text(f"starts.{name}") for name in START.options}, hide_label=False
    )
with rate_column:
    rate = controls.stops("rate", text("rate"), RATE, text, lambda value: f"{value:g}")
with measure_column:
    measure = controls.choice(
        "show",
        text("show"),
        MEASURE,
        text,
        {name: text(f"measures.{name}") for name in MEASURE.options},
        hide_label=False,
    )
with more_column, st.container(key="level_more"), controls.drawer(text("more"), "more") as shown:
    epochs = int(controls.stops("epochs", text("epochs"), EPOCHS, text, lambda value: f"{value:.0f}", shown=shown))
    target = controls.stops("target", text("target"), TARGET, text, lambda value: f"{value:g}", shown=shown)
    digits = {"0": "0", "1": "1"}
    label = float(controls.choice("y", text("label"), LABEL, text, digits, hide_label=False, shown=shown))
    if start == "random":
        weight, bias = random_start(int(controls.number("seed", text("seed"), SEED, text, shown=shown)))
    elif start == "own":
        weight = controls.number("w", text("weight"), WEIGHT, text, shown=shown)
        bias = controls.number("b", text("bias"), WEIGHT, text, shown=shown)
    else:
        weight, bias = STARTS[start]
    if shown:
        st.caption(text("drawn", w=plain(weight, 2), b=plain(bias, 2)))

race = run_race(RaceSettings(weight, bias, label=label, learning_rate=rate, epochs=epochs, target=target))
names = {loss: text(loss) for loss in race.losses}
runners = charts.runners(race, names)
views = st.container(key="race_views")
epoch = player("epoch", epochs, FIRST_FRAME, text, chart="race_views")
numbers = podium.numbers(page, race, epoch)

with views:
    error_column, sigmoid_column = st.columns([1.45, 1], gap="medium")
    with error_column:
        measure_unit = {"units": text(units.name)} if measure == "cross_entropy" else {}
        draw(
            charts.measure_chart,
            runners,
            charts.curves(race, measure, units),
            charts.finish_line(race, text("finish", target=f"{target:g}")),
            charts.finish_marks(race, names),
            measure,
            epochs,
            units,
            {"epoch": text("axis_epoch"), "measure": text(f"axis_{measure}", **measure_unit)},
            alt=text("alt_measure", **numbers),
            key=f"race_measure_{measure}",
        )
    with sigmoid_column:
        draw(
            charts.sigmoid_chart,
            runners,
            epochs,
            {"logit": text("axis_logit"), "output": text("axis_output")},
            alt=text("alt_sigmoid", **numbers),
            key="race_sigmoid",
        )
    draw(
        charts.factors_chart,
        runners,
        epochs,
        max(1.0, abs(race.settings.x)),
        {"error": "a − y", "slope": "× σ′(z)", "input": "× x", "gradient": "= ∂C/∂w"},
        alt=text("alt_factors", **numbers),
        key="race_factors",
    )
podium.show(page, race)
podium.finals(page, race)

section = controls.section(SECTIONS, text, {name: text(f"section.{name}") for name in SECTIONS.options if name})
if section == "update":
    update.show(page, race, epoch)
