"""Who arrived when: measured epochs beside the law's, and what came of the reader's guess."""

from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.frame.page import Page
from core.app.training_race import method, remarks
from core.app.training_race.one_example import guess
from core.app.wording.figures import plain, whole
from core.simulation.training_race.race import Race, measure_epochs_to_target

SMALL_STEP: Final = 1.0  # ηκ; beyond it the law is only near
TRAINED_ON: Final = 100_000  # epochs for which a run that has not arrived is trained on, unseen

_measure = lru_cache(maxsize=256)(measure_epochs_to_target)


def arrived(race: Race) -> dict[str, int | None]:
    """Each loss's epochs to the target, beyond the chart if need be; None if not within TRAINED_ON, or astray."""
    return {
        loss: _measure(race.settings, loss, TRAINED_ON) if epochs is None and not stray else epochs
        for (loss, epochs), stray in zip(race.epochs_to_target.items(), race.strays, strict=True)
    }


def is_revealed(page: Page, race: Race) -> bool:
    """Whether the reader may see how the race ends: after a guess, or where there is nothing to guess."""
    return guess.made(page, race) != "" or remarks.ratio_of(arrived(race)) is None


def numbers(page: Page, race: Race) -> dict[str, str]:
    """What the charts' descriptions say: epochs to the target, and where both stand at the player's epoch."""
    epoch = method.epoch(page, race)
    said = {"epoch": whole(epoch), "target": f"{race.settings.target:g}", "y": f"{race.settings.label:g}"}
    for short, loss in remarks.SHORT.items():
        run = race.run(loss)
        said[f"a_{short}"] = plain(float(race.trajectory.outputs[run, epoch, 0]))
        said[f"slope_{short}"] = plain(float(race.trajectory.sigmoid_slope[run, epoch, 0]), 4)
    return said | remarks.counts(page, race, arrived(race), TRAINED_ON)


def show(page: Page, race: Race) -> None:
    """The line of live numbers under the charts, and what came of the reader's guess."""
    counted = arrived(race)
    ratio, counts = remarks.ratio_of(counted), remarks.counts(page, race, counted, TRAINED_ON)
    law = {f"law_{short}": race.law[loss] for short, loss in remarks.SHORT.items()}
    key = "podium.arrived_on_data"
    if None not in law.values():
        slow = all(race.settings.rate(loss) * race.kappa <= SMALL_STEP for loss in race.losses)
        key = "podium.arrived" if slow else "podium.arrived_by_large_steps"
        counts |= {name: whole(count or 0) for name, count in law.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="race_podium"):
        st.markdown(remarks.line(page, page.text(key, **counts), ratio), width="content")
        if ratio is not None:
            guess.offer_another(page)
    if ratio is not None:
        guess.answer(page, race, ratio)
    remarks.on_method(page, race.settings.method, race.settings.first_steps)
    remarks.warn_of_strays(page, race)
