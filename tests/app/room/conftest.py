"""Both stores: the one in memory, and a real Redis on a free port."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from core.app.room.memory_store import MemoryStore
from core.app.room.redis_store import PREFIX, ROOMS, RedisStore
from core.app.room.store import Store
from tests.servers import redis_serving


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory) -> Iterator[str]:
    with redis_serving(tmp_path_factory.mktemp("redis")) as address:
        yield address


@dataclass
class Shelf:
    """A store, and how time passes for it."""

    store: Store
    pass_seconds: Callable[[float], None]


@pytest.fixture(params=["memory", "redis"])
def shelf(request) -> Shelf:
    if request.param == "memory":
        clock = [0.0]
        return Shelf(MemoryStore(lambda: clock[0]), lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    store = RedisStore(request.getfixturevalue("redis_address"))
    client = store._client
    client.flushall()

    def pass_seconds(seconds: float) -> None:
        """As though a key had been written so much earlier."""
        for key in client.scan_iter(PREFIX + "*"):
            client.pexpire(key, int(1000 * (client.ttl(key) - seconds)))
            client.zincrby(ROOMS, -seconds, key)

    return Shelf(store, pass_seconds)
