"""What a screen of the likelihood page carries: its link, its words without colours, its specifications."""

import re
from urllib.parse import parse_qs


def link(app) -> dict[str, str]:
    """The entries of the link to what is on screen."""
    query = parse_qs(app.session_state["link_state"].link, keep_blank_values=True)
    return {name: texts[0] for name, texts in query.items()}


def plainly(said: str) -> str:
    """Words whose formulas have no colours."""
    return re.sub(r"\\textcolor\{#\w+\}", "", said)


def specs(app, first: int = 0) -> list[str]:
    """The specifications of the charts from the ``first`` on, without the names of their data."""
    pictures = app.get("vega_lite_chart")[first:]
    assert pictures
    return [re.sub(r'"name": "\w{16,}"', "", picture.proto.spec) for picture in pictures]
