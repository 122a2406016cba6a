import json
import math
import re

import numpy as np
import pytest


def test_the_line_of_numbers(visit, words):
    said = words(visit("formulas"))
    assert "**4.018** nats" in said  # ln(1 + e^4)
    assert "**0.482**" in said  # ½ σ(4)²
    assert "**0.982** against **0.017**" in said
    assert "**57**" in said  # 1 / σ'(4)


def test_the_line_of_numbers_in_bits(visit, words):
    said = words(visit("formulas", units="bits"))
    assert "**5.797** bits" in said
    assert r"\log_2" in said


def test_a_label_that_is_met_leaves_nothing_to_learn(visit, words):
    assert "nothing left to learn" in words(visit("formulas", y="soft", soft="0.5", z="0"))


def test_every_formula_stands_with_its_numbers(visit, words):
    said = words(visit("formulas", section="derivation", z="1", y="1", x="2", w="0.5", rate="0.5"))
    for number in ("(1, 2)", *(f"({n})" for n in range(3, 14))):
        assert f"**{number} " in said, number
    a = 1 / (1 + math.exp(-1))
    squared, cross = (a - 1) * a * (1 - a), a - 1
    for expected in (
        -math.log(a),
        0.5 * (a - 1) ** 2,
        2 * squared,
        squared,
        0.5 - 0.5 * 2 * squared,
        0 - 0.5 * squared,
        cross / (a * (1 - a)),
        cross,
        2 * cross,
        0.5 - 0.5 * 2 * cross,
        0 - 0.5 * cross,
    ):
        assert re.search(rf"\{{{expected:.4f}\}}", said), expected


def test_a_saturated_output_keeps_its_digits(visit, words):
    said = words(visit("formulas", section="derivation", z="10"))
    assert r"(1 - 4.54 \cdot 10^{-5})" in said


def chart(app, place):
    return json.loads(app.get("vega_lite_chart")[place].proto.spec)


def test_specs_do_not_depend_on_the_numbers(visit):
    app = visit("formulas")
    before = [chart(app, place) for place in (0, 1)]
    app.slider(key="formulas_z").set_value(-2.0).run()
    after = [chart(app, place) for place in (0, 1)]
    strip = lambda spec: re.sub(r'"(data|name)": (\{[^}]*\}|"[^"]*")', "", json.dumps(spec))  # noqa: E731
    assert [strip(spec) for spec in before] == [strip(spec) for spec in after]


def test_descriptions_carry_the_numbers(visit):
    app = visit("formulas", z="2")
    assert "0.881" in app.get("vega_lite_chart")[0].proto.alt
    assert "2.127" in app.get("vega_lite_chart")[0].proto.alt


def test_the_table_of_predictions(visit, words):
    app = visit("formulas", section="predictions", rows="1:0.5,0:0.5,1:0,0.3:0.3,1:2,:0.4,1:")
    said = words(app)
    assert "row 5: the output “2.0” is not between 0 and 1" in said
    assert "row 6: the label is missing" in said
    assert "row 7: the output is missing" in said
    assert "∞" in said
    assert "Infinitely wrong, since the output rules out what happened: 1." in said
    assert "Rows: 3." in said
    result = app.dataframe[-1].value
    assert list(result["row"]) == [1, 2, 3, 4]
    assert list(result["ce"][:3]) == ["0.6931", "0.6931", "∞"]
    assert list(result["se"]) == ["0.1250", "0.1250", "0.5000", "0.0000"]
    assert "rows=1:0.5" in app.session_state["_link"]


def test_a_file_of_predictions(visit, words):
    app = visit("formulas", section="predictions")
    app.file_uploader[0].upload("p.csv", b"y,a\n1,0.25\n0,0.25\n1,oops\n").run()
    said = words(app)
    assert not app.exception
    assert f"{(math.log(4) + math.log(4 / 3)) / 2:.4f}" in said
    assert f"In total: cross-entropy {math.log(4) + math.log(4 / 3):.4f} nats, squared error 0.3125" in said
    assert "row 4: “oops” is not a number" in said
    assert "Not in the link: the uploaded file." in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"label,score\n1,0.5\n", "needs a first line that names a column y"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text"),
        (b"y,a\n", "No row can be used yet"),
    ],
)
def test_files_that_cannot_be_read_get_a_sentence(visit, words, content, sentence):
    app = visit("formulas", section="predictions")
    app.file_uploader[0].upload("p.csv", content).run()
    assert not app.exception
    assert sentence in words(app)


def test_sample_agrees_with_finite_differences():
    from core.app.formulas.sample import Sample

    step = 1e-6
    for y in (0.0, 0.3, 1.0):
        for z in (-3.0, 0.4, 5.0):
            up, down = (Sample(y, z + sign * step, 1, 1, 0.1) for sign in (1, -1))
            here = Sample(y, z, 1, 1, 0.1)
            assert np.isclose((up.cross_entropy - down.cross_entropy) / (2 * step), here.error, atol=1e-8)
            assert np.isclose((up.squared_error - down.squared_error) / (2 * step), here.squared_error_slope, atol=1e-8)
