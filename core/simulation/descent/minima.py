"""Where gradient flow ends for a neuron with one input: in which minimum, in a valley, or nowhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import FloatArray, IntArray, finite_numbers, samples_of_one_input
from core.simulation.descent.curvature import weighed_curvature, weighed_slopes, with_ones

STRIDE: Final = 0.25  # the longest step of a flow, in (w, b)
FAR: Final = 40.0  # a flow that leaves |w|, |b| ≤ FAR is said to run off
MOST_STEPS: Final = 1500
ARRIVED: Final = 1e-9  # the length of a step that counts as none
FLAT: Final = 1e-9  # a smallest eigenvalue up to here is none: the ground is level in that direction
SAME: Final = 1e-6  # ends closer than this are one minimum
MOST_STARTS: Final = 2**16
MOST_NEWTON_STEPS: Final = 100
RUNS_OFF, VALLEY, UNDECIDED = -1, -2, -3  # beside the minima's own numbers 0, 1, …

Case = Literal["one_minimum", "valley", "no_minimum"]


@dataclass(frozen=True, eq=False)
class Ends:
    """Where the flows from many starts end: the strict minima found, and a number for each start.

    The number is that of its minimum, or RUNS_OFF (the parameters leave ±FAR while the loss still falls), VALLEY
    (a place on a line of equal minima), or UNDECIDED (not settled in MOST_STEPS steps).
    """

    minima: FloatArray  # (k, 2): weight and bias, from the largest weight down
    numbers: IntArray  # of any shape

    def share(self, number: int) -> float:
        """The share of the starts that end there."""
        return float(np.mean(self.numbers == number))


@dataclass(frozen=True)
class Samples:
    """A small data set of one input: (n,) inputs and (n,) labels in [0, 1]."""

    inputs: tuple[float, ...]
    labels: tuple[float, ...]


TWO_MINIMA: Final = Samples((-2.0, -1.0, 0.0, 1.0, 9.0), (0.0, 1.0, 0.0, 1.0, 0.0))
"""Four points that a rising curve fits best, and one far off that speaks against it.

One minimum of squared error believes the four and gives the far one up; the other gives in to the far one. It is the
smallest such set: fewer points in a row with one more beyond them, or a nearer one, have a single minimum.
"""


def flow_ends(loss: str, inputs: ArrayLike, labels: ArrayLike, starts: ArrayLike) -> Ends:
    """Follow gradient flow dθ/dt = −∂C/∂θ, θ = (w, b), from every start to its end.

    A step is the exact flow on the local parabola, −Σ_i (1 − e^(−λ_i τ))/λ_i (v_i · g) v_i over eigenvalues and
    eigenvectors of the Hessian, with τ = STRIDE / ‖g‖. Near a minimum τ grows and the step becomes Newton's; on a
    plateau it keeps its length, where plain descent would need e^z epochs.
    Shapes: inputs (n,), labels (n,) in [0, 1], starts (R, 2), at most 2¹⁶ of them, within ±FAR.
    Raises: ValueError if anything else is given, or the loss is unknown.
    Source: exponential Euler; Hochbruck & Ostermann, "Exponential integrators", Acta Numerica 19 (2010).
    """
    x, y = samples_of_one_input(inputs, labels)
    places = finite_numbers("starts", starts)  # a copy
    if places.ndim != 2 or places.shape[1] != 2 or not 0 < len(places) <= MOST_STARTS:
        raise ValueError(f"starts has shape {places.shape}, not (R, 2) with 1 to {MOST_STARTS} starts")
    if np.abs(places).max() > FAR:
        raise ValueError(f"a start lies beyond ±{FAR:g}")
    extended = with_ones(x)
    numbers = np.full(len(places), UNDECIDED, dtype=np.int64)
    going = np.arange(len(places))
    for _ in range(MOST_STEPS):
        steps, smallest = _steps(loss, extended, y, places[going])
        places[going] += steps
        still = np.hypot(*steps.T) < ARRIVED
        off = np.abs(places[going]).max(axis=1) > FAR
        numbers[going[still]] = np.where(smallest[still] > FLAT, 0, VALLEY)
        numbers[going[off]] = RUNS_OFF
        going = going[~(still | off)]
        if not going.size:
            break
    settled = np.flatnonzero(numbers == 0)
    minima = distinct(places[settled], SAME)
    if settled.size:
        numbers[settled] = np.abs(places[settled, None] - minima).max(axis=2).argmin(axis=1)
    return Ends(minima, numbers)


def full_rank(inputs: ArrayLike) -> bool:
    """Whether the rows (x_s, 1) span the plane of (w, b): there are two different inputs.

    Shape: inputs (n,). Else weight and bias can change together without a change of any prediction.
    """
    return bool(np.ptp(finite_numbers("inputs", inputs)) > 0.0)


def separable(inputs: ArrayLike, labels: ArrayLike) -> bool:
    """Whether some (w, b) is on no sample's wrong side and on the right side of at least one.

    Wrong and right by the sign of z = w x + b; a soft label allows only z = 0. If there is such a (w, b), growing it
    lowers the cross-entropy for ever and there is no finite minimum; if not, there is one.
    Shapes: inputs (n,), labels (n,) in [0, 1]. Source: complete and quasi-complete separation; Albert & Anderson,
    "On the existence of maximum likelihood estimates in logistic regression models", Biometrika 71 (1984).
    """
    x, y = samples_of_one_input(inputs, labels)
    if np.all(y == 0.0) or np.all(y == 1.0):
        return True  # by the bias alone
    if np.ptp(x) == 0.0:
        return False  # the samples disagree at one place, so only z = 0 is on nobody's wrong side
    not_above, not_below = x[y < 1.0], x[y > 0.0]  # where z may not be above 0, and not below: soft ones count in both
    return bool(not_above.max() <= not_below.min() or not_below.max() <= not_above.min())


def case(inputs: ArrayLike, labels: ArrayLike) -> Case:
    """How the minima of the mean cross-entropy over (w, b) lie, decided by `separable` and `full_rank`.

    "no_minimum": the weights grow for ever; "valley": a line of equal minima; "one_minimum": exactly one.
    """
    if separable(inputs, labels):
        return "no_minimum"
    return "one_minimum" if full_rank(inputs) else "valley"


def newton(
    value: Callable[[FloatArray], float],
    slope: Callable[[FloatArray], FloatArray],
    bend: Callable[[FloatArray], FloatArray],
    arrived: Callable[[FloatArray, FloatArray, FloatArray], bool],
) -> tuple[FloatArray, FloatArray, int]:
    """The minimum of a convex value over (w, b) by Newton's method from (0, 0), the slope there, and the steps taken.

    θ ← θ − H⁻¹ g with slope g (2,) and bend H (2, 2); a step that would raise the value is halved. `arrived` says of
    a place, its slope and its step whether that is near enough.
    Raises: ArithmeticError if it never is.
    """
    place = np.zeros(2)
    for count in range(MOST_NEWTON_STEPS + 1):
        gradient = slope(place)
        step = np.asarray(np.linalg.solve(bend(place), gradient), dtype=np.float64)
        if arrived(place, gradient, step):
            return place, gradient, count
        before = value(place) + 1e-12  # for rounding
        while np.abs(step).max() > 1e-6 and value(place - step) > before:
            step = step / 2.0
        place = place - step
    raise ArithmeticError(f"no minimum after {MOST_NEWTON_STEPS} steps")


def _steps(loss: str, extended: FloatArray, y: FloatArray, places: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The next step of each flow (R, 2), and the smallest eigenvalue of each Hessian (R,)."""
    slopes = weighed_slopes(loss, extended, y, places)
    bend = weighed_curvature(loss, extended, y, places)
    middle, half = (bend[:, 0, 0] + bend[:, 1, 1]) / 2.0, (bend[:, 0, 0] - bend[:, 1, 1]) / 2.0
    off = bend[:, 0, 1]
    spread = np.hypot(half, off)
    times = STRIDE / np.maximum(np.hypot(*slopes.T), 1e-300)
    first, second = _travel(middle + spread, times), _travel(middle - spread, times)
    # f(H) = (f₁ + f₂)/2 + (f₁ − f₂)/(λ₁ − λ₂) (H − middle) for any f of a symmetric 2 × 2 matrix H.
    difference = (first - second) / np.maximum(2.0 * spread, 1e-300)
    turned = np.stack([half * slopes[:, 0] + off * slopes[:, 1], off * slopes[:, 0] - half * slopes[:, 1]], axis=1)
    steps = -(((first + second) / 2.0)[:, None] * slopes + difference[:, None] * turned)
    steps *= np.minimum(1.0, STRIDE / np.maximum(np.hypot(*steps.T), 1e-300))[:, None]
    return steps, middle - spread


def _travel(eigenvalues: FloatArray, times: FloatArray) -> FloatArray:
    """(1 − e^(−λτ)) / λ, and its limit τ at λ = 0: how far a unit slope carries along an eigenvector."""
    level = np.abs(eigenvalues) < 1e-300
    curved = np.where(level, 1.0, eigenvalues)
    return np.where(level, times, -np.expm1(np.minimum(-curved * times, 30.0)) / curved)


def distinct(ends: FloatArray, apart: float) -> FloatArray:
    """The places among the ends (m, 2) that are further apart than that, from the largest weight down."""
    found = []
    while len(ends):
        found.append(ends[0])
        ends = ends[np.abs(ends - ends[0]).max(axis=1) > apart]
    return np.array(sorted(found, key=lambda place: -place[0])).reshape(-1, 2)
