"""What the folders say of their tests, and what begins first."""

import os

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code; the benchmarks measure time. The examples
# are the same in every run: what a search finds by luck is no news of the change under test. To search on:
# HYPOTHESIS_PROFILE=default.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

MARKED = {"browser": pytest.mark.browser, "slow": pytest.mark.slow}
# With two workers neither has to wait for these at the end.
LONGEST = ("test_house.py", "test_scale_out.py", "test_load.py", "test_talk.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for folder, mark in MARKED.items():
            if folder in item.path.parts:
                item.add_marker(mark)
    # Without workers the fast tests come first.
    items.sort(key=lambda item: (any(folder in item.path.parts for folder in MARKED), item.path.name not in LONGEST))
