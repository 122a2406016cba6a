"""A seeded sample of the hostile links; ``python -m tests.hostile.urls`` opens two thousand per page."""

import pytest

from core.app.controls.fields import Choice, Number
from core.app.frame.catalogue import TOPICS
from tests.hostile import urls

SAMPLE = 15
SEED = 20


@pytest.fixture(scope="module")
def reader():
    return urls.Reader()


@pytest.mark.parametrize("page", TOPICS)
def test_hostile_links_leave_every_page_whole(reader, page):
    met = list(urls.addresses(page, SAMPLE, SEED, reader, warm=False))
    assert [(found.query[:300], found.faults) for found in met if found.faults] == []
    assert sum(found.counts for found in met) == SAMPLE
    assert len({found.query for found in met}) > 0.9 * len(met)


def test_the_names_come_from_the_app(reader):
    assert {"z", "y", "section", "lang", "units"} <= set(urls.names_written("formulas"))
    assert {"rate", "epoch", "guess"} <= set(urls.names_written("training_race"))


def test_what_is_out_of_range_or_does_not_read_back_is_found():
    number, choice = Number(1.0, 0.0, 2.0, 0.5), Choice("a", ("a", "b"))
    assert urls.out_of_range({"n": (number, 1.5), "c": (choice, "b")}, {"n": "1.5", "c": "b"}) == []
    assert len(urls.out_of_range({"n": (number, 9.0)}, {})) == 1
    assert len(urls.out_of_range({"n": (number, 1.5)}, {"n": "1.4"})) == 1
    assert len(urls.out_of_range({}, {"x": "1"})) == 1
