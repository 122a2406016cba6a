"""What the tests of this page look for on the screen and in its link."""

from typing import Any

from streamlit.testing.v1 import AppTest

from core.app.kl_divergence.inputs import P, Q


def boxes(app: AppTest, name: str) -> list[Any]:
    """The boxes of p or of q, in their order, in the drawer that is opened for them."""
    more(app)
    places = ((int(box.key.rpartition(":")[2]), box) for box in app.number_input if f"_{name}:" in box.key)
    return [box for _, box in sorted(places, key=lambda found: found[0])]


def values(app: AppTest, name: str) -> list[float]:
    """The numbers of p or of q as they are set."""
    control = {"p": P, "q": Q}[name]
    return list(app.session_state["link_state"].get(name, control.field.default))


def more(app: AppTest) -> AppTest:
    """The page with its drawer open."""
    if not app.session_state["kl_divergence_more_drawer"]:
        app.session_state["kl_divergence_more_drawer"] = True
        app.run()
    return app


def link(app: AppTest) -> dict[str, str]:
    """The entries of the link to the state on screen."""
    return dict(entry.split("=") for entry in app.session_state["link_state"].link.split("&") if entry)
