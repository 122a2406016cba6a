import json
import math
import re

import numpy as np

from core.app.wording.reckoning import written


def test_the_line_of_numbers(visit, words):
    said = words(visit("formulas"))
    assert "**4.018** nats" in said  # ln(1 + e^4)
    assert "**0.482**" in said  # ½ σ(4)²
    assert "**0.9820** against **0.01735**" in said
    assert "**56.6**" in said  # 1 / σ'(4)


def test_the_line_of_numbers_in_bits(visit, words):
    said = words(visit("formulas", units="bits"))
    assert "**5.797** bits" in said
    assert r"\log_2" in said


def test_a_label_that_is_met_leaves_nothing_to_learn(visit, words):
    assert "nothing left to learn" in words(visit("formulas", y="soft", soft="0.5", z="0"))


def test_every_formula_stands_with_its_numbers(visit, words):
    sample = {"z": "1", "y": "1", "x": "2", "w": "0.5", "rate": "0.5"}
    acts = ("squared_error", "cross_entropy")
    said = "".join(words(visit("formulas", section="derivation", step="10", act=act, **sample)) for act in acts)
    for number in ("1, 2, 3", *range(4, 14)):
        assert f"**({number})** " in said, number
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
        assert f"{{{written(expected, 4)}}}" in said, expected


def test_a_saturated_output_keeps_its_digits(visit, words):
    said = words(visit("formulas", section="derivation", step="4", z="10"))
    assert "(1 − 4.540 × 10⁻⁵)" in said


def chart(app, place):
    return json.loads(app.get("vega_lite_chart")[place].proto.spec)


def test_specs_do_not_depend_on_the_numbers(visit):
    before = [chart(visit("formulas"), place) for place in (0, 1)]
    after = [chart(visit("formulas", z="-2", y="1", x="3"), place) for place in (0, 1)]
    strip = lambda spec: re.sub(r'"(data|name)": (\{[^}]*\}|"[^"]*")', "", json.dumps(spec))  # noqa: E731
    assert [strip(spec) for spec in before] == [strip(spec) for spec in after]


def test_descriptions_carry_the_numbers(visit):
    app = visit("formulas", z="2")
    assert "0.881" in app.get("vega_lite_chart")[0].proto.alt
    assert "2.127" in app.get("vega_lite_chart")[0].proto.alt


def test_sample_agrees_with_finite_differences():
    from core.app.formulas.sample import Sample

    step = 1e-6
    for y in (0.0, 0.3, 1.0):
        for z in (-3.0, 0.4, 5.0):
            up, down = (Sample(y, z + sign * step, 1, 1, 0.1) for sign in (1, -1))
            here = Sample(y, z, 1, 1, 0.1)
            assert np.isclose((up.cross_entropy - down.cross_entropy) / (2 * step), here.error, atol=1e-8)
            assert np.isclose((up.squared_error - down.squared_error) / (2 * step), here.squared_error_slope, atol=1e-8)
