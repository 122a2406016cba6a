"""The app without a browser, as the tests of the app have it."""

from tests.app.conftest import visit, words

__all__ = ["visit", "words"]
