"""The app without a browser, as the tests of the app have it."""

from tests.app.conftest import server_that_is_up, visit, words

__all__ = ["server_that_is_up", "visit", "words"]
