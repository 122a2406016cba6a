"""Rooms on a Redis or Valkey server, which several processes of the app share. Needs the package ``redis``."""

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.app.room.store import LIFETIME, MOST_ANSWERS, MOST_PHONES, MOST_ROOMS, Fields, LostStoreError

V = TypeVar("V")

PREFIX: Final = "cross_entropy:room:"
ROOMS: Final = "cross_entropy:rooms"  # their codes, by when they expire
PATIENCE: Final = 1.0  # s for an answer of the server
PAUSE: Final = 3.0  # s after one that did not come, in which nobody waits for another

# Each script is one step on the server. KEYS: the room, and the list of rooms. ARGV begins with the room's lifetime.
_USED: Final = """
local room, rooms, life = KEYS[1], KEYS[2], tonumber(ARGV[1])
local function used()
  redis.call('EXPIRE', room, life)
  redis.call('ZADD', rooms, tonumber(redis.call('TIME')[1]) + life, room)
end
"""
_OPEN: Final = """
redis.call('ZREMRANGEBYSCORE', rooms, '-inf', redis.call('TIME')[1])
if redis.call('EXISTS', room) == 1 or redis.call('ZCARD', rooms) >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', room, unpack(ARGV, 3))
used()
return 1
"""
_JOIN: Final = """
if redis.call('EXISTS', room) == 0 then return 0 end
if redis.call('HEXISTS', room, 'phone:' .. ARGV[3]) == 0 then
  if tonumber(redis.call('HGET', room, 'phones') or 0) >= tonumber(ARGV[2]) then return 0 end
  redis.call('HSET', room, 'phone:' .. ARGV[3], redis.call('HINCRBY', room, 'phones', 1))
end
used()
return 1
"""
_MOVE: Final = """
if redis.call('HGET', room, 'secret') ~= ARGV[2] then return 0 end
redis.call('HSET', room, unpack(ARGV, 3))
redis.call('HINCRBY', room, 'version', 1)
used()
return 1
"""
_ANSWER: Final = """
local number = redis.call('HGET', room, 'phone:' .. ARGV[3])
if not number or ARGV[4] == '' or redis.call('HGET', room, 'taking') ~= ARGV[4] then return 0 end
local name = 'answer:' .. ARGV[4] .. ':' .. number
if redis.call('HEXISTS', room, name) == 0 then
  if tonumber(redis.call('HGET', room, 'answers') or 0) >= tonumber(ARGV[2]) then return 0 end
  redis.call('HINCRBY', room, 'answers', 1)
  redis.call('HINCRBY', room, 'count:' .. ARGV[4], 1)
end
redis.call('HSET', room, name, ARGV[5])
used()
return 1
"""


class RedisStore:
    """The store behind an address such as ``redis://10.0.0.5:6379/0``."""

    def __init__(self, address: str) -> None:
        self._client = redis.Redis.from_url(
            address,
            decode_responses=True,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1),  # once, at once: a connection that the server has closed in the meantime
        )
        self._scripts = {
            name: self._client.register_script(_USED + script)
            for name, script in {"open": _OPEN, "join": _JOIN, "move": _MOVE, "answer": _ANSWER}.items()
        }
        self._asks_again_at = 0.0

    def open(self, code: str, fields: Fields) -> bool:
        """Make a room."""
        return self._run("open", code, MOST_ROOMS, *_flat(fields))

    def join(self, code: str, phone: str) -> bool:
        """Let a phone in."""
        return self._run("join", code, MOST_PHONES, phone)

    def move(self, code: str, secret: str, fields: Fields) -> bool:
        """Change what the opener may change."""
        return self._run("move", code, secret, *_flat(fields))

    def answer(self, code: str, phone: str, turn: str, answer: str) -> bool:
        """Take an answer."""
        return self._run("answer", code, MOST_ANSWERS, phone, turn, answer)

    def read(self, code: str, *names: str) -> tuple[str, ...] | None:
        """Some fields."""
        # Every room has a secret.
        secret, *found = self._ask(lambda: self._client.hmget(PREFIX + code, ["secret", *names]))
        return None if secret is None else tuple(text or "" for text in found)

    def everything(self, code: str) -> Fields:
        """All fields."""
        found: dict[str, str] = self._ask(lambda: self._client.hgetall(PREFIX + code))
        return found

    def _run(self, name: str, code: str, *arguments: Any) -> bool:
        script, keys = self._scripts[name], [PREFIX + code, ROOMS]
        return bool(self._ask(lambda: script(keys=keys, args=[LIFETIME, *arguments])))

    def _ask(self, ask: Callable[[], V]) -> Any:
        """What the server answers. While it is away nobody waits for it twice: the talk goes on."""
        if time.monotonic() < self._asks_again_at:
            raise LostStoreError
        try:
            return ask()
        except redis.RedisError as problem:
            self._asks_again_at = time.monotonic() + PAUSE
            raise LostStoreError from problem


def _flat(fields: Fields) -> list[str]:
    return [text for entry in fields.items() for text in entry]
