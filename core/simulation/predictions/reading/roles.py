"""What every column of a table is: read by evidence, told with its reason, asked where it cannot be known."""

import math
from collections.abc import Sequence
from dataclasses import replace
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
    Parts,
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
from core.simulation.predictions.reading.rows import Checked, Labels, Values, check_rows
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
        return stop.reading
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
        return replace(fitting[0], facts=tuple(facts), warnings=(*fitting[0].warnings, said))
    outputs = agreeing[0].outputs
    sure = np.maximum(outputs, 1.0 - outputs) if agreeing[0].binary else outputs.max(axis=1)
    with np.errstate(divide="ignore"):
        doubtful = float(np.log(sure).sum()) < LEAST_BELIEVED
    if fitting or doubtful or not first.because("truth_name"):
        flags = (flag("label", one.label) for one in (found, *fitting))
        said = Said("agrees_always", {"column": found.label, "rows": str(scores[0].count)})
        return replace(found, questions=(Question(said, tuple(flags)),))
    return replace(found, warnings=(*found.warnings, Said("agrees", {"column": found.label})))


class _Pass:
    """One pass over a table: each step needs what the ones before have found."""

    def __init__(self, sheet: Sheet, asked: Asked, warnings: Sequence[Said]) -> None:
        self.sheet, self.asked = sheet, asked
        self.facts: list[Fact] = []
        self.warnings = list(warnings)
        self.questions: list[Question] = []
        self.models: list[ModelRead] = []
        self.labels: Labels | None = None
        self.weights: Column | None = None
        self.groups: Column | None = None

    def read(self) -> Reading:
        """What was read, up to the first question behind which nothing can be read."""
        label, refused, checked, parts = "", None, None, Parts()
        candidate: Candidate | None = None
        try:
            candidate, _ = truth.choose(self.sheet, self.asked)
            label = candidate.name
            some = ", ".join(list(candidate.counts)[:6] or candidate.family.classes[:6])
            for place in candidate.family.places:
                self._fact(place, "truth", candidate.why, values=some)
            models = models_of(self.sheet, self.asked, candidate)
            if self._has_several(candidate.family):
                parts = self._parts(candidate.family, models)
            else:
                values = self._values(candidate, models)
                self._weigh({*candidate.family.places, *(place for model in models for place in model.places)})
                checked = self._checked(values)
        except Stop as stop:
            refused = stop.reading.refused
            self.questions += stop.reading.questions
            if candidate and (answers := right_answers(self.sheet, candidate, stop)):
                self.warnings.append(answers)
        if checked is not None and not len(checked.lines) and not self.questions:
            refused = Said("no_rows", {"rows": str(checked.total)})
        self._rest()
        names, weights = self.labels.classes if self.labels else (), self.weights.name if self.weights else None
        said = tuple(self.models), tuple(self.facts), tuple(self.questions), tuple(self.warnings)
        return Reading(label, names[1] if len(names) == 2 else None, names, weights, *said, refused, checked, parts)

    def _fact(self, place: int, role: str, why: str, **values: str) -> None:
        self.facts.append(Fact(self.sheet.names[place], role, why, values))

    def _model(self, model: Family, kind: str, of_place: Sequence[tuple[int, str]]) -> None:
        """Note a model and of which class each of its columns is."""
        self.models.append(ModelRead(model.title, tuple(self.sheet.names[place] for place in model.places), kind))
        for place, name in of_place:
            self._fact(place, "model", model.why, **{"class": name, "kind": kind, "model": model.title})

    def _kind(self, number: int) -> str | None:
        return self.asked.kinds[min(number, len(self.asked.kinds) - 1)] if self.asked.kinds else None

    def _family_kind(self, model: Family, number: int) -> str:
        percent = all(self.sheet.columns[place].percent for place in model.places)
        evidence = Evidence(model.title, self.sheet.values(model.places), percent)
        return self._kind(number) or kind_of(evidence, self.warnings)

    def _has_several(self, family: Family) -> bool:
        """Whether a truth of zeros and ones has more than a few rows without exactly one 1."""
        if not family.classes:
            return False
        values = self.sheet.values(family.places)
        return hard(values) and float((values.sum(axis=1) == 1.0).mean()) < 1.0 - labels.STRAY

    def _parts(self, family: Family, models: tuple[Family, ...]) -> Parts:
        """Each label of several at once with the rows that can be used for all; every model has a column for each."""
        names, read_as = [name.casefold() for name in family.classes], []
        for number, model in enumerate(models):
            places = {own.casefold(): place for own, place in zip(model.classes, model.places, strict=False)}
            if sorted(places) != sorted(names):
                raise Stop("other_classes", model=model.title)
            kind = self._family_kind(model, number)
            self._model(model, kind, [*zip(model.places, model.classes, strict=True)])
            read_as.append([Values(model.title, (places[name],), kind) for name in names])
        self.warnings.append(Said("several_labels", {"column": family.title}))
        parts = []
        for name, place, *values in zip(family.classes, family.places, *read_as, strict=True):
            column = self.sheet.columns[place]
            parts.append((name, check_rows(self.sheet, Labels((column,), column.numbers, ("0", "1")), tuple(values))))
        common = set.intersection(*(set(one.lines.tolist()) for _, one in parts))
        if not common:
            raise Stop("no_rows", rows=str(len(self.sheet.lines)))
        return tuple((name, one.only(np.isin(one.lines, list(common)))) for name, one in parts)

    def _values(self, candidate: Candidate, models: tuple[Family, ...]) -> tuple[Values, ...]:
        """How each model's columns are read; the first one's labels are those of all."""
        found: list[Values] = []
        for number, model in enumerate(models):
            own, values = (self._wide if model.classes else self._lone)(candidate, model, number)
            first = self.labels = self.labels or own
            if len(first.classes) != len(own.classes):
                continue
            if first.classes != own.classes:
                values = self._same_order(values, own, first)
            found.append(values)
            names = own.classes if len(values.places) > 1 else (own.classes[not values.turn],)
            self._model(model, values.kind, [*zip(values.places, names, strict=True)])
        return tuple(found)

    def _wide(self, candidate: Candidate, model: Family, number: int) -> tuple[Labels, Values]:
        if candidate.family.classes:
            own, order = labels.of_shares(candidate.family, model, self.sheet, self.asked)
        else:
            own, order = labels.of_columns(candidate.column, model, self.sheet, self.asked, self.warnings)
        kind = self._family_kind(model, number)
        if kind == CONFIDENCE:
            raise Stop("confidence_of_many", columns=model.title)
        return own, Values(model.title, tuple(model.places[place] for place in order), kind)

    def _lone(self, candidate: Candidate, model: Family, number: int) -> tuple[Labels, Values]:
        column, kind = self.sheet.columns[model.places[0]], self._kind(number)
        if candidate.family.classes:
            raise Stop("lone_beside_shares", column=model.title)
        own, turn = labels.of_lone(candidate.column, model.title, self.asked, candidate.words, model.why != NEUTRAL)
        answers = None if kind not in (None, CONFIDENCE) else self._answers(candidate, own, model)
        of_class = 1.0 - answers if answers is not None and turn else answers
        kind = kind or kind_of(Evidence(column.name, column.numbers, column.percent, of_class), self.warnings)
        if kind == CONFIDENCE:
            if answers is None:
                raise Stop("confidence_of_what", "--kind probability", column=column.name)
            turn = False
            self.warnings.append(Said("turned_confidence", {"column": column.name}))
        if turn:
            classes_of = {"class": own.classes[0], "event": own.classes[1]}
            self.warnings.append(Said("turned", {"column": column.name, **classes_of}))
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

    def _weigh(self, taken: set[int]) -> None:
        """The weights that are called so, or were asked for; a column that only may be one is a question."""
        self.groups = self._asked_for(self.asked.groups, "groups")
        self.weights = self._asked_for(self.asked.weights, "weights")
        for place, column in enumerate(self.sheet.columns if self.asked.weights is None else ()):
            known = column.known()
            if place in taken or not column.said & words.WEIGHT or not len(known) or (known < 0.0).any():
                continue
            if words.SURE_WEIGHT.fullmatch(column.name.strip()):
                self._fact(place, "weights", "named")
                self.warnings.append(Said("weighted", {"column": column.name}))
                self.weights = column
            else:
                flags = (flag("weights", column.name), "--weights none")
                self.questions.append(Question(Said("weights", {"column": column.name}), flags))
            return

    def _asked_for(self, name: str | None, role: str) -> Column | None:
        """The column that the reader has given a role."""
        if name in (None, "none"):
            return None
        place = place_of(self.sheet, str(name), role)
        self._fact(place, role, "asked")
        return self.sheet.columns[place]

    def _checked(self, values: tuple[Values, ...]) -> Checked:
        """The rows that can be used, and what has to be said or asked about them."""
        if self.labels is None:
            raise Stop("no_model", columns=", ".join(self.sheet.names[:12]))
        checked = check_rows(self.sheet, self.labels, values, self.weights, self.groups, self.asked.sums == "divide")
        if self.weights is not None and len(checked.lines) and not np.any(checked.weights):
            raise Stop("no_weight", column=self.weights.name)
        if checked.rounded:
            self.warnings.append(Said("rounded_sums", {"rows": str(checked.rounded)}))
        if checked.sums and self.asked.sums is None:
            said = Said("sums", {"rows": str(checked.sums), "total": str(checked.total)})
            self.questions.append(Question(said, ("--sums divide", "--sums drop")))
        if checked.bad_count:
            self.warnings.append(Said("left_out", {"rows": str(checked.bad_count), "total": str(checked.total)}))
        return checked

    def _rest(self) -> None:
        """The columns that are left alone."""
        told = {fact.column for fact in self.facts} | {name for model in self.models for name in model.columns}
        for place, column in enumerate(self.sheet.columns):
            if column.name not in told:
                why = next((why for among, why in _LEFT if column.said & among), "input")
                self._fact(place, "answer" if why == "answer" else "left", why)
