"""The predictions of both runs as maps over two inputs, side by side."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from core.app.drawing import draw, tall
from core.charts.training_race import field
from core.data.samples import Dataset


def draw_maps(
    places: Iterable[DeltaGenerator],
    data: Dataset,
    axes: tuple[int, int],
    pictures: pd.DataFrame,
    names: Mapping[str, str],
    alt: Callable[[str, str], str],
    key: str,
    still: bool = False,
) -> None:
    """A map for each loss in ``names``. alt: what is said of it, from loss and name; still: there is one frame."""
    words = dict(zip("xy", (data.columns[axis] for axis in axes), strict=True))
    points, legend = field.points_frame(data, axes), field.class_legend(data)
    for place, (loss, name) in zip(places, names.items(), strict=True):
        rows = pictures[pictures["quantity"] == loss]
        with place, tall(24):
            draw(field.field_chart, rows, points, legend, name, words, still, alt=alt(loss, name), key=f"{key}_{loss}")
