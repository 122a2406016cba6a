"""Who arrived when: measured epochs beside the law's, and the final losses under both yardsticks."""

from typing import Final

import streamlit as st

from core.app.numbers import plain, whole
from core.app.page import Page
from core.simulation.race import Race, RaceSettings, measure_epochs_to_target

TRAINED_ON: Final = 100_000  # epochs for which a run that has not arrived is trained on, unseen

_measure = st.cache_data(max_entries=256)(measure_epochs_to_target)


def _measured(race: Race, loss: str) -> int | None:
    """Epochs to the target, counted on beyond the chart where need be; None if not even within TRAINED_ON."""
    arrived = race.epochs_to_target[loss]
    if arrived is not None:
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
            short: _count(page, _measured(race, loss)),
            f"a_{short}": plain(float(outputs[run])),
            f"slope_{short}": plain(float(slopes[run]), 4),
        }
    return said


def _count(page: Page, epochs: int | None) -> str:
    return page.text("podium.beyond", limit=whole(TRAINED_ON)) if epochs is None else whole(epochs)


def show(page: Page, race: Race) -> None:
    """The line of live numbers under the charts."""
    text = page.text
    cross_entropy, squared_error = (_measured(race, loss) for loss in ("cross_entropy", "squared_error"))
    parts = [
        text(
            "podium.arrived",
            ce=_count(page, cross_entropy),
            se=_count(page, squared_error),
            law_ce=whole(race.law["cross_entropy"] or 0),
            law_se=whole(race.law["squared_error"] or 0),
        )
    ]
    if cross_entropy and squared_error:
        ratio = squared_error / cross_entropy
        parts.insert(1, text("podium.ratio", ratio=plain(ratio, 1 if ratio < 99.95 else 0)))
    st.markdown(" &ensp;·&ensp; ".join(parts))


def finals(page: Page, race: Race) -> None:
    """Where both runs end, each judged by both losses."""
    text, units, trajectory = page.text, page.units, race.trajectory
    said = text(
        "podium.finals",
        epochs=whole(trajectory.epochs),
        units=text(units.name),
        **{
            f"{run}_{loss}": plain(float(values[race.run(name), -1]) * scale, 4)
            for run, name in (("ce", "cross_entropy"), ("se", "squared_error"))
            for loss, values, scale in (
                ("ce", trajectory.cross_entropy, units.per_nat),
                ("se", trajectory.squared_error, 1.0),
            )
        },
    )
    st.caption(said)
