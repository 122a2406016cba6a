"""The race on a single example: one neuron, one input, the law of the race beside what is measured."""

from functools import lru_cache
from typing import Any, Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.player import player
from core.app.controls.widgets import drawer
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet
from core.app.training_race import method, remarks
from core.app.training_race.one_example import guess, podium
from core.app.wording.figures import plain
from core.charts.kit.measure import measure_chart
from core.charts.training_race import landscape
from core.charts.training_race import race as charts
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES
from core.simulation.descent.landscape import landscape_window
from core.simulation.training_race.race import (
    STARTS,
    Race,
    RaceSettings,
    measure_epochs_to_target,
    random_start,
    simulate,
)

START: Final = Control("start", Choice("saturated", (*STARTS, "random", "own")), "start", "starts.{}")
WEIGHT: Final = Control("w", Number(2.0, -12.0, 12.0, 0.1), "weight", kind="box")
BIAS: Final = Control("b", Number(2.0, -12.0, 12.0, 0.1), "bias", kind="box")
TARGET: Final = Control("target", Stops(0.1, (0.01, 0.02, 0.05, 0.1, 0.2, 0.3)), "target")
LABEL: Final = Control("y", Choice("0", ("0", "1")), "label")
VIEWS: Final = "race_views"

_simulate = lru_cache(maxsize=64)(simulate)
_surface = lru_cache(maxsize=64)(landscape.surface)
_bands = lru_cache(maxsize=64)(landscape.bands)


def read(page: Page) -> Race:
    """The race that the reader has set, run."""
    target, label = page.read(TARGET, LABEL)
    return _simulate(RaceSettings(*_start(page), label=float(label), target=target, **method.read(page)))


def _start(page: Page) -> tuple[float, float]:
    """Weight and bias at the start."""
    name = page.value(START)
    if name == "random":
        return random_start(int(page.value(method.SEED)))
    return (page.value(WEIGHT), page.value(BIAS)) if name == "own" else STARTS[name]


def controls(page: Page) -> None:
    """The row of controls beside the choice of the data."""
    places = st.columns([4.15, 1.5, 1.5, 0.95])
    with places[0]:
        page.show(START)
    with places[1]:
        method.rate(page)
        if page.value(method.PAIRING) == "own":
            page.show(method.SECOND_RATE)
    with places[2]:
        page.show(method.PAIRING)
    with places[3], drawer(page.text) as is_open:
        if is_open:
            start: dict[str, tuple[Control[float], ...]] = {"random": (method.SEED,), "own": (WEIGHT, BIAS)}
            usual: tuple[Control[Any], ...] = (method.MEASURE, method.EPOCHS, TARGET, method.OPTIMISER, LABEL)
            for control in (*usual, *start.get(page.value(START), ())):
                page.show(control)
            weight, bias = _start(page)
            st.caption(page.text("drawn", w=plain(weight, 2), b=plain(bias, 2)))


def show(page: Page) -> None:
    """The page below its controls down to its sections."""
    race = read(page)
    is_revealed = podium.is_revealed(page, race)
    with views(VIEWS):
        _curves_and_sigmoid(page)
        play(page)
        # One place for either, so that the charts below it stay as they are.
        with st.container(key="race_outcome"):
            if is_revealed:
                podium.show(page, race)
            else:
                guess.ask(page, race)
        draw(
            charts.factors_chart,
            charts.runners(race, _names(page)),
            {"error": "a − y", "slope": "× σ′(z)", "input": "× x", "gradient": "= ∂C/∂w"},
            alt=page.text("alt_factors", **podium.numbers(page, race)),
            key="race_factors",
        )
        _landscapes(page, race)
    if is_revealed:
        remarks.finals(page, race, "podium.finals")


def play(page: Page) -> None:
    """The player over the epochs."""
    player(method.epochs_of(read(page)), page.text, chart=VIEWS)


def draw_curves(page: Page) -> None:
    """Both learning curves, and both neurons on the sigmoid."""
    with views(VIEWS):
        _curves_and_sigmoid(page)


def _names(page: Page) -> dict[str, str]:
    return {loss: page.text(loss) for loss in LOSSES}


def _curves_and_sigmoid(page: Page) -> None:
    text, units, race, measure = page.text, page.units, read(page), page.value(method.MEASURE)
    names, numbers, is_revealed = _names(page), podium.numbers(page, race), podium.is_revealed(page, race)
    error_column, sigmoid_column = st.columns([1.45, 1], gap="medium")
    with error_column:
        unit = {"units": text(units.name)} if measure == "cross_entropy" else {}
        draw(
            measure_chart,
            *charts.measure_frames(race, measure, units, names, text("finish"), is_revealed),
            measure,
            {"epoch": text("axis_epoch"), "measure": text(f"axis_{measure}", **unit)},
            alt=text("alt_measure" if is_revealed else "alt_unrevealed", **numbers),
            key=f"race_measure_{measure}",
        )
    with sigmoid_column:
        draw(
            charts.sigmoid_chart,
            charts.runners(race, names),
            {"logit": text("axis_logit"), "output": text("axis_output")},
            alt=text("alt_sigmoid", **numbers),
            key="race_sigmoid",
        )


def _landscapes(page: Page, race: Race) -> None:
    """The loss over weight and bias, once for each loss, with the way each run takes."""
    text, units, trajectory = page.text, page.units, race.trajectory
    names, numbers = _names(page), podium.numbers(page, race)
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


def python_behind(page: Page) -> Snippet:
    """The Python for the epochs to the finish; before they are revealed, or where neither arrives, for the start."""
    race = read(page)
    counts = podium.arrived(race) if podium.is_revealed(page, race) else {}
    lines = [f"measure_epochs_to_target(settings, {loss!r})" for loss, count in counts.items() if count is not None]
    code = f"settings = {race.settings!r}\n"
    code += f"{', '.join(lines)}  # 0: epochs" if lines else "sigmoid(settings.z_start)  # 3: both outputs at the start"
    return Snippet(code, page.units, (RaceSettings, measure_epochs_to_target, sigmoid))


CONTROLS: Final = (START, WEIGHT, BIAS, TARGET, LABEL, guess.GUESS, *method.CONTROLS)
CURVES: Final = Part(draw_curves, {"epoch": play, **drawn_by(START)})
