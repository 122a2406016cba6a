"""The controls of a race on a data set: model, start, how both descend, and what shapes the data."""

from collections.abc import Callable, Iterator
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
    """The row of controls and, below it, those that only some races have; and what they all say."""
    places = _places()
    # Own data come first: how many classes they have decides which models there are.
    trouble: own_data.Trouble | None = None
    if page.value(data_set.DATA) == "own":
        with next(places):
            dataset, trouble = own_data.entry(page)
    else:
        dataset = data_set.read(page)
    model = _model(page, dataset)
    first: tuple[Control[str] | Callable[[Page], None], ...] = (model, START, method.rate, method.PAIRING, _more)
    with row:
        columns = st.columns([1.45, 1.6, 1.5, 1.6, 0.95])
    for place, control in zip(columns, first, strict=True):
        with place:
            page.show(control) if isinstance(control, Control) else control(page)
    further = _further(page, page.value(model))
    for one in further:
        with next(places):
            page.show(one)
    settings = _settings(page, page.value(model), further)
    axes = (0, 1)
    if dataset is not None and len(dataset.columns) > 2:
        across, up = data_set.axes(page, len(dataset.columns))
        for axis in (across, up):
            with next(places):
                page.show(axis, format_func=lambda column: dataset.columns[int(column)])
        axes = (int(page.value(across)), int(page.value(up)))
    if trouble:
        own_data.complain(page, trouble)
    return Chosen(dataset, settings, axes)


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


def _more(page: Page) -> None:
    """The box of what is rarely set."""
    with drawer(page.text) as is_open:
        if is_open:
            batch = replace(BATCH, form=lambda size: f"{size:.0f}" if size else page.text("data.whole"))
            by_seed = (BATCH_SEED,) if page.value(BATCH) else ()
            drawn = (data_set.SAMPLES, data_set.SEED) if page.value(data_set.DATA) in data_set.KNOBS else ()
            for control in (method.MEASURE, method.EPOCHS, TARGET, method.OPTIMISER, batch, *by_seed, *drawn):
                page.show(control)


def _places() -> Iterator[DeltaGenerator]:
    """Places for controls, one after the other in as many rows of five as it takes."""
    while True:
        yield from st.columns(5)
