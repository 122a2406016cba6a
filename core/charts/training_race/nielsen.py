"""The learning curves of Nielsen's runs: a measure against the epoch, with each run's last value beside the plane.

A run by the gradient has its loss's colour and dashes. What the published script does is no loss: it is drawn in the
neutral grey, with dashes of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from core.charts.kit.axes import SHARES, across, at_x, scale, up
from core.charts.kit.layers import ASIDE, Frame, Plane, finish, only, stacked
from core.charts.kit.theme import NEUTRAL, colour, dash
from core.maths.checks import FloatArray

HEIGHT: Final = 220
SCRIPT_DASH: Final = (9, 3, 2, 3)
_FAINT: Final = 0.45


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


def curve_rows(curves: list[Curve]) -> Frame:
    """The curves in long form: ``epoch``, ``value``, ``quantity``, ``kind`` "gradient" or "script", ``strength``."""
    parts = ({"epoch": range(len(curve.heights)), "value": curve.heights} | _look(curve) for curve in curves)
    return stacked(parts).astype({"epoch": float})


def end_rows(curves: list[Curve]) -> Frame:
    """The last value of each curve: ``value``, ``text`` in two lines, and its look as in `curve_rows`."""
    return Frame(
        {"value": float(curve.heights[-1]), "text": f"{curve.last}\n{curve.name}"} | _look(curve) for curve in curves
    )


def _look(curve: Curve) -> dict[str, Any]:
    kind = "script" if curve.by_script else "gradient"
    return {"quantity": curve.loss, "kind": kind, "strength": _FAINT if curve.faint else 1.0}


def learning_curves(
    rows: Frame, ends: Frame, epochs: int, words: Mapping[str, str], share: bool, scripted: bool
) -> alt.LayerChart:
    """The curves, with the last values to their right. ``share``: the measure is one of 0 to 1, else it begins at 0.

    ``scripted``: the script's run is among them. ``words``: axis titles "epoch" and "measure".
    """
    x = across(scale(0, epochs), words["epoch"], format="~d")("epoch")
    y = up(SHARES if share else alt.Scale(zero=True, nice=True), words["measure"], tickCount=5)("value")
    runs, names = Plane(x, y, alt.Opacity("strength:Q", scale=None)), Plane(at_x("width + 10"), y)
    layers = [
        runs.line(only(rows, kind="gradient"), 2.5, colour(), dash()),
        names.text(only(ends, kind="gradient"), "text", colour(), dy=-8, **ASIDE),
    ]
    if scripted:  # a layer without rows would have no extent
        layers += [
            runs.line(only(rows, kind="script"), 2.5, color=NEUTRAL, strokeDash=list(SCRIPT_DASH)),
            names.text(only(ends, kind="script"), "text", color=NEUTRAL, dy=-8, **ASIDE),
        ]
    return finish(layers, height=HEIGHT)
