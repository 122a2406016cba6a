"""The code that ran, as it stands in the app."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice
from core.app.frame.page import Page
from core.maths.activations import split_at_top
from core.maths.losses import binary_cross_entropy_with_logits, categorical_cross_entropy_with_logits
from core.simulation.formulas import laboratory as neuron
from core.simulation.formulas import laboratory_softmax as softmax

Functions = tuple[Callable[..., Any], ...]
SOURCES: Final[Mapping[str, Mapping[str, Functions]]] = {
    "neuron": {
        "textbook": (neuron.from_predictions, neuron.textbook),
        "clip_7": (neuron.clipped,),
        "xlogy": (neuron.with_xlogy,),
        "ours": (binary_cross_entropy_with_logits,),
    },
    "softmax": {
        "textbook": (softmax.textbook,),
        "shifted": (softmax.shifted,),
        "clip_7": (softmax.clipped,),
        "difference": (softmax.difference,),
        "ours": (categorical_cross_entropy_with_logits, split_at_top),
    },
}
CODE: Final = {of: Choice("textbook", tuple(name for name in ways if name != "ours")) for of, ways in SOURCES.items()}
NAMES: Final = {"neuron": "code", "softmax": "codes"}


def show(page: Page, of: str, names: Mapping[str, str]) -> None:
    """The source of one way, by the reader's choice, and beside it that of ours."""
    text = page.text
    st.markdown(f"##### {text('laboratory.source')}")
    for kind, field in CODE.items():
        ways = {name: names.get(name, name) for name in field.options}
        picked = widgets.choice(
            NAMES[kind], text("laboratory.source"), field, text, ways, style="pills", shown=kind == of
        )
        if kind == of:
            chosen = picked
    left, right = st.columns(2, gap="medium")
    left.code(source(SOURCES[of][chosen]), language="python")
    right.code(source(SOURCES[of]["ours"]), language="python")


def source(functions: Functions) -> str:
    """The text of functions, as Python itself reads it."""
    return "\n\n".join(inspect.getsource(function) for function in functions)
