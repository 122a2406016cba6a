"""The reader of text tables: whatever a file holds, it is read or refused, and both ways of reading agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.reading import encodings
from core.data.reading import sheet as reading
from core.data.reading.cells import compact
from core.data.reading.encodings import UnreadableFileError
from core.data.reading.sheet import read_sheet


def cells(sheet):
    return [[column.text(row) for column in sheet.columns] for row in range(len(sheet.lines))]


@pytest.mark.parametrize(
    "content",
    [
        b"y,a\n1,0.25\n0,0.5\n",
        b"\xef\xbb\xbfy,a\r\n1,0.25\r\n0,0.5\r\n",
        b"y,a\r1,0.25\r0,0.5\r",
        b"y;a\n1;0,25\n0;0,5\n",
        b"y|a\n1|.25\n0|5e-1",
        b"\n\n y \ta\n 1\t0.25\n\n 0\t+0.5\n",
        b"y,a,,\n1,0.25,,\n0,0.5,,\n",
        "y,a\n1,0.25\n0,0.5\n".encode("utf-16"),
        b'"y","a"\n"1","0.25"\n"0","0.5"',
    ],
)
def test_files_that_can_be_read(content):
    sheet = read_sheet(content)
    assert sheet.names == ("y", "a")
    assert sheet.columns[0].numbers.tolist() == [1.0, 0.0]
    assert sheet.columns[1].numbers.tolist() == [0.25, 0.5]
    assert not sheet.widths


def test_chinese_in_the_encoding_of_the_country():
    sheet = read_sheet("标签,预测\n好,0.25\n坏,0.5\n".encode("gb18030"))
    assert sheet.names == ("标签", "预测")
    assert cells(sheet) == [["好", "0.25"], ["坏", "0.5"]]


def test_row_numbers_are_the_lines_of_the_file():
    sheet = read_sheet(b'y,a,note\n1,0.25,"two\nlines"\n\n0,7,x\n , ,\n1\n1,2,3,4\n')
    assert sheet.lines.tolist() == [3, 5, 7, 8]
    assert dict(sheet.widths) == {2: 1, 3: 4}


def test_points_and_commas_in_one_column_are_not_both_decimal_signs():
    sheet = read_sheet(b"y;a\n1;0,5\n0;0.25\n1;1\n")
    assert cells(sheet) == [["1", "0,5"], ["0", "0.25"], ["1", "1"]]
    assert np.isnan(sheet.columns[1].numbers[0])
    other = read_sheet(b"y;a;note\n1;0,5;1.5\n0;0,25;x\n")
    assert other.columns[1].numbers.tolist() == [0.5, 0.25]


@pytest.mark.parametrize("word", ["nan", "1_000", "１", "0x1", "", "1e", "--1", "1 2", "infinit"])
def test_what_is_no_number_here(word):
    column = read_sheet(f"y,a\n1,{word}\n0,0.5\n".encode()).columns[1]
    assert np.isnan(column.numbers[0])
    assert column.text(0) == word
    assert column.numbers[1] == 0.5


def test_beyond_the_floats_and_minus_zero():
    column = read_sheet(b"y,a\n1,1e400\n0,-0.0\n").columns[1]
    assert column.numbers[0] == np.inf
    assert not np.signbit(column.numbers[1])


def test_names_are_made_different_and_complete():
    assert read_sheet(b",a,a\n1,2,3\n").names == ("(1)", "a", "a… 2")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"y\n1\n", "one_column"),
        (b"y,a\n", "no_rows"),
        (b"y,a\n\n \n", "no_rows"),
        (b"PK\x03\x04...", "archive"),
        (b"y,a\n\x00,1", "encoding"),
        (b"x" * 200_000, "not_a_table"),
    ],
)
def test_files_that_cannot(content, reason):
    with pytest.raises(UnreadableFileError) as caught:
        read_sheet(content)
    assert caught.value.reason == reason


@pytest.mark.parametrize("rest", [b"", b'"1",0.5\n', b"1,x\n"], ids=["fast", "quoted", "word"])
def test_too_many_rows(monkeypatch, rest):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(UnreadableFileError) as caught:
        read_sheet(b"y,a\n" + rest + b"1,0.5\n" * 4)
    assert (caught.value.reason, caught.value.detail) == ("too_many_rows", "3")


def test_too_large(monkeypatch):
    monkeypatch.setattr(encodings, "MOST_BYTES", 10)
    with pytest.raises(UnreadableFileError, match="too_large"):
        read_sheet(b"y,a\n1,0.5\n0,0.5\n")


NUMBERS = st.one_of(
    st.integers(-5, 5).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["0.5", "1e400", ".5", "5.", "+1", "-0", "nan", "1_0", " 1 ", "٣", "0x1", "1d2", "1e5 "]),
)


@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.sampled_from(",;\t|"),
)
@settings(max_examples=150, deadline=None)
def test_the_fast_way_finds_what_the_slow_way_finds(rows, end, delimiter):
    content = end.join(delimiter.join(row) for row in [("y", "a"), *rows]).encode()
    with pytest.MonkeyPatch.context() as patch:
        fast = read_sheet(content)
        patch.setattr(reading, "_plain", lambda *given: None)
        slow = read_sheet(content)
    assert fast.lines.tolist() == slow.lines.tolist()
    for one, other in zip(fast.columns, slow.columns, strict=True):
        assert one.name == other.name
        assert np.array_equal(one.numbers, other.numbers, equal_nan=True)
        assert np.array_equal(one.codes, other.codes)
        assert one.words == other.words


def test_numbers_are_those_of_python():
    rng = np.random.default_rng(4)
    values = rng.random(2000) * 10.0 ** rng.integers(-300, 300, 2000)
    content = "y,a\n" + "\n".join(f"1,{value!r}" for value in values.tolist())
    assert np.array_equal(read_sheet(content.encode()).columns[1].numbers, values)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_file_is_read_or_refused(content):
    try:
        sheet = read_sheet(content)
    except UnreadableFileError:
        return
    assert {len(column.numbers) for column in sheet.columns} == {len(sheet.lines)}
    assert len(sheet.lines)


@given(st.text(alphabet="ya,;|\t\"'\n\r 01.5e-∞", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text):
    try:
        sheet = read_sheet(text.encode())
    except UnreadableFileError:
        return
    assert all(np.isnan(column.numbers[column.codes > 0]).all() for column in sheet.columns)


def test_numbers_as_they_are_written():
    assert [compact(value) for value in (3.0, -2.0, 0.1, 1e20, 20240101.0)] == ["3", "-2", "0.1", "1e+20", "20240101"]
