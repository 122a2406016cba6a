"""Who arrived when: measured epochs beside the law's, and the final losses under both yardsticks."""

from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.frame.page import Page
from core.app.training_race import remarks
from core.app.training_race.one_example import guess
from core.app.wording.figures import plain, whole
from core.simulation.training_race.race import Race, RaceSettings, measure_epochs_to_target

SMALL_STEP: Final = 1.0  # ηκ; beyond it the law is only near
TRAINED_ON: Final = 100_000  # epochs for which a run that has not arrived is trained on, unseen

_measure = lru_cache(maxsize=256)(measure_epochs_to_target)


def _measured(race: Race, loss: str) -> int | None:
    """Epochs to the target, counted on beyond the chart if need be; None if not within TRAINED_ON, or astray."""
    arrived = race.epochs_to_target[loss]
    if arrived is not None or race.strays[race.run(loss)]:
        return arrived
    settings: RaceSettings = race.settings
    return _measure(settings, loss, TRAINED_ON)


def numbers(page: Page, race: Race, epoch: int) -> dict[str, str]:
    """What the charts' descriptions say: epochs to the target, and where both stand at the given epoch."""
    outputs = race.trajectory.outputs[:, epoch, 0]
    slopes = race.trajectory.sigmoid_slope[:, epoch, 0]
    said = {"epoch": whole(epoch), "target": f"{race.settings.target:g}", "y": f"{race.settings.label:g}"}
    for short, loss in (("ce", "cross_entropy"), ("se", "squared_error")):
        run = race.run(loss)
        said |= {
            short: _count(page, race, loss),
            f"a_{short}": plain(float(outputs[run])),
            f"slope_{short}": plain(float(slopes[run]), 4),
        }
    return said


def _count(page: Page, race: Race, loss: str) -> str:
    epochs, stray = _measured(race, loss), race.strays[race.run(loss)]
    if epochs is not None:
        return whole(epochs)
    return remarks.never(page, stray) if stray else page.text("podium.beyond", limit=whole(TRAINED_ON))


def measured(race: Race) -> tuple[int | None, int | None]:
    """Epochs of cross-entropy and of squared error to the target."""
    cross_entropy, squared_error = (_measured(race, loss) for loss in ("cross_entropy", "squared_error"))
    return cross_entropy, squared_error


def show(page: Page, race: Race, guessed: str) -> None:
    """The line of live numbers under the charts, and what came of the reader's guess."""
    text = page.text
    cross_entropy, squared_error = measured(race)
    counts = {"ce": _count(page, race, "cross_entropy"), "se": _count(page, race, "squared_error")}
    law = {short: race.law[loss] for short, loss in (("law_ce", "cross_entropy"), ("law_se", "squared_error"))}
    if None in law.values():
        parts = [text("podium.arrived_on_data", **counts)]
    else:
        slow = all(settings_rate(race, loss) <= SMALL_STEP for loss in race.losses)
        said = {name: whole(count or 0) for name, count in law.items()}
        parts = [text("podium.arrived" if slow else "podium.arrived_by_large_steps", **counts, **said)]
    if cross_entropy and squared_error:
        parts.append(text("podium.ratio", ratio=guess.ratio(squared_error / cross_entropy)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="race_podium"):
        st.markdown(" &ensp;·&ensp; ".join(parts), width="content")
        if cross_entropy and squared_error:
            guess.offer_another(page)
    if cross_entropy and squared_error:
        guess.answer(page, guessed, race, (cross_entropy, squared_error))
    remarks.method_remarks(page, race.settings.method, race.settings.first_steps)
    remarks.warn_of_strays(page, race.losses, race.strays)


def settings_rate(race: Race, loss: str) -> float:
    """ηκ of a loss: how far one step may move the logit."""
    return race.settings.rate(loss) * race.kappa


def finals(page: Page, race: Race) -> None:
    """Where both runs end, each judged by both losses."""
    text, units, trajectory = page.text, page.units, race.trajectory
    said = text(
        "podium.finals",
        epochs=whole(trajectory.epochs),
        units=text(units.name),
        **{
            f"{run}_{loss}": (
                remarks.NOTHING
                if race.strays[race.run(name)]
                else remarks.loss_value(float(values[race.run(name), -1]) * scale)
            )
            for run, name in (("ce", "cross_entropy"), ("se", "squared_error"))
            for loss, values, scale in (
                ("ce", trajectory.cross_entropy, units.per_nat),
                ("se", trajectory.squared_error, 1.0),
            )
        },
    )
    st.caption(said)
