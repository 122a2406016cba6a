"""A small file to learn the three pieces on: predictions that are right about how often, made more or less sure."""

from functools import cache
from typing import Final

import numpy as np

from core.maths.activations import logit
from core.simulation.predictions.pieces import Loss, Pieces, pieces
from core.simulation.predictions.scores import Scores

SHARES: Final = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
ROWS: Final = 20  # to each share


def sample(sureness: float) -> Scores:
    """140 rows whose logits are so many times those of a calibrated model: at 1 every share is what was said.

    Of 20 rows with the share s, 20 s are of label 1. ValueError: sureness not above 0.
    """
    if not sureness > 0.0:
        raise ValueError(f"sureness = {sureness!r} is not above 0")
    shares = np.array(SHARES)
    labels = np.arange(ROWS) < np.round(ROWS * shares)[:, np.newaxis]
    return Scores(labels.ravel().astype(np.float64), np.repeat(sureness * logit(shares), ROWS), "logits")


@cache
def pieces_at(sureness: float, loss: Loss) -> Pieces:
    """The three pieces of a loss: of the labels, of the order of the predictions, and of how sure they are."""
    found = pieces(sample(sureness), loss)
    if found is None:
        raise AssertionError("two classes have three pieces")
    return found
