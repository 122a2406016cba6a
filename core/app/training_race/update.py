"""Formulas (6), (7), (12), (13): the step that each loss takes from the epoch the player rests at."""

import math
from collections.abc import Iterator
from itertools import chain
from typing import Final

import streamlit as st

from core.app.frame.page import Page
from core.app.take_home.snippet import Snippet, listed
from core.app.training_race import method
from core.app.training_race.one_example.race import play, read
from core.app.wording.blocks import in_columns
from core.app.wording.figures import whole
from core.app.wording.language import inline
from core.app.wording.reckoning import Operand, reckoned
from core.maths.losses import binary_cross_entropy_with_logits_gradient, squared_error_with_logits_gradient
from core.simulation.training_race.race import Race

# How each loss is coloured, the numbers of its formulas for the weight and for the bias, and its slope in the logit.
FORMULAS: Final = {
    "squared_error": ("se", (6, 7), squared_error_with_logits_gradient),
    "cross_entropy": ("ce", (12, 13), binary_cross_entropy_with_logits_gradient),
}


def show(page: Page) -> Snippet | None:
    """The section: both updates in symbols and, under them, in the numbers of this very step."""
    text, race = page.text, read(page)
    if race.settings.optimiser != "gradient_descent":
        st.info(text("update.plain_only"), icon=":material/info:")
        return None
    play(page)
    now = min(method.epoch(page, race), race.trajectory.epochs - 1)
    page.note(text("update.intro", epoch=whole(now), next=whole(now + 1)))
    for loss in in_columns(FORMULAS, "large"):
        st.markdown(f"**{text(loss)}**")
        for line in chain(*steps(race, loss, now)):
            st.markdown(line)
    page.careful(text("update.careful"))
    trajectory, code = race.trajectory, ""
    for loss, (*_, slope) in FORMULAS.items():
        run = race.run(loss)
        start = trajectory.weights[run, now, 0], trajectory.biases[run, now], race.settings.rate(loss)
        code += f"""
    w, b, rate, x, y = {listed([*start, race.settings.x, race.settings.label])[1:-1]}  # {loss}
    slope = {slope.__name__}(y, w * x + b)
    w - rate * slope * x, b - rate * slope  # 4: the new w and b
"""
    return Snippet(code, page.units, tuple(slope for *_, slope in FORMULAS.values()))


def steps(race: Race, loss: str, now: int) -> Iterator[tuple[str, str]]:
    """The step of the weight and that of the bias, each in symbols and in numbers that a pocket calculator repeats."""
    run, trajectory, settings = race.run(loss), race.trajectory, race.settings
    macro, numbers, _ = FORMULAS[loss]
    damped, rate = loss == "squared_error", settings.rate(loss)
    factors = {"rate": rate, "error": float(trajectory.errors[run, now, 0])}
    if damped:
        factors["slope"] = float(trajectory.sigmoid_slope[run, now, 0])
    for number, name, values in (
        (numbers[0], "w", trajectory.weights[run, :, 0]),
        (numbers[1], "b", trajectory.biases[run]),
    ):
        exact = {"old": float(values[now]), **factors} | ({"x": settings.x} if name == "w" else {})
        operands: dict[str, Operand] = {**exact}
        # What is set is written as it is.
        operands |= {
            key: short for key in ("rate", "x") if key in exact and float(short := f"{exact[key]:g}") == exact[key]
        }
        said = reckoned(_stepped(**exact), _stepped, operands, 5)
        symbols = rf"{name} \leftarrow {name} - \eta\,(\model{{a}} - \truth{{y}})"
        symbols += (r"\,\slope{\sigma'(z)}" if damped else "") + (r"\,x" if name == "w" else "")
        product = r" \cdot ".join(
            rf"\slope{{{said[key]}}}" if key == "slope" else said[key] for key in exact if key != "old"
        )
        yield (
            f"({number})&ensp;" + inline(symbols, display=True),
            inline(rf"= {said['old']} - {product} = \{macro}{{{said['result']}}}"),
        )


def _stepped(old: float, **factors: float) -> float:
    return old - math.prod(factors.values())
