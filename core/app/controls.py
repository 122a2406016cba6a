"""Every control of the app: widget keys, what the link carries, what persists, what was clamped.

The life of a value:

* **Arriving** at a page, the link is read once. Each control takes its own entry, checked by its field, and says
  so beside itself where the value had to be changed.
* **Living** there, the widget is the truth. Its value is checked again on every run, since the limits of a widget
  are enforced in the browser only, and kept in the session, so that it is there again after a visit elsewhere.
* **Leaving** in a link: values that are not the default are collected while the page runs, and ``core.app.link``
  writes them to the address bar at its end.

Reading the address only on arrival is what makes quick typing safe: a rerun always carries the address the browser
had a moment ago, and taking that for a wish of the reader would undo what they just did.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from core.app import drawing
from core.app.code_span import in_code
from core.app.fields import Cell, Choice, Field, Number, Repair, Rows, Stops, Table, Text, Vector
from core.app.language import Texts

V = TypeVar("V")

_VALUES: Final = "_values"  # key -> value, kept for the whole session
_PENDING: Final = "_pending"  # name -> text of the link that no control has taken yet
_FORCED: Final = "_forced"  # key -> value to be put into a widget when it is next made
_NEWS: Final = "_news"  # key of a component -> how often its value has been set from here
_NOTES: Final = "_notes"  # key -> (repair, the value it led to)
_QUERY: Final = "_query"  # name -> text, collected while the page runs
_SEEN: Final = "_seen"  # addresses this page has had: none of them is news
_PAGE: Final = "_page"
_ENDS: Final = "_ends"  # key -> the ends its slider had when it was last made
_UNSHARED: Final = "_unshared"  # what the link of this page cannot carry, in words
_AFRESH: Final = "_afresh"  # names already put back to their defaults since a scene was set, or None
_STAYING: Final = "_staying"  # names that the link holds even at their defaults, because a scene says otherwise
_ASIDE: Final = "_aside"  # whether controls are read from given entries only, without any widget
GLOBAL_NAMES: Final = ("lang", "units", "talk", "scene", "answer", "handout")
OWN_NAMES: Final = ("lang", "talk")  # what suits this reader's screen, and need not suit another's


def arrive(page: str) -> None:
    """Begin a run of a page: take the link's entries if the reader has just come by it."""
    state = st.session_state
    query = {name: texts[-1] for name in st.query_params if (texts := st.query_params.get_all(name))}
    address = urlencode(sorted(query.items()))
    state.setdefault(_VALUES, {})
    state.setdefault(_FORCED, {})
    state.setdefault(_NEWS, {})
    state.setdefault(_ENDS, {})
    state.setdefault(_AFRESH, None)
    drawing.begin_run(arriving=state.get(_PAGE) != page)
    if state.get(_PAGE) != page:
        state[_SEEN] = deque([address], maxlen=64)
        state[_PENDING] = query
        state[_NOTES] = {}
        state[_PAGE] = page  # last: a run that is broken off before has not arrived
    elif query and address not in state[_SEEN]:
        state[_PENDING] = query
        state[_SEEN].append(address)
    state[_QUERY] = {}
    state[_UNSHARED] = []
    state[_STAYING] = frozenset()
    state[_ASIDE] = False


def bring(entries: Mapping[str, str], *, afresh: bool = False) -> None:
    """Let entries arrive as though by a link; ``afresh``: every other control of the page begins at its default.

    For callbacks, and for the frame before any control of the page is made. Entries that a link has brought at the
    same moment come first.
    """
    state = st.session_state
    state[_PENDING] = dict(entries) | state[_PENDING]
    if afresh:
        own = f"{state[_PAGE]}_"
        for kept in (state[_VALUES], state[_FORCED], state[_NOTES]):
            for key in [key for key in kept if key.startswith(own)]:
                del kept[key]
        state[_AFRESH] = set()


def is_coming(name: str) -> bool:
    """Whether the link has brought an entry that no control has taken yet."""
    return name in st.session_state[_PENDING]


def forget(name: str) -> None:
    """Put a value that needs no widget back to its default."""
    st.session_state[_VALUES].pop(key_of(name), None)
    st.session_state[_FORCED].pop(key_of(name), None)
    st.session_state[_QUERY].pop(name, None)


def leave_entries(names: Iterable[str] | None = None) -> None:
    """Forget what the last link brought and no control has taken, all or some: another state is about to be set."""
    pending = st.session_state[_PENDING]
    for name in list(pending) if names is None else names:
        pending.pop(name, None)


def keep_in_link(names: Iterable[str]) -> None:
    """Names that the link holds even where their values are the defaults."""
    st.session_state[_STAYING] = frozenset(names)


@contextmanager
def aside(page: str, entries: Mapping[str, str]) -> Iterator[None]:
    """Within it a page runs on given entries alone: no widget is made, nothing is kept, the link stays as it was."""
    state = st.session_state
    ours: dict[str, Any] = {
        _PAGE: page,
        _PENDING: dict(entries),
        _VALUES: {},
        _FORCED: {},
        _NOTES: {},
        _QUERY: {},
        _UNSHARED: [],
        _AFRESH: None,
        _ASIDE: True,
    }
    before = {name: state[name] for name in ours}
    for name, value in ours.items():
        state[name] = value
    try:
        yield
    finally:
        for name, value in before.items():
            state[name] = value


def is_aside() -> bool:
    """Whether the page runs without widgets."""
    return bool(st.session_state.get(_ASIDE, False))


def button(label: str, **options: Any) -> bool:
    """A button; a page that runs aside has none."""
    return False if is_aside() else st.button(label, **options)


def address(shared: bool = False) -> str:
    """The query of the current state; a link to be *shared* leaves language and size to the receiver's browser."""
    query = {name: text for name, text in st.session_state[_QUERY].items() if not (shared and name in OWN_NAMES)}
    return urlencode(query, safe=",:")


def remember_address() -> str:
    """The query to write into the address bar, once the page has run."""
    state = st.session_state
    state[_AFRESH] = None
    state[_SEEN].append(urlencode(sorted(state[_QUERY].items())))
    return address()


def address_in_browser() -> str:
    """The query that the browser had when it asked for this run."""
    return urlencode(st.query_params.to_dict(), safe=",:")


def unshared() -> list[str]:
    """What the current page holds and a link cannot carry, each in words."""
    return list(st.session_state[_UNSHARED])


def leave_out_of_link(what: str) -> None:
    """Name something that a link cannot carry, such as an uploaded file."""
    st.session_state[_UNSHARED].append(what)


def key_of(name: str) -> str:
    """The key under which a value of the current page is kept: race_learning_rate for learning_rate."""
    return name if name in GLOBAL_NAMES else f"{st.session_state[_PAGE]}_{name}"


def put(name: str, value: object) -> None:
    """Set a control's value from a button's callback; the control takes it when it is next made."""
    st.session_state[_VALUES][key_of(name)] = value
    st.session_state[_FORCED][key_of(name)] = value
    st.session_state[_PENDING].pop(name, None)


def get(name: str, default: V) -> V:
    """The kept value of a control that may not be on screen now."""
    kept: V = st.session_state[_VALUES].get(key_of(name), default)
    return kept


def now(name: str, field: Field[V]) -> V:
    """A control's value at this moment, for a callback: a text and the click that follows it may arrive together."""
    key = key_of(name)
    return field.check(st.session_state.get(key, st.session_state[_VALUES].get(key, field.default))).value


def carry(name: str, field: Field[V], value: V) -> None:
    """Put a value that needs no widget into the link."""
    st.session_state[_VALUES][key_of(name)] = value
    if value != field.default or name in st.session_state[_STAYING]:
        st.session_state[_QUERY][name] = field.format(value)


def incoming(name: str, field: Field[V]) -> V | None:
    """The checked value that the link brings for a name, if it has just brought one."""
    text = st.session_state[_PENDING].pop(name, None)
    if text is None:
        return None
    if st.session_state[_AFRESH] is not None:
        st.session_state[_AFRESH].add(name)
    checked = field.parse(text)
    _note(key_of(name), checked.repair, checked.value)
    st.session_state[_VALUES][key_of(name)] = checked.value
    return checked.value


def _arriving(name: str, field: Field[V]) -> V | None:
    """What the link brings for a name, or the default it goes back to because a scene has been set."""
    brought = incoming(name, field)
    if brought is None and _begins_afresh(name):
        st.session_state[_VALUES][key_of(name)] = field.default
        return field.default
    return brought


def _begins_afresh(name: str) -> bool:
    """Whether a control the link says nothing of goes back to its default: each does once after a scene is set."""
    done: set[str] | None = st.session_state[_AFRESH]
    if done is None or name in done or name in GLOBAL_NAMES or key_of(name) in st.session_state[_FORCED]:
        return False
    done.add(name)
    return True


def off_screen(name: str, field: Field[V], text: Texts) -> V:
    """A control that is not made in this run: its value is kept and in the link, and a repair is said all the same."""
    brought = _arriving(name, field)
    value = get(name, field.default) if brought is None else brought
    carry(name, field, value)
    _say(key_of(name), value, text)
    return value


@contextmanager
def drawer(label: str, name: str) -> Iterator[bool]:
    """A button that opens a small box of controls; yields whether it is open.

    Controls in it are made with ``shown=`` that answer. Made while the box is closed, a control would come up in the
    browser at its lowest value rather than at its own; and what nobody sees need not be sent.
    """
    if is_aside():
        yield False
        return
    box = st.popover(label, icon=":material/tune:", width="stretch", on_change="rerun", key=f"{key_of(name)}_drawer")
    if box.open:
        with box:
            yield True
    else:
        yield False


def slider(
    name: str,
    label: str,
    field: Number,
    text: Texts,
    *,
    form: str | None = None,
    help: str | None = None,
    shown: bool = True,
) -> float:
    """A slider over a :class:`Number`, whose ends may change from run to run."""
    _keep_inside(name, field)
    return _widget(
        name,
        field,
        text,
        lambda key: st.slider(
            label,
            float(field.low),
            float(field.high),
            step=float(field.step),
            key=key,
            format=form or f"%.{field.decimals}f",
            help=help,
        ),
        shown=shown,
    )


def number(name: str, label: str, field: Number, text: Texts, *, help: str | None = None, shown: bool = True) -> float:
    """A box to type a :class:`Number` into."""
    return _widget(
        name,
        field,
        text,
        lambda key: st.number_input(
            label,
            float(field.low),
            float(field.high),
            step=float(field.step),
            key=key,
            format=f"%.{field.decimals}f",
            help=help,
            required=True,
        ),
        shown=shown,
    )


def stops(
    name: str, label: str, field: Stops, text: Texts, show: Callable[[float], str], *, shown: bool = True
) -> float:
    """A slider over :class:`Stops`."""
    return _widget(
        name,
        field,
        text,
        lambda key: st.select_slider(label, field.stops, format_func=show, key=key),
        shown=shown,
    )


def choice(
    name: str,
    label: str,
    field: Choice,
    text: Texts,
    names: Mapping[str, str],
    *,
    hide_label: bool = True,
    style: str = "segments",
    shown: bool = True,
) -> str:
    """One option of a :class:`Choice`, as segments, pills or a list; ``names`` has the reader's word for each id.

    Options travel to the browser by their words, so the widget's key holds the language: after a change of the
    language it is a new widget, which takes the kept id.
    """
    makers: dict[str, Callable[..., Any]] = {
        "segments": st.segmented_control,
        "pills": st.pills,
        "list": st.selectbox,
    }
    make = makers[style]
    options: dict[str, Any] = {
        "options": field.options,
        "format_func": names.__getitem__,
        "label_visibility": "collapsed" if hide_label else "visible",
    }
    if style != "list":
        options["required"] = True
    return _widget(
        name, field, text, lambda key: make(label, key=key, **options), suffix=f":{text.language}", shown=shown
    )


def language_switch(label: str, field: Choice, text: Texts, names: Mapping[str, str]) -> str:
    """The switch of the language, the one choice whose words do not depend on the language."""

    def make(key: str) -> Any:
        return st.segmented_control(
            label, field.options, format_func=names.__getitem__, key=key, required=True, label_visibility="collapsed"
        )

    return _widget("lang", field, text, make)


def keep_in_address(name: str, text: str) -> None:
    """Put an entry into the address bar even where it is the default."""
    st.session_state[_QUERY][name] = text


def section(field: Choice, text: Texts, names: Mapping[str, str]) -> str:
    """The open section of the page, or "" while none is asked for."""
    shown = [option for option in field.options if option]

    def make(key: str) -> str:
        if st.session_state[key] == "":
            st.session_state[key] = None
        picked = st.pills(text("sections"), shown, format_func=names.__getitem__, key=key, label_visibility="collapsed")
        return picked or ""

    return _widget("section", field, text, make, suffix=f":{text.language}")


def text_input(name: str, label: str, field: Text, text: Texts, **options: Any) -> str:
    """A line of free text."""
    return _widget(name, field, text, lambda key: st.text_input(label, key=key, max_chars=field.longest, **options))


def text_area(name: str, label: str, field: Text, text: Texts, in_link: int, what: str) -> str:
    """A longer text, which goes into the link up to ``in_link`` characters; beyond, ``what`` is named as left out."""
    value = _widget(name, field, text, lambda key: st.text_area(label, key=key, max_chars=field.longest, height=160))
    if len(value) > in_link and value != field.default:
        del st.session_state[_QUERY][name]
        leave_out_of_link(what)
    return value


def vector(
    name: str,
    labels: Sequence[str],
    field: Vector,
    text: Texts,
    width: int,
    *,
    columns: int | None = None,
    quantity: str = "",
) -> tuple[float, ...]:
    """A row of number boxes, one for each label, over a :class:`Vector`; wraps where the screen is narrow.

    With ``columns`` the boxes share the whole width evenly, that many in a row and none below ``width``;
    ``quantity`` ("truth", "model") gives their labels its colour.
    """
    if is_aside():
        return off_screen(name, field, text)
    key = key_of(name)
    wanted = _wanted(name, field)
    kept: tuple[float, ...] = st.session_state[_VALUES].get(key, field.default)
    if len(kept) != len(labels) and wanted is None:
        raise ValueError(f"{name} has {len(kept)} entries under {len(labels)} labels")
    entries = wanted if wanted is not None else kept
    values = []
    row_key = f"{key}_row_{quantity}" if quantity else f"{key}_row"
    if columns is None:
        row = st.container(horizontal=True, gap="small", key=row_key)
    else:
        row = st.grid(columns, min_column_width=width, gap="xsmall", key=row_key)
    with row:
        for place, label in enumerate(labels):
            box = f"{key}:{place}"
            if wanted is not None or box not in st.session_state:
                st.session_state[box] = entries[place]
            typed = st.number_input(
                label,
                field.low,
                field.high,
                step=0.05,
                key=box,
                format="%.6g",
                width=width if columns is None else "stretch",
            )
            values.append(typed if typed is not None else entries[place])
    checked = field.check(tuple(values))
    if checked.repair is not None:
        put(name, checked.value)
        _note(key, checked.repair, checked.value)
        st.rerun()
    carry(name, field, checked.value)
    _say(key, checked.value, text)
    _say(f"{key}|length", checked.value, text)
    return checked.value


def vector_now(name: str, field: Vector) -> tuple[float, ...]:
    """A vector as its boxes stand at this moment: for a callback, and before the boxes are drawn."""
    state = st.session_state
    key = key_of(name)
    kept: tuple[float, ...] = state[_FORCED].get(key, state[_VALUES].get(key, field.default))
    if key in state[_FORCED] or is_aside():
        return kept
    boxes = (state.get(f"{key}:{place}") for place in range(len(kept)))
    return tuple(value if box is None else box for box, value in zip(boxes, kept, strict=True))


def vectors_together(fields: Mapping[str, Vector]) -> dict[str, tuple[float, ...]]:
    """Vectors that need one length, before their boxes are drawn; a shorter one is filled up with zeros and says so."""
    state = st.session_state
    for name, field in fields.items():
        brought = _arriving(name, field)
        if brought is not None:
            state[_FORCED][key_of(name)] = brought
    now = {name: vector_now(name, field) for name, field in fields.items()}
    longest = max(len(values) for values in now.values())
    for name, values in now.items():
        if len(values) < longest:
            now[name] = values + (0.0,) * (longest - len(values))
            put(name, now[name])
            key = key_of(name)
            if key in state[_NOTES]:  # what was said about the shorter one stays true
                _note(key, state[_NOTES][key][0], now[name])
            _note(f"{key}|length", Repair("unequal", str(len(values)), str(longest)), now[name])
    return now


def examples(
    label: str, names: Mapping[str, str], current: str | None, text: Texts, apply: Callable[[str], None], **options: Any
) -> None:
    """A list of examples to begin from, which shows the ``current`` one; ``apply`` puts a chosen one in place.

    What an example sets is in the link, so the list itself is not.
    """
    if is_aside():
        return
    key = f"{key_of('examples')}:{text.language}"
    st.session_state[key] = current

    def chosen() -> None:
        if st.session_state[key] in names:
            apply(st.session_state[key])

    st.selectbox(
        label,
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
        required=True,
        **options,
    )


def table(name: str, field: Table, columns: Mapping[str, Any], text: Texts, alt: str) -> Mapping[int, tuple[Cell, ...]]:
    """An editable table of numbers, as row number → cells; ``columns`` maps each column's name to its configuration."""
    if is_aside():
        kept: Rows = off_screen(name, field, text)
        return dict(enumerate(kept))
    state = st.session_state
    key = key_of(name)
    wanted = _wanted(name, field)
    if wanted is not None:
        state[_VALUES][key] = wanted
        state[f"{key}_version"] = state.get(f"{key}_version", 0) + 1
    # The editor keeps its edits beside the rows it was given, so it is given the same rows for as long as it lives.
    editor, base = f"{key}_editor:{text.language}:{state.get(f'{key}_version', 0)}", f"{key}_base"
    if editor not in state:
        kept = state[_VALUES].get(key, field.default)
        numbered = pd.RangeIndex(1, len(kept) + 1)
        state[base] = pd.DataFrame(kept, columns=list(columns), index=numbered, dtype="float64")
    edited = st.data_editor(
        state[base], key=editor, num_rows="dynamic", hide_index=False, column_config=dict(columns), alt=alt
    )
    rows: Rows = tuple(
        tuple(float(cell) if math.isfinite(cell) else None for cell in row)
        for row in edited.to_numpy(dtype=float, na_value=math.nan)
    )
    state[_VALUES][key] = rows
    if len(rows) > field.most:
        leave_out_of_link(text("link.long_table", most=field.most))
    else:
        carry(name, field, rows)
    _say(key, rows, text)
    return dict(zip((int(number) for number in edited.index), rows, strict=True))


def component(name: str, field: Field[V], text: Texts, make: Callable[[str, V, int], Any]) -> V:
    """A control drawn by a component of ours, which keeps its value as ``value`` in its state.

    ``make`` takes the key, the value, and how often Python has set it: the browser's own value counts until that
    number rises. It answers with the value the browser holds.
    """
    if is_aside():
        value = off_screen(name, field, text)
        drawing.set_parameter(name, value)
        return value
    state, key = st.session_state, key_of(name)
    widget_key = f"{key}_component"
    wanted = _wanted(name, field)
    if wanted is not None:
        state[widget_key] = {"value": wanted}
        state[_NEWS][key] = state[_NEWS].get(key, 0) + 1
    held = state[widget_key].get("value") if widget_key in state else None
    value = state[_VALUES].get(key, field.default) if held is None else field.check(held).value
    return _settle(name, field, text, make(widget_key, value, state[_NEWS].get(key, 0)))


def _keep_inside(name: str, field: Number) -> None:
    """Where a slider's ends have moved, keep its value, or the nearest there is, and say so.

    Left alone, Streamlit takes it for a new slider and puts it to its lower end without a word.
    """
    if is_aside():
        return
    state, key = st.session_state, key_of(name)
    ends = (field.low, field.high)
    if key in state and state[_ENDS].get(key, ends) != ends:
        checked = field.check(state[key])
        state[key] = checked.value
        _note(key, checked.repair, checked.value)
    state[_ENDS][key] = ends


def _wanted(name: str, field: Field[V]) -> V | None:
    """The value to put into a control's widget now: what the link has just brought, or what a callback has set."""
    brought = _arriving(name, field)
    forced: V | None = st.session_state[_FORCED].pop(key_of(name), None)
    return forced if brought is None else brought


def _widget(
    name: str, field: Field[V], text: Texts, make: Callable[[str], Any], suffix: str = "", shown: bool = True
) -> V:
    if not shown or is_aside():
        return off_screen(name, field, text)
    state = st.session_state
    key = key_of(name)
    widget_key = key + suffix
    wanted = _wanted(name, field)
    if wanted is not None:
        state[widget_key] = wanted
    elif widget_key not in state:
        state[widget_key] = state[_VALUES].get(key, field.default)
    return _settle(name, field, text, make(widget_key))


def _settle(name: str, field: Field[V], text: Texts, value: object) -> V:
    state = st.session_state
    key = key_of(name)
    checked = field.check(value)
    if checked.repair is not None:
        # The browser sent what its own widget would not have allowed. Show the repaired value in the widget
        # rather than compute on one number under a control that shows another.
        state[_VALUES][key] = state[_FORCED][key] = checked.value
        _note(key, checked.repair, checked.value)
        st.rerun()
    carry(name, field, checked.value)
    _say(key, checked.value, text)
    return checked.value


def _note(key: str, repair: Repair | None, value: object) -> None:
    if repair is not None:
        st.session_state[_NOTES][key] = (repair, value)


def _say(key: str, value: object, text: Texts) -> None:
    if key not in st.session_state[_NOTES]:
        return
    repair, led_to = st.session_state[_NOTES][key]
    if led_to != value:  # the reader has moved on
        del st.session_state[_NOTES][key]
        return
    # What comes from outside stands in a code span: neither markup nor an address in it comes to life there.
    given = in_code(repair.given)
    st.caption(f":material/info: {text(f'repair.{repair.reason}', given=given, used=repair.used)}")
