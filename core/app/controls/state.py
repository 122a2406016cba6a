"""The state of a reader's page: what its controls hold, whole before anything is drawn, and the link made from it.

One object in the session, :class:`LinkState`, is the truth; widgets show it. The life of a value:

* **Beginning** a run, what the browser's widgets hold is taken over, checked by its field: a widget's limits are
  enforced in the browser only. On arrival at a page the link's entries come on top. Each is read once, when it is
  first asked for, and whoever shows it says so where it had to be changed.
* **Living**, a value is kept for the session, whether a widget shows it or not.
* **Leaving** in a link: values that are not the default are collected while the page runs, and
  ``core.app.frame.link`` writes them into the address bar at its end.

Reading the address only on arrival is what makes quick typing safe: a rerun always carries the address the browser
had a moment ago, and taking that for a wish of the reader would undo what they just did.

Streamlit's own ``bind="query-params"`` cannot serve: it drops a value its widget does not take without a word, and
writes options by their translated labels, so that a link would not open in another language.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import streamlit as st

from core.app import drawing
from core.app.controls.control import Control
from core.app.controls.fields import Field, Repair

V = TypeVar("V")

STATE: Final = "link_state"
SHARED_NAMES: Final = ("lang", "units", "talk", "scene", "answer", "handout")  # one value on all pages
OWN_NAMES: Final = ("lang", "talk", "phone")  # what suits this reader's screen, and need not suit another's


@dataclass(frozen=True, slots=True)
class Holder:
    """Where the session holds a widget's value: under the widget's key."""

    key: str

    def get(self) -> Any:
        """What the widget holds, None where there is no such widget."""
        return st.session_state.get(self.key)

    def put(self, value: Any) -> None:
        """Let the widget, made next, hold a value."""
        st.session_state[self.key] = value


@dataclass(frozen=True, slots=True)
class ComponentHolder(Holder):
    """A component of ours has its values in a dictionary, under ``part`` the one of a control."""

    part: str = "value"

    def get(self) -> Any:
        """What the component holds; rows of numbers come from the browser as lists."""
        held = st.session_state[self.key].get(self.part) if self.key in st.session_state else None
        return tuple(held) if isinstance(held, list) else held

    def put(self, value: Any) -> None:
        """Let the component hold a value."""
        st.session_state[self.key] = {**st.session_state.get(self.key, {}), self.part: value}


@dataclass(frozen=True, slots=True)
class SeveralHolder(Holder):
    """A list of which several may be chosen holds ["c1", "c4"] where the state says "c1,c4"."""

    def get(self) -> str | None:
        """The chosen ones."""
        return ",".join(st.session_state[self.key]) if self.key in st.session_state else None

    def put(self, value: str) -> None:
        """Choose some, or none."""
        st.session_state[self.key] = value.split(",") if value else []


@dataclass(frozen=True, slots=True)
class BoxesHolder(Holder):
    """A row of so many boxes, each with a key of its own; one that is empty counts as it was."""

    before: tuple[float, ...]

    def get(self) -> tuple[float, ...] | None:
        """The numbers in the boxes."""
        boxes = [st.session_state.get(f"{self.key}:{place}") for place in range(len(self.before))]
        if all(box is None for box in boxes):
            return None
        return tuple(value if box is None else box for box, value in zip(boxes, self.before, strict=True))

    def put(self, value: tuple[float, ...]) -> None:
        """Let the boxes hold numbers."""
        for place, number in enumerate(value):
            st.session_state[f"{self.key}:{place}"] = number


@dataclass(frozen=True, slots=True)
class EitherHolder(Holder):
    """Two widgets of one value: the one that holds another than both were given counts."""

    holders: tuple[Holder, Holder]
    before: Any

    def get(self) -> Any:
        """What has been set last."""
        held = (holder.get() for holder in self.holders)
        return next((value for value in held if value not in (None, self.before)), self.before)


@dataclass(slots=True)
class LinkState:
    """All that a link can carry, and how it came to be so."""

    topic: str = ""
    values: dict[str, dict[str, Any]] = field(default_factory=dict)  # page, "" for all of them -> name -> value
    entries: dict[str, str] = field(default_factory=dict)  # of the link, not asked for yet
    query: dict[str, str] = field(default_factory=dict)  # of the link to this state, collected while the page runs
    staying: frozenset[str] = frozenset()  # names that the link holds even at their defaults: a scene says otherwise
    unshared: list[str] = field(default_factory=list)  # what the link cannot carry, in words
    notes: dict[str, tuple[Repair, Any]] = field(default_factory=dict)  # key -> a repair, and the value it led to
    said: set[str] = field(default_factory=set)  # keys whose notes have found their place in this run
    shown: dict[str, tuple[Holder, Field[Any]]] = field(default_factory=dict)  # key -> its widget as last made
    unshown: set[str] = field(default_factory=set)  # keys set since then: their widgets hold the values of before
    news: dict[str, int] = field(default_factory=dict)  # key of a component -> how often it was given a value
    seen: deque[str] = field(default_factory=lambda: deque(maxlen=64))  # addresses of this page: none is news

    def begin(self, topic: str) -> None:
        """Begin a run of a page: take what the widgets hold, and the link's entries if the reader comes by it."""
        query = {name: texts[-1] for name in st.query_params if (texts := st.query_params.get_all(name))}
        address = urlencode(sorted(query.items()))
        is_arriving = self.topic != topic
        drawing.begin_run(is_arriving)
        for key in self.shown:
            self._absorb(key)
        if is_arriving:
            self.seen.clear()
            self.shown = {key: made for key, made in self.shown.items() if key in SHARED_NAMES}
            self.notes, self.topic = {}, topic
        if is_arriving or (query and address not in self.seen):
            self.entries = query
            self.seen.append(address)
        self.query, self.unshared, self.staying, self.said = {}, [], frozenset(), set()

    def key_of(self, name: str) -> str:
        """The key of a value of the current page: formulas_z for z."""
        return name if name in SHARED_NAMES else f"{self.topic}_{name}"

    def read(self, control: Control[V]) -> V:
        """The checked value of a control, which goes into the link where it is not the default."""
        name, field, brought = control.name, control.field, self.incoming(control)
        value = self.get(name, field.default) if brought is None else brought
        checked = field.check(value)
        if checked.repair is not None:
            self.put(name, checked.value)
            self.note(name, checked.repair, checked.value)
        self.carry(control, checked.value)
        return checked.value

    def show(self, control: Control[V], holder: Holder) -> V:
        """The same, for the widget about to be made, which is given the value if it does not hold it."""
        value, key, field = self.read(control), self.key_of(control.name), control.field
        # A widget made with other limits would begin anew, at its lowest value.
        is_other = key in self.shown and self.shown[key][1] != field
        if key in self.unshown or is_other or holder.get() != value:
            holder.put(value)
            self.news[key] = self.news.get(key, 0) + 1
        self.unshown.discard(key)
        self.shown[key] = (holder, field)
        return value

    def show_also(self, control: Control[V], holder: Holder) -> V:
        """The same for a second widget of a control that is on the screen already."""
        value, (first, field) = self.read(control), self.shown[self.key_of(control.name)]
        if holder.get() != value:
            holder.put(value)
        self.shown[self.key_of(control.name)] = (EitherHolder(holder.key, (holder, first), value), field)
        return value

    def get(self, name: str, default: V) -> V:
        """The value of a name as it is kept."""
        kept: V = self._own(name).get(name, default)
        return kept

    def put(self, name: str, value: object) -> None:
        """Set a value, in a button's callback or before its widget is made."""
        self._own(name)[name] = value
        self.unshown.add(self.key_of(name))
        self.entries.pop(name, None)

    def now(self, control: Control[V]) -> V:
        """A value at this moment, for a callback: a text and the click that follows it may arrive together."""
        self._absorb(self.key_of(control.name))
        return control.field.check(self.get(control.name, control.field.default)).value

    def forget(self, name: str) -> None:
        """Put a value back to its default."""
        self._own(name).pop(name, None)
        self.query.pop(name, None)

    def incoming(self, control: Control[V]) -> V | None:
        """The checked value that the link brings for a control, if it has just brought one."""
        text = self.entries.pop(control.name, None)
        if text is None:
            return None
        checked = control.field.parse(text)
        self.put(control.name, checked.value)
        self.note(control.name, checked.repair, checked.value)
        return checked.value

    def bring(self, entries: Mapping[str, str], *, afresh: bool = False) -> None:
        """Let entries arrive as though by a link; ``afresh``: every other value of the page is its default.

        For callbacks, and for the frame before any control of the page is made. Entries that a link has brought at
        the same moment come first.
        """
        self.entries = dict(entries) | self.entries
        if afresh:
            self.values[self.topic], self.notes = {}, {}
            self.unshown |= {key for key in self.shown if key not in SHARED_NAMES}

    def carry(self, control: Control[V], value: V) -> None:
        """Put a value into the link, unless it is the default."""
        if value != control.field.default or control.name in self.staying:
            self.query[control.name] = control.field.format(value)

    def note(self, name: str, repair: Repair | None, value: object) -> None:
        """Remember that a value had to be changed, for as long as it stands."""
        if repair is not None:
            self.notes[self.key_of(name)] = (repair, value)

    def repair_of(self, name: str, value: object) -> Repair | None:
        """Why a value was changed, if it was, and the reader has not moved on since."""
        repair, led_to = self.notes.get(self.key_of(name), (None, None))
        if repair is not None and led_to != value:
            del self.notes[self.key_of(name)]
            return None
        return repair

    def unsaid(self) -> list[str]:
        """The names whose values had to be changed in this run or before, and have no widget to say so."""
        here = f"{self.topic}_"
        names = [key if key in SHARED_NAMES else key.removeprefix(here) for key in self.notes if key not in self.said]
        return [name for name in names if self.repair_of(name, self.get(name, None))]

    @property
    def address(self) -> str:
        """The query of this state, for the reader's own address bar."""
        return _query(self.query)

    @property
    def link(self) -> str:
        """The query of this state for others: language and size are left to their browser, the guess to them."""
        shared = {name: text for name, text in self.query.items() if name not in OWN_NAMES}
        return _query(shared | ({"answer": "shown"} if shared.get("answer") else {}))

    def end(self) -> None:
        """End a run: the address that is about to stand in the browser is no news."""
        self.seen.append(urlencode(sorted(self.query.items())))

    def _own(self, name: str) -> dict[str, Any]:
        return self.values.setdefault("" if name in SHARED_NAMES else self.topic, {})

    def _absorb(self, key: str) -> None:
        """Take over what a widget holds, unless it has been set from here since."""
        if key in self.unshown or key not in self.shown:
            return
        holder, its_field = self.shown[key]
        held = holder.get()
        if held is None:
            return
        checked = its_field.check(held)
        topic, name = ("", key) if key in SHARED_NAMES else (self.topic, key.removeprefix(f"{self.topic}_"))
        self.values.setdefault(topic, {})[name] = checked.value
        if checked.repair is not None:
            self.notes[key] = (checked.repair, checked.value)


def _query(entries: Mapping[str, str]) -> str:
    return urlencode(entries, safe=",:")


def link_state() -> LinkState:
    """The reader's state."""
    if STATE not in st.session_state:
        st.session_state[STATE] = LinkState()
    found: LinkState = st.session_state[STATE]
    return found
