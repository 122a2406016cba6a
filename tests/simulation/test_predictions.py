import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.simulation import predictions
from core.simulation.predictions import BadRow, UnreadableFileError, check_rows, read_csv


def test_good_rows_stay_and_bad_ones_are_named():
    found = check_rows(
        [(1, "1", "0.9"), (2, "2", "0.5"), (3, "0", "-0.1"), (4, "", "0.5"), (5, "0", "x"), (6, "0", "")]
    )
    assert list(found.numbers) == [1]
    assert list(found.labels) == [1.0]
    assert list(found.outputs) == [0.9]
    assert found.bad == (
        BadRow(2, "label_outside", "2"),
        BadRow(3, "output_outside", "-0.1"),
        BadRow(4, "label_missing", ""),
        BadRow(5, "not_a_number", "x"),
        BadRow(6, "output_missing", ""),
    )


@pytest.mark.parametrize("text", ["nan", "NaN", "1e400", "-inf"])
def test_what_is_no_probability(text):
    assert check_rows([(1, "1", text)]).bad[0].reason in {"not_a_number", "output_outside"}


@pytest.mark.parametrize(
    "content",
    [
        b"y,a\n1,0.25\n0,0.5\n",
        b"\xef\xbb\xbfy,a\r\n1,0.25\r\n0,0.5\r\n",
        b"a;y;note\n0.25;1;hm\n0.5;0;\n",
        b"\n\n Y \tA\n1\t0.25\n\n0\t0.5\n",
        "y,a,备注\n1,0.25,好\n0,0.5,坏\n".encode("gb18030"),
        "y,a\n1,0.25\n0,0.5\n".encode("utf-16"),
        b'"y","a"\n"1","0.25"\n"0","0.5"',
    ],
)
def test_files_that_can_be_read(content):
    found = read_csv(content)
    assert list(found.labels) == [1.0, 0.0]
    assert list(found.outputs) == [0.25, 0.5]
    assert found.bad == ()


def test_row_numbers_are_the_lines_of_the_file():
    found = read_csv(b"y,a\n1,0.25\n\n0,7\n1\n")
    assert list(found.numbers) == [2]
    assert [(row.number, row.reason) for row in found.bad] == [(4, "output_outside"), (5, "output_missing")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"p,q\n1,0.5\n", "columns"),
        (b"\xff\xfe\x00", "encoding"),
        (b"y,a\n1,\x00\n", "encoding"),
        (b"\x81", "encoding"),
    ],
)
def test_files_that_cannot(content, reason):
    with pytest.raises(UnreadableFileError) as caught:
        read_csv(content)
    assert caught.value.reason == reason


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(predictions, "MOST_ROWS", 3)
    with pytest.raises(UnreadableFileError) as caught:
        read_csv(b"y,a\n" + b"1,0.5\n" * 4)
    assert caught.value.reason == "too_many_rows"


def test_a_cell_longer_than_a_table_allows():
    with pytest.raises(UnreadableFileError) as caught:
        read_csv(b'y,a\n"' + b"x" * 200_000 + b'",1\n')
    assert caught.value.reason == "not_a_table"


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_file_is_read_or_refused(content):
    try:
        found = read_csv(content)
    except UnreadableFileError:
        return
    assert np.all((found.outputs >= 0) & (found.outputs <= 1))
    assert np.all((found.labels >= 0) & (found.labels <= 1))
