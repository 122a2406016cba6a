"""How curves of several models are told apart in one picture: by their dashes, under a key with their names."""

from typing import Any, Final

import altair as alt

from core.charts.kit.theme import LABEL_SIZE, NEUTRAL

DASHES: Final = ([1, 0], [7, 3], [2, 2], [10, 3, 2, 3], [4, 4], [1, 3], [12, 4], [6, 2, 1, 2])


def by_model(several: bool) -> alt.StrokeDash:
    """The dashes of the model in the column ``model``; one alone needs no key."""
    looks: dict[str, Any] = {"orient": "top", "title": None, "symbolType": "stroke", "symbolStrokeColor": NEUTRAL}
    looks |= {"symbolSize": 500, "labelFontSize": LABEL_SIZE, "labelColor": NEUTRAL, "labelLimit": 220, "columns": 2}
    legend = alt.Legend(**looks) if several else None
    return alt.StrokeDash("model:N", sort=None, scale=alt.Scale(range=list(DASHES)), legend=legend)
