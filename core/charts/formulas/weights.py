"""Class weights: the loss over one prediction for all, with its minimum, as weight and share move in the browser."""

from collections.abc import Mapping
from typing import Final

import altair as alt
import numpy as np

from core.charts.kit.axes import SHARES, across, at_x, at_y, scale, up
from core.charts.kit.layers import DASHED, Frame, Plane, finish, row, select
from core.charts.kit.live import Live
from core.charts.kit.theme import Units, colour
from core.maths.activations import sigmoid

TALLEST: Final = 2.5  # nats
WEIGHT: Final = Live("w1", 9.0, 0.1, 100.0, 0.001)


def grid_rows() -> Frame:
    """The predictions ``a`` at which the curves are drawn, dense near 0 and 1, where they are steep."""
    return Frame({"a": sigmoid(np.linspace(-7.0, 7.0, 181))})


def _of(share: str, weight: str, a: str) -> str:
    """The loss in nats divided by the sum of the weights, as a Vega expression."""
    positive, negative = f"{weight} * {share}", f"(1 - {share})"
    return f"-({positive} * log({a}) + {negative} * log(1 - {a})) / ({positive} + {negative})"


def chart(grid: Frame, share: Live, units: Units, words: Mapping[str, str]) -> alt.LayerChart:
    """The weighted loss and the unweighted one. ``words``: axis titles "a" and "loss"; "weighted", "unweighted"."""
    w, s, per_nat = f"({WEIGHT.name})", f"({share.name})", repr(units.per_nat)
    x = across(SHARES, words["a"])
    y = up(scale(0, TALLEST * units.per_nat), words["loss"])
    weighted = select(grid, quantity="'cross_entropy'", loss=f"{per_nat} * {_of(s, w, 'datum.a')}")
    unweighted = select(grid, loss=f"{per_nat} * {_of(s, '1', 'datum.a')}")
    best = select(
        row(quantity="model"),
        a=f"{w} * {s} / ({w} * {s} + 1 - {s})",
        loss=f"{per_nat} * {_of(s, w, 'datum.a')}",
        said=f"{words['weighted']!r} + format(datum.a, '.3f')",
    )
    truth = select(
        row(quantity="truth"),
        a=s,
        loss=f"{per_nat} * {_of(s, '1', 'datum.a')}",
        said=f"{words['unweighted']!r} + format(datum.a, '.3f')",
    )
    below = (at_y(54), alt.Y2Value("height"))  # the words
    plane, corner = Plane(x("a"), y("loss"), colour()), Plane(at_x("width / 2"), colour())
    layers = [
        Plane(x("a"), y("loss")).line(unweighted, 2, clip=True, **DASHED),
        plane.line(weighted, 3, clip=True),
        Plane(x("a"), *below, colour()).rule(truth, strokeWidth=2),
        Plane(x("a"), *below, colour()).rule(best, strokeWidth=1.5, strokeDash=[7, 3]),
        plane.dots(truth, 110),
        plane.dots(best, 170),
        corner.text(best, "said", at_y(6), baseline="top", size=15),
        corner.text(truth, "said", at_y(28), baseline="top", size=15),
    ]
    return finish(layers, height=300, params=[WEIGHT.parameter(), share.parameter()])
