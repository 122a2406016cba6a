"""The race on data sets: every kind, model and start runs, and what goes wrong is said."""

import re

import pytest

from core.data.own_data import EXAMPLE

KINDS = ("clouds", "flipped", "xor", "moons", "circles", "iris2", "iris3", "own")
SAMPLES = {"n": "50", "epochs": "50"}


def counts(said: str) -> tuple[str, str]:
    return re.search(r"Epochs to the finish: cross-entropy \*\*(.+?)\*\*, squared error \*\*(.+?)\*\*", said).groups()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_data_runs(visit, words, kind, language):
    app = visit("training_race", data=kind, lang=language, epochs="50")
    assert not app.exception
    charts = [chart.proto for chart in app.get("vega_lite_chart")]
    assert len(charts) == 5
    assert all(chart.alt for chart in charts)
    assert f"data={kind}" in app.session_state["link_state"].link
    assert not app.warning


@pytest.mark.parametrize("kind", ["xor", "iris3"])
@pytest.mark.parametrize("start", ["confidently_wrong", "random", "zero"])
@pytest.mark.parametrize("optimiser", ["gradient_descent", "momentum", "adam"])
def test_every_start_and_optimiser_runs(visit, words, kind, start, optimiser):
    model = {"xor": "modelc", "iris3": "model3"}[kind]
    for batch in ("0", "10"):
        arguments = {model: "network", "dstart": start, "optimiser": optimiser, "batch": batch, "fair": "matched"}
        app = visit("training_race", data=kind, **SAMPLES, **arguments)
        assert not app.exception
        assert "nan" not in words(app).lower().split()


def test_nothing_of_the_race_is_shown_before_it_is_played(visit, words):
    said = words(visit("training_race", data="moons"))
    assert "After 0 epochs" in said
    assert "Epochs to the finish" not in said
    assert "99.5" not in said
    played = words(visit("training_race", data="moons", epoch="600"))
    assert "After 600 epochs: cross-entropy **99.5 %** right, squared error **88.0 %** right." in played


def test_cross_entropy_is_ahead_from_a_confidently_wrong_start(visit, words):
    first, second = counts(words(visit("training_race", data="clouds", epoch="600")))
    assert int(second) > 5 * int(first)


def test_squared_error_never_leaves_a_wrong_answer_to_the_exclusive_or(visit, words):
    first, second = counts(words(visit("training_race", data="xor", epoch="600")))
    assert int(first) < 50
    assert second == "more than 600"


def test_a_neuron_is_not_offered_for_three_classes(visit, words):
    assert "“`neuron`” is not one of the options" in words(visit("training_race", data="iris3", model3="neuron"))


def test_a_chaotic_run_is_named_and_cut(visit, words):
    app = visit("training_race", data="flipped", rate="100", epoch="600")
    assert [re.sub(r"\d+", "N", warning.value.partition(":")[0]) for warning in app.warning] == [
        "cross-entropy is chaotic after epoch N"
    ]
    said = words(app)
    assert "a mean cross-entropy of —" in said  # at the end it is anywhere


def test_a_run_that_leaves_for_good_is_named_with_its_epoch(visit, words):
    app = visit(
        "training_race", data="xor", rate="100", modelc="neuron", dstart="confidently_wrong", goal="0.1", epoch="1"
    )
    (warning,) = app.warning
    assert warning.value.startswith("cross-entropy diverges at epoch 1:")
    assert counts(words(app))[0] == "not reached, diverged"


def test_no_rate_matches_a_step_of_length_nothing(visit, words):
    said = words(visit("training_race", data="xor", dstart="zero", fair="matched", noise="0"))
    assert "No learning rate makes the two first steps equally long" in said
    assert "every hidden unit the same gradient" in said


def test_large_networks_have_fewer_epochs(visit, words):
    said = words(visit("training_race", data="moons", n="1000", hidden="16", epochs="5000"))
    assert re.search(r"limited to \d", said)


def test_what_the_reader_sets_is_in_the_link_and_comes_back(visit, words):
    arguments = {"data": "flipped", "overlap": "0.2", "flip": "0.3", "n": "100", "dseed": "5", "rate": "0.5"}
    arguments |= {"model": "softmax", "sure": "6", "goal": "0.4", "batch": "20", "bseed": "3", "epochs": "100"}
    link = visit("training_race", **arguments).session_state["link_state"].link
    assert set(link.split("&")) == {f"{name}={value}" for name, value in arguments.items()}


def own(visit, table: str, **arguments: str):
    return visit("training_race", data="own", csv=table, epochs="50", **arguments)


def test_rows_that_cannot_be_used_are_named_with_their_reason(visit, words):
    table = EXAMPLE.replace("7.5,6,yes", "7.5,six,yes").replace("6,2,no", ",2,no").replace("8,3.5,yes", "8,3.5")
    app = own(visit, table)
    assert "3 row(s) cannot be used" in app.warning[0].value
    (said,) = (text.value for text in app.text if "Line" in text.value)
    assert said.splitlines() == [
        "Line 2, hours studied: “six” is not a number",
        "Line 3, hours slept: the cell is empty",
        "Line 4: it has 2 cells, a different number from the header",
    ]
    assert len(app.get("vega_lite_chart")) == 5


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "nothing in this table yet"),
        ("a,b\nq,x\nr,y\ns,x\nt,y", "at least one column of numbers"),
        ("a,b,c\n1,2,x\n2,3,x\n3,5,x\n4,5,x", "At least two classes are needed"),
        ("a,c\n1,x\n1,y\n1,x\n1,y", "at least one column of numbers"),
        ("a,b,c\n1,2,x\n2,3,y", "at least four usable rows"),
    ],
)
def test_a_table_of_no_use_is_refused_and_kept(visit, words, table, sentence):
    app = own(visit, table)
    assert sentence in app.warning[0].value
    assert not app.get("vega_lite_chart")
    assert app.text_area[0].value == table


def test_names_from_outside_stay_text(visit, words):
    table = EXAMPLE.replace("hours slept", "<b>$x$</b>").replace("yes", "**yes**")
    app = own(visit, table)
    assert not app.exception
    assert "<b>" not in "".join(element.value for element in app.markdown)


def test_the_label_column_can_be_chosen(visit, words):
    table = "kind,a,b,c\nx,1,2,0\ny,2,1,1\nx,2,3,0\ny,4,1,1\nx,0,3,1\ny,3,1,0"
    app = own(visit, table)
    (label,) = (box for box in app.selectbox if box.label == "label column")
    assert label.options == ["guess it", "kind", "a", "b", "c"]
    app = own(visit, table.replace("kind,", "d,").replace("x,", "5,").replace("y,", "6,"), label="c")
    assert not app.exception
    assert not app.warning


def test_a_long_table_is_left_out_of_the_link_and_named(visit):
    table = "a,b,c\n" + "\n".join(f"{i},{i * i % 7},{i % 2}" for i in range(200))
    app = visit("training_race", data="own", epochs="50")
    app.text_area[0].set_value(table).run()
    assert not app.exception
    assert "csv=" not in app.session_state["link_state"].link
    assert "your table, since it is long" in " ".join(app.session_state["link_state"].unshared)
