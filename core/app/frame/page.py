"""What a page works with, and how it begins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls import live_words, widgets
from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.live_slider import live_slider
from core.app.controls.state import LinkState
from core.app.take_home.snippet import Snippet
from core.app.wording import glossary
from core.app.wording.language import Texts
from core.charts.kit.theme import UNITS, Units
from core.maths.checks import LOSSES

V = TypeVar("V")

PAGES: Final = Path(__file__).parents[3] / "pages"
UNIT: Final = Control("units", Choice("nats", tuple(UNITS)), "units", "{}", label_is_hidden=True)
CONTEXT: Final = "page_context"  # in the session: the page of this run
Shown: TypeAlias = "Control[Any] | Callable[[Page], object]"  # a control, by its usual widget, or what draws something
Show: TypeAlias = "Callable[[Page], Snippet | None]"  # draws a section and answers with its Python


@dataclass(frozen=True, slots=True)
class Page:
    """What a page script and its parts work with: texts, the reader's unit of information, and what is set."""

    topic: str
    text: Texts
    units: Units
    state: LinkState
    is_on_stage: bool = False  # where a part is its picture alone

    def say(self, words: str) -> None:
        """A sentence beside a picture; the stage has its own."""
        if not self.is_on_stage:
            self._write(words)

    def note(self, words: str) -> None:
        """The same in small print."""
        if not self.is_on_stage:
            self._write(words, small=True)

    def careful(self, words: str) -> None:
        """A note that begins with "Careful": what is easily taken for something else."""
        self.note(f":material/priority_high: **{self.text('careful')}** {words}")

    def follow(
        self,
        control: live_words.Controls[V],
        template: str,
        said: Callable[[V], Mapping[str, str]],
        *others: tuple[Control[Any], Callable[[Any], Mapping[str, str]]],
        small: bool = False,
    ) -> None:
        """A sentence or formula whose placeholders follow live controls in the browser; the stage has its own."""
        if not self.is_on_stage:
            template = glossary.explained(template, self.text.language)
            value: Any = self.read(*control) if isinstance(control, tuple) else self.value(control)
            live_words.write(live_words.following(template, control, value, said, *others), small=small)

    def _write(self, words: str, small: bool = False) -> None:
        """Words as they are; where they mark terms they are ours, and may hold the terms' HTML."""
        if glossary.marked(words):
            live_words.write(glossary.explained(words, self.text.language), small=small)
        else:
            (st.caption if small else st.markdown)(words)

    @property
    def losses(self) -> dict[str, str]:
        """What both losses are called."""
        return {loss: self.text(loss) for loss in LOSSES}

    def unit(self) -> str:
        """The unit of information, as a term that says what it means."""
        return f"[[nat|{self.text.unit}]]"

    def one_unit(self) -> str:
        """What one unit of information is."""
        return self.text(f"one_unit.{self.units.name}")

    def fold(self) -> DeltaGenerator:
        """Where the working of a section stands: formulas, tables, checks, for those who ask for it."""
        return st.expander(self.text("working"), icon=":material/calculate:")

    def value(self, control: Control[V]) -> V:
        """What a control is set to, whether its widget is on the screen or not."""
        return self.state.read(control)

    def show(self, control: Control[V], **options: Any) -> V:
        """The widget of a control, in place; ``options`` go to Streamlit."""
        return widgets.show(control, self.text, **options)

    def read(self, *controls: Control[Any]) -> tuple[Any, ...]:
        """What several controls are set to."""
        return tuple(map(self.value, controls))

    def row(self, widths: Sequence[float], *controls: Shown) -> None:
        """Controls beside one another."""
        self.beside(widths, *controls, align="bottom")

    def beside(
        self,
        widths: Sequence[float],
        *what: Shown,
        gap: Literal["small", "medium", "large"] = "medium",
        align: Literal["top", "center", "bottom"] = "top",
    ) -> None:
        """What functions draw, or controls, in columns."""
        for place, each in zip(st.columns(widths, gap=gap, vertical_alignment=align), what, strict=True):
            with place:
                self._draw(each)

    def more(self, *what: Shown) -> None:
        """The box of what is changed less often, which is made while it is open only."""
        with widgets.drawer(self.text) as is_open:
            for each in what if is_open else ():
                self._draw(each)

    def _draw(self, each: Shown) -> None:
        self.show(each) if isinstance(each, Control) else each(self)

    def presets(self, key: str, words: str, presets: Mapping[str, Mapping[str, str]]) -> None:
        """Buttons that each set several controls, as a link would. words: the key of theirs, with {} for the name."""
        with st.container(horizontal=True, gap="xsmall", key=f"{key}_presets"):
            for name, entries in presets.items():
                st.button(self.text(words.format(name)), f"{key}_{name}", on_click=self.state.bring, args=(entries,))


@dataclass(frozen=True, slots=True)
class Part:
    """One picture with what belongs to it; pages, sections, scenes and the document to print arrange it.

    draw: the picture and what is said of it. controls: what moves it, each by its name in the link, as the function
    that draws its widget. working: the formulas and tables behind it.
    """

    draw: Callable[[Page], None]
    controls: Mapping[str, Callable[[Page], object]] = field(default_factory=dict)
    working: Callable[[Page], None] | None = None


def drawn_by(*controls: Control[Any]) -> dict[str, Callable[[Page], object]]:
    """The usual widgets of controls, by their names."""
    return {control.name: partial(Page.show, control=control) for control in controls}


def section(part: Part, behind: Show, widths: Sequence[float] = (), intro: str | Callable[[Page], str] = "") -> Show:
    """The usual form of a section: a note on what it is about, a part's controls, its picture, the working in a fold.

    behind: makes the Python for its numbers. widths: of the controls, which stand elsewhere without. intro: the key of
    the note, or what makes one with numbers in it.
    """

    def show(page: Page) -> Snippet | None:
        if intro:
            page.note(page.text(intro) if isinstance(intro, str) else intro(page))
        if widths:
            page.row(widths, *part.controls.values())
        part.draw(page)
        if part.working:
            with page.fold():
                part.working(page)
        return behind(page)

    return show


def slid(control: Control[float], chart: str, *symbols: str, **options: Any) -> Callable[[Page], object]:
    """A slider that moves the pictures in the container ``chart`` while it is dragged, as `live_slider` does it."""
    return lambda page: live_slider(control, page.text, chart=chart, symbols=symbols, **options)


def when(choice: Control[str], **controls: Control[Any]) -> Callable[[Page], object]:
    """The widget of the control that belongs to what is chosen, if one does."""
    return lambda page: (control := controls.get(page.value(choice))) and page.show(control)


def path(topic: str) -> str:
    """The script of a page, as Streamlit's navigation names it."""
    return str(PAGES / f"{topic}.py")


def begin() -> Page:
    """What the page of this run works with; every page script calls this first."""
    page: Page = st.session_state[CONTEXT]
    return page
