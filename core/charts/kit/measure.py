"""A measure of both runs against the epoch: the chart every race has, and how charts follow its frame.

Each run's numbers travel as one text (``series``), for every epoch or, where there are many, every few (``every``).
What a chart shows at the current frame is computed from that by Vega, so that playing sends nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import NDArray

from core.charts.kit.axes import FROM_ZERO, SHARES, Across, Up, across, at_x, at_y, end_of, headed, scale, up
from core.charts.kit.layers import ASIDE, DASHED, THIN, Frame, Plane, Rows, beside, finish, only, select, stacked
from core.charts.kit.theme import NEUTRAL, Units, colour, dash, frame_parameter
from core.maths.checks import LOSSES, FloatArray
from core.simulation.descent.stability import Strays

FRAME: Final = "epoch"
HEIGHT: Final = 240
STRIP_HEIGHT: Final = 128
_FAINT: Final = 0.3
_EXACT: Final = 0.002  # of the height: a third of a pixel
_ROUND: Final = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
GRIP: Final[dict[str, Any]] = {"stroke": NEUTRAL, "fill": "transparent", "strokeWidth": 2, "opacity": 1}
ARRIVED: Final[dict[str, Any]] = {"shape": "triangle-down", "yOffset": -8}


def series(values: Iterable[float], form: str = ".5g") -> str:
    """A run's numbers, each in a form, as one text, which a chart splits again."""
    return ",".join(format(value, form) for value in values)


def at_frame(data: Rows) -> Any:
    """Rows of series with their ``value`` at the current frame."""
    value = f"toNumber(datum.values[min(ceil({FRAME} / datum.every), length(datum.values) - 1)])"
    return select(data, values="split(datum.series, ',')", value=value, frame=FRAME)


def top_of(values: FloatArray, measure: str) -> float:
    """The upper end of a measure's axis: 1 for the error, else the first round number that is not below any value."""
    highest = float(np.max(values))
    if measure == "error" or highest <= 0.0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(highest))
    return float(next(step * power for step in _ROUND if step * power >= highest))


def shares(measure: str, units: Units, **values: FloatArray) -> tuple[float, FloatArray]:
    """The upper end of a measure's axis, and its values as shares of it; cross-entropy comes in nats."""
    scaled = values[measure] * (units.per_nat if measure == "cross_entropy" else 1.0)
    top = top_of(scaled, measure)
    return top, scaled / top


def runners(values: Mapping[str, Iterable[float]], names: Mapping[str, str], **columns: Any) -> Frame:
    """A row for each quantity: its ``name``, what else is said of it, and its values as ``series``."""
    named = {"quantity": list(values), "name": [names[quantity] for quantity in values]}
    return Frame(named | columns | {"series": [series(run) for run in values.values()]})


def ends(top: float) -> Frame:
    """The two ends of a measure's axis; everything else in the chart is a share of its upper one."""
    return Frame({"end": [0.0, top]})


def finish_line(target: float, text: str) -> Frame:
    """The error at which a run has arrived, and what is written beside the line there."""
    return Frame({"share": [target], "text": [f"{text}\n{target:g}"]})


def marks(arrived: Mapping[str, int | None], target: float) -> Frame:
    """Where each run crosses the finish line, for those that do: ``quantity``, ``epoch``, ``share``."""
    there = {loss: float(epoch) for loss, epoch in arrived.items() if epoch is not None}
    places = {"epoch": np.array(list(there.values()), dtype=float), "share": np.full(len(there), target)}
    return Frame({"quantity": np.array(list(there), dtype=str)} | places)


def run_curves(
    losses: Sequence[str], values: FloatArray, strays: Strays, epochs: NDArray[np.int64] | None = None
) -> Frame:
    """The curves of runs (R, E+1) where they bend, each up to where it goes astray; ``epochs``: if not 0, 1, 2, ….

    In long form: ``epoch``, ``share``, ``quantity``, and the place before, from where the line comes.
    """
    places = bends(values)
    along = places if epochs is None else epochs[places]
    # Of each run the epochs before it goes astray are drawn, and the start.
    stops = (along[-1] + 1 if stray is None else max(stray.epoch, 1) for stray in strays)
    kept = [int(np.searchsorted(along, stop)) for stop in stops]
    runs = zip(losses, values[:, places], kept, strict=True)
    curves = stacked({"epoch": along[:end], "share": run[:end], "quantity": loss} for loss, run, end in runs)
    before = curves.groupby("quantity")
    from_share = before["share"].shift().fillna(curves["share"])
    return curves.assign(from_epoch=before["epoch"].shift(fill_value=-1), from_share=from_share)


def unrolled(rows: Rows, *columns: str) -> Any:
    """Rows whose columns are texts of numbers, with a row for each number."""
    split = select(rows, **{column: f"split(datum.{column}, ',')" for column in columns})
    return select(split.transform_flatten(list(columns)), **{column: f"toNumber(datum.{column})" for column in columns})


def joined(places: Rows) -> Any:
    """Curves in the browser as `run_curves` gives them: ``epoch`` and ``share`` with those of the place before."""
    before = {f"before_{name}": f"lag({name})" for name in ("epoch", "share")}
    return select(
        select(places).transform_window(groupby=["quantity"], **before),
        from_epoch="isValid(datum.before_epoch) ? datum.before_epoch : -1",
        from_share="isValid(datum.before_share) ? datum.before_share : datum.share",
    )


def bends(values: FloatArray, tolerance: float = _EXACT) -> NDArray[np.int64]:
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
    runners: Frame,
    so_far: Frame,
    ahead: Frame,
    ends: Frame,
    line: Frame,
    marks: Frame,
    measure: str,
    words: Mapping[str, str],
) -> alt.LayerChart:
    """A measure of both runs up to the frame, faintly what is ahead, the finish line, and where both are.

    ``runners``: a row of series for each loss, with the ``last`` epoch; ``so_far`` and ``ahead``: the `run_curves` of
    the whole race; ``ends``: of the axis. ``words``: axis titles "epoch" and "measure".
    """
    now = select(at_frame(runners), epoch="datum.frame", share="datum.value", begun="toNumber(datum.values[0])")
    layers = measure_layers(now, so_far, ahead, ends, line, marks, measure, words, along="runners")
    return finish(layers, height=HEIGHT, params=[frame_parameter(FRAME)], apart="y")


def measure_layers(
    now: Rows,
    so_far: Rows,
    ahead: Rows,
    ends: Frame,
    line: Frame,
    marks: Rows,
    measure: str,
    words: Mapping[str, str],
    along: str,
) -> list[alt.Chart]:
    """The layers of `measure_chart`. ``now``: where both are, ``epoch`` and ``share``, with the share where they have
    ``begun`` and the ``last`` epoch. ``along``: the data set that says the last epoch too.
    """
    x, y = along_epochs(along, words["epoch"]), up(SHARES)
    plane, heights = Plane(x("epoch"), y("share"), colour()), Plane(y("share"))
    layers = [open_side(ends, words["measure"]), *both_curves(so_far, ahead, x, y)]
    if measure == "error":
        # Beside the plane, where no curve and no arrival can run into it.
        layers += [
            heights.rule(line, **DASHED),
            heights.note(line, "text", at_x("width + 10"), size=12, **ASIDE),
            plane.dots(marks, 90, **ARRIVED),
        ]
    layers.append(Plane(x("epoch")).rule(only(now, quantity="cross_entropy"), **THIN))
    # At the start both are in one place: the first is drawn wider there, as a ring around the second.
    size = alt.expr("datum.quantity === 'cross_entropy' && datum.epoch === 0 ? 340 : 130")
    # The name follows its dot on the side that has room, and stays within the plane; while both dots are close, one
    # name above the other.
    late, share = "datum.epoch > datum.last / 2", "datum.share / datum.begun"
    rise = (
        f"datum.quantity === 'cross_entropy' ? ({share} > 0.5 ? 35 : -11)"
        f" : ({share} > 0.9 ? 17 : {share} < 0.25 ? -30 : -11)"
    )
    return [
        *layers,
        plane.dots(now, size),
        plane.text(now, "name", dy=alt.expr(rise), size=15, **beside(late, 9)),
    ]


def along_epochs(data: str, title: str) -> Across:
    """The axis of the epochs, up to the ``last`` that the data set of that name says."""
    return across(scale(0, end_of(data, "last")), title, format="~d")


def open_side(ends: Frame, title: str, **looks: Any) -> alt.Chart:
    """The axis of a measure, from its `ends`.

    What moves is a share on a scale that does not: else Vega lays the axes out anew at every frame.
    """
    return Plane(up(FROM_ZERO, title, **looks)("end")).ends(ends)


def both_curves(so_far: Rows, ahead: Rows, x: Across, y: Up) -> list[alt.Chart]:
    """Curves faintly, and those up to the frame: the last piece goes straight on, so that it ends in its dot."""
    passed = f"min(1, ({FRAME} - datum.from_epoch) / (datum.epoch - datum.from_epoch))"
    reached = "datum.from_share + datum.passed * (datum.share - datum.from_share)"
    pieces = select(
        so_far, f"datum.from_epoch < {FRAME}", passed=passed, at=f"min(datum.epoch, {FRAME})", reached=reached
    )
    plane = Plane(x("epoch"), y("share"), colour(), dash())
    return [
        plane.line(ahead, 2, clip=True, opacity=_FAINT),
        plane.line(pieces, 2.5, x("at"), y("reached"), clip=True),
    ]


def in_corner(now: alt.Chart, text: str, dx: int, dy: int) -> list[alt.Chart]:
    """A number for each loss in the lower right corner: those that move with their dots are hard to read."""
    corner = Plane(at_x("width"), at_y("height"), colour())
    said = [select(only(now, quantity=loss), text=text) for loss in LOSSES]
    return [corner.text(one, "text", align="right", dx=dx, dy=dy + 20 * n, size=15) for n, one in enumerate(said)]


def strip(
    cells: alt.Chart, names: Frame | alt.Chart, titles: Sequence[str], params: Sequence[alt.Parameter] = ()
) -> alt.LayerChart:
    """A thin strip of bars in columns, a row for each run, with the runs' names in front.

    ``cells``: ``quantity``, ``place`` of the column, ``end`` of the bar on the columns' axis, ``text``, ``tint``;
    ``names``: ``quantity``, ``name``.
    """
    y, row = up(scale(1.5, -0.5))("row"), "datum.quantity === 'cross_entropy' ? 0 : 1"
    cells, names = select(cells, row=row), select(names, row=row)
    plane = Plane(headed(titles)("place"), y, colour("tint"))
    layers = [
        # Written as marks: an axis of names would be laid out anew at every frame.
        Plane(at_x(-14), y).note(names, "name", align="right", dy=2, size=14, limit=140),
        # The numbers keep their places while the bars under them move.
        plane.bar(cells, alt.X2("end:Q"), cornerRadiusEnd=2, height=9, yOffset=10, orient="horizontal"),
        plane.text(cells, "text", align="left", dy=-6, size=15),
    ]
    return finish(layers, height=STRIP_HEIGHT, params=params or [frame_parameter(FRAME)])
