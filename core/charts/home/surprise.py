"""The surprise of an event over its probability, and what always saying the share of positives costs."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np

from core.charts.kit.axes import SHARES, across, scale, up
from core.charts.kit.layers import DASHED, Frame, Plane, beside, finish, only, table
from core.charts.kit.theme import Units, colour
from core.maths.information import entropy, surprisal

LEAST = 0.01  # the probability at which the axis begins; that of 0 has no end
POINTS = 200


def curve_rows(units: Units) -> Frame:
    """The surprise of an event of probability ``p``, at ``surprise``, in the reader's unit."""
    p = np.linspace(LEAST, 1.0, POINTS)
    return Frame({"p": p, "surprise": surprisal(p) * units.per_nat})


def event_rows(events: Sequence[tuple[float, str]], units: Units) -> Frame:
    """A stem for each event: its probability, its surprise, and the words beside it."""
    rows = [(p, units.of(float(surprisal(p))), words) for p, words in events]
    return table("p surprise words", rows, quantity="cross_entropy")


def surprise_chart(curve: Frame, events: Frame, units: Units, words: Mapping[str, str]) -> alt.LayerChart:
    """−log p over p, with a stem up to it at every event; ``words`` has the titles of the axes, "p" and "surprise"."""
    x, y = across(SHARES, words["p"]), up(scale(0, units.of(4.75)), words["surprise"])
    plane, stems = Plane(x("p"), y("surprise")), Plane(x("p"), y("surprise"), colour())
    layers = [
        plane.line(curve, 2, opacity=0.45),
        stems.rule(events, alt.Y2Datum(0), strokeWidth=5),
        stems.dots(events, 130),
        stems.text(events, "words", align="left", baseline="bottom", dx=10, dy=-6, size=15),
    ]
    return finish(layers, height=340)


def rate_rows(units: Units) -> Frame:
    """The mean loss ``loss`` of always saying the share of positives ``rate``: the entropy of that share."""
    rate = np.linspace(0.0, 1.0, POINTS + 1)
    return Frame({"rate": rate, "loss": entropy(np.stack([rate, 1 - rate], axis=-1)) * units.per_nat})


def level_rows(rate: float, loss: float, words: Mapping[str, str], units: Units) -> Frame:
    """The reader's share with the loss of always saying it, and the loss that a model reports."""
    base = units.of(float(entropy(np.array([rate, 1 - rate]))))
    return table(
        "kind rate loss words quantity",
        [("base", rate, base, words["base"], "entropy"), ("model", 0.0, loss, words["model"], "cross_entropy")],
    )


def rate_chart(curve: Frame, levels: Frame, units: Units, words: Mapping[str, str]) -> alt.LayerChart:
    """The entropy of a share of positives, beside a loss that is reported; ``words`` has the titles "rate", "loss"."""
    x, y = across(SHARES, words["rate"]), up(scale(0, units.of(0.8)), words["loss"])
    plane, coloured = Plane(x("rate"), y("loss")), Plane(x("rate"), y("loss"), colour())
    base, model = (only(levels, kind=kind) for kind in ("base", "model"))
    layers = [
        plane.line(curve, 2.5, opacity=0.6),
        Plane(y("loss"), colour()).rule(model, strokeWidth=2.5),
        coloured.text(model, "words", align="left", baseline="bottom", dx=8, dy=-4, size=15),
        coloured.rule(base, alt.Y2Datum(0), **{name: look for name, look in DASHED.items() if name != "color"}),
        coloured.dots(base, 130),
        coloured.text(base, "words", baseline="top", dy=8, size=15, **beside("datum.rate > 0.45", 10)),
    ]
    return finish(layers, height=340)
