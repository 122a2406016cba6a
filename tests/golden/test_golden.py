"""A link once shared shows for ever what it showed."""

import pytest

from tests.golden.screens import kept, links, shown

KEPT = kept()


@pytest.mark.parametrize("link", links())
def test_a_link_shows_what_it_showed(link):
    assert shown(link).split() == KEPT[link].split()
