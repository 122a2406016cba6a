"""The section on the three pieces: a small file, and how sure its model is; only miscalibration follows."""

from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed
from core.app.wording.figures import equals, plain
from core.charts.predictions import too_sure as charts
from core.simulation.predictions.pieces import Loss
from core.simulation.predictions.too_sure import ROWS, SHARES, pieces_at

SURE: Final = Control("sure", Number(3.0, 0.2, 5.0, 0.1), "too_sure.sure")
CONTROLS: Final = (SURE,)
LOSSES: Final[tuple[Loss, ...]] = ("cross_entropy", "squared_error")
VIEWS: Final = "predictions_too_sure"
NAMES: Final = ("uncertainty", "discrimination", "miscalibration")


def show(page: Page) -> Snippet:
    """The section: both losses in their pieces, the slider, and the words that follow it."""
    page.note(page.text("too_sure.intro", shares=", ".join(f"{share:g}" for share in SHARES), rows=ROWS))
    with views(VIEWS):
        for loss, place in zip(LOSSES, st.columns([1.45, 1], gap="medium"), strict=True):
            with place:
                _picture(page, loss)
    slide(page)
    say(page)
    with page.fold():
        working(page)
    code = f"""
    found = pieces_at({page.value(SURE)!r}, 'cross_entropy')
    found.uncertainty, found.discrimination, found.miscalibration  # 3 nats
    """
    return Snippet(code, page.units, (pieces_at,))


def slide(page: Page) -> None:
    """The slider of how sure the model is."""
    live_slider(SURE, page.text, chart=VIEWS, symbols=("s",))


def draw_pieces(page: Page) -> None:
    """The pieces of cross-entropy, and what is said of them."""
    with views(VIEWS, height="stretch" if page.is_on_stage else "content"):
        _picture(page, "cross_entropy")
    say(page)


def say(page: Page) -> None:
    """The sum of the pieces, in step with the slider, and which of them follows it."""
    page.follow(SURE, page.text.template("too_sure.sum"), lambda sure: said(page, sure))


def working(page: Page) -> None:
    """Miscalibration as the KL divergence that the shares and the predictions have on average."""
    displayed(
        r"\ce{C} = \entropy{H(\bar y)} - \entropy{\sum_k \tfrac{n_k}{n}\,\mathrm{KL}(\bar y_k\Vert\bar y)}"
        r" + \model{\sum_k \tfrac{n_k}{n}\,\mathrm{KL}(\bar y_k\Vert a_k)}"
    )
    page.say(page.text("too_sure.how"))


def said(page: Page, sure: float) -> dict[str, str]:
    """The numbers of the sentence."""
    units = page.units
    one = pieces_at(sure, "cross_entropy").times(units.per_nat)
    values = {name: getattr(one, name) for name in NAMES} | {"total": one.loss}
    kind = "calibrated" if sure == 1.0 else "too_sure" if sure > 1.0 else "too_unsure"
    return {name: plain(value) for name, value in values.items()} | {
        "equals": equals(one.loss, one.uncertainty, -one.discrimination, one.miscalibration),
        "units": page.text.unit,
        "sure": plain(sure, 1),
        "verdict": page.text(f"too_sure.{kind}"),
    }


def _picture(page: Page, loss: Loss) -> None:
    text, units = page.text, page.units
    per_nat = units.per_nat if loss == "cross_entropy" else 1.0
    found = [pieces_at(sure, loss).times(per_nat) for sure in SURE.over_a(Number).grid]
    draw(
        charts.chart,
        charts.rows(found, loss, {piece: text(f"pieces.{piece}") for piece in NAMES}, plain),
        live(SURE),
        text(f"pieces.axis_{loss}"),
        alt=text("too_sure.alt", **said(page, page.value(SURE))),
        key=f"too_sure_{loss}",
    )


PART: Final = Part(draw_pieces, {SURE.name: slide}, working)
