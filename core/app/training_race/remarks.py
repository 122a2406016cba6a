"""What is said about a race: who arrived when, what came of it, and what went wrong."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
import streamlit as st

from core.app.frame.page import Page
from core.app.training_race import method
from core.app.wording.figures import plain, whole
from core.simulation.descent.method import Method
from core.simulation.training_race.data_race import DataRace, let_through
from core.simulation.training_race.race import Race

SHORT: Final = {"ce": "cross_entropy", "se": "squared_error"}
SMALL_STEP: Final = 1.0  # ηκ up to which the law's number is right but for one case in some 300
NOTHING: Final = "—"  # in the place of a number that there is not


def counts(page: Page, race: Race | DataRace, arrived: Mapping[str, int | None], limit: int) -> dict[str, str]:
    """The epochs to the target in words; ``limit``: so many were tried where a run has not arrived."""
    said = {}
    for short, loss in SHORT.items():
        epochs, stray = arrived[loss], race.strays[race.run(loss)]
        if epochs is not None:
            said[short] = whole(epochs)
        elif stray:
            said[short] = page.text("podium.chaotic" if stray.is_chaotic else "podium.diverged")
        else:
            said[short] = page.text("podium.beyond", limit=whole(limit))
    return said


def ratio_of(arrived: Mapping[str, int | None]) -> float | None:
    """How many times cross-entropy's epochs squared error needs; None where one of them needs none or never arrives."""
    cross_entropy, squared_error = (arrived[loss] for loss in SHORT.values())
    return squared_error / cross_entropy if cross_entropy and squared_error else None


def times(ratio: float) -> str:
    """How many times as many, for people: 9.4, 163."""
    return plain(ratio, 1 if ratio < 99.95 else 0)


def numbers(page: Page, race: DataRace) -> dict[str, str]:
    """What the charts' descriptions say: epochs to the target, and where both runs stand at the player's epoch."""
    epoch = method.epoch(page, race)
    now = race.trajectory.at(np.array([epoch]))
    factor = let_through(now)
    said = {"epoch": whole(epoch), "target": f"{race.settings.target:g}"}
    for short, loss in SHORT.items():
        run = race.run(loss)
        said[f"error_{short}"] = plain(float(now.mean_error[run, 0]))
        said[f"accuracy_{short}"] = share(float(now.accuracy[run, 0]))
        said[f"factor_{short}"] = plain(float(factor[run, 0]))
    return said | _counts(page, race)


def podium(page: Page, race: DataRace, is_open: bool) -> None:
    """Under the player: once the race ``is_open`` the epochs to the finish, and what to know about this race."""
    if is_open:
        said, ratio = page.text("podium.arrived_on_data", **_counts(page, race)), ratio_of(race.epochs_to_target)
        more = f" &ensp;·&ensp; {page.text('podium.ratio_on_data', ratio=times(ratio))}" if ratio else ""
        st.markdown(said + more)
    on_method(page, race.settings.method, race.first_steps)
    warn_of_strays(page, race)
    if race.settings.model == "network":
        is_zero = race.settings.start == "zero"
        st.caption(f":material/info: {page.text('remark.zero_network' if is_zero else 'remark.hidden')}")


def _counts(page: Page, race: DataRace) -> dict[str, str]:
    return counts(page, race, race.epochs_to_target, race.trajectory.epochs)


def warn_of_strays(page: Page, race: Race | DataRace) -> None:
    """A sentence about each run that diverged or became chaotic."""
    for loss, stray in zip(race.losses, race.strays, strict=True):
        if stray:
            name = "remark.chaotic" if stray.is_chaotic else "remark.astray"
            said = page.text(name, loss=page.text(loss), epoch=whole(stray.epoch))
            st.warning(said, icon=":material/error:")


def on_method(page: Page, chosen: Method, first_steps: dict[str, float]) -> None:
    """What the pairing made of squared error's rate, and what the optimiser does to the race."""
    text = page.text
    if chosen.pairing == "matched":
        ratio = chosen.ratio(first_steps)
        if ratio is None:
            said = text("remark.unmatched")
        else:
            rate = plain(chosen.rate("squared_error", first_steps), 3)
            said = text("remark.matched", rate=rate, times=plain(ratio, 2))
        st.caption(f":material/info: {said}")
    if chosen.optimiser != "gradient_descent":
        st.caption(f":material/info: {text(f'remark.{chosen.optimiser}')}")


def finals(page: Page, race: Race | DataRace) -> dict[str, str]:
    """Where both runs end, each judged by both losses and by the share it gets right, in words."""
    units, end = page.units, race.trajectory.at(np.array([race.trajectory.epochs]))
    values: dict[str, str] = {}
    for short, loss in SHORT.items():
        run = race.run(loss)
        found = {
            f"{short}_ce": _loss(units.of(float(end.cross_entropy[run, 0]))),
            f"{short}_se": _loss(float(end.squared_error[run, 0])),
            f"{short}_acc": share(float(end.accuracy[run, 0])),
        }
        values |= dict.fromkeys(found, NOTHING) if race.strays[run] else found
    return values | {"epochs": whole(race.trajectory.epochs)}


def _loss(value: float) -> str:
    """A loss at the end of a run: four decimals below 1, four significant digits above."""
    return plain(value, 4 if value < 1.0 else max(0, 3 - math.floor(math.log10(value))))


def share(share: float) -> str:
    """A share in percent with one decimal: 99.5 %."""
    return f"{100.0 * share:.1f} %"
