"""The phone's page inside Streamlit, for a host that lets no routes of ours through: heavier, and it does the same.

It needs no setting: the link of a room comes here wherever the light page has not answered it, and the light page comes
here where its news do not arrive.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import streamlit as st

from core.app import components
from core.app.controls.state import link_state
from core.app.room.attempts import Attempts
from core.app.room.chosen_store import store
from core.app.room.news import give, news
from core.app.room.question import TOKEN, code_of, new_token
from core.app.room.store import LostStoreError
from core.app.wording.figures import plain
from core.app.wording.language import Texts
from core.simulation.room import FLOOR, WHOLE, equal, give_way, nats

_PHONE: Final = "_room_phone"
EVERY: Final = 2000  # ms between two looks at the stage
STEP: Final = FLOOR  # bars move in whole percents


@cache
def _attempts() -> Attempts:
    return Attempts()


@dataclass(slots=True)
class Phone:
    """A reader who has come by the link of a room."""

    code: str = ""
    token: str = ""
    news: dict[str, Any] = field(default_factory=dict)
    shares: tuple[int, ...] = ()
    trouble: str = ""

    def look(self) -> None:
        """Get in, if not yet in, and learn what is on the stage."""
        if not self.code:
            return
        address = st.context.ip_address or ""
        try:
            found = news(store(), self.code, self.token) if self.token else None
            if found is None and not _attempts().are_left(address):
                self.trouble, self.code = "attempts", ""
            elif found is None:
                self._join(address)
            else:
                self._take(found)
        except LostStoreError:
            self.trouble = "store"

    def _join(self, address: str) -> None:
        token = new_token()
        if store().join(self.code, token):
            self.token = token
            self.look()
            return
        _attempts().miss(address)
        self.trouble, self.code = "gone" if self.news else "unknown", ""

    def _take(self, found: dict[str, Any]) -> None:
        self.trouble = ""
        if found["turn"] != self.news.get("turn") and found["scale"] is None:
            options = [words["options"] for words in found["words"].values()]
            self.shares = tuple(found["mine"] or (equal(len(options[0])) if options else ()))
        self.news = found

    def pull(self, place: int) -> None:
        """A bar has been moved: the others give way."""
        self.shares = give_way(self.shares, place, STEP * st.session_state[_bar(place)])

    def be_almost_sure(self, place: int) -> None:
        """All that the floor leaves for one option."""
        self.shares = give_way(self.shares, place, WHOLE)

    def send(self, answer: object) -> None:
        """Send an answer to the question on the screen."""
        try:
            why = give(store(), self.code, self.token, self.news["turn"], answer)
            self.trouble = "refused" if why else ""
        except LostStoreError:
            self.trouble = "store"


def _bar(place: int) -> str:
    return f"room_bar_{place}"


def chosen(topic: str) -> Phone | None:
    """Whoever has come by a room's link, as long as they are on the page it leads to."""
    state = link_state()
    if topic == "home" and "room" in state.entries:
        known = st.session_state.get(_PHONE)
        code, token = code_of(state.entries.pop("room")), state.entries.pop("phone", "")
        if known is None or known.code != code:
            st.session_state[_PHONE] = Phone(code, token if TOKEN.fullmatch(token) else "")
    elif topic != "home":
        st.session_state.pop(_PHONE, None)
    phone: Phone | None = st.session_state.get(_PHONE)
    if phone:
        phone.look()
        entries = {"room": phone.code, "plain": "1", "phone": phone.token}
        state.query |= {name: text for name, text in entries.items() if text}
    return phone


def show(phone: Phone, language: str) -> None:
    """The question of the moment and what this phone says to it, and a look for news; in the place of a page."""
    text = Texts("room", language)
    if phone.trouble:
        st.warning(text(f"phone.{phone.trouble}"))
    if not phone.code:
        _enter(text)
        return
    state = phone.news.get("state", "wait")
    note = {"wait": "wait", "end": "end", "shown": "closed"}.get(state, "")
    if state == "open" and phone.news["round"] > 1:
        note = "second"
    if note:
        st.markdown(f"**{text(f'phone.{note}')}**")
    if state in ("open", "shown", "revealed"):
        words = phone.news["words"][language]
        st.markdown(f"### {words['ask']}")
        if state == "open":
            _open(phone, words, text)
        else:
            _closed(phone.news, words, text)
    if phone.news.get("count"):
        total, count = phone.news["total"], phone.news["count"]
        said = {"nats": plain(total, 2), "mean": plain(total / count, 2), "count": count}
        st.metric(text("phone.total"), text("phone.total_of", **said))
        st.caption(text("phone.mean", **said))
    _follow(phone)


def _enter(text: Texts) -> None:
    with st.form("room_enter"):
        typed = st.text_input(text("phone.enter"), max_chars=5, key="room_letters")
        if st.form_submit_button(text("phone.go"), type="primary"):
            st.session_state[_PHONE] = Phone(code_of(typed), trouble="" if code_of(typed) else "unknown")
            st.rerun()


def _open(phone: Phone, words: dict[str, Any], text: Texts) -> None:
    answer: object = phone.shares
    if scale := phone.news["scale"]:
        label = f"{text('phone.number')} {words['unit']}".strip()
        limits = scale["low"], scale["high"]
        answer = st.number_input(label, *limits, value=phone.news["mine"] or None, step=scale["step"], key="room_value")
    else:
        st.caption(f"{text('phone.how')} {text('phone.floor')}")
        for place, name in enumerate(words["options"]):
            _share(phone, place, name, text)
    label = text("phone.again" if phone.news["sent"] else "phone.send")
    has_answer = answer is not None
    st.button(label, type="primary", key="room_send", disabled=not has_answer, on_click=phone.send, args=(answer,))
    if phone.news["sent"] and json.dumps(answer) == json.dumps(phone.news["mine"]):
        st.caption(text("phone.sent"))


def _share(phone: Phone, place: int, name: str, text: Texts) -> None:
    share, most = phone.shares[place], (WHOLE - (len(phone.shares) - 1) * FLOOR) // STEP
    st.session_state[_bar(place)] = round(share / STEP)
    cost = text("phone.cost", nats=plain(nats(phone.shares, place), 2))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.slider(f"{name} ({cost})", 1, most, format="%d %%", key=_bar(place), on_change=phone.pull, args=(place,))
        sure = text("phone.sure")
        st.button(sure, key=f"room_sure_{place}", on_click=phone.be_almost_sure, args=(place,))


def _closed(found: dict[str, Any], words: dict[str, Any], text: Texts) -> None:
    mine, right, is_revealed = found["mine"], found["right"], found["state"] == "revealed"
    if mine is None:
        st.markdown(text("phone.none"))
    elif found["scale"]:
        st.markdown(text("phone.mine", said=_number(mine, found["scale"], words)))
    else:
        for name, share in zip(words["options"], mine, strict=True):
            st.progress(share / WHOLE, f"{name}: {_percent(share)}")
    if is_revealed:
        said = _number(right, found["scale"], words) if found["scale"] else words["options"][right]
        st.markdown(f"**{text('phone.right', right=said)}**")
    if is_revealed and mine is not None and not found["scale"]:
        share, cost = mine[right], plain(nats(mine, right), 2)
        st.markdown(text("phone.paid", share=_percent(share), p=plain(share / WHOLE, 3), nats=cost))


def _percent(share: int) -> str:
    return f"{round(100 * share / WHOLE, 1):g} %"


def _number(value: float, scale: dict[str, Any], words: dict[str, Any]) -> str:
    return f"{plain(value, scale['decimals'])} {words['unit']}".strip()


@st.fragment
def _follow(phone: Phone) -> None:
    """Every two seconds, while the page is seen: has the stage moved on?"""
    before = phone.news.get("version"), phone.trouble
    phone.look()
    if (phone.news.get("version"), phone.trouble) != before:
        st.rerun()
    components.ticker(key="room_follow", data={"every": EVERY}, on_tick_change=lambda: None, height="content")
