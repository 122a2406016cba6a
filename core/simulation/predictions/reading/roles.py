"""What every column of a table is: read by evidence, told with its reason, asked where it cannot be known."""

import math
from dataclasses import replace
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column
from core.data.reading.sheet import Sheet
from core.maths.checks import FloatArray
from core.simulation.predictions.reading import labels, truth
from core.simulation.predictions.reading.asked import Asked, Fact, ModelRead, Question, Said, Stop, flag
from core.simulation.predictions.reading.families import Family, values_of
from core.simulation.predictions.reading.found import Reading
from core.simulation.predictions.reading.kinds import Lone, kind_of_family, kind_of_lone
from core.simulation.predictions.reading.long import unfolded
from core.simulation.predictions.reading.models import models_of
from core.simulation.predictions.reading.rows import Checked, Labels, Values, check_rows
from core.simulation.predictions.reading.several import Parts, has_several, parts_of
from core.simulation.predictions.reading.truth import Candidate, place_of
from core.simulation.predictions.scores import cross_entropies, hits

LEAST_BELIEVED: Final = math.log(0.01)  # of a calibrated model's chance to be right in every row
_TOOLS_ANSWER: Final = frozenset({"label", "labels", "class"})  # what tools call their own answer behind its columns


def read(sheet: Sheet, asked: Asked | None = None) -> Reading:
    """The roles of a table's columns, and its rows as far as nothing that matters is open."""
    asked = asked or Asked()
    reader = _Reader(sheet, asked)
    found = reader.read()
    if asked.label is None and found.settled:
        return _believed(reader.sheet, reader.asked, found)
    return found


def answered(sheet: Sheet, asked: Asked, question: Question) -> tuple[tuple[str, float | None], ...]:
    """Each flag that answers a question, and the first model's mean cross-entropy then; None where more is open."""
    found = []
    for one in question.flags:
        reading = _Reader(sheet, asked.answered(one)).read()
        value = None
        if (
            reading.checked is not None
            and not reading.refused
            and len(reading.checked.lines)
            and ({other.about for other in reading.questions} <= {question.about})
        ):
            scores = reading.checked.scores()[0]
            value = scores.mean(cross_entropies(scores))
        found.append((one, value))
    return tuple(found)


def _believed(sheet: Sheet, asked: Asked, found: Reading) -> Reading:
    """The same, or a question where the truth is what the model answered in every row: it may be the answer."""
    checked = found.checked
    if checked is None or not len(checked.lines):
        return found
    scores = checked.scores()
    agreeing = [one for one in scores if bool(hits(one).all())]
    if not agreeing:
        return found
    first, rivals = truth.choose(sheet, asked)
    fitting = []
    for rival in rivals:
        other = replace(asked, label=rival.name)
        if not rival.family.classes and (reading := _Reader(sheet, other).read()).settled:
            fitting.append((rival, reading))
    places = [truth.place_of(sheet, name, "label") for model in found.models for name in model.columns]
    behind = first.family.places[0] == max(places) + 1 and bool(first.words <= _TOOLS_ANSWER)
    if behind and len(fitting) == 1 and len(places) > 1:
        rival, reading = fitting[0]
        fact = Fact(found.label, "answer", "tool_answer")
        facts = (*(one for one in reading.facts if one.column != found.label), fact)
        return replace(reading, facts=facts, warnings=(*reading.warnings, Said("tool_answer", {"column": found.label})))
    outputs = agreeing[0].outputs
    sure = np.maximum(outputs, 1.0 - outputs) if agreeing[0].binary else outputs.max(axis=1)
    with np.errstate(divide="ignore"):
        doubtful = float(np.log(sure).sum()) < LEAST_BELIEVED
    if fitting or doubtful or not first.named:
        flags = [flag("label", found.label), *(flag("label", rival.name) for rival, _ in fitting)]
        said = Said("agrees_always", {"column": found.label, "rows": str(len(checked.lines))})
        return replace(found, questions=(Question("label", said, tuple(flags)),))
    return replace(found, warnings=(*found.warnings, Said("agrees", {"column": found.label})))


class _Reader:
    """One pass over a table: each step needs what the ones before have found."""

    def __init__(self, sheet: Sheet, asked: Asked) -> None:
        self.sheet, self.asked = sheet, asked
        self.facts: list[Fact] = []
        self.warnings: list[Said] = []
        self.questions: list[Question] = []
        self.label, self.models = "", tuple[ModelRead, ...]()

    def read(self) -> Reading:
        """What was read, up to the first question behind which nothing can be read."""
        labels_of: Labels | None = None
        checked: Checked | None = None
        parts: Parts = ()
        refused: Said | None = None
        weights: Column | None = None
        try:
            self.asked, self.sheet = unfolded(self.sheet, self.asked, self.warnings)
            candidate, _ = truth.choose(self.sheet, self.asked)
            self.label = candidate.name
            for place in candidate.family.places:
                self.facts.append(Fact(self.sheet.names[place], "truth", candidate.why, {"values": _some(candidate)}))
            models = models_of(self.sheet, self.asked, candidate)
            if has_several(self.sheet, candidate.family):
                parts = self._several(candidate.family, models)
            else:
                labels_of, values = self._values(candidate, models)
                weights = self._weights(candidate, models)
                checked = check_rows(self.sheet, labels_of, values, weights, self.asked.sums)
                if weights is not None and len(checked.lines) and not np.any(checked.weights):
                    raise Stop(Said("no_weight", {"column": weights.name}))
                self._sums(checked)
        except Stop as stop:
            if stop.question is None:
                refused = stop.said
            else:
                self.questions.append(stop.question)
        if checked is not None and not len(checked.lines) and not self.questions:
            refused = Said("no_rows", {"rows": str(checked.total)})
        self._rest()
        classes = labels_of.classes if labels_of else ()
        return Reading(
            self.label, classes[1] if len(classes) == 2 else None, classes, weights.name if weights else None,
            self.models, tuple(self.facts), tuple(self.questions), tuple(self.warnings), refused, checked,
            parts,
        )  # fmt: skip

    def _several(self, truth_of: Family, models: tuple[Family, ...]) -> Parts:
        """The parts of a truth of several labels at once."""
        kinds = [
            next(iter(self.asked.kinds), None)
            or kind_of_family(model.title, values_of(self.sheet, model.places), False, self.warnings)
            for model in models
        ]
        parts = parts_of(self.sheet, truth_of, models, kinds)
        names = [tuple(self.sheet.names[place] for place in model.places) for model in models]
        self.models = tuple(
            ModelRead(model.title, own, kind) for model, own, kind in zip(models, names, kinds, strict=True)
        )
        for model, own, kind in zip(models, names, kinds, strict=True):
            said = {"kind": kind, "model": model.title}
            of_classes = zip(own, model.classes, strict=True)
            self.facts += [Fact(name, "model", model.why, said | {"class": text}) for name, text in of_classes]
        self.warnings.append(Said("several_labels", {"column": truth_of.title}))
        if not len(parts[0][1].lines):
            raise Stop(Said("no_rows", {"rows": str(len(self.sheet.lines))}))
        return parts

    def _values(self, candidate: Candidate, models: tuple[Family, ...]) -> tuple[Labels, tuple[Values, ...]]:
        """The labels, and how each model's columns are read."""
        found: list[Values] = []
        labels_of: Labels | None = None
        reads: list[ModelRead] = []
        for number, model in enumerate(models):
            names = tuple(self.sheet.names[place] for place in model.places)
            kind = self.asked.kinds[min(number, len(self.asked.kinds) - 1)] if self.asked.kinds else None
            percent = all(self.sheet.columns[place].percent for place in model.places)
            if model.classes:
                if candidate.family.classes:
                    own, order = labels.of_shares(candidate.family, model, self.sheet, self.asked)
                else:
                    own, order = labels.of_family(candidate.column, model, self.sheet, self.asked, self.warnings)
                kind = kind or kind_of_family(model.title, values_of(self.sheet, model.places), percent, self.warnings)
                if kind == "confidence":
                    raise Stop(Said("confidence_of_many", {"columns": model.title}))
                values = Values(model.title, tuple(model.places[place] for place in order), kind)
            else:
                own, values = self._lone(candidate, model, kind, percent)
            if labels_of is not None and len(labels_of.classes) != len(own.classes):
                continue
            if labels_of is not None and labels_of.classes != own.classes:
                values = self._same_order(values, own, labels_of, model)
            labels_of = labels_of or own
            found.append(values)
            reads.append(ModelRead(model.title, names, values.kind))
            for place, name in zip(
                values.places, own.classes if len(values.places) > 1 else (own.classes[1],), strict=True
            ):
                of = own.classes[0] if values.turn else name
                self.facts.append(
                    Fact(
                        self.sheet.names[place],
                        "model",
                        model.why,
                        {"class": of, "kind": values.kind, "model": model.title},
                    )
                )
        self.models = tuple(reads)
        if labels_of is None:
            raise Stop(Said("no_model", {"columns": ", ".join(self.sheet.names[:12])}))
        return labels_of, tuple(found)

    def _same_order(self, values: Values, own: Labels, first: Labels, model: Family) -> Values:
        """A further model's columns in the order of the first one's classes."""
        mine, theirs = [name.casefold() for name in own.classes], [name.casefold() for name in first.classes]
        if sorted(mine) != sorted(theirs):
            if len(mine) == 2 and len(values.places) == 1:
                return values
            raise Stop(Said("other_classes", {"model": model.title}))
        if len(values.places) == 1:
            return replace(values, turn=not values.turn)
        return replace(values, places=tuple(values.places[mine.index(name)] for name in theirs))

    def _lone(self, candidate: Candidate, model: Family, kind: str | None, percent: bool) -> tuple[Labels, Values]:
        if candidate.family.classes:
            raise Stop(Said("lone_beside_shares", {"column": model.title}))
        column = self.sheet.columns[model.places[0]]
        own, turn = labels.of_lone(candidate.column, model.title, self.asked, candidate.words, model.why != "tier_4")
        answers = None if kind not in (None, "confidence") else self._answers(candidate, own, model)
        of_class = 1.0 - answers if answers is not None and turn else answers
        kind = kind or kind_of_lone(Lone(column.name, column.numbers, percent, of_class), self.warnings)
        if kind == "confidence":
            if answers is None:
                raise Stop(Said("confidence_of_what", {"column": column.name}), "kind", ("--kind probability",))
            turn = False
            self.warnings.append(Said("turned_confidence", {"column": column.name}))
        if turn:
            self.warnings.append(
                Said("turned", {"column": column.name, "class": own.classes[0], "event": own.classes[1]})
            )
        return own, Values(model.title, model.places, kind, turn, answers)

    def _answers(self, candidate: Candidate, own: Labels, model: Family) -> FloatArray | None:
        """What the model answered: 1 for the event, 0 for the other, NaN where neither."""
        known = {own.classes[1].casefold(): 1.0, own.classes[0].casefold(): 0.0}
        for place, column in enumerate(self.sheet.columns):
            said = words.words_of(column.name)
            if place in (*candidate.family.places, *model.places) or not said & (
                words.ANSWER | _TOOLS_ANSWER | words.AGAINST
            ):
                continue
            counts = column.counts(most=100)
            of_text = {text: known.get(text.casefold(), words.POLARITY.get(text.casefold())) for text in counts}
            if counts and None not in of_text.values():
                values = column.numbered({text: int(value or 0) for text, value in of_text.items()}).astype(np.float64)
                values[values < 0] = np.nan
                self.facts.append(Fact(column.name, "answer", "answer"))
                return values
        return None

    def _weights(self, candidate: Candidate, models: tuple[Family, ...]) -> Column | None:
        """The weights that are called so, or were asked for; a column that only may be one is a question."""
        taken = {*candidate.family.places, *(place for model in models for place in model.places)}
        if self.asked.weights is not None:
            if self.asked.weights == "none":
                return None
            column = self.sheet.columns[place_of(self.sheet, self.asked.weights, "weights")]
            self.facts.append(Fact(column.name, "weights", "asked"))
            return column
        for place, column in enumerate(self.sheet.columns):
            if place in taken or not len(column.known()) or bool((column.known() < 0.0).any()):
                continue
            if words.SURE_WEIGHT.fullmatch(column.name.strip()):
                self.facts.append(Fact(column.name, "weights", "named"))
                self.warnings.append(Said("weighted", {"column": column.name}))
                return column
            if words.words_of(column.name) & words.WEIGHT:
                flags = (flag("weights", column.name), "--weights none")
                self.questions.append(Question("weights", Said("weights", {"column": column.name}), flags))
                return None
        return None

    def _sums(self, checked: Checked) -> None:
        if checked.rounded:
            self.warnings.append(Said("rounded_sums", {"rows": str(checked.rounded)}))
        if checked.sums and self.asked.sums is None:
            said = Said("sums", {"rows": str(checked.sums), "total": str(checked.total)})
            self.questions.append(Question("sums", said, ("--sums divide", "--sums drop")))
        if checked.bad_count:
            self.warnings.append(Said("left_out", {"rows": str(checked.bad_count), "total": str(checked.total)}))

    def _rest(self) -> None:
        """The columns that are left alone."""
        told = {fact.column for fact in self.facts}
        for column in self.sheet.columns:
            if column.name not in told and not any(column.name in model.columns for model in self.models):
                counting = bool(words.words_of(column.name) & words.COUNTING)
                answer = bool(words.words_of(column.name) & words.ANSWER)
                self.facts.append(
                    Fact(
                        column.name,
                        "answer" if answer else "left",
                        "answer" if answer else "counting" if counting else "input",
                    )
                )


def _some(candidate: Candidate) -> str:
    """The first few values of the truth."""
    return ", ".join(list(candidate.counts)[:6] or list(candidate.family.classes)[:6])
