"""The app without a browser, through its entry script."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from jsonschema import Draft7Validator
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from core.app import drawing
from core.app.frame.page import path
from core.charts.kit.theme import QUANTITIES
from tests.places import as_read

# Made once: Altair's own check copies the whole schema for each chart.
VALIDATOR = Draft7Validator(alt.load_schema())
ENTRY = Path(__file__).parents[2] / "core" / "app" / "entry" / "main.py"


@pytest.fixture(autouse=True, scope="session")
def one_search_for_components() -> Iterator[None]:
    """A tester looks through every installed package for components before its first run; the first one's find stays.

    A server does so once in its life. In tests it would be most of the time of a visit.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def every_chart_is_right() -> Iterator[None]:
    """Check each chart that a test makes the app build: by the Vega-Lite schema, and by the colours of the house."""
    before = set(map(id, drawing._kept.values()))
    yield
    for spec in list(drawing._kept.values()):
        if id(spec) not in before:
            VALIDATOR.validate(without_signals(spec))
            for channel in coloured(spec):
                assert channel["scale"] == {"domain": list(QUANTITIES)}, channel


def without_signals(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification without the signals of its configuration, which its schema does not know."""
    config = {name: entry for name, entry in spec.get("config", {}).items() if name != "signals"}
    return spec | {"config": config}


def coloured(part: object) -> Iterator[dict[str, Any]]:
    """The channels of a specification whose colour stands for a quantity."""
    if isinstance(part, dict):
        channels = (part.get(name) for name in ("color", "fill", "stroke"))
        yield from (found for found in channels if isinstance(found, dict) and found.get("field") == "quantity")
    if isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from coloured(inner)


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
        return as_read("\n".join(str(element.value) for kind in kinds for element in kind))

    return join
