"""Many classes on the page, against numbers computed here from the logits of the link."""

import math
import re

import numpy as np
import pytest


def model(*logits: float, temperature: float = 1.0) -> np.ndarray:
    powers = np.exp(np.array(logits) / temperature)
    return powers / powers.sum()


def visit_with(visit, *logits: float, **query: str):
    names = {f"z{place}": str(z) for place, z in enumerate(logits, 1)}
    return visit("formulas", section="classes", classes=str(len(logits)), **names, **query)


def test_the_line_of_numbers(visit, words):
    app = visit_with(visit, -1.0, 3.0, 1.0, label="3")
    said = words(app).split(r"H(a)")[1]
    a, y = model(-1.0, 3.0, 1.0), np.eye(3)[2]
    cross, errors = (a - y)[2], a - y
    squared = a[2] * (errors[2] - errors @ a)
    found = re.search(r"\*\*(.+?)\*\* against \*\*(.+?)\*\*, a factor of \*\*(.+?)\*\*", said)
    assert found is not None
    expected = (f"{cross:.3f}", f"{squared:.3f}", f"{cross / squared:.1f}")
    assert found.groups() == tuple(text.replace("-", "−") for text in expected)
    assert f"**{-math.log(a[2]):.3f}**" in words(app)
    assert f"**{0.5 * (errors @ errors):.3f}**" in words(app)
    assert f"**{-(a @ np.log(a)):.3f}**" in words(app)


def test_formulas_3_21_and_22_hold_the_numbers(visit, words):
    said = words(visit_with(visit, -1.0, 3.0, 1.0, label="3"))
    loss = -math.log(model(-1.0, 3.0, 1.0)[2])
    for number in (3, 21, 22):
        assert f"**({number}) " in said, number
    assert rf"\textcolor{{#A37000}}{{0.0000}} + {loss:.4f} = \textcolor{{#007FC7}}{{{loss:.4f}}}" in said
    assert rf"= \textcolor{{#007FC7}}{{{10 * loss:.4f}}}" in said
    assert "With a one-hot label H(y) = 0: cross-entropy is KL" in said


@pytest.mark.parametrize("convention", ["all", "wrong"])
@pytest.mark.parametrize("units", ["nats", "bits"])
def test_smoothing_names_the_convention_and_splits_the_loss(visit, words, convention, units):
    app = visit_with(visit, -1.0, 3.0, 1.0, 0.0, eps="0.1", smooth=convention, temperature="2", units=units)
    said, a = words(app), model(-1.0, 3.0, 1.0, 0.0, temperature=2.0)
    y = {"all": np.array([0.925, 0.025, 0.025, 0.025]), "wrong": np.array([0.9, *[0.1 / 3] * 3])}[convention]
    per_nat = 1.0 if units == "nats" else 1 / math.log(2.0)
    own, loss = (-float(y @ np.log(p)) * per_nat for p in (y, a))
    assert rf"{{{own:.4f}}} + {loss - own:.4f} = \textcolor{{#007FC7}}{{{loss:.4f}}}" in said
    assert rf"\textcolor{{#007FC7}}{{{(a[0] - y[0]) / 2:.4f}}}" in said
    in_use = {"all": "In use: y′ = (1 − ε)y + ε/K", "wrong": "In use: ε/(K − 1) on the wrong classes only"}
    assert in_use[convention] in said
    for value in ("0.9250", "0.0250", "0.9000", "0.0333"):  # both conventions, by hand
        assert value in said


@pytest.mark.parametrize("classes", ["2", "5", "10"])
def test_there_is_a_slider_for_every_class_and_none_beyond(visit, classes):
    app = visit("formulas", section="classes", classes=classes)
    assert not app.exception
    keys = {slider.key for slider in app.slider}
    assert {f"formulas_z{number}" for number in range(1, 11)} & keys == {
        f"formulas_z{number}" for number in range(1, int(classes) + 1)
    }


def test_presets_set_the_logits(visit):
    app = visit("formulas", section="classes", classes="3", label="3")
    logits = lambda: [app.slider(key=f"formulas_z{number}").value for number in (1, 2, 3)]  # noqa: E731
    app.button(key="formulas_class_wrong").click().run()
    assert logits() == [5.0, 0.0, 0.0]
    app.button(key="formulas_class_right").click().run()
    assert logits() == [0.0, 0.0, 5.0]
    app.button(key="formulas_class_level").click().run()
    assert logits() == [0.0, 0.0, 0.0]


def test_a_label_whose_class_goes_becomes_the_last(visit):
    app = visit("formulas", section="classes", classes="6", label="6")
    app.slider(key="formulas_classes").set_value(4.0).run()
    assert not app.exception
    assert app.selectbox(key="formulas_label:en").value == "4"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"classes": "99"}, "`99`"),
        ({"classes": "nan"}, "`nan`"),
        ({"z1": "1e999"}, "`1e999`"),
        ({"z2": "[x](y)"}, "`[x](y)`"),
        ({"label": "9"}, "`9`"),
        ({"label": "<b>"}, "`<b>`"),
        ({"temperature": "0"}, "`0`"),
        ({"eps": "-1"}, "`-1`"),
        ({"smooth": "other"}, "`other`"),
    ],
)
def test_hostile_links_are_repaired_and_say_so(visit, words, query, said):
    app = visit("formulas", section="classes", **query)
    assert not app.exception
    assert said in words(app)


def test_the_extremes_are_shown(visit, words):
    app = visit_with(visit, 10.0, *[-10.0] * 9, label="10", temperature="0.1", eps="0.5")
    assert not app.exception
    assert "nan" not in words(app)
