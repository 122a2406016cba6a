"""What a screen of a scene says, and what on it can be moved."""

from streamlit.testing.v1.element_tree import Block

from core.app.talk.scene import Estimate
from core.app.wording.figures import plain, whole


def keys(app) -> set[str]:
    """The keys of all widgets on the page: the end of their ids."""
    ids = (getattr(element.proto, "id", "") for element in app.main if not isinstance(element, Block))
    return {name.split("-", 2)[2] for name in ids if name.startswith("$$ID-")}


def everything(app, words) -> str:
    """All that a page says, its charts' descriptions included."""
    return words(app) + "\n".join(app.session_state["_descriptions"].values())


def said(estimate: Estimate) -> set[str]:
    """The right number as a page may write it."""
    value = estimate.right()
    forms = {plain(value, estimate.field.decimals)}
    return forms | {whole(int(value))} if value == int(value) else forms
