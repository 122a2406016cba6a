"""What a screen of the likelihood page carries: its link, its words without colours, its specifications."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qs


def link(app) -> dict[str, str]:
    """The entries of the link to what is on screen."""
    query = parse_qs(app.session_state["link_state"].link, keep_blank_values=True)
    return {name: texts[0] for name, texts in query.items()}


def plainly(said: str) -> str:
    """Words without colours, and without the marks of what follows a control."""
    said = re.sub(
        r"\\textcolor\{#01\w{4}\}\{\\text\{([^{}]*)\}\}|<span class=\"live\d+\">([^<]*)</span>", r"\1\2", said
    )
    return re.sub(r"\\textcolor\{#\w+\}", "", said)


def adds_up(parts: Sequence[str], whole: str, exact: Sequence[float]) -> None:
    """Assert that printed parts make the printed whole, on a calculator, and that all are near the exact ones."""
    digits = len(whole.partition(".")[2])
    assert f"{sum(map(float, parts)):.{digits}f}" == whole
    for number, value in zip((*parts, whole), exact, strict=True):
        assert abs(float(number) - value) <= 6e-4 * value


def with_the_box(app):
    """The screen with the box of further controls open."""
    app.session_state["likelihood_more_drawer"] = True
    return app.run()


def specs(app, first: int = 0) -> list[str]:
    """The specifications of the charts from the ``first`` on, without the names of their data."""
    pictures = app.get("vega_lite_chart")[first:]
    assert pictures
    return [re.sub(r'"name": "\w{16,}"', "", picture.proto.spec) for picture in pictures]
