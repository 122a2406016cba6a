"""What the experiments of the scenes find: one short function for each question, none of its answers written down.

Each works with the numbers that stand in its scene's link (``core.app.talk.scenes``); learning rate, κ and target are
those that the pages begin with.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np

from core.maths.activations import sigmoid, sigmoid_derivative
from core.maths.checks import LOSSES
from core.maths.distributions import bernoulli_log_likelihood, bernoulli_mle, binomial_log_pmf
from core.maths.information import cross_entropy, kl_divergence, surprisal
from core.maths.losses import binary_cross_entropy_with_logits_gradient, squared_error_with_logits_gradient
from core.simulation.descent.minima import TWO_MINIMA, flow_ends
from core.simulation.kl_divergence import bell_fits
from core.simulation.kl_divergence.bell import Bells
from core.simulation.kl_divergence.letters import count_letters, nearest_languages
from core.simulation.kl_divergence.near import Line
from core.simulation.kl_divergence.steps import Setting, walk
from core.simulation.likelihood import coins, underflow
from core.simulation.likelihood.noise import Gaussian
from core.simulation.likelihood.noise_values import read_values
from core.simulation.likelihood.runs import levels
from core.simulation.likelihood.tosses import read_tosses
from core.simulation.likelihood.ways import four_ways
from core.simulation.predictions.too_sure import pieces_at
from core.simulation.training_race import softmax
from core.simulation.training_race.law import epochs_to_target
from core.simulation.training_race.race import RaceSettings, simulate

RATE: Final = 0.15
KAPPA: Final = 2.0
TARGET: Final = 0.1
RUN: Final = "HHTHTTHH"
SENTENCE: Final = "De zee is vandaag kalm en de boten komen laat terug."
MEASURED: Final = "1.8,2.1,2.4,1.9,2.3"
PERMUTED: Final = ((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125))


def nearest(value: float, marks: Mapping[str, float]) -> str:
    """The id whose mark lies nearest to a value."""
    return min(marks, key=lambda name: abs(marks[name] - value))


@cache
def epochs_ratio() -> float:
    """How many times cross-entropy's epochs squared error needs from z₀ = 6, by the law."""
    ce, se = (epochs_to_target(loss, 6.0, TARGET, RATE, KAPPA) for loss in LOSSES)
    return se / ce


@cache
def way_after_100_epochs() -> str:
    """How far squared error has come from (2, 2) after 100 epochs, beside cross-entropy's way."""
    race = simulate(RaceSettings(2.0, 2.0, learning_rate=RATE, epochs=100))
    outputs = race.trajectory.outputs[:, :, 0]
    ways = {loss: float(outputs[race.run(loss), 0] - outputs[race.run(loss), 100]) for loss in race.losses}
    return nearest(ways["squared_error"] / ways["cross_entropy"], {"same": 1.0, "half": 0.5, "hardly": 0.0})


@cache
def push_further_out() -> str:
    """What becomes of squared error's slope in z at y = 0, from z = 0 to z = 6."""
    before, after = (float(squared_error_with_logits_gradient(0.0, z)) for z in (0.0, 6.0))
    return nearest(after / before, {"grows": 2.0, "same": 1.0, "vanishes": 0.0})


@cache
def what_cancelling_leaves() -> str:
    """Cross-entropy's slope in z at z = 4, y = 0, compared with three formulas."""
    error, slope = float(sigmoid(4.0)), float(sigmoid_derivative(4.0))
    found = float(binary_cross_entropy_with_logits_gradient(0.0, 4.0))
    return nearest(found, {"error": error, "damped": error * slope, "quotient": error / slope})


@cache
def where_the_start_decides() -> str:
    """For which losses the starts in [−4, 4]² end in different places on the five points with one far off."""
    samples = TWO_MINIMA
    starts = [(w, b) for w in np.linspace(-4.0, 4.0, 9) for b in np.linspace(-4.0, 4.0, 9)]
    torn = [len(set(flow_ends(loss, samples.inputs, samples.labels, starts).numbers.tolist())) > 1 for loss in LOSSES]
    return {(False, False): "neither", (False, True): "squared", (True, True): "both"}[torn[0], torn[1]]


@cache
def gap_at_four_times_the_rate() -> str:
    """What is left of the gap from z₀ = 6 when squared error has four times cross-entropy's learning rate."""
    ce, se = (
        epochs_to_target(loss, 6.0, TARGET, rate, KAPPA) for loss, rate in zip(LOSSES, (RATE, 4 * RATE), strict=True)
    )
    return "ahead" if se < ce else "closed" if se < 1.5 * ce else "smaller"


@cache
def softmax_ratio() -> float:
    """How many times cross-entropy's epochs squared error needs with three classes and a head start of 8."""
    climbs = softmax.climbs(softmax.Setting(3, 8.0, RATE, TARGET, KAPPA))
    ce, se = (climbs[loss].arrived for loss in LOSSES)
    if not ce or not se:
        raise ValueError("a run has not arrived, so there is no ratio")
    return se / ce


@cache
def factor_of_one_unit_more() -> float:
    """How many times as many epochs squared error needs from z₀ = 9 as from 8, by the law."""
    before, after = (epochs_to_target("squared_error", z, TARGET, RATE, KAPPA) for z in (8.0, 9.0))
    return float(after / before)


@cache
def likeliest_p() -> float:
    """The p that makes the eight tosses most likely: their share of heads."""
    tosses = read_tosses(RUN)
    return float(bernoulli_mle(tosses.heads, tosses.count))


@cache
def certainty_after_a_tail() -> str:
    """What becomes of L(p = 1) when a tail follows four heads."""
    before, after = (float(np.exp(bernoulli_log_likelihood(4, count, 1.0))) for count in (4, 5))
    return nearest(after / before, {"little": 0.8, "half": 0.5, "zero": 0.0})


@cache
def two_routes() -> str:
    """How −ln L and n · H(p̂, p) of the eight tosses differ, at two values of p."""
    tosses = read_tosses(RUN)
    ways = [four_ways(tosses.heads, tosses.count, p) for p in (0.3, 0.8)]
    gaps = [each.from_sum - each.from_cross_entropy for each in ways]
    if np.allclose(gaps, 0.0, rtol=0.0, atol=1e-12):
        return "equal"
    return "constant" if np.isclose(gaps[0], gaps[1]) else "depends"


@cache
def factors_to_zero() -> float:
    """The first number of factors 0.25 whose product is 0.0 as a double."""
    zero = underflow.multiply(underflow.constant_factors(0.25)).products["float64"].zero
    if zero is None:
        raise ValueError("the product has not come to 0")
    return float(zero)


@cache
def larger_gradient() -> str:
    """Whose log-likelihood of 7 heads in 10 tosses is steeper at p = 0.5, with or without the coefficient."""
    without = coins.slope(lambda p: float(bernoulli_log_likelihood(7, 10, p)), 0.5)
    within = coins.slope(lambda p: float(binomial_log_pmf(7, 10, p)), 0.5)
    if np.isclose(without, within, rtol=0.0, atol=1e-6):
        return "same"
    return "with" if abs(within) > abs(without) else "without"


@cache
def price_per_toss() -> float:
    """KL in nats per toss of a coin of 0.7 under a model of 0.4."""
    return float(levels(0.7, 0.4).kl)


@cache
def charge_for_a_label() -> str:
    """The loss in nats where the true class was given 0.7."""
    return nearest(float(surprisal(0.7)), {"gap": 1.0 - 0.7, "log": -float(np.log(0.7)), "same": 0.7})


@cache
def loss_of_a_bell() -> str:
    """The loss that grows as −ln of a Gaussian likelihood of fixed width does, as the centre moves off the mean."""
    values = np.array(read_values(MEASURED))
    model = Gaussian(tuple(values.tolist()), 1.0)
    centres = model.closed_form + np.arange(4.0)
    off = np.abs(values[:, None] - centres)
    grown = np.diff(np.asarray(model.loss(centres)))
    losses = {"absolute": off.sum(axis=0), "squared": 0.5 * np.square(off).sum(axis=0)}
    # Cross-entropy knows no such data: it is what would be left.
    return next((name for name, loss in losses.items() if np.allclose(np.diff(loss), grown)), "cross")


@cache
def extra_bits() -> float:
    """KL in bits of the code made for q where p is true."""
    return float(kl_divergence(*PERMUTED)) / float(np.log(2.0))


@cache
def dearer_mistake() -> str:
    """Which costs more: a fair coin taken for one of 90:10, or the other way round."""
    fair, loaded = (0.5, 0.5), (0.9, 0.1)
    ahead = float(kl_divergence(fair, loaded)) - float(kl_divergence(loaded, fair))
    return "same" if abs(ahead) < 1e-12 else "fair" if ahead > 0.0 else "loaded"


@cache
def price_of_never() -> str:
    """KL after the model has ruled out what happens one time in ten, beside KL before."""
    before, after = (float(kl_divergence((0.6, 0.3, 0.1), q)) for q in ((0.7, 0.2, 0.1), (0.7, 0.3, 0.0)))
    if np.isinf(after):
        return "infinite"
    return nearest(after / before, {"little": 1.2, "tenfold": 10.0})


@cache
def left_half_way() -> str:
    """The part of KL that is left half of the way from q to p."""
    half, whole = (float(value) for value in Line(*PERMUTED).values(np.array([0.5, 1.0]))["forward"])
    return nearest(half / whole, {"half": 0.5, "quarter": 0.25, "nothing": 0.01})


@cache
def floor_of_a_soft_label() -> float:
    """The lowest cross-entropy, in bits, under the label of softness 0.3 over three classes."""
    return walk(Setting(0.3, 3, 0.2, 100)).floor / float(np.log(2.0))


@cache
def place_of_the_bell() -> str:
    """Where reverse KL takes a bell that starts at 1.2, 1 wide, when the truth is two hills at ±2.5."""
    hills = Bells(2.5, 0.7, 0.7, 0.6)
    found = bell_fits.fit("reverse", hills, 1.2, 1.0)
    if bell_fits.kinds(hills, np.array([[found.mean, found.width]]))[0] != "across":
        return "one"
    return "both" if found.width > hills.distance else "valley"


@cache
def nearest_language() -> str:
    """The language whose letters the Dutch sentence is cheapest under."""
    return nearest_languages(count_letters(SENTENCE), 0.5)[0].language


@cache
def part_that_training_can_lower() -> str:
    """The part of the cross-entropy that is KL, once the label is one-hot."""
    unsure, sure, model = (0.025, 0.025, 0.925, 0.025), (0.0, 0.0, 1.0, 0.0), (0.1, 0.1, 0.7, 0.1)
    before, after = (float(kl_divergence(label, model) / cross_entropy(label, model)) for label in (unsure, sure))
    return nearest(after, {"nothing": 0.0, "part": before, "all": 1.0})


@cache
def piece_that_sureness_moves() -> str:
    """The one of the three pieces of cross-entropy that logits times four change."""
    before, after = (pieces_at(sure, "cross_entropy") for sure in (1.0, 4.0))
    names = ("uncertainty", "discrimination", "miscalibration")
    moved = [name for name in names if abs(getattr(after, name) - getattr(before, name)) > 1e-9]
    return moved[0] if len(moved) == 1 else "all"
