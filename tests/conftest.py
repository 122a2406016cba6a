"""Fast tests first, the ones that need a browser last."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: ("browser" in item.path.parts, "test_house" in item.path.name))
