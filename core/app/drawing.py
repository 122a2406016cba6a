"""Charts on the page. A chart's specification is made once; after that only its data travels.

Building an Altair chart and checking it against the Vega-Lite schema takes some forty milliseconds, sending it a
few. Since in this house a specification never depends on the numbers (``core.charts`` hands its data frames to
Altair unseen), it is built for a name in place of each frame, kept, and sent with the frames of the moment. In the
browser the same specification means that the picture is kept too, and only its data is swapped.
"""

import inspect
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

import altair
import pandas as pd
import pyarrow as pa
import streamlit as st

MOST_KEPT: Final = 512
DESCRIPTIONS: Final = "_descriptions"  # chart key -> its description with the numbers of the moment
_FIRST_WORDS: Final = "_first_words"  # chart key -> (its specification, the description it was made with)
_kept: OrderedDict[Hashable, dict[str, Any]] = OrderedDict()
_lock: Final = threading.Lock()


def draw(build: Callable[..., Any], *arguments: object, alt: str, key: str, **named: object) -> None:
    """Draw the chart that ``build`` makes of the arguments, with ``alt`` as its words for those who cannot see it.

    Data frames among the arguments are the data; everything else belongs to the specification.
    """
    bound = inspect.signature(build).bind(*arguments, **named).arguments
    frames = {name: value for name, value in bound.items() if isinstance(value, pd.DataFrame)}
    settings = {name: value for name, value in bound.items() if name not in frames}
    spec = specification(build, tuple(frames), settings)
    data = spec.get("datasets", {}) | {name: _arrow(frame) for name, frame in frames.items()}
    with st.container(key=key):
        st.vega_lite_chart(spec | {"datasets": data}, alt=_first_words(key, spec, alt), key=f"{key}_picture")
    st.session_state[DESCRIPTIONS][key] = alt


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """The columns of a frame as they travel; by way of its index it takes ten times longer."""
    return pa.table({name: pa.array(frame[name], from_pandas=False) for name in frame.columns})


def begin_run(arriving: bool) -> None:
    """Forget the descriptions of the last run, and on arrival at a page which words its charts began with."""
    st.session_state[DESCRIPTIONS] = {}
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


def specification(build: Callable[..., Any], frames: tuple[str, ...], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The Vega-Lite specification of a chart, with names in place of its data frames."""
    identity = (build, frames, _frozen(settings))
    with _lock:
        if identity in _kept:
            _kept.move_to_end(identity)
            return _kept[identity]
        # Altair keeps its current theme in a global; the lock is for that as well.
        with altair.theme.enable("none"):
            chart = build(**settings, **{name: altair.NamedData(name) for name in frames})
            spec: dict[str, Any] = chart.to_dict()
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
