"""The three pictures of p after k tosses, and the tosses themselves. All follow one frame, k, inside the browser.

Only the heads so far and the words of each k travel; Vega computes the curves from them, so that playing sends
nothing. What moves stands on scales that do not: else Vega lays the axes out anew at every frame.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from core.charts.kit.theme import LABEL_SIZE, NEUTRAL, Quantity, Units, axis, colour, finish, frame_parameter
from core.charts.likelihood.hero import TALLEST
from core.charts.likelihood.picture import Y_AXES, Titles, better_arrow, log_likelihood

FRAME: Final = "toss"
HEIGHT: Final = 300
STRIP_HEIGHT: Final = 92
LETTERS_UP_TO: Final = 40  # tosses; beyond it a block is narrower than its letter
_SPAN: Final = 1.62  # of the first picture: its curve ends at 1, three lines of words stand above
_BETWEEN: Final = "|"
_LABEL: Final[dict[str, Any]] = {"fontSize": LABEL_SIZE, "fontWeight": 600}
# Even steps over [0, 1], and as many again where the peak rises and falls.
_NEAR_THE_PEAK: Final = (
    "datum.i < 81 ? datum.i / 80 : clamp(datum.share + datum.reach * (datum.i - 121) / 40, 0, 1)",
    162,
)
# Even steps of the log-odds, from 0 to 1 themselves: there the curve is steep.
_TOWARDS_THE_ENDS: Final = ("datum.i < 1 ? 0 : datum.i > 119 ? 1 : 1 / (1 + exp(12 - 0.2 * datum.i - 0.1))", 121)


def frame_rows(heads: ArrayLike, p: float, words: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """One row: the heads after 0 … n tosses, n, the reader's p, and each of the ``words`` for every k."""
    so_far = np.asarray(heads)
    texts = {name: _BETWEEN.join(said) for name, said in words.items()}
    return pd.DataFrame([{"heads": ",".join(map(str, so_far)), "n": float(so_far.size - 1), "p": p} | texts])


def toss_rows(run: str, letters: Mapping[str, str]) -> pd.DataFrame:
    """A block for each toss: heads stand up, tails hang down. ``letters``: what "H" and "T" are called."""
    faces = list(run)
    return pd.DataFrame(
        {
            "place": np.arange(1.0, len(faces) + 1.0),
            "side": [1.0 if face == "H" else -1.0 for face in faces],
            "letter": [letters[face] if len(faces) <= LETTERS_UP_TO else "" for face in faces],
            "quantity": ["truth" if face == "H" else "slope" for face in faces],
        }
    )


def end_rows(count: int, units: Units) -> pd.DataFrame:
    """The two ends of the axes that depend on the tosses: of their places, and of ln L."""
    return pd.DataFrame({"place": [0.5, count + 0.5], "log": [-TALLEST * units.of(float(count)), 0.0]})


def likelihood_chart(frames: pd.DataFrame, titles: Titles, better: str) -> alt.LayerChart:
    """L(p) after k tosses as a share of its maximum, and the area under it. ``better``: the word on the arrow."""
    height = _height("exp({there} - {best})")
    y = alt.Y("y:Q", scale=_plane(0, _SPAN), axis=axis(titles[2], values=[0, 0.5, 1]), stack=None)
    curve = _curve(*_NEAR_THE_PEAK, height)
    layers = [
        _in_colour("model", curve.mark_area(opacity=0.14, clip=True)),
        _in_colour("model", curve.mark_line(strokeWidth=3, clip=True)),
        *_marks(height, (1.5, 1.32, 1.14), ("share_word", "highest", "area")),
    ]
    return _picture(alt.layer(*layers).encode(y=y), frames, titles, better_arrow(better, up=True))


def log_likelihood_chart(frames: pd.DataFrame, ends: pd.DataFrame, titles: Titles, better: str) -> alt.LayerChart:
    """ln L(p) after k tosses, on the scale of all of them: every toss pulls it down."""
    height = _height(f"max({{there}} / ({TALLEST} * datum.n), -1.2)")
    y = alt.Y("y:Q", scale=_plane(-1, 0), axis=None)
    curve = _curve(*_TOWARDS_THE_ENDS, height)
    layers = [
        _in_colour("model", curve.mark_line(strokeWidth=3, clip=True)).encode(y=y),
        *(layer.encode(y=y) for layer in _marks(height, (-0.86, -0.95), ("share_word", "highest_log"))),
    ]
    side = alt.Y("log:Q", scale=alt.Scale(zero=False, nice=False), axis=axis(titles[2], **Y_AXES["large"]))
    frame = alt.Chart(ends).mark_point(opacity=0).encode(x=alt.XValue(0), y=side)
    both = alt.layer(frame, *layers).resolve_scale(y="independent")
    return _picture(both, frames, titles, better_arrow(better, up=True))


def mean_chart(frames: pd.DataFrame, titles: Titles, units: Units, better: str) -> alt.LayerChart:
    """−ln L(p) / k after k tosses; before the first there is none."""
    ceiling = TALLEST * units.per_nat
    height = _height(f"min(-{{there}} / max(datum.k, 1) * {units.per_nat!r}, {1.2 * ceiling!r})")
    y = alt.Y("y:Q", scale=_plane(0, ceiling), axis=axis(titles[2]))
    some = "datum.k > 0"
    curve = _curve(*_TOWARDS_THE_ENDS, height).transform_filter(some)
    layers = [
        _in_colour("cross_entropy", curve.mark_line(strokeWidth=3, clip=True)),
        *(
            layer.transform_filter(some)
            for layer in _marks(height, (0.95 * ceiling, 0.86 * ceiling), ("share_word", "lowest"))
        ),
    ]
    return _picture(alt.layer(*layers).encode(y=y), frames, titles, better_arrow(better, up=False))


def strip_chart(tosses: pd.DataFrame, ends: pd.DataFrame, frames: pd.DataFrame) -> alt.LayerChart:
    """The tosses in a row, those still to come faint, the k-th one marked and named."""
    along: dict[str, Any] = {"scale": alt.Scale(zero=False, nice=False), "axis": None}
    x = alt.X("place:Q", **along)
    y: dict[str, Any] = {"scale": alt.Scale(domain=[-1.05, 2.1], nice=False), "axis": None}
    blocks = (
        alt.Chart(tosses)
        .transform_calculate(
            left="datum.place - 0.46", right="datum.place + 0.46", foot="0.06 * datum.side", middle="0.53 * datum.side"
        )
        .encode(color=colour())
    )
    places = {"x": alt.X("left:Q", **along), "x2": "right:Q", "y": alt.Y("side:Q", **y), "y2": "foot:Q"}
    # All of them faintly, and over that those so far: only what a step adds is drawn anew.
    ahead = blocks.mark_rect(cornerRadius=2, opacity=0.22).encode(**places)
    so_far = blocks.transform_filter(f"datum.place <= {FRAME}").mark_rect(cornerRadius=2, opacity=0.5).encode(**places)
    current = blocks.transform_filter(f"datum.place == {FRAME}").mark_rect(cornerRadius=2, opacity=1).encode(**places)
    letters = (
        blocks.transform_filter("datum.letter !== ''")
        .mark_text(baseline="middle", fontSize=12, fontWeight=700)
        .encode(x=x, y=alt.Y("middle:Q", **y), text="letter:N", color=alt.ColorValue("white"))
    )
    frame = alt.Chart(ends).mark_point(opacity=0).encode(x=x)
    now = _at_frame(alt.Chart(frames)).mark_text(align="left", baseline="middle", color=NEUTRAL, **_LABEL)
    said = now.encode(x=alt.XValue(0), y=alt.YValue(9), text="said:N")
    both = alt.layer(frame, ahead, so_far, current, letters, said).add_params(frame_parameter(FRAME))
    return finish(both, height=STRIP_HEIGHT)


def _at_frame(chart: Any) -> Any:
    """The row with k, the heads and tails so far, the words of that k, the share and how wide the peak is."""
    texts = ("share_word", "area", "highest", "highest_log", "lowest", "said")
    lists = {f"{name}_list": f"split(datum.{name}, '{_BETWEEN}')" for name in texts}
    at = f"datum.heads_list[min({FRAME}, length(datum.heads_list) - 1)]"
    now = {name: f"datum.{name}_list[min({FRAME}, length(datum.{name}_list) - 1)]" for name in texts}
    return (
        chart.transform_calculate(heads_list="split(datum.heads, ',')", **lists)
        .transform_calculate(k=f"min({FRAME}, datum.n)", h=f"toNumber({at})", **now)
        .transform_calculate(t="datum.k - datum.h", share="datum.k > 0 ? datum.h / datum.k : 0.5")
        .transform_calculate(
            reach="datum.k > 0 ? max(6 * sqrt(datum.share * (1 - datum.share) / datum.k), 12 / datum.k) : 1"
        )
    )


def _plane(low: float, high: float) -> alt.Scale:
    return alt.Scale(domain=[low, high], nice=False)


def _in_colour(quantity: Quantity, chart: Any) -> Any:
    return chart.transform_calculate(quantity=f"'{quantity}'").encode(color=colour())


def _height(form: str) -> str:
    """How high a point stands, as an expression with a place for its x: from ln L there, and at the best p."""
    there, best = (log_likelihood("datum.h", "datum.t", p) for p in ("{x}", "datum.share"))
    return form.format(there=there, best=best)


def _curve(place: str, points: int, height: str) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart()
        .transform_calculate(i=f"sequence(0, {points})")
        .transform_flatten(["i"])
        .transform_calculate(x=place)
        .transform_calculate(y=height.format(x="datum.x"))
    )
    return chart


def _marks(height: str, heights: Sequence[float], words: Sequence[str]) -> list[alt.Chart]:
    """The best p with its words beside it, on the side that has room, and the reader's p."""
    best = (
        alt.Chart()
        .transform_filter("datum.k > 0")
        .transform_calculate(x="datum.share", y=height.format(x="datum.share"))
    )
    layers = [
        best.mark_rule(strokeWidth=1.5, opacity=0.7).encode(y=alt.YValue(0), y2=alt.Y2Value("height")),
        best.mark_point(size=260, strokeWidth=2.5, opacity=1),
    ]
    for level, word in zip(heights, words, strict=True):
        layers.append(
            alt.Chart()
            .transform_calculate(x="datum.share", y=f"{level!r}")
            .mark_text(
                fontSize=LABEL_SIZE,
                align={"expr": "datum.x > 0.5 ? 'right' : 'left'"},
                dx={"expr": "datum.x > 0.5 ? -10 : 10"},
            )
            .encode(text=f"{word}:N")
        )
    truth = [_in_colour("truth", layer) for layer in layers]
    reader = alt.Chart().transform_calculate(x="datum.p", y=height.format(x="datum.p"))
    return [*truth, _in_colour("model", reader.mark_point(filled=True, size=110, opacity=1, clip=True))]


def _picture(
    layers: alt.LayerChart, frames: pd.DataFrame, titles: Titles, arrow: Sequence[alt.Chart]
) -> alt.LayerChart:
    quarters = axis(titles[1], values=[0, 0.25, 0.5, 0.75, 1], labelExpr="datum.value")
    layers.layer = [*layers.layer, *arrow]
    layers.data = frames
    together = _at_frame(layers).encode(x=alt.X("x:Q", scale=_plane(0, 1), axis=quarters))
    chart: alt.LayerChart = finish(together.add_params(frame_parameter(FRAME)), height=HEIGHT, title=titles[0])
    return chart
