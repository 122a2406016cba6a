"""How often an address may ask for rooms that are not there: codes cannot be found by trying."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

AT_ONCE: Final = 20  # wrong codes; a hall behind one address mistypes some
EACH: Final = 3.0  # s until there is one more
MOST_ADDRESSES: Final = 10_000


@dataclass(slots=True)
class Attempts:
    """What each address has left. At one try in three seconds a room among fifty is met once in five days."""

    now: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # address -> attempts, since when

    def are_left(self, address: str) -> bool:
        """Whether an address may try one more code."""
        return self._of(address) >= 1.0

    def miss(self, address: str) -> None:
        """A code was wrong."""
        self._left[address] = (max(0.0, self._of(address) - 1.0), self.now())
        self._left.move_to_end(address)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)

    def _of(self, address: str) -> float:
        left, since = self._left.get(address, (float(AT_ONCE), self.now()))
        return min(float(AT_ONCE), left + (self.now() - since) / EACH)
