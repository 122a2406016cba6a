"""What a hall of people answers, and what it costs them: bars that give way, scores in nats, Jensen's inequality.

An answer to a question with options is a row of shares, whole numbers that sum to :data:`WHOLE`. So a sum is exact on
every machine, and two, three or four options can be given exactly the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.maths.information import surprisal

WHOLE: Final = 1200  # shares in a probability of 1: divisible by 2, 3, 4, and by 100
FLOOR: Final = WHOLE // 100  # the least share of an option: 1 %, so that the worst score is ln 100 = 4.61 nats

Shares = tuple[int, ...]


def equal(options: int) -> Shares:
    """The same share for each of two, three or four options."""
    return (WHOLE // options,) * options


def almost_sure(options: int, place: int) -> Shares:
    """All that the floor leaves for one option: 97 % of four."""
    return tuple(WHOLE - (options - 1) * FLOOR if i == place else FLOOR for i in range(options))


def are_shares(shares: object, options: int) -> bool:
    """Whether something is an answer: a whole number for each option, none below the floor, that sum to WHOLE."""
    return (
        isinstance(shares, list | tuple)
        and len(shares) == options
        and all(type(share) is int and share >= FLOOR for share in shares)
        and sum(shares) == WHOLE
    )


def give_way(begun: Sequence[int], place: int, share: int) -> Shares:
    """The row when the bar at a place is pulled to a share: the others keep the proportions they had at the beginning.

    Proportions are those above the floor, and equal where all stood at the floor. What rounding leaves goes to the
    first of the others, one share each.
    """
    others = [i for i in range(len(begun)) if i != place]
    share = min(max(share, FLOOR), WHOLE - FLOOR * len(others))
    left = WHOLE - share - FLOOR * len(others)
    above = [begun[i] - FLOOR for i in others]
    if sum(above) == 0:
        above = [1] * len(others)
    parts = [left * part // sum(above) for part in above]
    over = left - sum(parts)
    row = [share] * len(begun)
    for rank, (i, part) in enumerate(zip(others, parts, strict=True)):
        row[i] = FLOOR + part + (rank < over)
    return tuple(row)


def nats(shares: Sequence[int], right: int) -> float:
    """What an answer costs: −ln of the probability it gave to the option that was right."""
    return float(surprisal(shares[right] / WHOLE))


@dataclass(frozen=True, slots=True)
class Score:
    """What a room's answers to one question cost, in nats.

    −ln is convex, so ``room`` ≤ ``members`` (Jensen's inequality); they are equal where all gave the right option the
    same probability. It need not beat most of its members.
    """

    forecast: tuple[float, ...]  # the mean probability of each option
    room: float  # −ln of the mean probability of the right one
    members: float  # the mean of the members' own −ln
    best: float  # what the surest answer pays if it is right
    beaten: float  # the share of members who paid more than the room


def forecast(answers: Sequence[Sequence[int]]) -> tuple[float, ...]:
    """The mean of the answers, option by option; over those who answered."""
    return tuple(float(mean) / WHOLE for mean in np.mean(np.asarray(answers, dtype=float), axis=0))


def score(answers: Sequence[Sequence[int]], right: int) -> Score:
    """The score of a room whose answers are one row of shares each; at least one."""
    mean = forecast(answers)
    own = np.array([nats(row, right) for row in answers])
    room = float(surprisal(mean[right]))
    best = nats(almost_sure(len(mean), right), right)
    # The mean of equal answers may differ from them in its last digit.
    return Score(mean, room, float(own.mean()), best, float(np.mean(own > room + 1e-12)))


@dataclass(frozen=True, slots=True)
class Crowd:
    """A room's numbers against the right one: (mean − right)² = mean squared error − variance."""

    mean: float
    squared_error: float  # of the mean
    mean_squared_error: float  # of the members
    variance: float


def crowd(numbers: Sequence[float], right: float) -> Crowd:
    """What the mean of at least one number loses, beside those it is the mean of."""
    given = np.asarray(numbers, dtype=float)
    mean = float(given.mean())
    return Crowd(mean, (mean - right) ** 2, float(np.mean((given - right) ** 2)), float(given.var()))


def paired_gain(first: Mapping[str, Shares], second: Mapping[str, Shares], right: int) -> tuple[float, int] | None:
    """How many nats the second round has saved each of those who answered both, on average, and how many they are."""
    both = sorted(first.keys() & second.keys())
    if not both:
        return None
    return float(np.mean([nats(first[who], right) - nats(second[who], right) for who in both])), len(both)
