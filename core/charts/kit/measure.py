"""A measure of both runs against the epoch: the chart every race has, and how charts follow its frame.

Each run's numbers travel as one text (``series``), for every epoch or, where there are many, every few (``every``).
What a chart shows at the current frame is computed from that by Vega, so that playing sends nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.charts.kit.theme import NEUTRAL, axis, colour, column_headings, dash, end_of, finish, frame_parameter
from core.simulation.descent.stability import Strays

FRAME: Final = "epoch"
LABEL: Final[dict[str, Any]] = {"fontSize": 15, "fontWeight": 600}
HEIGHT: Final = 240
STRIP_HEIGHT: Final = 128
_FAINT: Final = 0.3
_EXACT: Final = 0.002  # of the height: a third of a pixel
_ROUND: Final = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
SHARES: Final = alt.Scale(domain=[0, 1], nice=False)


def series(values: Iterable[float]) -> str:
    """A run's numbers as one text, which a chart splits again."""
    return ",".join(f"{value:.5g}" for value in values)


def at_frame(data: pd.DataFrame) -> alt.Chart:
    """Rows of series with their ``value`` at the current frame."""
    return (
        alt.Chart(data)
        .transform_calculate(values="split(datum.series, ',')")
        .transform_calculate(
            value=f"toNumber(datum.values[min(ceil({FRAME} / datum.every), length(datum.values) - 1)])", frame=FRAME
        )
    )


def top_of(values: NDArray[np.float64], measure: str) -> float:
    """The upper end of a measure's axis: 1 for the error, else the first round number that is not below any value."""
    highest = float(np.max(values))
    if measure == "error" or highest <= 0.0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(highest))
    return float(next(step * power for step in _ROUND if step * power >= highest))


def ends(top: float) -> pd.DataFrame:
    """The two ends of a measure's axis; everything else in the chart is a share of its upper one."""
    return pd.DataFrame({"end": [0.0, top]})


def finish_line(target: float, text: str) -> pd.DataFrame:
    """The error at which a run has arrived, and what is written beside the line there."""
    return pd.DataFrame({"share": [target], "text": [f"{text}\n{target:g}"]})


def marks(arrived: Mapping[str, int | None], target: float) -> pd.DataFrame:
    """Where each run crosses the finish line, for those that do: ``quantity``, ``epoch``, ``share``."""
    there = {loss: float(epoch) for loss, epoch in arrived.items() if epoch is not None}
    places = {"epoch": np.array(list(there.values()), dtype=float), "share": np.full(len(there), target)}
    return pd.DataFrame({"quantity": np.array(list(there), dtype=str)} | places)


def curves(epochs: NDArray[np.int64], values: Mapping[str, NDArray[np.float64]]) -> pd.DataFrame:
    """Curves in long form: ``epoch``, ``share``, ``quantity``, and the place before, from where the line comes.

    A run that went astray is the shorter one.
    """
    places = [(epochs[: len(run)], run) for run in values.values()]
    along, up = (np.concatenate(column) for column in zip(*places, strict=True))
    before = [(np.append(-1, x[:-1]), np.append(y[:1], y[:-1])) for x, y in places]
    from_along, from_up = (np.concatenate(column) for column in zip(*before, strict=True))
    return pd.DataFrame(
        {
            "epoch": along,
            "share": up,
            "quantity": np.repeat(list(values), [len(x) for x, _ in places]),
            "from_epoch": from_along,
            "from_share": from_up,
        }
    )


def kept_of(strays: Strays, epochs: NDArray[np.int64]) -> list[int]:
    """How many of these epochs of each run are to be drawn: those before it goes astray, and the start."""
    ends = (epochs[-1] + 1 if stray is None else max(stray.epoch, 1) for stray in strays)
    return [int(np.searchsorted(epochs, end)) for end in ends]


def bends(values: NDArray[np.float64], tolerance: float = _EXACT) -> NDArray[np.int64]:
    """Epochs between which curves (R, E+1) are straight to within ``tolerance`` of their highest value.

    By Ramer, Douglas and Peucker: split where the straight line is furthest off. Every place is drawn anew at every
    frame, so that a few dozen play twice as smoothly as some hundreds, and look the same.
    """
    kept = {0, values.shape[1] - 1}
    open_ends = [(0, values.shape[1] - 1)]
    while open_ends:
        first, last = open_ends.pop()
        if last - first < 2:
            continue
        share = np.arange(1, last - first) / (last - first)
        begin, end = values[:, first, None], values[:, last, None]
        gap = np.abs(values[:, first + 1 : last] - (begin + share * (end - begin))).max(axis=0)
        if gap.max() > tolerance * values.max():
            middle = first + 1 + int(gap.argmax())
            kept.add(middle)
            open_ends += [(first, middle), (middle, last)]
    return np.array(sorted(kept))


def measure_chart(
    runners: pd.DataFrame,
    so_far: pd.DataFrame,
    ahead: pd.DataFrame,
    ends: pd.DataFrame,
    line: pd.DataFrame,
    marks: pd.DataFrame,
    measure: str,
    words: Mapping[str, str],
    height: int = HEIGHT,
) -> alt.LayerChart:
    """A measure of both runs up to the frame, faintly what is ahead, the finish line, and where both are.

    ``runners``: a row of series for each loss, with the ``last`` epoch; ``so_far`` and ``ahead``: `curves` of the whole
    race, the latter empty while nothing of it may be given away; ``ends``: of the axis. ``words``: axis titles "epoch"
    and "measure".
    """
    along = along_epochs("runners", words["epoch"])
    x = alt.X("epoch:Q", **along)
    # What moves is a share on a scale that does not: else Vega lays the axes out anew at every frame.
    up: dict[str, Any] = {"scale": SHARES, "axis": None}
    y = alt.Y("share:Q", **up)
    frame = alt.Chart(ends).mark_point(opacity=0)
    side = alt.Y("end:Q", scale=alt.Scale(zero=True, nice=False), axis=axis(words["measure"]))
    look = {"x": x, "y": y, "color": colour(), "strokeDash": dash()}
    faint = alt.Chart(ahead).mark_line(strokeWidth=2, clip=True, opacity=_FAINT).encode(**look)
    bold = up_to_frame(so_far, look, along, up)
    layers: list[alt.Chart] = [frame.encode(y=side), faint, bold]
    if measure == "error":
        rule = alt.Chart(line).encode(y=y)
        layers.append(rule.mark_rule(color=NEUTRAL, strokeDash=[4, 4]))
        # Beside the plane, where no curve and no arrival can run into it.
        beside = rule.mark_text(align="left", baseline="middle", lineBreak="\n", fontSize=12, color=NEUTRAL, clip=False)
        layers.append(beside.encode(x=alt.XValue(alt.expr("width + 10")), text="text:N"))
        arrivals = alt.Chart(marks).encode(x=x, y=y, color=colour())
        layers.append(arrivals.mark_point(shape="triangle-down", size=90, filled=True, opacity=1, yOffset=-8))
    now = at_frame(runners).transform_calculate(epoch="datum.frame", share="datum.value")
    layers.append(
        now.transform_filter("datum.quantity === 'cross_entropy'").mark_rule(color=NEUTRAL, strokeWidth=1).encode(x=x)
    )
    dots = now.encode(x=x, y=y, color=colour())
    # At the start both are in one place: the first is drawn wider there, as a ring around the second.
    size = alt.expr("datum.quantity === 'cross_entropy' && datum.frame === 0 ? 340 : 130")
    layers.append(dots.mark_point(size=size, filled=True, opacity=1))
    # The name follows its dot on the side that has room; while both dots are close, one name above the other.
    late, share = "datum.frame > datum.last / 2", "datum.value / toNumber(datum.values[0])"
    rise = f"datum.quantity === 'cross_entropy' ? ({share} > 0.5 ? 17 : -11) : ({share} < 0.25 ? -30 : -11)"
    name: Any = dots.mark_text(
        align=alt.expr(f"{late} ? 'right' : 'left'"), dx=alt.expr(f"{late} ? -9 : 9"), dy=alt.expr(rise), **LABEL
    )
    layers.append(name.encode(text="name:N"))
    both = alt.layer(*layers).resolve_scale(y="independent").add_params(frame_parameter(FRAME))
    chart: alt.LayerChart = finish(both, height=height)
    return chart


def along_epochs(data: str, title: str) -> dict[str, Any]:
    """Scale and axis of the epochs, up to the ``last`` that the data set of that name says."""
    scale = alt.Scale(domain=[0, end_of(data, "last")], nice=False)
    return {"scale": scale, "axis": axis(title, format="~d")}


def up_to_frame(
    so_far: pd.DataFrame, look: Mapping[str, Any], along: Mapping[str, Any], up: Mapping[str, Any]
) -> alt.Chart:
    """Curves up to the frame: the last piece goes straight towards the next place, so that it ends in its dot."""
    passed = f"min(1, ({FRAME} - datum.from_epoch) / (datum.epoch - datum.from_epoch))"
    pieces = (
        alt.Chart(so_far)
        .transform_filter(f"datum.from_epoch < {FRAME}")
        .transform_calculate(passed=passed, at=f"min(datum.epoch, {FRAME})")
        .transform_calculate(reached="datum.from_share + datum.passed * (datum.share - datum.from_share)")
    )
    places = {"x": alt.X("at:Q", **along), "y": alt.Y("reached:Q", **up)}
    line: alt.Chart = pieces.mark_line(strokeWidth=2.5, clip=True).encode(**{**look, **places})
    return line


def strip(cells: alt.Chart, names: alt.Chart, titles: Sequence[str]) -> alt.LayerChart:
    """A thin strip of bars in columns, a row for each run, with the runs' names in front.

    ``cells``: ``row`` 0 or 1, ``place`` of the column, ``end`` of the bar on the columns' axis, ``text``, ``tint``;
    ``names``: ``row``, ``name``.
    """
    x = alt.X("place:Q", scale=alt.Scale(domain=[0, len(titles)], nice=False), axis=column_headings(titles))
    y = alt.Y("row:Q", scale=alt.Scale(domain=[1.5, -0.5], nice=False), axis=None)
    base = cells.encode(x=x, y=y, color=colour("tint"))
    # The numbers keep their places while the bars under them move.
    bars = base.mark_bar(cornerRadiusEnd=2, height=9, yOffset=10, orient="horizontal").encode(x2="end:Q")
    numbers = base.mark_text(align="left", dy=-6, **LABEL).encode(text="text:N")
    # Written as marks: an axis of names would be laid out anew at every frame.
    called = names.mark_text(align="right", dy=2, fontSize=14, color=NEUTRAL, limit=140)
    words = called.encode(x=alt.XValue(-14), y=y, text="name:N")
    both = alt.layer(words, bars, numbers).add_params(frame_parameter(FRAME))
    return finish(both, height=STRIP_HEIGHT)
