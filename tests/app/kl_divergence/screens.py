"""What the tests of this page look for on the screen and in its link."""

from typing import Any

from streamlit.testing.v1 import AppTest


def boxes(app: AppTest, name: str) -> list[Any]:
    """The boxes of p or of q, in their order."""
    places = ((int(box.key.rpartition(":")[2]), box) for box in app.number_input if f"_{name}:" in box.key)
    return [box for _, box in sorted(places, key=lambda found: found[0])]


def values(app: AppTest, name: str) -> list[float]:
    """The numbers in them."""
    return [box.value for box in boxes(app, name)]


def link(app: AppTest) -> dict[str, str]:
    """The entries of the link to the state on screen."""
    return dict(entry.split("=") for entry in app.session_state["link_state"].link.split("&") if entry)
