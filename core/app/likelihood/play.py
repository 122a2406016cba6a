"""Toss by toss: the same three pictures after k of the reader's tosses, played in the browser."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.player import frames, player
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part
from core.app.likelihood.tosses import entry, hero
from core.app.likelihood.tosses.numbers import numbers_behind
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import plain, whole
from core.app.wording.powers import plain_exp
from core.charts.likelihood import play as charts
from core.maths.checks import IntArray
from core.maths.distributions import bernoulli_log_likelihood
from core.simulation.likelihood.tosses import heads_so_far, log_area

LENGTH: Final = "played"  # how many tosses the player had: at its end it stays at the end when a toss is added
VIEWS: Final = "likelihood_play_views"
PICTURES: Final[dict[str, tuple[Callable[..., Any], str]]] = {
    "likelihood": (charts.likelihood_chart, "l"),
    "log": (charts.log_likelihood_chart, "log"),
    "mean": (charts.mean_chart, "mean"),
}


def show(page: Page) -> Snippet:
    """The section: the tosses in a row, the player, and the three pictures after k of them."""
    draw_play(page, play_tosses)
    hero.say_numbers(page)
    return _behind(page)


def read(page: Page) -> Control[float]:
    """The player over the tosses; it stays at the last one when a toss is added, unless a link asks for another."""
    state, count = page.state, hero.read(page).tosses.count
    control = frames(charts.FRAME, count, count)
    before = state.get(LENGTH, count)
    if state.incoming(control) is None and before != count and state.get(charts.FRAME, before) >= before:
        state.put(charts.FRAME, float(count))
    state.put(LENGTH, count)
    return control


def play_tosses(page: Page) -> None:
    """The player, where there are tosses in their order."""
    if hero.read(page).tosses.run:
        player(read(page), page.text, chart=VIEWS)


def draw_play(page: Page, between: Callable[[Page], object] = lambda page: None) -> None:
    """The tosses in a row and the pictures after k of them; ``between`` the two there is room for the player."""
    text, units, numbers = page.text, page.units, hero.read(page)
    run, count = numbers.tosses.run, numbers.tosses.count
    if not run:
        st.caption(text("play.counts" if run is None else "play.none"))
        return
    now, heads = int(page.value(read(page))), heads_so_far(run)
    said = _said(page, run, heads)
    described = {name: words[now] for name, words in said.items()}
    if page.is_on_stage:
        said["said"] = [""] * heads.size
    frame, ends = charts.frame_rows(heads, numbers.p, said), charts.end_rows(count, units)
    with views(VIEWS):
        row, aside = st.columns([1, 1.4]) if page.is_on_stage else (st.container(), st.container())
        with row:
            rows = charts.toss_rows(run, {face: text(f"play.letter_{face}") for face in "HT"})
            draw(charts.strip_chart, rows, ends, frame, alt=described["said"], key="likelihood_strip")
        with aside:
            between(page)
        # On the stage stands the first of them alone.
        places = [aside] if page.is_on_stage else st.columns(3)
        for place, (name, (chart, key)) in zip(places, PICTURES.items(), strict=False):
            axis = text(f"axis_{name}", log=units.log)
            titles, alt = (text(f"title_{name}"), text("axis_p"), axis), text(f"play.alt_{name}", **described)
            parts = {"likelihood": (titles,), "log": (ends, titles), "mean": (titles, units)}[name]
            with place:
                draw(chart, frame, *parts, text("better"), alt=alt, key=f"likelihood_play_{key}")
    page.note(text("play.area"))


def draw_tosses(page: Page) -> None:
    """The tosses in a row, and nothing of what they say."""
    run = hero.read(page).tosses.run or ""
    rows = charts.toss_rows(run, {face: page.text(f"play.letter_{face}") for face in "HT"})
    ends = charts.end_rows(len(run), page.units)
    draw(charts.tiles_chart, rows, ends, alt=", ".join(rows["letter"]), key="likelihood_tiles")


def _said(page: Page, run: str, heads: IntArray) -> dict[str, Sequence[str]]:
    """What stands in the pictures after each number of tosses."""
    text, units, p = page.text, page.units, hero.read(page).p
    tosses = np.arange(heads.size)
    shares = heads / np.maximum(tosses, 1)
    highest = bernoulli_log_likelihood(heads, tosses, shares)
    areas = log_area(heads, tosses)
    factor = {"H": plain(p), "T": plain(1.0 - p)}

    def toss(k: int) -> str:
        if k == 0:
            return text("play.before")
        face, share = run[k - 1], plain(float(shares[k]))
        return text(f"play.toss_{face}", k=k, heads=whole(int(heads[k])), share=share, factor=factor[face])

    def later(word: Callable[[int], str]) -> list[str]:
        return ["", *map(word, range(1, heads.size))]

    return {
        "said": [toss(k) for k in range(heads.size)],
        "share_word": later(lambda k: text("share", share=plain(float(shares[k])))),
        "highest": later(lambda k: text("highest_likelihood", highest=plain_exp(float(highest[k])))),
        "highest_log": later(lambda k: text("highest_log", highest_log=plain(units.of(float(highest[k])), 2))),
        "lowest": later(lambda k: text("lowest_mean", lowest=plain(units.of(0.0 - float(highest[k])) / k, 4))),
        "area": [text("play.area_word", area=plain_exp(float(value))) for value in areas],
    }


def _behind(page: Page) -> Snippet:
    """The Python for the maximum after so many tosses; before the first one, for the area under the likelihood."""
    numbers = hero.read(page)
    if not numbers.tosses.run:
        return numbers_behind(numbers)
    count = int(page.value(read(page)))
    code = f"""
    heads, count = {int(heads_so_far(numbers.tosses.run)[count])}, {count}
    heads / count  # 3: the share of heads
    highest = bernoulli_log_likelihood(heads, count, heads / count)
    highest  # 2 nats: the highest log-likelihood
    (0.0 - highest) / count  # 4 nats: the lowest mean
    """
    area = "np.exp(log_area(0, 0))  # 4: the area under the likelihood"
    return Snippet(code if count else area, page.units, (bernoulli_log_likelihood, log_area))


CONTROLS: Final = (frames(charts.FRAME, entry.LONGEST),)
PART: Final = Part(draw_play, {charts.FRAME: play_tosses})
TOSSES: Final = Part(draw_tosses)
