"""Rows of predictions: the good ones arrive as they are, whatever the roles, and nothing is mended unasked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.reading.encodings import UnreadableFileError
from core.data.reading.sheet import read_sheet
from core.simulation.predictions.reading.asked import Asked
from core.simulation.predictions.reading.roles import read

P, Z = "probability", "logit"


def checked(text, *kinds, label=0, **asked):
    """Rows of a table whose first column is the label, however it looks."""
    sheet = read_sheet(text.encode())
    found = read(sheet, Asked(label=sheet.names[label], kinds=kinds, **asked))
    assert found.checked is not None, (found.refused, found.questions)
    return found.checked


def test_good_rows_arrive_as_they_are():
    found = checked("y,a\n1,0.9\n0.25,0\n0,1\n")
    assert found.lines.tolist() == [2, 3, 4]
    assert found.labels.tolist() == [1.0, 0.25, 0.0]
    assert found.values[0].tolist() == [0.9, 0.0, 1.0]
    assert (found.bad, found.bad_count, found.total, found.classes) == ((), 0, 3, ())
    assert found.scores()[0].binary


def test_labels_in_words():
    found = checked("y,a\nyes,0.9\nNo,0.1\nTRUE,0.8\n是,0.7\n否,0.2\n1,0.5\n")
    assert found.labels.tolist() == [1.0, 0.0, 1.0, 1.0, 0.0, 1.0]


def test_the_first_fault_of_a_row_is_the_one_named():
    found = checked("y,a\n3,x\n1,0.5\n0,0.5\n1,0.25\n")
    assert [(row.number, row.reason) for row in found.bad] == [(2, "label_outside")]


def test_logits_need_not_lie_in_the_unit_interval():
    found = checked("y,z,a\n1,-7,0.5\n0,3,1.5\n0,2e100,0.5\n1,1e99,0.5\n", Z, P, models=(("z",), ("a",)))
    assert found.lines.tolist() == [2, 5]
    assert [(row.number, row.reason, row.column) for row in found.bad] == [(3, "outside", "a"), (4, "too_large", "z")]
    assert [score.kind for score in found.scores()] == ["logits", "probabilities"]


def test_classes_by_name():
    found = checked("k,p_u,p_v,p_w\nw,.25,.25,.5\nu,1,0,0\nv,0,.5,.5\n", P)
    assert found.classes == ("u", "v", "w")
    assert found.labels.tolist() == [2, 0, 1]
    assert found.values[0].tolist() == [[0.25, 0.25, 0.5], [1, 0, 0], [0, 0.5, 0.5]]


def test_a_second_model_follows_the_order_of_the_first():
    found = checked("k,u_one,v_one,w_one,w_two,u_two,v_two\nw,1,2,3,4,5,6\nu,7,8,9,10,11,12\nv,0,0,1,0,1,2\n")
    assert found.values[0][0].tolist() == [1, 2, 3]
    assert found.values[1][0].tolist() == [5, 6, 4]


SUMS = "k,p_u,p_v,p_w\nu,.5,.5,0\nv,.2,.6,0\nu,0,0,0\nv,.5,x,0\nw,.5,.5,.5\n"


def test_sums_are_named_and_not_mended_unasked():
    found = checked(SUMS, P)
    assert found.lines.tolist() == [2]
    assert [(row.number, row.reason, row.given) for row in found.bad] == [
        (3, "sum", "0.8"),
        (4, "sum", "0"),
        (5, "not_a_number", "x"),
        (6, "sum", "1.5"),
    ]
    assert found.sums == 2


def test_rows_are_divided_by_their_sums_on_demand():
    found = checked(SUMS, P, sums="divide")
    assert found.lines.tolist() == [2, 3, 6]
    assert found.values[0] == pytest.approx(
        np.array([[0.5, 0.5, 0], [0.25, 0.75, 0], [1 / 3, 1 / 3, 1 / 3]]), rel=1e-15
    )
    assert [row.number for row in found.bad] == [4, 5]
    found.scores()


def test_rounded_probabilities_of_float32_are_divided_unasked():
    rng = np.random.default_rng(1)
    rows = rng.dirichlet(np.ones(3), 200).astype(np.float32)
    found = checked("k,p_0,p_1,p_2\n" + "\n".join(f"{n % 3}," + ",".join(map(str, row)) for n, row in enumerate(rows)))
    assert found.bad_count == 0 < found.rounded
    assert np.abs(found.values[0].sum(axis=1) - 1).max() < 1e-8
    assert np.abs(found.values[0] - rows).max() < 1e-6


@given(st.text(alphabet="ypk_,;\n01.5-xe∞", min_size=6, max_size=120), st.sampled_from([P, Z, None]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_passes_can_be_scored(text, kind, divide):
    try:
        sheet = read_sheet(("k,p_0,p_1,p_2\n" + text).encode())
    except UnreadableFileError:
        return
    for asked in (Asked(), Asked(label=sheet.names[0], kinds=(kind,), sums="divide" if divide else "drop")):
        found = read(sheet, asked)
        if found.checked is not None:
            assert len(found.checked.lines) + found.checked.bad_count == found.checked.total
        if found.settled:
            found.checked.scores()
