"""The field of predictions over two inputs as a series of small pictures, while two runs learn."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.charts.kit.images import MOST_COLOURS, Pixels, data_uri, viridis
from core.charts.kit.layers import Frame
from core.data.samples import Dataset
from core.maths.checks import LOSSES, FloatArray

Predict = Callable[[FloatArray, NDArray[np.int64]], FloatArray]

CELLS: Final = 48  # the model is asked at so many places along each axis,
FINER: Final = (2, 3)  # and the pictures are so many times finer upwards and across: charts are wider than high
BANDS: Final = 10  # of the probability of one of two classes; one edge is at ½
SURENESS: Final = 5  # bands of the probability of the likeliest of more classes
PALEST: Final = 0.2  # of a class's colour, where it is only just the likeliest
ROUNDING: Final = 1e-9
MOST_VALUES: Final = 2**18  # of the model's answers at a time: 2 MB stay in the cache
PADDING: Final = 0.06  # of the data's width, around it
WHITE: Final = (255, 255, 255)


def field_epochs(last: int) -> NDArray[np.int64]:
    """Key frames from 0 to the last epoch, some 60 at most: close early, where most happens, and even later.

    Each new picture is painted with all samples on it, so more of them make the player stutter.
    """
    epochs = [0]
    while epochs[-1] < last:
        now = epochs[-1]
        epochs.append(min(last, max(now + 1, min(round(1.25 * now), now + -(-last // 50)))))
    return np.array(epochs)


def field_window(data: Dataset, columns: tuple[int, int]) -> tuple[float, float, float, float]:
    """The part of the plane of two columns that holds every sample and some room: x0, x1, y0, y1 in raw units.

    ValueError: columns that are not two different ones of the data set.
    """
    known = range(len(data.columns))
    if columns[0] == columns[1] or columns[0] not in known or columns[1] not in known:
        raise ValueError(f"columns = {columns!r} are not two of {len(known)}")
    ends = []
    for column in columns:
        low, high = float(data.raw[:, column].min()), float(data.raw[:, column].max())
        room = PADDING * (high - low) or 0.5 * max(abs(low), 1.0)
        ends += [low - room, high + room]
    x0, x1, y0, y1 = ends
    return x0, x1, y0, y1


def field_pictures(data: Dataset, columns: tuple[int, int], epochs: ArrayLike, predict: Predict) -> Frame:
    """A picture of both runs' predictions for each key frame, over two columns, the others at their means.

    One row for each run and key frame: ``quantity``, the epochs ``from_epoch`` ≤ epoch < ``to_epoch`` it stands for,
    ``url``, and its place ``x0``, ``x1``, ``y0``, ``y1``. Of two classes it shows the probability of the second in
    ten bands of viridis; of more, the colour of the likeliest, mixed with the more white the less sure it is. The
    white line is where the likeliest class changes.
    epochs: (F,) key frames, rising. predict(points (m, d) in model units, epochs (F,)) → probabilities (2, F, m, K),
    the runs in the order of LOSSES.
    ValueError: answers that are no probabilities, columns as in ``field_window``.
    """
    frames = np.asarray(epochs, dtype=np.int64)
    x0, x1, y0, y1 = field_window(data, columns)
    middles = (np.arange(CELLS) + 0.5) / CELLS
    across, up = np.meshgrid(x0 + middles * (x1 - x0), y1 + middles * (y0 - y1))  # row 0 is at the top
    points = np.tile(data.raw.mean(axis=0), (CELLS * CELLS, 1))
    points[:, columns[0]], points[:, columns[1]] = across.ravel(), up.ravel()
    inputs, classes = data.model_units(points), len(data.classes)
    step = max(1, MOST_VALUES // (len(LOSSES) * inputs.shape[0] * classes))
    urls: dict[str, list[str]] = {loss: [] for loss in LOSSES}
    for first in range(0, len(frames), step):
        answers = predict(inputs, frames[first : first + step])
        lowest, highest = float(answers.min()), float(answers.max())
        if not (lowest >= -ROUNDING and highest <= 1.0 + ROUNDING):  # nan is in no interval
            raise ValueError(f"predict answers {lowest!r} … {highest!r}: no probabilities")
        for loss, run in zip(LOSSES, answers, strict=True):
            pictures = _two_classes if classes == 2 else _more_classes
            urls[loss] += pictures(run.reshape(-1, CELLS, CELLS, classes))
    return Frame(
        {
            "quantity": np.repeat(LOSSES, len(frames)),
            "from_epoch": np.tile(frames, len(LOSSES)),
            "to_epoch": np.tile(np.append(frames[1:], frames[-1] + 1), len(LOSSES)),
            "url": [url for loss in LOSSES for url in urls[loss]],
        }
    ).assign(x0=x0, x1=x1, y0=y0, y1=y1)


def class_colours(classes: int) -> Pixels:
    """The colours of K classes, (K, 3): evenly along viridis."""
    return viridis(np.linspace(0.0, 1.0, classes))


def _finer(planes: NDArray[Any]) -> NDArray[np.float32]:
    """Planes (…, h, w) made finer by straight lines between the middles of their cells, level beyond the last ones.

    By hand and not as products of matrices: BLAS would spread those over threads, which on a machine with other work
    to do wait for each other, up to a hundred times longer than the sums take.
    """
    upwards, across = FINER
    wide = np.swapaxes(_finer_rows(np.swapaxes(planes.astype(np.float32), -1, -2), across), -1, -2)
    return _finer_rows(np.ascontiguousarray(wide), upwards)


def _finer_rows(planes: NDArray[np.float32], times: int) -> NDArray[np.float32]:
    """Planes (…, h, w) with so many rows in place of each, (…, times · h, w)."""
    rows = planes.shape[-2]
    padded = np.concatenate([planes[..., :1, :], planes, planes[..., -1:, :]], axis=-2)
    fine = np.empty((*planes.shape[:-2], times * rows, planes.shape[-1]), dtype=np.float32)
    for number in range(times):
        below, share = divmod((number + 0.5) / times + 0.5, 1.0)  # of a cell, from the middle of the padding on
        first = int(below)
        near, far = padded[..., first : first + rows, :], padded[..., first + 1 : first + 1 + rows, :]
        fine[..., number::times, :] = near + np.float32(share) * (far - near)
    return fine


def _two_classes(answers: FloatArray) -> Iterator[str]:
    """Pictures of answers (F, CELLS, CELLS, 2): the probability of the second class."""
    second = _finer(answers[..., 1])
    numbers = np.minimum((second * BANDS).astype(np.uint8), BANDS - 1)
    palette = viridis((np.arange(BANDS) + 0.5) / BANDS)
    return _bordered(numbers, second >= 0.5, palette)


def _more_classes(answers: FloatArray) -> Iterator[str]:
    """Pictures of answers (F, CELLS, CELLS, K): the likeliest class, the paler the less sure.

    Its probability is read on the way from 1/K, where nothing is known, to 1.
    """
    planes = _finer(np.moveaxis(answers, -1, 0))
    classes = len(planes)
    best, winners = planes[0].copy(), np.zeros(planes[0].shape, dtype=np.uint8)
    for number, plane in enumerate(planes[1:], 1):  # one plane at a time is four times faster than argmax
        winners[plane > best] = number
        np.maximum(best, plane, out=best)
    bands = min(SURENESS, (MOST_COLOURS - 1) // classes)
    sure = np.clip((best * classes - 1.0) / (classes - 1.0), 0.0, 1.0)
    numbers = winners * np.uint8(bands) + np.minimum((sure * bands).astype(np.uint8), bands - 1)
    depth = PALEST + (1.0 - PALEST) * (np.arange(bands) + 0.5) / bands
    colours = class_colours(classes)[:, None, :].astype(np.float64)
    palette = (255.0 + depth[:, None] * (colours - 255.0)).round().astype(np.uint8).reshape(-1, 3)
    return _bordered(numbers, winners, palette)


def _bordered(numbers: NDArray[np.uint8], winners: NDArray[Any], palette: Pixels) -> Iterator[str]:
    """Pictures (F, h, w) of the palette's colours, white where the winner is another than to the right or below."""
    border = np.zeros(winners.shape, dtype=bool)
    border[:, :-1] |= winners[:, :-1] != winners[:, 1:]
    border[:, :, :-1] |= winners[:, :, :-1] != winners[:, :, 1:]
    numbers[border] = len(palette)
    return (data_uri(picture, np.vstack([palette, WHITE])) for picture in numbers)
