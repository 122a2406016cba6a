"""Where an axis ends: at a fixed stop for all but far numbers, so that it stands still while the reader moves."""

import math
from collections.abc import Sequence


def axis_end(size: float, stops: Sequence[float]) -> float:
    """The first stop that is not below ``size``; beyond them the next multiple of the last."""
    return next((stop for stop in stops if size <= stop), stops[-1] * math.ceil(size / stops[-1]))
