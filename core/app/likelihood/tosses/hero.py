"""The first screen: the likelihood of the reader's tosses three times over, with one p under the reader's hand."""

from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part
from core.app.likelihood.tosses import entry
from core.app.likelihood.tosses.numbers import Numbers
from core.app.wording.blocks import in_a_row
from core.charts.likelihood import hero as charts
from core.charts.likelihood.picture import Words

# Half a hundredth: the share of the first tosses, 0.625, is a point of this grid.
P: Final = Control("p", Number(0.625, 0.0, 1.0, 0.005), "p")
VIEWS: Final = "likelihood_views"


def read(page: Page) -> Numbers:
    """What the reader's tosses say about the reader's p."""
    return Numbers(entry.LINE.value(page.state), page.value(P), page.units)


def slide_p(page: Page) -> None:
    """The slider of p, which is also dragged in all three pictures."""
    live_slider(P, page.text, chart=VIEWS, symbols=("p",), along="p", draggable=3)


def draw_three(page: Page) -> None:
    """Likelihood, its logarithm and the mean of its minus, with the numbers at the reader's p."""
    text, units, numbers = page.text, page.units, read(page)
    said, heads, count = numbers.said(text), numbers.tosses.heads, numbers.tosses.count
    unit, log = said["units"], said["log"]
    # Beside the maximum stands where it is and how high; without a toss there is none, and a note says so.
    share = text("share", **said) if count else ""
    better, guess = text("better"), live(P)

    def words(name: str, title: str, y: str, extreme: str, names: tuple[str, str] = ("", "")) -> Words:
        return Words(
            title=title,
            x=text("axis_p"),
            y=y,
            share=share,
            extreme=text(extreme, **said) if count else "",
            note="" if count else text(f"note_{name}", log=log),
            names=names,
        )

    with views(VIEWS):
        places = st.columns(2 if page.is_on_stage else 3)
        with places[0]:
            shown = words("likelihood", text("title_likelihood"), text("axis_likelihood"), "highest_likelihood")
            draw(
                charts.likelihood_chart,
                *charts.likelihood_rows(heads, count, shown),
                shown.titles,
                guess,
                better,
                alt=text("alt_likelihood", **said),
                key="likelihood_chart",
            )
        if not page.is_on_stage:
            with places[1]:
                shown = words("log", text("title_log", log=log), text("axis_log", log=log, units=unit), "highest_log")
                draw(
                    charts.log_likelihood_chart,
                    *charts.log_likelihood_rows(heads, count, units, shown),
                    shown.titles,
                    units,
                    guess,
                    better,
                    alt=text("alt_log", **said),
                    key="likelihood_log",
                )
        with places[-1]:
            names = (f"●  −{log} L / n", "━  H(p̂, p)")
            shown = words("mean", text("title_mean"), text("axis_mean", units=unit), "lowest_mean", names)
            draw(
                charts.mean_chart,
                *charts.mean_rows(heads, count, units, shown),
                shown.titles,
                units,
                guess,
                better,
                alt=text("alt_mean", **said),
                key="likelihood_mean",
            )
    if not page.is_on_stage:
        in_a_row(numbers.line(text))


CONTROLS: Final = (*entry.CONTROLS, P)
PART: Final = Part(draw_three, {"tosses": entry.show, "p": slide_p})
