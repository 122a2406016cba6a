"""Epochs to the target over all starts (weight, bias) of one neuron, without running every one of them.

Descent on one example moves the logit alone: z ← φ(z) = z − ηκ ∂C/∂z, whatever w and b it came from. So it is run
backwards, once: from θ₀ = logit(target) the starts θ₁ = φ⁻¹(θ₀), θ₂ = φ⁻¹(θ₁), … part the line of logits, and from
θ_{k−1} < z ≤ θ_k descent needs exactly k epochs. That settles every start within BACKWARD epochs of the target.
Further out the law (core.simulation.training_race.law) counts on from the last θ. Its error, about 0.006 (ηκ)² epochs,
comes from the way near the target; from out there less than 10⁻⁵ epochs of it are left: of 100 000 such starts about
one is rounded up wrongly.

φ rises and has an inverse while ηκ is at most `rising`. Beyond it starts are run forwards, all at once, for up to
FORWARD epochs; what has not arrived by then is counted by the law alone, to within a hundredth of its count.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.maths.activations import logit, sigmoid
from core.maths.checks import FloatArray, finite_numbers, open_unit_numbers, positive_numbers
from core.simulation.descent.landscape import weights_and_biases
from core.simulation.descent.loss_records import loss_record
from core.simulation.training_race.law import continuous_epochs
from core.simulation.training_race.race import RaceSettings, measure_epochs_to_target

BACKWARD: Final = 2000
LONGEST: Final = 20_000  # epochs backwards, where after BACKWARD the slope still changes: a target close to 0
LEVEL: Final = 6.0  # logit from which a step hardly changes the slope
SMALL_STEP: Final = 0.04  # ηκ up to which the law's error is below 10⁻⁵ everywhere
FORWARD: Final = 2000


def epochs_map(
    loss: str, weights: ArrayLike, biases: ArrayLike, x: float, label: int, target: float, learning_rate: float
) -> FloatArray:
    """Epochs after which plain descent from (weight, bias) first has |a − y| ≤ target, as whole numbers in float64.

    Shapes: weights (W,), biases (B,) → (B, W). label 0 or 1, 0 < target < 1. What a full simulation counts, cell for
    cell, for all counts up to 2000; for larger ones see the module, and inf beyond float64.
    Raises: ValueError if the loss is unknown, the label another, a rate ≤ 0, or a value not finite.
    """
    across, up = weights_and_biases(weights, biases)
    if label not in (0, 1):
        raise ValueError(f"label must be 0 or 1, not {label!r}")
    z = (1.0 - 2.0 * label) * (up[:, None] + float(finite_numbers("x", x, ())) * across)
    # Cells on one line w x + b = z need the same: on an even grid with x = 1 there are a hundred times fewer of them.
    logits, places = np.unique(z, return_inverse=True)
    return epochs_from(loss, logits, target, learning_rate, x**2 + 1.0)[places].reshape(z.shape)


def epochs_from(loss: str, z_start: ArrayLike, target: float, learning_rate: float, kappa: float) -> FloatArray:
    """The same from logits of any shape, label 0."""
    starts, goal = finite_numbers("z_start", z_start), float(open_unit_numbers("target", target))
    step = float(positive_numbers("learning_rate", learning_rate) * positive_numbers("kappa", kappa))
    if step > loss_record(loss).rising:
        counts, far = _run_forwards(loss, starts, goal, step)
        counts[far] = np.ceil(continuous_epochs(loss, starts[far], goal, learning_rate, kappa))
        return counts
    edges = run_backwards(loss, float(logit(goal)), step, float(starts.max(initial=0.0)))
    counts = np.searchsorted(edges, starts, side="left").astype(np.float64)
    far = starts > edges[-1]
    if np.any(far):
        last = continuous_epochs(loss, float(edges[-1]), goal, learning_rate, kappa)
        counted = continuous_epochs(loss, starts[far], goal, learning_rate, kappa)
        counts[far] = len(edges) - 1 + np.maximum(np.ceil(counted - last), 1.0)
    return counts


def run_backwards(loss: str, z_end: float, step: float, highest: float) -> FloatArray:
    """The edges θ₀ = z_end < θ₁ < …: from (θ_{k−1}, θ_k] plain descent arrives after exactly k epochs, label 0.

    step: ηκ, at most the loss's `rising`. Ends with the first edge that is not below `highest`, or as the module says.
    Each edge solves z − ηκ C′(z) = the one before, by Newton's method, to the last digit or two.
    """
    slope = loss_record(loss).slopes_at
    edges, ahead = [z_end], step * slope(z_end)[0]
    while edges[-1] < highest and (
        len(edges) <= BACKWARD or (step > SMALL_STEP and edges[-1] < LEVEL and len(edges) <= LONGEST)
    ):
        z = edges[-1] + ahead
        for _ in range(60):  # two or three do
            value, bend = slope(z)
            change = (z - step * value - edges[-1]) / (1.0 - step * bend)
            z -= change
            if abs(change) <= 1e-15 * max(1.0, abs(z)):
                break
        ahead = z - edges[-1]
        edges.append(z)
    return np.array(edges)


def _run_forwards(loss: str, starts: FloatArray, target: float, step: float) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Epochs counted by descending from all starts at once, and where they are more than FORWARD."""
    z, counts, going = starts.ravel(), np.zeros(starts.size), np.arange(starts.size)
    for _ in range(FORWARD + 1):
        a = sigmoid(z)
        still = a > target
        z, a, going = z[still], a[still], going[still]
        if not going.size:
            break
        counts[going] += 1.0
        z = z - step * (a if loss == "cross_entropy" else a * a * sigmoid(-z))
    return counts.reshape(starts.shape), (counts > FORWARD).reshape(starts.shape)


def counted_epochs(settings: RaceSettings, loss: str, z_starts: ArrayLike, limit: int) -> FloatArray:
    """Epochs counted by running plain descent from each logit z_starts (N,), label 0; nan for more than `limit`.

    x, target and the loss's rate are those of the settings. Where the law says more than `limit` none is run.
    """
    rate = settings.rate(loss)
    plain = RaceSettings(0.0, 0.0, settings.x, learning_rate=rate, target=settings.target)
    counts = np.full(np.shape(z_starts), np.nan)
    for place, z in enumerate(finite_numbers("z_starts", z_starts).tolist()):
        if continuous_epochs(loss, z, settings.target, rate, settings.kappa) <= limit:
            run = replace(plain, bias=z)
            counted = measure_epochs_to_target(run, loss, limit)
            counts[place] = np.nan if counted is None else counted
    return counts
