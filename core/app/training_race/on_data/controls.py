"""The controls of a race on a data set: model, start, how both descend, and what shapes the data."""

from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.widgets import drawer
from core.app.frame.page import Page
from core.app.training_race import method
from core.app.training_race.on_data import data_set, own_data
from core.data.samples import Dataset
from core.simulation.descent.models import ACTIVATIONS
from core.simulation.training_race.data_race import DATA_STARTS, MODELS, MOST_UNITS, DataRaceSettings

LINE: Final = Control("model", Choice("neuron", MODELS), "models.label", "models.{}", kind="list")
CURVE: Final = replace(LINE, name="modelc", field=Choice("network", MODELS))
# A single neuron tells only two classes apart.
MANY: Final = replace(LINE, name="model3", field=Choice("softmax", MODELS[1:]))
START: Final = Control("dstart", Choice("confidently_wrong", DATA_STARTS), "start", "data_starts.{}", kind="list")
LOGIT: Final = Control("sure", Number(4.0, 1.0, 12.0, 0.5), "data.logit")
SEED: Final = replace(method.SEED, label="data.start_seed")
HIDDEN: Final = Control("hidden", Number(6.0, 1.0, float(MOST_UNITS), 1.0), "data.hidden")
ACTIVATION: Final = Control("f", Choice("tanh", tuple(ACTIVATIONS)), "data.activation", "activations.{}")
TARGET: Final = Control("goal", Stops(0.25, (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)), "data.target")
BATCH: Final = Control("batch", Stops(0.0, (0.0, 1.0, 5.0, 10.0, 20.0, 50.0, 100.0)), "data.batch")
BATCH_SEED: Final = Control("bseed", Number(1.0, 0.0, 9999.0, 1.0), "data.batch_seed", kind="box")
CONTROLS: Final = (
    *(LINE, CURVE, MANY, START, LOGIT, SEED, HIDDEN, ACTIVATION, TARGET, BATCH, BATCH_SEED),
    *(*method.CONTROLS, *data_set.CONTROLS, *own_data.CONTROLS),
)


@dataclass(frozen=True)
class Chosen:
    """What the reader has set: the samples (None while their own cannot be used), the race, and the columns shown."""

    dataset: Dataset | None
    settings: DataRaceSettings
    axes: tuple[int, int]


def choose(page: Page, row: DeltaGenerator) -> Chosen:
    """The row of controls in sight, start and learning rate; the rest behind "More"; and what they all say."""
    is_own, trouble = page.value(data_set.DATA) == "own", None
    with row:
        *places, rate_place, more_place = st.columns([2.6] * is_own + [2.6, 3.4, 1.1], gap="medium")
    # Own data come first: how many classes they have decides which models there are.
    if is_own:
        with places[0]:
            dataset, trouble = own_data.entry(page)
    else:
        dataset = data_set.read(page)
    model = _model(page, dataset)
    further = _further(page, page.value(model))
    axes = data_set.axes(page, len(dataset.columns)) if dataset is not None and len(dataset.columns) > 2 else ()
    with places[-1]:
        page.show(START)
    with rate_place:
        page.show(method.rate(page))
    with more_place, drawer(page.text) as is_open:
        if is_open:
            _more(page, model, further)
            for axis in axes:
                assert dataset is not None
                page.show(axis, format_func=lambda column: dataset.columns[int(column)])
    settings = _settings(page, page.value(model), further)
    if trouble:
        own_data.complain(page, trouble)
    across, up = (int(page.value(axis)) for axis in axes) if axes else (0, 1)
    return Chosen(dataset, settings, (across, up))


def _settings(page: Page, model: str, further: list[Control[Any]]) -> DataRaceSettings:
    shape: tuple[Control[Any], ...] = (HIDDEN, ACTIVATION, LOGIT, SEED)
    hidden, activation, logit, seed = (
        page.value(control) if control in further else control.field.default for control in shape
    )
    start, target, batch = page.read(START, TARGET, BATCH)
    return DataRaceSettings(
        model=model,
        hidden=int(hidden),
        activation=activation,
        start=start,
        logit=logit,
        seed=int(seed),
        batch_size=int(batch),
        batch_seed=int(page.value(BATCH_SEED)) if batch else 1,
        target=target,
        **method.read(page),
    )


def _model(page: Page, dataset: Dataset | None) -> Control[str]:
    """The choice of the model; each kind of data has its usual one, and so a name of its own in the link."""
    if dataset is not None and len(dataset.classes) > 2:
        return MANY
    return CURVE if page.value(data_set.DATA) in data_set.CURVED else LINE


def _further(page: Page, model: str) -> list[Control[Any]]:
    """What only some races have to set."""
    kind, start, pairing = page.read(data_set.DATA, START, method.PAIRING)
    found: list[Control[Any]] = [*data_set.KNOBS.get(kind, ())]
    if model == "network":
        found += [HIDDEN, ACTIVATION]
    if start == "confidently_wrong":
        found.append(LOGIT)
    if start == "random" or (start == "confidently_wrong" and model == "network"):
        found.append(SEED)
    return [*found, method.SECOND_RATE] if pairing == "own" else found


def _more(page: Page, model: Control[str], further: list[Control[Any]]) -> None:
    """What is rarely set."""
    batch = replace(BATCH, form=lambda size: f"{size:.0f}" if size else page.text("data.whole"))
    by_seed = (BATCH_SEED,) if page.value(BATCH) else ()
    drawn = (data_set.SAMPLES, data_set.SEED) if page.value(data_set.DATA) in data_set.KNOBS else ()
    usual = (method.PAIRING, method.MEASURE, method.EPOCHS, TARGET, method.OPTIMISER, batch, *by_seed, *drawn)
    for control in (model, *further, *usual):
        page.show(control)
