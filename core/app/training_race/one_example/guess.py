"""Predict, then reveal: the guess stands as a flag on the axis, and the race answers it where it arrives."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.training_race import method, remarks
from core.simulation.training_race.race import Race, RaceSettings

ANSWERS: Final = ("1", "2", "5", "10", "50", "200")
SHOWN: Final = "shown"  # the reader wanted no guess, or has seen the race run
GUESS: Final = Control("guess", Choice("", ("", *ANSWERS, SHOWN)))
OF: Final = "guess_of"  # the race that was guessed at: from another start the guess is no answer any more
SEEN: Final = "guess_seen"  # whether the guess has been answered
CLOSE: Final = 1.25


def made(page: Page, race: Race) -> str:
    """The reader's guess: how many times as many epochs; "" before there is one, SHOWN where none was wanted.

    Without a guess a player that rests beyond the start has shown the race. A guess at another race than this one, but
    for its learning rates, is none, or SHOWN where it has been answered.
    """
    state, riddle = page.state, _riddle(race)
    if state.incoming(GUESS) is not None:
        state.put(OF, riddle)
    guess = page.value(GUESS)
    if guess in ANSWERS and state.get(OF, riddle) != riddle:
        guess = SHOWN if state.get(SEEN, False) else ""
        state.put(GUESS.name, guess)
    if guess == "" and method.epoch(page, race) > 0:
        guess = SHOWN
    state.query.pop(GUESS.name, None)
    state.carry(GUESS, guess)
    return guess


def times(page: Page, race: Race) -> float:
    """The guess as a number; 0 where there is none."""
    guess = made(page, race)
    return float(guess) if guess in ANSWERS else 0.0


def _riddle(race: Race) -> RaceSettings:
    """What the answer depends on: the learning rate of both hardly matters, nor how much of the race is drawn."""
    return replace(race.settings, epochs=1, learning_rate=1.0, squared_error_rate=1.0)


def ask(page: Page, race: Race) -> None:
    """The answers to the question, one tap each."""
    with st.container(horizontal=True, gap="small", key="race_guess"):
        for answer in ANSWERS:
            key, take = f"race_guess_{answer}", (answer, _riddle(race))
            st.button(_words(page, answer), key=key, on_click=_take, args=take)
        shown, put = page.text("guess.show"), link_state().put
        st.button(shown, key="race_guess_shown", type="tertiary", on_click=put, args=(GUESS.name, SHOWN))


def _words(page: Page, answer: str) -> str:
    return page.text("guess.as_many") if answer == "1" else page.text("guess.times", times=answer)


def _take(answer: str, riddle: RaceSettings) -> None:
    link_state().put(GUESS.name, answer)
    link_state().put(OF, riddle)
    link_state().put(SEEN, False)


def verdict(page: Page, race: Race, truth: float | None) -> str:
    """How good the guess was; nothing where there was none, or no answer to it."""
    guessed = times(page, race)
    if not guessed or truth is None:
        return ""
    guessed, word = min(truth, 1.0) if guessed == 1.0 else guessed, made(page, race)  # "or fewer" holds for all below 1
    off = max(guessed / truth, truth / guessed)
    how = "close" if off <= CLOSE else "few" if guessed < truth else "many"
    return page.text(f"guess.{how}", guess=_words(page, word), truth=remarks.times(truth), off=remarks.times(off))


def offer_another(page: Page) -> None:
    """The way to guess again, after a change of the start or in front of the next audience."""
    again, icon = page.text("guess.again"), ":material/replay:"
    st.button(again, key="race_guess_again", type="tertiary", icon=icon, on_click=_again)


def _again() -> None:
    link_state().put(GUESS.name, "")
    link_state().put("epoch", 0.0)
