import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.app.controls.fields import Choice, Number, Stops, Table, Text, Vector, compact

LOGIT = Number(4.0, -10.0, 10.0, 0.1)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("2.5", 2.5, None),
        ("-10", -10.0, None),
        ("99", 10.0, "out_of_range"),
        ("-1e400", -10.0, "out_of_range"),
        ("inf", 10.0, "out_of_range"),
        ("0.333", 0.3, "off_step"),
        ("nan", 4.0, "not_a_number"),
        ("four", 4.0, "not_a_number"),
        ("", 4.0, "not_a_number"),
    ],
)
def test_a_number_is_brought_onto_its_grid_and_says_why(text, value, reason):
    checked = LOGIT.parse(text)
    assert checked.value == value
    assert (checked.repair and checked.repair.reason) == reason


def test_a_repair_quotes_what_was_given_and_what_stands_instead():
    repair = LOGIT.parse("12345678901234567890123456789").repair
    assert repair.given == "12345678901234567890123…"
    assert repair.used == "10"


def test_the_grid_has_no_rounding_dust():
    assert Number(0.3, 0.0, 1.0, 0.1).snap(0.1 + 0.2) == 0.3
    assert Number(0.0, -5.0, 5.0, 0.25).snap(-0.26) == -0.25
    assert Number(1.0, 0.0, 1.0, 0.3).snap(1.0) == 0.9


@given(st.floats(allow_nan=False))
@settings(max_examples=200)
def test_any_number_ends_inside_and_settled(value):
    once = LOGIT.check(value).value
    assert -10 <= once <= 10
    assert LOGIT.check(once).repair is None
    assert LOGIT.parse(LOGIT.format(once)).value == once


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_no_text_breaks_a_field(text):
    fields = [
        LOGIT,
        Stops(1.0, (0.5, 1.0, 2.0)),
        Choice("a", ("a", "b")),
        Text("", 20),
        Vector((0.5, 0.5), 0.0, 1.0, 2, 4),
        Table(((1.0, 0.5),), 2, 3),
    ]
    for field in fields:
        checked = field.parse(text)
        assert field.check(checked.value).repair is None


def test_forged_values_of_widgets_are_repaired():
    assert LOGIT.check("7").repair.reason == "not_a_number"
    assert LOGIT.check(None).value == 4.0
    assert LOGIT.check(True).value == 4.0
    assert LOGIT.check(1e9).value == 10.0
    assert Choice("a", ("a", "b")).check(["b"]).value == "a"
    assert Stops(1.0, (0.5, 1.0, 2.0)).check(1e308).value == 2.0


def test_stops_take_the_nearest():
    field = Stops(0.15, (0.01, 0.15, 1.0))
    assert field.parse("0.15").repair is None
    assert field.parse("0.2").value == 0.15
    assert field.parse("0.2").repair.reason == "off_step"
    assert field.parse("7").value == 1.0
    assert field.parse("7").repair.reason == "out_of_range"


def test_a_vector_keeps_every_digit():
    field = Vector((0.5, 0.5), 0.0, 1.0, 2, 10)
    thirds = (1 / 3, 1 / 3, 1 / 3)
    assert field.parse(field.format(thirds)).value == thirds
    assert field.parse("0.5,0.25,0.25").value == (0.5, 0.25, 0.25)
    assert field.parse("0.5").repair.reason == "wrong_size"
    assert field.parse(",".join(["0.1"] * 11)).repair.reason == "wrong_size"
    assert field.parse("0.5,2").value == (0.5, 1.0)
    assert field.parse("0.5,nan").value == (0.5, 0.5)
    assert str(field.parse("-0,1").value) == "(0.0, 1.0)"
    long = "0." + "1" * 40
    assert field.parse(",".join([long] * 10)).value == (float(long),) * 10
    assert field.parse("0.5," + "1" * 10**6).repair is not None


def test_a_table_goes_through_a_link_and_back():
    field = Table(((1.0, 0.9),), 2, 3)
    rows = ((1.0, 0.25), (0.0, None), (None, 1e-300))
    assert field.format(rows) == "1:0.25,0:,:1e-300"
    assert field.parse(field.format(rows)).value == rows
    assert field.parse("1:2:3").repair.reason == "wrong_size"
    assert field.parse("1:inf").repair.reason == "not_a_number"
    assert field.parse("1:1,1:1,1:1,1:1").repair.reason in {"wrong_size", "not_a_number"}


def test_fields_refuse_to_be_made_wrong():
    with pytest.raises(ValueError, match="default inside"):
        Number(11.0, 0.0, 10.0, 1.0)
    with pytest.raises(ValueError, match="rise"):
        Stops(1.0, (2.0, 1.0))
    with pytest.raises(ValueError, match="not among"):
        Choice("c", ("a", "b"))
    with pytest.raises(ValueError, match="limits"):
        Vector((0.5, 1.5), 0.0, 1.0, 2, 4)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_compact_numbers_read_back(value):
    assert float(compact(value)) == value
    assert math.isfinite(float(compact(value)))
