"""The first screen: the likelihood of the reader's tosses three times over, with one p under the reader's hand."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, tall, views
from core.app.frame.page import Page, Part
from core.app.likelihood.tosses import entry
from core.app.likelihood.tosses.numbers import Numbers
from core.app.wording.blocks import in_a_row
from core.charts.kit.theme import Units
from core.charts.likelihood import hero as charts
from core.charts.likelihood.picture import Words

# Half a hundredth: the share of the first tosses, 0.625, is a point of this grid.
P: Final = Control("p", Number(0.625, 0.0, 1.0, 0.005), "p")
VIEWS: Final = "likelihood_views"


def read(page: Page) -> Numbers:
    """What the reader's tosses say about the reader's p."""
    return Numbers(entry.LINE.value(page.state), page.value(P), page.units)


def controls(page: Page) -> None:
    """The row of controls: the tosses, p, and how many heads there are."""
    text, numbers = page.text, read(page)
    page.row([2.2, 3.8, 2.5], entry.show, entry.buttons, slide_p)
    entry.complain(page)
    page.note(text("count" if numbers.tosses.count else "count_none", **numbers.said(text)))


def slide_p(page: Page) -> None:
    """The slider of p, which is also dragged in all three pictures."""
    live_slider(P, page.text, chart=VIEWS, symbols=("p",), along="p", draggable=3)


def draw_three(page: Page) -> None:
    """Likelihood, its logarithm and the mean of its minus, with the numbers at the reader's p."""
    text, units, numbers = page.text, page.units, read(page)
    said, heads, count = numbers.said(text), numbers.tosses.heads, numbers.tosses.count
    log, unit = said["log"], (units,)
    # Beside the maximum stands where it is and how high; without a toss there is none, and a note says so.
    pictures: tuple[tuple[str, str, Callable[..., Any], Callable[..., Any], tuple[Units, ...], str], ...] = (
        ("likelihood", "chart", charts.likelihood_chart, charts.likelihood_rows, (), "highest_likelihood"),
        ("log", "log", charts.log_likelihood_chart, charts.log_likelihood_rows, unit, "highest_log"),
        ("mean", "mean", charts.mean_chart, charts.mean_rows, unit, "lowest_mean"),
    )
    pictures = pictures[::2] if page.is_on_stage else pictures
    with views(VIEWS), tall(26):
        for place, (name, key, chart, rows, scale, extreme) in zip(st.columns(len(pictures)), pictures, strict=True):
            words = Words(
                title=text(f"title_{name}", log=log),
                x=text("axis_p"),
                y=text(f"axis_{name}", log=log, units=said["units"]),
                share=text("share", **said) if count else "",
                extreme=text(extreme, **said) if count else "",
                note="" if count else text(f"note_{name}", log=log),
                names=(f"●  −{log} L / n", "━  H(p̂, p)"),
            )
            with place:
                draw(
                    chart,
                    *rows(heads, count, *scale, words),
                    words.titles,
                    *scale,
                    live(P),
                    text("better"),
                    alt=text(f"alt_{name}", **said),
                    key=f"likelihood_{key}",
                )
    if not page.is_on_stage:
        in_a_row(numbers.line(text))


def say_more(page: Page) -> None:
    """What the three pictures have in common."""
    numbers = read(page)
    said = page.text("three_pictures", area=numbers.said(page.text)["area"])
    st.caption(said if numbers.tosses.count else page.text("no_tosses"))


CONTROLS: Final = (*entry.CONTROLS, P)
PART: Final = Part(draw_three, {"tosses": entry.show, "p": slide_p})
