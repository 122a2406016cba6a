"""Pairs of distributions to begin from, each with one thing to see."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Pair:
    """The truth p and the model q over the same outcomes."""

    p: tuple[float, ...]
    q: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.p) != len(self.q):
            raise ValueError(f"p and q differ in their number of outcomes: {self}")


def smoothed(label: tuple[float, ...], epsilon: float) -> tuple[float, ...]:
    """A one-hot label y over K classes, smoothed to (1 − ε) y + ε/K."""
    return tuple((1.0 - epsilon) * y + epsilon / len(label) for y in label)


_THIRD_OF_FOUR: Final = (0.0, 0.0, 1.0, 0.0)
_PREDICTION: Final = (0.1, 0.1, 0.7, 0.1)

PAIRS: Final = MappingProxyType(
    {
        "permuted": Pair((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)),
        "die": Pair((0.1, 0.1, 0.1, 0.1, 0.1, 0.5), (1 / 6,) * 6),
        "one_hot": Pair(_THIRD_OF_FOUR, _PREDICTION),
        "smoothed": Pair(smoothed(_THIRD_OF_FOUR, 0.1), _PREDICTION),
        "disjoint": Pair((0.5, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.5)),
        "point": Pair((1.0, 0.0, 0.0, 0.0), (0.25,) * 4),
    }
)


def name_of(pair: Pair) -> str | None:
    """The example that a pair is, if it is one."""
    return next((name for name, example in PAIRS.items() if example == pair), None)
