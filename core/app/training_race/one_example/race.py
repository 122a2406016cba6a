"""The race on a single example: one neuron, one input, the law of the race beside what is measured."""

from functools import lru_cache
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.player import player
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.take_home.snippet import Snippet
from core.app.training_race import method
from core.app.training_race.one_example import guess, podium
from core.app.training_race.python_behind import race_behind
from core.app.wording.figures import plain
from core.charts.kit.measure import measure_chart
from core.charts.training_race import landscape
from core.charts.training_race import race as charts
from core.simulation.descent.landscape import landscape_window
from core.simulation.training_race.race import STARTS, Race, RaceSettings, random_start, simulate

START: Final = Choice("saturated", (*STARTS, "random", "own"))
WEIGHT: Final = Number(2.0, -12.0, 12.0, 0.1)
SEED: Final = Number(1.0, 0.0, 9999.0, 1.0)
TARGET: Final = Stops(0.1, (0.01, 0.02, 0.05, 0.1, 0.2, 0.3))
LABEL: Final = Choice("0", ("0", "1"))
MEASURE: Final = Choice("error", ("error", "cross_entropy", "squared_error"))

run_race = lru_cache(maxsize=64)(simulate)
_surface = lru_cache(maxsize=64)(landscape.surface)
_bands = lru_cache(maxsize=64)(landscape.bands)


def show(page: Page, controls_row: DeltaGenerator) -> tuple[Race, int, Snippet]:
    """The page below its title down to its sections: the race that was run, the epoch of the player, and the Python.

    Its controls go into the row beside the choice of the data.
    """
    text = page.text
    with controls_row:
        settings, measure = _choose(page)
    race = run_race(settings)
    names = {loss: text(loss) for loss in race.losses}
    runners = charts.runners(race, names)
    with st.container(key="race_views"):
        top = st.container()
        epoch = player("epoch", settings.epochs, 0, text, chart="race_views")
        measured = podium.measured(race)
        guessed = guess.made(page, settings, epoch)
        revealed = guessed != "" or not all(measured)
        numbers = podium.numbers(page, race, epoch)
        # One place for either, so that the charts below it stay as they are.
        with st.container(key="race_outcome"):
            if revealed:
                podium.show(page, race, guessed)
            else:
                guess.ask(page, settings)
        with top:
            _curves_and_sigmoid(page, race, measure, runners, names, numbers, revealed)
        draw(
            charts.factors_chart,
            runners,
            {"error": "a − y", "slope": "× σ′(z)", "input": "× x", "gradient": "= ∂C/∂w"},
            alt=text("alt_factors", **numbers),
            key="race_factors",
        )
        _landscapes(page, race, names, numbers)
    if revealed:
        podium.finals(page, race)
    return race, epoch, race_behind(race, revealed)


def _choose(page: Page) -> tuple[RaceSettings, str]:
    """The controls, and what they say: the race, and the measure that is shown."""
    text = page.text
    start_place, rate_place, pairing_place, more_place = st.columns([4.15, 1.5, 1.5, 0.95])
    with start_place:
        names = {name: text(f"starts.{name}") for name in START.options}
        start = widgets.choice("start", text("start"), START, text, names, hide_label=False)
    with pairing_place:
        pairing = method.pairing(page)
    with rate_place:
        rate = method.learning_rate(page, pairing)
    second = rate
    if pairing == "own":
        with rate_place:
            second = method.squared_error_rate(page)
    with more_place, widgets.drawer(text) as shown:
        names = {name: text(f"measures.{name}") for name in MEASURE.options}
        measure = widgets.choice("show", text("show"), MEASURE, text, names, hide_label=False, shown=shown)
        epochs = method.epochs(page, shown)
        target = widgets.stops("target", text("target"), TARGET, text, lambda value: f"{value:g}", shown=shown)
        optimiser = method.optimiser(page, shown)
        digits = {"0": "0", "1": "1"}
        label = float(widgets.choice("y", text("label"), LABEL, text, digits, hide_label=False, shown=shown))
        if start == "random":
            weight, bias = random_start(int(widgets.number("seed", text("seed"), SEED, text, shown=shown)))
        elif start == "own":
            weight = widgets.number("w", text("weight"), WEIGHT, text, shown=shown)
            bias = widgets.number("b", text("bias"), WEIGHT, text, shown=shown)
        else:
            weight, bias = STARTS[start]
        if shown:
            st.caption(text("drawn", w=plain(weight, 2), b=plain(bias, 2)))
    settings = RaceSettings(
        weight,
        bias,
        label=label,
        learning_rate=rate,
        epochs=epochs,
        target=target,
        pairing=pairing,
        squared_error_rate=second,
        optimiser=optimiser,
    )
    return settings, measure


def _curves_and_sigmoid(
    page: Page,
    race: Race,
    measure: str,
    runners: pd.DataFrame,
    names: dict[str, str],
    numbers: dict[str, str],
    revealed: bool,
) -> None:
    text, units = page.text, page.units
    error_column, sigmoid_column = st.columns([1.45, 1], gap="medium")
    with error_column:
        unit = {"units": text(units.name)} if measure == "cross_entropy" else {}
        draw(
            measure_chart,
            *charts.measure_frames(race, measure, units, names, text("finish"), revealed),
            measure,
            {"epoch": text("axis_epoch"), "measure": text(f"axis_{measure}", **unit)},
            alt=text("alt_measure" if revealed else "alt_unrevealed", **numbers),
            key=f"race_measure_{measure}",
        )
    with sigmoid_column:
        draw(
            charts.sigmoid_chart,
            runners,
            {"logit": text("axis_logit"), "output": text("axis_output")},
            alt=text("alt_sigmoid", **numbers),
            key="race_sigmoid",
        )


def _landscapes(page: Page, race: Race, names: dict[str, str], numbers: dict[str, str]) -> None:
    """The loss over weight and bias, once for each loss, with the way each run takes."""
    text, units, trajectory = page.text, page.units, race.trajectory
    weights, biases = trajectory.weights[:, :, 0], trajectory.biases
    window = landscape_window(weights, biases)
    st.markdown(f"**{text('landscape.title')}** {text('landscape.intro')}")
    for place, loss in zip(st.columns(2, gap="medium"), race.losses, strict=True):
        example = ((race.settings.x,), (race.settings.label,), window, units)
        run = race.run(loss)
        title = text(f"landscape.{loss}", units=text(units.name)) if loss == "cross_entropy" else names[loss]
        with place:
            draw(
                landscape.landscape_chart,
                _surface(loss, *example),
                _bands(loss, *example),
                landscape.path(loss, weights[run], biases[run], window),
                title,
                {"weight": text("landscape.weight"), "bias": text("landscape.bias")},
                alt=text("landscape.alt", loss=names[loss], **numbers),
                key=f"race_landscape_{loss}",
            )
