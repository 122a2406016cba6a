"""One picture of the likelihood page: its words, its rows, and its layers.

Everything that changes with the tosses is in the rows, also the words beside a mark, so that the spec stays as it is;
a column ``kind`` says what a row is. The reader's p is a parameter of the picture: its mark moves in the browser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from core.charts.kit.axes import SHARES, TIGHT, UPRIGHT, across, at_x, at_y, scale, up
from core.charts.kit.expressions import number_expression, thousands
from core.charts.kit.layers import GREY, Frame, Plane, beside, finish, only, select, stacked
from core.charts.kit.live import TURN, Live, going_over, moment
from core.charts.kit.theme import Quantity, colour
from core.maths.validation import FloatArray

HEIGHT: Final = 300
Y_AXES: Final[Mapping[str, Mapping[str, Any]]] = {
    "halves": {"values": [0, 0.5, 1]},
    "large": {"labelExpr": f"abs(datum.value) >= 1e5 ? replace(format(datum.value, '~s'), '-', '−') : {thousands()}"},
    "plain": {},
}
QUARTERS: Final[Mapping[str, Any]] = {"values": [0, 0.25, 0.5, 0.75, 1], "labelExpr": "datum.value"}
LINE: Final = 17  # pixels from one line of words to the next, however low the picture is
LATE: Final = "datum.x > 0.5"  # where there is more room on the left
_QUANTITY_OF: Final[Mapping[str, Quantity]] = {"best": "truth", "beside": "truth", "below": "truth", "dot": "model"}
_OF_READER: Final = ("heads", "tails", "count", "highest", "end", "side")
Row = Mapping[str, object]
Titles = tuple[str, str, str]  # of the picture and of its axes


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one picture: title and axes are the same for all tosses, the labels are data."""

    title: str
    x: str
    y: str
    share: str  # beside the maximum: where it is …
    extreme: str  # … and how high
    note: str  # in place of the curve, where there is none
    names: tuple[str, str] = ("", "")  # of the dots and of the line

    @property
    def titles(self) -> Titles:
        """What belongs to the picture itself, whatever it shows."""
        return self.title, self.x, self.y


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of the reader's p in one picture, as Vega expressions over the columns of `reader_row`.

    ``value`` is what the picture shows of p, from ``log_likelihood``, and ``place`` where that stands. Where the
    picture ends before it, an ``arrow`` stands beside the mark, with the value to so many ``digits``. ``foot`` is where
    the rule of the mark ends.
    """

    value: str
    place: str = "datum.value"
    arrow: str = ""
    digits: int = 0
    foot: str = "0"


def reader_row(heads: int, count: int, highest: float, end: float, side: float = 0.0) -> Frame:
    """What the mark of the reader's p is computed from in the browser.

    Heads, tails and tosses; the ``highest`` ln L; the ``end`` of the picture's vertical axis; and the ``side`` on
    which names stand at its foot.
    """
    values = map(float, (heads, count - heads, count, highest, end, side))
    return Frame([dict(zip(_OF_READER, values, strict=True)) | {"quantity": "model"}])


def row(kind: str, x: float, y: float, label: str = "", quantity: str = "") -> Row:
    """One mark; ``quantity`` gives the colour."""
    return {"kind": kind, "x": x, "y": y, "label": label, "quantity": quantity or _QUANTITY_OF.get(kind, "slope")}


def best(share: float | None, y: float, height: float, words: Words) -> list[Row]:
    """The rows of the mark at the maximum and of the two lines of words beside it, the first at a height."""
    x = 0.5 if share is None else share
    return [row("best", x, y), row("beside", x, height, words.share), row("below", x, height, words.extreme)]


def table(curve: tuple[Quantity, FloatArray, FloatArray], rows: Sequence[Row], has_tosses: bool) -> Frame:
    """One table of the curve and of all marks; what has no place without a toss is there and belongs to no layer."""
    quantity, x, y = curve
    together = stacked([{"kind": "curve", "x": x, "y": y, "label": "", "quantity": quantity}, rows])
    if not has_tosses:
        # Without a toss the first two pictures are level lines; the third has nothing to show at all.
        gone = ["best"] if quantity == "model" else sorted(set(together["kind"]) - {"note"})
        together["kind"] = together["kind"].mask(together["kind"].isin(gone), "hidden")
    return together


def after(now: tuple[Frame, Frame], before: tuple[Frame, Frame], turn: int) -> tuple[Frame, Frame]:
    """Rows and reader's mark of some tosses, going over from those of the tosses before."""
    return going_over(now[0], before[0], turn, "x", "y"), going_over(now[1], before[1], turn, *_OF_READER)


def log_likelihood(heads: str, tails: str, p: str) -> str:
    """ln L(p) of so many heads and tails as a Vega expression of theirs.

    They need no logarithm of 0: what never came up adds nothing.
    """
    return f"(({heads} > 0 ? {heads} * log({p}) : 0) + ({tails} > 0 ? {tails} * log(1 - {p}) : 0))"


def better_arrow(word: str, is_up: bool) -> list[alt.Chart]:
    """An arrow beside the plane, up or down, with a word along it: the way this picture is read."""
    one: Any = alt.InlineData(values=[{"word": word}])
    head, foot = ("0.3 * height", "0.7 * height") if is_up else ("0.7 * height", "0.3 * height")
    shaft, along = Plane(at_x("width + 11"), GREY), Plane(at_x("width + 18"), at_y("0.5 * height"), GREY)
    return [
        shaft.rule(one, at_y(foot), alt.Y2Value(alt.expr(head)), strokeWidth=2),
        shaft.dots(one, 110, at_y(head), shape="triangle-up" if is_up else "triangle-down"),
        along.text(one, "word", angle=270, baseline="top", size=12, fontWeight="normal"),
    ]


def picture(
    rows: Frame,
    reader: Frame,
    titles: Titles,
    domain: tuple[float, float] | None,
    y_axis: str,
    arrow: tuple[str, bool],
    live: Live,
    mark: Mark,
) -> alt.LayerChart:
    """The picture of the rows, with its title and those of its axes; without a ``domain`` it is as high as they.

    ``arrow``: the word for better, and whether that is up. ``live`` is the reader's p, and ``mark`` its mark.
    """
    title, x_title, y_title = titles
    x = across(SHARES, x_title, **QUARTERS)("x_at")
    y = up(TIGHT if domain is None else scale(*domain), y_title, **Y_AXES[y_axis])("y_at")
    rows = moment(rows, "x", "y")
    plane, words = Plane(x, y, colour()), beside("datum.x_at > 0.5", 10)
    best, here = only(rows, kind="best"), _at_reader(reader, live, mark)
    layers = [
        plane.ends(only(rows, kind="end")),
        plane.rule(best, *UPRIGHT, strokeWidth=1.5, opacity=0.7),
        plane.line(only(rows, kind="curve"), 3, clip=True),
        plane.dots(only(rows, kind="dot"), 42),
        plane.rings(best, 300),
        plane.text(only(rows, kind="beside"), "label", fontWeight="normal", **words),
        plane.text(only(rows, kind="below"), "label", fontWeight="normal", dy=LINE, **words),
        # The reader's mark, the rule below it, and its value where it lies beyond the picture.
        plane.rule(here, alt.Y2("foot:Q"), strokeWidth=1.5, strokeDash=[4, 3]),
        plane.dots(here, 110),
        plane.text(here, "label", baseline="middle", **words),
        plane.text(only(rows, kind="name", quantity="model"), "label", dy=-LINE, **words),
        plane.text(only(rows, kind="name", quantity="cross_entropy"), "label", **words),
        plane.text(only(rows, kind="note"), "label", GREY, size=14, fontWeight="normal"),
        *better_arrow(*arrow),
    ]
    return finish(layers, height=HEIGHT, title=title, params=[live.parameter(), TURN.parameter()])


def _at_reader(reader: Frame, live: Live, mark: Mark) -> Any:
    return select(
        moment(reader, *_OF_READER),
        log_likelihood=log_likelihood("datum.heads_at", "datum.tails_at", live.name),
        value=mark.value,
        x_at=live.name,
        y_at=mark.place,
        foot=mark.foot,
        label=f"datum.y_at === datum.value ? '' : '{mark.arrow} ' + ({number_expression('datum.value', mark.digits)})",
    )
