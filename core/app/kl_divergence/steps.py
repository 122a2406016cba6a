"""Same steps: descent under cross-entropy and under KL from one start, over two floors; the label can be held."""

from contextlib import nullcontext
from functools import lru_cache, partial
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.live_slider import live, live_slider
from core.app.controls.player import frames, player
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part, drawn_by
from core.app.kl_divergence.comparison import as_a_sum
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import equals, error_size, plain, whole
from core.app.wording.language import fill
from core.charts.kit import measure, simplex
from core.charts.kit.theme import Units
from core.charts.kl_divergence import steps as charts
from core.charts.kl_divergence.steps import AtRest
from core.simulation.kl_divergence.steps import FEWEST, Family, Setting, Walk, family, walk

EPOCHS: Final = 100
SOFTNESS: Final = Control("softness", Number(0.3, 0.0, 1.0, 0.01), "steps.softness")
RATE: Final = Control("rate", Stops(0.2, (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)), "steps.rate")
CLASSES: Final = Control("classes", Choice("3", ("3", "4", "5")), "steps.classes")
EPOCH: Final = frames("epoch", EPOCHS)
CONTROLS: Final = (SOFTNESS, RATE, CLASSES, EPOCH)
VIEWS: Final = "kl_steps_views"

NAMES: Final = {"cross_entropy": "H(p, q)", "model": "KL(p‖q)", "entropy": "H(p)"}

_family = lru_cache(maxsize=32)(partial(family, SOFTNESS.over_a(Number).grid))
_curves = lru_cache(maxsize=32)(charts.curve_rows)
_ways = lru_cache(maxsize=32)(charts.way_rows)


def show(page: Page) -> Snippet:
    """The section: the label, both losses over their floors, p and q, and by how much the two paths differ.

    It has a label of its own, so it is there even while the page waits for p and q.
    """
    page.note(page.text("steps.intro"))
    page.row([2, 1.3, 1], slide_softness, RATE, CLASSES)
    draw_losses(page)
    play(page)
    say_sum(page)
    found, epoch = read(page)
    code = f"""
    found, epoch = walk({found.setting!r}), {epoch}
    found.cross_entropy[epoch], found.floor, found.divergence[epoch]  # 3 nats
    """
    return Snippet(code, page.units, (Setting, walk))


def read_all(page: Page) -> Family:
    """Both runs from the reader's start, for labels of every softness."""
    rate, classes = page.read(RATE, CLASSES)
    return _family(int(classes), rate, EPOCHS)


def read(page: Page) -> tuple[Walk, int]:
    """Both runs for the reader's label, and the epoch to look at."""
    return read_all(page).walks[page.value(SOFTNESS)], int(page.value(EPOCH))


def slide_softness(page: Page) -> None:
    """The slider of the label's softness; p is held in the pictures as well."""
    live_slider(SOFTNESS, page.text, chart=VIEWS, symbols=("s",), grips=charts.grips(int(page.value(CLASSES))))


def play(page: Page) -> None:
    """The player of the epochs."""
    player(EPOCH, page.text, chart=VIEWS, along="kl_steps_losses")


def _numbers(units: Units, found: Walk, epoch: int) -> dict[str, str]:
    """CE, KL and H(p) at an epoch, in the reader's unit, and whether the first is the others' sum to their digits."""
    cross, divergence = (units.of(float(course[epoch])) for course in (found.cross_entropy, found.divergence))
    values = {"cross": cross, "divergence": divergence, "entropy": units.of(found.floor)}
    return {name: plain(value) for name, value in values.items()} | {"equals": equals(*values.values())}


def draw_losses(page: Page) -> None:
    """Both losses against the epoch, beside the label and the model at that of the reader."""
    text, units, everything, (found, epoch) = page.text, page.units, read_all(page), read(page)
    classes, softness = found.setting.classes, live(SOFTNESS)
    at = AtRest(found.setting.softness, epoch)
    rows = {"p": found.setting.label, "q": found.outputs[epoch]}
    shares = {name: ", ".join(f"{value:.3f}" for value in row) for name, row in rows.items()}
    bars, labels = charts.bar_rows(everything, at), charts.label_rows(classes)
    has_triangle = classes == FEWEST and not page.is_on_stage
    with views(VIEWS), st.grid(3, min_column_width=240, gap="medium") if has_triangle else nullcontext():
        left, right, *aside = [st.container() for _ in range(3)] if has_triangle else st.columns([1.3, 1], gap="medium")
    with left:
        draw(
            charts.loss_chart,
            charts.loss_rows(everything, at, units, NAMES),
            _curves(everything, units),
            measure.ends(charts.top_of(everything, units)),
            softness,
            {"epoch": text("steps.axis_epoch"), "loss": text("steps.axis_loss")},
            alt=text("steps.alt_losses", epoch=epoch, epochs=EPOCHS, **_numbers(units, found, epoch)),
            key="kl_steps_losses",
        )
    with right:
        draw(
            charts.bar_chart,
            bars,
            labels,
            charts.head_rows({"truth": text("steps.label"), "model": text("model")}),
            classes,
            softness,
            text("steps.axis_class"),
            alt=text("steps.alt_bars", epoch=epoch, **shares),
            key="kl_steps_bars",
        )
    for column in aside:
        with column:
            draw(
                charts.triangle_chart,
                _ways(everything),
                bars,
                labels,
                simplex.outline_rows(),
                simplex.corner_rows([text("steps.corner", number=nth + 1) for nth in charts.ROUND]),
                softness,
                alt=text("steps.alt_triangle", epoch=epoch, **shares),
                key="kl_steps_triangle",
            )


def say_sum(page: Page) -> None:
    """The sum at the frame and for every label, the two slopes, and how far apart the two runs ever are."""
    text, units, walks, (found, now) = page.text, page.units, read_all(page).walks, read(page)
    fixed = {
        "sum": f"${as_a_sum('p', 'q', '[[entropy]]', '[[divergence]]', '[[cross]]', '[[equals]]')}$",
        "floor": "[[floor]]",
        "epoch": "[[epoch]]",
    }

    def said(one: Walk, epoch: int) -> dict[str, str]:
        floor = text("steps.one_number" if one.floor == 0.0 else "steps.two_floors")
        return _numbers(units, one, epoch) | {"epoch": whole(epoch), "floor": floor}

    template = fill(text.template("steps.at"), fixed)
    by_softness = (SOFTNESS, lambda softness: said(walks[softness], now))
    page.follow(EPOCH, template, lambda epoch: said(found, int(epoch)), by_softness)
    template = fill(text.template("steps.slopes"), {"apart": text.template("steps.rounding")})
    page.follow(SOFTNESS, template, lambda softness: {"gap": error_size(walks[softness].gap)})


def draw_both(page: Page) -> None:
    """The losses over what they are at the reader's epoch."""
    draw_losses(page)
    if not page.is_on_stage:
        say_sum(page)


PART: Final = Part(draw_both, {SOFTNESS.name: slide_softness} | drawn_by(RATE, CLASSES) | {EPOCH.name: play})
