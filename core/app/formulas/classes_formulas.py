"""The formulas of many classes, (3), (21), (22) and both gradients, in symbols and in the reader's numbers."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from core.app.wording.figures import latex, latex_factor
from core.charts.kit.theme import Units
from core.simulation.formulas.classes import ClassSample

Line = tuple[str, str, str, str]  # its number, the key of its words, in symbols, in the reader's numbers
BATCH: Final = 10  # samples like this one, for the sum over a batch
# Where a formula is often misread, by the key of its words.
NOTES: Final = {"loss": "careful_one_label", "batch": "careful_sum", "squared_slope": "careful_cost"}


def lines(sample: ClassSample, units: Units) -> Iterator[Line]:
    """Every formula with its number, the key of its words, its symbols and the same with numbers put in."""
    yield _softmax(sample)
    yield _label(sample)
    yield _loss(sample, units)
    yield _divergence(sample, units)
    loss = latex(units.of(sample.cross_entropy), 4)
    total = latex(units.of(BATCH * sample.cross_entropy), 4)
    yield (
        "22",
        "batch",
        rf"\ce{{J}} = -\sum_s\sum_j\truth{{y_{{sj}}}}\,{units.logarithm}\model{{a_{{sj}}}}",
        rf"{BATCH}\cdot\ce{{{loss}}} = \ce{{{total}}} \qquad (n = {BATCH})",
    )
    yield _cross_slope(sample)
    yield _squared_slope(sample)


def _over_temperature(sample: ClassSample) -> str:
    return "" if sample.temperature == 1.0 else f"/{sample.temperature:g}"


def _softmax(sample: ClassSample) -> Line:
    number, z = sample.label + 1, sample.logits[sample.label]
    total = float(np.exp(np.asarray(sample.scaled)).sum())
    return (
        "",
        "softmax",
        r"\model{a_i} = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}",
        rf"\frac{{e^{{{latex(z, 1)}{_over_temperature(sample)}}}}}{{{latex(total)}}} "
        rf"= \model{{{latex(float(sample.probabilities[sample.label]), 4)}}} \qquad (i = {number})",
    )


def _label(sample: ClassSample) -> Line:
    classes, epsilon = sample.classes, f"{sample.epsilon:g}"
    right = latex(float(sample.labels[sample.label]), 4)
    wrong = latex(float(sample.labels[(sample.label + 1) % classes]), 4)
    if sample.convention == "all":
        symbols = r"\truth{y'_i} = (1-\varepsilon)\,\truth{y_i} + \frac{\varepsilon}{K}"
        share = rf"\tfrac{{{epsilon}}}{{{classes}}}"
        numbers = rf"(1 - {epsilon}) + {share} = \truth{{{right}}}, \quad {share} = \truth{{{wrong}}}"
    else:
        symbols = r"\truth{y'_i} = (1-\varepsilon)\,\truth{y_i} + \frac{\varepsilon}{K-1}\,(1-\truth{y_i})"
        share = rf"\tfrac{{{epsilon}}}{{{classes} - 1}}"
        numbers = rf"1 - {epsilon} = \truth{{{right}}}, \quad {share} = \truth{{{wrong}}}"
    return "", "smoothing", symbols, numbers


def _loss(sample: ClassSample, units: Units) -> Line:
    """The sum over classes, with the wrong ones, which all have the same label, taken together."""
    right, log = sample.label, units.logarithm
    share = rf"\model{{{latex(float(sample.probabilities[right]), 4)}}}"
    loss = rf"\ce{{{latex(units.of(sample.cross_entropy), 4)}}}"
    if sample.epsilon:
        wrong = (right + 1) % sample.classes
        others = units.of(float(np.delete(sample.surprisals, right).sum()))
        numbers = (
            rf"-\truth{{{latex(float(sample.labels[right]), 4)}}}\cdot{log}{share}"
            rf" + \truth{{{latex(float(sample.labels[wrong]), 4)}}}\cdot {latex(others, 4)} = {loss}"
        )
    else:
        numbers = rf"-\truth{{1}}\cdot{log}{share} = {loss}"
    symbols = rf"\ce{{C}} = -\frac1n\sum_s\sum_i\truth{{y_{{si}}}}\,{log}\model{{a_{{si}}}}"
    return "3", "loss", symbols, numbers


def _divergence(sample: ClassSample, units: Units) -> Line:
    own, gap, loss = (
        latex(units.of(value), 4) for value in (sample.label_entropy, sample.divergence, sample.cross_entropy)
    )
    return (
        "21",
        "divergence" if sample.epsilon else "divergence_hard",
        rf"\ce{{-\sum_j y_j\,{units.logarithm} a_j}} = \entropy{{H(y)}}"
        r" + D_\mathrm{KL}(\truth{y}\,\|\,\model{a})",
        rf"\entropy{{{own}}} + {gap} = \ce{{{loss}}}",
    )


def _cross_slope(sample: ClassSample) -> Line:
    place = sample.label
    a, y = float(sample.probabilities[place]), float(sample.labels[place])
    difference = rf"\model{{{latex(a, 4)}}} - \truth{{{latex(y, 4)}}}"
    temperature = _over_temperature(sample)
    numbers = f"({difference}){temperature}" if temperature else difference
    return (
        "",
        "cross_slope",
        r"\frac{\partial\ce{C}}{\partial z_i} = \frac1T\,(\model{a_i} - \truth{y_i})",
        rf"{numbers} = \ce{{{latex(float(sample.cross_entropy_slopes[place]), 4)}}} \qquad (i = {place + 1})",
    )


def _squared_slope(sample: ClassSample) -> Line:
    place = sample.label
    a, errors = sample.probabilities, sample.probabilities - sample.labels
    inner = latex_factor(float(a @ errors), 4)
    share, error = rf"\model{{{latex(float(a[place]), 4)}}}", latex(float(errors[place]), 4)
    slope = latex(float(sample.squared_error_slopes[place]), 4)
    return (
        "",
        "squared_slope",
        r"\frac{\partial\se{C}}{\partial z_i} = \frac1T\,\model{a_i}\Big[(\model{a_i} - \truth{y_i})"
        r" - \sum_j(\model{a_j} - \truth{y_j})\,\model{a_j}\Big]",
        rf"{share}\cdot\big[{error} - {inner}\big]{_over_temperature(sample)} = \se{{{slope}}} "
        rf"\qquad (i = {place + 1})",
    )
