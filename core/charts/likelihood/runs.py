"""Long runs: −ℓ/n of several series against n, the funnel they settle in, and the levels they settle between."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import TIGHT, across, at_x, scale, up
from core.charts.kit.expressions import thousands
from core.charts.kit.layers import Frame, Plane, finish, only, row, stacked, table
from core.charts.kit.theme import NEUTRAL, Units, colour
from core.simulation.likelihood.runs import Levels, Run

HEIGHT: Final = 300
_POWERS: Final = tuple(10**power for power in range(7))
_GAP: Final = 0.13  # of the height: a narrower gap has no room for its name
_BEYOND: Final = 1.4  # standard deviations of one toss around H(p, q); the first few tosses may leave the picture
_LEAST: Final = 0.05  # nats: the height where nothing scatters


def span(known: Levels, means: Sequence[float]) -> tuple[float, float]:
    """The lower and upper end of the axis in nats: the levels, and the funnel at its widest where there is one."""
    if np.isfinite(known.cross_entropy):
        low = max(0.0, min(known.entropy, known.cross_entropy - _BEYOND * known.sd))
        high = known.cross_entropy + _BEYOND * known.sd
    else:
        low, high = 0.0, 2.0 * max([known.entropy, *means])
    room = max(0.08 * (high - low), _LEAST)
    return max(0.0, low - room), high + room


def line_rows(runs: Sequence[Run], units: Units) -> Frame:
    """Each series as a line: ``n``, ``mean``, ``series``."""
    parts = ({"n": run.tosses, "mean": run.means * units.per_nat, "series": str(run.seed)} for run in runs)
    return stacked(parts).assign(quantity="model").astype({"n": float, "mean": float})


def end_rows(runs: Sequence[Run], length: int, ends: tuple[float, float], units: Units) -> Frame:
    """Where each series ends: a dot, or the sign ∞ at the top where the model has ruled a toss out."""
    rows = [
        (float(length), run.last * units.per_nat, "")
        if run.ruled_out is None
        else (float(run.ruled_out), ends[1] * units.per_nat, "∞")
        for run in runs
    ]
    return table("n mean sign", rows, quantity="model")


def band_rows(known: Levels, places: Sequence[int], ends: tuple[float, float], units: Units) -> Frame:
    """The funnel H(p, q) ± 2 sd/√n: ``n``, ``low``, ``high``, cut at the ends of the axis; empty without one."""
    if not np.isfinite(known.cross_entropy):
        return table("n low high quantity", []).astype({"n": float, "low": float, "high": float, "quantity": str})
    n = np.asarray(places, dtype=np.float64)
    half = known.funnel(n)
    low, high = (np.clip(known.cross_entropy + side * half, *ends) * units.per_nat for side in (-1.0, 1.0))
    return Frame({"n": n, "low": low, "high": high, "quantity": "cross_entropy"})


def level_rows(known: Levels, length: int, ends: tuple[float, float], units: Units, names: Mapping[str, str]) -> Frame:
    """The rules at H(p, q) and H(p) with their names at the right; a level at ∞ has none."""
    rows = [("entropy", known.entropy, names["entropy"], 13.0)]
    if np.isfinite(known.cross_entropy):
        rows.append(("cross_entropy", known.cross_entropy, names["cross_entropy"], -13.0))
    frame = table("quantity level name shift", rows)
    # Far enough apart both names stand at the height of their rules.
    apart = np.ptp(frame["level"]) / (ends[1] - ends[0]) > _GAP
    frame["shift"] = 0.0 if apart or len(frame) == 1 else frame["shift"]
    return frame.assign(level=frame["level"] * units.per_nat, n=float(length))


def gap_rows(known: Levels, length: int, ends: tuple[float, float], units: Units, name: str) -> Frame:
    """The gap between the rules: ``low``, ``high``, ``middle``; its name where there is room."""
    bounded = np.isfinite(known.cross_entropy)
    top = known.cross_entropy if bounded else ends[1]
    low, high = known.entropy * units.per_nat, top * units.per_nat
    roomy = not bounded or (top - known.entropy) / (ends[1] - ends[0]) > 2.0 * _GAP
    return row(low=low, high=high, middle=(low + high) / 2.0, n=float(length), name=name if roomy else "")


def corner_rows(length: int, ends: tuple[float, float], units: Units) -> Frame:
    """Two opposite corners of the picture, from which its axes take their ranges."""
    return Frame({"n": [1.0, float(length)], "mean": [end * units.per_nat for end in ends]})


def runs_chart(
    lines: Frame, ended: Frame, band: Frame, levels: Frame, gap: Frame, corners: Frame, words: Mapping[str, str]
) -> alt.LayerChart:
    """The picture, from the rows above. ``words``: axis titles "n" and "mean"."""
    x = across(scale(type="log"), words["n"], values=list(_POWERS), labelExpr=thousands(), grid=False)("n")
    y = up(TIGHT, words["mean"])
    plane, level, right = Plane(x, y("mean"), colour()), Plane(y("level"), colour()), at_x("width")
    aside: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 12, "clip": False}
    layers = [
        Plane(x, y("mean")).ends(corners),
        plane.area(band, y("low"), alt.Y2("high:Q"), opacity=0.16),
        level.rule(only(levels, quantity="cross_entropy"), strokeWidth=1.5),
        level.rule(only(levels, quantity="entropy"), strokeWidth=2, strokeDash=[2, 2]),
        plane.line(lines, 1.3, alt.Detail("series:N"), opacity=0.8, clip=True),
        level.text(levels, "name", right, dy=alt.ExprRef("datum.shift"), **aside),
        Plane(right, y("low"), alt.Y2("high:Q")).rule(gap, strokeWidth=6, opacity=0.55, color=NEUTRAL),
        Plane(right, y("middle")).note(gap, "name", **aside),
        plane.dots(only(ended, sign=""), 40, clip=True),
        plane.text(ended, "sign", size=20, baseline="top"),
    ]
    return finish(layers, height=HEIGHT)
