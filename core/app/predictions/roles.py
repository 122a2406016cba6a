"""What each column is: guessed, shown, and open to change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.data.own_table import cut, shortened
from core.simulation.predictions.columns import (
    NoRolesError,
    guess_first,
    guess_kind,
    guess_label,
    guess_second,
    matched,
    seconds,
)
from core.simulation.predictions.groups import Group, groups
from core.simulation.predictions.rows import Model, Roles
from core.simulation.predictions.sheet import Sheet

AUTO, NONE = "auto", "none"
ANY: Final = Choice(AUTO, (AUTO,))  # what there is to choose depends on the file
KINDS: Final = ("probabilities", "logits")
LABEL: Final = Control("y_column", ANY, "role.label", kind="list")
FIRST: Final = (
    Control("a_column", ANY, "role.a", kind="list"),
    Control("a_kind", Choice(AUTO, (AUTO, *KINDS)), "role.kind", kind="list"),
)
SECOND: Final = (replace(FIRST[0], name="b_column", label="role.b"), replace(FIRST[1], name="b_kind"))
CONTROLS: Final = (LABEL, *FIRST, *SECOND)
CLASSES_NAMED: Final = 8


def choose(page: Page, sheet: Sheet) -> Roles | None:
    """A list for each role, with the guess to begin with; None, with a sentence said, where a role has no column."""
    text = page.text
    try:
        label = _label(page, sheet)
        among = kept("groups", (sheet, label), lambda: groups(sheet, label))
        guess = kept("first", (sheet, label), lambda: guess_first(sheet, label, among))
    except NoRolesError as error:
        st.warning(text(f"roles_missing.{error.reason}"), icon=":material/error:")
        st.text(text("found", detail=cut(", ".join(sheet.names))))
        return None
    first = _model(page, sheet, FIRST, {group.name: group for group in among}, guess.name)
    if first is None:
        raise AssertionError("the first model is one of the groups")
    others = seconds(among, first.group)
    second = None
    if others:
        rival = kept("second", (sheet, label, first.group), lambda: guess_second(sheet, others))
        among_others: dict[str, Group | None] = {NONE: None, **{group.name: group for group in others}}
        second = _model(page, sheet, SECOND, among_others, NONE if rival is None else rival.name)
    if first.group.classes:
        _say_classes(page, sheet, label, first.group)
    return Roles(label, first, second)


def _label(page: Page, sheet: Sheet) -> int:
    names = {f"c{place + 1}": name for place, name in enumerate(sheet.names)}
    guess = kept("label", sheet, lambda: _guessed_label(sheet))
    chosen = _pick(page, LABEL, names, guess)
    if not chosen:
        raise NoRolesError("no_label")
    return int(chosen[1:]) - 1


def _guessed_label(sheet: Sheet) -> str:
    try:
        return f"c{guess_label(sheet) + 1}"
    except NoRolesError:
        return ""


def _model(
    page: Page, sheet: Sheet, lists: tuple[Control[str], Control[str]], among: Mapping[str, Group | None], guess: str
) -> Model | None:
    """The lists for a model's columns and for what they hold; None for no model."""
    text = page.text
    columns, kinds = st.columns([1.1, 1], gap="small")
    names = {name: text("role.none") if group is None else group.title for name, group in among.items()}
    with columns:
        group = among[_pick(page, lists[0], names, guess)]
    if group is None:
        return None
    words = {kind: text(f"kind.{kind}") for kind in KINDS}
    likely = kept(lists[1].name, (sheet, group), lambda: guess_kind(sheet, group))
    with kinds:
        kind = _pick(page, lists[1], words, likely)
    return Model(group, "logits" if kind == "logits" else "probabilities")


def _pick(page: Page, control: Control[str], names: Mapping[str, str], guess: str) -> str:
    """The chosen one of some ids, or the guess, which has an entry of its own: so it may change with the file."""
    options = (AUTO, *names)
    if page.state.get(control.name, AUTO) not in options:
        page.state.put(control.name, AUTO)
    words = [page.text("role.guess", name=names.get(guess, "–")), *names.values()]
    # To the browser options are their words, so no two may be the same: a column may be called what a family is.
    shown = dict(zip(options, shortened(words), strict=True))
    chosen = page.show(control.over(Choice(AUTO, options)), format_func=shown.__getitem__)
    return guess if chosen == AUTO else chosen


def _say_classes(page: Page, sheet: Sheet, label: int, group: Group) -> None:
    """Say which classes there are, and where labels are numbers, which number is which."""
    found = kept("matched", (sheet, label, group), lambda: matched(sheet, label, group))
    shown = [
        name if found.way == "name" else f"{place + (found.way == 'from_1')} = {name}"
        for place, name in enumerate(group.classes[:CLASSES_NAMED])
    ]
    more = ["…"] if len(group.classes) > CLASSES_NAMED else []
    st.text(page.text("classes", count=len(group.classes), names=", ".join(map(cut, [*shown, *more]))))
