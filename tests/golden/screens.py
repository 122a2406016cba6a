"""What the app shows under links that were shared long ago: every number in words, link by link.

``links.txt`` has a link a line, from every section, scene, option and edge value; ``numbers.txt`` has what they show,
in the same order. ``python -m tests.golden.screens`` writes the numbers anew, for a change that is meant.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

from core.app.drawing import DESCRIPTIONS
from core.app.frame.page import path
from tests.app.conftest import ENTRY
from tests.places import as_read

HERE: Final = Path(__file__).parent
NUMBER: Final = re.compile(r"(?<![\w.])[-−]?\d+(?:[.\u202f]\d+)*(?:[eE][-+−]?\d+)?|∞")


def links() -> list[str]:
    """The links of the list: a page, ``?``, and its query."""
    return (HERE / "links.txt").read_text(encoding="utf-8").splitlines()


def kept() -> dict[str, str]:
    """The numbers under each link, as they were when the list was made."""
    return dict(zip(links(), (HERE / "numbers.txt").read_text(encoding="utf-8").splitlines(), strict=True))


def shown(link: str) -> str:
    """Every number in the words under a link and in the descriptions of its charts, in their order."""
    page, _, query = link.partition("?")
    app = AppTest.from_file(str(ENTRY), default_timeout=120)
    for name, text in parse_qsl(query, keep_blank_values=True):
        app.query_params[name] = text
    if page != "home":
        app.switch_page(path(page))
    app.run()
    if app.exception:
        raise RuntimeError(f"{link}: {app.exception[0].message}")
    return " ".join(number for words in _words(app) for number in NUMBER.findall(words))


def _words(app: AppTest) -> Iterator[str]:
    for kind in (app.title, app.subheader, app.markdown, app.caption, app.text, app.warning, app.info, app.metric):
        yield from (as_read(str(element.value)) for element in kind)
    yield from app.session_state[DESCRIPTIONS].values()


if __name__ == "__main__":
    (HERE / "numbers.txt").write_text("".join(f"{shown(link)}\n" for link in links()), encoding="utf-8")
