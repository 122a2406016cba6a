"""Where descent ends: against plain descent, 50 digits, linear programming, and a search run again."""

from itertools import product

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from core.maths.checks import LOSSES
from core.simulation.descent import minima
from core.simulation.descent.landscape import Window, mean_loss_surface
from core.simulation.descent.minima import RUNS_OFF, TWO_MINIMA, UNDECIDED, VALLEY
from core.simulation.descent.models import Model
from core.simulation.descent.training import train

SQUARE = Window((-4.0, 4.0), (-4.0, 4.0))
STARTS = np.stack([axis.ravel() for axis in np.meshgrid(*SQUARE.grid(24))], axis=1)
TWO = (TWO_MINIMA.inputs, TWO_MINIMA.labels)


def loss_at(loss, place):
    return float(mean_loss_surface(loss, *TWO, [place[0]], [place[1]])[0, 0])


def exact(loss, guess):
    """The stationary point near a guess and the eigenvalues of the Hessian there, to 50 digits."""
    with mpmath.workdps(50):

        def mean(w, b):
            total = mpmath.mpf(0)
            for x, y in zip(*TWO, strict=True):
                a = 1 / (1 + mpmath.exp(-(w * x + b)))
                total += -mpmath.log(a if y else 1 - a) if loss == "cross_entropy" else (a - y) ** 2 / 2
            return total / len(TWO[0])

        def slopes(w, b):
            return [mpmath.diff(mean, (w, b), order) for order in ((1, 0), (0, 1))]

        place = mpmath.findroot(slopes, guess, tol=1e-30)
        ww, wb, bb = (mpmath.diff(mean, tuple(place), order) for order in ((2, 0), (1, 1), (0, 2)))
        return np.array(place.tolist(), dtype=float).ravel(), [
            float(e) for e in mpmath.eigsy(mpmath.matrix([[ww, wb], [wb, bb]]), eigvals_only=True)
        ]


def candidates(most_points=8, furthest_of_all=12):
    """Points in a row, 1 apart, and one more beyond them, with every labelling that is not separable.

    From 3 points on; then from the nearest outlier, that is one more in the row; then labellings in counting order.
    The median input is moved to 0, and the outlier's label is 0: changing all labels only flips the signs of w and b.
    """
    for count in range(3, most_points + 1):
        for furthest in range(count - 1, furthest_of_all + 1):
            row = [float(place) for place in (*range(count - 1), furthest)]
            inputs = tuple(place - row[count // 2] for place in row)
            for labels in product((0.0, 1.0), repeat=count - 1):
                if not minima.separable(inputs, (*labels, 0.0)):
                    yield minima.Samples(inputs, (*labels, 0.0))


def test_the_first_set_with_two_minima_is_the_documented_one():
    starts = np.stack([axis.ravel() for axis in np.meshgrid(*2 * [np.linspace(-4.0, 4.0, 9)])], axis=1)
    two = (s for s in candidates() if len(minima.flow_ends("squared_error", s.inputs, s.labels, starts).minima) > 1)
    assert next(two) == TWO_MINIMA


def test_two_strict_minima_for_squared_error_and_one_for_cross_entropy():
    for loss, count in (("squared_error", 2), ("cross_entropy", 1)):
        found = minima.flow_ends(loss, *TWO, STARTS).minima
        assert len(found) == count
        for place in found:
            root, eigenvalues = exact(loss, tuple(place))
            np.testing.assert_allclose(place, root, rtol=0, atol=1e-11)
            assert min(eigenvalues) > 0.01
    assert np.ptp(minima.flow_ends("squared_error", *TWO, STARTS).minima[:, 0]) > 0.5


def test_cross_entropy_always_arrives_and_squared_error_does_not():
    assert minima.flow_ends("cross_entropy", *TWO, STARTS).share(0) == 1.0
    ends = minima.flow_ends("squared_error", *TWO, STARTS)
    assert all(ends.share(number) > 0.1 for number in (0, 1, RUNS_OFF))
    assert ends.share(VALLEY) == ends.share(UNDECIDED) == 0.0


@pytest.mark.parametrize("loss", LOSSES)
def test_plain_descent_ends_where_the_flow_does(loss):
    """From random starts by small steps; one that runs off has come near no minimum, and its loss still falls."""
    starts = np.random.default_rng(5).uniform(-3.0, 3.0, size=(150, 2))
    ends = minima.flow_ends(loss, *TWO, starts)
    inputs, labels = np.array(TWO[0])[:, None], TWO[1]
    at = starts
    for _ in range(3):
        run = train(Model(1), inputs, labels, at, [loss] * len(at), 0.1, 5000)
        before, at = at, run.parameters[:, -1]
    reached = np.abs(at[:, None] - ends.minima).max(axis=2) < 0.01
    for start, number, near in zip(starts, ends.numbers, reached, strict=True):
        if number >= 0:
            assert not near.any() or near[number], start
        else:
            assert number == RUNS_OFF
            assert not near.any(), start
    arrived = reached.any(axis=1)
    assert arrived[ends.numbers >= 0].mean() > 0.95  # the rest stands on a plateau, where plain descent is slow
    for place, earlier in zip(at[ends.numbers == RUNS_OFF], before[ends.numbers == RUNS_OFF], strict=True):
        assert loss_at(loss, place) < loss_at(loss, earlier)


def test_what_runs_off_does_so_however_far_it_is_followed(monkeypatch):
    near = minima.flow_ends("squared_error", *TWO, STARTS).numbers
    monkeypatch.setattr(minima, "FAR", 80.0)
    np.testing.assert_array_equal(minima.flow_ends("squared_error", *TWO, STARTS).numbers, near)


def test_half_the_stride_leads_to_the_same_ends(monkeypatch):
    whole = minima.flow_ends("squared_error", *TWO, STARTS).numbers
    monkeypatch.setattr(minima, "STRIDE", minima.STRIDE / 2)
    assert np.mean(minima.flow_ends("squared_error", *TWO, STARTS).numbers == whole) > 0.985  # but for the borders


@pytest.mark.parametrize("loss", LOSSES)
def test_separable_data_runs_off_and_one_soft_label_ends_in_a_valley(loss):
    assert minima.flow_ends(loss, [-2.0, -1.0, 1.0, 2.0], [0.0, 0.0, 1.0, 1.0], STARTS).share(RUNS_OFF) == 1.0
    assert minima.flow_ends(loss, [1.0], [0.3], STARTS).share(VALLEY) == 1.0
    assert minima.flow_ends(loss, [1.0], [0.0], STARTS).share(RUNS_OFF) == 1.0


@pytest.mark.parametrize(
    ("inputs", "labels", "expected"),
    [
        (*TWO, "one_minimum"),
        ([-2.0, -1.0, 1.0, 2.0], [0.0, 0.0, 1.0, 1.0], "no_minimum"),
        ([1.0], [0.3], "valley"),
        ([1.0], [1.0], "no_minimum"),
        ([1.0, 1.0], [0.0, 1.0], "valley"),  # the same input with both labels
        ([0.0, 1.0], [0.3, 0.6], "one_minimum"),
        ([0.0, 1.0, 1.0, 2.0], [0.0, 0.0, 1.0, 1.0], "no_minimum"),  # the two at 1 share the line: quasi-complete
    ],
)
def test_which_case_it_is(inputs, labels, expected):
    assert minima.case(inputs, labels) == expected


samples = st.lists(st.tuples(st.integers(-3, 3), st.sampled_from([0.0, 0.5, 1.0])), min_size=1, max_size=6)


@given(samples)
def test_separability_by_linear_programming(drawn):
    """Margins ±(w x + b) ≥ 0, for a soft label both: can their sum be above 0?"""
    rows = [(side * x, side) for x, y in drawn for side in (1, -1) if y == 0.5 or (side > 0) == (y == 1.0)]
    margins = np.array(rows, dtype=float)
    found = linprog(-margins.sum(axis=0), A_ub=-margins, b_ub=np.zeros(len(rows)), bounds=[(-1, 1)] * 2)
    assert minima.separable(*zip(*drawn, strict=True)) == (found.fun < -1e-9)


@given(samples)
def test_rank_by_numpy(drawn):
    x = np.array([sample[0] for sample in drawn], dtype=float)
    assert minima.full_rank(x) == (np.linalg.matrix_rank(np.column_stack([x, np.ones(len(x))])) == 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("hinge", [1.0], [0.0], [[0.0, 0.0]]), "unknown loss"),
        (("cross_entropy", [[1.0]], [0.0], [[0.0, 0.0]]), "inputs"),
        (("cross_entropy", [], [], [[0.0, 0.0]]), "inputs"),
        (("cross_entropy", [1.0], [1.5], [[0.0, 0.0]]), "labels"),
        (("cross_entropy", [1.0], [0.0], [0.0, 0.0]), "starts"),
        (("cross_entropy", [1.0], [0.0], np.empty((0, 2))), "starts"),
        (("cross_entropy", [1.0], [0.0], [[41.0, 0.0]]), "beyond"),
    ],
)
def test_bad_input_is_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        minima.flow_ends(*arguments)
