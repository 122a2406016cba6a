"""One label or several: softmax with (3), sigmoids with (2), and the wrong mixture, trained from the same scores."""

from functools import lru_cache
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.drawing import draw
from core.app.frame.page import Page, Part, section
from core.app.take_home.snippet import Snippet, listed
from core.app.wording.blocks import in_columns
from core.app.wording.figures import latex, plain, whole
from core.app.wording.language import inline
from core.charts.formulas import labels as charts
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
TRUE: Final = tuple(
    Control(f"true{place}", Choice(y, ("0", "1")), "labels.is_true", "labels.answer.{}", label_is_hidden=True)
    for place, y in enumerate("1010", 1)
)
STARTS: Final = (0.5, -1.0, 1.0, 2.5)
SCORES: Final = tuple(Control(f"s{at}", Number(z, -8.0, 8.0, 0.1), "labels.score") for at, z in enumerate(STARTS, 1))
COUNTS: Final = Stops(100.0, (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0))
STEPS: Final = Control("descent", COUNTS, "labels.steps", form=lambda steps: whole(int(steps)))
CONTROLS: Final = (*TRUE, *SCORES, STEPS)
LEARNING_RATE: Final = 0.5
# The score of a tag that is not true, and of one that is.
PRESETS: Final = {"level": {"0": 0.0, "1": 0.0}, "yes": {"0": 5.0, "1": 5.0}, "right": {"0": -5.0, "1": 5.0}}
SYMBOLS: Final = {
    "softmax": (r"-\sum_i \tfrac{\truth{y_i}}{m}\,\ln\model{a_i}", r"\model{a_i} - \tfrac{\truth{y_i}}{m}"),
    "sigmoids": (
        r"-\sum_i \big[\truth{y_i}\,\ln\model{a_i} + (1-\truth{y_i})\,\ln(1-\model{a_i})\big]",
        r"\model{a_i} - \truth{y_i}",
    ),
    "mixture": (r"-\sum_i \truth{y_i}\,\ln\model{a_i}", r"-\truth{y_i}\,(1-\model{a_i}) \le 0"),
}


def _behind(page: Page) -> Snippet:
    tagged, _ = read(page)
    code = f"""
    y, z = np.array({listed(tagged.labels)}), np.array({listed(tagged.scores)})
    softmax_loss(y, z), sigmoids_loss(y, z), mixture_loss(y, z)  # 3 nats: before training
    """
    return Snippet(code, page.units, (softmax_loss, sigmoids_loss, mixture_loss))


def read(page: Page) -> tuple[Tagged, int]:
    """The reader's tags, and the steps of descent."""
    return Tagged(page.read(*SCORES), tuple(map(int, page.read(*TRUE)))), int(page.value(STEPS))


@lru_cache(maxsize=64)
def _states(tagged: Tagged, steps: int) -> dict[str, State]:
    """Where each loss has led to after so many steps."""
    y = np.asarray(tagged.labels, dtype=np.float64)
    return {kind: state(kind, y, descend(kind, tagged, steps, LEARNING_RATE)[-1]) for kind in KINDS}


def choose_tags(page: Page) -> None:
    """The presets; for every tag whether it is true, and its score; and the steps."""
    text = page.text
    presets = {
        name: {score.name: str(by_label[page.value(true)]) for score, true in zip(SCORES, TRUE, strict=True)}
        for name, by_label in PRESETS.items()
    }
    page.presets("formulas_label", "labels.preset.{}", presets)
    with st.container(gap=None, key="formulas_label_tags"):
        for tag, true, score in zip(TAGS, TRUE, SCORES, strict=True):
            name = text(f"labels.tag.{tag}")
            with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="center"):
                page.show(true, label=text(true.label, tag=name))
                page.show(score, label=text(score.label, tag=name))
    page.show(STEPS)


def draw_tags(page: Page) -> None:
    """The tags beside their outputs under each loss, and what is said of these."""
    page.beside([1.25, 2.5], choose_tags, _chart)
    _verdicts(page)


def working(page: Page) -> None:
    """Which loss belongs to which outputs."""
    page.careful(page.text("labels.careful_terms"))


def _chart(page: Page) -> None:
    text, (tagged, steps) = page.text, read(page)
    y, found = np.asarray(tagged.labels, dtype=np.float64), _states(tagged, steps)
    # The mixture does not mind what a tag that is not true gets; without a true tag, the softmax has no loss at all.
    wishes = {
        "softmax": (y / y.sum() if y.any() else np.full_like(y, np.nan)).tolist(),
        "sigmoids": y.tolist(),
        "mixture": np.where(y == 1.0, 1.0, np.nan).tolist(),
    }
    words = {kind: text(f"labels.kind.{kind}") for kind in KINDS}
    ends = [f"{words[kind]}: {', '.join(plain(float(a)) for a in found[kind].outputs)}" for kind in KINDS]
    draw(
        charts.tag_chart,
        charts.cell_rows(found, _states(tagged, 0)),
        charts.wish_rows(wishes),
        charts.tag_rows([text(f"labels.tag.{tag}") for tag in TAGS], tagged.labels),
        charts.kind_rows(words | {f"{kind}_formula": text(f"labels.outputs.{kind}") for kind in KINDS}),
        len(TAGS),
        alt=text("labels.alt", steps=whole(steps), ends="; ".join(ends)),
        key="formulas_label_rows",
    )


def _verdicts(page: Page) -> None:
    """Each loss in symbols and numbers: before and after, its floor, the sum of its outputs, and what that means."""
    text, units, (tagged, steps) = page.text, page.units, read(page)
    st.caption(text("labels.reading", rate=f"{LEARNING_RATE:g}"))
    for kind in in_columns(KINDS):
        true, start, end = tagged.true, _states(tagged, 0)[kind], _states(tagged, steps)[kind]
        loss, slope = (symbols.replace(r"\ln", units.logarithm) for symbols in SYMBOLS[kind])
        shared = rf" \qquad (m = {true})" if kind == "softmax" else ""
        if start.loss is None or end.loss is None or end.floor is None:
            losses = text("labels.no_loss")
        else:
            losses = text(
                "labels.losses",
                before=plain(units.of(start.loss)),
                after=plain(units.of(end.loss)),
                floor=inline(rf"{units.logarithm} {true} = {latex(units.of(end.floor))}") if end.floor else "0",
                steps=whole(steps),
                sum=plain(float(end.outputs.sum()), 2),
            )
        amount = ("none", "one")[true] if true < 2 else "several"
        st.markdown(f"**{text(f'labels.kind.{kind}')}**")
        st.markdown(inline(rf"\ce{{C}} = {loss}"))
        st.markdown(inline(rf"\frac{{\partial\ce{{C}}}}{{\partial z_i}} = {slope}{shared}"))
        st.markdown(losses)
        st.markdown(text(f"labels.verdict.{kind}.{amount}", true=true, share=plain(1 / max(true, 1), 2)))


SECTION: Final = section(Part(draw_tags, working=working), _behind, intro="labels.intro")
