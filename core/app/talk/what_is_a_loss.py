"""The storyline for newcomers: what a loss measures, on p = (0.7, 0.2, 0.1); its scenes and answers."""

from functools import cache
from typing import Final

import numpy as np

from core.app.controls.fields import Number
from core.app.talk.answers import nearest
from core.app.talk.scene import NATS, Estimate, Options, Scene
from core.maths.information import cross_entropy, entropy, surprisal

THREE: Final = (0.7, 0.2, 0.1)
THIRDS: Final = (1 / 3, 1 / 3, 1 / 3)
BELIEVED: Final = ",".join(map(repr, THIRDS))


@cache
def surprise_at_a_tenth() -> str:
    """The surprise in nats at an event of probability 0.1."""
    return nearest(float(surprisal(0.1)), {"probability": 0.1, "gap": 0.9, "log": -float(np.log(0.1)), "inverse": 10.0})


@cache
def surprise_at_both() -> str:
    """The surprise at two independent events of probabilities 0.5 and 0.2, beside what two surprises may make."""
    one, other = float(surprisal(0.5)), float(surprisal(0.2))
    ways = {"sum": one + other, "mean": (one + other) / 2, "product": one * other}
    return nearest(float(surprisal(0.5 * 0.2)), ways)


@cache
def entropy_of_three() -> float:
    """The entropy of the three outcomes in nats."""
    return float(entropy(THREE))


@cache
def price_of_thirds() -> float:
    """The cross-entropy in nats of believing thirds."""
    return float(cross_entropy(THREE, THIRDS))


@cache
def nature_of_the_difference() -> str:
    """Whether the difference between the two goes when the belief is right, or when the world is certain."""
    right = float(cross_entropy(THREE, THREE) - entropy(THREE))
    certain = float(cross_entropy((1.0, 0.0, 0.0), THIRDS) - entropy((1.0, 0.0, 0.0)))
    return {(True, False): "belief", (False, True): "world"}.get((abs(right) < 1e-12, abs(certain) < 1e-12), "both")


@cache
def cheapest_belief() -> str:
    """Whether some belief on a grid costs less than the truth; if so, whether it is bolder or more even."""
    grid = [(i / 100, j / 100, (100 - i - j) / 100) for i in range(1, 99) for j in range(1, 100 - i)]
    costs = np.asarray(cross_entropy(np.broadcast_to(THREE, (len(grid), 3)), np.array(grid)))
    if costs.min() >= float(entropy(THREE)) - 1e-12:
        return "none"
    return "bolder" if max(grid[int(costs.argmin())]) > max(THREE) else "milder"


@cache
def loss_of_a_certain_label() -> str:
    """The cross-entropy in nats of a certain label whose class was given 0.7."""
    found = float(cross_entropy((1.0, 0.0, 0.0), THREE))
    return nearest(found, {"gap": 0.3, "log": -float(np.log(0.7)), "average": float(entropy(THREE))})


@cache
def whether_half_a_nat_is_good() -> str:
    """Whether 0.5 nats are below what always saying the share of positives costs: for every share, none, or some."""
    shares = np.linspace(0.01, 0.99, 99)
    below = np.asarray(entropy(np.stack([shares, 1.0 - shares], axis=-1))) > 0.5
    return "good" if below.all() else "depends" if below.any() else "bad"


SCENES: Final = (
    Scene(
        "surprise",
        "home/surprise",
        asked=(NATS, ("p1", "1"), ("p2", "1")),
        revealed=(("p1", "0.1"),),
        controls=("p1",),
        answers=Options(("probability", "gap", "log", "inverse"), surprise_at_a_tenth),
    ),
    Scene(
        "two_events",
        "home/surprise",
        asked=(NATS, ("p1", "0.5"), ("p2", "1")),
        revealed=(("p2", "0.2"),),
        controls=("p2",),
        answers=Options(("sum", "mean", "product"), surprise_at_both),
    ),
    Scene(
        "average_surprise",
        "kl_divergence/probabilities",
        asked=(NATS, ("p", "0.7,0.2,0.1"), ("q", "0.7,0.2,0.1")),
        revealed=(),
        controls=(),
        answers=Estimate(Number(0.1, 0.0, 5.0, 0.005), entropy_of_three, 1.25),
        replies="kl_divergence/sums",
    ),
    Scene(
        "thirds",
        "kl_divergence/areas",
        asked=(NATS, ("p", "0.7,0.2,0.1"), ("q", "0.7,0.2,0.1")),
        revealed=(("q", BELIEVED),),
        controls=(),
        answers=Estimate(Number(0.1, 0.0, 5.0, 0.005), price_of_thirds, 1.25),
    ),
    Scene(
        "price_of_belief",
        "kl_divergence/areas",
        asked=(NATS, ("p", "0.7,0.2,0.1"), ("q", BELIEVED)),
        revealed=(),
        controls=("q",),
        answers=Options(("world", "belief", "both"), nature_of_the_difference),
        replies="kl_divergence/sums",
    ),
    Scene(
        "no_cheaper_belief",
        "kl_divergence/areas",
        asked=(NATS, ("p", "0.7,0.2,0.1"), ("q", BELIEVED)),
        revealed=(("q", "0.7,0.2,0.1"),),
        controls=("q",),
        answers=Options(("bolder", "milder", "none"), cheapest_belief),
    ),
    Scene(
        "certain_label",
        "kl_divergence/areas",
        asked=(NATS, ("p", "0.7,0.2,0.1"), ("q", "0.7,0.2,0.1")),
        revealed=(("p", "1,0,0"),),
        controls=("q",),
        answers=Options(("gap", "log", "average"), loss_of_a_certain_label),
    ),
    Scene(
        "good_loss",
        "home/base_rate",
        asked=(NATS, ("base", "0.5")),
        revealed=(("base", "0.2"),),
        controls=("base",),
        answers=Options(("good", "bad", "depends"), whether_half_a_nat_is_good),
    ),
)
