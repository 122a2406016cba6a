"""The three pictures of p after k tosses, and the tosses themselves. All follow one frame, k, inside the browser.

Only the heads so far and the words of each k travel; Vega computes the curves from them, so that playing sends
nothing. What moves stands on scales that do not: else Vega lays the axes out anew at every frame.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from core.charts.kit.axes import SHARES, TIGHT, UPRIGHT, across, at_x, at_y, axis, scale, up
from core.charts.kit.layers import Frame, Plane, beside, finish, select, tinted
from core.charts.kit.theme import Units, colour, frame_parameter
from core.charts.likelihood.hero import TALLEST
from core.charts.likelihood.picture import LATE, LINE, QUARTERS, Y_AXES, Titles, better_arrow, log_likelihood

FRAME: Final = "toss"
HEIGHT: Final = 300
STRIP_HEIGHT: Final = 108
LETTERS_UP_TO: Final = 40  # tosses; beyond it a block is narrower than its letter
_SPAN: Final = 1.62  # of the first picture: its curve ends at 1, three lines of words stand above
_BETWEEN: Final = "|"
_TOSSED: Final = "datum.k > 0"
# Even steps over [0, 1], and as many again where the peak rises and falls.
_NEAR_THE_PEAK: Final = (
    "datum.i < 81 ? datum.i / 80 : clamp(datum.share + datum.reach * (datum.i - 121) / 40, 0, 1)",
    162,
)
# Even steps of the log-odds, from 0 to 1 themselves: there the curve is steep.
_TOWARDS_THE_ENDS: Final = ("datum.i < 1 ? 0 : datum.i > 119 ? 1 : 1 / (1 + exp(12 - 0.2 * datum.i - 0.1))", 121)


def frame_rows(heads: ArrayLike, p: float, words: Mapping[str, Sequence[str]]) -> Frame:
    """One row: the heads after 0 … n tosses, n, the reader's p, and each of the ``words`` for every k."""
    so_far = np.asarray(heads)
    texts = {name: _BETWEEN.join(said) for name, said in words.items()}
    return Frame([{"heads": ",".join(map(str, so_far)), "n": float(so_far.size - 1), "p": p} | texts])


def toss_rows(run: str, letters: Mapping[str, str]) -> Frame:
    """A block for each toss: heads stand up, tails hang down. ``letters``: what "H" and "T" are called."""
    faces = list(run)
    return Frame(
        {
            "place": np.arange(1.0, len(faces) + 1.0),
            "side": [1.0 if face == "H" else -1.0 for face in faces],
            "letter": [letters[face] if len(faces) <= LETTERS_UP_TO else "" for face in faces],
            "quantity": ["truth" if face == "H" else "slope" for face in faces],
        }
    )


def end_rows(count: int, units: Units) -> Frame:
    """The two ends of the axes that depend on the tosses: of their places, and of ln L."""
    return Frame({"place": [0.5, count + 0.5], "log": [-TALLEST * units.of(float(count)), 0.0]})


def likelihood_chart(frames: Frame, titles: Titles, better: str) -> alt.LayerChart:
    """L(p) after k tosses as a share of its maximum, and the area under it. ``better``: the word on the arrow."""
    height = _height("exp({there} - {best})")
    plane = _plane(titles, alt.Y("y:Q", scale=scale(0, _SPAN), axis=axis(titles[2], values=[0, 0.5, 1]), stack=None))
    curve = tinted(_curve(*_NEAR_THE_PEAK, height), "model")
    layers = [
        plane.area(curve, opacity=0.14, clip=True),
        plane.line(curve, 3, clip=True),
        *_marks(plane, height, 1.5, ("share_word", "highest", "area")),
    ]
    return _picture(layers, frames, titles, better_arrow(better, is_up=True))


def log_likelihood_chart(frames: Frame, ends: Frame, titles: Titles, better: str) -> alt.LayerChart:
    """ln L(p) after k tosses, on the scale of all of them: every toss pulls it down."""
    height = _height(f"max({{there}} / ({TALLEST} * datum.n), -1.2)")
    plane = _plane(titles, up(scale(-1, 0))("y"))
    layers = [
        Plane(at_x(0), up(TIGHT, titles[2], **Y_AXES["large"])("log")).ends(ends),
        plane.line(tinted(_curve(*_TOWARDS_THE_ENDS, height), "model"), 3, clip=True),
        # The rule begins at its mark: what is above it is next to nothing.
        *_marks(plane, height, -0.84, ("share_word", "highest_log"), rule=UPRIGHT[1:]),
    ]
    return _picture(layers, frames, titles, better_arrow(better, is_up=True), apart="y")


def mean_chart(frames: Frame, titles: Titles, units: Units, better: str) -> alt.LayerChart:
    """−ln L(p) / k after k tosses; before the first there is none."""
    ceiling = TALLEST * units.per_nat
    height = _height(f"min(-{{there}} / max(datum.k, 1) * {units.per_nat!r}, {1.2 * ceiling!r})")
    plane = _plane(titles, up(scale(0, ceiling), titles[2])("y"))
    curve = tinted(select(_curve(*_TOWARDS_THE_ENDS, height), _TOSSED), "cross_entropy")
    marks = _marks(plane, height, 0.95 * ceiling, ("share_word", "lowest"))
    layers = [plane.line(curve, 3, clip=True), *(select(mark, _TOSSED) for mark in marks)]
    return _picture(layers, frames, titles, better_arrow(better, is_up=False))


def _blocks(tosses: Frame, top: float) -> tuple[Any, Plane, Plane]:
    """The rows of ``toss_rows`` as blocks, the plane for them and that for what stands in their middle."""
    x, y = across(TIGHT), up(scale(-1.05, top))
    sides = {"left": "datum.place - 0.46", "right": "datum.place + 0.46"}
    blocks = select(tosses, **sides, foot="0.06 * datum.side", middle="0.53 * datum.side")
    plane = Plane(x("left"), alt.X2("right:Q"), y("side"), alt.Y2("foot:Q"), colour())
    return blocks, plane, Plane(x("place"), y("middle"), alt.ColorValue("white"))


def tiles_chart(tosses: Frame, ends: Frame) -> alt.LayerChart:
    """The tosses in a row, and nothing else."""
    blocks, plane, middle = _blocks(tosses, 1.05)
    layers = [
        Plane(across(TIGHT)("place")).ends(ends),
        plane.rect(blocks, cornerRadius=4),
        middle.text(blocks, "letter", baseline="middle", size=30, fontWeight=700),
    ]
    return finish(layers, height=STRIP_HEIGHT)


def strip_chart(tosses: Frame, ends: Frame, frames: Frame) -> alt.LayerChart:
    """The tosses in a row, those still to come faint, the k-th one marked and named."""
    blocks, plane, middle = _blocks(tosses, 2.6)
    # On a phone both sentences in one line would be too long.
    parts = {f"part{part}": f"split(replace(datum.said, /(\\. |。)/, '$1~') + '~', '~')[{part}]" for part in (0, 1)}
    sentences = select(_at_frame(alt.Chart(frames)), **parts)
    said: dict[str, Any] = {"align": "left", "baseline": "middle", "fontWeight": 600}
    layers = [
        Plane(across(TIGHT)("place")).ends(ends),
        # All of them faintly, and over that those so far: only what a step adds is drawn anew.
        plane.rect(blocks, cornerRadius=2, opacity=0.22),
        plane.rect(select(blocks, f"datum.place <= {FRAME}"), cornerRadius=2, opacity=0.5),
        plane.rect(select(blocks, f"datum.place == {FRAME}"), cornerRadius=2, opacity=1),
        middle.text(select(blocks, "datum.letter !== ''"), "letter", baseline="middle", size=12, fontWeight=700),
        *(Plane(at_x(0), at_y(9)).note(sentences, f"part{part}", dy=part * LINE, **said) for part in (0, 1)),
    ]
    return finish(layers, height=STRIP_HEIGHT, params=[frame_parameter(FRAME)])


def _at_frame(chart: Any) -> Any:
    """The row with k, the heads and tails so far, the words of that k, the share and how wide the peak is."""
    texts = ("share_word", "area", "highest", "highest_log", "lowest", "said")
    lists = {f"{name}_list": f"split(datum.{name}, '{_BETWEEN}')" for name in texts}
    at = f"datum.heads_list[min({FRAME}, length(datum.heads_list) - 1)]"
    now = {name: f"datum.{name}_list[min({FRAME}, length(datum.{name}_list) - 1)]" for name in texts}
    return select(
        chart,
        heads_list="split(datum.heads, ',')",
        **lists,
        k=f"min({FRAME}, datum.n)",
        h=f"toNumber({at})",
        **now,
        t="datum.k - datum.h",
        share="datum.k > 0 ? datum.h / datum.k : 0.5",
        reach="datum.k > 0 ? max(6 * sqrt(datum.share * (1 - datum.share) / datum.k), 12 / datum.k) : 1",
    )


def _height(form: str) -> str:
    """How high a point stands, as an expression with a place for its x: from ln L there, and at the best p."""
    there, best = (log_likelihood("datum.h", "datum.t", p) for p in ("{x}", "datum.share"))
    return form.format(there=there, best=best)


def _curve(place: str, points: int, height: str) -> Any:
    numbers = select(alt.Chart(), i=f"sequence(0, {points})").transform_flatten(["i"])
    return select(numbers, x=place, y=height.format(x="datum.x"))


def _plane(titles: Titles, y: alt.Y) -> Plane:
    return Plane(across(SHARES, titles[1], **QUARTERS)("x"), y, colour())


def _marks(
    plane: Plane, height: str, top: float, words: Sequence[str], rule: Sequence[Any] = UPRIGHT
) -> list[alt.Chart]:
    """The best p with its words beside it, on the side that has room, and the reader's p."""
    best = tinted(select(alt.Chart(), _TOSSED, x="datum.share", y=height.format(x="datum.share")), "truth")
    reader = tinted(select(alt.Chart(), x="datum.p", y=height.format(x="datum.p")), "model")
    level = tinted(select(alt.Chart(), x="datum.share", y=f"{top!r}"), "truth")
    return [
        plane.rule(best, *rule, strokeWidth=1.5, opacity=0.7),
        plane.rings(best, 260),
        *(
            plane.text(level, word, fontWeight="normal", dy=line * LINE, **beside(LATE, 10))
            for line, word in enumerate(words)
        ),
        plane.dots(reader, 110, clip=True),
    ]


def _picture(
    layers: Sequence[alt.Chart], frames: Frame, titles: Titles, arrow: Sequence[alt.Chart], apart: str = ""
) -> alt.LayerChart:
    together = _at_frame(alt.layer(*layers, *arrow, data=frames))
    return finish([together], height=HEIGHT, title=titles[0], params=[frame_parameter(FRAME)], apart=apart)
