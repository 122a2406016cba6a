"""Observed shares against probabilities, class by class: a pair of bars for each."""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt
import pandas as pd

from core.charts.kit.theme import LABEL_SIZE, axis, colour, finish

HEIGHT: Final = 320
MOST_NUMBERED: Final = 6  # classes: beyond it the numbers over the bars would run into each other


def bar_rows(shares: Sequence[float] | None, p: Sequence[float]) -> pd.DataFrame:
    """A bar for each class and each of "truth", the observed shares where there are any, and "model", p."""
    given = {"model": p} if shares is None else {"truth": shares, "model": p}
    rows = [
        (str(number), quantity, float(value), _short(float(value)) if len(p) <= MOST_NUMBERED else "")
        for quantity, values in given.items()
        for number, value in enumerate(values, start=1)
    ]
    return pd.DataFrame(rows, columns=["number", "quantity", "value", "shown"])


def name_rows(names: Mapping[str, str]) -> pd.DataFrame:
    """What the two colours stand for, one line under the other."""
    return pd.DataFrame(
        [(quantity, f"■ {name}", -20.0 * (len(names) - place)) for place, (quantity, name) in enumerate(names.items())],
        columns=["quantity", "name", "dy"],
    )


def bars_chart(rows: pd.DataFrame, names: pd.DataFrame, words: Mapping[str, str]) -> alt.LayerChart:
    """The pairs of bars, from ``bar_rows`` and ``name_rows``. ``words``: axis titles "x" and "y"."""
    side = alt.XOffset("quantity:N", scale=alt.Scale(domain=["truth", "model"]))
    base = alt.Chart(rows).encode(
        x=alt.X(
            "number:O",
            sort=None,
            scale=alt.Scale(paddingInner=0.25, paddingOuter=0.15),
            axis=axis(words["x"], labelAngle=0, grid=False, labelFontSize=15, labelOverlap=False),
        ),
        xOffset=side,
        y=alt.Y("value:Q", scale=alt.Scale(zero=True), axis=axis(words["y"], tickCount=4)),
        color=colour(),
    )
    titles = {"number": words["x"], "value": words["y"]}
    tips = [alt.Tooltip("number:O", title=titles["number"]), alt.Tooltip("value:Q", title=titles["value"])]
    bars = base.mark_bar(cornerRadiusEnd=2).encode(tooltip=tips)
    numbers = base.mark_text(dy=-9, fontSize=LABEL_SIZE).encode(text="shown:N")
    legend = (
        alt.Chart(names)
        .mark_text(align="right", fontSize=LABEL_SIZE, fontWeight=600, dy=alt.ExprRef("datum.dy"))
        .encode(x=alt.XValue("width"), y=alt.YValue(0), text="name:N", color=colour())
    )
    return finish(alt.layer(bars, numbers, legend), height=HEIGHT)


def _short(value: float) -> str:
    return f"{value:.2f}" if value == 0 or value >= 0.005 else f"{value:.0e}"
