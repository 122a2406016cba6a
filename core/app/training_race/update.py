"""Formulas (6), (7), (12), (13): the step that each loss takes from the epoch the player rests at."""

import streamlit as st

from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind
from core.app.wording.figures import latex, latex_factor, whole
from core.app.wording.language import inline
from core.app.wording.notes import careful
from core.maths.losses import binary_cross_entropy_with_logits_gradient, squared_error_with_logits_gradient
from core.simulation.training_race.race import Race


def show(page: Page, race: Race, epoch: int) -> Snippet | None:
    """The section: both updates in symbols and, under them, in the numbers of this very step."""
    text, trajectory, settings = page.text, race.trajectory, race.settings
    if settings.optimiser != "gradient_descent":
        st.info(text("update.plain_only"), icon=":material/info:")
        return None
    now = min(epoch, trajectory.epochs - 1)
    st.caption(text("update.intro", epoch=whole(now), next=whole(now + 1)))
    columns = st.columns(2, gap="large")
    for column, (loss, macro, numbers) in zip(
        columns, (("squared_error", "se", (6, 7)), ("cross_entropy", "ce", (12, 13))), strict=True
    ):
        run = race.run(loss)
        error = float(trajectory.errors[run, now, 0])
        slope = float(trajectory.sigmoid_slope[run, now, 0])
        factor = r"\,\slope{\sigma'(z)}" if loss == "squared_error" else ""
        factor_value = rf" \cdot \slope{{{latex(slope, 4)}}}" if loss == "squared_error" else ""
        with column:
            st.markdown(f"**{text(loss)}**")
            for number, name, old, new, tail, tail_value in (
                (
                    numbers[0],
                    "w",
                    trajectory.weights[run, now, 0],
                    trajectory.weights[run, now + 1, 0],
                    r"\,x",
                    rf" \cdot {latex_factor(settings.x, 1)}",
                ),
                (numbers[1], "b", trajectory.biases[run, now], trajectory.biases[run, now + 1], "", ""),
            ):
                st.markdown(
                    f"({number})&ensp;"
                    + inline(
                        rf"{name} \leftarrow {name} - \eta\,(\model{{a}} - \truth{{y}}){factor}{tail}", display=True
                    )
                )
                st.markdown(
                    inline(
                        rf"= {latex(float(old), 4)} - {latex(settings.rate(loss))} \cdot {latex_factor(error, 4)}"
                        rf"{factor_value}{tail_value} = \{macro}{{{latex(float(new), 4)}}}"
                    )
                )
    careful(text, text("update.careful"))
    return _behind(race, now)


def _behind(race: Race, now: int) -> Snippet:
    """The Python for both steps: the new weight and the new bias."""
    settings, trajectory = race.settings, race.trajectory
    slopes = {
        "squared_error": squared_error_with_logits_gradient,
        "cross_entropy": binary_cross_entropy_with_logits_gradient,
    }
    code, printed = f"x, y = {settings.x!r}, {settings.label!r}", []
    for loss, function in slopes.items():
        run = race.run(loss)
        old = (float(trajectory.weights[run, now, 0]), float(trajectory.biases[run, now]))
        name = loss[0]
        code += f"\nw_{name}, b_{name}, rate_{name} = {old[0]!r}, {old[1]!r}, {float(settings.rate(loss))!r}  # {loss}"
        code += f"\nslope_{name} = {function.__name__}(y, w_{name} * x + b_{name})"
        printed += [
            Printed(
                f"w_{name} - rate_{name} * slope_{name} * x", float(trajectory.weights[run, now + 1, 0]), 4, "new w"
            ),
            Printed(f"b_{name} - rate_{name} * slope_{name}", float(trajectory.biases[run, now + 1]), 4, "new b"),
        ]
    return behind(slopes.values(), code, *printed)
