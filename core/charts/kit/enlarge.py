"""A chart whose words and lines grow with the window: larger from the start for a lecture hall."""

from collections.abc import Mapping
from typing import Any, Final

# At 1280 x 720 the words of an axis, 13 px on a desk, become 21 px.
LARGER: Final = 1.6
SMALLEST_WORDS: Final = 21
# How many times that size the window is: a signal of the whole picture, so that a resize needs no new specification.
GROWN: Final = "grown"
_WINDOW: Final = "clamp(min(windowSize()[0] / 1280, windowSize()[1] / 720), 0.6, 3)"
_WORDS: Final = frozenset({"fontSize", "labelFontSize", "titleFontSize", "subtitleFontSize"})
_MARKS: Final = frozenset({"strokeWidth", "dx", "dy", "labelPadding", "titlePadding", "labelLimit", "lineHeight"})
_NEAR: Final[Mapping[str, Any]] = {"labelPadding": 12, "titlePadding": 8}  # of a page: Streamlit has 16 for both
_PADDING: Final = dict.fromkeys(("left", "right", "top", "bottom"), 5)  # Vega-Lite's own
# Where the defaults of Vega-Lite and Streamlit hold, words are too small for the last row, and far from the plane.
_DEFAULTS: Final[Mapping[str, Any]] = {
    "axis": {
        "labelFontSize": SMALLEST_WORDS,
        "titleFontSize": SMALLEST_WORDS,
        "labelLimit": 260,
        **_NEAR,
    },
    "legend": {"labelFontSize": SMALLEST_WORDS, "titleFontSize": SMALLEST_WORDS},
    "text": {"fontSize": SMALLEST_WORDS},
    "line": {"strokeWidth": 4},
}


def signal(window: str = _WINDOW) -> dict[str, Any]:
    """The signal that says how many times its first size everything is."""
    return {"name": GROWN, "init": window, "on": [{"events": "window:resize", "update": window}]}


def growing(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification for a desk: the words of a page stay as they are, so those of its charts grow by the root."""
    large: dict[str, Any] = _enlarge(spec, 1.0)
    config = {"axis": _NEAR} | large.get("config", {})
    return large | {"config": config | {"signals": [signal(f"sqrt(max(1, {_WINDOW}))")]}}


def growing_whole(spec: dict[str, Any]) -> dict[str, Any]:
    """The same for a chart with a height of its own, which grows as the window does."""
    height = {"name": "height", "expr": f"{spec['height']} * {GROWN} * {GROWN}"}
    return growing(spec) | {"params": [*spec.get("params", []), height]}


def enlarged(spec: dict[str, Any]) -> dict[str, Any]:
    """The Vega-Lite specification ``spec`` for a lecture hall; data, scales and marks stay what they are."""
    large: dict[str, Any] = _enlarge(spec, LARGER, SMALLEST_WORDS)
    config = dict(large.get("config", {})) | {"signals": [signal()]}
    padding: Mapping[str, float] = spec.get("padding", _PADDING)
    sides = ", ".join(f"{side}: {width * LARGER:g} * {GROWN}" for side, width in padding.items())
    large["padding"] = {"expr": f"{{{sides}}}"}
    for part, settings in _DEFAULTS.items():
        config[part] = {name: _growing(size) for name, size in settings.items()} | config.get(part, {})
    return large | {"config": config}


def _growing(size: float) -> dict[str, str]:
    """A size at 1280 x 720, in proportion to the window."""
    return {"expr": f"{size:g} * {GROWN}"}


def _enlarge(part: Any, larger: float, least: int = 0) -> Any:
    if isinstance(part, list):
        return [_enlarge(entry, larger, least) for entry in part]
    if not isinstance(part, dict):
        return part
    return {
        # The data of a chart are not its looks, whatever their columns are called.
        name: entry if name in ("data", "datasets", "transform") else _scaled(name, entry, part, larger, least)
        for name, entry in part.items()
    }


def _scaled(name: str, entry: Any, part: Mapping[str, Any], larger: float, least: int) -> Any:
    # Places and sizes in pixels that come with the data; "width / 2" and the like are no such numbers.
    pixels = name in _WORDS or name in ("dx", "dy") or (name in ("x", "y") and "type" in part)
    if pixels and isinstance(entry, dict) and str(entry.get("expr", "")).startswith("datum."):
        return {"expr": f"{larger} * {GROWN} * ({entry['expr']})"}
    if isinstance(entry, bool) or not isinstance(entry, int | float):
        return _enlarge(entry, larger, least)
    if name in _WORDS:
        return _growing(max(least, round(entry * larger)))
    if name in _MARKS:
        return _growing(entry * larger)
    if name == "size" and "type" in part:  # of a mark: an area for points, a length for bars
        is_area = part["type"] in ("point", "circle", "square")
        return {"expr": f"{entry * larger**2:g} * {GROWN} * {GROWN}"} if is_area else _growing(entry * larger)
    return entry
