"""Rows of the accuracy table: the law of the race and the gradient flows behind it."""

import mpmath
import numpy as np
from mpmath import mpf

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
            _weights(loss, share, rng),
        ]
    return [*found, _soft_label(share, rng), _softmax(share, rng)]


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
                name="saturation.continuous_epochs",
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
                name="saturation.epochs_to_target",
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
        name="saturation.epochs_to_target",
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
    z0, duration = rng.uniform(-10.0, 10.0, size), 10.0 ** rng.uniform(-6.0, 4.0, size)
    logits = [position(loss, *case) for case in zip(z0, duration, kappa, strict=True)]
    return [
        measured(
            *(law.gradient_flow_time, f"{loss}, abs(z) ≤ {reach:.0f}", "relative", 1e-14),
            *((loss, start, end, kappa), times),
            name="saturation.gradient_flow_time",
        ),
        measured(
            *(law.gradient_flow_logit, f"{loss}, start abs(z) ≤ 10, time 1e-6 to 1e4", "absolute", 1e-11),
            *((loss, z0, duration, kappa), logits),
            name="saturation.gradient_flow_logit",
        ),
    ]


def position(loss: str, z_start: float, time: float, kappa: float) -> mpf:
    """Where the flow is: the root of the potential, found by halving."""
    wanted = potential(loss, mpf(z_start)) - mpf(kappa) * mpf(time)
    high = mpf(z_start)
    low = high - 1
    while potential(loss, low) > wanted:
        low -= 2 * (high - low)
    for _ in range(90):
        middle = (low + high) / 2
        low, high = (low, middle) if potential(loss, middle) > wanted else (middle, high)
    return (low + high) / 2


def _weights(loss: str, share: float, rng: np.random.Generator) -> Accuracy:
    weight, bias, x = 1.25, 0.75, 1.5
    times = 10.0 ** rng.uniform(-4.0, 4.0, max(int(60 * share), 10))
    kappa, start = mpf(x) ** 2 + 1, mpf(weight) * mpf(x) + mpf(bias)
    fallen = [(start - position(loss, start, time, kappa)) / kappa for time in times]

    def both(*arguments: object) -> np.ndarray:
        return np.concatenate(law.weights_along_flow(*arguments))

    return measured(
        *(both, f"{loss}, w = 1.25, b = 0.75, x = 1.5, time 1e-4 to 1e4", "absolute", 1e-13),
        *((loss, weight, bias, x, times), [*(mpf(weight) - x * f for f in fallen), *(mpf(bias) - f for f in fallen)]),
        name="saturation.weights_along_flow",
    )


def _soft_label(share: float, rng: np.random.Generator) -> Accuracy:
    size = max(int(200 * share), 20)
    y, kappa = rng.uniform(0.01, 0.99, size), rng.uniform(1.0, 10.0, size)
    rest, side = np.log(y / (1.0 - y)), rng.choice([-1.0, 1.0], size)
    start, end = rest + side * rng.uniform(2.0, 15.0, size), rest + side * rng.uniform(0.1, 2.0, size)

    def elapsed(z: float, label: float) -> mpf:
        label = mpf(label)
        return (mpmath.log(abs((1 - label) * mpmath.exp(mpf(z)) - label)) / (1 - label) - mpf(z)) / label

    times = [
        (elapsed(z0, aim) - elapsed(z1, aim)) / mpf(k) for z0, z1, aim, k in zip(start, end, y, kappa, strict=True)
    ]
    return measured(
        *(law.soft_label_flow_time, "0.01 ≤ y ≤ 0.99, from 15 to 0.1 nats off", "relative", 1e-13),
        *((start, end, y, kappa), times),
        name="saturation.soft_label_flow_time",
    )


def _softmax(share: float, rng: np.random.Generator) -> Accuracy:
    size = max(int(200 * share), 20)
    start, end, kappa = rng.uniform(-700.0, 700.0, size), rng.uniform(-700.0, 700.0, size), rng.uniform(1.0, 10.0, size)
    start[::2], end[::2] = rng.uniform(-10.0, 10.0, (2, start[::2].size))
    classes = 10
    with mpmath.workdps(exact.BESIDE):
        times = [
            ((classes - 1) * (mpf(u1) - mpf(u0)) + mpmath.exp(mpf(u1)) - mpmath.exp(mpf(u0))) / (classes * mpf(k))
            for u0, u1, k in zip(start, end, kappa, strict=True)
        ]
    return measured(
        *(law.softmax_flow_time, "10 classes, abs(u) ≤ 700", "relative", 1e-14),
        *((start, end, classes, kappa), times),
        name="saturation.softmax_flow_time",
    )
