"""Your predictions: four ways in, roles that can be changed, bad rows that wait for a decision, and what comes out."""

import contextlib
import io
import json
import math
from pathlib import Path

import pytest

from core.app.frame.page import path
from core.simulation.predictions.__main__ import main
from core.simulation.predictions.pieces import pieces
from tests.places import as_read

CASES = Path(__file__).parents[2] / "data" / "reading" / "cases"
EXPECTED = json.loads((CASES / "expected.json").read_text())
HOSTILE = Path(__file__).parents[2] / "hostile" / "files"


@pytest.fixture
def section(visit):
    """A maker of visits to the section: ``section(source="paste", paste="y,a…")``."""
    return lambda **query: visit("predictions", **query)


@pytest.fixture
def upload(section):
    def make(content, **query):
        app = section(source="file", **query)
        app.file_uploader[0].upload("p.csv", content).run()
        assert not app.exception
        return app

    return make


def measures(app):
    """The table of measures: name of the measure -> what stands in it for each model and the base rates."""
    frame = next(element.value for element in app.dataframe if "measure" in element.value)
    return {row[0]: list(row[1:]) for row in frame.itertuples(index=False)}


def worst(app):
    return [element.value for element in app.dataframe if "loss" in element.value]


def test_the_table_of_predictions(section, words):
    app = section(rows="1:0.5,0:0.5,1:0,0.3:0.3,1:2,:0.4,1:")
    said = words(app)
    assert "row 5, a: the probability “2” is not between 0 and 1" in said
    assert "row 6, y: the label is missing" in said
    assert "row 7, a: the prediction is missing" in said
    assert "3 of 7 rows cannot be used." in said
    assert "They are left out" in said
    assert "Such rows: 1, at 3." in said
    found = measures(app)
    assert found["rows"] == ["4", "4"]
    assert found["cross-entropy, nats"] == ["∞", "0.6819"]  # of the labels' mean 2.3 / 4
    assert found["squared error (½)"][0] == "0.1875"
    assert list(worst(app)[0]["row"]) == [3, 1, 2, 4]
    assert list(worst(app)[0]["loss"]) == ["∞", "0.6931", "0.6931", "0.6109"]
    assert "rows=1:0.5" in app.session_state["link_state"].link
    assert len(app.get("vega_lite_chart")) == 5


def test_measures_of_two_rows_by_hand(upload, words):
    app = upload(b"y,a\n1,0.25\n0,0.25\n")
    nats = (math.log(4) + math.log(4 / 3)) / 2
    found = measures(app)
    assert found["cross-entropy, nats"] == [f"{nats:.4f}", f"{math.log(2):.4f}"]
    assert found["cross-entropy, bits"] == [f"{nats / math.log(2):.4f}", "1.0000"]
    assert found["perplexity"] == [f"{math.exp(nats):.4f}", "2.0000"]
    assert found["squared error (½)"] == ["0.1562", "0.1250"]
    assert found["Brier score"] == ["0.3125", "0.2500"]
    assert found["accuracy"] == ["50.0 %", "50.0 %"]
    assert found["skill (loss saved)"] == [f"−{100 * (nats / math.log(2) - 1):.1f} %", "0.0 %"]
    assert found["calibration error"][0] == "0.250"
    assert "Not in the link: the uploaded file." in words(app)


def test_bits_reach_everything_but_the_table(section, words):
    app = section(rows="1:0.5,1:0.25", units="bits")
    assert measures(app)["cross-entropy, nats"][0] == f"{1.5 * math.log(2):.4f}"
    assert list(worst(app)[0]["loss"]) == ["2.0000", "1.0000"]


def test_bad_rows_wait_for_a_decision(upload, words):
    app = upload(b"y,a\n1,0.25\n0,0.25\n1,oops\n")
    assert "row 4, a: “oops” is not a number" in words(app)
    assert "Nothing is computed until you decide" in words(app)
    assert not app.dataframe
    app.segmented_control(key="predictions_bad:en").set_value("drop").run()
    assert measures(app)["rows"] == ["2", "2"]
    assert "Computed on 2 of 3 rows." in words(app)
    assert "bad=drop" in app.session_state["link_state"].link


def test_another_file_asks_again(upload, words):
    app = upload(b"y,a\n1,0.25\n0,0.25\n1,oops\n", bad="drop", y_column="c1")
    assert measures(app)["rows"] == ["2", "2"]
    app.file_uploader[0].upload("q.csv", b"a,y\n0.25,1\n0.25,oops\n0.5,0\n").run()
    assert "Nothing is computed until you decide" in words(app)
    assert "y_column" not in app.session_state["link_state"].link
    assert "row 3, y: the label “oops” is not a number" in words(app)


def test_only_ten_bad_rows_are_named(upload, words):
    said = words(upload((HOSTILE / "many_bad.csv").read_bytes(), a_kind="probabilities"))
    assert "row 12, a" in said
    assert "row 13, a" not in said
    assert "… and 15 more" in said


def test_rows_are_divided_by_their_sums_on_demand(upload, words):
    app = upload((HOSTILE / "not_to_one.csv").read_bytes())
    assert "row 3: the probabilities sum to 1.1, not to 1" in words(app)
    app.segmented_control(key="predictions_bad:en").set_value("scale").run()
    nats = (math.log(2) + math.log(2.2) + math.log(2)) / 3
    assert measures(app)["cross-entropy, nats"][0] == f"{nats:.4f}"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"label\n1\n", "Only one column was found."),
        (b"u,v\n1.5,2.5\n0.5,3\n", "No column can be the truth"),
        (b"y,name\n1,cat\n0,dog\n", "No column beside the label contains predictions"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text"),
        (b"y,a\n", "no row below it"),
        (b"y,a\n1,0.5,3\n", "1 of 1 rows cannot be used."),
    ],
)
def test_files_that_cannot_be_used_get_a_sentence(upload, words, content, sentence):
    assert sentence in words(upload(content))


def test_what_a_file_says_is_never_markup(upload):
    app = upload((HOSTILE / "markup.csv").read_bytes())
    assert not any("<script>" in str(element.value) for kind in (app.markdown, app.caption) for element in kind)
    assert any("<script>" in str(element.value) for element in app.text)
    app = upload(b"y,**p** <b>_x_</b> `c`\n1,0\n0,0.5\n")
    assert any("`**p** <b>_x_</b> 'c'`" in str(element.value) for element in app.markdown)


def test_roles_are_guessed_shown_and_can_be_changed(section, words):
    text = "when,y,model_1,model_2\n1,1,0.9,0.2\n2,0,0.2,0.8\n3,1,0.7,0.4"
    app = section(source="paste", paste=text)
    shown = {box.label: box.value for box in app.selectbox if box.key.startswith("predictions_")}
    assert shown["Label"] == shown["Model"] == shown["Another model"] == "auto"
    good, bad = (f"{-sum(map(math.log, p)) / 3:.4f}" for p in ((0.9, 0.8, 0.7), (0.2, 0.2, 0.4)))
    assert measures(app)["cross-entropy, nats"][:2] == [good, bad]
    app.selectbox(key="predictions_a_column:en").set_value("c4").run()
    assert measures(app)["cross-entropy, nats"][:2] == [bad, good]
    assert "a_column=c4" in app.session_state["link_state"].link
    app.selectbox(key="predictions_b_column:en").set_value("none").run()
    assert measures(app)["cross-entropy, nats"][0] == bad
    assert len(measures(app)["cross-entropy, nats"]) == 2
    app.selectbox(key="predictions_a_kind:en").set_value("logits").run()
    nats = (math.log1p(math.exp(-0.2)) + math.log1p(math.exp(0.8)) + math.log1p(math.exp(-0.4))) / 3
    assert measures(app)["cross-entropy, nats"][0] == f"{nats:.4f}"


def test_roles_of_a_link(section):
    text = "u,v\n0.9,1\n0.2,0"
    app = section(source="paste", paste=text, y_column="c2", a_column="c1")
    assert measures(app)["cross-entropy, nats"][0] == f"{-(math.log(0.9) + math.log(0.8)) / 2:.4f}"


def test_roles_of_a_link_that_do_not_exist(section, words):
    app = section(source="paste", paste="y,a\n1,0.5", y_column="c77", b_column="<b>")
    assert not app.exception
    assert "c77" in words(app)
    assert measures(app)["rows"] == ["1", "1"]


def test_columns_and_families_of_one_name_can_be_told_apart(section):
    app = section(source="paste", paste="k,p,p_u,p_v\nu,0.5,0.5,0.5\nv,0.5,0.25,0.75\nu,1,1,0")
    options = app.selectbox(key="predictions_a_column:en").options
    assert len(set(options)) == len(options) == 5
    app.selectbox(key="predictions_a_column:en").set_value("c3-c4").run()
    assert measures(app)["cross-entropy, nats"][0] == f"{-(math.log(0.5) + math.log(0.75)) / 3:.4f}"


def test_classes_are_said(section, words):
    app = section(source="paste", paste="k,p_u,p_v,p_w\nv,0.5,0.5,0\nw,0.25,0.25,0.5\nu,0.25,0.25,0.5")
    assert "3 classes: u, v, w" in words(app)


def test_questions_wait_and_are_answered(section, words):
    app = section(source="paste", paste="k,p_u,p_v\n1,0.5,0.5\n2,0.25,0.75\n2,0.5,0.5")
    assert "Which column is which class?" in words(app)
    assert "Nothing is computed" in words(app)
    assert not app.dataframe
    control = app.selectbox(key="predictions_say_classes:en")
    first, second = ((2 * math.log(2) + math.log(odds)) / 3 for odds in (4 / 3, 4))
    assert control.options[1:] == [f"p_u=1,p_v=2: {first:.4f} nats", f"p_u=2,p_v=1: {second:.4f} nats"]
    control.set_value("2").run()
    assert measures(app)["cross-entropy, nats"][0] == f"{second:.4f}"
    assert "say_classes=2" in app.session_state["link_state"].link


def test_two_questions_come_one_after_another(section, words):
    app = section(source="paste", paste="y,p,weight\nspam,0.9,2\nham,0.2,1\nspam,0.4,5")
    assert "is the probability of which label" in words(app)
    app.selectbox(key="predictions_say_positive:en").set_value("2").run()
    assert "may be a weight or an input" in words(app)
    app.selectbox(key="predictions_say_weights:en").set_value("1").run()
    nats = -(2 * math.log(0.9) + math.log(0.8) + 5 * math.log(0.4)) / 8
    assert measures(app)["cross-entropy, nats"][0] == f"{nats:.4f}"


def test_the_event_can_be_chosen(section):
    app = section(source="paste", paste="y,p_spam,p_ham\nspam,0.9,0.1\nham,0.2,0.8\nspam,0.4,0.6")
    before = measures(app)["cross-entropy, nats"]
    app.selectbox(key="predictions_event:en").set_value("first").run()
    assert measures(app)["cross-entropy, nats"] == before


def test_the_sample_of_two_models(section, words):
    app = section(source="sample")
    said = words(app)
    assert "`model_2` gave probability 0 to what happened, so its mean is ∞. Such rows: 1, at 19." in said
    assert "First minus second: −∞ nats." in said
    assert measures(app)["rows that cost ∞"] == ["0", "1", "0"]
    assert "What clipping would report" in [control.label for control in app.segmented_control]
    assert "invention" not in said
    app.segmented_control(key="predictions_clip:en").set_value("1e-15").run()
    assert "This number depends on the choice of" in words(app)
    assert measures(app)["cross-entropy, nats"][1] == "∞"


def test_clipping_reports_what_scikit_learn_would(section, words):
    from sklearn.metrics import log_loss

    app = section(rows="1:0,0:0.5,1:0.75", clip="1e-7")
    reported = log_loss([1, 0, 1], [1e-7, 0.5, 0.75])
    assert f"{reported:.4f} nats" in words(app)


def test_the_sample_of_iris(section, words):
    app = section(source="sample", sample="iris", b_seed="3")
    said = words(app)
    assert "Best temperature: T = 3.95." in said
    assert "3 classes: setosa, versicolor, virginica" in said
    assert "95 % interval" in said
    assert len(app.get("vega_lite_chart")) == 6
    first = next(line for line in said.splitlines() if "First minus second" in line)
    app.number_input(key="predictions_b_seed").set_value(4).run()
    assert first not in words(app)


def test_samples_and_results_can_be_downloaded(section):
    app = section(source="sample", sample="iris")
    assert [button.proto.label for button in app.get("download_button")] == [
        "Download this sample",
        "Report to print or send (HTML)",
        "Measures (CSV)",
        "Losses of all rows (CSV)",
        "Summary (JSON)",
    ]


def test_a_long_text_is_named_as_not_in_the_link(section, words):
    app = section(source="paste")
    app.text_area[0].set_value("y,a\n" + "0,0.5\n" * 200).run()
    assert measures(app)["rows"] == ["200", "200"]
    assert "Not in the link: the pasted table." in words(app)


def test_many_rows_are_read_once_and_charts_get_bins(upload, monkeypatch):
    from core.app.predictions.reading import input

    read, real = [], input.read_sheet
    monkeypatch.setattr(input, "read_sheet", lambda *given, **named: read.append(1) or real(*given, **named))
    app = upload(b"y,a\n" + b"1,0.75\n0,0.25\n1,0.375\n0,0.125\n" * 80_000)
    app.segmented_control(key="units:en").set_value("bits").run()
    assert len(read) == 1
    assert measures(app)["rows"][0] == "320\u202f000"
    sizes = [sum(len(part.data.data) for part in chart.proto.datasets) for chart in app.get("vega_lite_chart")]
    assert len(sizes) == 5
    assert all(0 < size < 50_000 for size in sizes)


@pytest.mark.parametrize("source", ["table", "paste", "file", "sample"])
def test_clipping_breaks_no_way_in(section, source):
    assert not section(source=source, lang="zh", clip="1e-7").exception


def test_a_second_model_is_guessed_anew_for_another_label(section):
    app = section(source="paste", paste="y,model_1,model_2\n1,0.9,1\n0,0.2,0\n1,0.6,1")
    app.selectbox(key="predictions_a_column:en").set_value("c2").run()
    app.selectbox(key="predictions_y_column:en").set_value("c3").run()
    assert not app.exception


def test_several_labels_at_once_are_a_sum(section, words):
    app = section(source="paste", paste="y_a,y_b,p_a,p_b\n1,1,.8,.7\n0,1,.2,.6\n1,0,.9,.3\n0,0,.4,.4")
    nats = -sum(map(math.log, (0.8, 0.8, 0.9, 0.6, 0.7, 0.6, 0.7, 0.6))) / 4
    assert f"| **Σ** | {nats:.4f}" in words(app)
    assert not app.exception


@pytest.mark.parametrize("name", EXPECTED)
def test_every_given_case(upload, words, name):
    case = EXPECTED[name]
    app = upload((CASES / name).read_bytes())
    if any("measure" in element.value for element in app.dataframe):
        assert "number" in case["must"]
        said = json.loads(command(CASES / name))["models"][0]["cross_entropy"]
        assert measures(app)["cross-entropy, nats"][0] == ("∞" if said == "inf" else f"{said:.4f}")
        given = app.session_state["_predictions"]["report"][1].models[0].summary.cross_entropy
        assert given == pytest.approx(float(case["cross_entropy"]), abs=5e-5)
        assert given == pytest.approx(float(said), rel=1e-9)
    else:
        assert "question" in case["must"]
        assert "Nothing is computed until you decide" in words(app)


def command(path, *more):
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        main([str(path), "--json", *more])
    return stream.getvalue()


def test_a_printed_zero_says_what_the_mean_is_at_least(upload, words):
    said = words(upload((CASES / "71-rounded-zero.csv").read_bytes()))
    assert "then the mean is at least" in said


def test_the_truth_in_a_second_file(upload, words):
    app = upload(b"id,p\n3,0.4\n1,0.9\n2,0.2\n")
    app.file_uploader[1].upload("q.csv", b"id,y\n1,1\n2,0\n3,1\n").run()
    nats = -(math.log(0.9) + math.log(0.8) + math.log(0.4)) / 3
    assert measures(app)["cross-entropy, nats"][0] == f"{nats:.4f}"
    app.file_uploader[1].upload("r.csv", b"id,y\n1,1\n2,0\n4,1\n").run()
    assert "Go on with those?" in words(app)
    app.selectbox(key="predictions_id:en").set_value("c1").run()
    assert measures(app)["rows"][0] == "2"


def test_a_column_that_names_the_model(section, words):
    rows = "\n".join(
        f"{i},{m},{y},{p}" for m, p in (("one", 0.9), ("two", 0.6), ("six", 0.5)) for i, y in ((1, 1), (2, 1))
    )
    app = section(source="paste", paste=f"id,model,y,p\n{rows}")
    assert measures(app)["cross-entropy, nats"][:3] == [f"{-math.log(p):.4f}" for p in (0.9, 0.6, 0.5)]
    assert "`p · one` − `p · six`" in words(app)
    app.selectbox(key="predictions_c_column:en").set_value("none").run()
    assert len(measures(app)["cross-entropy, nats"]) == 3


def test_weights_are_asked_for_and_can_be_taken_back(section):
    app = section(source="paste", paste="y,p,weight\n1,0.9,3\n0,0.2,1", weights="c3")
    assert measures(app)["cross-entropy, nats"][0] == f"{-(3 * math.log(0.9) + math.log(0.8)) / 4:.4f}"
    app.selectbox(key="predictions_weights:en").set_value("none").run()
    assert measures(app)["cross-entropy, nats"][0] == f"{-(math.log(0.9) + math.log(0.8)) / 2:.4f}"


def test_a_first_line_can_be_called_data(section):
    assert measures(section(source="paste", paste="y,p\n1,0.9\n0,0.2"))["rows"][0] == "2"
    app = section(source="paste", paste="1,0.9\n0,0.2\n1,0.4", header="data")
    assert measures(app)["rows"][0] == "3"


def test_answers_have_an_accuracy(upload, words):
    said = words(upload(b"y,pred,confidence\ncat,cat,.9\ndog,cat,.6\ncow,cow,.7\ncat,cat,.8\n"))
    assert "`75 %` of `4` rows are right" in said
    assert "calibration error of `confidence` is `0.3`" in said


def test_bins_of_equal_mass(section):
    app = section(source="paste", paste="y,p\n" + "1,0.75\n1,0.75\n0,0.75\n0,0.25\n" * 20, bins="mass")
    assert measures(app)["calibration error"][0] == f"{0.75 * (0.75 - 2 / 3) + 0.25 * 0.25:.3f}"


def test_a_file_survives_a_visit_to_another_page(upload, words):
    app = upload(b"y,a\n1,0.25\n0,0.25\n")
    before = measures(app)
    app.switch_page(path("likelihood")).run()
    app.switch_page(path("predictions")).run()
    assert not app.exception
    assert measures(app) == before
    assert "Still here: p.csv" in words(app)


def test_a_file_survives_another_source_and_goes_when_another_comes(upload, words):
    app = upload(b"y,a\n1,0.25\n0,0.25\n")
    before = measures(app)
    app.segmented_control(key="predictions_source:en").set_value("table").run()
    app.segmented_control(key="predictions_source:en").set_value("file").run()
    assert measures(app) == before
    assert "Still here: p.csv" in words(app)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "better than always saying the base rate 0.50"), ("zh", "比始终预测基准比例 0.50")]
)
def test_one_sentence_judges(section, words, lang, said):
    app = section(source="paste", paste="y,p\n" + "1,0.75\n1,0.75\n0,0.75\n0,0.25\n" * 20, lang=lang)
    loss = -(2 * math.log(0.75) + math.log(0.25) + math.log(0.75)) / 4
    assert f"{loss:.3f}" in words(app)
    assert said in words(app)
    assert f"{100 * (1 - loss / math.log(2)):.1f} %" in words(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pieces_are_those_of_the_core(section, words, lang):
    app = section(source="sample", lang=lang)
    models = app.session_state["_predictions"]["report"][1].models
    for loss in ("cross_entropy", "squared_error"):
        of_models = [pieces(model.scores, loss) for model in models]
        for part in ("uncertainty", "discrimination", "miscalibration"):
            values = [getattr(found, part) for found in of_models]
            assert f"| {' | '.join('∞' if math.isinf(value) else f'{value:.4f}' for value in values)} |" in words(app)


def test_what_acting_costs_at_a_threshold(section, words):
    rows = "1,0.75\n1,0.25\n0,0.75\n0,0.25\n"
    said = as_read(words(section(source="paste", paste="y,p\n" + rows, threshold="0.3")))
    assert "**0.2500** a row. Of 100 rows, **25.0** are missed and **25.0** are false alarms." in said
    said = as_read(words(section(source="paste", paste="y,p\n" + rows, threshold="0.2")))
    assert "**0.1000** a row. Of 100 rows, **0.0** are missed and **50.0** are false alarms." in said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_to_print_needs_nothing_and_runs_nothing(section, lang, monkeypatch):
    from core.app.predictions import sheet, take_home

    made = []
    monkeypatch.setattr(take_home, "offer", lambda *given: made.append(sheet.printed(*given)))
    section(source="paste", paste="y,model_<b>p,model_q\n1,0.9,0.8\n0,0.2,0.3\n1,0.4,0", lang=lang)
    html = made[0].decode()
    assert not any(part in html for part in ("<script", "http", "<b>", "[["))
    assert "model_&lt;b&gt;p" in html
    assert html.count("<svg") == 3
    assert "∞" in html


def test_pairs_of_classes_carry_the_loss(section, words):
    app = section(source="sample", sample="iris")
    pairs = next(element.value for element in app.dataframe if "share" in element.value)
    assert list(pairs.iloc[0])[:3] == ["versicolor", "virginica", "3"]
    app.selectbox(key="predictions_of_class:en").set_value("k2").run()
    assert not app.exception
    assert "versicolor" in words(app)


def test_weights_without_a_telling_name_have_one_list(section, monkeypatch):
    """Chosen in the open box, they come up beside what was read: in one place, not in two."""
    from core.app.predictions.reading import roles

    monkeypatch.setattr(roles, "drawer", lambda _: contextlib.nullcontext(True))
    app = section(source="paste", paste="y,p,n\n1,0.9,3\n0,0.2,1")
    app.selectbox(key="predictions_weights:en").set_value("c3").run()
    assert not app.exception
    assert measures(app)["cross-entropy, nats"][0] == "0.1348"
