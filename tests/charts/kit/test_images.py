import base64
import io

import numpy as np
import pytest
from PIL import Image

from core.charts.kit.images import data_uri, hex_colour, luminance, viridis

# Entries of the published table of 256 colours, most of them between our anchors.
PUBLISHED = {
    0: "440154",
    8: "470d60",
    28: "482878",
    37: "46337f",
    64: "3b528b",
    85: "31688e",
    128: "21918c",
    142: "1f9e89",
    191: "5cc863",
    227: "b5de2b",
    248: "ece51b",
    255: "fde725",
}


def decoded(uri: str) -> Image.Image:
    kind, text = uri.split(",", 1)
    assert kind == "data:image/png;base64"
    return Image.open(io.BytesIO(base64.b64decode(text)))


def channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (0, 2, 4)]


def test_viridis_is_the_published_one():
    for entry, colour in PUBLISHED.items():
        np.testing.assert_allclose(viridis(entry / 255).astype(int), channels(colour), atol=1)
    assert [hex_colour(viridis(end)) for end in (0.0, 1.0)] == ["#440154", "#fde725"]


def test_viridis_grows_lighter_all_the_way():
    assert np.all(np.diff(luminance(viridis(np.linspace(0, 1, 64)))) > 0)
    assert viridis(np.zeros((2, 3))).shape == (2, 3, 3)


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan"), [0.5, 2.0]])
def test_viridis_has_no_colour_outside(share):
    with pytest.raises(ValueError, match="outside"):
        viridis(share)


def test_luminance_of_primaries():
    np.testing.assert_allclose(luminance([[0, 0, 0], [255, 255, 255], [0, 255, 0]]), [0, 1, 0.7152])


def test_a_picture_of_few_colours_comes_back():
    pixels = np.random.default_rng(0).choice([0, 40, 255], size=(7, 5, 3)).astype(np.uint8)
    picture = decoded(data_uri(pixels))
    assert picture.mode == "P"
    np.testing.assert_array_equal(np.asarray(picture.convert("RGB")), pixels)


def test_a_picture_of_many_colours_comes_back():
    pixels = np.random.default_rng(0).integers(0, 256, size=(40, 30, 3)).astype(np.uint8)
    picture = decoded(data_uri(pixels))
    assert picture.size == (30, 40)
    np.testing.assert_array_equal(np.asarray(picture.convert("RGB")), pixels)


@pytest.mark.parametrize("colours", [1, 2, 11, 16, 17, 256])
def test_a_palette_comes_back(colours):
    palette = np.random.default_rng(1).integers(0, 256, size=(colours, 3)).astype(np.uint8)
    numbers = np.arange(24 * 24).reshape(24, 24) % colours
    np.testing.assert_array_equal(np.asarray(decoded(data_uri(numbers, palette)).convert("RGB")), palette[numbers])


def test_bands_make_a_small_picture():
    across, up = np.meshgrid(np.linspace(0, 1, 200), np.linspace(0, 1, 200))
    assert len(data_uri(((across + up) * 5).astype(int), viridis(np.linspace(0, 1, 11)))) < 4000


@pytest.mark.parametrize(
    ("pixels", "palette"),
    [
        (np.zeros((4, 4)), None),
        (np.zeros((4, 4, 4)), None),
        (np.zeros((4, 4, 3), int), np.zeros((2, 3))),
        (np.zeros((4, 4), int), np.zeros((257, 3))),
        (np.zeros((4, 4), int), np.zeros((2, 4))),
        (np.full((4, 4), 2), np.zeros((2, 3))),
        (np.full((4, 4), -1), np.zeros((2, 3))),
    ],
)
def test_what_is_no_picture_is_refused(pixels, palette):
    with pytest.raises(ValueError, match=r"pixels"):
        data_uri(pixels, palette)
