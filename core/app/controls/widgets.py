"""The widgets of the app: each shows a value of the reader's state, and says beside itself what had to be changed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import streamlit as st

from core.app import drawing
from core.app.controls.fields import Choice, Field, Number, Stops, Text
from core.app.controls.state import ComponentHolder, Holder, OptionalHolder, link_state
from core.app.wording.code_span import in_code
from core.app.wording.language import Texts

V = TypeVar("V")


def button(label: str, **options: Any) -> bool:
    """A button; a page that runs aside has none."""
    return False if link_state().is_aside else st.button(label, **options)


def hidden(name: str, field: Field[V], text: Texts) -> V:
    """A value whose widget is not made in this run; a repair of it is said all the same."""
    value = link_state().read(name, field)
    say(name, value, text)
    return value


@contextmanager
def drawer(label: str, name: str) -> Iterator[bool]:
    """A button that opens a small box of controls; yields whether it is open.

    Controls in it are made with ``shown=`` that answer. Made while the box is closed, a control would come up in the
    browser at its lowest value rather than at its own; and what nobody sees need not be sent.
    """
    if link_state().is_aside:
        yield False
        return
    key = f"{link_state().key_of(name)}_drawer"
    box = st.popover(label, icon=":material/tune:", width="stretch", on_change="rerun", key=key)
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


def section(field: Choice, text: Texts, names: Mapping[str, str]) -> str:
    """The open section of the page, or "" while none is asked for."""
    shown = [option for option in field.options if option]

    def make(key: str) -> object:
        return st.pills(text("sections"), shown, format_func=names.__getitem__, key=key, label_visibility="collapsed")

    return _widget("section", field, text, make, suffix=f":{text.language}", holder=OptionalHolder)


def text_input(name: str, label: str, field: Text, text: Texts, **options: Any) -> str:
    """A line of free text."""
    return _widget(name, field, text, lambda key: st.text_input(label, key=key, max_chars=field.longest, **options))


def text_area(name: str, label: str, field: Text, text: Texts, in_link: int, what: str) -> str:
    """A longer text, which goes into the link up to ``in_link`` characters; beyond, ``what`` is named as left out."""
    value = _widget(name, field, text, lambda key: st.text_area(label, key=key, max_chars=field.longest, height=160))
    if len(value) > in_link and value != field.default:
        del link_state().query[name]
        link_state().unshared.append(what)
    return value


def examples(
    label: str, names: Mapping[str, str], current: str | None, text: Texts, apply: Callable[[str], None], **options: Any
) -> None:
    """A list of examples to begin from, which shows the ``current`` one; ``apply`` puts a chosen one in place.

    What an example sets is in the link, so the list itself is not.
    """
    if link_state().is_aside:
        return
    key = f"{link_state().key_of('examples')}:{text.language}"
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


def component(name: str, field: Field[V], text: Texts, make: Callable[[str, V, int], object]) -> V:
    """A control drawn by a component of ours, which keeps its value as ``value`` in its state.

    ``make`` takes the key, the value, and how often Python has set it: the browser's own value counts until that
    number rises.
    """
    state = link_state()
    if state.is_aside:
        value = hidden(name, field, text)
        drawing.set_parameter(name, value)
        return value
    key = f"{state.key_of(name)}_component"
    value = state.show(name, field, ComponentHolder(key))
    make(key, value, state.news.get(state.key_of(name), 0))
    say(name, value, text)
    return value


def _widget(
    name: str,
    field: Field[V],
    text: Texts,
    make: Callable[[str], object],
    suffix: str = "",
    shown: bool = True,
    holder: type[Holder] = Holder,
) -> V:
    state = link_state()
    if not shown or state.is_aside:
        return hidden(name, field, text)
    key = state.key_of(name) + suffix
    value = state.show(name, field, holder(key))
    make(key)
    say(name, value, text)
    return value


def say(name: str, value: object, text: Texts) -> None:
    """Say beside a control why its value is another than was asked for, if it is."""
    if repair := link_state().repair_of(name, value):
        # What comes from outside stands in a code span: neither markup nor an address in it comes to life there.
        given = in_code(repair.given)
        st.caption(f":material/info: {text(f'repair.{repair.reason}', given=given, used=repair.used)}")
