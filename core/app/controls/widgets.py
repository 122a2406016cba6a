"""The widgets of the app: each shows a value of the reader's state, and says beside itself what had to be changed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops, Text
from core.app.controls.state import ComponentHolder, Holder, SeveralHolder, link_state
from core.app.wording.code_span import in_code
from core.app.wording.figures import whole
from core.app.wording.language import Texts

V = TypeVar("V")


def show(control: Control[V], text: Texts, **options: Any) -> V:
    """The widget of a control, with its value; ``options`` go to Streamlit."""
    field: Any = control.field
    label = options.pop("label", None) or (text(control.label) if control.label else control.name)

    def make(key: str) -> object:
        if isinstance(field, Number):
            limits: dict[str, Any] = {"step": float(field.step), "format": f"%.{field.decimals}f", "key": key}
            if control.kind == "box":
                limits["required"] = True
            maker = st.number_input if control.kind == "box" else st.slider
            return maker(label, float(field.low), float(field.high), **limits | options)
        if isinstance(field, Stops):
            return st.select_slider(label, field.stops, format_func=control.form, key=key, **options)
        if isinstance(field, Text):
            return st.text_input(label, key=key, max_chars=field.longest, **options)
        if isinstance(field, Choice):
            makers: dict[str, Callable[..., Any]] = {"": st.segmented_control, "pills": st.pills, "list": st.selectbox}
            how: dict[str, Any] = {"format_func": control.named(text)}
            how["label_visibility"] = "collapsed" if control.label_is_hidden else "visible"
            if control.kind != "list":
                how["required"] = True
            return makers[control.kind](label, field.options, key=key, **how | options)
        raise TypeError(f"{control.name} has no widget of its own: {type(field).__name__}")

    return _widget(control, text, make)


def language_switch(control: Control[str], text: Texts, names: Mapping[str, str]) -> str:
    """The switch of the language, the one choice whose words, and so its widget, are the same in every language."""

    def make(key: str) -> object:
        return st.segmented_control(
            text(control.label),
            control.over_a(Choice).options,
            format_func=names.__getitem__,
            key=key,
            required=True,
            label_visibility="collapsed",
        )

    return _widget(control, text, make, suffix="")


@contextmanager
def drawer(text: Texts) -> Iterator[bool]:
    """The button "More", which opens a small box of controls; yields whether it is open.

    They are made while it is open only: made in a closed box, a control would come up in the browser at its lowest
    value rather than at its own; and what nobody sees need not be sent.
    """
    with st.container(key="level_more"):
        key = f"{link_state().key_of('more')}_drawer"
        box = st.popover(text("more"), icon=":material/tune:", width="stretch", on_change="rerun", key=key)
    if box.open:
        with box:
            yield True
    else:
        yield False


def several(control: Control[str], text: Texts, names: Mapping[str, str], most: int, placeholder: str) -> list[str]:
    """A list of which several may be chosen, over a :class:`Text` of their ids; those not there are dropped."""
    state, label = link_state(), text(control.label)
    value = state.read(control)
    kept = ",".join([one for one in value.split(",") if one in names][:most])
    if kept != value:
        state.put(control.name, kept)

    def make(key: str) -> object:
        return st.multiselect(
            label, list(names), format_func=names.__getitem__, key=key, max_selections=most, placeholder=placeholder
        )

    return [one for one in _widget(control, text, make, holder=SeveralHolder).split(",") if one]


def text_area(control: Control[str], text: Texts, in_link: int, what: str) -> str:
    """A longer text, which goes into the link up to ``in_link`` characters; beyond, ``what`` is named as left out."""
    field = control.over_a(Text)
    label = text(control.label, most=whole(field.longest))
    value = _widget(control, text, lambda key: st.text_area(label, key=key, max_chars=field.longest, height=160))
    if len(value) > in_link and value != field.default:
        del link_state().query[control.name]
        link_state().unshared.append(what)
    return value


def examples(
    label: str, names: Mapping[str, str], current: str | None, text: Texts, apply: Callable[[str], None], **options: Any
) -> None:
    """A list of examples to begin from, which shows the ``current`` one; ``apply`` puts a chosen one in place.

    What an example sets is in the link, so the list itself is not.
    """
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


def component(control: Control[V], text: Texts, make: Callable[..., object], **data: object) -> V:
    """A control drawn by a component of ours, which keeps its value as ``value`` in its state.

    It gets its data, the value, and as "news" how often Python has set that: the browser's own counts until it rises.
    """
    state = link_state()
    own = state.key_of(control.name)
    key = f"{own}_component"
    value = state.show(control, ComponentHolder(key))
    make(
        key=key,
        data={**data, "value": value, "news": state.news.get(own, 0)},
        default={"value": value},
        on_value_change=lambda: None,
        height="content",
    )
    say(control.name, value, text)
    return value


def _widget(
    control: Control[V],
    text: Texts,
    make: Callable[[str], object],
    *,
    suffix: str | None = None,
    holder: type[Holder] = Holder,
) -> V:
    state = link_state()
    if suffix is None:
        # Options travel to the browser by their words: in another language it is a new widget, with the kept id.
        field: Any = control.field
        suffix = f":{text.language}" if isinstance(field, Choice) else ""
    key = state.key_of(control.name) + suffix
    value = state.show(control, holder(key))
    make(key)
    say(control.name, value, text)
    return value


def say(name: str, value: object, text: Texts) -> None:
    """Say beside a control why its value is another than was asked for, if it is."""
    state = link_state()
    state.said.add(state.key_of(name))
    if repair := state.repair_of(name, value):
        # What comes from outside stands in a code span: neither markup nor an address in it comes to life there.
        given = in_code(repair.given)
        st.caption(f":material/info: {text(f'repair.{repair.reason}', given=given, used=repair.used)}")


def say_the_rest(text: Texts) -> None:
    """Say of every control that is not on the screen why its value is another than was asked for."""
    for name in link_state().unsaid():
        say(name, link_state().get(name, None), text)
