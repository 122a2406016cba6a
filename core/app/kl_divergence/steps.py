"""Same steps: descent under cross-entropy and under KL from one start, over two floors."""

from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.player import player
from core.app.drawing import draw, keyed
from core.app.frame.page import Page
from core.app.kl_divergence.comparison import Comparison
from core.app.take_home.snippet import Printed, Snippet, behind, in_units, listed
from core.app.wording.figures import error_size, latex, plain
from core.app.wording.language import inline
from core.charts.kit import measure
from core.charts.kl_divergence import steps as charts
from core.maths.activations import softmax
from core.maths.information import entropy, kl_divergence
from core.maths.losses import categorical_cross_entropy_with_logits
from core.simulation.kl_divergence.steps import START, Setting, Walk, cross_entropy_slopes, divergence_slopes, walk

SOFTNESS: Final = Number(0.3, 0.0, 1.0, 0.01)
RATE: Final = Stops(0.2, (0.05, 0.1, 0.2, 0.5, 1.0, 2.0))
CLASSES: Final = Choice("3", ("3", "4", "5"))
EPOCHS: Final = 100
VIEWS: Final = "kl_steps_views"

run = lru_cache(maxsize=64)(walk)


def show(page: Page, _: Comparison | None = None) -> Snippet:
    """The section: the label, both losses over their floors, p beside q, and by how much the two paths differ.

    It has a label of its own, so it is there even while the page waits for p and q.
    """
    text = page.text
    st.caption(text("steps.intro"))
    found = run(_choose(page))
    with st.container(key=keyed(VIEWS)):
        top = st.container()
        epoch = player("epoch", EPOCHS, 0, text, chart=VIEWS)
        with top:
            _draw(page, found, epoch)
    _say(page, found, epoch)
    return _behind(page, found, epoch)


def _choose(page: Page) -> Setting:
    text = page.text
    softness_place, rate_place, classes_place = st.columns([2, 1.3, 1])
    with softness_place:
        softness = widgets.slider("softness", text("steps.softness"), SOFTNESS, text)
    with rate_place:
        rate = widgets.stops("rate", text("steps.rate"), RATE, text, lambda value: f"{value:g}")
    with classes_place:
        names = {name: name for name in CLASSES.options}
        classes = widgets.choice("classes", text("steps.classes"), CLASSES, text, names, hide_label=False)
    return Setting(softness, int(classes), rate, EPOCHS)


def numbers(page: Page, found: Walk, epoch: int) -> dict[str, float]:
    """CE, KL and H(p) at an epoch, in the reader's unit."""
    of = page.units.of
    return {
        "cross": of(float(found.cross_entropy[epoch])),
        "divergence": of(float(found.divergence[epoch])),
        "entropy": of(found.floor),
    }


def _draw(page: Page, found: Walk, epoch: int) -> None:
    text, units = page.text, page.units
    unit = text(units.name)
    said = {name: plain(value) for name, value in numbers(page, found, epoch).items()}
    rows = {"p": found.setting.label, "q": found.outputs[epoch]}
    shares = {name: ", ".join(f"{value:.3f}" for value in row) for name, row in rows.items()}
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        draw(
            charts.loss_chart,
            charts.loss_rows(found, units, {"cross_entropy": "H(p, q)", "model": "KL(p‖q)", "entropy": "H(p)"}),
            charts.curve_rows(found, units),
            charts.floor_rows(found, units, "H(p)" if found.floor else "H(p) = 0"),
            measure.ends(charts.top_of(found, units)),
            {"epoch": text("steps.axis_epoch"), "loss": text("steps.axis_loss", units=unit)},
            alt=text("steps.alt_losses", epoch=epoch, epochs=EPOCHS, units=unit, **said),
            key="kl_steps_losses",
        )
    with right:
        draw(
            charts.bar_chart,
            charts.bar_rows(found),
            charts.head_rows({"truth": text("steps.label"), "model": text("model")}),
            found.setting.classes,
            text("steps.axis_class"),
            alt=text("steps.alt_bars", epoch=epoch, **shares),
            key="kl_steps_bars",
        )


def _say(page: Page, found: Walk, epoch: int) -> None:
    """The sum at the frame, the two slopes, and how far apart the two runs ever are."""
    text = page.text
    said = {name: latex(value) for name, value in numbers(page, found, epoch).items()}
    line = (
        rf"\ce{{H(p, q)\ {said['cross']}}} = \entropy{{H(p)\ {said['entropy']}}}"
        rf" + \model{{\mathrm{{KL}}(p\|q)\ {said['divergence']}}}"
    )
    floor = text("steps.one_number") if found.floor == 0.0 else text("steps.two_floors")
    st.markdown(text("steps.at", epoch=epoch, sum=inline(line), units=text(page.units.name), floor=floor))
    st.markdown(text("steps.slopes", apart=text("steps.rounding", gap=error_size(found.gap))))


def _behind(page: Page, found: Walk, epoch: int) -> Snippet:
    """The Python for both runs up to the epoch of the player, each by its own slopes."""
    units, setting, said = page.units, found.setting, numbers(page, found, epoch)
    code = f"""
p, rate = np.array({listed(setting.label)}), {setting.learning_rate!r}
z = np.array({listed(START[: setting.classes])})  # the logits of the run under cross-entropy
u = z.copy()  # and of the run under KL
for epoch in range({epoch}):
    z = z - rate * cross_entropy_slopes(p, z)
    u = u - rate * divergence_slopes(p, u)
"""
    calls = {
        "cross": "categorical_cross_entropy_with_logits(p, z)",
        "entropy": "entropy(p)",
        "divergence": "kl_divergence(p, softmax(u))",
    }
    functions = (
        cross_entropy_slopes,
        divergence_slopes,
        categorical_cross_entropy_with_logits,
        entropy,
        kl_divergence,
        softmax,
    )
    return behind(
        functions, code, *(Printed(in_units(call, units), said[name], what=f"{name}") for name, call in calls.items())
    )
