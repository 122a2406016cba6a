"""Landscapes: the mean loss at every weight and bias, and the window that shows it."""

import math

import mpmath
import numpy as np
import pytest

from core.simulation.descent.landscape import MARGIN, NARROWEST, Window, landscape_window, mean_loss_surface

LOSSES = ("cross_entropy", "squared_error")


def by_hand(loss: str, inputs, labels, w: float, b: float) -> float:
    """The mean loss in 50 digits, from the definition."""
    with mpmath.workdps(50):
        total = mpmath.mpf(0)
        for x, y in zip(inputs, labels, strict=True):
            a = 1 / (1 + mpmath.exp(-(mpmath.mpf(w) * x + b)))
            y = mpmath.mpf(y)
            if loss == "squared_error":
                total += (a - y) ** 2 / 2
            else:
                total -= (y * mpmath.log(a) if y else 0) + ((1 - y) * mpmath.log(1 - a) if y != 1 else 0)
        return float(total / len(inputs))


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_the_surface_is_the_mean_loss_at_each_place(loss):
    inputs, labels = [1.0, -0.5, 2.0], [0.0, 1.0, 0.25]
    weights, biases = np.array([-3.0, 0.0, 0.5, 4.0]), np.array([-2.0, 0.0, 5.0])
    surface = mean_loss_surface(loss, inputs, labels, weights, biases)
    assert surface.shape == (3, 4)  # a row for each bias
    for row, b in enumerate(biases):
        for column, w in enumerate(weights):
            assert surface[row, column] == pytest.approx(by_hand(loss, inputs, labels, w, b), rel=1e-12)


def test_known_places():
    at_two = {loss: mean_loss_surface(loss, [1.0], [0.0], [2.0], [2.0])[0, 0] for loss in LOSSES}
    a = 1 / (1 + math.exp(-4))
    assert at_two["cross_entropy"] == pytest.approx(-math.log(1 - a))
    assert at_two["squared_error"] == pytest.approx(a**2 / 2)
    assert mean_loss_surface("cross_entropy", [1.0], [1.0], [0.0], [0.0])[0, 0] == pytest.approx(math.log(2))


@pytest.mark.parametrize("loss", LOSSES)
def test_many_samples_are_a_mean_of_few(loss):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=997), rng.integers(0, 2, 997).astype(float)
    w, b = np.linspace(-5, 5, 40), np.linspace(-4, 4, 30)
    halves = [mean_loss_surface(loss, x[part], y[part], w, b) for part in (slice(0, 400), slice(400, None))]
    whole = (400 * halves[0] + 597 * halves[1]) / 997
    np.testing.assert_allclose(mean_loss_surface(loss, x, y, w, b), whole, rtol=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_far_out_it_stays_finite(loss):
    surface = mean_loss_surface(loss, [1e50, -3.0], [0.0, 1.0], [-1e50, 0.0, 1e50], [-1e9, 1e9])
    assert np.all(np.isfinite(surface))


@pytest.mark.parametrize(
    "arguments",
    [
        ("hinge", [1.0], [0.0], [0.0], [0.0]),
        ("cross_entropy", [], [], [0.0], [0.0]),
        ("cross_entropy", [1.0, 2.0], [0.0], [0.0], [0.0]),
        ("cross_entropy", [1.0], [1.5], [0.0], [0.0]),
        ("cross_entropy", [[1.0]], [0.0], [0.0], [0.0]),
        ("cross_entropy", [1.0], [0.0], 0.0, [0.0]),
        ("cross_entropy", [1.0], [0.0], [math.nan], [0.0]),
    ],
)
def test_what_has_no_surface_is_refused(arguments):
    with pytest.raises(ValueError, match=r"loss|inputs|labels|weights"):
        mean_loss_surface(*arguments)


def inside(window: Window, weights, biases) -> bool:
    sides = ((window.weights, weights), (window.biases, biases))
    return all(
        np.min(values) >= low + 0.999 * MARGIN * (high - low) and np.max(values) <= high - 0.999 * MARGIN * (high - low)
        for (low, high), values in sides
    )


@pytest.mark.parametrize("seed", range(60))
def test_the_window_holds_every_place_with_room_around(seed):
    rng = np.random.default_rng(seed)
    scale = 10.0 ** rng.uniform(-3, 8)
    weights, biases = rng.normal(rng.normal(0, 3), 1, (2, 40)) * scale
    window = landscape_window(weights, biases)
    assert inside(window, weights, biases)
    (left, right), (bottom, top) = window.weights, window.biases
    assert right - left == pytest.approx(top - bottom)
    extent = max(np.ptp(weights), np.ptp(biases))
    assert right - left <= max(NARROWEST * 2, 3.5 * extent)  # and no more room than that
    digits = f"{(right - left) / 4:.6e}".split("e")[0].rstrip("0").rstrip(".")
    assert digits in {"2", "3", "4", "6", "1"}


def test_usual_starts_have_round_windows_that_seldom_change():
    ends = np.linspace(-2.9, -1.2, 40)  # where a run gets to, depending on its rate and length
    windows = {landscape_window([2.0, end], [2.0, end]) for end in ends}
    assert windows == {Window((-4.0, 4.0), (-4.0, 4.0))}


def test_the_largest_numbers_still_have_a_window():
    for weights, biases in (([1e100], [-1e100]), ([1e20], [0.0]), ([0.0, 1e100], [0.0, 0.0])):
        window = landscape_window(weights, biases)
        assert inside(window, weights, biases)
        assert np.all(np.diff(window.grid(50)) > 0)


def test_no_window_without_places():
    with pytest.raises(ValueError, match="empty"):
        landscape_window([], [])
    with pytest.raises(ValueError, match="biases"):
        landscape_window([1.0, 2.0], [1.0])


def test_the_grid_is_the_middles_of_cells():
    weights, biases = Window((-4.0, 4.0), (0.0, 8.0)).grid(4)
    np.testing.assert_array_equal(weights, [-3.0, -1.0, 1.0, 3.0])
    np.testing.assert_array_equal(biases, [1.0, 3.0, 5.0, 7.0])
