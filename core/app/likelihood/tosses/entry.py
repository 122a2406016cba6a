"""The reader's tosses: typed, added one by one, or drawn from a coin with a seed."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.control import Control
from core.app.controls.fields import Number, Text
from core.app.controls.last_read import Line
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.wording.figures import whole
from core.data.datasets import draw_tosses
from core.simulation.likelihood.tosses import MOST_TOSSES, Tosses, Unreadable, extended, read_tosses, without_last

AT_ONCE: Final = 10  # tosses that one press of "draw" adds
CHINESE: Final = ("正", "反")  # heads and tails, as they are called in Chinese
LONGEST: Final = 400  # signs: what a link holds in comfort


@dataclass(frozen=True, slots=True)
class TossText(Text):
    """A text of tosses; a link carries what it says in H and T, which every language reads."""

    def format(self, value: str) -> str:
        """The tosses in the signs of a link; a text that cannot be read stays as it is."""
        try:
            return read_tosses(value).written
        except Unreadable:
            return value


TOSSES: Final[Control[str]] = Control("tosses", TossText("HHTHTTHH", LONGEST), "tosses")
LAST_READ: Final = "last_read"  # the last text that could be read: what the pictures show
PRESSES: Final = "presses"  # what the buttons did, as pairs of texts, for "undo"
TRUE_P: Final = Control("true_p", Number(0.7, 0.0, 1.0, 0.01), "true_p")
SEED: Final = Control("seed", Number(1.0, 0.0, 9999.0, 1.0), "seed", kind="box")
CONTROLS: Final = (TOSSES, TRUE_P, SEED)
LINE: Final = Line(TOSSES, LAST_READ, read_tosses, Unreadable)


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
    text = page.text
    typed, *_ = page.read(*CONTROLS)
    with widgets.drawer(text) as is_open:
        if not is_open:
            return
        show(page)
        complain(page)
        with st.container(horizontal=True, gap="xsmall"):
            may = _may_grow(typed, AT_ONCE)
            st.button(text("draw", count=AT_ONCE), on_click=_draw, disabled=not may, key="likelihood_draw")
            first = _before(typed) is None
            icon = ":material/undo:"
            st.button(text("undo"), on_click=_undo, disabled=first, icon=icon, key="likelihood_undo")
        page.show(TRUE_P)
        page.show(SEED)
        st.caption(text("coin_note"))


def complain(page: Page) -> None:
    """Why what is typed cannot be read, and what the pictures show instead; or that the line is full."""
    text, typed = page.text, page.value(TOSSES)

    def why(fault: Unreadable, kept: str, tosses: Tosses) -> tuple[str, str]:
        del kept
        sign = _quoted(fault.entry)
        reason = text(f"unreadable.{fault.reason}", sign=sign, place=fault.place, most=whole(MOST_TOSSES))
        return reason, text("unreadable.kept", heads=whole(tosses.heads), count=whole(tosses.count))

    LINE.complain(page.state, why)
    if (tosses := _read(typed)) is not None and not _fits(typed, AT_ONCE):
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


def _read(typed: str) -> Tosses | None:
    try:
        return read_tosses(typed)
    except Unreadable:
        return None


def _may_grow(typed: str, more: int) -> bool:
    """Whether the tosses can be read and so many further ones can be written."""
    return _read(typed) is not None and _fits(typed, more)


def _fits(typed: str, more: int) -> bool:
    """Whether so many further tosses would still fit into the line and below the most."""
    tosses = _read(typed)
    if tosses is None or tosses.run is not None:
        return len(typed) + more <= LONGEST
    return tosses.count + more <= MOST_TOSSES


def _add(tosses: tuple[bool, ...]) -> None:
    typed = link_state().now(TOSSES)
    if not _may_grow(typed, len(tosses)):
        return
    after = extended(typed, tosses)
    link_state().put(PRESSES, (*link_state().get(PRESSES, ()), (typed, after))[-LONGEST:])
    link_state().put("tosses", after)


def _draw() -> None:
    """The coin's next tosses: the same seed always gives the same series, and this goes on where the tosses end."""
    tosses = _read(link_state().now(TOSSES))
    if tosses is not None and tosses.count + AT_ONCE <= MOST_TOSSES:
        coin, seed = link_state().now(TRUE_P), int(link_state().now(SEED))
        series = draw_tosses(coin, tosses.count + AT_ONCE, seed)
        _add(tuple(bool(toss) for toss in series[tosses.count :]))


def _before(typed: str) -> str | None:
    """The text one step back: what a button changed, an unreadable text, or the last toss."""
    presses: tuple[tuple[str, str], ...] = link_state().get(PRESSES, ())
    if presses and presses[-1][1] == typed:
        return presses[-1][0]
    if _read(typed) is None:
        return link_state().get(LAST_READ, TOSSES.field.default)
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
