"""The reader's own table: read as people mean it, refused with a reason, and never anything else."""

import math
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from core.data import own_data
from core.data.own_data import EXAMPLE, LeftOut, RowReason, TableReason, UnreadableTableError, read_own_data
from core.data.reading.encodings import UnreadableFileError
from core.data.reading.faults import BadRow
from core.data.reading.sheet import read_sheet

PLAIN = "a,b,kind\n1,5,no\n2,7,yes\n3,6,no\n4,9,yes\n"
RAW = [[1.0, 5.0], [2.0, 7.0], [3.0, 6.0], [4.0, 9.0]]


def refusal(content, *more):
    with pytest.raises(UnreadableTableError) as caught:
        read_own_data(content, *more)
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        "\ufeff" + PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\n \n" + PLAIN.replace("\n", "\n\n,,\n"),
        "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in PLAIN.split()),
        PLAIN.replace(",", " , "),
        PLAIN.replace("\n", ",,\n"),
        PLAIN.rstrip(),
    ],
)
def test_one_table_written_in_many_ways(content):
    found = read_own_data(content)
    np.testing.assert_array_equal(found.dataset.raw, RAW)
    assert found.dataset.labels.tolist() == [0, 1, 0, 1]
    assert found.dataset.classes == ("no", "yes")
    assert found.dataset.columns == ("a", "b")
    assert found.dataset.standardised
    assert found.columns == ("a", "b", "kind")
    assert found.label_column == "kind"
    assert found.bad == ()


def test_chinese_in_gb_18030_and_units_with_commas_in_quotes():
    content = '"长度, 厘米";"宽度, 厘米";类别\n1;2;大\n2;3;小\n3;1;大\n4;4;小\n'
    for encoding in ("gb18030", "utf-8"):
        found = read_own_data(content.encode(encoding), None, False)
        assert found.dataset.columns == ("长度, 厘米", "宽度, 厘米")
        assert set(found.dataset.classes) == {"大", "小"}
        assert found.label_column == "类别"
        assert not found.dataset.standardised


def test_numbers_in_every_usual_spelling():
    found = read_own_data("a,b,y\n+1,.5,p\n-2.,1e3,q\n0007,-1.5E-2,p\n3,1e100,q\n", None, False)
    np.testing.assert_array_equal(found.dataset.raw, [[1.0, 0.5], [-2.0, 1000.0], [7.0, -0.015], [3.0, 1e100]])


@pytest.mark.parametrize(
    ("header", "rows", "label"),
    [
        ("a,Label,b", "1,2,3", "Label"),
        ("y,a,CLASS", "1,2,3", "CLASS"),
        ("输入,标签,a", "1,2,3", "标签"),
        ("target,a,note", "1,2,3", "target"),
        ("Species,a,b", "red,2,3", "Species"),
        ("a,kind,b", "1,red,3", "kind"),
        ("x,y,kind", "1,2,red", "kind"),  # y is a coordinate here
        ("kind,x,y", "?,2,3", "kind"),
        ("Y,a,b", "1,2,3", "Y"),
        ("a,b,c", "1,2,3", "c"),
    ],
)
def test_the_label_column_is_guessed(header, rows, label):
    lines = []
    for number in range(1, 7):  # every column has two values, so that any could be the label
        cells = [cell if not cell.isdigit() else str(int(cell) + number % 2) for cell in rows.split(",")]
        lines.append(",".join(cell + "abcdef"[number % 2] if not cell.isdigit() else cell for cell in cells))
    assert read_own_data("\n".join([header, *lines])).label_column == label


def test_a_bad_cell_makes_no_column_of_numbers_a_column_of_words():
    found = read_own_data("a,kind,b\n?,p,1\n2,q,?\n1,p,4\n5,q,2\n3,p,6\n4,q,7\n")
    assert found.label_column == "kind"
    assert [row.number for row in found.bad] == [2, 3]


def test_another_label_column_can_be_asked_for():
    found = read_own_data("a,b,label\n1,2,0\n2,3,1\n1,4,0\n2,5,1\n", "a")
    assert found.label_column == "a"
    assert found.dataset.columns == ("b", "label")
    assert found.dataset.classes == ("1", "2")
    np.testing.assert_array_equal(found.dataset.raw, [[2, 0], [3, 1], [4, 0], [5, 1]])


@pytest.mark.parametrize(
    "classes",
    [
        ("2", "10"),
        ("-3", "0", "1.5", "10"),
        ("2", "10", "other"),
        ("class 2", "class 10"),
        ("a9", "A10", "b1"),
        ("第2类", "第10类"),
    ],
)
def test_classes_are_in_natural_order(classes):
    lines = [f"{number},{number % 3},{name}" for number, name in enumerate([*classes, *classes][::-1])]
    assert read_own_data("a,b,label\n" + "\n".join(lines)).dataset.classes == classes


def test_bad_rows_are_named_and_good_ones_stay():
    content = PLAIN + "\n,1,no\n1,x y,no\n1,2,\n1,2\n1,2,no,3\n1e101,2,no\n1,-2e100,no\n5,5,no\n"
    found = read_own_data(content)
    np.testing.assert_array_equal(found.dataset.raw, [*RAW, [5.0, 5.0]])
    assert found.bad == (
        BadRow(7, "missing", "a", ""),
        BadRow(8, "not_a_number", "b", "x y"),
        BadRow(9, "label_missing", "kind", ""),
        BadRow(10, "cell_count", "", "2"),
        BadRow(11, "cell_count", "", "4"),
        BadRow(12, "too_large", "a", "1e+101"),
        BadRow(13, "too_large", "b", "-2e+100"),
    )
    assert {row.reason for row in found.bad} == set(get_args(RowReason))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((text, "too_large") for text in ("inf", "-Infinity")),
        *((text, "not_a_number") for text in ("nan", "NaN", "1_000", "1 000", "１２", "٣", "0x10")),
        *((text, "not_a_number") for text in ("−1", "1,234", "1.2.3", ".", "e5", "1e", "5%", "True", "½", "--1")),
        *((text, "too_large") for text in ("1e400", "-1e400", "1" * 500, "1.01e100")),
    ],
)
def test_what_is_no_number(text, reason):
    found = read_own_data(PLAIN + f'"{text}",1,no\n')
    assert [(row.number, row.reason, row.column) for row in found.bad] == [(6, reason, "a")]
    if reason == "not_a_number":
        assert found.bad[0].given == text
    assert len(found.bad[0].given) <= 40


REFUSALS = [
    ("", "empty", ""),
    (b"\xef\xbb\xbf", "empty", ""),
    (" \n,,\n , \n", "empty", ""),
    (b"PK\x03\x04...", "archive", ""),
    (b" " * (50 * 2**20 + 1), "too_large", "50"),
    (b"\xff\xfe\x00", "encoding", ""),
    (b"a,b,c\n1,2,\x00\n", "encoding", ""),
    ("a,b,\ud800\n", "encoding", ""),
    ('a,b,c\n"' + "x" * 200_000 + '",1,2\n', "not_a_table", "1"),
    ("a\n1\n2\n", "one_column", "a"),
    ("name,label\nAnn,1\nBob,2\nCid,1\nDee,2\n", "few_columns", "2"),
    (",".join(f"c{n}" for n in range(1101)) + "\n", "too_many_columns", "1101"),
    ("a,b,label\n" + "1,2,0\n" * 1_000_001, "too_many_rows", "1000000"),
    ("a,b,label\n", "no_rows", ""),
    ("a,b,label\n1,2,0\n2,3,1\n3,4,0\n4,x,1\n", "few_rows", "3"),
    ("a,b,label\n1,2,0\n2,3,0\n3,4,0\n4,5,0\n", "one_class", "label"),
    ("a,b,label\n" + "".join(f"{n},{n * n},{n}\n" for n in range(11)), "many_classes", "label"),
]


@pytest.mark.parametrize(("content", "reason", "detail"), REFUSALS)
def test_tables_that_are_no_data_set(content, reason, detail):
    error = refusal(content)
    assert (error.reason, error.detail) == (reason, detail)


def test_a_label_column_that_is_not_there():
    error = refusal(PLAIN, "colour")
    assert (error.reason, error.detail, error.columns) == ("unknown_label_column", "colour", ("a", "b", "kind"))


def test_every_reason_is_reached():
    assert {reason for _, reason, _ in REFUSALS} | {"unknown_label_column"} == reasons(TableReason)


def reasons(literal):
    return set(get_args(literal))


def test_a_refusal_says_what_was_read_so_that_another_label_can_be_chosen():
    error = refusal("id,a,species\n" + "".join(f"{n},{n % 2},{'xy'[n % 2]}{n}\n" for n in range(12)))
    assert error.reason == "many_classes"
    assert error.columns == ("id", "a", "species")
    assert error.label_column == "species"
    error = refusal("a,b,label\n1,2,0\n2,x,1\n3,4,0\n")
    assert error.bad == (BadRow(3, "not_a_number", "b", "x"),)


def test_limits_are_themselves_allowed():
    rows = "".join(f"{n},{n % 7},{n % 10}\n" for n in range(5000))
    found = read_own_data("a,b,label\n" + rows)
    assert found.dataset.raw.shape == (5000, 2)
    assert len(found.dataset.classes) == 10
    found = read_own_data("a,b,c,d,e,f,g,h,label\n" + "".join("1,2,3,4,5,6,7,8,x\n0,0,0,0,0,0,0,0,z\n" * 2))
    assert found.dataset.raw.shape == (4, 8)


def test_a_constant_column_keeps_its_units():
    assert (
        read_own_data("a,b,label\n1,2,0\n1,3,1\n1,4,0\n1,5,1\n", standardise=False).dataset.raw[:, 0].tolist()
        == [1] * 4
    )


def test_names_that_are_numbers_are_names_beside_words():
    assert read_own_data("0,1,label\n1,5,no\n2,7,yes\n3,6,no\n4,9,yes\n").dataset.columns == ("0", "1")


def test_long_names_are_cut_and_stay_distinct():
    long = "x" * 60
    header = f"{long}1,{long}2,label\n"
    found = read_own_data(header + f"1,2,{long}a\n2,1,{long}b\n3,5,{long}a\n4,4,{long}c\n")
    assert found.dataset.columns == ("x" * 39 + "…", "x" * 37 + "… 2")
    assert found.columns == (*found.dataset.columns, "label")
    assert len(set(found.dataset.classes)) == 3
    assert all(len(name) <= 40 for name in found.dataset.classes)
    assert found.dataset.labels.tolist() == [0, 1, 0, 2]
    assert read_own_data(header + "1,2,0\n2,1,1\n3,1,0\n4,2,1\n", found.columns[1]).label_column == found.columns[1]


def test_the_example_is_read_whole_and_no_line_parts_it():
    found = read_own_data(EXAMPLE)
    data = found.dataset
    assert found.bad == ()
    assert found.label_column == "passed"
    assert data.raw.shape == (16, 2)
    assert data.classes == ("no", "yes")
    signed = (2.0 * data.labels - 1.0)[:, None] * np.column_stack([data.inputs, np.ones(16)])
    assert linprog(np.zeros(3), A_ub=-signed, b_ub=-np.ones(16), bounds=(None, None)).status == 2  # infeasible
    weights = np.linalg.lstsq(np.column_stack([data.inputs, np.ones(16)]), 2.0 * data.labels - 1.0)[0]
    wrong = np.sum((data.inputs @ weights[:2] + weights[2] > 0.0) != data.labels)
    assert 1 <= wrong <= 3
    assert np.all(weights[:2] > 0.0)  # more sleep and more study, both help


def check(content, label=None, standardise=True):
    """Read a content: a sound data set, or a refusal with a known reason."""
    found, error = None, None
    try:
        found = read_own_data(content, label, standardise)
    except UnreadableTableError as refused:
        error = refused
    if error is not None:
        assert error.reason in reasons(TableReason)
        assert len(error.detail) <= 40
        return None
    assert np.all(np.isfinite(found.dataset.inputs))
    assert 2 <= len(found.dataset.columns) <= 8
    assert {reason for reason, _ in found.left_out} <= set(get_args(LeftOut))
    assert 2 <= len(found.dataset.classes) <= 10
    assert len(found.dataset.raw) >= 4
    assert all(row.reason in get_args(RowReason) for row in found.bad)
    return found


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(content):
    check(content)


@given(st.text(max_size=300), st.none() | st.text(max_size=3))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(content, label):
    check(content, label)


CELLS = st.sampled_from(
    ["", "0", "1", "2", "-1.5", "1e100", "-1e100", "1e-310", "5e-324", "1e400", "nan", "yes", "no", "label", "y", '"']
) | st.text(max_size=4)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=9),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-16", "gb18030"]),
    st.booleans(),
)
@settings(max_examples=300)
def test_anything_like_a_table_is_read_or_refused(rows, delimiter, end, encoding, standardise):
    text = end.join(delimiter.join(cells) for cells in [["a", "b", "label"], *rows])
    check(text.encode(encoding, "replace"), None, standardise)


@given(
    st.lists(
        st.tuples(st.floats(-1e100, 1e100), st.floats(-1e100, 1e100), st.sampled_from(["p", "q", "r 10", "r 9"])),
        min_size=4,
        max_size=12,
    ),
    st.booleans(),
)
@settings(max_examples=200)
def test_what_was_written_is_what_is_read(rows, standardise):
    found = check("a,b,label\n" + "".join(f"{a!r},{b!r},{name}\n" for a, b, name in rows), None, standardise)
    names = sorted({name for *_, name in rows}, key=["p", "q", "r 9", "r 10"].index)
    constant = any(len({row[place] + 0.0 for row in rows}) < 2 for place in (0, 1))
    if len(names) < 2 or (standardise and constant):
        assert found is None or (found.left_out and len(names) > 1)
        return
    np.testing.assert_array_equal(found.dataset.raw, [row[:2] for row in rows])
    assert found.dataset.classes == tuple(names)
    assert [names[label] for label in found.dataset.labels] == [name for *_, name in rows]
    if standardise:
        np.testing.assert_allclose(found.dataset.inputs.std(axis=0), 1.0, rtol=1e-9)


def test_very_long_digits_and_cells_do_not_take_long():
    digits = "1" * 100_000
    content = PLAIN + f"{digits}x,1,no\n{digits},1,no\n1,2,{digits}\n0.{digits},3,{digits}0\n"
    found = read_own_data(content)
    assert [row.reason for row in found.bad] == ["not_a_number", "too_large"]
    assert math.isclose(found.dataset.raw[-1, 0], 1.0 / 9.0)


def test_of_many_rows_a_draw_is_taken_always_the_same(monkeypatch):
    monkeypatch.setattr(own_data, "MOST_ROWS", 5)
    content = "a,label\n" + "".join(f"{n},{n % 2}\n" for n in range(50))
    found, again = read_own_data(content, standardise=False), read_own_data(content, standardise=False)
    assert found.drawn_from == 50
    assert found.dataset.raw.shape == (5, 2)
    assert np.array_equal(found.dataset.raw, again.dataset.raw)
    assert all(row[0] % 2 == label for row, label in zip(found.dataset.raw, found.dataset.labels, strict=True))


@pytest.mark.parametrize(
    ("content", "label", "columns", "left_out"),
    [
        ("Id,a,b,kind\n1,2,3,x\n2,3,4,y\n3,5,5,x\n4,5,7,y\n", "kind", ("a", "b"), (("counting", "Id"),)),
        (",a,b,kind\n0,2,3,x\n1,3,4,y\n2,5,5,x\n3,5,7,y\n", "kind", ("a", "b"), (("counting", "(1)"),)),
        ("a,sex,b,label\n2,m,3,x\n3,f,4,y\n5,m,5,x\n5,f,7,y\n", "label", ("a", "b"), (("words", "sex"),)),
        ("a,b,c,label\n1,2,7,0\n1,3,6,1\n1,4,8,0\n1,5,9,1\n", "label", ("b", "c"), (("constant", "a"),)),
        ("Hours,Pass\n0.5,0\n0.75,0\n1,1\n2,1\n", "Pass", ("Hours", "–"), ()),
        ("Survived,Age,Fare\n0,22,7.25\n1,38,71.5\n1,26,7.9\n0,35,8\n", "Survived", ("Age", "Fare"), ()),
        ("5.1;3,5;s\n4.9;3,1;s\n7;3,2;v\n6.4;3,3;v\n", "(3)", ("(1)", "(2)"), ()),
        (",".join("abcdefghij") + ",label\n" + "".join(f"{n},{n},2,3,4,5,6,7,8,{n % 3},{n % 2}\n" for n in range(5)),
         "label", ("a", "b"), (("many", "i"), ("many", "j"), *(("constant", name) for name in "cdefgh"))),
    ],
)  # fmt: skip
def test_columns_that_are_no_inputs_are_left_out(content, label, columns, left_out):
    found = read_own_data(content)
    assert (found.label_column, found.dataset.columns, found.left_out) == (label, columns, left_out)


REAL = {
    "german.csv": ("Art", 2, 5),
    "hours-pass.csv": ("Pass", 2, 12),
    "iris-with-id.csv": ("Species", 4, 150),
    "outcome-first.csv": ("Survived", 2, 6),
    "seaborn-iris.csv": ("species", 4, 150),
    "seaborn-penguins.csv": ("species", 4, 342),
    "titanic.csv": ("Survived", 5, 158),
    "wine.csv": ("(14)", 8, 178),
    "year-sex.csv": ("species", 3, 5),
}


@pytest.mark.parametrize("name", REAL)
def test_real_tables_run_without_a_click(name):
    found = read_own_data((Path(__file__).parent / "reading" / "race" / name).read_bytes())
    assert (found.label_column, len(found.dataset.columns), len(found.dataset.labels)) == REAL[name]


def test_predictions_of_blank_cells_only_are_empty_too():
    with pytest.raises(UnreadableFileError) as caught:
        read_sheet(b",,\n , \n")
    assert caught.value.reason == "empty"
