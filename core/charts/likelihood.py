"""The charts of the likelihood page: one p in three pictures."""

from typing import Final

import altair as alt
import numpy as np
import pandas as pd
from scipy.special import expit

from core.charts.likelihood_picture import Titles, Words, best, picture, row, table
from core.charts.theme import Units
from core.maths.distributions import bernoulli_log_likelihood, bernoulli_mle
from core.maths.information import cross_entropy, entropy
from core.maths.validation import Floats

TALLEST: Final = 2.5  # nats per toss: where the second and the third picture end
_SPAN: Final = 1.36  # of the first picture: its curve ends at 1, its words stand above


def likelihood_rows(heads: int, count: int, p: float, words: Words) -> pd.DataFrame:
    """L(p) as a share of its maximum: the same picture for 8 tosses as for a million, where no float holds L."""
    share = _share(heads, count)
    highest = _log_likelihood(heads, count, 0.5 if share is None else share)
    grid = _grid_with_peak(share, count)
    curve = np.exp(_log_likelihood(heads, count, grid) - highest)
    here = float(np.exp(_log_likelihood(heads, count, p) - highest))
    return table(
        ("model", grid, curve),
        [
            *best(share, 1.0, (1.26, 1.13), words),
            row("reader", p, here),
            row("note", 0.5, 1.13, words.note),
        ],
        share is not None,
    )


def likelihood_chart(rows: pd.DataFrame, titles: Titles, better: str = "") -> alt.LayerChart:
    """The picture of L(p) over its maximum, from ``likelihood_rows``."""
    return picture(rows, titles, (0.0, _SPAN), "halves", (better, True))


def log_likelihood_rows(heads: int, count: int, p: float, units: Units, words: Words) -> pd.DataFrame:
    """The log-likelihood of p, on its true scale: the axis grows with the tosses."""
    share = _share(heads, count)
    floor = -TALLEST * max(count, 1) * units.per_nat
    grid = log_likelihood_grid(heads, count)
    curve = _log_likelihood(heads, count, grid) * units.per_nat
    here = float(_log_likelihood(heads, count, p)) * units.per_nat
    top = 0.0 if share is None else float(_log_likelihood(heads, count, share)) * units.per_nat
    return table(
        ("model", grid, np.maximum(curve, floor)),
        [
            *best(share, top, (0.86 * floor, 0.95 * floor), words),
            row("reader", p, max(here, floor), words.reader if here < floor else ""),
            row("note", 0.5, 0.5 * floor, words.note),
            # The axis takes its range from the data; these two rows are its ends.
            row("end", 0.0, floor),
            row("end", 0.0, 0.0),
        ],
        share is not None,
    )


def log_likelihood_chart(rows: pd.DataFrame, titles: Titles, better: str = "") -> alt.LayerChart:
    """The picture of ln L(p), from ``log_likelihood_rows``."""
    return picture(rows, titles, None, "large", (better, True))


def mean_rows(heads: int, count: int, p: float, units: Units, words: Words) -> pd.DataFrame:
    """−ln L(p) / n as dots, H(p̂, p) as a line: two routes to one curve."""
    share = _share(heads, count)
    ceiling = TALLEST * units.per_nat
    # The curve falls towards the share, so on the other side there is room below it for the names, and the reader's
    # rule ends above them.
    side = 0.0 if share is not None and share > 0.5 else 1.0
    foot = 0.2 * ceiling if abs(p - side) < 0.35 else 0.0
    grid = log_likelihood_grid(heads, count)
    places = np.linspace(grid[0], grid[-1], 23)
    if share is None:
        line, dots = np.zeros_like(grid), np.zeros_like(places)
        here = lowest = 0.0
    else:
        tosses = np.array([share, 1.0 - share])
        line = cross_entropy(tosses, np.stack([grid, 1.0 - grid], axis=-1)) * units.per_nat
        dots = -_log_likelihood(heads, count, places) / count * units.per_nat
        here = -float(_log_likelihood(heads, count, p)) / count * units.per_nat
        lowest = float(entropy(tosses)) * units.per_nat
    return table(
        ("cross_entropy", grid, np.minimum(line, ceiling)),
        [
            *(row("dot", x, y) for x, y in zip(places, np.minimum(dots, ceiling), strict=True)),
            *best(share, lowest, (0.95 * ceiling, 0.86 * ceiling), words),
            row("reader", p, min(here, ceiling), words.reader if here > ceiling else "", foot),
            row("note", 0.5, 0.5 * ceiling, words.note),
            row("name", side, 0.14 * ceiling, words.names[0], quantity="model"),
            row("name", side, 0.05 * ceiling, words.names[1], quantity="cross_entropy"),
        ],
        share is not None,
    )


def mean_chart(rows: pd.DataFrame, titles: Titles, units: Units, better: str = "") -> alt.LayerChart:
    """The picture of −ln L(p) / n and of H(p̂, p), from ``mean_rows``."""
    return picture(rows, titles, (0.0, TALLEST * units.per_nat), "plain", (better, False))


def _share(heads: int, count: int) -> float | None:
    return float(bernoulli_mle(heads, count)) if count else None


def _log_likelihood(heads: int, count: int, p: Floats | float) -> Floats:
    return bernoulli_log_likelihood(heads, count, p)


def _grid_with_peak(share: float | None, count: int) -> Floats:
    """Points over [0, 1], and as many again where a sharp peak rises and falls."""
    if share is None:
        return np.linspace(0.0, 1.0, 322)
    reach = max(6.0 * np.sqrt(share * (1.0 - share) / count), 12.0 / count)
    near = np.clip(share + reach * np.linspace(-1.0, 1.0, 121), 0.0, 1.0)
    return np.sort(np.concatenate([np.linspace(0.0, 1.0, 201), near]))


def log_likelihood_grid(heads: int, count: int, beyond: float = 0.0) -> Floats:
    """Points over the p at which −ln L / n stays within the picture, dense where it is steep.

    With a constant added to ln L the curve stays within it for longer: ``beyond``, in nats.
    """
    logits = np.linspace(-12.0, 12.0, 4801)
    within = _log_likelihood(heads, count, expit(logits)) >= -TALLEST * count - beyond
    first, last = logits[within][[0, -1]]
    grid = expit(np.linspace(first, last, 201))
    # So near to 0 or 1 the curve is upright, if it is not level: its end stands at the very edge.
    grid[0] = 0.0 if within[0] else grid[0]
    grid[-1] = 1.0 if within[-1] else grid[-1]
    return np.asarray(grid)
