"""What was read: each column that matters with its reason and its correction, and what must be asked, as controls."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.widgets import drawer
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain
from core.data.reading import words
from core.data.reading.cells import cut, shortened
from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading.asked import Asked, Fact, Question, Reading, Said, Stop
from core.simulation.predictions.reading.families import Family, families
from core.simulation.predictions.reading.roles import answered, read
from core.simulation.predictions.reading.tables import shared_ids, unfolded

V = TypeVar("V")

AUTO, NONE, OPEN = "auto", "none", "open"
ANY: Final = Choice(AUTO, (AUTO,))  # what there is to choose depends on the file
KINDS: Final = {  # in links and texts -> in the command
    "probabilities": "probability", "logits": "logit",
    **{kind: kind for kind in ("log_probability", "percent", "confidence")},
}  # fmt: skip
KIND_IDS: Final = {kind: name for name, kind in KINDS.items()}
LABEL: Final = Control("y_column", ANY, "role.label", kind="list")
KIND: Final = Choice(AUTO, (AUTO, *KINDS))
MODELS: Final = tuple(
    (Control(f"{letter}_column", ANY, label, kind="list"), Control(f"{letter}_kind", KIND, "role.kind", kind="list"))
    for letter, label in zip("abcdefgh", ("role.a", *["role.further"] * 7), strict=True)
)
EVENT, LONG, WEIGHTS, GROUPS, ID = (
    Control(name, ANY, f"role.{name}", kind="list") for name in ("event", "long", "weights", "groups", "id")
)
HEADER: Final = Control("header", Choice(AUTO, (AUTO, "names", "data")), "role.header", "role.header_{}", kind="list")
ABOUT: Final = ("label", "model", "kind", "positive", "classes", "label_offset", "weights")
ANSWERS: Final = {about: Control(f"say_{about}", Choice(OPEN, (OPEN,)), "role.answer", kind="list") for about in ABOUT}
CONTROLS: Final = (
    LABEL, *(one for pair in MODELS for one in pair), EVENT, LONG, WEIGHTS, GROUPS, ID, HEADER, *ANSWERS.values(),
)  # fmt: skip


def choose(page: Page, sheet: Sheet) -> tuple[Reading, Asked]:
    """What was read, with a list for each correction, and what the reader has said."""
    whole, long = sheet, _column(page, LONG, sheet)
    try:
        sheet, warnings = kept("unfolded", (whole, long), lambda: unfolded(whole, long))
    except Stop as stop:
        found = stop.into(Reading())
        _more(page, whole, whole, found)
        return _said(page, found), Asked(long=long)
    label = _column(page, LABEL, sheet)
    asked = Asked(label=label, weights=_column(page, WEIGHTS, sheet), groups=_column(page, GROUPS, sheet), long=NONE)
    alone = kept("reading_alone", (sheet, asked), lambda: read(sheet, asked))
    among = {family.name: family for family in kept("families", (sheet, alone.label), lambda: _families(sheet, alone))}
    asked = _models(page, sheet, asked, alone, among)
    if len(alone.classes) == 2:
        asked = replace(asked, positive=_chosen(page, EVENT, _events(alone)))
    found, asked, on_the_way = _with_answers(page, sheet, asked)
    found = replace(found, warnings=[*warnings, *found.warnings])
    _table(page, sheet, found, among)
    _more(page, whole, sheet, found)
    for number, (question, before) in enumerate(on_the_way):
        _ask(page, sheet, before, question, number)
    return _said(page, found), asked


def _said(page: Page, found: Reading) -> Reading:
    """Say what is odd, refused or waiting about a reading."""
    for said in found.warnings:
        if said.key != "left_out":
            st.caption(f":material/priority_high: {sentence(page, said)}")
    if found.refused is not None and found.refused.key != "no_rows":
        st.warning(sentence(page, found.refused), icon=":material/error:")
    elif found.questions:
        st.info(page.text("bad.waiting"), icon=":material/front_hand:")
    return found


def _with_answers(page: Page, sheet: Sheet, asked: Asked) -> tuple[Reading, Asked, list[tuple[Question, Asked]]]:
    """What was read with the answers given so far, these too, and all questions with what was known before each."""
    on_the_way: list[tuple[Question, Asked]] = []
    while True:
        found = kept(f"reading_{len(on_the_way)}", (sheet, asked), partial(read, sheet, asked))
        known = {question.about for question, _ in on_the_way}
        new = [one for one in found.questions if one.about in ANSWERS and one.about not in known]
        if not new:
            return found, asked, on_the_way
        for question in new:
            on_the_way.append((question, asked))
            flags = {str(number): flag for number, flag in enumerate(question.flags, 1)}
            chosen = page.value(within(page, ANSWERS[question.about], (OPEN, *flags)))
            asked = asked if chosen == OPEN else asked.answered(flags[chosen])


def _ask(page: Page, sheet: Sheet, asked: Asked, question: Question, number: int) -> None:
    """A question with what each answer would lead to."""
    text, units = page.text, page.units
    losses = kept(f"answers_{number}", (sheet, asked, question), lambda: answered(sheet, asked, question))
    named = {OPEN: text("role.open")}
    for place, (flag, loss) in enumerate(losses, 1):
        parts = (part.partition("=")[2] if part[:2] == "--" else part for part in shlex.split(flag))
        told = ", ".join(filter(None, parts))
        named[str(place)] = told if loss is None else f"{told}: {plain(units.of(loss), 4)} {text.unit}"
    st.markdown(f":material/help: {sentence(page, question.said)}")
    pick(page, ANSWERS[question.about], named)


def choose_id(page: Page, first: Sheet, second: Sheet) -> str | None:
    """The column by which two tables are joined, with its list; None for the guess."""
    shared = {f"c{first.names.index(name) + 1}": name for name in shared_ids(first, second)}
    chosen = _chosen(page, ID, shared)
    _pick(page, ID, shared, next(iter(shared.values()), "–"))
    return chosen


def _families(sheet: Sheet, alone: Reading) -> tuple[Family, ...]:
    """All that can be a model beside the label: families of columns, then single ones."""
    truth = [sheet.names.index(fact.column) for fact in alone.facts if fact.role == "truth"]
    counts = sheet.columns[truth[0]].counts() if len(truth) == 1 else {}
    usable = [place for place, one in enumerate(sheet.columns) if place not in truth and len(one.known())]
    singles = (Family((place,), sheet.names[place]) for place in usable)
    return (*families(sheet, usable, counts or dict.fromkeys(alone.classes, 1)), *singles)


def _models(page: Page, sheet: Sheet, asked: Asked, alone: Reading, among: Mapping[str, Family]) -> Asked:
    """The models and kinds that the reader has chosen; further ones are guessed anew beside a chosen one."""
    columns = {name: tuple(sheet.names[place] for place in family.places) for name, family in among.items()}
    chosen = [_chosen(page, column, columns | {NONE: ()}) for column, _ in MODELS]
    said = [one for one in chosen if one]
    taken = {name for one in said for name in one}
    guessed = iter([
        one.columns for one in alone.models
        if not set(one.columns) & taken and (not said or len(one.columns) == len(said[0]))
    ])  # fmt: skip
    kinds = [KINDS.get(page.value(kind)) for one, (_, kind) in zip(chosen, MODELS, strict=True) if one != ()]
    models = [one or next(guessed, ()) for one in chosen]  # no model there also takes a guess away
    wanted = dict.fromkeys(model for one, model in zip(chosen, models, strict=True) if one != () and model)
    told = any(one is not None for one in chosen)
    return replace(asked, models=tuple(wanted) if told else (), kinds=tuple(kinds) if any(kinds) else ())


def _events(found: Reading) -> dict[str, str]:
    return dict(zip(("first", "second"), found.classes, strict=True))


def _names(sheet: Sheet) -> dict[str, str]:
    return {f"c{place}": name for place, name in enumerate(sheet.names, 1)}


def _column(page: Page, control: Control[str], sheet: Sheet) -> str | None:
    """The column that a list chooses, or none; None for the guess."""
    return _chosen(page, control, {NONE: NONE, **_names(sheet)})


def _chosen(page: Page, control: Control[str], among: Mapping[str, V]) -> V | None:
    """What the chosen id stands for; None for the guess, which has an id of its own: so it may change with the file."""
    return among.get(page.value(within(page, control, (AUTO, *among))))


def within(page: Page, control: Control[str], options: Sequence[str]) -> Control[str]:
    """The control over what there is to choose, by default the first; a choice that is gone is forgotten."""
    if page.state.get(control.name, options[0]) not in options:
        page.state.put(control.name, options[0])
    return control.over(Choice(options[0], tuple(options)))


def pick(page: Page, control: Control[str], names: Mapping[str, str]) -> None:
    """A list of what there is to choose, by its words."""
    # To the browser options are their words, so no two may be the same: a column may be called what a family is.
    shown = dict(zip(names, shortened([*names.values()]), strict=True))
    page.show(within(page, control, [*names]), format_func=shown.__getitem__)


def _pick(page: Page, control: Control[str], names: Mapping[str, str], guess: str) -> None:
    pick(page, control, {AUTO: page.text("role.guess", name=guess), **names})


def _table(page: Page, sheet: Sheet, found: Reading, among: Mapping[str, Family]) -> None:
    """What was read: the truth, the models and the classes, each beside its correction; then the rest."""
    text, nobody = page.text, page.text("role.none")
    if sheet.headerless:
        st.caption(text("role.headerless"))
    titles = {name: family.title for name, family in among.items()}
    kinds = {name: text(f"kind.{name}") for name in KINDS}
    with _row(page, [fact for fact in found.facts if fact.role == "truth"][:1]):
        _pick(page, LABEL, _names(sheet), found.label or "–")
    shown = min(len(found.models) + 1, len(MODELS), max(1, len(among) - 1))
    for number, (column, kind) in enumerate(MODELS[:shown]):
        model = found.models[number] if number < len(found.models) else None
        facts = [fact for fact in found.facts if model and fact.column in model.columns and fact.role == "model"]
        with _row(page, facts[:1]):
            _pick(page, column, {NONE: nobody, **titles} if number else titles, model.name if model else nobody)
            if model or not number:
                _pick(page, kind, kinds, kinds[KIND_IDS[model.kind]] if model else "–")
    if len(found.classes) == 2:
        with _row(page, []):
            _pick(page, EVENT, _events(found), found.positive or "–")
    elif found.classes:
        names = ", ".join(map(cut, found.classes[:8])) + (", …" if len(found.classes) > 8 else "")
        st.text(text("classes", count=len(found.classes), names=names))
    if _weighed(sheet, found):
        with _row(page, [fact for fact in found.facts if fact.role == "weights"]):
            _pick(page, WEIGHTS, _numeric(page, sheet), found.weights or nobody)
    rest = [fact for fact in found.facts if fact.role not in ("truth", "model", "weights")]
    for role in dict.fromkeys(fact.role for fact in rest):
        st.text(f"{text(f'as.{role}')}: {', '.join(cut(fact.column) for fact in rest if fact.role == role)}")


def _numeric(page: Page, sheet: Sheet) -> dict[str, str]:
    numeric = {id_: name for (id_, name), one in zip(_names(sheet).items(), sheet.columns, strict=True) if one.numeric}
    return {NONE: page.text("role.none"), **numeric}


def _weighed(sheet: Sheet, found: Reading) -> bool:
    """Whether the list of weights stands beside what was read; else it is among what few tables need."""
    return bool(found.weights) or any(column.said & words.WEIGHT for column in sheet.columns)


def _more(page: Page, whole: Sheet, sheet: Sheet, found: Reading) -> None:
    """What few tables need: the first line, the column that names models, groups, weights without a telling name."""
    text = page.text
    nobody = {NONE: text("role.none")}
    with drawer(text) as is_open:
        if is_open:
            page.show(HEADER)
            _pick(page, LONG, nobody | _names(whole), text("role.by_name"))
            _pick(page, GROUPS, nobody | _names(sheet), nobody[NONE])
            if not _weighed(sheet, found):
                _pick(page, WEIGHTS, _numeric(page, sheet), nobody[NONE])


def _row(page: Page, facts: Sequence[Fact]) -> DeltaGenerator:
    """A row of what was read: its words on the left; the place for its correction, on the right."""
    left, place = st.columns([1, 1.2], gap="small", vertical_alignment="center")
    for fact in facts:
        why = page.text(f"why.{fact.why}", **{name: code_span(cut(value)) for name, value in fact.values.items()})
        left.markdown(f"{code_span(cut(fact.column))}: {page.text(f'as.{fact.role}')}. {why}")
    return place


def sentence(page: Page, said: Said, mark: Callable[[str], str] = code_span) -> str:
    """A sentence with its values, which come from outside, as code."""
    return page.text(f"said.{said.key}", **{name: mark(value) for name, value in said.values.items()})
