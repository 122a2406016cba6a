"""Same steps: descent under cross-entropy and under KL from one start, over two floors."""

from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.player import frames, player
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part, drawn_by
from core.app.kl_divergence.comparison import as_a_sum
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import equals, error_size, plain, whole
from core.app.wording.language import fill
from core.charts.kit import measure
from core.charts.kl_divergence import steps as charts
from core.simulation.kl_divergence.steps import Setting, Walk, walk

EPOCHS: Final = 100
SOFTNESS: Final = Control("softness", Number(0.3, 0.0, 1.0, 0.01), "steps.softness")
RATE: Final = Control("rate", Stops(0.2, (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)), "steps.rate")
CLASSES: Final = Control("classes", Choice("3", ("3", "4", "5")), "steps.classes")
EPOCH: Final = frames("epoch", EPOCHS)
CONTROLS: Final = (SOFTNESS, RATE, CLASSES, EPOCH)
VIEWS: Final = "kl_steps_views"

_walk = lru_cache(maxsize=64)(walk)


def show(page: Page) -> Snippet:
    """The section: the label, both losses over their floors, p beside q, and by how much the two paths differ.

    It has a label of its own, so it is there even while the page waits for p and q.
    """
    page.note(page.text("steps.intro"))
    page.row([2, 1.3, 1], SOFTNESS, RATE, CLASSES)
    draw_losses(page)
    play(page)
    say_sum(page)
    found, epoch = read(page)
    code = f"""
    found, epoch = walk({found.setting!r}), {epoch}
    found.cross_entropy[epoch], found.floor, found.divergence[epoch]  # 3 nats
    """
    return Snippet(code, page.units, (Setting, walk))


def read(page: Page) -> tuple[Walk, int]:
    """Both runs from the reader's start, and the epoch to look at."""
    softness, rate, classes, epoch = page.read(*CONTROLS)
    return _walk(Setting(softness, int(classes), rate, EPOCHS)), int(epoch)


def play(page: Page) -> None:
    """The player of the epochs."""
    player(EPOCH, page.text, chart=VIEWS, along="kl_steps_losses")


def _numbers(page: Page, epoch: int) -> dict[str, str]:
    """CE, KL and H(p) at an epoch, in the reader's unit, and whether the first is the others' sum to their digits."""
    of, (found, _) = page.units.of, read(page)
    cross, divergence = (of(float(course[epoch])) for course in (found.cross_entropy, found.divergence))
    values = {"cross": cross, "divergence": divergence, "entropy": of(found.floor)}
    return {name: plain(value) for name, value in values.items()} | {"equals": equals(*values.values())}


def draw_losses(page: Page) -> None:
    """Both losses against the epoch, beside the label and the model at that of the reader."""
    text, units, (found, epoch) = page.text, page.units, read(page)
    unit = text(units.name)
    rows = {"p": found.setting.label, "q": found.outputs[epoch]}
    shares = {name: ", ".join(f"{value:.3f}" for value in row) for name, row in rows.items()}
    with views(VIEWS):
        left, right = st.columns([1.3, 1], gap="medium")
    with left:
        said = _numbers(page, epoch)
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


def say_sum(page: Page) -> None:
    """The sum at the frame, the two slopes, and how far apart the two runs ever are."""
    text, (found, _) = page.text, read(page)
    fixed = {
        "sum": f"${as_a_sum('p', 'q', '[[entropy]]', '[[divergence]]', '[[cross]]', '[[equals]]')}$",
        "units": text(page.units.name),
        "floor": text("steps.one_number" if found.floor == 0.0 else "steps.two_floors"),
        "epoch": "[[epoch]]",
    }
    template = fill(text.template("steps.at"), fixed)
    page.follow(EPOCH, template, lambda epoch: _numbers(page, int(epoch)) | {"epoch": whole(int(epoch))})
    st.markdown(text("steps.slopes", apart=text("steps.rounding", gap=error_size(found.gap))))


def draw_both(page: Page) -> None:
    """The losses over what they are at the reader's epoch."""
    draw_losses(page)
    if not page.is_on_stage:
        say_sum(page)


PART: Final = Part(draw_both, drawn_by(SOFTNESS, RATE, CLASSES) | {EPOCH.name: play})
