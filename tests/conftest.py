"""Fast tests first, the ones that need a browser last."""

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code; the benchmarks measure time.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: ("browser" in item.path.parts, "test_house" in item.path.name))
