"""Likelihood: the reader's tosses, one p, and three pictures of it with the same maximum."""

import streamlit as st

from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, keyed
from core.app.frame.page import begin
from core.app.frame.sections import open_room
from core.app.likelihood import (
    classifier,
    coins,
    example,
    faces,
    formulas,
    noise,
    play,
    runs,
    underflow,
    ways,
)
from core.app.likelihood.tosses import entry
from core.app.likelihood.tosses.numbers import Numbers, numbers_behind
from core.charts.likelihood import hero as charts
from core.charts.likelihood.picture import Words

# Half a hundredth: the share of the first tosses, 0.625, is a point of this grid.
P = Number(0.625, 0.0, 1.0, 0.005)

page = begin("likelihood")
text, units = page.text, page.units

st.title(text("claim"), anchor=False)

typed_column, buttons_column, p_column, count_column = st.columns([2.2, 3.8, 2.5, 1.9], vertical_alignment="bottom")
with typed_column:
    typed = entry.field(text)
with buttons_column:
    coin_open = entry.buttons(text, typed)
with p_column:
    p = live_slider("p", text("p"), P, text, chart="likelihood_views", symbols=("p",), along="p", draggable=3)
numbers = Numbers(entry.settled(text, typed, coin_open), p, units)
said = numbers.said(text)
count_column.markdown(text("count" if numbers.tosses.count else "count_none", **said))

heads, count = numbers.tosses.heads, numbers.tosses.count
unit, log = said["units"], said["log"]
# Beside the maximum stands where it is and how high; without a toss there is none, and a note says so.
share = text("share", **said) if count else ""
better = text("better")
guess = live("p", P)
with st.container(key=keyed("likelihood_views")):
    likelihood_column, log_column, mean_column = st.columns(3)
    with likelihood_column:
        words = Words(
            title=text("title_likelihood"),
            x=text("axis_p"),
            y=text("axis_likelihood"),
            share=share,
            extreme=text("highest_likelihood", **said) if count else "",
            note="" if count else text("note_likelihood"),
        )
        draw(
            charts.likelihood_chart,
            *charts.likelihood_rows(heads, count, words),
            words.titles,
            guess,
            better,
            alt=text("alt_likelihood", **said),
            key="likelihood_chart",
        )
    with log_column:
        words = Words(
            title=text("title_log", log=log),
            x=text("axis_p"),
            y=text("axis_log", log=log, units=unit),
            share=share,
            extreme=text("highest_log", **said) if count else "",
            note="" if count else text("note_log", log=log),
        )
        draw(
            charts.log_likelihood_chart,
            *charts.log_likelihood_rows(heads, count, units, words),
            words.titles,
            units,
            guess,
            better,
            alt=text("alt_log", **said),
            key="likelihood_log",
        )
    with mean_column:
        words = Words(
            title=text("title_mean"),
            x=text("axis_p"),
            y=text("axis_mean", units=unit),
            share=share,
            extreme=text("lowest_mean", **said) if count else "",
            note="" if count else text("note_mean", log=log),
            names=(f"●  −{log} L / n", "━  H(p̂, p)"),
        )
        draw(
            charts.mean_chart,
            *charts.mean_rows(heads, count, units, words),
            words.titles,
            units,
            guess,
            better,
            alt=text("alt_mean", **said),
            key="likelihood_mean",
        )

with st.container(horizontal=True, gap="medium", key=keyed("likelihood_numbers")):
    for item in numbers.line(text):
        st.markdown(item, width="content")
st.caption(text("three_pictures", area=said["area"]) if count else text("no_tosses"))

open_room(
    page,
    {
        "play": lambda: play.show(page, numbers),
        "formulas": lambda: formulas.show(page, numbers),
        "example": lambda: example.show(page),
        "coins": lambda: coins.show(page, numbers),
        "faces": lambda: faces.show(page),
        "ways": lambda: ways.show(page, numbers),
        "underflow": lambda: underflow.show(page, numbers),
        "runs": lambda: runs.show(page),
        "noise": lambda: noise.show(page),
        "classifier": lambda: classifier.show(page),
    },
    hero=numbers_behind(numbers),
)
