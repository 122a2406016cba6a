"""The charts of the home page: the hero, moved by the law while the reader drags, and one small picture per page."""

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.expressions import thousands
from core.charts.kit.live import Live
from core.charts.kit.theme import axis, colour, finish
from core.maths.checks import LOSSES

LONGEST = 1e5
ROOM = 25  # the axis goes on beyond its last tick, so that the longest bar has its number beside it


def _epochs_expression(loss: str, start: str, target: float, learning_rate: float, kappa: float) -> str:
    """The law of the race as a Vega expression in the start's logit; ``epochs_to_target`` is the same in Python."""
    odds = f"exp({start})"
    output = f"(1 / (1 + exp(-({start}))))"
    if loss == "cross_entropy":
        potential, weight, rest = "{z} - 1 / {o}", "{a}", "2 * {a} - 1.5 * {a} * {a}"
    else:
        potential = "{o} + 3 * {z} - 3 / {o} - 1 / (2 * {o} * {o})"
        weight = "{a} * {a} * (1 - {a})"
        rest = "(2 * {a} - 3 * {a} * {a}) * {a} * (1 - {a}) + 2 * {a} * {a} - 4 * pow({a}, 3) + 2.25 * pow({a}, 4)"
    end = {"z": repr(float(np.log(target / (1 - target)))), "o": repr(target / (1 - target)), "a": repr(target)}
    here = {"z": f"({start})", "o": odds, "a": output}

    def change(form: str, later: dict[str, str], earlier: dict[str, str]) -> str:
        return f"(({form.format(**later)}) - ({form.format(**earlier)}))"

    time = f"{change(potential, here, end)} / {kappa * learning_rate!r}"
    second = f"0.5 * log(({weight.format(**end)}) / ({weight.format(**here)}))"
    third = f"{learning_rate * kappa / 12!r} * {change(rest, end, here)}"
    return f"({start}) <= {end['z']} ? 0 : ceil({time} + {second} + {third})"


def epochs_hero(
    live: Live,
    target: float,
    learning_rate: float,
    kappa: float,
    names: dict[str, str],
    words: dict[str, str],
) -> alt.LayerChart:
    """Epochs to put a wrong neuron right, both losses, as bars on a log axis that follow the start's logit.

    ``live`` is that logit; ``names`` the word for each loss; ``words`` the axis
    title under "axis", the unit behind each number under "epochs", and what follows the ratio under "times".
    """
    rows = pd.DataFrame({"quantity": list(LOSSES), "name": [names[loss] for loss in LOSSES]})
    cross_entropy, squared_error = (
        _epochs_expression(loss, live.name, target, learning_rate, kappa) for loss in LOSSES
    )
    base = (
        alt.Chart(rows)
        .transform_calculate(
            epochs=f"datum.quantity === 'cross_entropy' ? ({cross_entropy}) : ({squared_error})",
            one="1",
            ratio=f"({squared_error}) / ({cross_entropy})",
        )
        .transform_calculate(
            label=f"{thousands('datum.epochs')} + {words['epochs']!r}",
            share=f"format(datum.ratio, datum.ratio < 99.95 ? '.1f' : '.0f') + {words['times']!r}",
        )
    )
    y = alt.Y(
        "name:N", sort=None, title=None, axis=axis(None, labelFontSize=15, labelLimit=200, ticks=False, domain=False)
    )
    x = alt.X(
        "epochs:Q",
        scale=alt.Scale(type="log", domain=[1, LONGEST * ROOM], nice=False, clamp=True),
        axis=axis(words["axis"], values=[1, 10, 100, 1000, 10000, 100000], format="~s"),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(x=x, x2="one:Q", y=y, color=colour())
    labels = base.mark_text(align="left", dx=8, fontSize=17, fontWeight=600).encode(
        x=x, y=y, text="label:N", color=colour()
    )
    ratio = (
        base.transform_filter("datum.quantity === 'squared_error'")
        .mark_text(align="left", baseline="middle", fontSize=22, fontWeight=700)
        .encode(x=alt.XValue(2), y=alt.YDatum(" "), text="share:N", color=colour())
    )
    return finish(alt.layer(bars, labels, ratio).add_params(live.parameter()), height=200)


def picture(frame: pd.DataFrame, height: int = 110) -> alt.Chart:
    """A small picture for a card: lines of ``y`` over ``x`` by ``quantity``, no axes."""
    hidden = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=3, clip=True, interpolate="monotone")
        .encode(
            x=alt.X("x:Q", axis=hidden, scale=alt.Scale(nice=False)),
            y=alt.Y("y:Q", axis=hidden, scale=alt.Scale(nice=False)),
            color=colour(),
        )
    )
    chart: alt.Chart = finish(lines, height=height)
    return chart
