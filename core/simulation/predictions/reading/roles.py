"""What every column of a table is: read by evidence, told with its reason, asked where it cannot be known."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, repeat
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, hard
from core.data.reading.sheet import Sheet
from core.maths.checks import FloatArray
from core.simulation.predictions.reading import labels, truth
from core.simulation.predictions.reading.asked import (
    Asked,
    Fact,
    ModelRead,
    Question,
    Reading,
    Said,
    Stop,
    flag,
    place_of,
)
from core.simulation.predictions.reading.families import Family
from core.simulation.predictions.reading.kinds import CONFIDENCE, Evidence, kind_of
from core.simulation.predictions.reading.models import NEUTRAL, models_of, right_answers
from core.simulation.predictions.reading.rows import Labels, Values, check_rows
from core.simulation.predictions.reading.tables import unfolded
from core.simulation.predictions.reading.truth import Candidate
from core.simulation.predictions.scores import cross_entropies, hits

LEAST_BELIEVED: Final = math.log(0.01)  # of a calibrated model's chance to be right in every row
_LEFT: Final = ((words.ANSWER, "answer"), (words.COUNTING, "counting"))  # why a column is left alone, by its words
_TOOLS_ANSWER: Final = frozenset({"label", "labels", "class"})  # what tools call their own answer behind its columns


def read(sheet: Sheet, asked: Asked | None = None, believing: bool = False) -> Reading:
    """The roles of a table's columns, and its rows as far as nothing that matters is open.

    Unless ``believing``, a truth that the reader has not named and that the model always answers is asked about.
    """
    asked = asked or Asked()
    try:
        sheet, warnings = unfolded(sheet, asked.long)
    except Stop as stop:
        return stop.into(Reading())
    found = _Pass(sheet, asked, warnings).read()
    doubted = asked.label is None and found.settled and not believing
    return _believed(sheet, asked, found) if doubted else found


def answered(sheet: Sheet, asked: Asked, question: Question) -> tuple[tuple[str, float | None], ...]:
    """Each flag that answers a question, and the first model's mean cross-entropy then; None where more is open."""
    found = []
    for one in question.flags:
        reading = read(sheet, asked.answered(one), believing=True)
        checked, value = reading.checked, None
        open_still = {other.about for other in reading.questions} - {question.about}
        if checked is not None and not reading.refused and len(checked.lines) and not open_still:
            scores = checked.scores()[0]
            value = scores.mean(cross_entropies(scores))
        found.append((one, value))
    return tuple(found)


def _believed(sheet: Sheet, asked: Asked, found: Reading) -> Reading:
    """The same, or a question where the truth is what the model answered in every row: it may be the answer."""
    scores = found.checked.scores() if found.checked else ()
    agreeing = [one for one in scores if bool(hits(one).all())]
    if not agreeing:
        return found
    first, rivals = truth.choose(sheet, asked)
    readings = [_Pass(sheet, replace(asked, label=one.name), []).read() for one in rivals if not one.family.classes]
    fitting = [reading for reading in readings if reading.settled]
    places = [sheet.names.index(name) for model in found.models for name in model.columns]
    behind = first.family.places[0] == max(places) + 1 and bool(first.words <= _TOOLS_ANSWER)
    if behind and len(fitting) == 1 and len(places) > 1:
        facts = [one for one in fitting[0].facts if one.column != found.label]
        facts.append(Fact(found.label, "answer", "tool_answer"))
        said = Said("tool_answer", {"column": found.label})
        return replace(fitting[0], facts=facts, warnings=[*fitting[0].warnings, said])
    outputs = agreeing[0].outputs
    sure = np.maximum(outputs, 1.0 - outputs) if agreeing[0].binary else outputs.max(axis=1)
    with np.errstate(divide="ignore"):
        doubtful = float(np.log(sure).sum()) < LEAST_BELIEVED
    if fitting or doubtful or not first.because("truth_name"):
        flags = (flag("label", one.label) for one in (found, *fitting))
        said = Said("agrees_always", {"column": found.label, "rows": str(scores[0].count)})
        return replace(found, questions=[Question(said, tuple(flags))])
    return replace(found, warnings=[*found.warnings, Said("agrees", {"column": found.label})])


class _Pass:
    """One pass over a table: each step needs what the ones before have found."""

    def __init__(self, sheet: Sheet, asked: Asked, warnings: Sequence[Said]) -> None:
        self.sheet, self.asked, self.found = sheet, asked, Reading(warnings=[*warnings])

    def read(self) -> Reading:
        """What was read, up to the first question behind which nothing can be read."""
        found, candidate = self.found, None
        try:
            candidate, _ = truth.choose(self.sheet, self.asked)
            found.label = candidate.name
            some = ", ".join(list(candidate.counts)[:6] or candidate.family.classes[:6])
            for place in candidate.family.places:
                self._fact(place, "truth", candidate.why, values=some)
            kinds = self.asked.kinds or (None,)
            models = [*zip(models_of(self.sheet, self.asked, candidate), chain(kinds, repeat(kinds[-1])), strict=False)]
            if self._has_several(candidate.family):
                self._parts(candidate.family, models)
            else:
                self._check(candidate, models)
        except Stop as stop:
            stop.into(found)
            if candidate and (answers := right_answers(self.sheet, candidate, stop)):
                found.warnings.append(answers)
        if found.checked is not None and not len(found.checked.lines) and not found.questions:
            found.refused = Said("no_rows", {"rows": str(found.checked.total)})
        told = {fact.column for fact in found.facts} | {name for model in found.models for name in model.columns}
        for place, column in enumerate(self.sheet.columns):  # the columns that are left alone
            if column.name not in told:
                why = next((why for among, why in _LEFT if column.said & among), "input")
                self._fact(place, "answer" if why == "answer" else "left", why)
        return found

    def _fact(self, place: int, role: str, why: str, **values: str) -> None:
        self.found.facts.append(Fact(self.sheet.names[place], role, why, values))

    def _model(self, model: Family, kind: str, of_place: Sequence[tuple[int, str]]) -> None:
        """Note a model and of which class each of its columns is."""
        names = tuple(self.sheet.names[place] for place in model.places)
        self.found.models.append(ModelRead(model.title, names, kind))
        for place, name in of_place:
            self._fact(place, "model", model.why, **{"class": name, "kind": kind, "model": model.title})

    def _family_kind(self, model: Family) -> str:
        percent = all(self.sheet.columns[place].percent for place in model.places)
        return kind_of(Evidence(model.title, self.sheet.values(model.places), percent), self.found.warnings)

    def _has_several(self, family: Family) -> bool:
        """Whether a truth of zeros and ones has more than a few rows without exactly one 1."""
        if not family.classes:
            return False
        values = self.sheet.values(family.places)
        return hard(values) and float((values.sum(axis=1) == 1.0).mean()) < 1.0 - labels.STRAY

    def _parts(self, family: Family, models: Sequence[tuple[Family, str | None]]) -> None:
        """Each label of several at once with the rows that can be used for all; every model has a column for each."""
        names, read_as = [name.casefold() for name in family.classes], []
        for model, told in models:
            places = {own.casefold(): place for own, place in zip(model.classes, model.places, strict=False)}
            if sorted(places) != sorted(names):
                raise Stop("other_classes", model=model.title)
            kind = told or self._family_kind(model)
            self._model(model, kind, [*zip(model.places, model.classes, strict=True)])
            read_as.append([Values(model.title, (places[name],), kind) for name in names])
        self.found.warnings.append(Said("several_labels", {"column": family.title}))
        parts = []
        for name, place, *values in zip(family.classes, family.places, *read_as, strict=True):
            column = self.sheet.columns[place]
            parts.append((name, check_rows(self.sheet, Labels((column,), column.numbers, ("0", "1")), tuple(values))))
        common = set.intersection(*(set(one.lines.tolist()) for _, one in parts))
        if not common:
            raise Stop("no_rows", rows=str(len(self.sheet.lines)))
        self.found.parts = tuple((name, one.only(np.isin(one.lines, list(common)))) for name, one in parts)

    def _check(self, candidate: Candidate, models: Sequence[tuple[Family, str | None]]) -> None:
        """The rows that can be used, and what has to be said or asked about them; the first model's labels hold."""
        found, read_as, first = self.found, list[Values](), Labels((), np.zeros(0), ())
        for model, told in models:
            own, values = (self._wide if model.classes else self._lone)(candidate, model, told)
            if not read_as:
                first, found.classes = own, own.classes
                found.positive = own.classes[1] if len(own.classes) == 2 else None
            if len(first.classes) != len(own.classes):
                continue
            if first.classes != own.classes:
                values = self._same_order(values, own, first)
            read_as.append(values)
            names = own.classes if len(values.places) > 1 else (own.classes[not values.turn],)
            self._model(model, values.kind, [*zip(values.places, names, strict=True)])
        groups, weights = self._asked_for(self.asked.groups, "groups"), self._asked_for(self.asked.weights, "weights")
        if self.asked.weights is None:
            of_models = (place for model, _ in models for place in model.places)
            weights = self._weights({*candidate.family.places, *of_models})
        found.weights = weights.name if weights else None
        checked = check_rows(self.sheet, first, tuple(read_as), weights, groups, self.asked.sums == "divide")
        if weights is not None and len(checked.lines) and not np.any(checked.weights):
            raise Stop("no_weight", column=weights.name)
        if checked.rounded:
            found.warnings.append(Said("rounded_sums", {"rows": str(checked.rounded)}))
        if checked.sums and self.asked.sums is None:
            said = Said("sums", {"rows": str(checked.sums), "total": str(checked.total)})
            found.questions.append(Question(said, ("--sums divide", "--sums drop")))
        if checked.bad_count:
            found.warnings.append(Said("left_out", {"rows": str(checked.bad_count), "total": str(checked.total)}))
        found.checked = checked

    def _wide(self, candidate: Candidate, model: Family, kind: str | None) -> tuple[Labels, Values]:
        if candidate.family.classes:
            own, order = labels.of_shares(candidate.family, model, self.sheet, self.asked)
        else:
            own, order = labels.of_columns(candidate.column, model, self.sheet, self.asked, self.found.warnings)
        kind = kind or self._family_kind(model)
        if kind == CONFIDENCE:
            raise Stop("confidence_of_many", columns=model.title)
        return own, Values(model.title, tuple(model.places[place] for place in order), kind)

    def _lone(self, candidate: Candidate, model: Family, kind: str | None) -> tuple[Labels, Values]:
        column, warnings = self.sheet.columns[model.places[0]], self.found.warnings
        if candidate.family.classes:
            raise Stop("lone_beside_shares", column=model.title)
        own, turn = labels.of_lone(candidate.column, model.title, self.asked, candidate.words, model.why != NEUTRAL)
        answers = None if kind not in (None, CONFIDENCE) else self._answers(candidate, own, model)
        of_class = 1.0 - answers if answers is not None and turn else answers
        kind = kind or kind_of(Evidence(column.name, column.numbers, column.percent, of_class), warnings)
        if kind == CONFIDENCE:
            if answers is None:
                raise Stop("confidence_of_what", "--kind probability", column=column.name)
            turn = False
            warnings.append(Said("turned_confidence", {"column": column.name}))
        if turn:
            classes_of = {"class": own.classes[0], "event": own.classes[1]}
            warnings.append(Said("turned", {"column": column.name, **classes_of}))
        return own, Values(model.title, model.places, kind, turn, answers)

    def _same_order(self, values: Values, own: Labels, first: Labels) -> Values:
        """A further model's columns in the order of the first one's classes."""
        mine, theirs = [name.casefold() for name in own.classes], [name.casefold() for name in first.classes]
        same = sorted(mine) == sorted(theirs)
        if len(values.places) == 1:
            return replace(values, turn=values.turn != same)
        if not same:
            raise Stop("other_classes", model=values.name)
        return replace(values, places=tuple(values.places[mine.index(name)] for name in theirs))

    def _answers(self, candidate: Candidate, own: Labels, model: Family) -> FloatArray | None:
        """What the model answered: 1 for the event, 0 for the other, NaN where neither."""
        known = words.POLARITY | {own.classes[1].casefold(): 1, own.classes[0].casefold(): 0}
        for place, column in enumerate(self.sheet.columns):
            taken = place in (*candidate.family.places, *model.places)
            if taken or not column.said & (words.ANSWER | _TOOLS_ANSWER | words.AGAINST):
                continue
            texts = column.counts(most=100)
            if texts and all(text.casefold() in known for text in texts):
                self._fact(place, "answer", "answer")
                values = column.valued({text: known[text.casefold()] for text in texts})
                return None if np.isnan(values).all() else values
        return None

    def _weights(self, taken: set[int]) -> Column | None:
        """The weights that are called so; a column that only may be one is a question."""
        for place, column in enumerate(self.sheet.columns):
            known = column.known()
            if place in taken or not column.said & words.WEIGHT or not len(known) or (known < 0.0).any():
                continue
            if words.SURE_WEIGHT.fullmatch(column.name.strip()):
                self._fact(place, "weights", "named")
                self.found.warnings.append(Said("weighted", {"column": column.name}))
                return column
            flags = (flag("weights", column.name), "--weights none")
            self.found.questions.append(Question(Said("weights", {"column": column.name}), flags))
            return None
        return None

    def _asked_for(self, name: str | None, role: str) -> Column | None:
        """The column that the reader has given a role."""
        if name in (None, "none"):
            return None
        place = place_of(self.sheet, str(name), role)
        self._fact(place, role, "asked")
        return self.sheet.columns[place]
