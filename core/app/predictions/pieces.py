"""The loss in three pieces: what the base rate costs, what telling the rows apart saves, what a false number costs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.frame.sections import lead
from core.app.predictions.kept import kept
from core.app.predictions.pictured import Pictured, class_names, in_table
from core.app.wording.blocks import table
from core.app.wording.figures import plain, whole
from core.app.wording.language import inline
from core.charts.predictions import pieces as charts
from core.charts.predictions.pieces import Named
from core.simulation.predictions.consistency import consistency
from core.simulation.predictions.pieces import Loss, Pieces, against_rest, pieces
from core.simulation.predictions.scores import Scores

LOSSES: Final[tuple[Loss, ...]] = ("cross_entropy", "squared_error")
NONE: Final = "–"  # stands for a number that is not known
SIGNS: Final = {
    "uncertainty": r"\entropy{\blacksquare}",
    "discrimination": r"-\,\entropy{\square}",
    "miscalibration": r"+\,\model{\blacksquare}",
    "chance": r"\slope{\textbf{—}}",
}
TOTAL: Final = {"cross_entropy": r"\ce{\boldsymbol{\vert}}", "squared_error": r"\se{\boldsymbol{\vert}}"}
MOST_CLASSES: Final = 10
MOST_DRAWN: Final = 50_000  # rows of several classes; with more, what chance shows is next to nothing, and takes long


@dataclass(frozen=True, slots=True)
class Taken:
    """One model, or one of several classes, apart: its pieces of both losses, and what chance alone would show."""

    name: str
    cross_entropy: Pieces
    squared_error: Pieces
    chance: float | None
    infinite: int

    def of(self, loss: Loss, per_nat: float) -> Named:
        """Its pieces of a loss in the reader's unit."""
        if loss == "squared_error":
            return Named(self.name, self.squared_error)
        chance = None if self.chance is None else per_nat * self.chance
        return Named(self.name, self.cross_entropy.times(per_nat), chance)


def taken(shown: Pictured, waiting: str = "") -> tuple[Taken, ...]:
    """The models apart; of more than two classes the dearest classes of the model in front."""
    report = shown.report
    if report.models[0].scores.binary:
        return kept(
            "pieces",
            report,
            lambda: tuple(
                _take(name, model.scores, model.summary.infinite)
                for name, model in zip(shown.names, report.models, strict=True)
            ),
            waiting,
        )
    return kept("classes", (report, shown.shown), lambda: _classes(shown), waiting)


def _take(name: str, scores: Scores, infinite: int, with_chance: bool = True) -> Taken:
    ce, se = (pieces(scores, loss) for loss in LOSSES)
    if ce is None or se is None:
        raise ValueError("only two classes have three pieces")
    return Taken(name, ce, se, consistency(scores).miscalibration if with_chance else None, infinite)


def _classes(shown: Pictured) -> tuple[Taken, ...]:
    scores = shown.report.models[shown.shown].scores
    small = scores.count <= MOST_DRAWN
    names = enumerate(class_names(shown.report))
    found = [_take(name, against_rest(scores, number), 0, small) for number, name in names]
    return tuple(sorted(found, key=lambda one: -one.cross_entropy.loss)[:MOST_CLASSES])


def show(page: Page, shown: Pictured) -> None:
    """The pieces of both losses, their numbers, and where the idea comes from."""
    text = page.text
    found = taken(shown, text("phase.evaluate"))
    st.markdown(f"**{text('pieces.title')}**")
    binary = shown.report.models[0].scores.binary
    if binary:
        for loss, place in zip(LOSSES, st.columns(2, gap="medium"), strict=True):
            with place:
                _picture(page, found, loss)
        _table(page, found, LOSSES)
    else:
        rest = len(class_names(shown.report)) - len(found)
        st.caption(text("pieces.classes", model=in_table(shown.names[shown.shown]))
                   + (" " + text("pieces.more_classes", count=whole(rest)) if rest else ""))  # fmt: skip
        _picture(page, found, "cross_entropy")
        _table(page, found, ("cross_entropy",))
    for one in found if binary else ():
        if math.isinf(one.cross_entropy.miscalibration):
            endless = text("pieces.infinite", rows=whole(one.infinite), name=in_table(one.name))
            st.caption(f":material/all_inclusive: {endless}")
    page.note(text("pieces.reading"))
    with page.fold():
        st.markdown(text("pieces.how"))
        if not binary:
            _picture(page, found, "squared_error")
            _table(page, found, ("squared_error",))
        lead(page, text("pieces.to_kl"), "kl_divergence", key="pieces_to_kl", icon=":material/balance:")


def _picture(page: Page, found: Sequence[Taken], loss: Loss) -> None:
    text, units = page.text, page.units
    named = [one.of(loss, units.per_nat) for one in found]
    axis = text(f"pieces.axis_{loss}")
    said = "; ".join(f"{one.name}: {_in_words(page, one)}" for one in named)
    rows = charts.bar_rows(named, loss, lambda value: plain(value, 3))
    draw(charts.chart, rows, axis, len(named), alt=f"{axis}. {said}", key=f"predictions_pieces_{loss}")


def _table(page: Page, found: Sequence[Taken], losses: Sequence[Loss]) -> None:
    """The pieces in numbers, added up from top to bottom: a column for each model or class."""
    text, units = page.text, page.units
    signs = [f":small[{inline(sign)} {text(f'pieces.{name}')}]" for name, sign in SIGNS.items()]
    signs.insert(3, f":small[**{text('pieces.total')}**]")
    rows: list[tuple[str, ...]] = []
    for loss in losses:
        unit = f" ({text.unit})" if loss == "cross_entropy" else ""
        rows.append((f":small[{inline(TOTAL[loss])} **{text(loss)}{unit}**]", *("" for _ in found)))
        columns = [numbers(one.of(loss, units.per_nat)) for one in found]
        rows += (row for row in zip(signs, *columns, strict=True) if {*row[1:]} != {NONE})
    names = [in_table(one.name) if len(found) > 1 else "" for one in found]
    table(("", *names), rows, "l" + "r" * len(names))


def numbers(one: Named) -> list[str]:
    """Uncertainty, discrimination, miscalibration, the loss, and what chance alone would show."""
    three = one.pieces
    values = [three.uncertainty, three.discrimination, three.miscalibration, three.loss]
    return [*(plain(value, 4) for value in values), NONE if one.chance is None else plain(one.chance, 4)]


def _in_words(page: Page, one: Named) -> str:
    names = ("uncertainty", "discrimination", "miscalibration", "total", "chance")
    return page.text("pieces.alt", **dict(zip(names, numbers(one), strict=True)))
