"""Predict, then reveal: before the first play the page asks how the race will end."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.training_race import method, remarks
from core.app.wording.figures import whole
from core.simulation.training_race.race import Race, RaceSettings

ANSWERS: Final = ("1", "2", "5", "10", "50", "200")
SHOWN: Final = "shown"  # the reader wanted no guess, or has seen the race run
GUESS: Final = Control("guess", Choice("", ("", *ANSWERS, SHOWN)))
OF: Final = "guess_of"  # the race that was guessed at: after another start the guess is no answer any more
CLOSE: Final = 1.25


def made(page: Page, race: Race) -> str:
    """The reader's guess: how many times as many epochs; "" before there is one, SHOWN where none was wanted.

    A player that rests beyond the start has shown the race, and a link to such a frame shows it too. A guess at
    another race than this one counts as SHOWN for as long as this one is there.
    """
    state, riddle = page.state, _riddle(race)
    if state.incoming(GUESS) is not None:
        state.put(OF, riddle)
    guess = page.value(GUESS)
    if guess == "" and method.epoch(page, race) > 0:
        guess = SHOWN
        state.carry(GUESS, guess)
    if guess in ANSWERS and state.get(OF, riddle) != riddle:
        state.query[GUESS.name] = SHOWN
        return SHOWN
    return guess


def _riddle(race: Race) -> RaceSettings:
    """What the answer depends on: all of a race but how much of it is drawn."""
    return replace(race.settings, epochs=1)


def ask(page: Page, race: Race) -> None:
    """The question and its answers, one tap each."""
    st.markdown(f"**{page.text('guess.question')}**")
    with st.container(horizontal=True, gap="small", key="race_guess"):
        for answer in ANSWERS:
            st.button(_words(page, answer), key=f"race_guess_{answer}", on_click=_take, args=(answer, _riddle(race)))
        st.button(
            page.text("guess.show"),
            key="race_guess_shown",
            type="tertiary",
            on_click=link_state().put,
            args=(GUESS.name, SHOWN),
        )


def _words(page: Page, answer: str) -> str:
    return page.text("guess.as_many") if answer == "1" else page.text("guess.times", times=answer)


def _take(answer: str, riddle: RaceSettings) -> None:
    link_state().put(GUESS.name, answer)
    link_state().put(OF, riddle)


def answer(page: Page, race: Race, truth: float) -> None:
    """How good the guess was, beside the measured ratio and what the law says; nothing where there was no guess."""
    guess = made(page, race)
    if guess not in ANSWERS:
        return
    text = page.text
    guessed = min(truth, 1.0) if guess == "1" else float(guess)  # "as many or fewer" holds for all below 1
    off = max(guessed / truth, truth / guessed)
    word = "close" if off <= CLOSE else "few" if guessed < truth else "many"
    said = text(f"guess.{word}", guess=_words(page, guess), truth=remarks.times(truth), off=remarks.times(off))
    ce, se = race.law["cross_entropy"], race.law["squared_error"]
    if ce and se:
        said += " " + text("guess.law", ratio=remarks.times(se / ce), ce=whole(ce), se=whole(se))
    st.markdown(said)


def offer_another(page: Page) -> None:
    """The way to guess again, after a change of the start or in front of the next audience."""
    again, icon = page.text("guess.again"), ":material/replay:"
    st.button(again, key="race_guess_again", type="tertiary", icon=icon, on_click=_again)


def _again() -> None:
    link_state().put(GUESS.name, "")
    link_state().put("epoch", 0.0)
