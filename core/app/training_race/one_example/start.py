"""The start of a race on one example: by name, by its logit on a slider, or held where a chart draws it."""

from collections.abc import Iterable, Mapping
from typing import Final

import streamlit as st

from core.app import components
from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.training_race import method
from core.charts.training_race.race import SPAN
from core.simulation.descent.landscape import Window
from core.simulation.training_race.race import STARTS, random_start

START: Final = Control("start", Choice("saturated", (*STARTS, "random", "own")), "start", "starts.{}")
WEIGHT: Final = Control("w", Number(2.0, -12.0, 12.0, 0.1), "weight", kind="box")
BIAS: Final = Control("b", Number(2.0, -12.0, 12.0, 0.1), "bias", kind="box")
CONTROLS: Final = (START, WEIGHT, BIAS)
LOGITS: Final = Number(4.0, -SPAN, SPAN, 0.1)
KEY: Final = "race_start"


def read(page: Page) -> tuple[float, float]:
    """Weight and bias at the start."""
    name = page.value(START)
    if name == "random":
        return random_start(int(page.value(method.SEED)))
    return (page.value(WEIGHT), page.value(BIAS)) if name == "own" else STARTS[name]


def further(page: Page) -> tuple[Control[float], ...]:
    """What only some kinds of start have to set."""
    kinds: Mapping[str, tuple[Control[float], ...]] = {"random": (method.SEED,), "own": (WEIGHT, BIAS)}
    return kinds.get(page.value(START), ())


def slide(page: Page, chart: str, sigmoid: str, maps: Iterable[str], window: Window) -> None:
    """The slider of the start's logit, held in the charts of these keys as well; the maps are over the window."""
    weight, bias = read(page)
    corner = [window.weights[0], window.biases[0], window.weights[1] - window.weights[0]]
    components.start(
        key=KEY,
        data={
            "label": page.text("start_logit"),
            "low": LOGITS.low,
            "high": LOGITS.high,
            "w": weight,
            "b": bias,
            "chart": chart,
            "sigmoid": sigmoid,
            "maps": dict.fromkeys(maps, corner),
        },
        on_moved_change=_move,
        height="content",
    )


def _move() -> None:
    """A start of the reader's own, and its race from the beginning."""
    moved, state = st.session_state[KEY].get("moved"), link_state()
    if moved is None:
        return
    state.put(START.name, "own")
    for control in (WEIGHT, BIAS):
        state.put(control.name, control.field.check(moved[control.name]).value)
    state.put("epoch", 0.0)
