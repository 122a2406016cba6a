"""The picture of one bell on two: what its frames hold, and that its specification does not follow the numbers."""

import math

import altair as alt
import numpy as np

from core.charts.kit.images import hex_colour
from core.charts.kit.live import Live
from core.charts.kl_divergence import bell as charts
from core.simulation.kl_divergence.bell import Bells

MIXTURE = Bells(2.5, 0.7, 0.7, 0.6)
FITS = {"forward": (-0.5, 2.5), "reverse": (2.5, 0.7), "js": (2.5, 0.71)}


def test_the_curves_are_the_densities():
    area, name = charts.mixture_rows(MIXTURE, "p")
    root = 0.7 * math.sqrt(2 * math.pi)
    at_left = area.loc[(area["x"] + 2.5).abs().idxmin()]
    np.testing.assert_allclose(at_left["height"], 0.6 / root, rtol=1e-6)
    assert abs(name["x"][0] + 2.5) < 0.1
    lines = charts.fit_rows(FITS)
    highest = lines[lines["fit"] == "reverse"]["height"].max()
    np.testing.assert_allclose(highest, 1 / root, rtol=1e-6)
    assert np.isfinite(lines["height"]).all()


def test_names_of_fits_that_coincide_do_not():
    rows = charts.name_rows(FITS, dict.fromkeys(FITS, "name"))
    heights = sorted(rows[rows["x"] == 2.5]["height"])
    assert heights[1] - heights[0] > 0.05
    sharp = charts.name_rows(dict.fromkeys(FITS, (0.0, 0.3)), dict.fromkeys(FITS, "name"))
    assert sharp["height"].max() < charts.TOP
    assert sharp["height"].nunique() == 3


def test_an_end_keeps_its_colour_whatever_other_ends_there_are():
    numbers = np.array([[0, 1], [-1, 1]])
    assert charts.end_numbers(numbers, ["left", "right"]).tolist() == [[0, 2], [3, 2]]
    assert charts.end_numbers(np.array([[0]]), ["across"]).tolist() == [[1]]
    assert len({hex_colour(rgb) for rgb in charts.end_palette()}) == 4


def test_the_specification_is_valid_and_blind_to_the_numbers():
    names = ("area", "area_name", "start", "fits", "names")
    with alt.theme.enable("none"):
        frames = [alt.NamedData(name) for name in names]
        mean, width = Live("bm", 1.2, -6.0, 6.0, 0.1), Live("bs", 1.0, 0.3, 4.0, 0.1)
        spec = charts.bells_chart(*frames, mean, width, {"x": "x", "density": "density"}).to_dict()
    assert spec["width"] == "container"
    # A hand finds the marks that the sliders know.
    assert {*charts.MEAN_GRIPS, *charts.WIDTH_GRIPS} <= {layer.get("name") for layer in spec["layer"]}
    assert [layer["data"]["name"] for layer in spec["layer"]].count("fits") == 1
