"""What was read: each column that matters with its reason and its correction, and what must be asked, as controls."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain
from core.data.reading.cells import cut, shortened
from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading.asked import Asked, Fact, Question, Said
from core.simulation.predictions.reading.families import Family, families
from core.simulation.predictions.reading.found import Reading
from core.simulation.predictions.reading.roles import answered, read
from core.simulation.predictions.reading.truth import candidates_named

AUTO, NONE, OPEN = "auto", "none", "open"
ANY: Final = Choice(AUTO, (AUTO,))  # what there is to choose depends on the file
KINDS: Final = {
    "probabilities": "probability",
    "logits": "logit",
    "log_probability": "log_probability",
    "percent": "percent",
    "confidence": "confidence",
}
KIND_IDS: Final = {kind: name for name, kind in KINDS.items()}
LABEL: Final = Control("y_column", ANY, "role.label", kind="list")
FIRST: Final = (
    Control("a_column", ANY, "role.a", kind="list"),
    Control("a_kind", Choice(AUTO, (AUTO, *KINDS)), "role.kind", kind="list"),
)
SECOND: Final = (replace(FIRST[0], name="b_column", label="role.b"), replace(FIRST[1], name="b_kind"))
EVENT: Final = Control("event", ANY, "role.event", kind="list")
ABOUT: Final = ("label", "model", "kind", "positive", "classes", "label_offset", "weights")
ANSWERS: Final = {about: Control(f"say_{about}", Choice(OPEN, (OPEN,)), "role.answer", kind="list") for about in ABOUT}
CONTROLS: Final = (LABEL, *FIRST, *SECOND, EVENT, *ANSWERS.values())


def choose(page: Page, sheet: Sheet, sums: str | None) -> tuple[Reading, Asked]:
    """What was read, with a list for each correction, and what the reader has said."""
    label_names = {f"c{place + 1}": name for place, name in enumerate(sheet.names)}
    label = _chosen(page, LABEL, label_names)
    asked = Asked(label=None if label is None else label_names[label], sums=sums)
    alone = kept("reading_alone", (sheet, asked), lambda: read(sheet, asked))
    among = {family.name: family for family in kept("families", (sheet, alone.label), lambda: _families(sheet, alone))}
    asked = _models(page, sheet, asked, alone, among)
    if alone.classes and len(alone.classes) == 2 and (event := _chosen(page, EVENT, _events(alone))):
        asked = replace(asked, positive=_events(alone)[event])
    found, open_questions = _with_answers(page, sheet, asked)
    _table(page, sheet, found, label_names, among)
    for number, question in enumerate(open_questions):
        _ask(page, sheet, asked, question, number)
        asked = _answer(page, asked, question)
    for said in found.warnings:
        if said.key != "left_out":
            st.caption(f":material/priority_high: {_sentence(page, said)}")
    if found.refused is not None and found.refused.key != "no_rows":
        st.warning(_sentence(page, found.refused), icon=":material/error:")
    elif found.questions:
        st.info(page.text("bad.waiting"), icon=":material/front_hand:")
    return found, asked


def _with_answers(page: Page, sheet: Sheet, asked: Asked) -> tuple[Reading, tuple[Question, ...]]:
    """What was read with the answers given so far, and all questions on the way, answered ones too."""
    asked_for: dict[str, Question] = {}
    for number in range(len(ABOUT) + 1):
        made_for = (sheet, asked)
        found = kept(f"reading_{number}", made_for, lambda asked=asked: read(sheet, asked))  # type: ignore[misc]
        new = [one for one in found.questions if one.about in ANSWERS and one.about not in asked_for]
        if not new:
            break
        for question in new:
            asked_for[question.about] = question
            asked = _answer(page, asked, question)
    return found, tuple(asked_for.values())


def _answer(page: Page, asked: Asked, question: Question) -> Asked:
    chosen = page.value(_control(page, question))
    return asked if chosen == OPEN else asked.answered(question.flags[int(chosen) - 1])


def _control(page: Page, question: Question) -> Control[str]:
    options = (OPEN, *(str(number) for number in range(1, len(question.flags) + 1)))
    control = ANSWERS[question.about]
    if page.state.get(control.name, OPEN) not in options:
        page.state.put(control.name, OPEN)
    return control.over(Choice(OPEN, options))


def _ask(page: Page, sheet: Sheet, asked: Asked, question: Question, number: int) -> None:
    """A question with what each answer would lead to."""
    text, units = page.text, page.units
    losses = kept(f"answers_{number}", (sheet, asked, question), lambda: answered(sheet, asked, question))
    words = [text("role.open")]
    for flag, loss in losses:
        answer = ", ".join(shlex.split(flag)[1::2])
        words.append(answer if loss is None else f"{answer}: {plain(units.of(loss), 4)} {text(units.name)}")
    st.markdown(f":material/help: {_sentence(page, question.said)}")
    control = _control(page, question)
    shown = dict(zip(control.field.options, shortened(words), strict=True))  # type: ignore[attr-defined]
    page.show(control, format_func=shown.__getitem__)


def _families(sheet: Sheet, alone: Reading) -> tuple[Family, ...]:
    """All that can be a model beside the label: families of columns, then single ones."""
    places, counts = candidates_named(sheet, alone.label)
    usable = [place for place, one in enumerate(sheet.columns) if place not in places and len(one.known())]
    singles = (Family((place,), sheet.names[place]) for place in usable)
    return (*families(sheet, usable, counts), *singles)


def _models(page: Page, sheet: Sheet, asked: Asked, alone: Reading, among: Mapping[str, Family]) -> Asked:
    """The models and kinds that the reader has chosen; the second is guessed anew for another first one."""
    first, second = _chosen(page, FIRST[0], among), _chosen(page, SECOND[0], {**among, NONE: None})
    guessed = [model.columns for model in alone.models]
    columns = {name: tuple(sheet.names[place] for place in family.places) for name, family in among.items()}
    models: list[tuple[str, ...]] = []
    if first is not None or second is not None:
        models = [columns[first]] if first is not None else guessed[:1]
        if second is None:
            taken = set(models[0]) if models else set()
            models += [one for one in guessed if not set(one) & taken and len(one) == len(models[0])]
        elif second != NONE and columns[second] not in models:
            models.append(columns[second])
    kinds = tuple(KINDS.get(page.value(control)) for control in (FIRST[1], SECOND[1]))
    return replace(asked, models=tuple(models), kinds=kinds if any(kinds) else ())


def _events(found: Reading) -> dict[str, str]:
    return dict(zip(("first", "second"), found.classes, strict=True))


def _chosen(page: Page, control: Control[str], among: Mapping[str, object]) -> str | None:
    """The chosen one of some ids; None for the guess, which has an entry of its own: so it may change with the file."""
    if page.state.get(control.name, AUTO) not in (AUTO, *among):
        page.state.put(control.name, AUTO)
    chosen = page.value(control.over(Choice(AUTO, (AUTO, *among))))
    return None if chosen == AUTO else chosen


def _pick(page: Page, control: Control[str], names: Mapping[str, str], guess: str) -> None:
    words = [page.text("role.guess", name=guess), *names.values()]
    # To the browser options are their words, so no two may be the same: a column may be called what a family is.
    shown = dict(zip((AUTO, *names), shortened(words), strict=True))
    page.show(control.over(Choice(AUTO, (AUTO, *names))), format_func=shown.__getitem__)


def _table(
    page: Page, sheet: Sheet, found: Reading, label_names: Mapping[str, str], among: Mapping[str, Family]
) -> None:
    """What was read: the truth, the models and the classes, each beside its correction; then the rest."""
    text = page.text
    if sheet.headerless:
        st.caption(text("role.headerless"))
    titles = {name: family.title for name, family in among.items()}
    words = {name: text(f"kind.{name}") for name in KINDS}
    with _row(page, [fact for fact in found.facts if fact.role == "truth"][:1]):
        _pick(page, LABEL, label_names, found.label or "–")
    for number, (column, kind) in enumerate((FIRST, SECOND)[: max(1, min(2, len(among) - 1))]):
        model = found.models[number] if number < len(found.models) else None
        facts = [fact for fact in found.facts if model and fact.column in model.columns and fact.role == "model"]
        with _row(page, facts[:1]):
            nobody = text("role.none")
            _pick(page, column, {NONE: nobody, **titles} if number else titles, model.name if model else nobody)
            _pick(page, kind, words, words[KIND_IDS[model.kind]] if model else "–")
    if len(found.classes) == 2:
        with _row(page, []):
            _pick(page, EVENT, _events(found), found.positive or "–")
    elif found.classes:
        names = ", ".join(map(cut, found.classes[:8])) + (", …" if len(found.classes) > 8 else "")
        st.text(text("classes", count=len(found.classes), names=names))
    rest = [fact for fact in found.facts if fact.role not in ("truth", "model")]
    for role in dict.fromkeys(fact.role for fact in rest):
        st.text(f"{text(f'as.{role}')}: {', '.join(cut(fact.column) for fact in rest if fact.role == role)}")


def _row(page: Page, facts: Sequence[Fact]) -> DeltaGenerator:
    """A row of what was read: its words on the left; the place for its correction, on the right."""
    words, place = st.columns([1, 1.2], gap="small", vertical_alignment="center")
    for fact in facts:
        why = page.text(f"why.{fact.why}", **{name: code_span(cut(value)) for name, value in fact.values.items()})
        words.markdown(f"{code_span(cut(fact.column))}: {page.text(f'as.{fact.role}')}. {why}")
    return place


def _sentence(page: Page, said: Said) -> str:
    """A sentence with its values, which come from outside, as code."""
    return page.text(f"said.{said.key}", **{name: code_span(value) for name, value in said.values.items()})
