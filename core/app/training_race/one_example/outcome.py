"""Who arrived when, measured and by the law, as the rate, the start and the player have it; and the reader's guess."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import live_words
from core.app.controls.control import Control
from core.app.controls.fields import Stops
from core.app.frame.page import Page
from core.app.training_race import method, remarks
from core.app.training_race.one_example import guess
from core.app.training_race.one_example.start import LOGITS
from core.app.wording.figures import plain, whole
from core.simulation.training_race.law import epochs_to_target
from core.simulation.training_race.law_map import epochs_from
from core.simulation.training_race.race import Race, RaceSettings, measure_epochs_to_target

MOST_COUNTED: Final = 100_000  # epochs
MOST_TRIED: Final = 10_000  # where they can only be counted by training on
UNKNOWN: Final = "…"  # while a start is held from which nothing has been run

Words = Mapping[str, str]
Races = Mapping[float, Race]  # by learning rate


def arrived(race: Race) -> dict[str, int | None]:
    """Each loss's epochs to the target, beyond the chart if need be; None if not within `most`, or astray."""
    return {
        loss: _counted(race.settings, loss) if epochs is None and not stray else epochs
        for (loss, epochs), stray in zip(race.epochs_to_target.items(), race.strays, strict=True)
    }


def most(race: Race) -> int:
    """How many epochs are counted."""
    return MOST_COUNTED if race.settings.optimiser == "gradient_descent" else MOST_TRIED


@lru_cache(maxsize=1024)
def _counted(settings: RaceSettings, loss: str) -> int | None:
    if settings.optimiser != "gradient_descent":
        return measure_epochs_to_target(settings, loss, MOST_TRIED)
    count = float(_from(settings, loss, (settings.z_wrong,))[0])
    return int(count) if count <= MOST_COUNTED else None


@lru_cache(maxsize=64)
def _from(settings: RaceSettings, loss: str, starts: tuple[float, ...]) -> np.ndarray:
    return epochs_from(loss, starts, settings.target, settings.rate(loss), settings.kappa)


def ends_at(race: Race) -> int:
    """The epoch by which the race has said what it has to say: both have arrived, or the chart ends."""
    last = race.settings.epochs
    return max(min(count or last, last) for count in arrived(race).values())


def is_open(page: Page, race: Race) -> bool:
    """Whether the reader may see how the race ends: it has, or there is nothing to guess, or no guess was wanted."""
    made = guess.made(page, race)
    if made in guess.ANSWERS and remarks.ratio_of(arrived(race)) is not None:
        return method.epoch(page, race) >= ends_at(race)
    return made != "" or remarks.ratio_of(arrived(race)) is None


def numbers(page: Page, race: Race) -> dict[str, str]:
    """What the charts' descriptions say: epochs to the target, and where both stand at the player's epoch."""
    epoch = method.epoch(page, race)
    said = {"epoch": whole(epoch), "target": f"{race.settings.target:g}", "y": f"{race.settings.label:g}"}
    for short, loss in remarks.SHORT.items():
        run = race.run(loss)
        said[f"a_{short}"] = plain(float(race.trajectory.outputs[run, epoch, 0]))
        said[f"slope_{short}"] = plain(float(race.trajectory.sigmoid_slope[run, epoch, 0]), 4)
    return said | remarks.counts(page, race, arrived(race), most(race))


def show(page: Page, race: Race, races: Races) -> None:
    """The line of live words under the charts: what is asked, what has been seen so far, or how the race has ended."""
    with st.container(key="race_outcome", gap="xsmall"):
        if is_open(page, race):
            _ended(page, race, races)
        else:
            _asked(page, race, races)
    remarks.on_method(page, race.settings.method, race.settings.first_steps)
    remarks.warn_of_strays(page, race)


def _ended(page: Page, race: Race, races: Races) -> None:
    ratio = remarks.ratio_of(arrived(race))
    page.state.put(guess.SEEN, True)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="race_podium"):
        _follow(page, race, races, page.text.template("podium.arrived"), lambda now: _said(page, now))
        if ratio is not None:
            guess.offer_another(page)


def _asked(page: Page, race: Race, races: Races) -> None:
    """The question, or the guess, until the player has begun; then who has arrived, as it happens."""
    is_asked = not guess.times(page, race)
    if is_asked:
        with st.container(key="race_question", gap="xsmall"):
            _follow(page, race, races, page.text.template("guess.question"), lambda now: _said(page, now))
            guess.ask(page, race)
    epoch, last = method.epoch(page, race), race.settings.epochs
    seen = {0, 1, last, epoch} | {min(count, last) for count in arrived(race).values() if count}
    stops = tuple(sorted(float(stop) for stop in seen | {max(0, one - 1) for one in seen}))
    player = Control("epoch", Stops(stops[0], stops))
    with st.container(key="race_so_far_later" if is_asked else "race_so_far"):
        words = live_words.following(
            "[[so_far]]",
            player,
            float(epoch),
            lambda at: {"so_far": so_far(page, race, int(at))},
            (method.RATE, lambda rate: {"so_far": so_far(page, races[rate], epoch)}),
        )
        live_words.write(words)


def so_far(page: Page, race: Race, epoch: int) -> str:
    """What a race that is played without being open has shown by an epoch."""
    counted, last = arrived(race), race.settings.epochs
    counts = remarks.counts(page, race, counted, most(race))
    there = [short for short, loss in remarks.SHORT.items() if (counted[loss] or last + 1) <= epoch]
    if epoch >= ends_at(race):
        ratio = remarks.ratio_of(counted)
        said = page.text("so_far.both", **counts, ratio=remarks.times(ratio or 1.0))
        return f"{said} {guess.verdict(page, race, ratio)}".strip()
    if there:
        return page.text(f"so_far.{there[0]}", epochs=counts[there[0]])
    if epoch == 0:
        return page.text("guess.planted", times=f"{guess.times(page, race):g}") if guess.times(page, race) else ""
    return page.text("so_far.none")


def _follow(page: Page, race: Race, races: Races, template: str, said: Callable[[Race], Words]) -> None:
    """A sentence that follows the learning rate, and the start while it is held."""
    rest = race.settings.z_start
    stops = sorted({*LOGITS.grid, rest})
    held = Control("z0", Stops(rest, tuple(stops)))
    now = said(race)
    elsewhere = dict(zip(stops, _held(page, race, tuple(stops)), strict=True))
    moved = (held, lambda z: now if z == rest else elsewhere[z])
    page.follow(method.RATE, template, lambda rate: said(races[rate]), moved)


def _said(page: Page, race: Race) -> Words:
    """The numbers of a race that has ended."""
    counted = arrived(race)
    ratio, law = remarks.ratio_of(counted), {short: race.law[loss] for short, loss in remarks.SHORT.items()}
    return remarks.counts(page, race, counted, most(race)) | _judged(page, race, law, ratio)


def _judged(page: Page, race: Race, law: Mapping[str, int | None], ratio: float | None) -> dict[str, str]:
    """What the law says, how many times as many epochs squared error needs, and how good the guess was."""
    settings, by_law = race.settings, {loss: whole(count) for loss, count in law.items() if count is not None}
    slow = all(settings.rate(loss) * settings.kappa <= remarks.SMALL_STEP for loss in remarks.SHORT.values())
    key = "podium.law" if slow else "podium.law_by_large_steps"
    return {
        "law": page.text(key, **by_law) if len(by_law) == len(law) else "",
        "ratio": page.text("podium.ratio", ratio=remarks.times(ratio)) if ratio else "",
        "verdict": guess.verdict(page, race, ratio),
    }


def _held(page: Page, race: Race, stops: tuple[float, ...]) -> list[Words]:
    """The same for starts that are held at these logits: both numbers of the law, and what would be counted."""
    settings = race.settings
    if settings.optimiser != "gradient_descent":
        return [dict.fromkeys(("ce", "se"), UNKNOWN) | dict.fromkeys(("law", "ratio", "verdict"), "")] * len(stops)
    wrong = tuple(stop if settings.label == 0.0 else -stop for stop in stops)
    counts, laws = [], []
    for loss in remarks.SHORT.values():
        counts.append(_from(settings, loss, wrong))
        rate = settings.rate(loss)
        laws.append(epochs_to_target(loss, np.array(wrong), settings.target, rate, settings.kappa))
    beyond = page.text("podium.beyond", limit=whole(MOST_COUNTED))
    said: list[Words] = []
    for ce, se, law_ce, law_se in zip(*counts, *laws, strict=True):
        ratio = se / ce if 0 < ce <= MOST_COUNTED and 0 < se <= MOST_COUNTED else None
        shown = {"ce": ce, "se": se}
        counted = {short: whole(int(count)) if count <= MOST_COUNTED else beyond for short, count in shown.items()}
        said.append(counted | _judged(page, race, {"ce": int(law_ce), "se": int(law_se)}, ratio))
    return said
