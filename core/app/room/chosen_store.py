"""The store of this process: the one that the environment names, else its own memory."""

import os
from functools import cache
from typing import Final

from core.app.room.memory_store import MemoryStore
from core.app.room.store import Store

VARIABLE: Final = "CROSS_ENTROPY_STORE"


@cache
def store() -> Store:
    """The one store that this process asks."""
    address = os.environ.get(VARIABLE, "")
    if not address:
        return MemoryStore()
    from core.app.room.redis_store import RedisStore  # the one place that needs the client

    return RedisStore(address)
