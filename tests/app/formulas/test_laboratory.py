"""The numbers laboratory on the page."""

import math
import re

import numpy as np
import pytest


def test_the_readers_numbers(visit, words):
    app = visit("formulas", section="laboratory")
    assert not app.exception
    said = words(app)
    assert "4.24835425529\u00a0×\u00a010⁻¹⁸" in said  # e^−40, but for the square of it
    assert "| `nan` |" in said
    assert "divide by zero encountered in log; invalid value encountered in multiply" in said
    assert "`nan`" in re.search(r"\|[^|]*\|[^|]*\|[^|]*36\.7[^|]*\|", said).group()
    assert "−709.8" in said
    assert "1.0000000494736474e-07" in said
    assert "`-0.0`" in said


@pytest.mark.parametrize(("z", "y", "truth"), [("0", "1", math.log(2)), ("-40", "1", 40.0), ("2", "0.3", None)])
def test_the_truth(visit, words, z, y, truth):
    said = words(visit("formulas", section="laboratory", lz=z, ly=y))
    a = 1 / (1 + math.exp(-float(z)))
    truth = -(float(y) * math.log(a) + (1 - float(y)) * math.log(1 - a)) if truth is None else truth
    assert f"the exact value is **{truth:.12g}".rstrip("0") in said


def test_where_float64_ends(visit, words):
    said = words(visit("formulas", section="laboratory", lz="800"))
    assert "3.67\u00a0×\u00a010⁻³⁴⁸" in said  # e^−800
    assert "0.0 is the nearest float64" in said
    assert "from 745.1 on it is 0" in said
    assert "fewer digits" in words(visit("formulas", section="laboratory", lz="720"))


def test_softmax(visit, words):
    said = words(visit("formulas", section="laboratory", lab="softmax", lg="800"))
    assert "(800, 0, 0)" in said
    assert "never" in said
    assert "overflow encountered in exp; invalid value encountered in divide" in said


def test_the_perfect_prediction_and_the_one_hot_row(visit, words):
    app = visit("formulas", section="laboratory")
    said = words(app)
    assert f"**{-(math.log(0.8) + math.log(0.9)) / 3:.4f}**" in said
    assert "**`nan`**" in said
    assert f"**{-math.log(0.7) - math.log(0.8) - math.log(0.9):.4f}**" in said
    assert f"**{-math.log(0.7):.4f}**" in said
    app.slider(key="formulas_la").set_value(0.5).run()
    said = words(app)
    assert "**`nan`**" not in said
    assert said.count(f"**{-(math.log(0.5) + math.log(0.8) + math.log(0.9)) / 3:.4f}**") == 2


def test_the_old_type_is_named_where_it_is_gone(visit, words):
    assert ("np.float_" in words(visit("formulas", section="laboratory"))) != hasattr(np, "float_")


def test_the_source_is_shown(visit):
    app = visit("formulas", section="laboratory", code="xlogy")
    shown = [block.value for block in app.code]
    assert any("xlog1py(1 - y, -a)" in text for text in shown)
    assert any("def binary_cross_entropy_with_logits(" in text for text in shown)


def test_hostile_values_are_repaired(visit, words):
    query = {"lz": "1e400", "ly": "-3", "lg": "nan", "la": "<b>", "lr": "7", "lab": "$x$", "code": "ours", "codes": ""}
    app = visit("formulas", section="laboratory", **query)
    assert not app.exception
    assert app.select_slider(key="formulas_lz").value == 1000
    assert app.slider(key="formulas_ly").value == 0
    assert app.slider(key="formulas_la").value == 1
    assert app.slider(key="formulas_lr").value == 0.99
    assert "`<b>`" in words(app)


def test_the_link_carries_the_numbers(visit):
    link = visit("formulas", section="laboratory", lz="-40", ly="0.3").session_state["link_state"].link
    assert "lz=-40" in link
    assert "ly=0.3" in link
