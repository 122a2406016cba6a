"""Probabilities as bars whose tops are dragged: a row always sums to 1, and all that hangs on it follows at once.

The browser moves the charts' rows (``core.charts.kit.live.LiveRow``) and says the words by their names, since rows have
too many values for Python to say every one beforehand. What is let go of comes to Python, for the link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from core.app import components
from core.app.controls.control import Control
from core.app.controls.state import ComponentHolder, link_state
from core.app.controls.widgets import say
from core.app.wording.language import Texts
from core.charts.kit.theme import Units

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A row as it is drawn: its values, what it is called, and the quantity whose colour it has."""

    values: Row
    label: str
    quantity: str


def bars(
    rows: Mapping[str, Bars],
    movable: Mapping[str, Control[Row]],
    outcomes: Sequence[str],
    *,
    texts: Mapping[str, str],
    units: Units,
    chart: str,
    height: str,
    key: str,
    text: Texts,
    says: str,
    facts: Mapping[str, object] = MappingProxyType({}),
    triangle: Mapping[str, object] | None = None,
) -> None:
    """The bars of p and q, of which the rows under ``movable`` are dragged and move the charts in ``chart``.

    texts: the sentences that the browser fills; height: of the bars in CSS, "" for what the window leaves them. says:
    what it says of the rows, one of those in sayings.js, by the ``facts`` that this needs; a control that it "follows"
    stands "beside" at its value. triangle: the "picture" in which the row is a point that can be dragged, with the ends
    of its axes.
    """
    state = link_state()
    heard: dict[str, Any] = {f"on_{name}_change": lambda: None for name in rows}
    held = {name: state.show(control, ComponentHolder(key, name)) for name, control in movable.items()}
    components.bars(
        key=key,
        data={
            "chart": chart,
            "rows": {
                name: {**asdict(row), "news": state.news.get(state.key_of(name), 0)} for name, row in rows.items()
            },
            "movable": list(movable),
            "outcomes": list(outcomes),
            "texts": dict(texts),
            "units": text.unit,
            "per_nat": units.per_nat,
            "height": height,
            "says": says,
            "facts": dict(facts),
            "triangle": triangle,
        },
        default={name: row.values for name, row in rows.items()},
        height="content",
        **heard,
    )
    for name, values in held.items():
        say(name, values, text)
        say(f"{name}|length", values, text)
