"""Rows of the accuracy table: the law of the race and the gradient flows behind it."""

import mpmath
import numpy as np
from mpmath import mpf

from core.simulation.descent.loss_records import loss_record
from core.simulation.training_race import law
from tests.maths import exact
from tests.maths.accuracy import Accuracy, measured

LOSSES = ("cross_entropy", "squared_error")
# Nearer to a whole number than this share of the count, the ceiling may fall either way.
ROUNDING = 1e-12
# Descent's own count, which the law only approaches, is told where a whole number is further away than this.
MARGIN = 0.01  # epochs


def rows(share: float) -> list[Accuracy]:
    rng = np.random.default_rng(7)
    found = []
    for loss in LOSSES:
        found += [
            *_law(loss, share, rng),
            _descent(loss, share, rng),
            *_flow(loss, share, rng),
        ]
    return [*found, *(_lead(loss, share, rng) for loss in LOSSES)]


def potential(loss: str, z: mpf) -> mpf:
    """F or G, which fall steadily along the flow."""
    if loss == "cross_entropy":
        return z - mpmath.exp(-z)
    return mpmath.exp(z) + 3 * z - 3 * mpmath.exp(-z) - mpmath.exp(-2 * z) / 2


def continuous_epochs(loss: str, z_start: float, target: float, rate: float, kappa: float) -> mpf:
    """The law as it is written, in the outputs a."""
    z0, a1, eta, k = mpf(z_start), mpf(target), mpf(rate), mpf(kappa)
    a0, z1 = exact.sigmoid(z0), mpmath.log(a1 / (1 - a1))
    if a0 <= a1:
        return mpf(0)
    speed = (lambda a: a) if loss == "cross_entropy" else (lambda a: a**2 * (1 - a))
    if loss == "cross_entropy":
        late = [2 * a - mpf(3) / 2 * a**2 for a in (a0, a1)]
    else:
        late = [(2 * a - 3 * a**2) * a * (1 - a) + 2 * a**2 - 4 * a**3 + mpf(9) / 4 * a**4 for a in (a0, a1)]
    flow = (potential(loss, z0) - potential(loss, z1)) / k
    return flow / eta + mpmath.log(speed(a1) / speed(a0)) / 2 + eta * k / 12 * (late[1] - late[0])


def _law(loss: str, share: float, rng: np.random.Generator) -> list[Accuracy]:
    size = max(int(400 * share), 40)
    target = rng.uniform(0.02, 0.6, size)
    step, kappa = rng.uniform(0.05, 1.0, size), rng.uniform(1.0, 10.0, size)
    rate = step / kappa
    starts = {
        "start 0.5 to 8 nats above the target": np.log(target / (1.0 - target)) + rng.uniform(0.5, 8.0, size),
        "start z from 8 to 20": rng.uniform(8.0, 20.0, size),
        "start z from 20 to 700": rng.uniform(20.0, 700.0, size),
    }
    found = []
    for domain, start in starts.items():
        with mpmath.workdps(exact.BESIDE):
            truth = [continuous_epochs(loss, *case) for case in zip(start, target, rate, kappa, strict=True)]
        named = f"{loss}, ηκ ≤ 1, {domain}"
        found.append(
            measured(
                *(law.continuous_epochs, named, "relative", 1e-13, (loss, start, target, rate, kappa), truth),
                name="law.continuous_epochs",
            )
        )
        if loss == "squared_error" and domain.endswith("700"):
            continue  # counts beyond what a float holds as a whole number
        clear = [abs(n - mpmath.nint(n)) > ROUNDING * max(n, 1) for n in truth]
        chosen = (start[clear], target[clear], rate[clear], kappa[clear])
        counts = [mpmath.ceil(n) for n, is_clear in zip(truth, clear, strict=True) if is_clear]
        found.append(
            measured(
                *(law.epochs_to_target, f"{named}; {size - len(counts)} of {size} too near an integer"),
                *("epochs", 0.0, (loss, *chosen), counts),
                name="law.epochs_to_target",
            )
        )
    return found


def count_many(loss: str, z: np.ndarray, target: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Epochs of descent until the output σ(z) is at the target, counted for all cells at once; step = η κ."""
    z, counts, left = z.copy(), np.zeros(z.shape, dtype=int), np.arange(z.size)
    while left.size:
        a = 1.0 / (1.0 + np.exp(-z[left]))
        going = a > target[left]
        left, a = left[going], a[going]
        z[left] -= step[left] * (a if loss == "cross_entropy" else a * a * (1.0 - a))
        counts[left] += 1
    return counts


def _descent(loss: str, share: float, rng: np.random.Generator) -> Accuracy:
    """The law against gradient descent itself, run step by step."""
    size = max(int(4000 * share), 400)
    target, step, kappa = rng.uniform(0.02, 0.6, size), rng.uniform(0.05, 1.0, size), rng.uniform(1.0, 10.0, size)
    z_end = np.log(target / (1.0 - target))
    z = rng.uniform(z_end, 5.5)
    expected = law.continuous_epochs(loss, z, target, step / kappa, kappa)
    clear = np.abs(expected - np.rint(expected)) > MARGIN
    z, target, step, kappa = z[clear], target[clear], step[clear], kappa[clear]
    return measured(
        *(law.epochs_to_target, f"{loss}, against descent, ηκ ≤ 1, {MARGIN:g} from an integer", "epochs", 0.0),
        *((loss, z, target, step / kappa, kappa), map(mpf, count_many(loss, z, target, step))),
        name="law.epochs_to_target",
    )


def _flow(loss: str, share: float, rng: np.random.Generator) -> list[Accuracy]:
    size = max(int(200 * share), 20)
    kappa = rng.uniform(1.0, 10.0, size)
    reach = 700.0 if loss == "cross_entropy" else 340.0
    start, end = rng.uniform(-reach, reach, size), rng.uniform(-reach, reach, size)
    start[::2], end[::2] = rng.uniform(-10.0, 10.0, (2, start[::2].size))
    with mpmath.workdps(exact.BESIDE):
        times = [
            (potential(loss, mpf(z0)) - potential(loss, mpf(z1))) / mpf(k)
            for z0, z1, k in zip(start, end, kappa, strict=True)
        ]
    return [
        measured(
            *(law.gradient_flow_time, f"{loss}, abs(z) ≤ {reach:.0f}", "relative", 1e-14),
            *((loss, start, end, kappa), times),
            name="law.gradient_flow_time",
        ),
    ]


def _lead(loss: str, share: float, rng: np.random.Generator) -> Accuracy:
    size, classes = max(int(200 * share), 20), 10
    start, end = rng.uniform(-300.0, 300.0, size), rng.uniform(-300.0, 300.0, size)
    start[::2], end[::2] = rng.uniform(-10.0, 10.0, (2, start[::2].size))
    with mpmath.workdps(exact.BESIDE):
        times = [
            lead_potential(loss, mpf(u1), classes) - lead_potential(loss, mpf(u0), classes)
            for u0, u1 in zip(start, end, strict=True)
        ]
    return measured(
        *(loss_record(loss).lead_elapsed, f"{loss}, 10 classes, abs(u) ≤ 300", "relative", 1e-14),
        *((start, end, classes), times),
        name="loss_records.lead_elapsed",
    )


def lead_potential(loss: str, u: mpf, classes: int) -> mpf:
    """What rises steadily along the flow of K classes with equal wrong logits."""
    m = classes - 1
    if loss == "cross_entropy":
        return (m * u + mpmath.exp(u)) / classes
    return (mpmath.exp(2 * u) / 2 + 3 * m * mpmath.exp(u) + 3 * m**2 * u - m**3 * mpmath.exp(-u)) / classes**2
