"""Predict, then reveal: before the first play the page asks how the race will end."""

from typing import Final

import streamlit as st

from core.app import controls
from core.app.fields import Choice
from core.app.numbers import plain, whole
from core.app.page import Page
from core.simulation.race import Race

ANSWERS: Final = ("1", "2", "5", "10", "50", "200")
SHOWN: Final = "shown"  # the reader wanted no guess, or has seen the race run
GUESS: Final = Choice("", ("", *ANSWERS, SHOWN))
CLOSE: Final = 1.25


def made(page: Page, epoch: int) -> str:
    """The reader's guess: how many times as many epochs; "" before there is one, SHOWN where none was wanted.

    A player that rests beyond the start has shown the race, and a link to such a frame shows it too.
    """
    guess = controls.off_screen("guess", GUESS, page.text)
    if guess == "" and epoch > 0:
        guess = SHOWN
        controls.carry("guess", GUESS, guess)
    return guess


def ask(page: Page) -> None:
    """The question and its answers, one tap each."""
    text = page.text
    st.markdown(f"**{text('guess.question')}**")
    with st.container(horizontal=True, gap="small", key="race_guess"):
        for answer in ANSWERS:
            label = text("guess.as_many") if answer == "1" else text("guess.times", times=answer)
            st.button(label, key=f"race_guess_{answer}", on_click=controls.put, args=("guess", answer))
        show = text("guess.show")
        st.button(show, key="race_guess_shown", type="tertiary", on_click=controls.put, args=("guess", SHOWN))


def answer(page: Page, guess: str, race: Race, measured: tuple[int, int]) -> None:
    """How good the guess was, beside what was measured and what the law says; nothing where there was no guess.

    measured: epochs of cross-entropy and of squared error, neither 0.
    """
    if guess not in ANSWERS:
        return
    text, truth = page.text, measured[1] / measured[0]
    off = max(float(guess) / truth, truth / float(guess))
    word = "close" if off <= CLOSE else "few" if float(guess) < truth else "many"
    said = text(f"guess.{word}", guess=guess, truth=plain(truth, 1), off=plain(off, 1))
    law = [race.law[loss] for loss in ("cross_entropy", "squared_error")]
    if law[0] and law[1]:
        said += " " + text("guess.law", ratio=plain(law[1] / law[0], 1), ce=whole(law[0]), se=whole(law[1]))
    st.markdown(said)


def offer_another(page: Page) -> None:
    """The way to guess again, after a change of the start or in front of the next audience."""
    again, icon = page.text("guess.again"), ":material/replay:"
    st.button(again, key="race_guess_again", type="tertiary", icon=icon, on_click=_again)


def _again() -> None:
    controls.put("guess", "")
    controls.put("epoch", 0.0)
