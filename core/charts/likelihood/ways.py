"""−ln L as one bar, and under it the same length in two parts: n times the entropy, and n times the KL divergence."""

import math
from collections.abc import Mapping
from typing import Final

import altair as alt

from core.charts.kit.axes import FROM_ZERO, across, scale, up
from core.charts.kit.frames import Frame, table
from core.charts.kit.layers import Plane, finish, only
from core.charts.kit.theme import Units, colour
from core.simulation.likelihood.ways import Ways

HEIGHT: Final = 128
_TOP: Final = (0.98, 0.56)  # of the whole bar: from and to, as shares of the height
_FOOT: Final = (0.54, 0.12)


def bar_rows(ways: Ways, units: Units, names: Mapping[str, str]) -> Frame:
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
    # A bar of no length has its words at the start; the last ones end with the bar, beside it there may be no room.
    return table("x x2 y y2 quantity name", rows, right=[0.0, 0.0, 1.0])


def span_rows(ways: Ways, units: Units) -> Frame:
    """The ends of the axis, also where the bars have no length."""
    whole = bar_rows(ways, units, dict.fromkeys(("cross_entropy", "entropy", "model"), ""))["x2"].max()
    return Frame({"x": [0.0, whole if whole > 0.0 else 1.0]})


def bars_chart(rows: Frame, ends: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """The bars, from the rows above. ``words``: axis title "x"."""
    x, y = across(FROM_ZERO, words["x"], grid=False)("x"), up(scale(-0.2, 1.25))
    plane, foot = Plane(x, y("y"), colour()), Plane(y("y2"), colour())
    whole, left, right = (only(rows, quantity=quantity) for quantity in ("cross_entropy", "entropy", "model"))
    layers = [
        Plane(x).ends(ends),
        plane.bar(rows, alt.X2("x2:Q"), alt.Y2("y2:Q"), opacity=0.9),
        plane.text(whole, "name", size=14, align="left", baseline="bottom", dy=-4),
        foot.text(left, "name", alt.X("x:Q"), size=14, align="left", baseline="top", dy=4),
        foot.text(right, "name", alt.X("x2:Q"), size=14, align="right", baseline="top", dy=4),
    ]
    return finish(layers, height=HEIGHT)
