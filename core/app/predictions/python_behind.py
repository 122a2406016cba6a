"""The Python behind the losses of the reader's predictions."""

from typing import Final

import numpy as np

from core.app.take_home.snippet import Snippet, listed
from core.charts.kit.theme import Units
from core.maths import losses
from core.simulation.predictions.report import Report

MOST_WRITTEN: Final = 200  # rows that go into a piece of Python


def losses_behind(units: Units, report: Report) -> Snippet:
    """The Python for the first model's mean loss where the rows are few, else for its worst row's."""
    model, few = report.models[0], report.models[0].scores.count <= MOST_WRITTEN
    scores = model.scores
    function = {
        ("probabilities", True): losses.binary_cross_entropy,
        ("logits", True): losses.binary_cross_entropy_with_logits,
        ("probabilities", False): losses.categorical_cross_entropy,
        ("logits", False): losses.categorical_cross_entropy_with_logits,
    }[scores.kind, scores.binary]
    places = np.arange(scores.count) if few else model.worst[:1]
    labels = listed(scores.labels[places])
    if not scores.binary:
        labels = f"np.eye({scores.classes})[{scores.labels[places].astype(int).tolist()!r}]  # one-hot rows"
    code = f"""
    y = {labels}
    said = {listed(scores.values[places])}
    losses = {function.__name__}(y, said)
    {"losses.mean()  # 4 nats: the mean" if few else ""}
    losses.max()  # 4 nats: the worst row
    """
    return Snippet(code, units, (function,))
