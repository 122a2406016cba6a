"""Maps over weight and bias, the law's lines, the convexity charts: what they hold, and that only data change."""

import base64
import io
import json

import altair as alt
import mpmath
import numpy as np
import pytest
from PIL import Image

from core.charts.kit import maps
from core.charts.kit.theme import UNITS
from core.charts.training_race import convexity, law
from core.simulation.descent.landscape import Window
from core.simulation.descent.minima import RUNS_OFF, UNDECIDED, VALLEY, Ends

SQUARE = Window((-4.0, 4.0), (-4.0, 4.0))
PALETTE = np.array([[1, 2, 3], [40, 50, 60], [200, 210, 220]], dtype=np.uint8)


def pixels(frame):
    """The colours of a picture, row 0 at the lowest bias."""
    content = frame["url"][0].removeprefix("data:image/png;base64,")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(content))).convert("RGB"))[::-1]


def test_a_picture_shows_its_numbers_the_right_way_up():
    numbers = np.array([[0, 1], [2, 0]])
    frame = maps.picture(numbers, PALETTE, SQUARE)
    shown = pixels(frame)
    assert shown.shape == (256, 256, 3)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        part = shown[128 * row : 128 * row + 128, 128 * column : 128 * column + 128]
        assert (part == PALETTE[numbers[row, column]]).all()
    assert frame[["x0", "x1", "y0", "y1"]].to_numpy().tolist() == [[-4.0, 4.0, -4.0, 4.0]]


def test_the_bands_beside_a_map_fill_its_height():
    edged = maps.edged_bands(PALETTE, "first", ["1", "10", "100"])
    assert edged["fill"].tolist() == ["#010203", "#28323c", "#c8d2dc", "#c8d2dc"]
    np.testing.assert_allclose(edged["low"], [0, 1 / 3, 2 / 3, 1])
    np.testing.assert_allclose(edged["at"], [1 / 6, 1 / 3, 2 / 3, 1])
    named = maps.named_bands(PALETTE[:2], ["A", "B"])
    np.testing.assert_allclose(named[["low", "high", "at"]], [[0, 0.5, 0.25], [0.5, 1, 0.75]])


def test_close_places_have_their_names_on_either_side():
    marked = maps.places((1.0, 2.0), [(0.6, 0.3, "A"), (-0.1, -0.2, "B")])
    assert marked["shape"].tolist() == ["circle", "diamond", "diamond"]
    assert marked["dx"].tolist()[1] > 0 > marked["dx"].tolist()[2]


def test_the_laws_map_has_each_count_in_its_band():
    edges = law.band_edges(np.array([0.0, 3.0, 40.0, 900.0]))
    assert edges[0] <= 3.0
    assert edges[-1] > 900.0
    assert len(edges) <= law.MOST_BANDS + 1
    counts = np.array([[0.0, 3.0], [40.0, 900.0]])
    shown = pixels(law.map_picture(counts, edges, SQUARE))
    bands = law.map_bands(edges, "0")
    for row, column in ((0, 1), (1, 0), (1, 1)):
        band = int(np.flatnonzero(edges <= counts[row, column])[-1])
        colour = "#{:02x}{:02x}{:02x}".format(*shown[128 * row + 5, 128 * column + 5])
        assert colour == bands["fill"][band + 1]
    assert tuple(shown[5, 5]) == maps.GREY


def test_the_laws_lines_leave_out_what_a_log_axis_cannot_show():
    lines = law.law_lines([0.0, 1.0, 2.0], {"cross_entropy": [0.0, 5.0, np.inf]}, {"cross_entropy": "ce"})
    assert lines["epochs"].tolist() == [5.0]
    assert lines["name"].tolist() == ["ce"]
    counted = law.counted_points([0.0, 1.0], {"squared_error": [np.nan, 7.0]})
    assert counted[["z", "epochs"]].to_numpy().tolist() == [[1.0, 7.0]]


@pytest.mark.parametrize("label", [0.0, 1.0])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_the_curves_along_the_logit(label, loss):
    losses, slopes = convexity.along(loss, label, 10.0, UNITS["bits"])
    scale = 1 / float(mpmath.log(2)) if loss == "cross_entropy" else 1.0
    for place in (0, 77, 120, 200):
        z = losses["z"][place]

        def exact(z):
            a = 1 / (1 + mpmath.exp(-z))
            return -mpmath.log(a if label else 1 - a) if loss == "cross_entropy" else (a - label) ** 2 / 2

        assert losses["height"][place] == pytest.approx(scale * float(exact(z)), rel=1e-12)
        assert slopes["height"][place] == pytest.approx(float(mpmath.diff(exact, z)), rel=1e-9)
    point, tangent, _ = convexity.here(loss, label, 1.5, UNITS["bits"])
    incline = (tangent["height"][1] - tangent["height"][0]) / (tangent["z"][1] - tangent["z"][0])
    assert incline == pytest.approx(scale * float(mpmath.diff(exact, 1.5)), rel=1e-9)
    assert tangent["height"].mean() == pytest.approx(point["height"][0])


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_the_turn_is_where_the_slope_is_steepest(label):
    _, slopes = convexity.along("squared_error", label, 10.0, UNITS["nats"])
    steepest = slopes.loc[slopes["height"].abs().idxmax()]
    turn = convexity.turning_point(label, True, "4/27").iloc[0]
    assert abs(turn["height"]) == pytest.approx(4 / 27)
    assert steepest["z"] == pytest.approx(turn["z"], abs=0.06)
    part = convexity.bent_part(label, 10.0, "")
    assert turn["z"] in (part["z0"][0], part["z1"][0])


def test_curvature_falls_into_its_bands():
    smallest = np.array([-0.5, -0.005, -1e-5, -1e-16, 1e-16, 1e-5, 5e-4, 0.005, 0.05, 0.5])
    numbers = convexity.bend_numbers(smallest, np.full(10, 1e-14))
    assert numbers.tolist() == [0, 1, 2, 3, 3, 4, 5, 6, 7, 8]
    assert len(convexity.bend_palette()) == 9 == len(convexity.BEND_WORDS)


def test_every_end_has_a_colour_of_its_own():
    ends = Ends(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([0, 1, VALLEY, RUNS_OFF, UNDECIDED]))
    numbers = convexity.end_numbers(ends)
    assert numbers.tolist() == [0, 1, 2, 3, 4]
    assert len({tuple(colour) for colour in convexity.end_palette(2)[numbers]}) == 5


def test_a_belief_is_the_sigmoid_of_its_minimum():
    minima = {"cross_entropy": np.empty((0, 2)), "squared_error": np.array([[0.5, -1.0]])}
    lines, ends = convexity.beliefs([0.0, 4.0], minima, {"cross_entropy": [], "squared_error": ["A"]})
    middle = lines.iloc[60]
    assert middle["x"] == pytest.approx(2.0)
    assert middle["y"] == pytest.approx(0.5)
    assert ends["name"].tolist() == ["A"]
    alone, nobody = convexity.beliefs([3.0], dict.fromkeys(minima, np.empty((0, 2))), {loss: [] for loss in minima})
    assert len(alone) == len(nobody) == 0


def test_the_specifications_hold_no_numbers_of_the_reader():
    def named(*names):
        return [alt.NamedData(name) for name in names]

    words = {"weight": "w", "bias": "b", "z": "z", "height": "C", "x": "x", "y": "y"}
    specs = (
        maps.map_chart(*named("image", "bands", "marked"), "title", words).to_dict(),
        convexity.along_chart(*named("curve", "tangent", "point", "bent", "turn"), words).to_dict(),
        convexity.beliefs_chart(*named("samples", "lines", "ends"), "title", words).to_dict(),
    )
    for spec in specs:
        assert json.dumps(spec).count('"values"') == 0
