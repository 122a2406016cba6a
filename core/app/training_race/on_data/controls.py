"""The controls of a race on a data set: model, start, how both descend, and what shapes the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number, Stops
from core.app.frame.page import Page
from core.app.training_race import method
from core.app.training_race.on_data import data_set, own_data
from core.data.samples import Dataset
from core.simulation.descent.models import ACTIVATIONS
from core.simulation.training_race.data_race import DATA_STARTS, MODELS, MOST_UNITS, DataRaceSettings

LINE: Final = Choice("neuron", MODELS)
CURVE: Final = Choice("network", MODELS)
MANY: Final = Choice("softmax", MODELS[1:])  # a single neuron tells only two classes apart
START: Final = Choice("confidently_wrong", DATA_STARTS)
LOGIT: Final = Number(4.0, 1.0, 12.0, 0.5)
HIDDEN: Final = Number(6.0, 1.0, float(MOST_UNITS), 1.0)
ACTIVATION: Final = Choice("tanh", tuple(ACTIVATIONS))
TARGET: Final = Stops(0.25, (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4))
BATCH: Final = Stops(0.0, (0.0, 1.0, 5.0, 10.0, 20.0, 50.0, 100.0))
MEASURE: Final = Choice("error", ("error", "cross_entropy", "squared_error"))
SEED: Final = Number(1.0, 0.0, 9999.0, 1.0)


@dataclass(frozen=True)
class Chosen:
    """What the reader has set: the samples (None while their own cannot be used), the race, and how it is shown."""

    dataset: Dataset | None
    settings: DataRaceSettings
    axes: tuple[int, int]
    measure: str
    trouble: own_data.Trouble | None


def choose(page: Page, kind: str, below: DeltaGenerator) -> Chosen:
    """The row of controls and, below it, those that only some races have; and what they all say."""
    text = page.text
    model_place, start_place, rate_place, pairing_place, more_place = st.columns([1.45, 1.6, 1.5, 1.6, 0.95])
    with pairing_place:
        pairing = method.pairing(page)
    with rate_place:
        rate = method.learning_rate(page, pairing)
    with start_place:
        names = {name: text(f"data_starts.{name}") for name in START.options}
        start = widgets.choice("dstart", text("start"), START, text, names, hide_label=False, style="list")
    with more_place, widgets.drawer(text) as shown:
        measure = widgets.choice(
            "show",
            text("show"),
            MEASURE,
            text,
            {name: text(f"measures.{name}") for name in MEASURE.options},
            hide_label=False,
            shown=shown,
        )
        epochs = method.epochs(page, shown)
        target = widgets.stops("goal", text("data.target"), TARGET, text, lambda value: f"{value:g}", shown=shown)
        optimiser = method.optimiser(page, shown)
        batch = int(widgets.stops("batch", text("data.batch"), BATCH, text, _batch(page), shown=shown))
        batch_seed = widgets.number("bseed", text("data.batch_seed"), SEED, text, shown=shown) if batch else 1.0
        count, data_seed = data_set.size(page, kind, shown)
    # Own data come first: how many classes they have decides which models there are.
    dataset, trouble = None, None
    places = _places(below)
    if kind == "own":
        with next(places), st.container(key="level_own_data"):
            dataset, trouble = own_data.entry(page)
    knobs = {}
    for name in data_set.KNOBS.get(kind, ()):
        with next(places):
            knobs[name] = data_set.knob(page, name)
    if kind != "own":
        dataset = data_set.drawn(kind, knobs, count, data_seed)
    with model_place:
        model = _model(page, kind, dataset)
    hidden, activation = HIDDEN.default, ACTIVATION.default
    if model == "network":
        with next(places):
            hidden = widgets.slider("hidden", text("data.hidden"), HIDDEN, text, form="%d")
        with next(places):
            names = {name: text(f"activations.{name}") for name in ACTIVATION.options}
            activation = widgets.choice("f", text("data.activation"), ACTIVATION, text, names, hide_label=False)
    logit, seed = LOGIT.default, SEED.default
    if start == "confidently_wrong":
        with next(places):
            logit = widgets.slider("sure", text("data.logit"), LOGIT, text)
    if start == "random" or (start == "confidently_wrong" and model == "network"):
        with next(places):
            seed = widgets.number("seed", text("data.start_seed"), SEED, text)
    second = rate
    if pairing == "own":
        with next(places):
            second = method.squared_error_rate(page)
    axes = (0, 1)
    if dataset is not None and len(dataset.columns) > 2:
        axes = data_set.axes(page, kind, dataset, places)
    settings = DataRaceSettings(
        model=model,
        hidden=int(hidden),
        activation=activation,
        start=start,
        logit=logit,
        seed=int(seed),
        learning_rate=rate,
        pairing=pairing,
        squared_error_rate=second,
        optimiser=optimiser,
        batch_size=batch,
        batch_seed=int(batch_seed),
        epochs=epochs,
        target=target,
    )
    return Chosen(dataset, settings, axes, measure, trouble)


def _model(page: Page, kind: str, dataset: Dataset | None) -> str:
    """The model; each kind of data has its usual one, and so a name of its own in the link."""
    many = dataset is not None and len(dataset.classes) > 2
    name, field = ("model3", MANY) if many else ("modelc", CURVE) if kind in data_set.CURVED else ("model", LINE)
    names = {option: page.text(f"models.{option}") for option in field.options}
    return widgets.choice(name, page.text("models.label"), field, page.text, names, hide_label=False, style="list")


def _batch(page: Page) -> Callable[[float], str]:
    return lambda value: page.text("data.whole") if value == 0 else f"{value:.0f}"


def _places(below: DeltaGenerator) -> Iterator[DeltaGenerator]:
    """Places for controls, one after the other in as many rows as it takes."""
    while True:
        with below:
            row = st.columns(5)
        yield from row
