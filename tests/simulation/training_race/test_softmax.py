"""The layer that is confidently wrong: its laws against quadrature, against training, and against the sigmoid's."""

import math

import mpmath
import numpy as np
import pytest

from core.simulation.descent.loss_records import loss_record
from core.simulation.descent.models import Model
from core.simulation.descent.training import train
from core.simulation.training_race.law import gradient_flow_time
from core.simulation.training_race.softmax import (
    MOST_EPOCHS,
    Setting,
    climb,
    climbs,
    flow_epochs,
    right_share,
    speed,
)

LOSSES = ("cross_entropy", "squared_error")


def rise(loss: str, u: mpmath.mpf, classes: int) -> mpmath.mpf:
    """How fast u rises by erratum 11, all classes one by one: ∂C/∂z_wrong − ∂C/∂z_right."""
    powers = [mpmath.exp(u)] + [mpmath.mpf(1)] * (classes - 1)
    a = [power / mpmath.fsum(powers) for power in powers]
    error = [a[0] - 1, *a[1:]]
    if loss == "cross_entropy":
        slopes = error
    else:
        inner = mpmath.fsum(e * b for e, b in zip(error, a, strict=True))
        slopes = [b * (e - inner) for e, b in zip(error, a, strict=True)]
    return slopes[1] - slopes[0]


def quadrature(loss: str, start: float, end: float, classes: int) -> mpmath.mpf:
    return mpmath.quad(lambda u: 1 / rise(loss, u, classes), mpmath.linspace(start, end, 9))


def closed_form(loss: str, start: float, end: float, k: int) -> mpmath.mpf:
    """The formulas of the module's head, in many digits."""
    m, u, v = mpmath.mpf(k - 1), mpmath.mpf(start), mpmath.mpf(end)

    def change(power: int) -> mpmath.mpf:
        return mpmath.exp(power * v) - mpmath.exp(power * u)

    if loss == "cross_entropy":
        return (m * (v - u) + change(1)) / k
    return (change(2) / 2 + 3 * m * change(1) + 3 * m**2 * (v - u) - m**3 * change(-1)) / k**2


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize(("start", "end"), [(-6.0, 2.75), (0.0, 1.0), (-10.0, 6.5)])
def test_the_closed_forms_are_the_integrals_to_twenty_digits(loss, classes, start, end):
    with mpmath.workdps(40):
        expected = quadrature(loss, start, end, classes)
        assert abs(closed_form(loss, start, end, classes) / expected - 1) < mpmath.mpf(10) ** -20
    found = loss_record(loss).lead_elapsed(np.asarray(start), np.asarray(end), classes)
    assert float(found) == pytest.approx(float(expected), rel=1e-14)


def test_the_time_of_short_ways_does_not_cancel():
    def lead_elapsed(start: float, end: float) -> float:
        return float(loss_record("squared_error").lead_elapsed(np.asarray(start), np.asarray(end), 4))

    start, end = -3.0, -3.0 + 1e-9
    with mpmath.workdps(40):
        expected = float(closed_form("squared_error", start, end, 4))
    assert lead_elapsed(start, end) == pytest.approx(expected, rel=1e-14)
    assert lead_elapsed(end, start) == pytest.approx(-expected, rel=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("classes", [2, 5])
def test_the_speed_is_what_the_gradients_say(loss, classes):
    for u in (-8.0, -1.0, 0.0, 2.5):
        assert speed(loss, u, classes) == pytest.approx(float(rise(loss, mpmath.mpf(u), classes)), rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_descent_by_small_steps_follows_the_closed_form(loss):
    fine = Setting(3, 4.0, 0.0005, 0.1)
    found = climb(loss, fine)
    # A step of descent is off by half the change of ln speed, here below 3 epochs.
    assert found.arrived == pytest.approx(found.law, abs=3)
    np.testing.assert_allclose(flow_epochs(loss, fine, found.leads[:-1]), found.epochs[:-1], atol=3)
    assert found.law > 1000


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("classes", [2, 4, 10])
@pytest.mark.parametrize("x", [1.0, 0.5])
def test_one_number_holds_the_whole_layer(loss, classes, x):
    setting = Setting(classes, 3.0, 0.15, 0.1, x**2 + 1.0)
    start = np.zeros((classes, 2))
    start[0, 1] = -3.0  # the right class's bias: its logit lies 3 below the others
    label = np.eye(classes)[[0]]
    layer = train(Model(1, classes), [[x]], label, [start.ravel()], [loss], 0.15, 2000)
    z = layer.logits[0, :, 0]
    np.testing.assert_allclose(z[:, 1:], z[:, 1:2] @ np.ones((1, classes - 1)), atol=1e-12)  # the wrong stay equal
    found = climb(loss, setting)
    np.testing.assert_allclose((z[:, 0] - z[:, 1])[found.epochs.astype(int)], found.leads, atol=1e-10)
    arrived = int(np.argmax(layer.outputs[0, :, 0, 0] >= 0.9))
    assert found.arrived == arrived > 0


def test_logits_stepped_directly_have_kappa_one():
    z = np.array([-4.0, 0.0, 0.0])
    for _ in range(50):
        a = np.exp(z) / np.exp(z).sum()
        z = z - 0.3 * (a - [1.0, 0.0, 0.0])
    found = climb("cross_entropy", Setting(3, 4.0, 0.3, 0.1, kappa=1.0))
    seen = dict(zip(found.epochs, found.leads, strict=True))
    u = -4.0
    for _ in range(50):
        u += 0.3 * speed("cross_entropy", u, 3)
    assert u == pytest.approx(z[0] - z[1], abs=1e-12)
    assert seen[1.0] == pytest.approx(-4.0 + 0.3 * 3 / (math.exp(-4.0) + 2))


@pytest.mark.parametrize(("loss", "factor"), [("cross_entropy", 2.0), ("squared_error", 4.0)])
def test_two_classes_are_the_sigmoid_neuron(loss, factor):
    for u_start, u_end in ((-8.0, 2.2), (-1.0, 0.5)):
        sigmoid = gradient_flow_time(loss, -u_start, -u_end, factor * 1.7)  # label 0, z = −u
        softmax = flow_epochs(loss, Setting(2, -u_start, 1.0, 0.1, kappa=1.7), u_end)
        assert float(softmax) == pytest.approx(sigmoid, rel=1e-13)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_one_more_of_lead_costs_one_a_constant_and_multiplies_the_other(classes):
    m = classes - 1
    far, further = Setting(classes, 20.0, 1.0, 0.1, 1.0), Setting(classes, 21.0, 1.0, 0.1, 1.0)
    extra = climb("cross_entropy", further).law - climb("cross_entropy", far).law
    assert extra == pytest.approx(m / classes, rel=1e-6)
    ends = [float(flow_epochs("squared_error", setting, setting.u_end)) for setting in (far, further)]
    assert ends[1] / ends[0] == pytest.approx(math.e, rel=1e-3)
    assert ends[1] == pytest.approx(m**3 * math.exp(21.0) / classes**2, rel=1e-3)


def test_the_end_is_where_the_right_class_has_its_share():
    for classes in (2, 3, 10):
        setting = Setting(classes, 6.0, 0.15, 0.05)
        assert right_share(setting.u_end, classes) == pytest.approx(0.95, rel=1e-14)
        powers = np.exp([-6.0, *[0.0] * (classes - 1)])
        assert right_share(-6.0, classes) == pytest.approx(powers[0] / powers.sum(), rel=1e-14)


def test_what_cannot_be_counted_is_left_to_the_law():
    found = climbs(Setting(10, 10.0, 0.005, 0.1))
    assert found["squared_error"].arrived is None
    assert found["squared_error"].law > MOST_EPOCHS
    assert found["squared_error"].epochs[-1] == MOST_EPOCHS
    assert found["cross_entropy"].arrived == pytest.approx(found["cross_entropy"].law, abs=1)


@pytest.mark.parametrize("rate", [0.005, 5.0, 100.0])
@pytest.mark.parametrize(("classes", "handicap"), [(2, 0.0), (2, 10.0), (10, 0.0), (10, 4.0)])
def test_every_setting_of_the_page_stays_finite_and_squared_error_is_never_first(rate, classes, handicap):
    found = climbs(Setting(classes, handicap, rate, 0.01))
    for one in found.values():
        assert np.isfinite(one.leads).all()
        assert (np.diff(one.leads) > 0).all()
        assert math.isfinite(one.law)
    first, second = found["cross_entropy"].arrived, found["squared_error"].arrived
    assert first is not None
    assert second is None or second >= first


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((1, 6.0, 0.1, 0.1), "classes"),
        ((3, -1.0, 0.1, 0.1), "handicap"),
        ((3, math.nan, 0.1, 0.1), "handicap"),
        ((3, 6.0, 0.0, 0.1), "learning_rate"),
        ((3, 6.0, 0.1, 0.0), "target"),
        ((2, 6.0, 0.1, 0.5), "even"),
        ((3, 6.0, 0.1, 0.1, -1.0), "kappa"),
    ],
)
def test_a_setting_that_is_none(values, said):
    with pytest.raises(ValueError, match=said):
        Setting(*values)


def test_unknown_losses_are_refused():
    with pytest.raises(ValueError, match="huber"):
        climb("huber", Setting(3, 6.0, 0.1, 0.1))
    with pytest.raises(ValueError, match="huber"):
        speed("huber", 0.0, 3)
