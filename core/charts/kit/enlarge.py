"""A chart for a lecture hall: the same specification with larger words, thicker lines and more height."""

from collections.abc import Mapping
from typing import Any, Final

# At 1280 x 720 the words of an axis, 13 px on a desk, become 18 px. Height and words grow alike, so that what stands
# apart on a desk stands apart in the hall.
WORDS: Final = 1.4
MARKS: Final = 1.4
HEIGHT: Final = 1.4
SMALLEST_WORDS: Final = 18
_WORDS: Final = frozenset({"fontSize", "labelFontSize", "titleFontSize", "subtitleFontSize"})
_MARKS: Final = frozenset(
    {"strokeWidth", "dx", "dy", "offset", "labelPadding", "titlePadding", "labelLimit", "lineHeight"}
)
# Where Vega-Lite's own defaults hold they are too small for the last row.
_DEFAULTS: Final[Mapping[str, Any]] = {
    "axis": {"labelFontSize": SMALLEST_WORDS, "titleFontSize": SMALLEST_WORDS},
    "legend": {"labelFontSize": SMALLEST_WORDS, "titleFontSize": SMALLEST_WORDS},
    "text": {"fontSize": SMALLEST_WORDS},
    "line": {"strokeWidth": 4},
}


def enlarged(spec: dict[str, Any]) -> dict[str, Any]:
    """The Vega-Lite specification ``spec`` for a lecture hall; data, scales and marks stay what they are."""
    large: dict[str, Any] = _enlarge(spec)
    config = dict(large.get("config", {}))
    for part, settings in _DEFAULTS.items():
        config[part] = dict(settings) | config.get(part, {})
    return large | {"config": config}


def _enlarge(part: Any) -> Any:
    if isinstance(part, list):
        return [_enlarge(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    return {
        # The data of a chart are not its looks, whatever their columns are called.
        name: entry if name in ("data", "datasets", "transform") else _scaled(name, entry, part)
        for name, entry in part.items()
    }


def _scaled(name: str, entry: Any, part: Mapping[str, Any]) -> Any:
    # Places and sizes in pixels that come with the data; "width / 2" and the like are no such numbers.
    pixels = name in _WORDS or name in ("dx", "dy") or (name in ("x", "y") and "type" in part)
    if pixels and isinstance(entry, dict) and str(entry.get("expr", "")).startswith("datum."):
        return {"expr": f"{WORDS} * ({entry['expr']})"}
    if isinstance(entry, bool) or not isinstance(entry, int | float):
        return _enlarge(entry)
    if name in _WORDS:
        return max(SMALLEST_WORDS, round(entry * WORDS))
    if name in _MARKS:
        return round(entry * MARKS, 2)
    if name == "size" and "type" in part:  # of a mark: an area for points, a length for bars
        return round(entry * (MARKS**2 if part["type"] in ("point", "circle", "square") else MARKS), 2)
    if name == "height" and "type" not in part:  # of a picture, not of a bar
        return round(entry * HEIGHT)
    return entry
