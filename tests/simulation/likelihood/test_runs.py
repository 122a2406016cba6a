"""Long runs: the levels against 50 digits, the funnel against many seeds, and what the model rules out."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.simulation.likelihood import runs as long_runs
from core.simulation.likelihood.runs import BUDGET, Setting, inside, levels, places, runs

PROBABILITIES = st.floats(0.01, 0.99)


@pytest.mark.parametrize(("p", "q"), [(0.7, 0.4), (0.02, 0.99), (0.5, 0.5), (0.25, 1e-6)])
def test_levels_to_fifty_digits(p, q):
    known = levels(p, q)
    with mpmath.workdps(50):
        p, q = mpmath.mpf(p), mpmath.mpf(q)
        heads, tails = -mpmath.log(q), -mpmath.log(1 - q)
        cross = p * heads + (1 - p) * tails
        entropy = -p * mpmath.log(p) - (1 - p) * mpmath.log(1 - p)
        sd = mpmath.sqrt(p * (heads - cross) ** 2 + (1 - p) * (tails - cross) ** 2)  # by its definition
        assert known.cross_entropy == pytest.approx(float(cross), rel=1e-14)
        assert known.entropy == pytest.approx(float(entropy), rel=1e-14)
        assert known.kl == pytest.approx(float(cross - entropy), rel=1e-12, abs=1e-16)
        assert known.sd == pytest.approx(float(sd), rel=1e-13)


@given(PROBABILITIES, PROBABILITIES)
def test_the_gap_is_the_divergence(p, q):
    known = levels(p, q)
    assert known.entropy + known.kl == pytest.approx(known.cross_entropy, rel=1e-12)


@pytest.mark.parametrize(
    ("p", "q", "sd"), [(0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 0.3, 0.0), (0.5, 0.0, math.inf), (0.2, 1.0, math.inf)]
)
def test_levels_at_the_ends(p, q, sd):
    known = levels(p, q)
    assert known.sd == sd
    assert math.isinf(known.cross_entropy) == math.isinf(sd)


def test_the_line_is_the_mean_of_the_surprisals():
    setting = Setting(0.7, 0.4, 5000, 2, 11)
    for run in runs(setting):
        tossed = long_runs.draw_tosses(0.7, 5000, run.seed)
        surprisals = [-math.log(0.4) if toss else -math.log(0.6) for toss in tossed]
        for n, mean in zip(run.tosses.tolist(), run.means.tolist(), strict=True):
            assert mean == pytest.approx(math.fsum(surprisals[:n]) / n, rel=1e-12)
        assert run.last == run.means[-1]
        assert run.ruled_out is None


@given(st.integers(1, 2000), PROBABILITIES, PROBABILITIES)
def test_the_mean_is_the_cross_entropy_of_the_shares(length, p, q):
    """−ℓ/n = H(p̂, q), to 1e-12."""
    (run,) = runs(Setting(p, q, length, 1, 5))
    share = long_runs.draw_tosses(p, length, 5).mean()
    assert run.last == pytest.approx(-share * math.log(q) - (1 - share) * math.log1p(-q), rel=1e-12, abs=1e-12)


def test_each_series_has_a_seed_of_its_own():
    first, second = runs(Setting(0.7, 0.4, 1000, 2, 3))
    assert (first.seed, second.seed) == (3, 4)
    (alone,) = runs(Setting(0.7, 0.4, 1000, 1, 4))
    assert np.array_equal(alone.means, second.means)
    assert not np.array_equal(first.means, second.means)


@pytest.mark.parametrize(("p", "q"), [(0.7, 0.4), (0.3, 0.9)])
def test_about_95_of_100_series_end_in_the_funnel(p, q):
    count = sum(inside(run, s) for seed in range(0, 2000, 8) for s in [Setting(p, q, 2000, 8, seed)] for run in runs(s))
    # ±2 standard errors of a normal: 0.9545; 2000 series scatter by 0.0047.
    assert abs(count / 2000 - 0.9545) < 4 * 0.0047


def test_the_series_settle_on_the_cross_entropy():
    (run,) = runs(Setting(0.7, 0.4, 10**6, 1, 1))
    assert run.last == pytest.approx(0.7 * -math.log(0.4) + 0.3 * -math.log(0.6), abs=5 * 0.19 / 1000)


@pytest.mark.parametrize(("p", "q", "face"), [(0.1, 0.0, 1), (0.9, 1.0, 0)])
def test_the_line_is_cut_where_the_impossible_happens(p, q, face):
    for run in runs(Setting(p, q, 1000, 8, 1)):
        tossed = long_runs.draw_tosses(p, 1000, run.seed).tolist()
        assert run.ruled_out == tossed.index(face) + 1
        assert run.last == math.inf
        assert np.all(run.tosses < run.ruled_out)
        assert np.all(run.means == 0.0)  # until then every toss was certain
        assert not inside(run, Setting(p, q, 1000, 8, 1))


def test_what_cannot_happen_is_never_met():
    for p in (0.0, 1.0):
        for run in runs(Setting(p, p, 100, 3, 1)):
            assert run.ruled_out is None
            assert run.last == 0.0
            assert inside(run, Setting(p, p, 100, 3, 1))


def test_without_scatter_every_series_is_inside():
    setting = Setting(0.3, 0.5, 100_000, 8, 1)
    assert all(inside(run, setting) for run in runs(setting))


@pytest.mark.parametrize("length", [1, 2, 100, 10**6])
def test_places(length):
    at = places(length)
    assert at[0] == 1
    assert at[-1] == length
    assert np.all(np.diff(at) > 0)
    assert len(at) <= 200


def test_the_budget():
    assert Setting(0.5, 0.5, 10**6, 8, 1).affordable == 1
    assert Setting(0.5, 0.5, 10**5, 8, 1).affordable == 8
    for length in (100, 10**5, 10**6):
        assert Setting(0.5, 0.5, length, 8, 1).affordable * length <= BUDGET
    assert len(runs(Setting(0.5, 0.5, 10**6, 8, 1))) == 1


@pytest.mark.parametrize(
    "wrong", [(1.1, 0.5, 10, 1, 1), (0.5, math.nan, 10, 1, 1), (0.5, 0.5, 0, 1, 1), (0.5, 0.5, 10, 9, 1)]
)
def test_a_setting_is_checked(wrong):
    with pytest.raises(ValueError):  # noqa: PT011
        Setting(*wrong)
