"""Letters as a language model: the shares of one text's letters, priced by the shares of another's.

A *letter* is an alphabetic character, whatever its case; a Chinese character counts as itself.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.data.letters import SAMPLES, sample
from core.maths import information
from core.maths.validation import FloatArray

MOST_MARKS: Final = 30  # in a row; see _stream_safe


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """How often each letter occurs in a text, and how many of its characters are no letters."""

    counts: Mapping[str, int]
    skipped: int

    @property
    def total(self) -> int:
        """The number of letters, N."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Text A, the truth p, priced by a model q made from text B; all values in nats per letter."""

    alphabet: tuple[str, ...]
    p: FloatArray
    q: FloatArray
    entropy: float
    cross_entropy: float
    divergence: float
    reverse: float
    perplexity: float
    unknown: tuple[str, ...]  # the letters of A that q rules out, the commonest first


@dataclass(frozen=True, slots=True)
class Near:
    """A language, the cross-entropy of a text under its sample, and the share of the text that the sample lacks."""

    language: str
    cross_entropy: float
    unseen: float


@cache
def sample_letters(language: str) -> Letters:
    """The letters of the built-in text of a language."""
    return count_letters(sample(language))


def count_letters(text: str) -> Letters:
    """The letters of a text: composed (NFC), case folded, everything that is not alphabetic skipped.

    Each different character is looked at once, so that a megabyte takes no longer than its counting.
    """
    safe = _stream_safe(text)
    counts: dict[str, int] = {}
    skipped = len(text) - len(safe)
    frequencies = np.bincount(_codes(unicodedata.normalize("NFC", safe)))
    for code in np.flatnonzero(frequencies).tolist():
        character, times = chr(code), int(frequencies[code])
        if not character.isalpha():
            skipped += times
            continue
        for letter in unicodedata.normalize("NFC", character.casefold()):  # ß folds to two letters
            if letter.isalpha():
                counts[letter] = counts.get(letter, 0) + times
    return Letters(counts, skipped)


def alphabet_of(*texts: Letters) -> tuple[str, ...]:
    """All letters of some texts, in the order of their code points."""
    return tuple(sorted(set().union(*(text.counts for text in texts))))


def shares(text: Letters, alphabet: Sequence[str], alpha: float = 0.0) -> FloatArray:
    """The shares of a text's letters after ``alpha`` more of each were added: (count + α)/(N + α V), V letters in all.

    Raises: ValueError if α is below 0, a text has no letter, or a letter is not in the alphabet.
    Source: Lidstone (1920); α = 1 is Laplace's rule of succession, α = ½ that of Krichevsky and Trofimov.
    """
    if not 0.0 <= alpha < np.inf:
        raise ValueError(f"alpha = {alpha} is no number from 0 up")
    if not text.counts:
        raise ValueError("a text without letters has no shares")
    if strange := text.counts.keys() - set(alphabet):
        raise ValueError(f"{min(strange)!r} is not in the alphabet")
    counts = np.array([text.counts.get(letter, 0) for letter in alphabet], dtype=np.float64)
    return (counts + alpha) / (text.total + alpha * len(alphabet))


def price(truth: Letters, model: Letters, alpha: float) -> Priced:
    """Text A under the model of text B, over the letters of both.

    The side that is the model is smoothed, the side that is the truth is not; the reverse divergence swaps the
    sides, so there B is the truth and A the smoothed model.
    Raises: as `shares`.
    """
    alphabet = alphabet_of(truth, model)
    p, q = shares(truth, alphabet), shares(model, alphabet, alpha)
    unknown = () if alpha else truth.counts.keys() - model.counts.keys()
    return Priced(
        alphabet,
        p,
        q,
        entropy=float(information.entropy(p)),
        cross_entropy=float(information.cross_entropy(p, q)),
        divergence=float(information.kl_divergence(p, q)),
        reverse=float(information.kl_divergence(shares(model, alphabet), shares(truth, alphabet, alpha))),
        perplexity=float(information.perplexity(p, q)),
        unknown=tuple(sorted(unknown, key=lambda letter: (-truth.counts[letter], letter))),
    )


def nearest_languages(text: Letters, alpha: float) -> tuple[Near, ...]:
    """The six languages by the cross-entropy of a text under each sample's model, the smallest first.

    One alphabet for all: the letters of the text and of every sample.
    Raises: as `shares`.
    """
    samples = {language: sample_letters(language) for language in SAMPLES}
    alphabet = alphabet_of(text, *samples.values())
    p = shares(text, alphabet)
    models = np.stack([shares(letters, alphabet, alpha) for letters in samples.values()])
    costs = information.cross_entropy(p, models)
    found = [
        Near(language, float(cost), 1.0 - sum(text.counts.get(letter, 0) for letter in letters.counts) / text.total)
        for (language, letters), cost in zip(samples.items(), costs, strict=True)
    ]
    return tuple(sorted(found, key=lambda near: near.cross_entropy))


def _codes(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _stream_safe(text: str) -> str:
    """A text without what follows on 30 combining marks in a row.

    Normalising sorts each run of marks in quadratic time, and a megabyte of them would take hours; no script needs
    more than a few. Source: Unicode Standard Annex 15, stream-safe text format.
    """
    codes = _codes(text)
    present = np.bincount(codes).astype(bool)
    marks = np.zeros(present.size, dtype=bool)
    marks[[code for code in np.flatnonzero(present).tolist() if unicodedata.combining(chr(code))]] = True
    if not marks.any():
        return text
    place = np.arange(codes.size)
    in_run = place - np.maximum.accumulate(np.where(marks[codes], -1, place))  # 0 at every character that is no mark
    return codes[in_run <= MOST_MARKS].tobytes().decode("utf-32-le", "surrogatepass")
