import base64
import io
import math
from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from core.charts.kit.images import viridis
from core.charts.kit.theme import UNITS
from core.charts.training_race import landscape as charts
from core.simulation.descent.landscape import Window
from core.simulation.descent.training import MOST_EPOCHS

NATS, BITS = UNITS["nats"], UNITS["bits"]
SQUARE = Window((-4.0, 4.0), (-4.0, 4.0))
WORDS = {"weight": "w", "bias": "b"}


def pixels(url: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGB"))


def height(loss: str, w: float, b: float) -> float:
    """The loss of one example x = 1, y = 0."""
    a = 1 / (1 + math.exp(-(w + b)))
    return -math.log(1 - a) if loss == "cross_entropy" else a * a / 2


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_the_colour_of_a_place_is_the_band_of_its_height(loss):
    (row,) = charts.surface(loss, [1.0], [0.0], SQUARE, NATS).to_dict("records")
    assert [row[end] for end in ("x0", "x1", "y0", "y1")] == [-4.0, 4.0, -4.0, 4.0]
    bands = charts.bands(loss, [1.0], [0.0], SQUARE, NATS)
    step = float(bands.text[2]) / 2
    picture, size = pixels(row["url"]), charts.PIXELS
    fills = bands.fill.tolist()
    for column, line in [(0, 0), (size - 1, 0), (0, size - 1), (size - 1, size - 1), (150, 20), (100, 77), (31, 160)]:
        w, b = -4 + 8 * (column + 0.5) / size, 4 - 8 * (line + 0.5) / size  # line 0 is at the top
        expected = fills[int(height(loss, w, b) // step)]
        assert "#" + bytes(picture[line, column].tolist()).hex() == expected


@pytest.mark.parametrize(
    ("loss", "units", "top", "step"),
    [("cross_entropy", NATS, 8, 1.0), ("squared_error", NATS, 0.5, 0.05), ("squared_error", BITS, 0.5, 0.05)],
)
def test_bands_are_round_and_told(loss, units, top, step):
    bands = charts.bands(loss, [1.0], [0.0], SQUARE, units)
    told = {place: float(text) for place, text in enumerate(bands.text) if text}
    assert told == {place: pytest.approx(step * place) for place in range(0, len(bands), 2)}
    assert (len(bands) - 1) * step == pytest.approx(top)
    assert bands.low.iloc[0] == 0.0
    assert bands.high.iloc[-1] == bands.low.iloc[-1] == 1.0
    assert all(high == low for high, (_, low) in zip(bands.high, pairwise(bands.low), strict=False))
    assert bands.fill.iloc[0] == "#" + bytes(viridis(0.0).tolist()).hex()


@pytest.mark.parametrize("width", [1e-3, 0.3, 8, 13, 77, 4e5])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_there_are_eight_to_twelve_bands(loss, width):
    for label in (0.0, 0.3, 1.0):
        bands = charts.bands(loss, [1.7], [label], Window((-width, width), (-width, width)), NATS)
        assert 8 <= len(bands) - 1 <= 12


def test_bits_are_larger_numbers_of_the_same_hill():
    nats, bits = (charts.bands("cross_entropy", [1.0], [0.0], SQUARE, units) for units in (NATS, BITS))
    assert max(float(text or 0) for text in nats.text) < 8.0 / math.log(2) <= max(float(t or 0) for t in bits.text)


def test_a_level_landscape_is_drawn_level():
    window = Window((-4.0, 4.0), (-804.0, -796.0))
    assert (
        len(np.unique(pixels(charts.surface("squared_error", [1.0], [0.0], window, NATS).url[0]).reshape(-1, 3))) <= 3
    )


def test_the_way_lies_in_the_window_made_for_it():
    rows = charts.within(pd.DataFrame({"quantity": ["cross_entropy"]}), Window((-3.0, 5.0), (-2.0, 6.0)))
    assert rows[["left", "foot", "wide"]].to_numpy().tolist() == [[-3.0, -2.0, 8.0]]


def test_the_specification_does_not_know_the_numbers():
    """It is built from names in place of the data, and Altair takes it."""
    frames = [alt.NamedData(name) for name in ("surface", "bands", "runs")]
    spec = charts.landscape_chart(*frames, "Cross-entropy, nats", WORDS).to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"surface", "bands", "runs"}
    assert [parameter["name"] for parameter in spec["params"]] == ["epoch", "rate", "w", "b"]
    assert spec["params"][0]["bind"]["max"] == MOST_EPOCHS
