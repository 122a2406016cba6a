"""The learning curves of Nielsen's runs: a measure against the epoch, with each run's last value beside the plane.

A run by the gradient has its loss's colour and dashes. What the published script does is no loss: it is drawn in the
neutral grey, with dashes of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from core.charts.kit.theme import NEUTRAL, axis, colour, dash, finish
from core.maths.checks import FloatArray

HEIGHT: Final = 220
SCRIPT_DASH: Final = (9, 3, 2, 3)
_FAINT: Final = 0.45
_BESIDE: Final[dict[str, Any]] = {
    "align": "left",
    "baseline": "middle",
    "dy": -8,
    "lineBreak": "\n",
    "fontSize": 13,
    "fontWeight": 600,
    "clip": False,
}


@dataclass(frozen=True, eq=False)
class Curve:
    """One run as it is drawn: the measure at each epoch, its name, which loss, whether by the script, and how clearly.

    ``last`` is its last value in words.
    """

    heights: FloatArray
    name: str
    last: str
    loss: str
    by_script: bool = False
    faint: bool = False


def curve_rows(curves: list[Curve]) -> pd.DataFrame:
    """The curves in long form: ``epoch``, ``value``, ``quantity``, ``kind`` "gradient" or "script", ``strength``."""
    parts = [
        pd.DataFrame({"epoch": range(len(curve.heights)), "value": curve.heights}).assign(**_look(curve))
        for curve in curves
    ]
    return pd.concat(parts, ignore_index=True).astype({"epoch": float})


def end_rows(curves: list[Curve]) -> pd.DataFrame:
    """The last value of each curve: ``value``, ``text`` in two lines, and its look as in `curve_rows`."""
    rows = [
        {"value": float(curve.heights[-1]), "text": f"{curve.last}\n{curve.name}"} | _look(curve) for curve in curves
    ]
    return pd.DataFrame(rows)


def _look(curve: Curve) -> dict[str, Any]:
    kind = "script" if curve.by_script else "gradient"
    return {"quantity": curve.loss, "kind": kind, "strength": _FAINT if curve.faint else 1.0}


def learning_curves(
    rows: pd.DataFrame, ends: pd.DataFrame, epochs: int, words: Mapping[str, str], share: bool, scripted: bool
) -> alt.LayerChart:
    """The curves, with the last values to their right. ``share``: the measure is one of 0 to 1, else it begins at 0.

    ``scripted``: the script's run is among them. ``words``: axis titles "epoch" and "measure".
    """
    domain: dict[str, Any] = {"domain": [0, 1]} if share else {}
    x = alt.X("epoch:Q", scale=alt.Scale(domain=[0, epochs], nice=False), axis=axis(words["epoch"], format="~d"))
    y = alt.Y("value:Q", scale=alt.Scale(zero=True, nice=not share, **domain), axis=axis(words["measure"], tickCount=5))
    strength = alt.Opacity("strength:Q", scale=None)
    lines = alt.Chart(rows).encode(x=x, y=y, opacity=strength)
    texts = alt.Chart(ends).encode(x=alt.XValue(alt.expr("width + 10")), y=y, text="text:N")
    ours = "datum.kind === 'gradient'"
    layers = [
        lines.transform_filter(ours).mark_line(strokeWidth=2.5).encode(color=colour(), strokeDash=dash()),
        texts.transform_filter(ours).mark_text(**_BESIDE).encode(color=colour()),
    ]
    if scripted:  # a layer without rows would have no extent
        theirs = "datum.kind === 'script'"
        grey: dict[str, Any] = {"strokeWidth": 2.5, "color": NEUTRAL, "strokeDash": list(SCRIPT_DASH)}
        layers += [
            lines.transform_filter(theirs).mark_line(**grey),
            texts.transform_filter(theirs).mark_text(**_BESIDE, color=NEUTRAL),
        ]
    return finish(alt.layer(*layers), height=HEIGHT)
