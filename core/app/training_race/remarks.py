"""What is said about a race on a data set: who arrived when, what came of it, and what went wrong."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from core.app.frame.page import Page
from core.app.wording.figures import plain, whole
from core.data.samples import Dataset
from core.simulation.descent.method import Method
from core.simulation.descent.stability import Stray, Strays
from core.simulation.training_race.data_race import DataRace, DataRaceSettings, let_through

SHORT = (("ce", "cross_entropy"), ("se", "squared_error"))
NOTHING = "—"  # in the place of a number that there is not


def bounded(page: Page, dataset: Dataset, settings: DataRaceSettings) -> DataRaceSettings:
    """The settings with as many epochs as this data and model allow, and a word where that is fewer than asked for."""
    most = settings.most_epochs(dataset)
    if settings.epochs <= most:
        return settings
    st.caption(f":material/info: {page.text('data.fewer_epochs', most=whole(most), n=whole(len(dataset.labels)))}")
    return replace(settings, epochs=most)


def numbers(page: Page, race: DataRace, epoch: int) -> dict[str, str]:
    """What the charts' descriptions say: epochs to the target, and where both runs stand at an epoch."""
    now = race.trajectory.at(np.array([min(epoch, race.trajectory.epochs)]))
    factor = let_through(now)
    said = {"epoch": whole(epoch), "target": f"{race.settings.target:g}"}
    for short, loss in SHORT:
        run = race.run(loss)
        said |= {
            short: _count(page, race, loss),
            f"error_{short}": plain(float(now.mean_error[run, 0])),
            f"accuracy_{short}": _share(float(now.accuracy[run, 0])),
            f"factor_{short}": plain(float(factor[run, 0])),
        }
    return said


def podium(page: Page, race: DataRace) -> None:
    """The line under the player: epochs to the finish, their ratio, and what to know about this race."""
    text, arrived = page.text, race.epochs_to_target
    parts = [text("podium.arrived_on_data", **{short: _count(page, race, loss) for short, loss in SHORT})]
    cross_entropy, squared_error = (arrived[loss] for _, loss in SHORT)
    if cross_entropy and squared_error:
        ratio = squared_error / cross_entropy
        parts.append(text("podium.ratio", ratio=plain(ratio, 1 if ratio < 99.95 else 0)))
    st.markdown(" &ensp;·&ensp; ".join(parts))
    method_remarks(page, race.settings.method, race.first_steps)
    warn_of_strays(page, race.losses, race.strays)
    if race.settings.start == "zero" and race.settings.model == "network":
        st.caption(f":material/info: {text('remark.zero_network')}")


def warn_of_strays(page: Page, losses: Sequence[str], strays: Strays) -> None:
    """A sentence about each run that diverged or became chaotic."""
    for loss, stray in zip(losses, strays, strict=True):
        if stray:
            name = "remark.chaotic" if stray.is_chaotic else "remark.astray"
            said = page.text(name, loss=page.text(loss), epoch=whole(stray.epoch))
            st.warning(said, icon=":material/error:")


def never(page: Page, stray: Stray) -> str:
    """What stands in the place of a number of epochs for a run that went astray before it arrived."""
    return page.text("podium.chaotic" if stray.is_chaotic else "podium.diverged")


def method_remarks(page: Page, method: Method, first_steps: dict[str, float]) -> None:
    """What the pairing made of squared error's rate, and what the optimiser does to the race."""
    text = page.text
    if method.pairing == "matched":
        ratio = method.ratio(first_steps)
        if ratio is None:
            said = text("remark.unmatched")
        else:
            rate = plain(method.rate("squared_error", first_steps), 3)
            said = text("remark.matched", rate=rate, times=plain(ratio, 2))
        st.caption(f":material/info: {said}")
    if method.optimiser != "gradient_descent":
        st.caption(f":material/info: {text(f'remark.{method.optimiser}')}")


def loss_value(value: float) -> str:
    """A loss at the end of a run: four decimals below 1, four significant digits above."""
    return plain(value, 4 if value < 1.0 else max(0, 3 - math.floor(math.log10(value))))


def finals(page: Page, race: DataRace) -> None:
    """Where both runs end, each judged by both losses and by the share it gets right."""
    units, end = page.units, race.trajectory.at(np.array([race.trajectory.epochs]))
    strayed = dict(zip(race.losses, race.strays, strict=True))
    values: dict[str, str] = {}
    for short, loss in SHORT:
        run = race.run(loss)
        found = {
            f"{short}_ce": loss_value(units.of(float(end.cross_entropy[run, 0]))),
            f"{short}_se": loss_value(float(end.squared_error[run, 0])),
            f"{short}_acc": _share(float(end.accuracy[run, 0])),
        }
        values |= dict.fromkeys(found, NOTHING) if strayed[loss] else found
    st.caption(
        page.text("podium.finals_on_data", epochs=whole(race.trajectory.epochs), units=page.text(units.name), **values)
    )


def _count(page: Page, race: DataRace, loss: str) -> str:
    epochs = race.epochs_to_target[loss]
    if epochs is not None:
        return whole(epochs)
    if stray := race.strays[race.run(loss)]:
        return never(page, stray)
    return page.text("podium.beyond", limit=whole(race.trajectory.epochs))


def _share(share: float) -> str:
    return f"{100.0 * share:.1f} %"
