import base64
import io
import math
from itertools import pairwise

import altair as alt
import numpy as np
import pytest
from PIL import Image

from core.charts.kit.images import viridis
from core.charts.kit.theme import QUANTITIES, UNITS
from core.charts.training_race import landscape as charts
from core.simulation.descent.landscape import Window, landscape_window
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


def at(path, epoch: int) -> tuple[float, float]:
    """Where the chart's own arithmetic puts the dot."""
    (row,) = path[(path.epoch <= epoch) & (epoch < path.next_epoch)].to_dict("records")
    passed = (epoch - row["epoch"]) / (row["next_epoch"] - row["epoch"])
    return row["x"] + passed * (row["next_x"] - row["x"]), row["y"] + passed * (row["next_y"] - row["y"])


def runs():
    """Slow, then a cliff; one long jump; a spiral; nothing at all."""
    t = np.arange(5001)
    cliff = 2 - 4 / (1 + np.exp(-(t - 3000) / 40))
    jump = np.where(t < 1234, 2.0, -2.0) - t * 1e-5
    yield "cliff", cliff, cliff * 0.7
    yield "jump", jump, jump
    yield "spiral", 3 * np.cos(t / 900) * np.exp(-t / 4000), 3 * np.sin(t / 900) * np.exp(-t / 4000)
    yield "still", np.full(51, 1.0), np.full(51, -1.0)


@pytest.mark.parametrize(("w", "b"), [run[1:] for run in runs()], ids=[run[0] for run in runs()])
def test_the_dot_is_where_the_run_is(w, b):
    path = charts.path("squared_error", w, b, SQUARE)
    assert len(path) <= charts.DRAWN
    assert path.notna().all().all()
    for epoch in [*range(0, len(w), 7), len(w) - 1, 1233, 1234]:
        if epoch < len(w):
            x, y = at(path, epoch)
            assert x == pytest.approx((w[epoch] + 4) / 8, abs=0.004)  # 2 px of 500
            assert y == pytest.approx((b[epoch] + 4) / 8, abs=0.004)


def test_the_path_has_both_ends_exactly_and_stays_at_the_last():
    w = np.linspace(2, -1, 601)
    path = charts.path("cross_entropy", w, w, SQUARE)
    assert at(path, 0) == (0.75, 0.75)
    assert at(path, 600) == at(path, 10**6) == (0.375, 0.375)
    assert set(path.quantity) == {"cross_entropy"} <= set(QUANTITIES)


def test_every_place_is_inside_the_window_made_for_it():
    for _, w, b in runs():
        path = charts.path("cross_entropy", w, b, landscape_window(w, b))
        assert path[["x", "y", "next_x", "next_y"]].stack().between(0.05, 0.95).all()


def test_the_specification_does_not_know_the_numbers():
    """It is built from names in place of the data, and Altair takes it."""
    frames = [alt.NamedData(name) for name in ("surface", "bands", "path")]
    spec = charts.landscape_chart(*frames, "Cross-entropy, nats", WORDS).to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"surface", "bands", "path"}
    assert [parameter["name"] for parameter in spec["params"]] == ["epoch"]
    assert spec["params"][0]["bind"]["max"] == MOST_EPOCHS
