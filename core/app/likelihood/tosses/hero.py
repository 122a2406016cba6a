"""The first screen: the likelihood of the reader's tosses three times over, with one p under the reader's hand."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st

from core.app import components
from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, tall, views
from core.app.frame.page import Page, Part
from core.app.likelihood.tosses import entry
from core.app.likelihood.tosses.numbers import Numbers, at_p
from core.app.wording.blocks import in_columns
from core.charts.kit.theme import Units
from core.charts.likelihood import hero as charts
from core.charts.likelihood.picture import Words, after
from core.simulation.likelihood.tosses import Tosses

# Away from the share of the first tosses, 0.625, which is a point of this grid: there is something to find.
P: Final = Control("p", Number(0.3, 0.0, 1.0, 0.005), "p")
FORMERLY: Final = 0.625  # where p began once: what a link means that has tosses of its own and leaves p out
TURN: Final = "changes"  # the tosses before the last change, those of now, and how many changes there were
SHOWN: Final = 16  # tosses that stand beside the slider
VIEWS: Final = "likelihood_views"
AROUND: Final = 26  # rem: title, controls, numbers and the note below


def arrive(page: Page) -> None:
    """Before anything is read: what a link means that leaves p out.

    One with tosses of its own always says p now, so one that does not was made when p began at 0.625.
    """
    state = page.state
    if entry.TOSSES.name in state.entries and P.name not in state.entries:
        state.put(P.name, FORMERLY)
    if page.value(entry.TOSSES) != entry.TOSSES.field.default:
        state.staying |= {P.name}


def read(page: Page) -> Numbers:
    """What the reader's tosses say about the reader's p."""
    return Numbers(entry.LINE.value(page.state), page.value(P), page.units)


def controls(page: Page, chart: str = VIEWS) -> None:
    """The row of controls: p, one toss more, and the box of what is used less often."""
    arrive(page)
    page.row([3.4, 1.1, 2.6, 1.2], partial(slide_p, chart=chart), entry.one_more, count, entry.more)


def slide_p(page: Page, chart: str = VIEWS) -> None:
    """The slider of p, which is also dragged in pictures that have p across: all three of the first screen."""
    live_slider(P, page.text, chart=chart, symbols=("p",), along="p" if chart == VIEWS else "", draggable=3)


def count(page: Page) -> None:
    """The tosses as they came, or the last of them, how many they are, and the share of heads."""
    numbers = read(page)
    written = numbers.tosses.written
    shown = written if len(written) <= SHOWN else f"…{written[-SHOWN:]}"
    st.markdown(page.text("count" if numbers.tosses.count else "count_none", **numbers.said(page.text), tosses=shown))
    entry.complain(page)


def draw_three(page: Page) -> None:
    """Likelihood, its logarithm and the mean of its minus, with the numbers at the reader's p."""
    text, units, numbers = page.text, page.units, read(page)
    before, turn = _before(page, numbers)
    said, tosses, unit = numbers.said(text), numbers.tosses, (units,)
    # Beside the maximum stands where it is and how high; without a toss there is none, and a note says so.
    pictures: tuple[tuple[str, str, Callable[..., Any], Callable[..., Any], tuple[Units, ...], str], ...] = (
        ("likelihood", "chart", charts.likelihood_chart, charts.likelihood_rows, (), "highest_likelihood"),
        ("log", "log", charts.log_likelihood_chart, charts.log_likelihood_rows, unit, "highest_log"),
        ("mean", "mean", charts.mean_chart, charts.mean_rows, unit, "lowest_mean"),
    )
    pictures = pictures[::2] if page.is_on_stage else pictures
    with views(VIEWS), tall(AROUND):
        for name, key, chart, rows, scale, extreme in in_columns(pictures, "small"):
            words = Words(
                title=text(f"title_{name}", **said),
                x=text("axis_p"),
                y=text(f"axis_{name}", **said),
                share=text("share", **said) if tosses.count else "",
                extreme=text(extreme, **said) if tosses.count else "",
                note="" if tosses.count else text(f"note_{name}", **said),
                names=(f"●  −{units.log} L / n", "━  H(p̂, p)"),
            )
            now, was = (rows(some.heads, some.count, *scale, words) for some in (tosses, before))
            draw(
                chart,
                *after(now, was, turn),
                words.titles,
                *scale,
                live(P),
                text("better"),
                alt=text(f"alt_{name}", **said),
                key=f"likelihood_{key}",
            )
    if not page.is_on_stage:
        components.turn(key="likelihood_turn", data={"chart": VIEWS, "turn": turn}, height="content")


def _before(page: Page, numbers: Numbers) -> tuple[Tosses, int]:
    """The tosses before the last change, which the pictures go over from, and how often they have changed."""
    tosses = numbers.tosses
    before, now, turn = page.state.get(TURN, (tosses, tosses, 0))
    if now != tosses:
        before, now, turn = now, tosses, turn + 1
    page.state.put(TURN, (before, now, turn))
    return before, turn


def say_numbers(page: Page) -> None:
    """The numbers at p, which follow it while it is dragged."""
    numbers, text = read(page), page.text
    said = numbers.said(text)
    template = text.template("numbers" if numbers.tosses.count else "numbers_none")
    page.follow(P, template, lambda p: said | at_p(numbers.tosses, numbers.units, p))


def say(page: Page) -> None:
    """The numbers at p, and how to read the pictures."""
    numbers, text = read(page), page.text
    say_numbers(page)
    pictures = text("three_pictures" if numbers.tosses.count else "no_tosses", **numbers.said(text))
    page.note(f"{pictures} {page.one_unit()}")


CONTROLS: Final = (*entry.CONTROLS, P)
PART: Final = Part(draw_three, {"tosses": entry.show, "p": slide_p})
