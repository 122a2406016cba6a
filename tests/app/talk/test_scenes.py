"""Every scene opens, poses its question without answering it, and is answered by its own page."""

import math
import re

import numpy as np
import pytest

from core.app.controls.fields import Number
from core.app.frame.catalogue import TOPICS
from core.app.talk.scene import Estimate, Options, Scene, Storyline
from core.app.talk.scenes import SCENES, STORYLINES, storyline_of
from core.app.talk.stage import Course, Stage
from core.app.wording.language import LANGUAGES, load
from tests.app.talk.screens import everything, said

STATES = {"asked": False, "revealed": True}
SCENE_NAMES = sorted(SCENES)

# By the ledger, by hand, or by a well-known fact; never by what the app says.
RIGHT = {
    "plateau": "hardly",  # Nielsen's table: 0.98201 → 0.96413 under squared error, → 0.04107 under cross-entropy
    "vanishing_push": "vanishes",  # 1/8 against a² (1 − a) = 0.0025
    "cancelled": "error",  # (9)
    "trap": "squared",  # claim C
    "four_times": "smaller",  # 414 epochs against 57
    "one_tail": "zero",  # 1⁴ · 0
    "same_number": "equal",  # claim D
    "orders": "same",  # erratum 7
    "one_label": "log",  # −ln 0.7 = 0.357
    "other_noise": "squared",
    "both_ways": "fair",  # 0.737 against 0.531 bits
    "ruled_out": "infinite",
    "half_way": "quarter",  # 0.120 of 0.625, by hand
    "one_bell": "one",
    "whose_letters": "de",
    "overconfident": "miscalibration",  # labels and order stay
    "sure_label": "all",  # H of a one-hot label is 0
    "surprise": "log",  # −ln 0.1 = 2.303
    "two_events": "sum",  # ln 2 + ln 5 = ln 10
    "price_of_belief": "belief",  # KL is 0 where q = p
    "no_cheaper_belief": "none",  # Gibbs' inequality
    "certain_label": "log",  # −ln 0.7 = 0.357
    "good_loss": "depends",  # H(0.2) = 0.5004, H(0.5) = 0.693
}


def descent(step, arrived, z: float) -> int:
    """Epochs of plain gradient descent on one number."""
    epochs = 0
    while not arrived(z):
        z -= step(z)
        epochs += 1
    return epochs


def neuron_epochs(loss: str, z: float, rate: float = 0.15) -> int:
    def step(z: float) -> float:
        a = 1 / (1 + math.exp(-z))
        return rate * 2 * (a if loss == "ce" else a * a * (1 - a))

    return descent(step, lambda z: 1 / (1 + math.exp(-z)) <= 0.1, z)


def softmax_epochs(loss: str) -> int:
    y, z, epochs = np.array([1.0, 0.0, 0.0]), np.array([0.0, 8.0, 8.0]), 0
    while True:
        a = np.exp(z) / np.exp(z).sum()
        if a[0] >= 0.9:
            return epochs
        gradient = a - y if loss == "ce" else a * ((a - y) - (a - y) @ a)
        z, epochs = z - 0.15 * 2 * gradient, epochs + 1


NUMBERS = {
    "wrong_start": lambda: neuron_epochs("se", 6.0) / neuron_epochs("ce", 6.0),
    "sure_and_wrong": lambda: softmax_epochs("se") / softmax_epochs("ce"),
    "odds": lambda: 27_350 / 10_265,  # the ledger
    "average_surprise": lambda: -(0.7 * math.log(0.7) + 0.2 * math.log(0.2) + 0.1 * math.log(0.1)),
    "thirds": lambda: math.log(3),
    "best_guess": lambda: 5 / 8,
    "vanishing_product": lambda: math.ceil(1_075 / 2),  # 2^−1075 is the first power of ½ that is 0.0
    "long_run": lambda: 0.7 * math.log(0.7 / 0.4) + 0.3 * math.log(0.3 / 0.6),
    "extra_bits": lambda: 2.375 - 1.75,  # the ledger
    "soft_floor": lambda: -(0.8 * math.log2(0.8) + 0.2 * math.log2(0.1)),
}


def bits(p, q) -> float:
    return sum(one * math.log2(one / other) for one, other in zip(p, q, strict=True))


# What a scene says in numbers beside those of its question: by the ledger, by hand or by plain descent.
FACTS = {
    "surprise": lambda: [-math.log(0.1)],
    "two_events": lambda: [0.5 * 0.2],
    "average_surprise": lambda: [NUMBERS["average_surprise"]()],
    "thirds": lambda: [3, math.log(3)],
    "good_loss": lambda: [20, 0.2, -(0.2 * math.log(0.2) + 0.8 * math.log(0.8)), 50, 0.5, 2, math.log(2)],
    "wrong_start": lambda: [neuron_epochs(loss, z) for loss in ("se", "ce") for z in (6.0, 1.0)],
    "plateau": lambda: [100, 0.04107, 0.96413],
    "four_times": lambda: (
        [4, 1, 6, 8, 0.1]
        + [neuron_epochs(loss, z, rate) for loss, rate in (("se", 0.6), ("ce", 0.15)) for z in (1.0, 6.0, 8.0)]
    ),
    "odds": lambda: [1 / (0.15 * 2), math.e],
    "best_guess": lambda: [5, 8],
    "both_ways": lambda: [bits((0.5, 0.5), (0.9, 0.1)), bits((0.9, 0.1), (0.5, 0.5))],
    "half_way": lambda: [bits((1 / 2, 1 / 4, 1 / 8, 1 / 8), (5 / 16, 3 / 8, 3 / 16, 1 / 8))],
}


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_what_a_scene_says_in_numbers(name):
    texts = load("scenes", "en")
    facts = [0, 1, *(FACTS[name]() if name in FACTS else ())]
    number = re.compile(r"\d+(?:[.,]\d+)*")
    asked = set(number.findall(texts[f"{name}.ask"]))
    for written in set(number.findall(texts[f"{name}.say"] + texts[f"{name}.look"])) - asked:
        digits = len(written.partition(".")[2])
        assert written.replace(",", "") in {f"{fact:.{digits}f}" for fact in facts}, written


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_the_right_option(name):
    answers = SCENES[name].answers
    assert answers.right() == RIGHT[name]
    assert RIGHT[name] in answers.ids


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_the_right_number(name):
    answers = SCENES[name].answers
    assert answers.right() == pytest.approx(NUMBERS[name](), rel=1e-12)
    assert answers.field.low < answers.right() < answers.field.high
    assert answers.holds(answers.field.snap(answers.right()))
    assert not answers.holds(answers.field.default)  # the number it begins with is no gift


def test_every_scene_has_its_truth_here():
    assert {*RIGHT, *NUMBERS} == set(SCENES)
    assert set(FACTS) <= set(SCENES)


def test_every_storyline_is_a_quarter_of_an_hour():
    assert list(STORYLINES)[:4] == ["loss", "squared_error", "likelihood", "divergence"]
    assert len(SCENES) >= 18
    assert all(6 <= len(line.scenes) <= 10 for line in STORYLINES.values())
    assert sum(len(line.scenes) for line in STORYLINES.values()) == len(SCENES)
    assert {scene.page for scene in SCENES.values()} == set(TOPICS)


def test_the_way_through_a_storyline():
    for line in STORYLINES.values():
        stops = [(scene.name, answer) for scene in line.scenes for answer in ("", "shown")] + [(f"{line.name}_end", "")]
        course = Course(Stage(line.scenes[0].name))
        for forward, way in ((True, [*stops[1:], stops[-1]]), (False, [*stops[-2::-1], stops[0]])):
            for name, answer in way:
                course.step(forward)
                assert course.on == Stage(name, answer)
                assert course.on.line is line
    with pytest.raises(KeyError):
        storyline_of("no_such_scene")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_has_all_its_words_and_no_others(language):
    expected = {f"story.{name}.{part}" for name in STORYLINES for part in ("title", "promise", "claim")}
    for name, scene in SCENES.items():
        expected |= {f"{name}.{part}" for part in ("title", "ask", "say", "look")}
        if isinstance(scene.answers, Options):
            expected |= {f"{name}.answer.{option}" for option in scene.answers.ids}
        else:
            expected.add(f"{name}.unit")
    texts = load("scenes", language)
    assert set(texts) == expected
    for key, words in texts.items():
        if key.endswith((".say", ".promise")):  # one sentence
            assert len(re.findall(r"[.!?](?:\s|$)|[。！？]", words)) == 1, key


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", SCENE_NAMES)
def test_a_scene_opens_as_it_is_written(visit, words, name, state):
    scene, revealed = SCENES[name], STATES[state]
    app = visit(scene.page, lang="zh", scene=name, **({"answer": "shown"} if revealed else {}))
    opened_as_meant(app, scene)
    query = app.session_state["link_state"].query
    assert scene.link(revealed).items() <= query.items()
    if isinstance(scene.answers, Estimate):
        assert any(number in everything(app, words) for number in said(scene.answers)) is revealed


def opened_as_meant(app, scene: Scene) -> None:
    """Without an exception, and every entry taken as it stands."""
    assert not app.exception
    assert app.session_state["link_state"].topic == scene.page
    assert app.session_state["link_state"].notes == {}
    assert app.session_state["link_state"].entries == {}


@pytest.mark.parametrize(
    "change",
    [
        {"name": "No Name"},
        {"asks": "home/elsewhere"},
        {"replies": "elsewhere"},
        {"asked": (("z0", "99"),)},
        {"asked": (("y", "1"),)},
        {"controls": ("z0", "y")},
        {"asked": (("z0", "1"), ("z0", "2"))},
        {"revealed": (("z0", "1"),)},
        {"controls": ("z0", "z0")},
    ],
    ids=str,
)
def test_a_scene_that_cannot_be_is_refused(change):
    good = {
        "name": "any",
        "asks": "home/epochs",
        "asked": (("z0", "1"),),
        "revealed": (("z0", "2"),),
        "controls": ("z0",),
        "answers": Options(("yes", "no"), lambda: "yes"),
    }
    Scene(**good)
    with pytest.raises(ValueError, match=r"\w"):
        Scene(**(good | change))


def test_answers_that_cannot_be_are_refused():
    for ids in [("one",), ("one", "one"), ("a", "b", "c", "d", "e"), ("A", "b")]:
        with pytest.raises(ValueError, match=r"answer"):
            Options(ids, lambda: "a")
    with pytest.raises(ValueError, match="factor"):
        Estimate(Number(1.0, 0.0, 2.0, 0.1), lambda: 1.0, 1.0)
    with pytest.raises(ValueError, match="sign"):
        Estimate(Number(1.0, -1.0, 2.0, 0.1), lambda: 1.0, 2.0)
    with pytest.raises(ValueError, match="no scenes"):
        Storyline("empty", ())


def test_a_guess_holds_within_its_factor_both_ways():
    estimate = Estimate(Number(1.0, 0.0, 100.0, 0.5), lambda: 10.0, 2.0)
    assert [estimate.holds(value) for value in (0.0, 4.5, 5.0, 10.0, 20.0, 20.5)] == [
        False,
        False,
        True,
        True,
        True,
        False,
    ]
