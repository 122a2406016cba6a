"""Rooms in the memory of this process."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from core.app.room.store import LIFETIME, MOST_ANSWERS, MOST_PHONES, MOST_ROOMS, Fields


@dataclass(slots=True)
class _Room:
    fields: defaultdict[str, str]
    used: float

    def add_one(self, name: str) -> int:
        """Count something; how many there are now."""
        count = int(self.fields[name] or 0) + 1
        self.fields[name] = str(count)
        return count


@dataclass(slots=True)
class MemoryStore:
    """The store of one process; ``now``: seconds, from any beginning."""

    now: Callable[[], float] = time.monotonic
    _rooms: dict[str, _Room] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def open(self, code: str, fields: Fields) -> bool:
        """Make a room."""
        with self._lock:
            now = self.now()
            self._rooms = {code: room for code, room in self._rooms.items() if now - room.used < LIFETIME}
            if code in self._rooms or len(self._rooms) >= MOST_ROOMS:
                return False
            self._rooms[code] = _Room(defaultdict(str, fields), now)
            return True

    def join(self, code: str, phone: str) -> bool:
        """Let a phone in."""
        with self._lock:
            room = self._find(code)
            name = f"phone:{phone}"
            if room is None or (name not in room.fields and int(room.fields["phones"] or 0) >= MOST_PHONES):
                return False
            if name not in room.fields:
                room.fields[name] = str(room.add_one("phones"))
            room.used = self.now()
            return True

    def move(self, code: str, secret: str, fields: Fields) -> bool:
        """Change what the opener may change."""
        with self._lock:
            room = self._find(code)
            if room is None or room.fields["secret"] != secret:
                return False
            room.fields.update(fields)
            room.add_one("version")
            room.used = self.now()
            return True

    def answer(self, code: str, phone: str, turn: str, answer: str) -> bool:
        """Take an answer."""
        with self._lock:
            room = self._find(code)
            number = room.fields.get(f"phone:{phone}") if room else None
            if room is None or number is None or not turn or room.fields["taking"] != turn:
                return False
            name = f"answer:{turn}:{number}"
            if name not in room.fields:
                if int(room.fields["answers"] or 0) >= MOST_ANSWERS:
                    return False
                room.add_one("answers")
                room.add_one(f"count:{turn}")
            room.fields[name] = answer
            room.used = self.now()
            return True

    def read(self, code: str, *names: str) -> tuple[str, ...] | None:
        """Some fields."""
        with self._lock:
            room = self._find(code)
            return tuple(room.fields.get(name, "") for name in names) if room else None

    def everything(self, code: str) -> Fields:
        """All fields."""
        with self._lock:
            room = self._find(code)
            return dict(room.fields) if room else {}

    def _find(self, code: str) -> _Room | None:
        """The room of a code, if it has not expired."""
        room = self._rooms.get(code)
        if room is not None and self.now() - room.used >= LIFETIME:
            del self._rooms[code]
            return None
        return room
