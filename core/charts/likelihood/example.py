"""The chart of the worked example: the bars of one prediction, with the label's class marked."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from core.charts.kit.theme import axis, colour, finish


def class_rows(p: Sequence[float], label: int, mark: str) -> pd.DataFrame:
    """A bar for each class; the ``label`` class, counted from 1, has the ``mark`` over it."""
    places = range(1, len(p) + 1)
    return pd.DataFrame(
        {
            "number": [str(place) for place in places],
            "p": list(p),
            "shown": [f"{value:.4g}" for value in p],
            "quantity": "model",
            "name": [mark if place == label else "" for place in places],
            "name_quantity": "truth",
            "weight": [1.0 if place == label else 0.35 for place in places],
        }
    )


def class_chart(rows: pd.DataFrame, words: Mapping[str, str]) -> alt.LayerChart:
    """The predicted probability of each class as bars, from ``class_rows``; ``words`` has the axes' titles."""
    base = alt.Chart(rows).encode(
        x=alt.X("number:N", sort=None, axis=axis(words["x"], labelAngle=0, grid=False, labelFontSize=15)),
        y=alt.Y("p:Q", scale=alt.Scale(domain=[0, 1.3], nice=False), axis=axis(words["y"], values=[0, 0.5, 1])),
    )
    bars = base.mark_bar(width={"band": 0.6}, cornerRadiusEnd=3).encode(
        color=colour(), opacity=alt.Opacity("weight:Q", scale=None)
    )
    values = base.mark_text(dy=-10, fontSize=14).encode(text="shown:N", color=colour())
    names = base.mark_text(dy=-29, fontSize=14, fontWeight=600).encode(text="name:N", color=colour("name_quantity"))
    return finish(alt.layer(bars, values, names), height=340)
