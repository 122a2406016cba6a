"""The reader's tosses: typed, added one by one, or drawn from a coin with a seed."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app.controls import last_read
from core.app.controls.control import Control
from core.app.controls.fields import Number, Text
from core.app.controls.last_read import Line
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.wording.figures import whole
from core.data.datasets import draw_tosses
from core.simulation.likelihood.tosses import MOST_TOSSES, Unreadable, extended, read_tosses, without_last

AT_ONCE: Final = 10  # tosses that one press of "draw" adds
CHINESE: Final = ("正", "反")  # heads and tails, as they are called in Chinese
LONGEST: Final = 400  # signs: what a link holds in comfort


@dataclass(frozen=True, slots=True)
class TossText(Text):
    """A text of tosses; a link carries what it says in H and T, which every language reads."""

    def format(self, value: str) -> str:
        """The tosses in the signs of a link; a text that cannot be read stays as it is."""
        tosses = LINE.reading(value)
        return value if tosses is None else tosses.written


TOSSES: Final[Control[str]] = Control("tosses", TossText("HHTHTTHH", LONGEST), "tosses")
PRESSES: Final = "presses"  # what the buttons did, as pairs of texts, for "undo"
TRUE_P: Final = Control("true_p", Number(0.7, 0.0, 1.0, 0.01), "true_p")
SEED: Final = Control("seed", Number(1.0, 0.0, 9999.0, 1.0), "seed", kind="box")
CONTROLS: Final = (TOSSES, TRUE_P, SEED)
LINE: Final = Line(TOSSES, read_tosses, Unreadable)


def show(page: Page) -> None:
    """The line to type tosses into."""
    text = page.text
    help = text("tosses_help", heads=CHINESE[0], tails=CHINESE[1])
    page.show(TOSSES, placeholder=text("tosses_placeholder"), help=help)


def one_more(page: Page) -> None:
    """The buttons for one toss more."""
    text, typed = page.text, page.value(TOSSES)
    with st.container(horizontal=True, gap="xsmall"):
        for name, heads in (("head", True), ("tail", False)):
            st.button(
                text(f"add_{name}"),
                on_click=_add,
                args=((heads,),),
                disabled=not _may_grow(typed, 1),
                help=text(f"add_{name}_help"),
                key=f"likelihood_add_{name}",
            )


def more(page: Page) -> None:
    """The box of what is used less often: the line to type into, ten tosses of a coin, one step back."""
    page.read(*CONTROLS)
    page.more(show, complain, _press, TRUE_P, SEED, lambda page: st.caption(page.text("coin_note")))


def _press(page: Page) -> None:
    """The buttons for ten tosses of a coin, and for one step back."""
    text, typed = page.text, page.value(TOSSES)
    with st.container(horizontal=True, gap="xsmall"):
        may = _may_grow(typed, AT_ONCE)
        st.button(text("draw", count=AT_ONCE), on_click=_draw, disabled=not may, key="likelihood_draw")
        first, icon = _before(typed) is None, ":material/undo:"
        st.button(text("undo"), on_click=_undo, disabled=first, icon=icon, key="likelihood_undo")


def complain(page: Page) -> None:
    """Why what is typed cannot be read, and what the pictures show instead; or that the line is full."""
    text, typed = page.text, page.value(TOSSES)
    if fault := LINE.fault(page.state):
        sign, shown = _quoted(fault.entry), LINE.value(page.state)
        reason = text(f"unreadable.{fault.reason}", sign=sign, place=fault.place, most=whole(MOST_TOSSES))
        last_read.complain(reason, text("unreadable.kept", heads=whole(shown.heads), count=whole(shown.count)))
    if (tosses := LINE.reading(typed)) is not None and not _may_grow(typed, AT_ONCE):
        st.caption(
            f":material/info: {text('full' if tosses.run else 'full_counts', most=LONGEST, counts=whole(MOST_TOSSES))}"
        )


def _quoted(sign: str) -> str:
    """A sign of the reader's inside a sentence: never as Markdown, and visible also where it has no shape."""
    if not sign:
        return ""
    if not sign.isprintable() or sign.isspace():
        return f"U+{ord(sign):04X}"
    return f"\\{sign}" if sign.isascii() and not sign.isalnum() else sign


def _may_grow(typed: str, more: int) -> bool:
    """Whether the tosses can be read, and so many further ones fit into the line and below the most."""
    tosses = LINE.reading(typed)
    if tosses is None:
        return False
    return tosses.count + more <= MOST_TOSSES if tosses.run is None else len(typed) + more <= LONGEST


def _add(tosses: tuple[bool, ...]) -> None:
    typed = link_state().now(TOSSES)
    if not _may_grow(typed, len(tosses)):
        return
    after = extended(typed, tosses)
    link_state().put(PRESSES, (*link_state().get(PRESSES, ()), (typed, after))[-LONGEST:])
    link_state().put("tosses", after)


def _draw() -> None:
    """The coin's next tosses: the same seed always gives the same series, and this goes on where the tosses end."""
    tosses = LINE.reading(link_state().now(TOSSES))
    if tosses is not None and tosses.count + AT_ONCE <= MOST_TOSSES:
        coin, seed = link_state().now(TRUE_P), int(link_state().now(SEED))
        series = draw_tosses(coin, tosses.count + AT_ONCE, seed)
        _add(tuple(bool(toss) for toss in series[tosses.count :]))


def _before(typed: str) -> str | None:
    """The text one step back: what a button changed, an unreadable text, or the last toss."""
    presses: tuple[tuple[str, str], ...] = link_state().get(PRESSES, ())
    if presses and presses[-1][1] == typed:
        return presses[-1][0]
    if LINE.reading(typed) is None:
        return LINE.kept(link_state())
    shorter = without_last(typed)
    return None if shorter == typed else shorter


def _undo() -> None:
    typed = link_state().now(TOSSES)
    before = _before(typed)
    if before is None:
        return
    presses: tuple[tuple[str, str], ...] = link_state().get(PRESSES, ())
    if presses and presses[-1][1] == typed:
        link_state().put(PRESSES, presses[:-1])
    link_state().put("tosses", before)
