r"""Words and formulas that follow a live control in the browser, in the frame in which its picture moves.

For every value that the control can take Python computes what stands in each place of a text; the browser looks it up
while the control is moved. So nothing is computed twice, and what is read during a drag has the digits it has at rest.

A place in running text is a span; one in a formula is told by a colour of its own, ``\textcolor{#01hhll}{\text{…}}``,
which the style sheet takes back; the first byte says which quantity's tone it has in its place, 01 that it has none.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, Final, TypeVar, cast

import streamlit as st

from core.app import components
from core.app.controls.control import Control
from core.app.controls.fields import Number, Stops
from core.app.wording.language import FORMULA_COLOURS, colour_formula, fill, placeholders

V = TypeVar("V")
Values = Mapping[str, str]
Controls = Control[V] | tuple[Control[Any], ...]

FOLLOWED: Final = "_live_words"  # in the session: the places that follow the controls of this run, by their names
MOST_STOPS: Final = 1000
_TONES: Final = {quantity: 2 + place for place, quantity in enumerate(FORMULA_COLOURS)}
_TONED: Final = re.compile(r"(\\(" + "|".join(_TONES) + r")\{(?:[^{}$]|\{[^{}]*\})*?\\textcolor\{#)01")
# Nothing is markup in words that follow a control: names of a reader's may stand in them.
_AS_TEXT: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\\": "&bsol;", "`": "&grave;", "*": "&ast;"}
    | {"_": "&lowbar;", "[": "&lbrack;", "]": "&rbrack;", "$": "&dollar;", "|": "&vert;"}
)
_FORMULA: Final = re.compile(r"(?<!\\)(\$[^$]*\$)")


def begin_run() -> None:
    """Forget the places of the last run."""
    st.session_state[FOLLOWED] = {}


def following(
    template: str,
    control: Controls[V],
    value: V,
    said: Callable[[V], Values],
    *others: tuple[Control[Any], Callable[[Any], Values]],
) -> str:
    """A text whose ``[[placeholders]]`` follow a control, as Markdown that needs its HTML.

    said: what stands in the placeholders at a value of the control. It is asked for every stop of a number, so it had
    better be quick. A fine number or a control of another kind has too many values for that: its component says the
    words by their names. Several controls that are moved by one hand have all their values together, as a tuple: keep
    them few. ``others`` move the same words: what each says at its own resting value is what stands there now.
    """
    now = said(value)
    every = [(moved, [(stop, say(stop)) for stop in _values(moved)]) for moved, say in ((control, said), *others)]
    in_words, in_formulas = dict(now), dict(now)
    for name in sorted(placeholders(template)):
        tables = {moved: {stop: words[name] for stop, words in table} for moved, table in every}
        if moving := [
            (moved, table) for moved, table in tables.items() if not table or {*table.values()} != {now[name]}
        ]:
            mark = _mark(name, moving)
            in_words[name] = f'<span class="live{mark}">{now[name].translate(_AS_TEXT)}</span>'
            in_formulas[name] = rf"\textcolor{{#01{mark:04x}}}{{\text{{{now[name]}}}}}"
    parts = _FORMULA.split(template)
    filled = "".join(fill(part, (in_words, in_formulas)[at % 2]) for at, part in enumerate(parts))
    return colour_formula(_TONED.sub(lambda m: rf"{m[1]}{_TONES[m[2]]:02x}", filled))


def _values(controls: Controls[Any]) -> Sequence[Any]:
    return list(product(*map(_stops, controls))) if isinstance(controls, tuple) else _stops(controls)


def _stops(control: Control[Any]) -> Sequence[float]:
    field = cast(object, control.field)
    if isinstance(field, Number) and (field.high - field.low) / field.step <= MOST_STOPS:
        return field.grid
    return field.stops if isinstance(field, Stops) else ()


def _mark(name: str, moving: Sequence[tuple[Controls[Any], Mapping[Any, str]]]) -> int:
    """The number of a new place that follows controls."""
    followed = st.session_state[FOLLOWED]
    mark = 1 + max((place["mark"] for known in followed.values() for place in known["places"]), default=0)
    for moved, table in moving:
        controls = moved if isinstance(moved, tuple) else (moved,)
        names = " ".join(control.name for control in controls)
        known = followed.setdefault(names, {"stops": [list(_stops(control)) for control in controls], "places": []})
        known["places"].append({"mark": mark, "name": name, "texts": list(table.values())})
    return mark


def write(words: str, *, small: bool = False) -> None:
    """Words whose places are marked: our own texts with numbers in them, the only Markdown that may hold HTML."""
    (st.caption if small else st.markdown)(words, unsafe_allow_html=True)


def show() -> None:
    """Let the browser move the words of this run; called once, at its end."""
    components.live_words(key="live_words", data=st.session_state[FOLLOWED], height="content")
