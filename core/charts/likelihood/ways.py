"""−ln L as one bar, and under it the same length in two parts: n times the entropy, and n times the KL divergence."""

import math
from collections.abc import Mapping
from typing import Any, Final, Literal

import altair as alt
import pandas as pd

from core.charts.kit.theme import Units, axis, colour, finish
from core.simulation.likelihood.ways import Ways

HEIGHT: Final = 128
_TOP: Final = (0.98, 0.56)  # of the whole bar: from and to, as shares of the height
_FOOT: Final = (0.54, 0.12)


def bar_rows(ways: Ways, units: Units, names: Mapping[str, str]) -> pd.DataFrame:
    """The whole and its two parts: ``x``, ``x2``, ``y``, ``y2``, ``quantity``, ``name``.

    ``names``: what is written on "cross_entropy", "entropy" and "model". What is infinite ends at the picture's edge.
    """
    whole, entropy = ways.from_cross_entropy, ways.entropy
    end = whole if math.isfinite(whole) else max(2.0 * entropy, 1.0)
    spans = {
        "cross_entropy": (0.0, end, *_TOP),
        "entropy": (0.0, min(entropy, end), *_FOOT),
        "model": (min(entropy, end), end, *_FOOT),
    }
    rows = [
        (x * units.per_nat, x2 * units.per_nat, y, y2, quantity, names[quantity])
        for quantity, (x, x2, y, y2) in spans.items()
    ]
    frame = pd.DataFrame(rows, columns=["x", "x2", "y", "y2", "quantity", "name"])
    # A bar of no length has its words at the start; the last ones end with the bar, beside it there may be no room.
    return frame.assign(right=[0.0, 0.0, 1.0])


def span_rows(ways: Ways, units: Units) -> pd.DataFrame:
    """The ends of the axis, also where the bars have no length."""
    whole = bar_rows(ways, units, dict.fromkeys(("cross_entropy", "entropy", "model"), ""))["x2"].max()
    return pd.DataFrame({"x": [0.0, whole if whole > 0.0 else 1.0]})


def bars_chart(rows: pd.DataFrame, ends: pd.DataFrame, words: Mapping[str, str]) -> alt.LayerChart:
    """The bars, from the rows above. ``words``: axis title "x"."""
    x = alt.X("x:Q", scale=alt.Scale(nice=False, zero=True), axis=axis(words["x"], grid=False))
    y_options: dict[str, Any] = {"scale": alt.Scale(domain=[-0.2, 1.25], nice=False), "axis": None}
    base = alt.Chart(rows).encode(x=x, y=alt.Y("y:Q", **y_options), color=colour())
    bars = base.mark_bar(opacity=0.9).encode(x2="x2:Q", y2="y2:Q")
    looks: dict[str, Any] = {"fontSize": 14, "fontWeight": 600, "baseline": "bottom", "dy": -4}
    whole = base.transform_filter("datum.quantity === 'cross_entropy'").mark_text(align="left", **looks)
    sides: tuple[tuple[str, Literal["left", "right"], str], ...] = (("entropy", "left", "x"), ("model", "right", "x2"))
    parts = [
        base.transform_filter(f"datum.quantity === '{quantity}'")
        .mark_text(align=side, **(looks | {"baseline": "top", "dy": 4}))
        .encode(x=alt.X(f"{field}:Q"), y=alt.Y("y2:Q", **y_options), text="name:N")
        for quantity, side, field in sides
    ]
    axes = alt.Chart(ends).mark_point(opacity=0).encode(x=x)
    return finish(alt.layer(axes, bars, whole.encode(text="name:N"), *parts), height=HEIGHT)
