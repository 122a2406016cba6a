"""What is said of the examples and of smoothing, against SciPy: a remark states a fact about the numbers."""

import math
import re

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from core.app.kl_divergence.inputs import PAIRS

FACTS = {
    "permuted": lambda p, q: entropy(p) == pytest.approx(entropy(q)) and abs(entropy(p, q) - entropy(q, p)) > 0.01,
    "die": lambda p, q: p[5] == 0.5 and entropy(p, q) == pytest.approx(math.log(6) - entropy(p)),
    "one_hot": lambda p, q: entropy(p) == 0 and math.isinf(entropy(q, p)),
    "smoothed": lambda p, q: entropy(p) > 0 and np.allclose(p, [0.025, 0.025, 0.925, 0.025]),
    "disjoint": lambda p, q: math.isinf(entropy(p, q)) and jensenshannon(p, q, base=2) == pytest.approx(1),
    "point": lambda p, q: entropy(p, q, base=2) == 2 and math.isinf(entropy(q, p)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_remark_of_an_example_is_true(name):
    pair = PAIRS[name]
    assert FACTS[name](np.array(pair.p), np.array(pair.q))


@pytest.mark.parametrize(("p", "q"), [("0.5,0.5,0", "0.5,0,0.5"), ("0.9,0.1,0", "0.2,0,0.8"), ("0.5,0.5", "0.4,0.6")])
def test_what_smoothing_adds_is_what_ten_times_smaller_epsilons_add(visit, words, p, q):
    said = words(visit("kl_divergence", section="infinity", p=p, q=q, smooth="on"))
    truth, model = (np.array(row.split(","), dtype=float) for row in (p, q))
    if np.all(model[truth > 0]):
        # The section then rules out the outcome that is rarest under p itself.
        model = np.where(np.arange(len(truth)) == truth.argmin(), 0.0, model)
        model /= model.sum()
    pairs = ((truth, model), (model, truth))
    steps = [entropy(a, smoothed(b, 1e-10)) - entropy(a, smoothed(b, 1e-9)) for a, b in pairs]
    (step,) = (float(number) for number in re.findall(r"adds about .*?= ([\d.]+)", said))
    assert step == pytest.approx(max(steps), abs=6e-4)


def smoothed(q: np.ndarray, epsilon: float) -> np.ndarray:
    return (1 - epsilon) * q + epsilon / len(q)
