"""One picture of the likelihood page: its words, its rows, and its layers.

Everything that changes with the tosses is in the rows, also the words beside a mark, so that the spec stays as it is;
a column ``kind`` says what a row is. The reader's p is a parameter of the picture: its mark moves in the browser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from core.charts.kit.expressions import thousands
from core.charts.kit.live import Live
from core.charts.kit.theme import LABEL_SIZE, NEUTRAL, Quantity, axis, colour, finish
from core.maths.validation import Floats

HEIGHT: Final = 300
Y_AXES: Final[Mapping[str, Mapping[str, Any]]] = {
    "halves": {"values": [0, 0.5, 1]},
    "large": {"labelExpr": f"abs(datum.value) >= 1e5 ? replace(format(datum.value, '~s'), '-', '−') : {thousands()}"},
    "plain": {},
}
_QUANTITY_OF: Final[Mapping[str, Quantity]] = {
    "best": "truth",
    "beside": "truth",
    "dot": "model",
}
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


def reader_row(heads: int, count: int, highest: float, end: float, side: float = 0.0) -> pd.DataFrame:
    """What the mark of the reader's p is computed from in the browser.

    Heads, tails and tosses; the ``highest`` ln L; the ``end`` of the picture's vertical axis; and the ``side`` on
    which names stand at its foot.
    """
    columns = {"heads": heads, "tails": count - heads, "count": count, "highest": highest, "end": end, "side": side}
    return pd.DataFrame([{name: float(value) for name, value in columns.items()} | {"quantity": "model"}])


def row(kind: str, x: float, y: float, label: str = "", quantity: str = "") -> Row:
    """One mark; ``quantity`` gives the colour."""
    return {
        "kind": kind,
        "x": x,
        "y": y,
        "label": label,
        "quantity": quantity or _QUANTITY_OF.get(kind, "slope"),
    }


def best(share: float | None, y: float, heights: tuple[float, float], words: Words) -> list[Row]:
    """The rows of the mark at the maximum and of the two lines of words beside it."""
    x = 0.5 if share is None else share
    return [
        row("best", x, y),
        row("beside", x, heights[0], words.share),
        row("beside", x, heights[1], words.extreme),
    ]


def table(curve: tuple[Quantity, Floats, Floats], rows: Sequence[Row], has_tosses: bool) -> pd.DataFrame:
    """One table of the curve and of all marks; what has no place without a toss is there and belongs to no layer."""
    quantity, x, y = curve
    points = pd.DataFrame({"kind": "curve", "x": x, "y": y, "label": "", "quantity": quantity})
    together = pd.concat([points, pd.DataFrame(rows)], ignore_index=True)
    if not has_tosses:
        # Without a toss the first two pictures are level lines; the third has nothing to show at all.
        gone = ["best"] if quantity == "model" else sorted(set(together["kind"]) - {"note"})
        together["kind"] = together["kind"].mask(together["kind"].isin(gone), "hidden")
    return together


def log_likelihood(heads: str, tails: str, p: str) -> str:
    """ln L(p) of so many heads and tails as a Vega expression of theirs.

    They need no logarithm of 0: what never came up adds nothing.
    """
    return f"(({heads} > 0 ? {heads} * log({p}) : 0) + ({tails} > 0 ? {tails} * log(1 - {p}) : 0))"


def better_arrow(word: str, up: bool) -> list[alt.Chart]:
    """An arrow beside the plane, up or down, with a word along it: the way this picture is read."""
    one = alt.Chart(alt.InlineData(values=[{"word": word}]))
    look: dict[str, Any] = {"color": alt.ColorValue(NEUTRAL)}
    x = alt.XValue(alt.expr("width + 11"))
    head, foot = ("0.3 * height", "0.7 * height") if up else ("0.7 * height", "0.3 * height")
    shape = "triangle-up" if up else "triangle-down"
    return [
        one.mark_rule(strokeWidth=2).encode(x=x, y=alt.YValue(alt.expr(foot)), y2=alt.Y2Value(alt.expr(head)), **look),
        one.mark_point(shape=shape, filled=True, size=110, opacity=1).encode(x=x, y=alt.YValue(alt.expr(head)), **look),
        one.mark_text(angle=270, baseline="top", fontSize=12).encode(
            x=alt.XValue(alt.expr("width + 18")), y=alt.YValue(alt.expr("0.5 * height")), text="word:N", **look
        ),
    ]


def picture(
    rows: pd.DataFrame,
    reader: pd.DataFrame,
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

    def only(kind: str) -> alt.Chart:
        layer: alt.Chart = alt.Chart(rows).transform_filter(alt.datum.kind == kind)
        return layer

    layers = [
        only("end").mark_point(opacity=0),
        only("best").mark_rule(strokeWidth=1.5, opacity=0.7).encode(y=alt.YValue(0), y2=alt.Y2Value("height")),
        only("curve").mark_line(strokeWidth=3, clip=True),
        only("dot").mark_point(filled=True, size=42, opacity=1),
        only("best").mark_point(size=300, strokeWidth=2.5, opacity=1),
        _beside(only("beside")),
        *_reader_layers(alt.Chart(reader), live, mark),
        _beside(only("name"), fontWeight=600),
        only("note").mark_text(fontSize=14).encode(text="label:N", color=alt.ColorValue(NEUTRAL)),
        *better_arrow(*arrow),
    ]
    scale = alt.Scale(zero=False, nice=False) if domain is None else alt.Scale(domain=list(domain), nice=False)
    quarters = axis(x_title, values=[0, 0.25, 0.5, 0.75, 1], labelExpr="datum.value")
    together = (
        alt.layer(*layers)
        .encode(
            x=alt.X("x:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=quarters),
            y=alt.Y("y:Q", scale=scale, axis=axis(y_title, **Y_AXES[y_axis])),
            color=colour(),
        )
        .add_params(live.parameter())
    )
    return finish(together, height=HEIGHT, title=title)


def _beside(layer: alt.Chart, **options: Any) -> alt.Chart:
    """Words on that side of their mark where there is more room."""
    words: alt.Chart = layer.mark_text(
        fontSize=LABEL_SIZE,
        align={"expr": "datum.x > 0.5 ? 'right' : 'left'"},
        dx={"expr": "datum.x > 0.5 ? -10 : 10"},
        **options,
    ).encode(text="label:N")
    return words


def _reader_layers(data: alt.Chart, live: Live, mark: Mark) -> list[alt.Chart]:
    """The reader's mark, the rule below it, and its value where it lies beyond the picture."""
    number = (
        "!isFinite(datum.value) ? (datum.value < 0 ? '−∞' : '∞')"
        f" : abs(datum.value) < 1e4 ? format(datum.value, '.{mark.digits}f')"
        f" : {thousands(form=',.0f')}"
    )
    here = (
        data.transform_calculate(log_likelihood=log_likelihood("datum.heads", "datum.tails", live.name))
        .transform_calculate(value=mark.value)
        .transform_calculate(x=live.name, y=mark.place, foot=mark.foot)
        .transform_calculate(label=f"datum.y === datum.value ? '' : '{mark.arrow} ' + ({number})")
    )
    return [
        here.mark_rule(strokeWidth=1.5, strokeDash=[4, 3]).encode(y2="foot:Q"),
        here.mark_point(filled=True, size=110, opacity=1),
        _beside(here, fontWeight=600, baseline="middle"),
    ]
