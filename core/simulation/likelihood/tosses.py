"""Tosses of a coin as people write them: HTTH, 1001, 正反反正, 7/10, or n = 10, k = 7."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln

from core.maths.checks import FloatArray
from core.simulation.likelihood.noise_values import Unreadable as Unreadable

MOST_TOSSES: Final = 10**6  # beyond it the binomial coefficient loses digits
_ALPHABETS: Final = ("HT", "ht", "10", "正反")  # heads first
_FACES: Final = {sign: face for alphabet in _ALPHABETS for sign, face in zip(alphabet, "HT", strict=True)}
_COUNTS: Final = (
    r"(?P<k>[0-9]{1,999})/(?P<n>[0-9]{1,999})",
    r"[nN][=:](?P<n>[0-9]{1,999})[kK][=:](?P<k>[0-9]{1,999})",
    r"[kK][=:](?P<k>[0-9]{1,999})[nN][=:](?P<n>[0-9]{1,999})",
)


@dataclass(frozen=True, slots=True)
class Tosses:
    """So many heads in so many tosses; ``run`` has them in order (``"HTTH"``) where the order is known."""

    heads: int
    count: int
    run: str | None

    @property
    def tails(self) -> int:
        """The tosses that were not heads."""
        return self.count - self.heads

    @property
    def written(self) -> str:
        """The shortest text that reads as the same tosses, in signs that need no escaping in a link."""
        return f"{self.heads}/{self.count}" if self.run is None else self.run


def read_tosses(text: str) -> Tosses:
    """The tosses that a text stands for; blanks and commas count for nothing.

    A run of H and T, 1 and 0 or 正 and 反, in any mixture; or counts, k heads of n, as ``k/n`` or ``n=10 k=7``.
    Full-width signs are read as their usual forms.
    Raises: Unreadable for any other sign, k > n, and n > 10⁶.
    """
    signs = [unicodedata.normalize("NFKC", sign) for sign in text]
    kept = [(place, sign) for place, sign in enumerate(signs, start=1) if sign.strip(" ,、;") and not sign.isspace()]
    compact = "".join(sign for _, sign in kept)
    for pattern in _COUNTS:
        if counts := re.fullmatch(pattern, compact):
            heads, count = int(counts["k"]), int(counts["n"])
            if count > MOST_TOSSES or heads > count:
                raise Unreadable("too_many" if count > MOST_TOSSES else "heads_above")
            return Tosses(heads, count, None)
    for place, sign in kept:
        if sign not in _FACES:
            raise Unreadable("sign", text[place - 1], place)
    run = "".join(_FACES[sign] for _, sign in kept)
    return Tosses(run.count("H"), len(run), run)


def extended(text: str, more: Iterable[bool]) -> str:
    """A readable text with further tosses, True for heads, in the signs of its last one."""
    tosses, added = read_tosses(text), list(more)
    if tosses.run is None:
        return f"{tosses.heads + sum(added)}/{tosses.count + len(added)}"
    usual = reversed(unicodedata.normalize("NFKC", text))
    signs = next((alphabet for sign in usual for alphabet in _ALPHABETS if sign in alphabet), _ALPHABETS[0])
    return text + "".join(signs[0] if heads else signs[1] for heads in added)


def without_last(text: str) -> str:
    """A readable run without its last toss; counts and the empty run as they are."""
    tosses = read_tosses(text)
    if not tosses.run:
        return text
    last = max(place for place, sign in enumerate(text) if unicodedata.normalize("NFKC", sign) in _FACES)
    return text[:last].rstrip()


def heads_so_far(run: str) -> NDArray[np.int64]:
    """The heads among the first 0, 1, … n tosses of a run of H and T. Shape: (n + 1,)."""
    return np.cumsum([0, *(face == "H" for face in run)], dtype=np.int64)


def log_area(heads: ArrayLike, count: ArrayLike) -> FloatArray:
    """The logarithm of the area under the likelihood of p, p from 0 to 1, given a run with so many heads.

    ∫₀¹ p^k (1 − p)^(n−k) dp = B(k + 1, n − k + 1) = 1 / ((n + 1) · (n choose k)).
    Shapes: any, broadcasting. Units: nats.
    Raises: ValueError if heads are outside 0 … count.
    Source: Bishop, PRML (2.14), the normalisation of the beta distribution.
    """
    k, n = np.asarray(heads, dtype=np.float64), np.asarray(count, dtype=np.float64)
    if not np.all((k >= 0) & (k <= n)):
        raise ValueError("heads must lie between 0 and the number of tosses")
    return np.asarray(betaln(k + 1.0, n - k + 1.0))
