"""The answers' numbers and the libraries' losses, each against its formula written out once more."""

import math

import pytest
from sklearn.metrics import log_loss

from core.app.frame.catalogue import TOPICS
from core.app.home import libraries
from core.app.home.questions import QUESTIONS
from core.app.talk.parts import known
from core.app.talk.scenes import SCENES

# words.md has them from elsewhere; three decimals, as they are said.
NUMBERS = {
    "good": {"rate": 0.500, "two": 0.693, "ten": 2.303},
    "rises": {"before": 0.526, "after": 0.699, "temperature": 2.649, "mended": 0.423},
    "twice": {"floor2": 0.313, "floor10": 1.461, "most": 1.313},
    "names": {"nll": -0.7},
    "stuck": {"two": 0.693},
    "gradient": {"label": -0.3, "other": 0.1},
    "signs": {"wrong": -4.585},
    "weights": {"optimum": 0.5, "shift": 2.197},
    "floor": {"floor": 0.325},
    "base": {"bits": 1.443},
    "wrong": {"steepest": 0.148, "factor": 0.222},
    "nat": {"share": 0.368, "nats": 1.0, "bits": 1.443},
}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_numbers_of_an_answer(question):
    assert {name: round(value, 3) for name, value in question.numbers().items()} == NUMBERS[question.name]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_experiment_of_an_answer_is_there(question):
    link = dict(question.link)
    if scene := link.pop("scene", None):
        assert SCENES[scene].page == question.topic
        assert link == {"answer": "shown"}
        return
    assert question.topic in TOPICS
    for name, text in link.items():
        assert known(question.topic)[name].field.parse(text).repair is None, name


def sigmoid(z):
    return 1.0 / (1.0 + math.exp(-z))


def binary(rows):
    return [-math.log(a) if y == 1.0 else -math.log(1.0 - a) for y, a in rows]


def from_logits(rows):
    return binary([(y, sigmoid(z)) for y, z in rows])


def of_classes(rows):
    return [-math.log(row[int(y)]) for y, row in rows]


def from_class_logits(rows):
    return [math.log(sum(map(math.exp, row))) - row[int(y)] for y, row in rows]


def of_logarithms(rows):
    return [-row[int(y)] for y, row in rows]


FORMULAS = {
    ("PyTorch", "CrossEntropyLoss"): from_class_logits,
    ("PyTorch", "NLLLoss"): of_logarithms,
    ("PyTorch", "BCEWithLogitsLoss"): from_logits,
    ("PyTorch", "BCELoss"): binary,
    ("Keras", "CategoricalCrossentropy"): of_classes,
    ("Keras", "CategoricalCrossentropy(from_logits=True)"): from_class_logits,
    ("Keras", "BinaryCrossentropy"): binary,
    ("scikit-learn", "log_loss"): binary,
    ("optax", "softmax_cross_entropy"): from_class_logits,
    ("optax", "sigmoid_binary_cross_entropy"): from_logits,
    ("XGBoost", 'eval_metric="logloss"'): binary,
    ("XGBoost", 'eval_metric="mlogloss"'): of_classes,
}
MEANS = {"PyTorch", "Keras", "scikit-learn", "XGBoost"}


@pytest.mark.parametrize("loss", libraries.LOSSES, ids=lambda loss: f"{loss.library} {loss.name}")
@pytest.mark.parametrize("kind", ["takes", "probabilities"])
def test_a_row_is_what_its_library_computes(loss, kind):
    given = libraries.given_to(loss, loss.takes if kind == "takes" else kind)
    each = FORMULAS[loss.library, loss.name](list(zip(libraries.LABELS, given.tolist(), strict=True)))
    expected = [sum(each) / len(each)] if loss.library in MEANS else each
    assert loss.of(libraries.LABELS, given) == pytest.approx(expected, rel=1e-12)


def test_scikit_learn_says_the_same():
    row = next(loss for loss in libraries.LOSSES if loss.name == "log_loss")
    theirs = log_loss(libraries.LABELS, libraries.PROBABILITIES)
    assert row.of(libraries.LABELS, libraries.PROBABILITIES)[0] == pytest.approx(theirs, rel=1e-12)


def test_what_is_given_rightly_has_one_loss_whatever_it_is_called():
    means = {loss: loss.of(libraries.LABELS, libraries.given_to(loss, loss.takes)).mean() for loss in libraries.LOSSES}
    assert list(means.values()) == pytest.approx([-(math.log(0.7) + math.log(0.6)) / 2] * len(means), rel=1e-12)
