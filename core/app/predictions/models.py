"""Models against one another: how far the difference of every pair is more than chance."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain
from core.charts.predictions import interval as charts
from core.data.reading.cells import cut
from core.simulation.predictions.bootstrap import MOST_RESAMPLED, Interval
from core.simulation.predictions.report import Report, difference

SEED: Final = Control("b_seed", Number(0, 0, 9999, 1), "difference.seed", kind="box")
CONTROLS: Final = (SEED,)
LONGEST: Final = 24


def pairs(page: Page, report: Report) -> list[tuple[tuple[int, int], Interval]]:
    """Every pair of models with the interval of its difference."""
    seed, every = int(page.value(SEED)), list(combinations(range(len(report.models)), 2))
    return kept("difference", (report, seed), lambda: [(pair, difference(report, seed, pair)) for pair in every])


def show(page: Page, report: Report, names: Sequence[str]) -> None:
    """The intervals of all pairs in one picture, each in words, and what many comparisons mean."""
    text, units = page.text, page.units
    st.markdown(f"**{text('difference.title')}**")
    found = pairs(page, report)
    sentences = [said(page, one, pair, names) for pair, one in found]
    drawn = [(pair, one) for pair, one in found if one.low is not None]
    words, chart = st.columns([1, 1.45], gap="large") if drawn else (st.container(), st.container())
    with words:
        st.markdown("\n\n".join(sentences))
        if len(found) > 1:
            st.caption(text("difference.many", count=len(found)))
        groups = report.checked.groups
        one = report.models[0].scores.count if groups is None else len(set(groups.tolist()))
        if 1 < one <= MOST_RESAMPLED and drawn:
            page.show(SEED)
    if drawn:
        with chart:
            titles = [(cut(names[a], LONGEST), cut(names[b], LONGEST)) for (a, b), _ in drawn]
            draw(
                charts.chart,
                charts.rows([one for _, one in drawn], units.per_nat, titles),
                text("difference.axis"),
                len(drawn),
                alt=" ".join(sentences),
                key="predictions_difference",
            )


def said(page: Page, found: Interval, pair: tuple[int, int], names: Sequence[str]) -> str:
    """The difference of a pair in words."""
    units = page.units
    values = {
        name: "–" if value is None else plain(units.of(value), 4)
        for name, value in (("value", found.difference), ("low", found.low), ("high", found.high))
    }
    words = page.text(f"difference.{found.method}", **values)
    first, second = (code_span(names[place]) for place in pair)
    return f"{first} − {second}: {words}"
