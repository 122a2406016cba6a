"""The charts of the home page: the hero, moved by the law while the reader drags, and one small picture per page."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.expressions import thousands
from core.charts.kit.live import Live
from core.charts.kit.theme import axis, colour, finish
from core.maths.checks import IntArray

LONGEST = 1e5
ROOM = 25  # the axis goes on beyond its last tick, so that the longest bar has its number beside it


def epoch_rows(starts: Sequence[float], epochs: Mapping[str, IntArray], names: Mapping[str, str]) -> pd.DataFrame:
    """What each loss needs from each start: ``start``, ``quantity``, ``name``, ``epochs``, ``ratio`` to the least."""
    least = np.minimum.reduce(list(epochs.values()))
    parts = [
        pd.DataFrame(
            {
                "start": starts,
                "quantity": loss,
                "name": names[loss],
                "epochs": counts,
                "ratio": counts / np.maximum(least, 1),
            }
        )
        for loss, counts in epochs.items()
    ]
    return pd.concat(parts, ignore_index=True)


def epochs_hero(rows: pd.DataFrame, live: Live, words: Mapping[str, str]) -> alt.LayerChart:
    """Epochs to put a wrong neuron right, both losses, as bars on a log axis that follow the start's logit.

    ``rows``: of `epoch_rows` for every start the slider has; ``live`` is that start. ``words``: the axis title "axis",
    the unit behind each number "epochs", and what follows the ratio "times".
    """
    base = (
        alt.Chart(rows)
        .transform_filter(f"abs(datum.start - {live.name}) < {live.step / 2!r}")
        .transform_calculate(
            one="1",
            label=f"{thousands('datum.epochs')} + {words['epochs']!r}",
            share=f"format(datum.ratio, datum.ratio < 99.95 ? '.1f' : '.0f') + {words['times']!r}",
        )
    )
    y = alt.Y(
        "name:N", sort=None, title=None, axis=axis(None, labelFontSize=15, labelLimit=200, ticks=False, domain=False)
    )
    x = alt.X(
        "epochs:Q",
        scale=alt.Scale(type="log", domain=[1, LONGEST * ROOM], nice=False, clamp=True),
        axis=axis(words["axis"], values=[1, 10, 100, 1000, 10000, 100000], format="~s"),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(x=x, x2="one:Q", y=y, color=colour())
    labels = base.mark_text(align="left", dx=8, fontSize=17, fontWeight=600).encode(
        x=x, y=y, text="label:N", color=colour()
    )
    ratio = (
        base.transform_filter("datum.quantity === 'squared_error'")
        .mark_text(align="left", baseline="middle", fontSize=22, fontWeight=700)
        .encode(x=alt.XValue(2), y=alt.YDatum(" "), text="share:N", color=colour())
    )
    return finish(alt.layer(bars, labels, ratio).add_params(live.parameter()), height=200)


def picture(frame: pd.DataFrame, height: int = 110) -> alt.Chart:
    """A small picture for a card: lines of ``y`` over ``x`` by ``quantity``, no axes."""
    hidden = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=3, clip=True, interpolate="monotone")
        .encode(
            x=alt.X("x:Q", axis=hidden, scale=alt.Scale(nice=False)),
            y=alt.Y("y:Q", axis=hidden, scale=alt.Scale(nice=False)),
            color=colour(),
        )
    )
    chart: alt.Chart = finish(lines, height=height)
    return chart
