"""Hostile files, each with the message it must give: refused as a whole, or its bad rows named."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.app.wording.language import LANGUAGES, Texts
from core.data.reading.encodings import UnreadableFileError
from core.data.reading.sheet import read_sheet
from core.simulation.predictions.reading.roles import read
from core.simulation.predictions.record import record
from core.simulation.predictions.report import evaluate, rows_csv

FILES = Path(__file__).parent / "files"

REFUSED = {
    "blank.csv": "empty",
    "commas_only.csv": "empty",
    "empty.csv": "empty",
    "half_a_character.csv": "encoding",
    "picture.csv": "encoding",
    "zeros.csv": "encoding",
    "spreadsheet.csv": "archive",
    "open_quote.csv": "not_a_table",
    "one_column.csv": "one_column",
    "web_page.csv": "one_column",
    "header_only.csv": "no_rows",
    "many_columns.csv": "too_many_columns",
}
# file -> the refusal or the question it ends in
OPEN = {
    "no_label.csv": "no_truth",
    "no_prediction.csv": "no_model",
    "decimal_comma_between_commas.csv": "answers_only",
    "label_outside.csv": "which_positive",
    "many_bad.csv": "percent_or_logit",
    "outside.csv": "outside",
    "unknown_class.csv": "which_classes",
    "not_to_one.csv": "sums",
}
# file -> the bad rows: line, reason, column, text
BAD_ROWS = {
    "all_zero.csv": [(3, "sum", "", "0")],
    "beyond_the_floats.csv": [],
    "both_decimal_signs.csv": [(2, "not_a_number", "a", "0,9")],
    "formula.csv": [(3, "not_a_number", "a", "=1+1")],
    "grouped_digits.csv": [(2, "not_a_number", "z", "1_000")],
    "infinite.csv": [],
    "label_is_a_word.csv": [(3, "label_not_a_number", "y", "perhaps")],
    "label_is_nan.csv": [(3, "label_nan", "y", "NaN")],
    "long_word.csv": [(3, "not_a_number", "a", "x" * 39 + "…")],
    "markup.csv": [
        (3, "not_a_number", "a", "<script>alert(1)</script>"),
        (4, "not_a_number", "a", "**bold**"),
    ],
    "missing.csv": [(3, "missing", "a", ""), (4, "label_missing", "y", "")],
    "nan.csv": [(3, "nan", "a", "nan")],
    "negative_that_sums.csv": [(3, "outside", "p_cat", "-0.25")],
    "no_header.csv": [],
    "not_a_number.csv": [(3, "not_a_number", "a", "x")],
    "not_to_one.csv": [(3, "sum", "", "1.1")],
    "other_digits.csv": [(2, "not_a_number", "a", "０.９")],
    "percent.csv": [(2, "not_a_number", "a", "90%")],
    "ragged.csv": [(3, "cell_count", "", "1"), (4, "cell_count", "", "4")],
    "same_names.csv": [],
    "spaces_as_delimiter.csv": [],
    "utf16_without_mark.csv": [],
    "words.json.csv": [],
}


VALUES = ("column", "columns", "rows", "total", "labels")


def reading(name: str):
    return read(read_sheet((FILES / name).read_bytes()))


def test_every_file_has_its_message():
    assert {path.name for path in FILES.iterdir()} == REFUSED.keys() | OPEN.keys() | BAD_ROWS.keys()


@pytest.mark.parametrize("name", REFUSED)
def test_refused_as_a_whole(name):
    with pytest.raises(UnreadableFileError) as caught:
        read_sheet((FILES / name).read_bytes())
    assert caught.value.reason == REFUSED[name]


@pytest.mark.parametrize("name", OPEN)
def test_asked_or_refused_for_what_its_columns_are(name):
    found = reading(name)
    assert not found.settled
    assert OPEN[name] in {said.key for said in (found.refused, *(one.said for one in found.questions)) if said}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_bad_rows_are_named_and_the_others_stay(name):
    checked = reading(name).checked
    found = [(row.number, row.reason, row.column, row.given) for row in checked.bad]
    assert found == BAD_ROWS[name]
    assert len(checked.lines) + checked.bad_count == checked.total
    assert checked.bad_count == len(found)
    assert not set(checked.lines.tolist()) & {row.number for row in checked.bad}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_its_sentence(language):
    text = Texts("predictions", language)
    said = [text(f"file.{reason}") for reason in REFUSED.values()]
    said += [text(f"said.{key}", **dict.fromkeys(VALUES, "7")) for key in OPEN.values()]
    reasons = {reason for rows in BAD_ROWS.values() for _, reason, _, _ in rows}
    said += [text(f"reason.{reason}", given="7") for reason in reasons]
    assert len(set(said)) == len(set(REFUSED.values())) + len(set(OPEN.values())) + len(reasons)


CELLS = st.sampled_from(["0", "1", "2", "0.5", ".25", "-3", "1e99", "1e400", "cat", "dog", "", "nan", "inf", "7,5"])
NAMES = st.sampled_from(["y", "a", "b", "z", "p_cat", "p_dog", "p_0", "p_1", "cat", "dog", "id", "", "model_2"])


@given(
    st.lists(NAMES, min_size=1, max_size=5),
    st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=6),
    st.sampled_from(";,\t"),
)
@settings(max_examples=200, deadline=None)
def test_any_table_is_judged_or_refused_with_a_reason(names, rows, delimiter):
    content = "\n".join(delimiter.join(row) for row in [names, *rows]).encode()
    try:
        found = read(read_sheet(content))
    except UnreadableFileError:
        return
    assert found.settled or found.refused or found.questions
    if found.settled:
        checked = found.checked
        assert len(checked.bad) == min(checked.bad_count, 10)
        report = evaluate(checked)
        titles = [f"{number}" for number in range(len(report.models))]
        assert len(rows_csv(report, titles).splitlines()) == len(checked.lines) + 1
        json.dumps(record(found, report, {}, str), allow_nan=False)
