"""The race on a data set: learning curves, both models as maps over the data, and what drives their weights."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls import live_words
from core.app.controls.control import Control
from core.app.controls.fields import Stops
from core.app.controls.player import player
from core.app.drawing import draw, tall, views
from core.app.frame.page import Page
from core.app.take_home.snippet import Snippet, listed
from core.app.training_race import method, remarks
from core.app.training_race.on_data import controls
from core.app.training_race.on_data.maps import draw_maps
from core.app.wording import glossary
from core.app.wording.figures import whole
from core.charts.kit.measure import measure_chart
from core.charts.training_race import data_race as charts
from core.charts.training_race import field_pictures
from core.data.samples import Dataset
from core.maths import losses
from core.simulation.training_race.data_race import DataRace, DataRaceSettings, simulate_on_data

MOST_WRITTEN: Final = 1000  # logits that go into a piece of Python

# Kept as they are, not copied: what is derived from the parameters is then derived once.
run_race = st.cache_resource(max_entries=6, show_spinner=False)(simulate_on_data)


@st.cache_resource(max_entries=24, show_spinner=False)
def _pictures(dataset: Dataset, settings: DataRaceSettings, axes: tuple[int, int]) -> pd.DataFrame:
    race = run_race(dataset, settings)
    return field_pictures.field_pictures(
        dataset, axes, field_pictures.field_epochs(race.trajectory.epochs), race.predict
    )


def show(page: Page, row: DeltaGenerator) -> Snippet | None:
    """The whole page below its title, but for the choice of the data; its controls go into the row beside that.

    Nothing of how the race goes is shown before it is played; then what is ahead, too.
    """
    chosen = controls.choose(page, row)
    if chosen.dataset is None:
        return None
    settings = _bounded(page, chosen.dataset, chosen.settings)
    with st.spinner(page.text("data.training"), show_time=False):
        race = run_race(chosen.dataset, settings)
        pictures = _pictures(chosen.dataset, settings, chosen.axes)
    numbers, is_open = remarks.numbers(page, race), method.epoch(page, race) > 0
    with views("race_views"):
        with st.container(key="race_headline"):
            _headline(page, race)
        with st.container(key="race_pictures"):
            _maps_and_accuracy(page, race, chosen.axes, pictures, numbers)
        with st.container(key="foot_player"):
            player(method.epochs_of(race), page.text, chart="race_views", along="race_accuracy")
        remarks.podium(page, race, is_open)
        with st.container(key="race_ground"):
            _curves_and_drives(page, race, numbers)
    if is_open:
        st.caption(page.text("podium.finals_on_data", **remarks.finals(page, race)))
    return _behind(page, race) if is_open else None


def _headline(page: Page, race: DataRace) -> None:
    """How many each model gets right, as the player goes on."""
    stops = tuple(race.drawn_epochs.astype(float).tolist())
    shares = {short: race.drawn.accuracy[race.run(loss)] for short, loss in remarks.SHORT.items()}

    def said(epoch: float) -> dict[str, str]:
        now = stops.index(epoch)
        return {"epoch": whole(int(epoch)), **{short: remarks.share(float(run[now])) for short, run in shares.items()}}

    epoch = float(method.epoch(page, race))
    nearest = min(stops, key=lambda stop: abs(stop - epoch))
    player = Control("epoch", Stops(nearest, stops))
    template = glossary.explained(page.text.template("headline_on_data"), page.text.language)
    live_words.write(live_words.following(template, player, nearest, said))


def _behind(page: Page, race: DataRace) -> Snippet | None:
    """The Python for both losses at the end of cross-entropy's run, from the logit of every sample; None if too many.

    Squared error's run is the other row of the same numbers.
    """
    epochs, labels = race.trajectory.epochs, race.dataset.labels.tolist()
    logits = race.trajectory.at(np.array([epochs])).logits[race.run("cross_entropy"), 0]
    if logits.size > MOST_WRITTEN:
        return None
    cross, squared = losses.binary_cross_entropy_with_logits, losses.squared_error_with_logits
    y = f"np.array({labels!r})"
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


def _maps_and_accuracy(
    page: Page, race: DataRace, axes: tuple[int, int], pictures: pd.DataFrame, numbers: Mapping[str, str]
) -> None:
    text, data, names = page.text, race.dataset, page.losses
    *maps, beside = st.columns(3, gap="small")
    draw_maps(maps, data, axes, pictures, names, lambda _, name: text("alt_map", loss=name, **numbers), "race_map")
    with beside, tall(24):
        draw(
            charts.accuracy_chart,
            *charts.accuracy_frames(race, names, method.epoch(page, race) > 0),
            {"epoch": text("axis_epoch"), "accuracy": text("axis_accuracy")},
            alt=text("alt_accuracy", **numbers),
            key="race_accuracy",
        )
    if len(data.columns) > 2:
        st.caption(text("data.others_at_mean"))
    if data.standardised:
        st.caption(text("data.scaled"))


def _curves_and_drives(page: Page, race: DataRace, numbers: Mapping[str, str]) -> None:
    """The measured epochs, and what drives the weights."""
    text, units, measure, names = page.text, page.units, page.value(method.MEASURE), page.losses
    is_open = method.epoch(page, race) > 0
    left, right = st.columns(2, gap="medium")
    with left:
        draw(
            measure_chart,
            *charts.measure_frames(race, measure, units, names, text("finish"), is_open),
            measure,
            {"epoch": text("axis_epoch"), "measure": text(f"axis_data_{measure}")},
            alt=text("alt_data_measure" if is_open else "alt_data_unrevealed", **numbers),
            key=f"race_data_measure_{measure}",
        )
    with right:
        titles, alt = [text(f"strip.{name}") for name in charts.STRIP], text("alt_strip", **numbers)
        draw(charts.strip_chart, charts.strip(race, names), titles, alt=alt, key="race_strip")
