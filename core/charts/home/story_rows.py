"""What the picture of the story is made of: curves, things and words, each with its place at every one of the steps.

All places are shares of the picture. What moves with the neuron's start stands there by the name of a column of
`places`, which has a row for every start; what does not, as a number.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.charts.kit.layers import Frame, stacked, table
from core.maths import losses
from core.maths.activations import logit, sigmoid, sigmoid_derivative
from core.maths.checks import FloatArray
from core.maths.information import entropy

STEPS: Final = 7
POINTS: Final = 61
LOGITS: Final = (-6.0, 11.5)
SURPRISES: Final = (0.0, 10.5)  # nats
MEANS: Final = (0.0, 4.2)
SHARES: Final = (0.0, 1.05)
LANES: Final = (0.72, 0.36)
REACH: Final = 2.0  # of a tangent to either side
LEFT, WIDTH = 0.09, 0.88
FOOT, HEIGHT = 0.16, 0.78


def across(values: ArrayLike, ends: tuple[float, float] = (0.0, 1.0)) -> FloatArray:
    """Where values between two ends stand across the picture."""
    return LEFT + WIDTH * (np.asarray(values, dtype=np.float64) - ends[0]) / (ends[1] - ends[0])


def up(values: ArrayLike, ends: tuple[float, float] = (0.0, 1.0)) -> FloatArray:
    """Where values between two ends stand up the picture."""
    return FOOT + HEIGHT * (np.asarray(values, dtype=np.float64) - ends[0]) / (ends[1] - ends[0])


def mean_surprise(z: ArrayLike, heads: int, tosses: int) -> FloatArray:
    """The mean surprise in nats of who gives σ(z) to heads: −ℓ/n, the cross-entropy of the share of heads and σ(z)."""
    return np.asarray(losses.binary_cross_entropy_with_logits(heads / tosses, z), dtype=np.float64)


def curve_rows(heads: int, tosses: int) -> Frame:
    """The same neurons, one for every logit, on each step's curves: ``curve``, ``shown``, ``x1`` … ``y7``."""
    z = np.linspace(*LOGITS, POINTS)
    a, loss = sigmoid(z), losses.binary_cross_entropy_with_logits(0.0, z)
    other = losses.squared_error_with_logits(0.0, z)
    along, gave = across(z, LOGITS), across(1.0 - a)
    output, surprise = (along, up(a, SHARES)), (gave, up(loss, SURPRISES))
    at_loss = (along, up(loss, SURPRISES))
    roads = [(across(np.linspace(0.0, 0.9, POINTS)), np.full(POINTS, up(lane))) for lane in LANES]
    bowl = (along, up(mean_surprise(z, heads, tosses), MEANS))
    at_other = (along, up(other, SURPRISES))
    their_slope = (along, up(losses.squared_error_with_logits_gradient(0.0, z), SHARES))
    factor = (along, up(sigmoid_derivative(z), SHARES))
    ways = {
        ("model", "1000000"): (output, surprise, at_loss, output, output, output, output),
        ("cross_entropy", "0111001"): (output, surprise, at_loss, output, roads[0], bowl, bowl),
        ("squared_error", "0011000"): (at_other, at_other, at_other, their_slope, roads[1], roads[1], roads[1]),
        ("slope", "0001000"): (at_other, at_other, at_other, factor, factor, factor, factor),
    }
    return stacked(
        {"quantity": quantity, "shown": shown, "order": np.arange(POINTS)}
        | {f"x{step}": x.astype(np.float32) for step, (x, _) in enumerate(way, 1)}
        | {f"y{step}": y.astype(np.float32) for step, (_, y) in enumerate(way, 1)}
        for (quantity, shown), way in ways.items()
    )


def places(starts: Sequence[float], ends: FloatArray, heads: int, tosses: int) -> Frame:
    """Where each start's neuron stands in every picture; ``ends``: of the two roads, as shares of their view."""
    z = np.array(starts)
    a = sigmoid(z)
    loss, other = losses.binary_cross_entropy_with_logits(0.0, z), losses.squared_error_with_logits(0.0, z)
    slope = losses.squared_error_with_logits_gradient(0.0, z)
    columns = {
        "z": across(z, LOGITS),
        "gave": across(1.0 - a),
        "a": up(a, SHARES),
        "middle": up(a / 2, SHARES),
        "ce": up(loss, SURPRISES),
        "se": up(other, SURPRISES),
        "slope_se": up(slope, SHARES),
        "before": across(z - REACH, LOGITS),
        "after": across(z + REACH, LOGITS),
        "ce_before": up(loss - REACH * a, SURPRISES),
        "ce_after": up(loss + REACH * a, SURPRISES),
        "se_before": up(other - REACH * slope, SURPRISES),
        "se_after": up(other + REACH * slope, SURPRISES),
        "end_ce": across(ends[0]),
        "end_se": across(ends[1]),
        "head": up(losses.binary_cross_entropy_with_logits(1.0, z), SURPRISES),
        "mean": up(mean_surprise(z, heads, tosses), SURPRISES),
        "cross": up(mean_surprise(z, heads, tosses), MEANS),
    }
    return Frame({"stop": np.arange(len(z))} | {name: column.astype(np.float32) for name, column in columns.items()})


def entropy_of(heads: int, tosses: int) -> float:
    """The entropy in nats of the share of heads."""
    return float(entropy([heads / tosses, 1.0 - heads / tosses]))


def thing_rows(tosses: str) -> Frame:
    """Rules and dots: ``quantity``, ``thick`` of the width (a dot has none), ``shown``, and ``x1`` … ``v7``.

    A rule goes from x, y to u, v. A place is the name of a column of `places`, or a number.
    """
    upper, lower = (f"{up(lane):.4f}" for lane in LANES)
    left, right, foot = f"{across(0.0):.4f}", f"{across(1.0):.4f}", f"{up(0.0):.4f}"
    floor = f"{up(entropy_of(tosses.count('H'), len(tosses)), MEANS):.4f}"
    best = f"{across(logit(tosses.count('H') / len(tosses)), LOGITS):.4f}"
    stem, over = f"z {foot} z a", f"gave {foot} gave ce"
    rows = [
        ("truth", 0.004, "1000000", {1: f"{left} {foot} {right} {foot}"}),
        ("model", 0.008, "1000000", {1: stem, 2: over}),
        ("cross_entropy", 0.008, "0100000", {1: stem, 2: over, 3: f"z {foot} z ce"}),
        ("cross_entropy", 0.009, "0010000", {3: "before ce_before after ce_after", 4: "z a z a"}),
        ("squared_error", 0.009, "0010000", {3: "before se_before after se_after", 4: "z slope_se z slope_se"}),
        ("cross_entropy", 0.016, "0000100", {4: f"{left} a z a", 5: f"{left} {upper} end_ce {upper}"}),
        ("squared_error", 0.016, "0000100", {4: f"{left} slope_se z slope_se", 5: f"{left} {lower} end_se {lower}"}),
        ("entropy", 0.006, "0000001", {6: f"{left} {floor} {right} {floor}"}),
        ("entropy", 0.02, "0000001", {6: f"z {foot} z {foot}", 7: f"z {foot} z {floor}"}),
        ("model", 0.02, "0000001", {6: f"{right} mean {right} mean", 7: f"z {floor} z cross"}),
        ("cross_entropy", 0.004, "0000010", {6: f"{left} mean {right} mean", 7: f"{best} cross z cross"}),
    ]
    for place, toss in enumerate(tosses):
        x = f"{across((place + 0.5) / len(tosses)):.4f}"
        height = "head" if toss == "H" else "ce"  # the surprise; for a tail that is the surprise at the label 0
        way = {5: f"{x} {foot} {x} {foot}", 6: f"{x} {foot} {x} {height}"}
        rows.append(("cross_entropy", 0.055, "0000010", way))
    dots = [
        ("model", "1000000", {1: "z a", 2: "gave ce"}),
        (
            "cross_entropy",
            "0111101",
            {1: "z a", 2: "gave ce", 3: "z ce", 4: "z a", 5: f"end_ce {upper}", 6: "z cross"},
        ),
        ("squared_error", "0011100", {3: "z se", 4: "z slope_se", 5: f"end_se {lower}"}),
    ]
    return table(
        f"quantity thick shown {' '.join(f'{side}{step}' for step in range(1, STEPS + 1) for side in 'xyuv')}",
        [
            *((quantity, thick, seen, *_way(way)) for quantity, thick, seen, way in rows),
            *((q, 0.0, seen, *_way({k: f"{p} {p}" for k, p in way.items()})) for q, seen, way in dots),
        ],
    )


def _way(ends: Mapping[int, str]) -> list[str]:
    """The places of all steps: a thing is where it was last, and at first where it will be."""
    known = sorted(ends)
    return [
        place
        for step in range(1, STEPS + 1)
        for place in ends[max((k for k in known if k <= step), default=known[0])].split()
    ]
