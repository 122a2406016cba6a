"""How far the formulas and the law are from the truth: the largest errors found against mpmath.

``python -m tests.maths.accuracy`` prints the table in Markdown, beside what scikit-learn and SciPy make of the same
inputs, and ends with 1 if a target is missed. ``test_accuracy.py`` does the same on fewer points.
"""

import importlib
import inspect
import pkgutil
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import mpmath
import numpy as np
from mpmath import mpf

import core.maths
from tests.maths.exact import DIGITS, dyadic_pairs

__all__ = ["Accuracy", "dyadic_pairs", "largest_errors", "listed", "measured", "must_have_a_row"]

NONE: Mapping[str, Callable[..., Any]] = MappingProxyType({})


@dataclass(frozen=True)
class Accuracy:
    """One row: a function over a domain, its largest error there, and that of other libraries' direct forms."""

    function: str  # module and name
    domain: str
    cases: int
    unit: str  # "ulp", "relative", "absolute" or "epochs"
    error: float
    target: float
    others: tuple[tuple[str, float], ...]


def largest_errors(share: float = 1.0) -> list[Accuracy]:
    """The largest error found of each function over each domain, on this share of the points."""
    # Their points are drawn in modules of their own, which need this one.
    from tests.maths import (
        accuracy_activations,
        accuracy_distributions,
        accuracy_information,
        accuracy_law,
        accuracy_losses,
        accuracy_terms,
    )

    parts = (
        accuracy_activations,
        accuracy_losses,
        accuracy_information,
        accuracy_distributions,
        accuracy_terms,
        accuracy_law,
    )
    with mpmath.workdps(DIGITS):
        return [row for part in parts for row in part.rows(share)]


def measured(
    function: Callable[..., Any],
    domain: str,
    unit: str,
    target: float,
    arguments: tuple,
    exact: Iterable[mpf],
    others: Mapping[str, Callable[..., Any]] = NONE,
    name: str = "",
) -> Accuracy:
    """The largest error of a function: in units in the last place, as a ratio, or as a difference.

    others: by name, functions of the same arguments for the same values.
    """
    truths = list(exact)
    error = _largest(function(*arguments), truths, unit)
    found = []
    for other, form in others.items():
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.append((other, _largest(form(*arguments), truths, unit)))
    module = function.__module__.rpartition(".")[2]
    called = name or f"{module}.{function.__name__}"
    return Accuracy(called, domain, len(truths), unit, error, target, tuple(found))


def _largest(values: Any, truths: list[mpf], unit: str) -> float:
    worst = 0.0
    for value, truth in zip(np.ravel(values), truths, strict=True):
        if not np.isfinite(value):
            worst = max(worst, 0.0 if mpf(float(value)) == truth else np.inf)
            continue
        difference = abs(mpf(float(value)) - truth)
        normal = max(abs(truth), mpf(np.finfo(float).tiny))  # subnormal floats have no full set of digits
        scales = {"ulp": np.spacing(abs(float(truth))), "relative": normal, "absolute": 1.0, "epochs": 1.0}
        worst = max(worst, float(difference / mpf(scales[unit])) if difference else 0.0)
    return worst


def listed(function: Callable[..., Any], arguments: int = 2) -> Callable[..., np.ndarray]:
    """A function of rows, over a list of pairs of rows that differ in length."""

    def over(pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
        return np.concatenate([np.ravel(function(*pair[:arguments])) for pair in pairs])

    over.__name__, over.__module__ = function.__name__, function.__module__
    return over


def one_by_one(function: Callable[..., Any]) -> Callable[..., np.ndarray]:
    """A function of one sample, over the first axis of its arguments."""

    def over(*arguments: np.ndarray) -> np.ndarray:
        return np.array([function(*sample) for sample in zip(*arguments, strict=True)])

    return over


def must_have_a_row() -> set[str]:
    """Every public function of core.maths that answers with numbers, and every function of the law."""
    found = {f"law.{name}" for name in ("gradient_flow_time", "continuous_epochs", "epochs_to_target")}
    found.add("loss_records.lead_elapsed")
    for module in pkgutil.iter_modules(core.maths.__path__):
        if module.name == "checks":  # answers with what it was given
            continue
        members = vars(importlib.import_module(f"core.maths.{module.name}")).values()
        for member in members:
            own = inspect.isfunction(member) and member.__module__ == f"core.maths.{module.name}"
            if own and not member.__name__.startswith("_") and member.__annotations__["return"] is not None:
                found.add(f"{module.name}.{member.__name__}")
    return found


def as_markdown(rows: list[Accuracy]) -> str:
    """The table; an error above its target stands in bold."""
    head = "| Function | Domain | Cases | Largest error | Target | Unit | Others on the same inputs |"
    lines = [head, "|---|---|---:|---:|---:|---|---|"]
    for row in rows:
        error = f"{row.error:.2g}" if row.error <= row.target else f"**{row.error:.2g}**"
        others = "; ".join(f"{name} {_short(worst, row.unit)}" for name, worst in row.others)
        lines.append(
            f"| `{row.function}` | {row.domain} | {row.cases} | {error} | {row.target:g} | {row.unit} | {others} |"
        )
    return "\n".join(lines)


def _short(error: float, unit: str) -> str:
    nothing_left = {"ulp": 2.0**52, "relative": 1.0}
    return "no digit right" if error >= nothing_left.get(unit, np.inf) else f"{error:.2g}"


def main() -> int:
    """Print the table; 1 if a target is missed or a function has no row."""
    rows = largest_errors()
    print(as_markdown(rows))
    without = sorted(must_have_a_row() - {row.function for row in rows})
    missed = [row for row in rows if not row.error <= row.target]
    for row in missed:
        print(f"missed: {row.function} over {row.domain}: {row.error:.3g} > {row.target:g}", file=sys.stderr)
    if without:
        print(f"without a row: {', '.join(without)}", file=sys.stderr)
    return 1 if missed or without else 0


if __name__ == "__main__":
    # As a module of its own, so that the parts meet this very `measured`.
    from tests.maths import accuracy

    sys.exit(accuracy.main())
