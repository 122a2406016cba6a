"""Formulas (6), (7), (12), (13): the step that each loss takes from the epoch the player rests at."""

import streamlit as st

from core.app.language import inline
from core.app.numbers import latex, latex_factor, whole
from core.app.page import Page
from core.simulation.race import Race


def show(page: Page, race: Race, epoch: int) -> None:
    """The section: both updates in symbols and, under them, in the numbers of this very step."""
    text, trajectory, settings = page.text, race.trajectory, race.settings
    if settings.optimiser != "gradient_descent":
        st.info(text("update.plain_only"), icon=":material/info:")
        return
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
    st.caption(f":material/priority_high: **{text('careful')}** {text('update.careful')}")
