"""The classification of tensorflow/playground, with its squared error and with cross-entropy."""

from functools import lru_cache
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.drawing import draw, tall
from core.app.frame.page import Page, Part, drawn_by, section
from core.app.take_home.snippet import Snippet
from core.app.training_race.on_data.maps import draw_maps
from core.app.training_race.remarks import SHORT
from core.app.wording.blocks import displayed
from core.app.wording.figures import whole, whole_percent
from core.charts.training_race import field_pictures
from core.charts.training_race.nielsen import Curve, curve_rows, end_rows, learning_curves
from core.maths.checks import LOSSES
from core.simulation.training_race.playground import EPOCHS, GOAL, SHAPES, STARTS, learn

DATA: Final = Control("pdata", Choice("circle", tuple(SHAPES)), "playground.data", "playground.{}", kind="pills")
START: Final = Control("pstart", Choice("wrong", STARTS), "playground.start", "playground.start_{}", kind="pills")
CONTROLS: Final = (DATA, START)
MANY: Final = 20  # random starts that are counted
ROOM: Final = 0.2  # of the height, between two names

_learn = lru_cache(maxsize=16)(learn)


def _behind(page: Page) -> Snippet:
    data, start = page.read(*CONTROLS)
    code = f"""
    runs = learn({data!r}, {start!r})
    runs.arrivals["cross_entropy"][0], runs.arrivals["squared_error"][0]  # 0: epochs
    many = learn({data!r}, "random", {MANY})
    sum(epoch is not None for epoch in many.arrivals["squared_error"])  # 0: random starts that arrive
    """
    return Snippet(code, page.units, (learn,))


def draw_neurons(page: Page) -> None:
    """Both neurons as maps after the last epoch, and their share of right answers against the epoch."""
    text, (data, start) = page.text, page.read(*CONTROLS)
    runs, names = _learn(data, start), page.losses
    never = text("playground.never", epochs=EPOCHS)
    first = {short: runs.arrivals[loss][0] for short, loss in SHORT.items()}
    counts = {short: never if epoch is None else whole(epoch) for short, epoch in first.items()}
    page.say(text("playground.outcome", goal=whole_percent(GOAL), inputs=runs.shape.names, **counts))
    shares = dict(zip(LOSSES, runs.trajectory.accuracy, strict=True))
    last = {loss: whole_percent(float(share[-1])) for loss, share in shares.items()}
    pictures = field_pictures.field_pictures(runs.dataset, (0, 1), [EPOCHS], runs.predict)
    *maps, beside = st.columns(3, gap="small")

    def said(loss: str, name: str) -> str:
        return text("playground.alt_map", loss=name, epochs=EPOCHS, share=last[loss])

    draw_maps(maps, runs.dataset, (0, 1), pictures, names, said, "race_playground", still=True)
    curves = [Curve(shares[loss], names[loss], last[loss], loss) for loss in LOSSES]
    with beside, tall(24):
        draw(
            learning_curves,
            curve_rows(curves),
            end_rows(curves).assign(value=_apart(*(float(shares[loss][-1]) for loss in LOSSES))),
            EPOCHS,
            {"epoch": text("axis_epoch"), "measure": text("axis_accuracy")},
            True,
            False,
            alt=text("playground.alt_shares", epochs=EPOCHS, **{short: last[loss] for short, loss in SHORT.items()}),
            key="race_playground_shares",
        )
    arrivals = _learn(data, "random", MANY).arrivals
    there = {short: [epoch for epoch in arrivals[loss] if epoch is not None] for short, loss in SHORT.items()}
    counted = {f"{short}_count": str(len(epochs)) for short, epochs in there.items()}
    counted |= {f"{short}_median": f"{np.median(epochs):g}" for short, epochs in there.items() if epochs}
    key = "many" if all(there.values()) else "many_some" if any(there.values()) else "many_none"
    page.note(text(f"playground.{key}", many=MANY, goal=whole_percent(GOAL), epochs=EPOCHS, **counted))


def _apart(first: float, second: float) -> list[float]:
    """Two heights, moved so far apart that a name fits at each."""
    middle, gap = (first + second) / 2.0, max(abs(first - second), ROOM)
    middle = min(middle, 1.0 - gap / 2.0)
    return [middle + gap / 2.0, middle - gap / 2.0] if first >= second else [middle - gap / 2.0, middle + gap / 2.0]


def working(page: Page) -> None:
    """Where the squared error stands in the playground's code, and its gradient beside cross-entropy's."""
    text = page.text
    st.markdown(text("playground.source"))
    displayed(
        r"\se{\tfrac12\,(\tanh z - \truth{t})^2 = 4 \cdot \tfrac12\,(\sigma(2z) - \truth{y})^2}, \qquad "
        r"\truth{t} = 2\truth{y} - 1",
        r"\se{\frac{\partial C}{\partial z} = (\tanh z - \truth{t})\,\slope{(1 - \tanh^2 z)}} \qquad "
        r"\ce{\frac{\partial C}{\partial z} = \tanh z - \truth{t}}",
        r"z = -2,\ \truth{t} = 1: \qquad \se{(-0.9640 - 1) \cdot \slope{0.07065} = -0.1388} \qquad "
        r"\ce{-0.9640 - 1 = -1.964}",
    )
    page.say(text("playground.same_rate"))
    st.caption(text("playground.honest"))


PART: Final = Part(draw_neurons, drawn_by(*CONTROLS), working)
SECTION: Final = section(PART, _behind, [1.4, 1])
