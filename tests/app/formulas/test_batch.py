"""Sum or mean on the page, against a descent done here."""

import numpy as np
import pytest

from core.simulation.formulas.batch import drawn


def settle(n: int, seed: int):
    """The minimiser and the largest eigenvalue of the Hessian there, by many small steps."""
    batch = drawn(n, seed)
    x, y = np.column_stack([batch.inputs, np.ones(n)]), batch.labels
    place = np.zeros(2)
    for _ in range(40_000):
        a = 1 / (1 + np.exp(-x @ place))
        place = place - 0.5 * x.T @ (a - y) / n
    a = 1 / (1 + np.exp(-x @ place))
    return place, float(np.linalg.eigvalsh((x * (a * (1 - a))[:, None]).T @ x / n)[-1])


@pytest.mark.parametrize(("n", "bounces"), [(20, False), (200, True)])
def test_the_sum_bounces_beyond_two(visit, words, n, bounces):
    app = visit("formulas", section="batch", bn=str(n))
    assert not app.exception
    said = words(app)
    place, largest = settle(n, 1)
    assert f"η n λ = **{0.15 * n * largest:.3f}**" in said
    assert f"**{2 / (n * largest):.3f}**" in said
    w, b = (f"{value:.4f}".replace("-", "−") for value in place)
    assert f"w = **{w}**" in said
    assert f"b = **{b}**" in said
    assert ("**oscillates**" in said) == bounces == (0.15 * n * largest > 2)
    assert said.count(f"**{n:.4f}**") == 2


def test_the_start_in_both_formulas(visit, words):
    said = words(visit("formulas", section="batch", bn="10", bseed="3"))
    batch = drawn(10, 3)
    z = -2 * batch.inputs + 2
    losses = np.log1p(np.exp(z)) - batch.labels * z
    assert f"{losses.sum():.4f}" in said
    assert f"{losses.mean():.4f}" in said
    said = words(visit("formulas", section="batch", bn="10", bseed="3", units="bits"))
    assert f"{losses.sum() / np.log(2):.4f}" in said


def test_the_sum_at_a_smaller_rate_walks_the_same_path(visit, words):
    said = words(visit("formulas", section="batch"))
    assert "over 200 epochs w and b differ by **≤\u00a010⁻¹²**" in said


def test_a_chaotic_sum_has_no_last_loss(visit):
    app = visit("formulas", section="batch", bn="200", bseed="9999", brate="10")
    assert "the run by the sum at chaotic" in app.session_state["_descriptions"]["formulas_batch"]


def test_both_bounce_at_large_rates_and_nothing_is_claimed_of_the_path(visit, words):
    said = words(visit("formulas", section="batch", bn="10", bseed="4", brate="10"))
    assert "**Both oscillate**" in said
    assert "amplify even rounding errors" in said


def test_hostile_values_are_repaired(visit):
    app = visit("formulas", section="batch", bn="1e9", brate="nan", bseed="-5")
    assert not app.exception
    assert app.select_slider(key="formulas_bn").value == 200
    assert app.select_slider(key="formulas_brate").value == 0.15
    assert app.number_input(key="formulas_bseed").value == 0
