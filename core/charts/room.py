"""What a hall has answered: the mean forecast over its members', the numbers they gave, the cost of each question."""

from collections import Counter
from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np

from core.charts.kit.axes import FROM_ZERO, SHARES, UPRIGHT, across, scale, up
from core.charts.kit.layers import Frame, Plane, beside, finish, select, table
from core.charts.kit.theme import colour, dash

BINS = 40


def forecast_rows(names: Sequence[str], mean: Sequence[float]) -> Frame:
    """A bar for each option at ``place``: its name, the mean probability ``p``, and that in words."""
    rows = [(i, name, p, f"{100 * p:.0f} %") for i, (name, p) in enumerate(zip(names, mean, strict=True))]
    return table("place name p words", rows, quantity="model")


def member_rows(answers: Sequence[Sequence[float]]) -> Frame:
    """How many members, as a ``part`` of all, gave the option at ``place`` the probability ``p``."""
    counts = Counter((i, round(p, 2)) for row in answers for i, p in enumerate(row))
    return table("place p part", [(i, p, n / len(answers)) for (i, p), n in counts.items()], quantity="model")


def forecast_chart(means: Frame, members: Frame, options: int, words: Mapping[str, str]) -> alt.LayerChart:
    """The mean forecast as bars, and on them the members' own answers as dots, larger where more agree."""
    x, y = across(SHARES, words["share"], format="%"), up(scale(options, 0))
    plane = Plane(x("p"), colour())
    names = select(means, middle="datum.place + 0.42")
    bars = select(means, top="datum.place + 0.48", foot="datum.place + 0.88", middle="datum.place + 0.68")
    size = alt.Size("part:Q", scale=alt.Scale(domain=[0, 1], range=[30, 900]), legend=None)
    layers = [
        plane.rect(bars, y("top"), alt.Y2("foot:Q"), alt.X2Datum(0), opacity=0.35),
        Plane(x("p"), y("middle"), colour()).dots(select(members, middle="datum.place + 0.68"), 60, size, opacity=0.75),
        Plane(y("middle")).note(names, "name", alt.XValue(0), size=17, align="left", baseline="bottom"),
        Plane(y("middle"), colour()).text(
            names, "words", alt.XValue("width"), size=20, align="right", baseline="bottom"
        ),
    ]
    return finish(layers, height=340)


def number_rows(numbers: Sequence[float], low: float, high: float, wide: bool) -> Frame:
    """How many members gave a number in each bin from ``low`` to ``high``."""
    edges = np.geomspace(low, high, BINS + 1) if wide else np.linspace(low, high, BINS + 1)
    count, _ = np.histogram(np.clip(numbers, low, high), edges)
    return table("low high people", list(zip(edges[:-1], edges[1:], count, strict=True)), quantity="model")


def mark_rows(mean: float, words: str) -> Frame:
    """The mean of all numbers, with its words."""
    return table("value words", [(mean, words)], quantity="model")


def number_chart(
    counts: Frame, mean: Frame, low: float, high: float, wide: bool, words: Mapping[str, str]
) -> alt.LayerChart:
    """The numbers of a hall as bars, and their mean; ``wide``: on a logarithmic axis."""
    x = across(scale(low, high, type="log" if wide else "linear"), words["number"])
    y = up(FROM_ZERO, words["people"], tickMinStep=1)
    late = f"datum.value > {(low * high) ** 0.5 if wide else (low + high) / 2}"
    layers = [
        Plane(x("low"), y("people"), colour()).rect(counts, alt.X2("high:Q"), alt.Y2Datum(0), opacity=0.55),
        Plane(x("value"), colour()).rule(mean, *UPRIGHT, strokeWidth=3),
        Plane(x("value"), colour()).text(mean, "words", alt.YValue(4), baseline="top", size=15, **beside(late, 10)),
    ]
    return finish(layers, height=340)


def cost_rows(costs: Mapping[int, tuple[float, float]], names: tuple[str, str]) -> Frame:
    """What the questions cost by their places: the room, and its members on average."""
    series = enumerate(zip(("model", "slope"), names, strict=True))
    rows = [(quantity, name, place, cost[at]) for at, (quantity, name) in series for place, cost in costs.items()]
    return table("quantity name question cost", rows)


def cost_chart(costs: Frame, questions: int, words: Mapping[str, str]) -> alt.LayerChart:
    """The cost of the room beside the mean of its members, question by question."""
    ticks = list(range(1, questions + 1))
    scale_of_all = scale(0.5, questions + 0.5)
    x = across(scale_of_all, words["question"], values=ticks, format="d", grid=False, labelOverlap=False)
    y = up(FROM_ZERO, words["cost"])
    plane = Plane(x("question"), y("cost"), colour())
    last = select(costs).transform_joinaggregate(last="max(question)").transform_filter("datum.question === datum.last")
    late = f"datum.question > {(questions + 1) / 2}"
    layers = [
        plane.line(costs, 3, dash()),
        plane.dots(costs, 110),
        plane.text(last, "name", size=14, dy=alt.expr("datum.quantity === 'model' ? 20 : -18"), **beside(late, 8)),
    ]
    return finish(layers, height=300)
