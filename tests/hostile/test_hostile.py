"""Hostile files, each with the message it must give: refused as a whole, or its bad rows named."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.app.wording.language import LANGUAGES, Texts
from core.simulation.predictions.columns import (
    NoRolesError,
    guess_first,
    guess_kind,
    guess_label,
    guess_second,
    seconds,
)
from core.simulation.predictions.groups import groups
from core.simulation.predictions.reading import UnreadableFileError, read_sheet
from core.simulation.predictions.report import difference, evaluate, rows_csv, summary_json
from core.simulation.predictions.rows import Checked, Model, Roles, check_rows

FILES = Path(__file__).parent / "files"

REFUSED = {
    "blank.csv": "empty",
    "commas_only.csv": "empty",
    "empty.csv": "empty",
    "half_a_character.csv": "encoding",
    "picture.csv": "encoding",
    "utf16_without_mark.csv": "encoding",
    "zeros.csv": "encoding",
    "spreadsheet.csv": "archive",
    "open_quote.csv": "not_a_table",
    "one_column.csv": "one_column",
    "spaces_as_delimiter.csv": "one_column",
    "web_page.csv": "one_column",
    "no_header.csv": "no_header",
    "header_only.csv": "no_rows",
    "many_columns.csv": "too_many_columns",
}
WITHOUT_ROLES = {"no_label.csv": "no_label", "no_prediction.csv": "no_prediction", "words.json.csv": "no_prediction"}
# file -> the bad rows: line, reason, column, text; where there are more than ten, the first ten
BAD_ROWS = {
    "all_zero.csv": [(3, "sum", "", "0")],
    "beyond_the_floats.csv": [(3, "too_large", "z", "-inf")],
    "both_decimal_signs.csv": [(2, "not_a_number", "a", "0,9")],
    "decimal_comma_between_commas.csv": [(2, "cell_count", "", "3"), (3, "cell_count", "", "3")],
    "formula.csv": [(3, "not_a_number", "a", "=1+1")],
    "grouped_digits.csv": [(2, "not_a_number", "z", "1_000")],
    "infinite.csv": [(3, "infinite", "z", "inf"), (4, "infinite", "z", "-inf")],
    "label_is_a_word.csv": [(3, "label_not_a_number", "y", "perhaps")],
    "label_is_nan.csv": [(3, "label_nan", "y", "NaN")],
    "label_outside.csv": [(3, "label_outside", "y", "2")],
    "long_word.csv": [(3, "not_a_number", "a", "x" * 39 + "…")],
    "many_bad.csv": [(line, "outside", "a", "7") for line in range(3, 13)],
    "markup.csv": [
        (3, "not_a_number", "a", "<script>alert(1)</script>"),
        (4, "not_a_number", "a", "**bold**"),
    ],
    "missing.csv": [(3, "missing", "a", ""), (4, "label_missing", "y", "")],
    "nan.csv": [(3, "nan", "a", "nan")],
    "negative_that_sums.csv": [(3, "outside", "p_cat", "-0.25")],
    "not_a_number.csv": [(3, "not_a_number", "a", "x")],
    "not_to_one.csv": [(3, "sum", "", "1.1")],
    "other_digits.csv": [(2, "not_a_number", "a", "０.９")],
    "outside.csv": [(3, "outside", "a", "1.2"), (4, "outside", "a", "-0.1")],
    "percent.csv": [(2, "not_a_number", "a", "90%")],
    "ragged.csv": [(3, "cell_count", "", "1"), (4, "cell_count", "", "4")],
    "same_names.csv": [],
    "unknown_class.csv": [(4, "label_unknown", "species", "horse")],
}


def guessed(content: bytes) -> Checked:
    """The rows of a file, every role guessed."""
    sheet = read_sheet(content)
    label = guess_label(sheet)
    among = groups(sheet, label)
    first = guess_first(sheet, label, among)
    second = guess_second(sheet, seconds(among, first))
    rival = None if second is None else Model(second, guess_kind(sheet, second))
    return check_rows(sheet, Roles(label, Model(first, guess_kind(sheet, first)), rival))


def test_every_file_has_its_message():
    assert {path.name for path in FILES.iterdir()} == REFUSED.keys() | WITHOUT_ROLES.keys() | BAD_ROWS.keys()


@pytest.mark.parametrize("name", REFUSED)
def test_refused_as_a_whole(name):
    with pytest.raises(UnreadableFileError) as caught:
        read_sheet((FILES / name).read_bytes())
    assert caught.value.reason == REFUSED[name]


@pytest.mark.parametrize("name", WITHOUT_ROLES)
def test_no_usable_column(name):
    with pytest.raises(NoRolesError) as caught:
        guessed((FILES / name).read_bytes())
    assert caught.value.reason == WITHOUT_ROLES[name]


@pytest.mark.parametrize("name", BAD_ROWS)
def test_bad_rows_are_named_and_the_others_stay(name):
    checked = guessed((FILES / name).read_bytes())
    found = [(row.number, row.reason, row.column, row.given) for row in checked.bad]
    assert found == BAD_ROWS[name]
    assert len(checked.lines) + checked.bad_count == checked.total
    assert checked.bad_count == (25 if name == "many_bad.csv" else len(found))
    assert not set(checked.lines.tolist()) & {row.number for row in checked.bad}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_its_sentence(language):
    text = Texts("predictions", language)
    said = [text(f"file.{reason}") for reason in REFUSED.values()]
    said += [text(f"roles_missing.{reason}") for reason in WITHOUT_ROLES.values()]
    reasons = {reason for rows in BAD_ROWS.values() for _, reason, _, _ in rows}
    said += [text(f"reason.{reason}", given="7") for reason in reasons]
    assert len(set(said)) == len(set(REFUSED.values()) | set(WITHOUT_ROLES.values()) | reasons)


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
        checked = guessed(content)
    except (UnreadableFileError, NoRolesError):
        return
    assert len(checked.bad) == min(checked.bad_count, 10)
    if len(checked.lines):
        report = evaluate(checked)
        titles = ["one", "two"][: len(report.models)]
        interval = difference(report, 0) if len(titles) > 1 else None
        assert len(rows_csv(report, titles).splitlines()) == len(checked.lines) + 1
        json.loads(summary_json(report, titles, interval))
