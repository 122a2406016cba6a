"""The race on a data set: learning curves, both models as maps over the data, and what drives their weights."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls.player import player
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.take_home.snippet import Snippet
from core.app.training_race import remarks
from core.app.training_race.on_data import controls, own_data
from core.app.training_race.python_behind import end_behind
from core.charts.kit.measure import measure_chart
from core.charts.training_race import data_race as charts
from core.charts.training_race import field, field_pictures
from core.data.samples import Dataset
from core.simulation.training_race.data_race import DataRace, DataRaceSettings, simulate_on_data

MAP_HEIGHT: Final = 296  # of the curves beside the maps, whose titles and legends stand above their planes

# Kept as they are, not copied: what is derived from the parameters is then derived once.
run_race = st.cache_resource(max_entries=6, show_spinner=False)(simulate_on_data)


@st.cache_resource(max_entries=24, show_spinner=False)
def _pictures(dataset: Dataset, settings: DataRaceSettings, axes: tuple[int, int]) -> pd.DataFrame:
    race = run_race(dataset, settings)
    return field_pictures.field_pictures(
        dataset, axes, field_pictures.field_epochs(race.trajectory.epochs), race.predict
    )


def show(page: Page, kind: str, controls_row: DeltaGenerator) -> Snippet | None:
    """The whole page below its title, but for the choice of the data; its controls go into the row beside that."""
    text = page.text
    below = st.container()
    with controls_row:
        chosen = controls.choose(page, kind, below)
    if chosen.trouble is not None:
        own_data.complain(page, chosen.trouble)
    if chosen.dataset is None:
        return None
    settings = remarks.bounded(page, chosen.dataset, chosen.settings)
    with st.spinner(text("data.training"), show_time=False):
        race = run_race(chosen.dataset, settings)
        pictures = _pictures(chosen.dataset, settings, chosen.axes)
    names = {loss: text(loss) for loss in race.losses}
    with st.container(key="race_views"):
        top = st.container()
        epoch = player("epoch", settings.epochs, 0, text, chart="race_views")
        numbers = remarks.numbers(page, race, epoch)
        with st.container(key="race_outcome"):
            remarks.podium(page, race)
        with top:
            _curves_and_maps(page, race, chosen, pictures, names, numbers)
        _drives_and_accuracy(page, race, names, numbers)
    remarks.finals(page, race)
    return end_behind(page, race)


def _curves_and_maps(
    page: Page,
    race: DataRace,
    chosen: controls.Chosen,
    pictures: pd.DataFrame,
    names: Mapping[str, str],
    numbers: Mapping[str, str],
) -> None:
    text, units, data, measure = page.text, page.units, race.dataset, chosen.measure
    left, *maps = st.columns([1.3, 1, 1], gap="small")
    with left:
        unit = {"units": text(units.name)} if measure == "cross_entropy" else {}
        frames = charts.measure_frames(race, measure, units, names, text("finish"))
        draw(
            measure_chart,
            *frames,
            measure,
            {"epoch": text("axis_epoch"), "measure": text(f"axis_data_{measure}", **unit)},
            MAP_HEIGHT,
            alt=text("alt_data_measure", **numbers),
            key=f"race_data_measure_{measure}",
        )
    words = {"x": data.columns[chosen.axes[0]], "y": data.columns[chosen.axes[1]]}
    points, legend = field.points_frame(data, chosen.axes), field.class_legend(data)
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


def _drives_and_accuracy(page: Page, race: DataRace, names: Mapping[str, str], numbers: Mapping[str, str]) -> None:
    text = page.text
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
