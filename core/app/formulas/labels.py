"""One label or several: softmax with (3), sigmoids with (2), and the wrong mixture, trained from the same scores."""

from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.state import link_state
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind, in_units, listed
from core.app.wording.figures import latex, plain, whole
from core.app.wording.language import Texts, inline
from core.app.wording.notes import careful
from core.charts.formulas import labels as charts
from core.charts.kit.theme import Units
from core.simulation.formulas.labels import (
    KINDS,
    State,
    Tagged,
    descend,
    mixture_loss,
    sigmoids_loss,
    softmax_loss,
    state,
)

TAGS: Final = ("cat", "dog", "outdoors", "night")
SCORES: Final = tuple(Number(start, -8.0, 8.0, 0.1) for start in (0.5, -1.0, 1.0, 2.5))
TRUE: Final = tuple(Choice(y, ("0", "1")) for y in ("1", "0", "1", "0"))
STEPS: Final = Stops(100.0, (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0))
LEARNING_RATE: Final = 0.5
# The score of a tag that is not true, and of one that is.
PRESETS: Final = {"level": (0.0, 0.0), "yes": (5.0, 5.0), "right": (-5.0, 5.0)}
SYMBOLS: Final = {
    "softmax": (
        r"-\sum_i \tfrac{\truth{y_i}}{m}\,\ln\model{a_i}",
        r"\model{a_i} - \tfrac{\truth{y_i}}{m}",
    ),
    "sigmoids": (
        r"-\sum_i \big[\truth{y_i}\,\ln\model{a_i} + (1-\truth{y_i})\,\ln(1-\model{a_i})\big]",
        r"\model{a_i} - \truth{y_i}",
    ),
    "mixture": (r"-\sum_i \truth{y_i}\,\ln\model{a_i}", r"-\truth{y_i}\,(1-\model{a_i}) \le 0"),
}


def show(page: Page) -> Snippet:
    """The section: tags with their scores and labels, the three losses before training and after, what each is for."""
    text = page.text
    st.caption(text("labels.intro"))
    left, right = st.columns([1.25, 2.5], gap="medium")
    with left:
        tagged = _tags(text)
        steps = int(widgets.stops("descent", text("labels.steps"), STEPS, text, lambda steps: whole(int(steps))))
    with right:
        y = np.asarray(tagged.labels, dtype=np.float64)
        starts = {kind: state(kind, y, np.asarray(tagged.scores)) for kind in KINDS}
        states = {kind: state(kind, y, descend(kind, tagged, steps, LEARNING_RATE)[-1]) for kind in KINDS}
        _chart(page, tagged, starts, states, steps)
    st.caption(text("labels.reading", rate=f"{LEARNING_RATE:g}"))
    for kind, column in zip(KINDS, st.columns(3, gap="medium"), strict=True):
        with column:
            _verdict(page, kind, tagged, starts[kind], states[kind], steps)
    careful(text, text("labels.careful_terms"))
    return _behind(page, tagged, starts)


def _tags(text: Texts) -> Tagged:
    """The presets; and for every tag whether it is true, and its score."""
    presets = st.container(horizontal=True, gap="xsmall", key="formulas_label_presets")
    scores, labels = [], []
    with st.container(gap=None, key="formulas_label_tags"):
        for place, tag in enumerate(TAGS, 1):
            with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="center"):
                names = {"0": text("labels.no"), "1": text("labels.yes")}
                question = text("labels.is_true", tag=text(f"labels.tag.{tag}"))
                labels.append(int(widgets.choice(f"true{place}", question, TRUE[place - 1], text, names)))
                score = text("labels.score", tag=text(f"labels.tag.{tag}"))
                scores.append(widgets.slider(f"s{place}", score, SCORES[place - 1], text))
    # Filled last, since what is right hangs on the labels.
    for name, by_label in PRESETS.items():
        presets.button(
            text(f"labels.preset.{name}"),
            on_click=_put,
            args=([by_label[y] for y in labels],),
            key=f"formulas_label_{name}",
        )
    return Tagged(tuple(scores), tuple(labels))


def _put(scores: list[float]) -> None:
    for place, score in enumerate(scores, 1):
        link_state().put(f"s{place}", score)


def _chart(page: Page, tagged: Tagged, starts: dict[str, State], states: dict[str, State], steps: int) -> None:
    text = page.text
    y = np.asarray(tagged.labels, dtype=np.float64)
    # The mixture does not mind what a tag that is not true gets; without a true tag, the softmax has no loss at all.
    wishes = {
        "softmax": (y / y.sum() if y.any() else np.full_like(y, np.nan)).tolist(),
        "sigmoids": y.tolist(),
        "mixture": np.where(y == 1.0, 1.0, np.nan).tolist(),
    }
    words = {kind: text(f"labels.kind.{kind}") for kind in KINDS}
    draw(
        charts.tag_chart,
        charts.cell_rows(states, starts),
        charts.wish_rows(wishes),
        charts.tag_rows([text(f"labels.tag.{tag}") for tag in TAGS], tagged.labels),
        charts.kind_rows(words | {f"{kind}_formula": text(f"labels.outputs.{kind}") for kind in KINDS}),
        len(TAGS),
        alt=text(
            "labels.alt",
            steps=whole(steps),
            ends="; ".join(
                f"{words[kind]}: {', '.join(plain(float(a)) for a in states[kind].outputs)}" for kind in KINDS
            ),
        ),
        key="formulas_label_rows",
    )


def _verdict(page: Page, kind: str, tagged: Tagged, start: State, end: State, steps: int) -> None:
    """One loss in symbols and numbers: before and after, its floor, the sum of its outputs, and what that means."""
    text, units = page.text, page.units
    loss, slope = (symbols.replace(r"\ln", units.logarithm) for symbols in SYMBOLS[kind])
    st.markdown(f"**{text(f'labels.kind.{kind}')}**")
    st.markdown(inline(rf"\ce{{C}} = {loss}"))
    shared = rf" \qquad (m = {tagged.true})" if kind == "softmax" else ""
    st.markdown(inline(rf"\frac{{\partial\ce{{C}}}}{{\partial z_i}} = {slope}{shared}"))
    if start.loss is None or end.loss is None or end.floor is None:
        st.markdown(text("labels.no_loss"))
    else:
        st.markdown(
            text(
                "labels.losses",
                before=plain(units.of(start.loss)),
                after=plain(units.of(end.loss)),
                floor=_floor(end.floor, tagged.true, units),
                units=text(units.name),
                steps=whole(steps),
                sum=plain(float(end.outputs.sum()), 2),
            )
        )
    amount = ("none", "one")[tagged.true] if tagged.true < 2 else "several"
    st.markdown(text(f"labels.verdict.{kind}.{amount}", true=tagged.true, share=plain(1 / max(tagged.true, 1), 2)))


def _floor(floor: float, true: int, units: Units) -> str:
    """The floor in symbols where it has any: ln 2 = 0.693."""
    return inline(rf"{units.logarithm} {true} = {latex(units.of(floor))}") if floor else "0"


def _behind(page: Page, tagged: Tagged, starts: dict[str, State]) -> Snippet:
    """The Python for the losses before training; the softmax has none without a true tag."""
    units = page.units
    functions = {"softmax": softmax_loss, "sigmoids": sigmoids_loss, "mixture": mixture_loss}
    known = {kind: start.loss for kind, start in starts.items() if start.loss is not None}
    return behind(
        [functions[kind] for kind in known],
        f"y = np.array({listed(tagged.labels)})\nz = np.array({listed(tagged.scores)})",
        *(
            Printed(
                in_units(f"{functions[kind].__name__}(y, z)", units), units.of(loss), what=f"{kind}, in {units.name}"
            )
            for kind, loss in known.items()
        ),
    )
