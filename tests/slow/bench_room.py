"""A hall that answers: ``python -m tests.slow.bench_room``, with 300 phones at one process, and 1,000 at four.

Phones without a browser do what the phone's page does: they load it, join, ask for news every 2 to 2.6 seconds, and
answer. All come within ten seconds of the code. The stage's reader looks once a second how many have answered, as the
fragment on the stage does. The table has the slowest arrival, how long an answer took to be counted on the stage, how
long until a phone had the next question, errors, memory, and processors in use. The four processes share a Redis; they
and all the phones have this machine's processors between them. Ends with 1 where something is above its limit.
"""

import asyncio
import contextlib
import gzip
import json
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from core.app.talk.scenes import STORYLINES
from core.simulation.room import almost_sure
from tests.readers import Reader
from tests.servers import Server, redis_serving, serving
from tests.slow.bench_load import percentile, table

HALLS: Final = ((300, 1), (1000, 4))
ARRIVING: Final = 10.0  # s within which all point their phones at the code
QUESTIONS: Final = 3
VOTING: Final = 8.0  # s within which all answer
PAUSE: Final = (2.0, 2.6)  # s, as core/app/room/phone.js has it
ALL_IN, COUNTED, FOLLOWED, MEMORY = 30.0, 3.0, 3.0, 690.0  # limits: s, s, s, MB
FIRST: Final = STORYLINES["loss"].scenes[0]
COUNT: Final = re.compile(r"(\d+) of \d+ phones")


@dataclass
class Hall:
    """What the phones and the stage have met."""

    arrivals: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)  # when each answer to the open question left its phone
    counted: list[float] = field(default_factory=list)  # s from there until the stage had it
    moved: dict[str, float] = field(default_factory=dict)  # turn -> when the stage had asked it
    followed: list[float] = field(default_factory=list)  # s until a phone had it
    asked: list[float] = field(default_factory=list)  # s of one question for news
    errors: list[str] = field(default_factory=list)
    turn: str = ""
    over: bool = False


class Phone:
    """One phone, over a connection of its own that stays open, as a browser keeps it."""

    def __init__(self, port: int, code: str, hall: Hall, chance: Random, cookie: str = "") -> None:
        self._port, self._code, self._hall, self._chance, self._cookie = port, code, hall, chance, cookie
        self._token, self._version = "", ""
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._votes: set[asyncio.Task[None]] = set()

    async def ask(self, path: str, body: object = None) -> tuple[int, bytes]:
        """Status and content of a request; over a new connection where the server has closed one that was idle."""
        async with self._one_at_a_time:
            try:
                return await self._ask(path, body)
            except (ConnectionError, asyncio.IncompleteReadError):
                self._stream = None
                return await self._ask(path, body)

    async def _ask(self, path: str, body: object = None) -> tuple[int, bytes]:
        if self._stream is None:
            self._stream = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._stream
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        head += f"X-Phone: {self._token}\r\n" if self._token else ""
        head += f"Cookie: {self._cookie}\r\n" if self._cookie else ""
        writer.write(head.encode() + b"\r\n" + content)
        await writer.drain()
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        if headers.get("transfer-encoding") == "chunked":
            parts = []
            while size := int(await reader.readline(), 16):
                parts.append((await reader.readexactly(size + 2))[:-2])
            await reader.readline()
            content = b"".join(parts)
        else:
            content = await reader.readexactly(int(headers.get("content-length", "0")))
        return int(lines[0].split()[1]), gzip.decompress(content) if "content-encoding" in headers else content

    async def live(self, comes: float) -> None:
        """Come, and stay until the hall is over."""
        await asyncio.sleep(comes)
        hall, begun = self._hall, time.monotonic()
        try:
            self._take(await self.join())
            hall.arrivals.append(time.monotonic() - begun)
            while not hall.over:
                await asyncio.sleep(self._chance.uniform(*PAUSE))
                began = time.monotonic()
                content = await self.expect(f"/room/{self._code}?since={self._version}")
                hall.asked.append(time.monotonic() - began)
                if content:
                    self._take(json.loads(content))
            await asyncio.gather(*self._votes)
        except (OSError, asyncio.IncompleteReadError, RuntimeError) as problem:
            hall.errors.append(repr(problem))
        finally:
            if self._stream:
                self._stream[1].close()

    async def join(self) -> dict[str, Any]:
        """Load the page and enter the room: the question of the moment."""
        await self.expect(f"/?room={self._code}")
        joined: dict[str, Any] = json.loads(await self.expect(f"/room/{self._code}/join", {}))
        self._token = joined["phone"]
        news: dict[str, Any] = joined["news"]
        return news

    async def answer(self, news: dict[str, Any], option: int) -> None:
        """Be almost sure of an option of the question that is open."""
        options = len(next(iter(news["words"].values()))["options"])
        said = news["scale"]["start"] if news["scale"] else almost_sure(options, option % options)
        await self.expect(f"/room/{self._code}/answer", {"turn": news["turn"], "answer": said})

    async def expect(self, path: str, body: object = None) -> bytes:
        """The content of a request that must succeed."""
        status, content = await self.ask(path, body)
        if status not in (200, 204):
            raise RuntimeError(f"{path}: {status} {content[:100]!r}")
        return content

    def _take(self, news: dict[str, Any]) -> None:
        """See what is new; answer what is open, in a while."""
        self._version = str(news["version"])
        turn = news["turn"]
        if news["state"] == "open" and turn == self._hall.turn:
            self._hall.followed.append(time.monotonic() - self._hall.moved[turn])
            self._votes.add(asyncio.create_task(self._vote(news)))

    async def _vote(self, news: dict[str, Any]) -> None:
        await asyncio.sleep(self._chance.uniform(0.0, VOTING))
        self._hall.sent.append(time.monotonic())
        try:
            await self.answer(news, self._chance.randrange(100))
        except (OSError, asyncio.IncompleteReadError, RuntimeError) as problem:
            self._hall.errors.append(repr(problem))


@contextlib.asynccontextmanager
async def opened(server: Server) -> AsyncIterator[tuple[Reader, str]]:
    """A lecturer's stage with a room, and its code."""
    async with Reader(server.address, patience=120) as stage:
        await stage.open("" if FIRST.page == "home" else FIRST.page, f"scene={FIRST.name}&talk=1&lang=en")
        await press(stage, "stage_room")
        yield stage, next(filter(None, (re.search(r"# ([A-Z0-9]{5})$", word) for word in stage.words())))[1]


async def press(stage: Reader, key: str) -> None:
    """Press a button of the stage."""
    await stage.move(next(button for button in stage.controls("button") if button.id.endswith(key)), True)


def counted(stage: Reader) -> int:
    """How many have answered, as the stage says it."""
    return int(next(filter(None, (COUNT.search(word) for word in stage.words())))[1])


async def watch(stage: Reader, hall: Hall, phones: int) -> None:
    """Look once a second until all have answered; what is new on the stage was sent since."""
    seen = 0
    while seen < phones and not hall.errors:
        await asyncio.sleep(1.0)
        await stage.rerun()
        now = time.monotonic()
        count = counted(stage)
        hall.counted += [now - sent for sent in sorted(hall.sent)[seen:count]]
        seen = max(seen, count)


async def run(servers: list[Server], count: int) -> tuple[Hall, float]:
    """A hall of so many phones over all servers, through some questions; and the seconds it took."""
    hall, chance = Hall(), Random(1)
    async with opened(servers[0]) as (stage, code):
        begun = time.monotonic()
        hall.turn = f"{FIRST.name}/1"
        hall.moved[hall.turn] = begun
        phones = [Phone(servers[i % len(servers)].port, code, hall, Random(i)) for i in range(count)]
        living = [asyncio.create_task(phone.live(chance.uniform(0.0, ARRIVING))) for phone in phones]
        for question in range(QUESTIONS):
            await watch(stage, hall, count)
            if question == 0:
                hall.followed.clear()  # they came in the middle of it
            hall.sent.clear()
            for _ in range(2):  # its answers, then the experiment's
                await press(stage, "stage_next")
            if question < QUESTIONS - 1:
                hall.turn = f"{STORYLINES['loss'].scenes[question + 1].name}/1"
                hall.moved[hall.turn] = time.monotonic()
                await press(stage, "stage_next")
        hall.over = True
        await asyncio.gather(*living)
        hall.errors += stage.troubles
        return hall, time.monotonic() - begun


def measured(count: int, processes: int) -> list[str]:
    """The column of one hall."""
    with ExitStack() as stack:
        settings = {}
        if processes > 1:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            settings = {"CROSS_ENTROPY_STORE": stack.enter_context(redis_serving(folder))}
        servers = [stack.enter_context(serving(environment=settings)) for _ in range(processes)]
        for server in servers:
            server.rest()
        before = sum(server.processor_seconds() for server in servers)
        hall, seconds = asyncio.run(run(servers, count))
        used = sum(server.processor_seconds() for server in servers) - before
        hall.errors += [line for server in servers for line in server.complaints()]
        figures = (
            (max(hall.arrivals), ALL_IN - ARRIVING),
            (percentile(hall.counted, 95), COUNTED),
            (percentile(hall.followed, 95), FOLLOWED),
            (max(server.memory("VmHWM") for server in servers), MEMORY),
            (float(len(hall.errors)), 0.0),
        )
        if hall.errors:
            print(*hall.errors[:5], sep="\n")
        if any(figure > limit for figure, limit in figures):
            FAILED.append(f"{count} phones")
        arrival, counted, followed, memory, errors = (figure for figure, _ in figures)
        news = f"{1000 * percentile(hall.asked, 50):.1f} / {1000 * percentile(hall.asked, 95):.0f} ms"
        return [
            *(f"{count}", f"{processes}", f"{arrival:.2f} s", f"{counted:.2f} s", f"{followed:.2f} s", news),
            *(f"{errors:.0f}", f"{memory:.0f} MB", f"{used / seconds:.2f}"),
        ]


FAILED: Final[list[str]] = []
NAMES: Final = (
    *("phones", "processes", "slowest arrival: page, joined, question", "an answer counted on the stage, 95 %"),
    *("a phone has the next question, 95 %", "asking for news, 50 % / 95 %", "errors"),
    *("memory of a process at its peak", "processors in use"),
)


def main() -> int:
    """Print the table; 1 where a limit is exceeded."""
    columns = [measured(*hall) for hall in HALLS]
    print(table([list(row) for row in zip(NAMES, *columns, strict=True)]))
    return len(FAILED)


if __name__ == "__main__":
    sys.exit(main())
