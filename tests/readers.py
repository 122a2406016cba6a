"""Readers without a browser: they speak with a running app as Streamlit's own page does, over its websocket.

A reader opens a page by its link, holds what the server has drawn, moves controls, and can send what no control
would let them send. Each keeps its widgets' values and the address as a browser does, so a rerun costs the server
what it costs with a browser. The messages are those of Streamlit's protobuf files; ``websockets`` comes with Streamlit.
"""

import asyncio
import json
import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final, Self
from urllib.parse import urlsplit

import pyarrow as pa
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

PATIENCE: Final = 60.0  # s for one rerun; the first of a server imports everything
KEPT_RUNS: Final = 2  # Streamlit's global.maxCachedMessageAge
NUMBER: Final = re.compile(r"(?<![\w.])[-−]?\d+(?:\.\d+)?(?:[eE][-+−]?\d+)?")
# element → the attribute that holds its words
WORDS: Final = {
    "markdown": "body",
    "text": "body",
    "heading": "body",
    "alert": "body",
    "code": "code_text",
    "metric": "body",
}
# What the link component says of the page: the query for the address bar, and every chart in words.
LINK: Final = "cross_entropy_link"


class LostError(Exception):
    """The connection to the server broke, or a run of the script did not end."""


def _in_slider(state: WidgetState, value: Any) -> None:
    state.double_array_value.data.append(value)


def _in_list(state: WidgetState, value: Any) -> None:
    state.string_array_value.data.extend([value] if isinstance(value, str) else value)


def _plain(field: str) -> Callable[[WidgetState, Any], None]:
    return lambda state, value: setattr(state, field, value)


# kind of control → how its value travels
TRAVELS: Final[Mapping[str, Callable[[WidgetState, Any], None]]] = {
    "slider": _in_slider,
    "select_slider": _in_list,
    "button_group": _in_list,
    "number_input": _plain("double_value"),
    "selectbox": _plain("string_value"),
    "text_input": _plain("string_value"),
    "text_area": _plain("string_value"),
    "checkbox": _plain("bool_value"),
    "button": _plain("trigger_value"),
    "popover": _plain("bool_value"),
    "bidi_component": lambda state, value: setattr(state, "json_value", json.dumps({"value": value})),
}


@dataclass(frozen=True, slots=True)
class Control:
    """A control of the page as the server has drawn it; ``drawn`` is its protobuf message."""

    kind: str
    drawn: Any

    @property
    def id(self) -> str:
        return str(self.drawn.id)

    @property
    def data(self) -> dict[str, Any]:
        """What a component of the app was given."""
        which = self.drawn.WhichOneof("data")
        text = self.drawn.mixed.json if which == "mixed" else self.drawn.json
        given = json.loads(text) if text else {}
        return given if isinstance(given, dict) else {}

    @property
    def label(self) -> str:
        return str(self.data.get("label", "") if self.kind == "bidi_component" else self.drawn.label)

    @property
    def options(self) -> list[str]:
        """The words of its options, if it has any."""
        if self.kind == "button_group":
            return [option.content for option in self.drawn.options]
        return list(self.drawn.options) if self.kind in ("select_slider", "selectbox") else []

    @property
    def value(self) -> Any:
        """The value the server has put into it, or None where the browser is to keep its own."""
        drawn = self.drawn
        if self.kind == "slider":
            return next(iter(drawn.value if drawn.set_value else drawn.default), None)
        if self.kind == "select_slider":
            places = [self.options[int(place)] for place in drawn.default]
            return next(iter(drawn.raw_value if drawn.set_value else places), None)
        if self.kind == "button_group":
            return list(drawn.raw_values if drawn.set_value else (self.options[place] for place in drawn.default))
        if self.kind == "selectbox":
            default = self.options[drawn.default] if drawn.HasField("default") and self.options else None
            return drawn.raw_value if drawn.set_value and drawn.HasField("raw_value") else default
        if self.kind in ("number_input", "text_input", "text_area"):
            field = "value" if drawn.set_value else "default"
            return getattr(drawn, field) if drawn.HasField(field) else None
        if self.kind == "checkbox":
            return drawn.value if drawn.set_value else drawn.default
        return self.data.get("value") if self.kind == "bidi_component" else None

    @property
    def pushed(self) -> bool:
        """Whether the server has set its value in this run, over what the browser held."""
        return bool(getattr(self.drawn, "set_value", False))

    def state(self, value: Any) -> WidgetState:
        """The message that brings a value from this control to the server, be it allowed or not."""
        state = WidgetState(id=self.id)
        TRAVELS[self.kind](state, value)
        return state

    def choose(self, chance: Random) -> Any:
        """Some other value that the control itself would let a reader choose; None if there is no choice."""
        low, high, step = 0.0, 0.0, 0.0
        if self.kind in ("slider", "number_input"):
            low, high, step = self.drawn.min, self.drawn.max, self.drawn.step
        elif self.kind == "bidi_component" and {"low", "high", "step"} <= self.data.keys():
            low, high, step = (float(self.data[name]) for name in ("low", "high", "step"))
        elif self.options and not getattr(self.drawn, "disabled", False):
            return chance.choice(self.options)
        if not (step > 0 and math.isfinite(high - low)) or high <= low:
            return None
        return round(low + step * chance.randint(0, int((high - low) / step + 1e-6)), 10)


def _control(kind: str, drawn: Any) -> Control:
    return Control("select_slider" if kind == "slider" and drawn.options else kind, drawn)


class Reader:
    """One reader at one app: ``async with Reader(address) as reader: await reader.open("formulas", "z=2")``."""

    def __init__(self, address: str, locale: str = "en-US", cookie: str = "", patience: float = PATIENCE) -> None:
        self.address, self.locale, self.cookie, self.patience = address, locale, cookie, patience
        self.page = self.query = ""
        self.troubles: list[str] = []
        self.bytes_received = 0
        self.elements: dict[tuple[int, ...], Any] = {}
        self._drawing: dict[tuple[int, ...], Any] = {}
        self._values: dict[str, WidgetState] = {}
        self._kept: dict[str, tuple[int, ForwardMsg]] = {}
        self._runs = 0
        self._script = ""
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        await self.close()

    async def open(self, page: str = "", query: str = "") -> float:
        """Come to a page by its link, as a fresh session; answers with the seconds it took."""
        await self.close()
        self.page, self.query, self._script, self._runs = page, query, "", 0
        for kept in (self.elements, self._values, self._kept):
            kept.clear()
        where = urlsplit(self.address)
        headers = {"Origin": self.address} | ({"Cookie": self.cookie} if self.cookie else {})
        begun = time.monotonic()
        try:
            self._socket = await connect(
                f"ws://{where.netloc}/_stcore/stream",
                additional_headers=headers,
                subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
                max_size=None,
                proxy=None,
                open_timeout=self.patience,
                ping_timeout=None,
            )
        except (OSError, WebSocketException) as problem:
            raise LostError(f"no connection: {problem}") from problem
        await self.rerun()
        return time.monotonic() - begun

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def move(self, control: Control | str, value: Any) -> float:
        """Bring a value into a control, or into the one with that label; answers with the seconds until all is drawn.

        The value is sent as it is: what the control itself would refuse reaches the server all the same.
        """
        target = self.control(control) if isinstance(control, str) else control
        state = target.state(value)
        if target.kind == "button":
            return await self.rerun(state)
        self._values[target.id] = state
        return await self.rerun()

    async def forge(self, state: WidgetState) -> float:
        """Send a widget's state made by hand, of the wrong type for instance."""
        self._values[state.id] = state
        return await self.rerun()

    async def rerun(self, *triggers: WidgetState) -> float:
        """Ask for a run of the script with every widget's value, as the browser does; seconds until it has ended."""
        message = BackMsg()
        ask = message.rerun_script
        ask.query_string, ask.page_script_hash = self.query, self._script
        # Once the server has named the page's script, the browser goes by that.
        ask.page_name = "" if self._script else self.page
        ask.widget_states.widgets.extend([*self._values.values(), *triggers])
        ask.cached_message_hashes.extend(self._kept)
        ask.context_info.locale, ask.context_info.timezone = self.locale, "UTC"
        ask.context_info.url = f"{self.address}/{self.page}"
        begun = time.monotonic()
        if self._socket is None:
            raise LostError("not connected")
        try:
            async with asyncio.timeout(self.patience):
                await self._socket.send(message.SerializeToString())
                while not self._take(await self._socket.recv(decode=False)):
                    pass
        except TimeoutError as problem:
            raise LostError(f"no end of a run within {self.patience:g} s") from problem
        except (OSError, WebSocketException) as problem:
            raise LostError(f"disconnected: {problem}") from problem
        return time.monotonic() - begun

    def controls(self, *kinds: str) -> list[Control]:
        """The controls on the page in its order, or those of some kinds."""
        found = []
        for drawn in self.elements.values():
            kind = drawn.WhichOneof("type")
            if kind in TRAVELS and (body := getattr(drawn, kind)).id and not getattr(body, "disabled", False):
                found.append(_control(kind, body))
        return [control for control in found if not kinds or control.kind in kinds]

    def control(self, label: str, kind: str | None = None) -> Control:
        """The one control with that label."""
        found = [control for control in self.controls(*([kind] if kind else [])) if control.label == label]
        if len(found) != 1:
            raise LookupError(f"{len(found)} controls {label!r} among {[each.label for each in self.controls()]}")
        return found[0]

    def held(self, control: Control) -> Any:
        """The value a control stands at in this reader's browser."""
        state = self._values.get(control.id)
        if state is None:
            return control.value
        which = state.WhichOneof("value")
        body = getattr(state, str(which))
        if which == "json_value":
            return json.loads(body).get("value")
        return list(body.data) if hasattr(body, "data") else body

    @property
    def link(self) -> dict[str, Any]:
        """What the app's link component was told: the query, the link to share, every chart in words."""
        return next((c.data for c in self.controls("bidi_component") if c.drawn.component_name.endswith(LINK)), {})

    def words(self) -> list[str]:
        """Everything to read on the page, in its order, and at the end each chart's description."""
        found = []
        for drawn in self.elements.values():
            kind = drawn.WhichOneof("type")
            if kind in WORDS:
                found.append(str(getattr(getattr(drawn, kind), WORDS[kind])))
        return found + [str(said) for said in self.link.get("descriptions", {}).values()]

    def numbers(self) -> list[float]:
        """Every number in the words of the page."""
        return [float(found.replace("−", "-")) for words in self.words() for found in NUMBER.findall(words)]

    def charts(self) -> dict[tuple[int, ...], dict[str, Any]]:
        """The data of every chart, by the chart's place on the page and the data's name."""
        found = {}
        for path, drawn in self.elements.items():
            if drawn.WhichOneof("type") == "vega_lite_chart":
                sets = drawn.vega_lite_chart.datasets
                found[path] = {each.name: pa.ipc.open_stream(each.data.data).read_all().to_pydict() for each in sets}
        return found

    def values(self) -> dict[str, Any]:
        """The value of every control, by its id."""
        return {control.id: self.held(control) for control in self.controls()}

    def _take(self, content: bytes) -> bool:
        """Take one message of the server; whether it says that the run has ended."""
        self.bytes_received += len(content)
        message = ForwardMsg.FromString(content)
        if message.HasField("ref_hash"):
            metadata, (_, kept) = message.metadata, self._kept[message.ref_hash]
            message = ForwardMsg()
            message.CopyFrom(kept)
            message.metadata.CopyFrom(metadata)
        if message.metadata.cacheable and message.hash:
            self._kept[message.hash] = (self._runs, message)
        kind = str(message.WhichOneof("type"))
        if kind == "new_session":
            self._drawing = {}
            self._script = self._script or message.new_session.page_script_hash
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "delta":
            self._draw(tuple(message.metadata.delta_path), message.delta)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            self.troubles.append(f"page not found: {message.page_not_found.page_name}")
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            self.troubles.append(message.session_event.script_compilation_exception.message)
        elif kind == "script_finished":
            return self._finish(message.script_finished)
        return False

    def _draw(self, path: tuple[int, ...], delta: Any) -> None:
        drawn = delta.add_block if delta.HasField("add_block") else delta.new_element
        self._drawing[path] = drawn
        if drawn.WhichOneof("type") == "exception":
            self.troubles.append(f"{drawn.exception.type}: {drawn.exception.message}")

    def _finish(self, status: int) -> bool:
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.troubles.append("the script did not compile")
        self._runs += 1
        self._kept = {name: (run, kept) for name, (run, kept) in self._kept.items() if run >= self._runs - KEPT_RUNS}
        self.elements = dict(sorted(self._drawing.items()))
        values = {}
        for control in self.controls():
            if (control.pushed or control.id not in self._values) and control.kind != "bidi_component":
                if control.value is not None and control.kind != "button":
                    values[control.id] = control.state(control.value)
            elif control.id in self._values:
                values[control.id] = self._values[control.id]
        self._values = values
        self.query = self.link.get("query", self.query)
        return True
