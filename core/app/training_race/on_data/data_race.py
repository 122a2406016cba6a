"""The race on a data set: learning curves, both models as maps over the data, and what drives their weights."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls.player import player
from core.app.drawing import draw, views
from core.app.frame.page import Page
from core.app.take_home.snippet import Snippet, listed
from core.app.training_race import method, remarks
from core.app.training_race.on_data import controls
from core.app.wording.figures import whole
from core.charts.kit.measure import measure_chart
from core.charts.training_race import data_race as charts
from core.charts.training_race import field, field_pictures
from core.data.samples import Dataset
from core.maths import losses
from core.simulation.training_race.data_race import DataRace, DataRaceSettings, simulate_on_data

MOST_WRITTEN: Final = 1000  # logits that go into a piece of Python
MAP_HEIGHT: Final = 296  # of the curves beside the maps, whose titles and legends stand above their planes

# Kept as they are, not copied: what is derived from the parameters is then derived once.
run_race = st.cache_resource(max_entries=6, show_spinner=False)(simulate_on_data)


@st.cache_resource(max_entries=24, show_spinner=False)
def _pictures(dataset: Dataset, settings: DataRaceSettings, axes: tuple[int, int]) -> pd.DataFrame:
    race = run_race(dataset, settings)
    return field_pictures.field_pictures(
        dataset, axes, field_pictures.field_epochs(race.trajectory.epochs), race.predict
    )


def show(page: Page, row: DeltaGenerator) -> Snippet | None:
    """The whole page below its title, but for the choice of the data; its controls go into the row beside that."""
    chosen = controls.choose(page, row)
    if chosen.dataset is None:
        return None
    settings = _bounded(page, chosen.dataset, chosen.settings)
    with st.spinner(page.text("data.training"), show_time=False):
        race = run_race(chosen.dataset, settings)
        pictures = _pictures(chosen.dataset, settings, chosen.axes)
    numbers = remarks.numbers(page, race)
    with views("race_views"):
        _curves_and_maps(page, race, chosen.axes, pictures, numbers)
        player(method.epochs_of(race), page.text, chart="race_views")
        with st.container(key="race_outcome"):
            remarks.podium(page, race)
        _drives_and_accuracy(page, race, numbers)
    remarks.finals(page, race, "podium.finals_on_data")
    return _behind(page, race)


def _behind(page: Page, race: DataRace) -> Snippet | None:
    """The Python for both losses at the end of cross-entropy's run, from the logit of every sample; None if too many.

    Squared error's run is the other row of the same numbers.
    """
    epochs, labels = race.trajectory.epochs, race.dataset.labels.tolist()
    logits = race.trajectory.at(np.array([epochs])).logits[race.run("cross_entropy"), 0]
    if logits.size > MOST_WRITTEN:
        return None
    cross, squared, y = (
        losses.binary_cross_entropy_with_logits,
        losses.squared_error_with_logits,
        f"np.array({labels!r})",
    )
    if logits.ndim > 1:
        cross, squared = losses.categorical_cross_entropy_with_logits, losses.squared_error_softmax
        y = f"np.eye({len(race.dataset.classes)})[{labels!r}]"
    code = f"""
    y, z = {y}, {listed(logits)}  # the logits of all samples after {epochs} epochs
    {cross.__name__}(y, z).mean()  # 4 nats: cross-entropy
    {squared.__name__}(y, z).mean()  # 4: squared error
    """
    return Snippet(code, page.units, (cross, squared))


def _bounded(page: Page, dataset: Dataset, settings: DataRaceSettings) -> DataRaceSettings:
    """The settings with as many epochs as this data and model allow, and a word where that is fewer than asked for."""
    most = settings.most_epochs(dataset)
    if settings.epochs <= most:
        return settings
    st.caption(f":material/info: {page.text('data.fewer_epochs', most=whole(most), n=whole(len(dataset.labels)))}")
    return replace(settings, epochs=most)


def _curves_and_maps(
    page: Page, race: DataRace, axes: tuple[int, int], pictures: pd.DataFrame, numbers: Mapping[str, str]
) -> None:
    text, units, data, measure = page.text, page.units, race.dataset, page.value(method.MEASURE)
    names = {loss: text(loss) for loss in race.losses}
    left, *maps = st.columns([1.3, 1, 1], gap="small")
    with left:
        unit = {"units": text(units.name)} if measure == "cross_entropy" else {}
        draw(
            measure_chart,
            *charts.measure_frames(race, measure, units, names, text("finish")),
            measure,
            {"epoch": text("axis_epoch"), "measure": text(f"axis_data_{measure}", **unit)},
            MAP_HEIGHT,
            alt=text("alt_data_measure", **numbers),
            key=f"race_data_measure_{measure}",
        )
    words = {"x": data.columns[axes[0]], "y": data.columns[axes[1]]}
    points, legend = field.points_frame(data, axes), field.class_legend(data)
    for place, (loss, name) in zip(maps, names.items(), strict=True):
        with place:
            draw(
                field.field_chart,
                pictures[pictures["quantity"] == loss],
                points,
                legend,
                name,
                words,
                alt=text("alt_map", loss=name, **numbers),
                key=f"race_map_{loss}",
            )
    if len(data.columns) > 2:
        st.caption(text("data.others_at_mean"))


def _drives_and_accuracy(page: Page, race: DataRace, numbers: Mapping[str, str]) -> None:
    text, names = page.text, {loss: page.text(loss) for loss in race.losses}
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        titles = [text(f"strip.{name}") for name in charts.STRIP]
        draw(
            charts.strip_chart,
            charts.strip(race, names),
            titles,
            alt=text("alt_strip", **numbers),
            key="race_strip",
        )
    with right:
        draw(
            charts.accuracy_chart,
            *charts.accuracy_frames(race, names),
            {"epoch": text("axis_epoch"), "accuracy": text("axis_accuracy")},
            alt=text("alt_accuracy", **numbers),
            key="race_accuracy",
        )
