"""The charts of the letters section: the commonest letters of two texts, and six languages by cross-entropy.

Letters come from the reader's text: they are data, in cells and on an axis, never markup.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import FROM_ZERO, across, axis, scale
from core.charts.kit.expressions import chosen
from core.charts.kit.layers import Frame, Plane, finish, only, select, table
from core.charts.kit.theme import LABEL_SIZE, colour, dash
from core.maths.validation import FloatArray

MOST: Final = 26  # letters: an alphabet, and what a phone can hold
NARROW: Final = 480  # pixels of a chart on a phone
NAME_LINES: Final = {"truth": 8, "model": 28}  # where the names of the two texts stand
ROOM: Final = 1.5  # the axis over the longest bar, so that its label fits


def share_rows(alphabet: Sequence[str], p: FloatArray, q: FloatArray, names: Mapping[str, str]) -> Frame:
    """Two bars for each of the commonest letters of both texts; ∞ over a letter of A that the model rules out.

    ``names`` has the words for "truth" and "model". Without letters only the names are left.
    """
    commonest = np.argsort(-(p + q), kind="stable")[:MOST]
    bars = [
        (
            "bar",
            alphabet[place],
            quantity,
            float(values[place]),
            f"{alphabet[place]}   p {p[place]:.2%}   q {q[place]:.2%}",
            "∞" if quantity == "truth" and p[place] > 0.0 == q[place] else "",
        )
        for place in commonest.tolist()
        for quantity, values in (("truth", p), ("model", q))
    ]
    top = 1.1 * max((share for _, _, _, share, *_ in bars), default=1.0)  # room for a sign over the highest bar
    heads = [("name", "", quantity, top, "", names[quantity]) for quantity in NAME_LINES]
    return table("layer letter quantity share tip label", bars + heads)


def share_bars(rows: Frame, titles: Mapping[str, str]) -> alt.LayerChart:
    """Bars of p and q side by side for each letter, from ``share_rows``; ``titles`` has the axes' "x" and "y"."""
    narrow = alt.expr(f"width < {NARROW} ? 10 : {LABEL_SIZE}")
    plain: dict[str, Any] = {"labelAngle": 0, "labelOverlap": False, "grid": False, "ticks": False, "labelPadding": 4}
    x = alt.X(
        "letter:N",
        sort=None,
        axis=axis(titles["x"], labelFontSize=narrow, **plain),
        scale=alt.Scale(paddingInner=0.24, paddingOuter=0.12),
    )
    side = alt.XOffset("quantity:N", sort=["truth", "model"], scale=alt.Scale(paddingInner=0.04))
    y = alt.Y("share:Q", stack=None, axis=axis(titles["y"], format="~%", tickCount=4), scale=scale())
    bars, heads = only(rows, layer="bar"), only(rows, layer="name")
    line = alt.expr(chosen("quantity", NAME_LINES, 0))
    layers = [
        Plane(x, side, y, colour()).bar(bars, alt.Tooltip("tip:N", title=" "), cornerRadiusEnd=1),
        # One sign in the model's colour, over the bar of the truth: that is the letter the model cannot pay for.
        Plane(x, side, y, colour("price")).text(
            select(bars, price="'model'"), "label", dy=-8, size=alt.expr(f"width < {NARROW} ? 10 : 16")
        ),
        Plane(y).mark("point", heads, opacity=0, tooltip=None),
        Plane(colour()).text(heads, "label", x=alt.expr("width - 4"), y=line, align="right", size=14),
    ]
    return finish(layers, height=270, padding={"left": 0, "right": 2, "top": 4, "bottom": 2})


def language_rows(costs: Mapping[str, float], floor: float, show: Callable[[float], str]) -> Frame:
    """A bar for each language, by its name, the cheapest first; an infinite cost is a pale bar with its sign.

    ``floor`` is the entropy of the text, below which no model gets.
    """
    finite = [cost for cost in costs.values() if math.isfinite(cost)]
    longest = max(finite, default=max(floor, 1.0))
    least = min(costs.values(), default=0.0)
    rows: list[tuple[Any, ...]] = []
    for language, cost in costs.items():
        bounded, cheapest = math.isfinite(cost), cost == least
        length, at = (cost, cost) if bounded else (ROOM * longest, 0.0)
        label = show(cost) if cheapest or not bounded else f"{show(cost)}  (+{show(cost - least)})"
        weight = 0.15 if not bounded else 1.0 if cheapest else 0.45
        rows.append((language, length, at, label, weight, "" if rows else "H(p)"))  # that once, over the line
    same = {"quantity": "cross_entropy", "floor_quantity": "entropy"}
    return table("language cost at label weight floor_label", rows, end=ROOM * longest, floor=floor, **same)


def language_bars(rows: Frame, title: str) -> alt.LayerChart:
    """The languages by cross-entropy, from ``language_rows``; ``title`` names the axis and its unit."""
    names = axis(None, ticks=False, domain=False, grid=False, labelOverlap=False)
    y = alt.Y("language:N", sort=None, axis=names)
    plane = Plane(across(FROM_ZERO, title, tickCount=4)("cost"), y, colour())
    level = Plane(alt.X("floor:Q"), colour("floor_quantity"))
    layers = [
        plane.bar(rows, alt.Opacity("weight:Q", scale=None), height={"band": 0.62}, cornerRadiusEnd=2),
        Plane(alt.X("end:Q"), y).ends(rows),
        level.rule(rows, dash("floor_quantity"), strokeWidth=1.5),
        plane.text(rows, "label", alt.X("at:Q"), align="left", dx=6),
        level.text(rows, "floor_label", y=-8),
    ]
    return finish(layers, height=206, padding={"left": 0, "right": 2, "top": 16, "bottom": 2})
