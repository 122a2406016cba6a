"""Held against the truth: what ways to compute a loss in float64 return, and where each first breaks.

The truth comes as a decimal number of 70 digits; `core.simulation.formulas.laboratory` has what is compared.
"""

import decimal
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.maths.checks import FloatArray

FURTHEST: Final = 1000.0
LOOSE: Final = 1e-6  # a larger relative error is no longer rounding
DIGITS: Final = decimal.Context(prec=70, Emin=-999999, Emax=999999)
_CLOSE: Final = 1e-3  # to which a breaking place is found
# As far apart as on an axis that is logarithmic beyond 10.
_HALF: Final = 10.0 * np.expm1(np.linspace(0.0, np.log1p(FURTHEST / 10.0), 641))
PLACES: Final[FloatArray] = np.concatenate([-_HALF[:0:-1], _HALF])

Kind = Literal["number", "zero", "inf", "nan"]
Variant = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class Experiment:
    """Variants of one loss along one axis, from places (P,) to values (P,), and the true value (> 0) at a place."""

    variants: Mapping[str, Variant]
    exact: Callable[[float], Decimal]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a variant returns at one place, what NumPy says of it, and how far it is from the truth, if a number."""

    value: float
    warnings: tuple[str, ...]
    relative: Decimal | None  # |value − truth| / truth
    ulps: Decimal | None  # the same in units of the last place of a float64 of the truth's size


@dataclass(frozen=True, slots=True)
class Breaks:
    """Where a variant breaks on one side of 0; None where it does not up to FURTHEST."""

    loose: float | None  # from where its error is above LOOSE
    special: float | None  # from where it is no number above 0
    kind: Kind | None  # but what


@dataclass(frozen=True, eq=False)
class Survey:
    """All variants of an experiment along PLACES (P,)."""

    values: Mapping[str, FloatArray]
    errors: Mapping[str, FloatArray]  # relative, nan where there is no number
    breaks: Mapping[str, Mapping[int, Breaks]]  # on the side below 0 (−1) and above it (1)
    limits: Mapping[int, Breaks]  # of the float64 nearest to the truth, since no variant can do better


def run(variant: Variant, places: FloatArray) -> tuple[FloatArray, tuple[str, ...]]:
    """A variant's values at places (P,), and what NumPy would warn of; nothing of that reaches the log."""
    notes = io.StringIO()
    # Not by the warnings module: its filters belong to all threads, and so to all readers.
    with np.errstate(divide="log", over="log", invalid="log", call=notes):
        values = np.asarray(variant(places), dtype=np.float64)
    said = (line.removeprefix("Warning: ").strip() for line in notes.getvalue().splitlines())
    return values, tuple(dict.fromkeys(said))


def kind_of(value: float) -> Kind:
    """An ordinary number, 0 (which the truth never is), inf of either sign, or nan."""
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "inf"
    return "zero" if value == 0.0 else "number"


def measure(experiment: Experiment, name: str, place: float) -> Answer:
    """What a variant returns at one place, held against the truth there."""
    truth = experiment.exact(place)
    values, said = run(experiment.variants[name], np.array([place]))
    value = float(values[0])
    if not np.isfinite(value):
        return Answer(value, said, None, None)
    with decimal.localcontext(DIGITS):
        off = abs(Decimal(value) - truth)
        return Answer(value, said, off / truth, off / Decimal(float(np.spacing(float(truth)))))


def survey(experiment: Experiment) -> Survey:
    """Every variant along PLACES, and where it first breaks: the places are scanned, then the gap between is halved."""
    exact, variants = experiment.exact, experiment.variants
    truths = [exact(place) for place in PLACES.tolist()]
    values = {name: run(variant, PLACES)[0] for name, variant in variants.items()}
    errors = {name: _errors(found, truths) for name, found in values.items()}
    breaks = {name: _breaks(variant, exact, values[name], errors[name]) for name, variant in variants.items()}
    best = np.array([float(truth) for truth in truths])
    limits = _breaks(
        lambda at: np.array([float(exact(place)) for place in at.tolist()]), exact, best, _errors(best, truths)
    )
    return Survey(values, errors, breaks, limits)


def _error(value: float, truth: Decimal) -> float:
    """The relative error, nan where the value is no finite number; inf beyond the largest float64."""
    if not np.isfinite(value):
        return float("nan")
    with decimal.localcontext(DIGITS):
        return float(abs(Decimal(value) - truth) / truth)


def _errors(values: FloatArray, truths: list[Decimal]) -> FloatArray:
    return np.array(list(map(_error, values.tolist(), truths)))


def _breaks(
    variant: Variant, exact: Callable[[float], Decimal], values: FloatArray, errors: FloatArray
) -> dict[int, Breaks]:
    def value_at(place: float) -> float:
        return float(run(variant, np.array([place]))[0][0])

    loose, special = ~(errors <= LOOSE), ~np.isfinite(values) | (values == 0.0)
    middle = len(PLACES) // 2
    found = {}
    for side in (-1, 1):
        half = slice(middle, None, side)
        first = _first(PLACES[half], special[half], lambda place: kind_of(value_at(place)) != "number")
        kind = None if first is None else kind_of(value_at(first))
        near = _first(PLACES[half], loose[half], lambda place: not _error(value_at(place), exact(place)) <= LOOSE)
        found[side] = Breaks(near, first, kind)
    return found


def _first(outwards: FloatArray, holds: NDArray[np.bool_], test: Callable[[float], bool]) -> float | None:
    """The first place, going outwards from 0, at which a test holds; None if it holds at none."""
    if not holds.any():
        return None
    index = int(np.argmax(holds))
    good, bad = float(outwards[max(index - 1, 0)]), float(outwards[index])
    while abs(bad - good) > _CLOSE:
        middle = (good + bad) / 2.0
        good, bad = (good, middle) if test(middle) else (middle, bad)
    return bad
