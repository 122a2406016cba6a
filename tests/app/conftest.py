"""The app without a browser, through its entry script."""

from collections.abc import Callable, Iterator
from pathlib import Path

import altair as alt
import pytest
from altair.utils import schemapi
from streamlit.testing.v1 import AppTest

from core.app import drawing
from core.app.page import path

SCHEMA = alt.load_schema()
ENTRY = Path(__file__).parents[2] / "core" / "app" / "entry" / "main.py"


@pytest.fixture(autouse=True)
def every_chart_is_valid() -> Iterator[None]:
    """Check each chart that a test makes the app build against the Vega-Lite schema; readers do not wait for that."""
    before = set(map(id, drawing._kept.values()))
    yield
    for spec in list(drawing._kept.values()):
        if id(spec) not in before:
            schemapi.validate_jsonschema(spec, SCHEMA)


@pytest.fixture
def visit() -> Callable[..., AppTest]:
    """A maker of first visits: ``visit("formulas", z="2", lang="zh")``."""

    def make(topic: str = "home", **query: str) -> AppTest:
        app = AppTest.from_file(str(ENTRY), default_timeout=60)
        for name, text in query.items():
            app.query_params[name] = text
        return (app if topic == "home" else app.switch_page(path(topic))).run()

    return make


@pytest.fixture
def words() -> Callable[[AppTest], str]:
    """All that a page says in words."""

    def join(app: AppTest) -> str:
        kinds = (app.title, app.markdown, app.caption, app.text, app.warning, app.info, app.metric, app.subheader)
        return "\n".join(str(element.value) for kind in kinds for element in kind)

    return join
