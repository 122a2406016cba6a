"""Toss by toss: the same three pictures after k of the reader's tosses, played in the browser."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.app.controls.fields import Number
from core.app.controls.player import player
from core.app.controls.state import link_state
from core.app.drawing import draw, keyed
from core.app.frame.page import Page
from core.app.likelihood.tosses.numbers import Numbers, numbers_behind
from core.app.take_home.snippet import Printed, Snippet, behind, in_units
from core.app.wording.figures import plain, whole
from core.app.wording.powers import plain_exp
from core.charts.likelihood import play as charts
from core.maths.distributions import bernoulli_log_likelihood
from core.simulation.likelihood.tosses import heads_so_far, log_area

LENGTH = "played"  # how many tosses the player had: at its end it stays at the end when a toss is added
VIEWS = "likelihood_play_views"


def show(page: Page, numbers: Numbers) -> Snippet:
    """The section: the tosses in a row, the player, and the three pictures after k of them."""
    text, units, tosses = page.text, page.units, numbers.tosses
    if tosses.run is None:
        st.caption(text("play.counts"))
        return numbers_behind(numbers)
    if not tosses.run:
        st.caption(text("play.none"))
        return numbers_behind(numbers)
    count = tosses.count
    _follow(count)
    heads = heads_so_far(tosses.run)
    said = _said(page, numbers, heads)
    frames = charts.frame_rows(heads, numbers.p, said)
    ends = charts.end_rows(count, units)
    letters = {face: text(f"play.letter_{face}") for face in "HT"}
    better = text("better")
    unit = text(units.name)
    with st.container(key=keyed(VIEWS)):
        strip = st.container()
        now = player(charts.FRAME, count, count, text, chart=VIEWS)
        described = {name: words[now] for name, words in said.items()}
        with strip:
            rows = charts.toss_rows(tosses.run, letters)
            draw(charts.strip_chart, rows, ends, frames, alt=described["said"], key="likelihood_strip")
        first, second, third = st.columns(3)
        with first:
            titles = text("title_likelihood"), text("axis_p"), text("axis_likelihood")
            alt = text("play.alt_likelihood", **described)
            draw(charts.likelihood_chart, frames, titles, better, alt=alt, key="likelihood_play_l")
        with second:
            titles = text("title_log"), text("axis_p"), text("axis_log", log=numbers.log, units=unit)
            alt = text("play.alt_log", **described)
            draw(charts.log_likelihood_chart, frames, ends, titles, better, alt=alt, key="likelihood_play_log")
        with third:
            titles = text("title_mean"), text("axis_p"), text("axis_mean", units=unit)
            alt = text("play.alt_mean", **described)
            draw(charts.mean_chart, frames, titles, units, better, alt=alt, key="likelihood_play_mean")
    st.caption(text("play.area"))
    return _behind(page, int(heads[now]), now)


def _follow(count: int) -> None:
    """Stay at the last toss when one is added there, but not when a link asks for another."""
    field = Number(float(count), 0.0, float(count), 1.0)
    brought = link_state().incoming(charts.FRAME, field)
    before = link_state().get(LENGTH, count)
    if brought is not None:
        link_state().put(charts.FRAME, brought)
    elif before != count and link_state().get(charts.FRAME, float(before)) >= before:
        link_state().put(charts.FRAME, float(count))
    link_state().put(LENGTH, count)


def _said(
    page: Page, numbers: Numbers, heads: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"
) -> dict[str, Sequence[str]]:
    """What stands in the pictures after each number of tosses."""
    text, units = page.text, page.units
    run = numbers.tosses.run or ""
    tosses = np.arange(heads.size)
    shares = heads / np.maximum(tosses, 1)
    highest = bernoulli_log_likelihood(heads, tosses, shares)
    areas = log_area(heads, tosses)
    factor = {"H": plain(numbers.p), "T": plain(1.0 - numbers.p)}

    def toss(k: int) -> str:
        if k == 0:
            return text("play.before")
        face = run[k - 1]
        return text(
            f"play.toss_{face}",
            k=k,
            heads=whole(int(heads[k])),
            share=plain(float(shares[k])),
            factor=factor[face],
        )

    return {
        "said": [toss(int(k)) for k in tosses],
        "share_word": ["", *(text("share", share=plain(float(share))) for share in shares[1:])],
        "highest": ["", *(text("highest_likelihood", highest=plain_exp(float(value))) for value in highest[1:])],
        "highest_log": ["", *(text("highest_log", highest_log=plain(units.of(float(v)), 2)) for v in highest[1:])],
        "lowest": [
            "",
            *(
                text("lowest_mean", lowest=plain(units.of(0.0 - float(value)) / k, 4))
                for k, value in enumerate(highest[1:], start=1)
            ),
        ],
        "area": [text("play.area_word", area=plain_exp(float(value))) for value in areas],
    }


def _behind(page: Page, heads: int, count: int) -> Snippet:
    """The Python for the maximum after so many tosses; before the first one, for the area under the likelihood."""
    if count == 0:
        area = Printed("np.exp(log_area(0, 0))", 1.0, 4, "the area under the likelihood")
        return behind((log_area,), "", area)
    units = page.units
    highest = units.of(float(bernoulli_log_likelihood(heads, count, heads / count)))
    code = f"heads, count = {heads!r}, {count!r}\nhighest = bernoulli_log_likelihood(heads, count, heads / count)"
    return behind(
        (bernoulli_log_likelihood,),
        code,
        Printed("heads / count", heads / count, what="the share of heads"),
        Printed(in_units("highest", units), highest, 2, f"the highest log-likelihood, in {units.name}"),
        Printed(in_units("(0.0 - highest) / count", units), (0.0 - highest) / count, 4, "the lowest mean"),
    )
