"""Pasted rows: every shape people paste, by hand, and a reason for each that cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.simulation.kl_divergence.paste import LONGEST, Unreadable, clean, read_rows

P, Q = (0.5, 0.25, 0.25), (0.2, 0.3, 0.5)


@pytest.mark.parametrize(
    "text",
    [
        "0.5,0.25,0.25\n0.2,0.3,0.5",
        "0.5 0.25 0.25\n0.2 0.3 0.5\n",
        "0.5\t0.25\t0.25\n\n0.2\t0.3\t0.5",
        "p;0.5;0.25;0.25\nq;0.2;0.3;0.5",
        "0.5,0.2\n0.25,0.3\n0.25,0.5",
        "0.5 0.2\n.25 .3\n2.5e-1 5e-1",
        "0,5 0,25 0,25\n0,2 0,3 0,5",
        "0,5;0,25;0,25\n0,2;0,3;0,5",
        "[0.5, 0.25, 0.25]\n[0.2, 0.3, 0.5]",
        "[[0.5, 0.25, 0.25], [0.2, 0.3, 0.5]]",
        "p = np.array([0.5, 0.25, 0.25])\nq = (0.2, 0.3, 0.5)",
        "{0.5, 0.25, 0.25},\n{0.2, 0.3, 0.5},",
    ],
)
def test_two_lines_or_two_columns(text):
    found = read_rows(text)
    assert (found.p, found.q, found.names) == (P, Q, ())


@pytest.mark.parametrize(
    "text",
    [
        "sun,rain,snow\n0.5,0.25,0.25\n0.2,0.3,0.5",
        "sun\t0.5\t0.2\nrain\t0.25\t0.3\nsnow\t0.25\t0.5",
    ],
)
def test_words_beside_them_are_names(text):
    assert read_rows(text).names == ("sun", "rain", "snow")
    assert read_rows(text).p == P


def test_counts_between_commas_are_no_decimals_and_percent_are_counts():
    assert read_rows("12,20,10\n4,2,1").p == (12.0, 20.0, 10.0)
    assert read_rows("12, 20\n4, 2").p == (12.0, 20.0)
    assert read_rows("50% 25% 25%\n12,5% 12,5% 75%").q == (12.5, 12.5, 75.0)


def test_two_by_two_is_read_by_lines():
    assert read_rows("0.1 0.9\n0.6 0.4").p == (0.1, 0.9)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n \n", "empty"),
        ("1,2\n3", "shape"),
        ("0.5,0.5", "count"),
        ("0.1\n0.2\n0.3", "shape"),
        ("0.5,0.5\n0.5,half", "number"),
        ("0.5,0.5\n0.5,nan", "number"),
        ("0.5,0.5\n1e999,0", "number"),
        ("0.5,0.5\n1.5,-0.5", "negative"),
        (",".join(["0.1"] * 11) + "\n" + ",".join(["0.1"] * 11), "count"),
        ("9" * (LONGEST + 1), "too_long"),
        ("x" * 10**6, "too_long"),
    ],
)
def test_what_cannot_be_read_has_a_reason(text, reason):
    with pytest.raises(Unreadable) as caught:
        read_rows(text)
    assert caught.value.reason == reason


@given(st.text(max_size=60))
def test_no_text_raises_anything_else(text):
    try:
        found = read_rows(text)
    except Unreadable:
        return
    assert len(found.p) == len(found.q)
    assert all(value >= 0.0 for value in (*found.p, *found.q))


def test_names_are_cleaned():
    assert clean(["a\u202eb\n c", "x" * 99]) == ("a b c", "x" * 24)
