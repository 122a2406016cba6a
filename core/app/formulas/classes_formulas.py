"""The formulas of many classes, (3), (21), (22) and both gradients, in symbols and in the reader's numbers."""

from typing import Final

import numpy as np

from core.app.wording.figures import latex, latex_factor
from core.charts.kit.theme import Units
from core.simulation.formulas.classes import ClassSample

BATCH: Final = 10  # samples like this one, for the sum over a batch
# By the keys of their words: the numbers of formulas, and where one is often misread.
NUMBERS: Final = {"loss": "3", "divergence": "21", "divergence_hard": "21", "batch": "22"}
NOTES: Final = {"loss": "careful_one_label", "batch": "careful_sum", "squared_slope": "careful_cost"}
DIVERGENCE: Final = r"\ce{-\sum_j y_j\,\ln a_j} = \entropy{H(y)} + D_\mathrm{KL}(\truth{y}\,\|\,\model{a})"
SYMBOLS: Final = {
    "softmax": r"\model{a_i} = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}",
    "loss": r"\ce{C} = -\frac1n\sum_s\sum_i\truth{y_{si}}\,\ln\model{a_{si}}",
    "divergence": DIVERGENCE,
    "divergence_hard": DIVERGENCE,
    "batch": r"\ce{J} = -\sum_s\sum_j\truth{y_{sj}}\,\ln\model{a_{sj}}",
    "cross_slope": r"\frac{\partial\ce{C}}{\partial z_i} = \frac1T\,(\model{a_i} - \truth{y_i})",
    "squared_slope": r"\frac{\partial\se{C}}{\partial z_i} = \frac1T\,\model{a_i}\Big[(\model{a_i} - \truth{y_i})"
    r" - \sum_j(\model{a_j} - \truth{y_j})\,\model{a_j}\Big]",
}
SMOOTHING: Final = {
    "all": r"\truth{y'_i} = (1-\varepsilon)\,\truth{y_i} + \frac{\varepsilon}{K}",
    "wrong": r"\truth{y'_i} = (1-\varepsilon)\,\truth{y_i} + \frac{\varepsilon}{K-1}\,(1-\truth{y_i})",
}


def formulas(sample: ClassSample, units: Units) -> dict[str, tuple[str, str]]:
    """Every formula in symbols and in the reader's numbers, by the key of its words."""
    right, wrong = sample.label, (sample.label + 1) % sample.classes
    a, errors = sample.probabilities, sample.probabilities - sample.labels
    share, label = rf"\model{{{latex(float(a[right]), 4)}}}", rf"\truth{{{latex(float(sample.labels[right]), 4)}}}"
    other = rf"\truth{{{latex(float(sample.labels[wrong]), 4)}}}"
    own, gap, loss, total = (
        latex(units.of(value), 4)
        for value in (
            sample.label_entropy,
            sample.divergence,
            sample.cross_entropy,
            BATCH * sample.cross_entropy,
        )
    )
    cross, squared, error = (
        latex(float(values[right]), 4) for values in (sample.cross_entropy_slopes, sample.squared_error_slopes, errors)
    )
    over = "" if sample.temperature == 1.0 else f"/{sample.temperature:g}"
    place = rf"\qquad (i = {right + 1})"
    power = rf"e^{{{latex(sample.logits[right], 1)}{over}}}"
    powers = latex(float(np.exp(np.asarray(sample.scaled)).sum()))
    # The wrong classes, which all have the same label, are taken together.
    others = latex(units.of(float(np.delete(sample.surprisals, right).sum())), 4)
    charge = rf"{units.logarithm}{share}"
    charges = rf"{label}\cdot{charge} + {other}\cdot {others}" if sample.epsilon else rf"\truth{{1}}\cdot{charge}"
    difference = rf"{share} - {label}"
    numbers = {
        "softmax": rf"\frac{{{power}}}{{{powers}}} = {share} {place}",
        "smoothing": _smoothing(sample, label, other),
        "loss": rf"-{charges} = \ce{{{loss}}}",
        "divergence" if sample.epsilon else "divergence_hard": rf"\entropy{{{own}}} + {gap} = \ce{{{loss}}}",
        "batch": rf"{BATCH}\cdot\ce{{{loss}}} = \ce{{{total}}} \qquad (n = {BATCH})",
        "cross_slope": rf"{f'({difference}){over}' if over else difference} = \ce{{{cross}}} {place}",
        "squared_slope": rf"{share}\cdot\big[{error} - {latex_factor(float(a @ errors), 4)}\big]{over}"
        rf" = \se{{{squared}}} {place}",
    }
    symbols = SYMBOLS | {"smoothing": SMOOTHING[sample.convention]}
    return {words: (symbols[words].replace(r"\ln", units.logarithm), filled) for words, filled in numbers.items()}


def _smoothing(sample: ClassSample, label: str, other: str) -> str:
    """The label of the right class, and that of each wrong one."""
    if sample.convention == "all":
        share = rf"\tfrac{{{sample.epsilon:g}}}{{{sample.classes}}}"
        return rf"(1 - {sample.epsilon:g}) + {share} = {label}, \quad {share} = {other}"
    share = rf"\tfrac{{{sample.epsilon:g}}}{{{sample.classes} - 1}}"
    return rf"1 - {sample.epsilon:g} = {label}, \quad {share} = {other}"
