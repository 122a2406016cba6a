"""Two processes behind nginx, as docs/nginx.conf has it: one dies, and no reader loses anything but a moment.

The configuration under test is the file itself; only its ports are exchanged for free ones.
"""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.readers import LostError, Reader
from tests.servers import Server, free_ports, serving
from tests.slow.balancer import balancing, cookie

READERS: Final = 20
CONNECTED: Final = ("session_events_total", 'type="connect"')
# page → query of its link for the reader of that number, and the control that reader moves, with a value for each turn
PAGES: Final[tuple[tuple[str, str, str | None, Callable[[int], float]], ...]] = (
    ("", "z0={}", "How wrong is the neuron at the start? Drag here or in the picture.", lambda turn: 1 + turn % 5),
    ("formulas", "z=-{}", "logit z", lambda turn: -4 + turn % 9),
    ("likelihood", "tosses=HTTHH&p=0.{}5", "p, your guess at heads", lambda turn: round(0.1 + turn % 8 / 10, 3)),
    (
        "kl_divergence",
        "section=steps&softness=0.{}",
        "s, from one-hot to uniform",
        lambda turn: round(0.1 + turn % 8 / 10, 2),
    ),
)


def seen(reader: Reader) -> tuple[Any, ...]:
    """All that tells one page from another: address, words, numbers, controls, the data of the charts."""
    return reader.page, reader.query, reader.words(), reader.numbers(), reader.values(), reader.charts()


async def arrive(reader: Reader, page: str, query: str, servers: list[Server]) -> int:
    """Open a page; the place of the process that has got the reader."""
    before = [server.metric(*CONNECTED) for server in servers]
    await reader.open(page, query)
    gained = [server.metric(*CONNECTED) - count for server, count in zip(servers, before, strict=True)]
    assert sorted(gained) == [0, 1]
    return gained.index(1)


async def move(reader: Reader, number: int, turn: int) -> None:
    """Move the main control of the reader's page."""
    _, _, label, value = PAGES[number % len(PAGES)]
    control = reader.control(label) if label else reader.controls("slider")[0]
    await reader.move(control, value(turn + number))


async def play(reader: Reader, number: int, last: asyncio.Event) -> tuple[tuple[Any, ...], bool]:
    """Move a control until told to stop, or until the connection is lost: what was seen at last, and whether lost.

    Once told, one more movement is begun, so that a connection to a process long dead cannot pass unnoticed.
    """
    chance, turn = Random(number), 0
    while True:
        before, told = seen(reader), last.is_set()
        try:
            await move(reader, number, turn := turn + 1)
        except LostError:
            return before, True
        if told:
            return seen(reader), False
        await asyncio.sleep(chance.uniform(0.2, 0.5))


async def readers_outlive_a_process(address: str, servers: list[Server]) -> None:
    readers = [Reader(address, cookie=cookie(address), patience=120) for _ in range(READERS)]
    links = [
        (page, query.format(1 + number // 4)) for number in range(READERS) for page, query, *_ in [PAGES[number % 4]]
    ]
    try:
        places = [await arrive(reader, *link, servers) for reader, link in zip(readers, links, strict=True)]
        assert set(places) == {0, 1}, "one process has all the readers"

        # They stay where they are, whenever they come again, in whatever order.
        again = [await arrive(reader, *link, servers) for reader, link in list(zip(readers, links, strict=True))[::-1]]
        assert again[::-1] == places

        dead, alive = servers
        last = asyncio.Event()
        playing = [asyncio.create_task(play(reader, number, last)) for number, reader in enumerate(readers)]
        await asyncio.sleep(2)
        dead.kill()
        await asyncio.sleep(1)
        last.set()
        played = await asyncio.gather(*playing)
        assert [lost for _, lost in played] == [place == 0 for place in places]

        for reader, (before, _) in zip(readers, played, strict=True):
            await reader.open(reader.page, reader.query)
            assert seen(reader) == before
            assert len(reader.numbers()) > 3
            assert reader.charts()
        for _ in range(100):  # a session ends a moment after its reader has gone
            if alive.metric("active_sessions") == READERS:
                break
            await asyncio.sleep(0.1)
        assert alive.metric("active_sessions") == READERS
        assert len({str(reader.numbers()) for reader in readers}) > 4, "the readers all saw the same"
        for reader in readers:
            assert reader.troubles == []
        for number, reader in enumerate(readers):
            await move(reader, number, 0)
    finally:
        for reader in readers:
            await reader.close()


def test_a_reload_finds_everything_again_after_a_process_has_died(nginx: str, tmp_path: Path) -> None:
    front, *ports = free_ports(3)
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(serving(port)) for port in ports]
        for server in servers:
            server.rest()  # its own first visits are not counted among the readers
        address = stack.enter_context(balancing(nginx, tmp_path, front, ports))
        asyncio.run(readers_outlive_a_process(address, servers))
        assert servers[1].complaints() == [], servers[1].log()
