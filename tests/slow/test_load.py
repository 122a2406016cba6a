"""Several readers at once, and readers who send what no control would let them send."""

import asyncio
import math
import re
import time
from collections.abc import Iterator
from random import Random
from typing import Any, Final
from urllib.parse import parse_qs

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.readers import Control, Reader
from tests.servers import Server, serving
from tests.slow.bench_load import Wave, arrive, stay

READERS, SECONDS = 8, 8.0
NOTES: Final = (":material/info:", ":material/error:")
BEYOND: Final = (1e9, -1e9, math.nan, math.inf, 1e308, 0.1234567)
# page, query of the link, label of the control, its name in the link, its limits, values beyond what it allows
NUMBERS: Final[tuple[tuple[Any, ...], ...]] = (
    (
        "",
        "z0=6",
        "How wrong is the neuron at the start? Drag here or in the picture.",
        "z0",
        (-10, 10),
        (*BEYOND, "x", None, {"a": 1}, [1]),
    ),
    ("formulas", "z=2", "logit z", "z", (-10, 10), (*BEYOND, "9" * 5000, [[[]]], True)),
    ("formulas", "section=classes", "classes K", "classes", (2, 10), BEYOND),
    ("formulas", "y=soft&soft=0.3", None, "soft", (0, 1), BEYOND),
    ("likelihood", "p=0.3", "p, your guess at heads", "p", (0, 1), BEYOND),
    ("likelihood", "section=example", "p₁", "probs", (0, 1), BEYOND[:-1]),
    ("kl_divergence", "section=bell", "Mean of q", "bm", (-6, 6), BEYOND),
    ("training_race", "", "learning rate η", "rate", (0, 100), ("nonsense", "", "1e9", ["0.1", "0.2"], [])),
)
WORDS: Final[tuple[tuple[Any, ...], ...]] = (
    ("formulas", "", "label y", ("nonsense", [], ["0", "1"], ["0", "0"], "２")),
    ("training_race", "", "data", ("nonsense", "", "one", "x" * 100_000)),
    ("training_race", "section=nielsen", "run", ("nonsense", [])),
    (
        "likelihood",
        "section=noise",
        "your data",
        ("", "H" * 100_000, "<script>\0`*$", "-1/5", "-3/-2", "7/5", "1e9/1e9"),
    ),
    ("likelihood", "section=faces", "how often each class was drawn", ("", "," * 100_000, "<b>\0`*$x$,")),
)
SLIDER_LINK: Final = ("formulas", "y=soft&soft=0.3")
# What is of another type than the control's. Streamlit itself stumbles over most of them before it asks the app, and
# goes on stumbling in that session.
OF_ANOTHER_TYPE: Final[tuple[dict[str, Any], ...]] = (
    {"double_value": 1e9},
    {"string_value": "nonsense"},
    {"bool_value": True},
    {"int_value": -(2**62)},
    {"bytes_value": b"\xff"},
    {"json_value": "{"},
    {"json_value": "[" * 5000 + "]" * 5000},
    {},
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def found(reader: Reader, label: str | None) -> Control:
    return reader.control(label) if label else reader.controls("slider")[0]


def told(reader: Reader) -> tuple[Any, ...]:
    """What the page shows, but for what it says of a value that was not taken as given."""
    return [words for words in reader.words() if not words.startswith(NOTES)], list(reader.charts().values())


async def lawful(reader: Reader, server: Server) -> None:
    """The page stands without an error, and shows just what a fresh reader sees by the link to it."""
    assert reader.troubles == []
    assert not any(re.search(r"\bnan\b", words, re.IGNORECASE) for words in [*told(reader)[0], reader.query])
    for control in reader.controls("slider", "number_input"):
        if control.value is not None:
            assert control.drawn.min <= control.value <= control.drawn.max
    async with Reader(server.address) as twin:
        await twin.open(reader.page, reader.query)
        assert twin.troubles == []
        assert told(twin) == told(reader)


def test_readers_at_once(server: Server) -> None:
    async def together() -> Wave:
        wave = Wave("test")
        readers = [Reader(server.address, patience=120) for _ in range(READERS)]
        chances = [Random(number) for number in range(READERS)]
        try:
            for reader, chance in zip(readers, chances, strict=True):
                await arrive(reader, wave, chance)
            ends = time.monotonic() + SECONDS
            pairs = zip(readers, chances, strict=True)
            await asyncio.gather(*(stay(reader, wave, chance, ends) for reader, chance in pairs))
        finally:
            for reader in readers:
                await reader.close()
        return wave

    wave = asyncio.run(together())
    assert wave.troubles == []
    assert server.complaints() == [], server.log()
    assert len(wave.reruns) >= READERS / 2


@pytest.mark.parametrize(
    ("page", "query", "label", "name", "limits", "values"), NUMBERS, ids=lambda value: str(value)[:20]
)
def test_numbers_beyond_the_limits(
    server: Server, page: str, query: str, label: str | None, name: str, limits: tuple[float, float], values: Any
) -> None:
    async def forge() -> None:
        async with Reader(server.address) as reader:
            await reader.open(page, query)
            for value in values:
                control = found(reader, label)
                await reader.move(control, value)
                await lawful(reader, server)
                link = parse_qs(reader.query).get(name, [""])[0]
                used = [float(part) for part in link.split(",") if part]
                assert all(limits[0] <= number <= limits[1] for number in used), link

    asyncio.run(forge())


@pytest.mark.parametrize(("page", "query", "label", "values"), WORDS, ids=lambda value: str(value)[:20])
def test_words_beyond_the_options_and_the_length(
    server: Server, page: str, query: str, label: str, values: Any
) -> None:
    async def forge() -> None:
        async with Reader(server.address) as reader:
            for value in values:
                await reader.open(page, query)
                await reader.move(label, value)
                await lawful(reader, server)
                assert len(reader.query) <= 2500

    asyncio.run(forge())


def test_a_value_of_another_type_harms_nobody(server: Server) -> None:
    async def forge() -> None:
        async with Reader(server.address) as other, Reader(server.address) as reader:
            await other.open(*SLIDER_LINK)
            await reader.open(*SLIDER_LINK)
            before = told(other)
            for forged in OF_ANOTHER_TYPE:
                await reader.forge(WidgetState(id=found(reader, None).id, **forged))
                assert not any(drawn.exception.stack_trace for drawn in reader.elements.values() if is_exception(drawn))
                # Whatever that run came to, the link brings the page back, and the next value is taken.
                reader.troubles.clear()
                await reader.open(*SLIDER_LINK)
                assert told(reader) == before
                await reader.move(found(reader, None), 0.25)
                assert parse_qs(reader.query)["soft"] == ["0.25"]
                await lawful(reader, server)
                await reader.open(*SLIDER_LINK)
            await other.rerun()
            assert told(other) == before
            assert other.troubles == []

    asyncio.run(forge())


def is_exception(drawn: Any) -> bool:
    return bool(drawn.WhichOneof("type") == "exception")
