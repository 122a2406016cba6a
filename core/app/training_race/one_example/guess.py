"""Predict, then reveal: before the first play the page asks how the race will end."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.wording.figures import plain, whole
from core.simulation.training_race.race import Race, RaceSettings

ANSWERS: Final = ("1", "2", "5", "10", "50", "200")
SHOWN: Final = "shown"  # the reader wanted no guess, or has seen the race run
GUESS: Final = Choice("", ("", *ANSWERS, SHOWN))
OF: Final = "guess_of"  # the race that was guessed at: after another start the guess is no answer any more
CLOSE: Final = 1.25


def made(page: Page, settings: RaceSettings, epoch: int) -> str:
    """The reader's guess: how many times as many epochs; "" before there is one, SHOWN where none was wanted.

    A player that rests beyond the start has shown the race, and a link to such a frame shows it too. A guess at
    another race than this one counts as SHOWN for as long as this one is there.
    """
    if link_state().incoming("guess", GUESS) is not None:
        link_state().put(OF, _riddle(settings))
    guess = widgets.hidden("guess", GUESS, page.text)
    if guess == "" and epoch > 0:
        guess = SHOWN
        link_state().carry("guess", GUESS, guess)
    if guess in ANSWERS and link_state().get(OF, _riddle(settings)) != _riddle(settings):
        link_state().query["guess"] = SHOWN
        return SHOWN
    return guess


def _riddle(settings: RaceSettings) -> RaceSettings:
    """What the answer depends on: all of a race but how much of it is drawn."""
    return replace(settings, epochs=1)


def ask(page: Page, settings: RaceSettings) -> None:
    """The question and its answers, one tap each."""
    text = page.text
    st.markdown(f"**{text('guess.question')}**")
    with st.container(horizontal=True, gap="small", key="race_guess"):
        for answer in ANSWERS:
            st.button(_words(page, answer), key=f"race_guess_{answer}", on_click=_take, args=(answer, settings))
        show = text("guess.show")
        st.button(show, key="race_guess_shown", type="tertiary", on_click=link_state().put, args=("guess", SHOWN))


def _words(page: Page, answer: str) -> str:
    return page.text("guess.as_many") if answer == "1" else page.text("guess.times", times=answer)


def _take(answer: str, settings: RaceSettings) -> None:
    link_state().put("guess", answer)
    link_state().put(OF, _riddle(settings))


def answer(page: Page, guess: str, race: Race, measured: tuple[int, int]) -> None:
    """How good the guess was, beside what was measured and what the law says; nothing where there was no guess.

    measured: epochs of cross-entropy and of squared error, neither 0.
    """
    if guess not in ANSWERS:
        return
    text, truth = page.text, measured[1] / measured[0]
    guessed = min(truth, 1.0) if guess == "1" else float(guess)  # "as many or fewer" holds for all below 1
    off = max(guessed / truth, truth / guessed)
    word = "close" if off <= CLOSE else "few" if guessed < truth else "many"
    said = text(f"guess.{word}", guess=_words(page, guess), truth=ratio(truth), off=ratio(off))
    law = [race.law[loss] for loss in ("cross_entropy", "squared_error")]
    if law[0] and law[1]:
        said += " " + text("guess.law", ratio=ratio(law[1] / law[0]), ce=whole(law[0]), se=whole(law[1]))
    st.markdown(said)


def ratio(times: float) -> str:
    """How many times as many, for people: 9.4, 163."""
    return plain(times, 1 if times < 99.95 else 0)


def offer_another(page: Page) -> None:
    """The way to guess again, after a change of the start or in front of the next audience."""
    again, icon = page.text("guess.again"), ":material/replay:"
    st.button(again, key="race_guess_again", type="tertiary", icon=icon, on_click=_again)


def _again() -> None:
    link_state().put("guess", "")
    link_state().put("epoch", 0.0)
