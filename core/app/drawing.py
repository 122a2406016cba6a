"""Charts on the page. A chart's specification is made once; after that only its data travels.

Building an Altair chart takes some twenty milliseconds, sending it a few. Since in this house a specification never
depends on the numbers (``core.charts`` hands its data frames to Altair unseen), it is built for a name in place of
each frame, kept, and sent with the frames of the moment. In the browser the same specification means that the picture
is kept too, and only its data is swapped.
"""

import inspect
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import altair
import pandas as pd
import pyarrow as pa
import streamlit as st
from altair.utils import schemapi
from pandas.arrays import NumpyExtensionArray
from streamlit.delta_generator import DeltaGenerator

from core.charts.kit.enlarge import enlarged, growing, growing_whole

MOST_KEPT: Final = 512
DESCRIPTIONS: Final = "_descriptions"  # chart key -> its description with the numbers of the moment
LARGE: Final = "_large"  # whether the charts of this run are for a lecture hall
_FIRST_WORDS: Final = "_first_words"  # chart key -> (its specification, the description it was made with)
# The charts of this run. Not in the session: their data would be held for as long as the reader stays.
_DRAWN: Final[ContextVar[dict[str, "Drawn"]]] = ContextVar("drawn")
_kept: OrderedDict[Hashable, dict[str, Any]] = OrderedDict()
_lock: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Place:
    """A place where charts stand still: what their keys begin with there, and the values of their parameters."""

    prefix: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    fills: bool = False  # whether charts take all the height there is
    around: int = 0  # rem that stand around charts as high as the rest of the window; 0 for heights of their own


_PLACE: Final[ContextVar[Place]] = ContextVar("place", default=Place())  # noqa: B039, Place is frozen


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as it stands on the page: its data, and what it says in words."""

    frames: Mapping[str, pd.DataFrame]
    alt: str

    def csv(self) -> str:
        """Its data as one table; where a chart has several, the column ``layer`` tells them apart."""
        if len(self.frames) == 1:
            return next(iter(self.frames.values())).to_csv(index=False)
        layers = [frame.assign(layer=name) for name, frame in self.frames.items() if len(frame)]
        return pd.concat(layers, ignore_index=True).to_csv(index=False) if layers else ""


@contextmanager
def within(place: Place) -> Iterator[None]:
    """Within it charts are drawn into a place of their own."""
    token = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(token)


@contextmanager
def tall(around: int) -> Iterator[None]:
    """Within it charts are as high as the window leaves beside so many rem (even, 10 to 48) of other things.

    Where a place has heights of its own, as the stage and paper have, it keeps them.
    """
    place = _PLACE.get()
    with within(place if place.fills or place.prefix else replace(place, around=around)):
        yield


# For frame.css: a chart that follows the window says in its key what stands around it.
AROUND: Final = "".join(f'[class*="st-key-tall_{rem}_"]{{--around:{rem}rem}}' for rem in range(10, 50, 2))


def views(key: str, **options: Any) -> DeltaGenerator:
    """A container by whose key a control finds the charts that it moves."""
    return st.container(key=keyed(key), **options)


def keyed(key: str) -> str:
    """The key of something that may stand in several places of one screen."""
    return f"{prefix}_{key}" if (prefix := _PLACE.get().prefix) else key


def drawn() -> dict[str, Drawn]:
    """The charts that this run has drawn so far, by their keys."""
    return dict(_DRAWN.get({}))


def draw(build: Callable[..., Any], *arguments: object, alt: str, key: str, **named: object) -> None:
    """Draw the chart that ``build`` makes of the arguments, with ``alt`` as its words for those who cannot see it.

    Data frames among the arguments are the data; everything else belongs to the specification.
    """
    bound = inspect.signature(build).bind(*arguments, **named).arguments
    frames = {name: value for name, value in bound.items() if isinstance(value, pd.DataFrame)}
    settings = {name: value for name, value in bound.items() if name not in frames}
    key, place = keyed(key), _PLACE.get()
    follows = place.fills or place.around > 0
    on_desk = None if place.prefix else growing if follows else growing_whole
    kept = specification(build, tuple(frames), settings, enlarged if is_for_a_hall() else on_desk)
    spec = _begun_at(kept, place.parameters) if place.parameters else kept
    height: Literal["stretch", "content"] = "stretch" if follows else "content"
    if follows:
        spec = spec | {"height": "container", "autosize": {"type": "fit", "contains": "padding"}}
    data = spec.get("datasets", {}) | {name: _arrow(frame) for name, frame in frames.items()}
    room = st.container(key=f"tall_{place.around}_{key}") if place.around else nullcontext()
    with room, st.container(key=key, height=height):
        words = _first_words(key, kept, alt)
        st.vega_lite_chart(spec | {"datasets": data}, alt=words, height=height, key=f"{key}_picture")
    st.session_state[DESCRIPTIONS][key] = alt
    _DRAWN.get()[key] = Drawn(frames, alt)


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """The columns of a frame as they travel; by way of the frame or of its series it takes three times longer."""
    arrays = {name: column.array for name, column in frame.items()}
    return pa.table(
        {
            name: pa.array(array.to_numpy() if isinstance(array, NumpyExtensionArray) else array)
            for name, array in arrays.items()
        }
    )


def _begun_at(spec: dict[str, Any], values: Mapping[str, object]) -> dict[str, Any]:
    """A specification whose parameters of these names are set, and nothing in the browser moves them."""
    given = [
        {"name": name, "value": values[name]} if (name := parameter.get("name")) in values else parameter
        for parameter in spec.get("params", [])
    ]
    return spec | {"params": given} if given else spec


def is_for_a_hall() -> bool:
    """Whether the charts of this run are for a lecture hall."""
    return bool(st.session_state.get(LARGE, False))


def begin_run(arriving: bool) -> None:
    """Forget the descriptions of the last run, and on arrival at a page which words its charts began with."""
    st.session_state[DESCRIPTIONS] = {}
    _DRAWN.set({})
    if arriving:
        st.session_state[_FIRST_WORDS] = {}


def _first_words(key: str, spec: dict[str, Any], alt: str) -> str:
    """The description a chart was made with, for as long as it lives in the browser.

    Streamlit makes the description a part of the specification, so that every new number in it would rebuild the
    picture, which takes longer than all the rest and flickers. The words of the moment reach the picture through
    the page's link component instead, which writes them where screen readers look.
    """
    first: dict[str, tuple[int, str]] = st.session_state[_FIRST_WORDS]
    if key not in first or first[key][0] != id(spec):
        first[key] = (id(spec), alt)
    return first[key][1]


def specification(
    build: Callable[..., Any],
    frames: tuple[str, ...],
    settings: Mapping[str, Any],
    grown: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The Vega-Lite specification of a chart, with names in place of its data frames, its words ``grown`` or not."""
    identity = (build, frames, _frozen(settings), grown)
    with _lock:
        if identity in _kept:
            _kept.move_to_end(identity)
            return _kept[identity]
        # Altair keeps its current theme and mode in globals; the lock is for those as well. Checking a chart against
        # the Vega-Lite schema takes longer than making it: the tests do that for every chart.
        with altair.theme.enable("none"), schemapi.debug_mode(False):
            chart = build(**settings, **{name: altair.NamedData(name) for name in frames})
            spec: dict[str, Any] = chart.to_dict(validate=False)
        if grown:
            spec = grown(spec)
        _kept[identity] = spec
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return spec


def _frozen(value: object) -> Hashable:
    if isinstance(value, Mapping):
        return tuple((name, _frozen(part)) for name, part in value.items())
    if isinstance(value, list | tuple):
        return tuple(_frozen(part) for part in value)
    if isinstance(value, Hashable):
        return value
    raise TypeError(f"a chart's specification cannot depend on {type(value).__name__}")
