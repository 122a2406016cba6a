"""Home's first screen: the epochs of both losses, moved by the law while the reader drags."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np

from core.charts.kit.axes import across, at_x, axis, scale
from core.charts.kit.expressions import thousands
from core.charts.kit.frames import Frame, stacked
from core.charts.kit.layers import Plane, finish, only, select
from core.charts.kit.live import Live
from core.charts.kit.theme import colour
from core.maths.checks import IntArray

LONGEST = 1e5
ROOM = 25  # the axis goes on beyond its last tick, so that the longest bar has its number beside it


def epoch_rows(starts: Sequence[float], epochs: Mapping[str, IntArray], names: Mapping[str, str]) -> Frame:
    """What each loss needs from each start: ``start``, ``quantity``, ``name``, ``epochs``, ``ratio`` to the least."""
    least = np.minimum.reduce(list(epochs.values()))
    ratios = {loss: counts / np.maximum(least, 1) for loss, counts in epochs.items()}
    return stacked(
        {"start": starts, "quantity": loss, "name": names[loss], "epochs": counts, "ratio": ratios[loss]}
        for loss, counts in epochs.items()
    )


def epochs_hero(rows: Frame, live: Live, words: Mapping[str, str]) -> alt.LayerChart:
    """Epochs to put a wrong neuron right, both losses, as bars on a log axis that follow the start's logit.

    ``rows``: of `epoch_rows` for every start the slider has; ``live`` is that start. ``words``: the axis title "axis",
    the unit behind each number "epochs", and what follows the ratio "times".
    """
    base = select(
        rows,
        f"abs(datum.start - {live.name}) < {live.step / 2!r}",
        one="1",
        label=f"{thousands('datum.epochs')} + {words['epochs']!r}",
        share=f"format(datum.ratio, datum.ratio < 99.95 ? '.1f' : '.0f') + {words['times']!r}",
    )
    powers: dict[str, Any] = {"values": [1, 10, 100, 1000, 10000, 100000], "format": "~s"}
    x = across(scale(1, LONGEST * ROOM, type="log", clamp=True), words["axis"], **powers)("epochs")
    names = axis(None, labelFontSize=15, labelLimit=200, ticks=False, domain=False)
    plane = Plane(x, alt.Y("name:N", sort=None, title=None, axis=names), colour())
    ratio, slow = Plane(at_x(2), alt.YDatum(" "), colour()), only(base, quantity="squared_error")
    layers = [
        plane.bar(base, alt.X2("one:Q"), cornerRadiusEnd=3),
        plane.text(base, "label", align="left", dx=8, size=17),
        ratio.text(slow, "share", align="left", baseline="middle", size=22, fontWeight=700),
    ]
    return finish(layers, height=200, params=[live.parameter()])
