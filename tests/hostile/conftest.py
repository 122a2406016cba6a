"""The app without a browser, as the tests of the app have it."""

from tests.app.conftest import one_search_for_components, visit, words

__all__ = ["one_search_for_components", "visit", "words"]
