"""The numbers of the derivation: every line as a calculation that a pocket calculator repeats, and its check."""

import inspect
import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from core.app.formulas.sample import Sample
from core.app.wording.reckoning import Operand, Share, reckoned
from core.charts.kit.theme import Units
from core.maths.activations import softmax
from core.simulation.formulas import derivation
from core.simulation.formulas.derivation import Check, complex_step


def _surprise(weight: float, probability: float) -> float:
    """−weight · ln probability; nothing where the weight is 0."""
    return -weight * math.log(probability) if weight else 0.0


class Calculation(NamedTuple):
    r"""A line in numbers: as it is printed, what that makes of its operands, and what it should come to.

    printed: LaTeX with [[operands]] and the [[result]]; ``\loss`` stands for the colour of the act's loss.
    """

    printed: str
    formula: Callable[..., float]
    result: str


CALCULATIONS: Final = {
    "forward": Calculation(
        r"[[w]]\cdot[[x]] + [[b]] = [[at]], \qquad \model{a} = \frac{1}{1 + e^{-[[z]]}} = \model{[[result]]}",
        lambda w, x, b, z: 1.0 / (1.0 + math.exp(-z)),
        "a",
    ),
    "slope": Calculation(
        r"\model{[[a]]}\cdot\model{[[not_a]]} = \slope{[[result]]}", lambda a, not_a: a * not_a, "slope"
    ),
    "inner": Calculation(r"[[x]], \qquad 1", lambda x: x, "x"),
    "squared_loss": Calculation(
        r"\tfrac12\,(\model{[[a]]}-\truth{[[y]]})^2 = \loss{[[result]]}", lambda a, y: (a - y) ** 2 / 2, "squared_error"
    ),
    "squared_a": Calculation(r"\model{[[a]]}-\truth{[[y]]} = \loss{[[result]]}", lambda a, y: a - y, "error"),
    "squared_z": Calculation(
        r"[[error]]\cdot\slope{[[slope]]} = \loss{[[result]]}", lambda error, slope: error * slope, "in_z"
    ),
    "squared_w": Calculation(
        r"[[error]]\cdot\slope{[[slope]]}\cdot[[x]] = \loss{[[result]]}",
        lambda error, slope, x: error * slope * x,
        "in_w",
    ),
    "squared_b": Calculation(
        r"[[error]]\cdot\slope{[[slope]]} = \loss{[[result]]}", lambda error, slope: error * slope, "in_z"
    ),
    "cross_loss": Calculation(
        r"-\big[\truth{[[y]]}\cdot\ln\model{[[a]]} + \truth{[[not_y]]}\cdot\ln\model{[[not_a]]}\big]"
        r" = \loss{[[result]]}",
        lambda y, a, not_y, not_a: _surprise(y, a) + _surprise(not_y, not_a),
        "cross_entropy",
    ),
    "cross_terms": Calculation(
        r"-\frac{\truth{[[y]]}}{\model{[[a]]}} + \frac{\truth{[[not_y]]}}{\model{[[not_a]]}} = \loss{[[result]]}",
        lambda y, a, not_y, not_a: not_y / not_a - y / a,
        "in_a",
    ),
    "cross_a": Calculation(
        r"\frac{[[error]]}{\slope{[[slope]]}} = \loss{[[result]]}", lambda error, slope: error / slope, "in_a"
    ),
    "cross_z": Calculation(
        r"\frac{[[error]]}{\cancel{\slope{[[slope]]}}}\cdot\cancel{\slope{[[slope]]}} = \loss{[[result]]}",
        lambda error, slope: error / slope * slope,
        "error",
    ),
    "cross_w": Calculation(r"[[error]]\cdot[[x]] = \loss{[[result]]}", lambda error, x: error * x, "in_w"),
    "cross_b": Calculation(r"\model{[[a]]}-\truth{[[y]]} = \loss{[[result]]}", lambda a, y: a - y, "in_z"),
    "update_w": Calculation(
        r"[[w]] - [[rate]]\cdot[[in_w]] = \loss{[[result]]}", lambda w, rate, in_w: w - rate * in_w, "new_w"
    ),
    "update_b": Calculation(
        r"[[b]] - [[rate]]\cdot[[in_z]] = \loss{[[result]]}", lambda b, rate, in_z: b - rate * in_z, "new_b"
    ),
    # Three classes at the logits (z, 0, 0), with the label (y, 1 − y, 0): i = 2, and j = 1.
    "soft_forward": Calculation(
        r"\frac{e^{[[z]]}}{e^{[[z]]} + 1 + 1} = \model{[[result]]} \qquad z = ([[at]], 0, 0)",
        lambda z: math.exp(z) / (math.exp(z) + 2.0),
        "a_1",
    ),
    "soft_loss": Calculation(
        r"-\big[\truth{[[y]]}\cdot\ln\model{[[a_1]]} + \truth{[[not_y]]}\cdot\ln\model{[[a_2]]}\big]"
        r" = \loss{[[result]]} \qquad y = (\truth{[[y]]}, \truth{[[not_y]]}, \truth{0})",
        lambda y, a_1, not_y, a_2: _surprise(y, a_1) + _surprise(not_y, a_2),
        "soft_loss",
    ),
    "soft_in_a": Calculation(
        r"-\frac{\truth{[[not_y]]}}{\model{[[a_2]]}} = \loss{[[result]]} \qquad (i = 2)",
        lambda not_y, a_2: -not_y / a_2,
        "soft_in_a",
    ),
    "soft_own": Calculation(
        r"\model{[[a_1]]}\cdot(1 - \model{[[a_1]]}) = \slope{[[result]]} \qquad (j = 1)",
        lambda a_1: a_1 * (1 - a_1),
        "own",
    ),
    "soft_other": Calculation(
        r"-\model{[[a_2]]}\cdot\model{[[a_1]]} = \slope{[[result]]} \qquad (i = 2,\ j = 1)",
        lambda a_1, a_2: -a_2 * a_1,
        "other",
    ),
    "soft_both": Calculation(
        r"\model{[[a_2]]}\cdot(0 - \model{[[a_1]]}) = \slope{[[result]]} \qquad (i = 2,\ j = 1)",
        lambda a_1, a_2: a_2 * (0 - a_1),
        "other",
    ),
    "soft_chain": Calculation(
        r"-\truth{[[y]]}\cdot(1-\model{[[a_1]]}) - \truth{[[not_y]]}\cdot(0-\model{[[a_1]]})"
        r" = \loss{[[result]]} \qquad (j = 1)",
        lambda y, a_1, not_y: not_y * a_1 - y * (1 - a_1),
        "soft_left",
    ),
    "soft_split": Calculation(
        r"\model{[[a_1]]}\cdot(\truth{[[y]]} + \truth{[[not_y]]} + \truth{0}) - \truth{[[y]]} = \loss{[[result]]}",
        lambda a_1, y, not_y: a_1 * (y + not_y) - y,
        "soft_left",
    ),
    "soft_one": Calculation(
        r"\truth{[[y]]} + \truth{[[not_y]]} + \truth{0} = [[result]]", lambda y, not_y: y + not_y, "one"
    ),
    "soft_left": Calculation(r"\model{[[a_1]]}-\truth{[[y]]} = \loss{[[result]]}", lambda a_1, y: a_1 - y, "soft_left"),
}


@lru_cache(maxsize=16384)
def numbers(act: str, words: str, sample: Sample, units: Units, z: float) -> dict[str, str]:
    """What stands in the places of a calculation at a logit: every one comes out on a pocket calculator."""
    sample = replace(sample, z=z)
    _, formula, result = CALCULATIONS[words]
    operands = _operands(act, sample)
    scale = units.per_nat if words in ("cross_loss", "soft_loss") else 1.0
    names = list(inspect.signature(formula).parameters)
    said = reckoned(
        _value(operands[result]) * scale, lambda **of: formula(**of) * scale, {name: operands[name] for name in names}
    )
    return said | {"at": f"{z:g}".replace("-", "−")}


def _operands(act: str, sample: Sample) -> dict[str, Operand]:
    """All that a calculation may name. What is set is written as it is, what follows from it with digits as needed."""
    a_1, a_2, _ = (float(share) for share in softmax(np.array([sample.z, 0.0, 0.0])))
    in_z = sample.squared_error_slope if act == "squared_error" else sample.error
    exact = {"y": sample.y, "not_y": 1.0 - sample.y, "x": sample.x, "w": sample.w, "b": sample.b, "z": sample.z}
    exact |= {"rate": sample.learning_rate, "one": 1.0}
    found: dict[str, Operand] = {name: f"{round(value, 9) + 0.0:.10g}" for name, value in exact.items()}
    return found | {
        "a": Share(sample.a, sample.complement),
        "not_a": Share(sample.complement, sample.a),
        "slope": sample.slope,
        "error": sample.error,
        "squared_error": sample.squared_error,
        "cross_entropy": sample.cross_entropy,
        "in_a": sample.error / sample.slope,
        "in_z": in_z,
        "in_w": in_z * sample.x,
        "new_w": sample.w - sample.learning_rate * in_z * sample.x,
        "new_b": sample.b - sample.learning_rate * in_z,
        "a_1": Share(a_1, 2.0 * a_2),
        "a_2": a_2,
        "soft_loss": derivation.softmax_cross_entropy(sample.y)(sample.z).real,
        "soft_in_a": (sample.y - 1.0) / a_2,
        "own": 2.0 * a_1 * a_2,
        "other": -a_1 * a_2,
        "soft_left": (1.0 - sample.y) * a_1 - sample.y * 2.0 * a_2,
    }


def _value(operand: Operand) -> float:
    return operand.value if isinstance(operand, Share) else float(operand)


@lru_cache(maxsize=2048)
def checks(sample: Sample) -> dict[str, Check]:
    """Every gradient of one neuron by its formula and by the complex step, under the key of its words."""
    y, z, x, w, b = sample.y, sample.z, sample.x, sample.w, sample.b
    found = {"slope": Check(sample.slope, complex_step(derivation.sigma, z))}
    for act, loss, in_a, in_z in (
        ("squared", "squared_error", sample.error, sample.squared_error_slope),
        ("cross", "cross_entropy", sample.cross_entropy_slope_in_a, sample.error),
    ):
        found |= {
            f"{act}_a": Check(in_a, complex_step(derivation.in_output(loss, y, sample.complement), sample.a)),
            f"{act}_z": Check(in_z, complex_step(derivation.in_logit(loss, y), z)),
            f"{act}_w": Check(in_z * x, complex_step(derivation.in_parameter(loss, y, x, b), w)),
            f"{act}_b": Check(in_z, complex_step(derivation.in_parameter(loss, y, 1.0, w * x), b)),
        }
    a_1, a_2 = (float(share) for share in softmax(np.array([z, 0.0, 0.0]))[:2])
    own, other = (complex_step(derivation.softmax_share(place), z) for place in (0, 1))
    left = complex_step(derivation.softmax_cross_entropy(y), z)
    found |= {"soft_own": Check(a_1 * 2.0 * a_2, own)}
    found |= dict.fromkeys(("soft_other", "soft_both"), Check(-a_1 * a_2, other))
    found |= dict.fromkeys(("soft_chain", "soft_split", "soft_left"), Check((1.0 - y) * a_1 - y * 2.0 * a_2, left))
    return found
