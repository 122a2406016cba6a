"""Small pictures for image marks: viridis colours, and PNGs as text.

Vega takes tens of milliseconds for a few thousand coloured squares and none for one image; a picture of few colours
is under a kilobyte.
"""

import base64
import io
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from core.maths.checks import FloatArray

Pixels = NDArray[np.uint8]

# Every fifth of the 256 published colours; between them no channel is off by more than 1.
# Source: van der Walt & Smith, "A better default colormap for Matplotlib" (SciPy 2015), public domain (CC0).
_ANCHORS: Final = np.frombuffer(
    bytes.fromhex(
        "44015446085c471063481769481d6f482475472a7a46307e453781433d844142873f48893d4e8a3a538b38598c355e8d33638d31"
        "688e2e6d8e2c718e2a768e297b8e27808e25848e23898e218e8d20928c1f978b1e9c891fa18821a58524aa8328ae802eb37c35b7"
        "793dbc7446c06f50c46a5ac86465cb5e70cf577cd25089d54895d840a2da37b0dd2fbddf26cae11fd8e219e5e419f1e51dfde725"
    ),
    dtype=np.uint8,
).reshape(-1, 3)
MOST_COLOURS: Final = 256  # in a palette


def viridis(share: ArrayLike) -> Pixels:
    """The viridis colour of a share: dark violet at 0, yellow at 1, evenly lighter in between.

    Shapes: (...) → (..., 3), red, green, blue as 0 … 255. ValueError: a share outside [0, 1], or nan.
    """
    shares = np.asarray(share, dtype=np.float64)
    if not np.all((shares >= 0.0) & (shares <= 1.0)):
        raise ValueError("share has a value outside [0, 1]")
    places = np.linspace(0.0, 1.0, len(_ANCHORS))
    channels = [np.interp(shares, places, _ANCHORS[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)


def hex_colour(rgb: ArrayLike) -> str:
    """A colour (3,) of 0 … 255 as "#rrggbb"."""
    red, green, blue = np.asarray(rgb).tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"


def luminance(rgb: ArrayLike) -> FloatArray:
    """Relative luminance of colours (..., 3) of 0 … 255: 0 for black, 1 for white. Source: WCAG 2.2."""
    channels = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    weighed: FloatArray = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighed


def data_uri(pixels: NDArray[Any], palette: ArrayLike | None = None, **options: Any) -> str:
    """A picture as a PNG inside a URL: "data:image/png;base64,…".

    pixels: (h, w, 3) colours of 0 … 255, or with a palette (n, 3) of at most 256 colours the numbers (h, w) of the
    colours in it. Row 0 is at the top. Few colours make a small PNG: up to 256 are written as a palette.
    ``options``: of the PNG. ValueError: other shapes, numbers outside the palette.
    """
    if palette is None:
        if pixels.ndim != 3 or pixels.shape[-1] != 3:
            raise ValueError(f"pixels has shape {pixels.shape}, not (h, w, 3)")
        pixels = pixels.astype(np.uint8)
        packed = pixels.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
        colours, numbers = np.unique(packed, return_inverse=True)
        if len(colours) > MOST_COLOURS:
            return _encoded(Image.fromarray(pixels))
        return data_uri(numbers.reshape(packed.shape), np.stack([colours >> 16, colours >> 8, colours], -1) & 255)
    table = np.asarray(palette, dtype=np.uint8)
    if pixels.ndim != 2 or table.ndim != 2 or table.shape[-1] != 3 or not 0 < len(table) <= MOST_COLOURS:
        raise ValueError(f"pixels has shape {pixels.shape} and palette {table.shape}, not (h, w) and (n, 3)")
    if pixels.min() < 0 or pixels.max() >= len(table):
        raise ValueError(f"pixels runs over {pixels.min()} … {pixels.max()}, the palette has {len(table)} colours")
    image = Image.fromarray(pixels.astype(np.uint8))
    image.putpalette(table.tobytes())
    return _encoded(image, **options)


def _encoded(image: Image.Image, **options: Any) -> str:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=6, **options)  # level 9 saves a tenth and takes five times as long
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")
