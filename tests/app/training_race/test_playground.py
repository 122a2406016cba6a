"""The section on TensorFlow Playground: its sentences on both sides of each condition."""

import pytest


@pytest.mark.parametrize(
    ("data", "start", "outcome", "many"),
    [
        ("circle", "wrong", "cross-entropy **7**, squared error **not within 60**", "in 19 runs with squared error"),
        ("circle", "random", "cross-entropy **3**, squared error **3**", "in 20 runs with cross-entropy"),
        ("gauss", "wrong", "cross-entropy **1**, squared error **13**", "in 20 runs with squared error"),
        (
            "spiral",
            "wrong",
            "cross-entropy **not within 60**, squared error **not within 60**",
            "no run gets 95 % right",
        ),
    ],
)
def test_what_changes_and_what_does_not(visit, words, data, start, outcome, many):
    said = words(visit("training_race", section="playground", pdata=data, pstart=start))
    assert outcome in said
    assert many in said


def test_it_opens_where_the_loss_matters(visit):
    app = visit("training_race", section="playground")
    shares = app.get("vega_lite_chart")[-1].proto.alt
    assert "After 60 epochs: cross-entropy 100 %, squared error 47 %." in shares


def test_both_languages_and_every_setting(visit):
    for start in ("random", "wrong"):
        for data in ("circle", "xor", "gauss", "spiral"):
            app = visit("training_race", section="playground", pdata=data, pstart=start, lang="zh")
            assert not app.exception
            assert len(app.get("vega_lite_chart")) == 3
