"""What the pictures show: which model in front, and of more than two classes which one against the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.predictions.reading.roles import pick, within
from core.app.wording.code_span import code_span
from core.data.reading.cells import shortened
from core.simulation.predictions.pieces import against_rest
from core.simulation.predictions.report import Report
from core.simulation.predictions.scores import Scores, hits

MOST_MODELS: Final = 8
MODEL: Final = Control(
    "shown", Choice("m1", tuple(f"m{number}" for number in range(1, MOST_MODELS + 1))), "pictured.model", kind="list"
)
TOP: Final = "top"
CLASS: Final = Control("of_class", Choice(TOP, (TOP,)), "pictured.class", kind="list")
CONTROLS: Final = (MODEL, CLASS)


@dataclass(frozen=True, eq=False, slots=True)
class Pictured:
    """The models as the pictures have them: by short names that differ, as rows of two classes, and which is shown."""

    report: Report
    names: tuple[str, ...]
    shown: int
    of_class: str

    @property
    def scores(self) -> list[Scores]:
        """The rows of every model as two classes: the label against the rest, or right against wrong."""
        return kept("pictured", (self.report, self.of_class), self._two_classes)

    def _two_classes(self) -> list[Scores]:
        found = [model.scores for model in self.report.models]
        if found[0].binary:
            return found
        if self.of_class == TOP:
            return [
                Scores(hits(one).astype(np.float64), one.outputs.max(axis=1), "probabilities", one.weights)
                for one in found
            ]
        return [against_rest(one, int(self.of_class[1:]) - 1) for one in found]


def pictured(page: Page, report: Report, titles: Sequence[str]) -> Pictured:
    """The models as the pictures have them now."""
    count = len(report.models)
    return Pictured(
        report,
        shortened(titles),
        min(int(page.value(MODEL)[1:]), count) - 1,
        TOP if report.models[0].scores.binary else page.value(within(page, CLASS, _classes(report))),
    )


def choose(page: Page, report: Report, names: Sequence[str]) -> None:
    """The list of the models, where there are several, and of the classes, where there are more than two."""
    if len(names) > 1:
        pick(page, MODEL, dict(zip(MODEL.over_a(Choice).options, names, strict=False)))
    if not report.models[0].scores.binary:
        pick(page, CLASS, dict(zip(_classes(report), (page.text("pictured.top"), *class_names(report)), strict=True)))


def class_names(report: Report) -> tuple[str, ...]:
    """The names of the classes."""
    count = report.models[0].scores.classes
    return tuple(report.checked.classes or map(str, range(count)))


def in_table(name: str) -> str:
    """A name from outside in the cell of a Markdown table."""
    return code_span(name).replace("|", r"\|")


def _classes(report: Report) -> tuple[str, ...]:
    return (TOP, *(f"k{number}" for number in range(1, report.models[0].scores.classes + 1)))
