"""The charts of the likelihood page: one p in three pictures."""

from typing import Final

import altair as alt
import numpy as np
from scipy.special import expit

from core.charts.kit.layers import Frame
from core.charts.kit.live import Live
from core.charts.kit.theme import Units
from core.charts.likelihood.picture import Mark, Titles, Words, best, picture, reader_row, row, table
from core.maths.distributions import bernoulli_log_likelihood, bernoulli_mle
from core.maths.information import cross_entropy, entropy
from core.maths.validation import FloatArray

TALLEST: Final = 2.5  # nats per toss: where the second and the third picture end
_SPAN: Final = 1.36  # of the first picture: its curve ends at 1, its words stand above


def likelihood_rows(heads: int, count: int, words: Words) -> tuple[Frame, Frame]:
    """L(p) as a share of its maximum: the same picture for 8 tosses as for a million, where no float holds L.

    The rows of the picture, and those of the reader's mark.
    """
    share = _share(heads, count)
    highest = _highest(heads, count)
    grid = _grid_with_peak(share, count)
    rows = table(
        ("model", grid, np.exp(bernoulli_log_likelihood(heads, count, grid) - highest)),
        [*best(share, 1.0, 1.26, words), row("note", 0.5, 1.13, words.note)],
        share is not None,
    )
    return rows, reader_row(heads, count, highest, 1.0)


def likelihood_chart(rows: Frame, reader: Frame, titles: Titles, live: Live, better: str = "") -> alt.LayerChart:
    """The picture of L(p) over its maximum, from ``likelihood_rows``."""
    mark = Mark("exp(datum.log_likelihood - datum.highest_at)")
    return picture(rows, reader, titles, (0.0, _SPAN), "halves", (better, True), live, mark)


def log_likelihood_rows(heads: int, count: int, units: Units, words: Words) -> tuple[Frame, Frame]:
    """The log-likelihood of p, on its true scale: the axis grows with the tosses."""
    share = _share(heads, count)
    floor = -TALLEST * max(count, 1) * units.per_nat
    grid = log_likelihood_grid(heads, count)
    curve = bernoulli_log_likelihood(heads, count, grid) * units.per_nat
    rows = table(
        ("model", grid, np.maximum(curve, floor)),
        [
            *best(share, _highest(heads, count) * units.per_nat, 0.84 * floor, words),
            row("note", 0.5, 0.5 * floor, words.note),
            # The axis takes its range from the data; these two rows are its ends.
            row("end", 0.0, floor),
            row("end", 0.0, 0.0),
        ],
        share is not None,
    )
    return rows, reader_row(heads, count, _highest(heads, count), floor)


def log_likelihood_chart(
    rows: Frame, reader: Frame, titles: Titles, units: Units, live: Live, better: str = ""
) -> alt.LayerChart:
    """The picture of ln L(p), from ``log_likelihood_rows``."""
    mark = Mark(f"datum.log_likelihood * {units.per_nat!r}", "max(datum.value, datum.end_at)", "↓", 2)
    return picture(rows, reader, titles, None, "large", (better, True), live, mark)


def mean_rows(heads: int, count: int, units: Units, words: Words) -> tuple[Frame, Frame]:
    """−ln L(p) / n as dots, H(p̂, p) as a line: two routes to one curve."""
    share = _share(heads, count)
    ceiling = TALLEST * units.per_nat
    # The curve falls towards the share, so on the other side there is room below it for the names.
    side = 0.0 if share is not None and share > 0.5 else 1.0
    grid = log_likelihood_grid(heads, count)
    places = np.linspace(grid[0], grid[-1], 23)
    if share is None:
        line, dots, lowest = np.zeros_like(grid), np.zeros_like(places), 0.0
    else:
        tosses = np.array([share, 1.0 - share])
        line = cross_entropy(tosses, np.stack([grid, 1.0 - grid], axis=-1)) * units.per_nat
        dots = -bernoulli_log_likelihood(heads, count, places) / count * units.per_nat
        lowest = float(entropy(tosses)) * units.per_nat
    rows = table(
        ("cross_entropy", grid, np.minimum(line, ceiling)),
        [
            *(row("dot", x, y) for x, y in zip(places, np.minimum(dots, ceiling), strict=True)),
            *best(share, lowest, 0.95 * ceiling, words),
            row("note", 0.5, 0.5 * ceiling, words.note),
            row("name", side, 0.05 * ceiling, words.names[0], quantity="model"),
            row("name", side, 0.05 * ceiling, words.names[1], quantity="cross_entropy"),
        ],
        share is not None,
    )
    # Without a toss there is no mean, and nobody to mark it.
    mark = reader_row(heads, count, _highest(heads, count), ceiling, side)
    return rows, mark if count else mark.iloc[:0]


def mean_chart(
    rows: Frame, reader: Frame, titles: Titles, units: Units, live: Live, better: str = ""
) -> alt.LayerChart:
    """The picture of −ln L(p) / n and of H(p̂, p), from ``mean_rows``."""
    mark = Mark(
        f"-datum.log_likelihood / datum.count_at * {units.per_nat!r}",
        "min(datum.value, datum.end_at)",
        "↑",
        4,
        # The reader's rule ends above the names.
        f"abs({live.name} - datum.side_at) < 0.35 ? 0.2 * datum.end_at : 0",
    )
    domain = (0.0, TALLEST * units.per_nat)
    return picture(rows, reader, titles, domain, "plain", (better, False), live, mark)


def _highest(heads: int, count: int) -> float:
    """ln L at its maximum."""
    share = _share(heads, count)
    return 0.0 if share is None else float(bernoulli_log_likelihood(heads, count, share))


def _share(heads: int, count: int) -> float | None:
    return float(bernoulli_mle(heads, count)) if count else None


def _grid_with_peak(share: float | None, count: int) -> FloatArray:
    """Points over [0, 1], and as many again where a sharp peak rises and falls."""
    if share is None:
        return np.linspace(0.0, 1.0, 322)
    reach = max(6.0 * np.sqrt(share * (1.0 - share) / count), 12.0 / count)
    near = np.clip(share + reach * np.linspace(-1.0, 1.0, 121), 0.0, 1.0)
    return np.sort(np.concatenate([np.linspace(0.0, 1.0, 201), near]))


def log_likelihood_grid(heads: int, count: int, beyond: float = 0.0) -> FloatArray:
    """Points over the p at which −ln L / n stays within the picture, dense where it is steep.

    With a constant added to ln L the curve stays within it for longer: ``beyond``, in nats.
    """
    logits = np.linspace(-12.0, 12.0, 4801)
    within = bernoulli_log_likelihood(heads, count, expit(logits)) >= -TALLEST * count - beyond
    first, last = logits[within][[0, -1]]
    grid = expit(np.linspace(first, last, 201))
    # So near to 0 or 1 the curve is upright, if it is not level: its end stands at the very edge.
    grid[0] = 0.0 if within[0] else grid[0]
    grid[-1] = 1.0 if within[-1] else grid[-1]
    return np.asarray(grid)
