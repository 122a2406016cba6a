"""The race on a single example: one neuron, one input, the law of the race beside what is measured."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Stops
from core.app.controls.live_slider import live_slider
from core.app.controls.player import player
from core.app.drawing import draw, tall, views
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet
from core.app.training_race import method, remarks
from core.app.training_race.one_example import guess, outcome, start
from core.app.wording.blocks import in_columns
from core.app.wording.figures import plain
from core.charts.kit.layers import Frame
from core.charts.kit.measure import finish_line
from core.charts.training_race import landscape
from core.charts.training_race import race as charts
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES
from core.simulation.descent.landscape import Window, landscape_window
from core.simulation.training_race.race import Race, RaceSettings, measure_epochs_to_target, simulate_together

START: Final = start.START
TARGET: Final = Control("target", Stops(0.1, (0.01, 0.02, 0.05, 0.1, 0.2, 0.3)), "target")
LABEL: Final = Control("y", Choice("0", ("0", "1")), "label")
VIEWS: Final = "race_views"
LANDSCAPE: Final = "race_landscape_{}"  # the key of a loss's

_surface = lru_cache(maxsize=64)(landscape.surface)
_bands = lru_cache(maxsize=64)(landscape.bands)


@lru_cache(maxsize=32)
def _simulate(settings: RaceSettings) -> dict[float, Race]:
    """The races at all learning rates of the slider; squared error's follows it, where it has none of its own."""
    several = []
    for rate in method.RATES:
        second = settings.squared_error_rate if settings.pairing == "own" else rate
        several.append(replace(settings, learning_rate=rate, squared_error_rate=second))
    return dict(zip(method.RATES, simulate_together(several), strict=True))


def read_all(page: Page) -> dict[float, Race]:
    """The races that the reader has set, run at every learning rate there is."""
    target, label = page.read(TARGET, LABEL)
    chosen = RaceSettings(*start.read(page), label=float(label), target=target, **method.read(page))
    second = chosen.squared_error_rate if chosen.pairing == "own" else 1.0
    return _simulate(replace(chosen, learning_rate=1.0, squared_error_rate=second))


def read(page: Page) -> Race:
    """The race that the reader has set, run."""
    return read_all(page)[page.value(method.RATE)]


def controls(page: Page) -> None:
    """The row of controls beside the choice of the data."""
    first, middle, third = st.columns([3, 3, 1.1], gap="medium")
    with first:
        start.slide(page, VIEWS, "race_sigmoid", map(LANDSCAPE.format, LOSSES), _window(read(page)))
    with middle:
        live_slider(method.rate(page), page.text, chart=VIEWS, symbols=("η",))
    with third:
        page.more(_more)


def _more(page: Page) -> None:
    second = (method.SECOND_RATE,) if page.value(method.PAIRING) == "own" else ()
    usual = (method.MEASURE, method.EPOCHS, TARGET, method.OPTIMISER, LABEL)
    for control in (START, *start.further(page), method.PAIRING, *second, *usual):
        page.show(control)
    weight, bias = start.read(page)
    st.caption(page.text("drawn", w=plain(weight, 2), b=plain(bias, 2)))


def show(page: Page) -> None:
    """The pictures, what is said of them, and the player; further down where the loss is level."""
    race = read(page)
    with views(VIEWS):
        with st.container(key="race_pictures"):
            _curves_and_sigmoid(page)
        outcome.show(page, race, read_all(page))
        with st.container(key="foot_player"):
            play(page)
        with st.container(key="race_ground"):
            _factors(page)
            _landscapes(page, race)
    if outcome.is_open(page, race):
        races, sentence = read_all(page), page.text.template("podium.finals")
        page.follow(method.RATE, f":small[{sentence}]", lambda rate: remarks.finals(page, races[rate]))


def play(page: Page) -> None:
    """The player over the epochs."""
    player(method.epochs_of(read(page)), page.text, chart=VIEWS, along="race_measure")


def draw_curves(page: Page) -> None:
    """Both learning curves, and both neurons on the sigmoid."""
    with views(VIEWS):
        _curves_and_sigmoid(page)


def _family(page: Page) -> Frame:
    """The races at all learning rates, as the charts follow them."""
    races, race = read_all(page), read(page)
    counted = {rate: outcome.arrived(one) for rate, one in races.items()}
    is_open, guessed = outcome.is_open(page, race), guess.times(page, race)
    return charts.family(list(races.values()), race, page.losses, counted, is_open=is_open, guess=guessed)


def _curves_and_sigmoid(page: Page) -> None:
    text, units, race, measure = page.text, page.units, read(page), page.value(method.MEASURE)
    family, numbers, is_open = _family(page), outcome.numbers(page, race), outcome.is_open(page, race)
    error_column, sigmoid_column = st.columns([1.45, 1], gap="medium")
    with error_column, tall(26):
        draw(
            charts.race_chart,
            *charts.scaled(family, measure, units),
            finish_line(race.settings.target, text("finish")),
            measure,
            {"epoch": text("axis_epoch"), "measure": text(f"axis_{measure}"), "guess": text("guess.flag")},
            alt=text("alt_measure" if is_open else "alt_unrevealed", **numbers),
            key=f"race_measure_{measure}",
        )
    with sigmoid_column, tall(26):
        draw(
            charts.sigmoid_chart,
            family,
            {"logit": text("axis_logit"), "output": text("axis_output")},
            alt=text("alt_sigmoid", **numbers),
            key="race_sigmoid",
        )


def _factors(page: Page) -> None:
    """The gradient in its factors."""
    page.note(page.text("factors"))
    draw(
        charts.factors_chart,
        _family(page),
        {"error": "a − y", "slope": "× σ′(z)", "input": "× x", "gradient": "= ∂C/∂w"},
        alt=page.text("alt_factors", **outcome.numbers(page, read(page))),
        key="race_factors",
    )


def _window(race: Race) -> Window:
    return landscape_window(race.trajectory.weights[:, :, 0], race.trajectory.biases)


def _landscapes(page: Page, race: Race) -> None:
    """The loss over weight and bias, once for each loss, with the way each run takes."""
    text, units, names, numbers = page.text, page.units, page.losses, outcome.numbers(page, race)
    window, family = _window(race), _family(page)
    page.say(f"**{text('landscape.title')}** {text('landscape.intro')}")
    for loss in in_columns(LOSSES):
        example = ((race.settings.x,), (race.settings.label,), window, units)
        draw(
            landscape.landscape_chart,
            _surface(loss, *example),
            _bands(loss, *example),
            landscape.within(family[family["quantity"] == loss], window),
            text("landscape.cross_entropy") if loss == "cross_entropy" else names[loss],
            {"weight": text("landscape.weight"), "bias": text("landscape.bias")},
            alt=text("landscape.alt", loss=names[loss], **numbers),
            key=LANDSCAPE.format(loss),
        )


def python_behind(page: Page) -> Snippet:
    """The Python for the epochs to the finish; before they are revealed, or where neither arrives, for the start."""
    race = read(page)
    counts = outcome.arrived(race) if outcome.is_open(page, race) else {}
    lines = [f"measure_epochs_to_target(settings, {loss!r})" for loss, count in counts.items() if count is not None]
    code = f"settings = {race.settings!r}\n"
    code += f"{', '.join(lines)}  # 0: epochs" if lines else "sigmoid(settings.z_start)  # 3: both outputs at the start"
    return Snippet(code, page.units, (RaceSettings, measure_epochs_to_target, sigmoid))


CONTROLS: Final = (*start.CONTROLS, TARGET, LABEL, guess.GUESS, *method.CONTROLS)
CURVES: Final = Part(draw_curves, {"epoch": play, **drawn_by(START)})
