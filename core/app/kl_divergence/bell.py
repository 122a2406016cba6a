"""One bell to two: a mixture p, a bell q that can be held, and where three descents take it."""

import math
from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part, drawn_by
from core.app.kl_divergence import bell_closed, bell_map
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import table
from core.app.wording.figures import free_of_rounding, latex, plain
from core.app.wording.language import fill, inline
from core.charts.kit.layers import row
from core.charts.kit.theme import Units
from core.charts.kl_divergence import bell as charts
from core.simulation.kl_divergence import bell, bell_fits
from core.simulation.kl_divergence.bell import Bells
from core.simulation.kl_divergence.bell_fits import OBJECTIVES, Fit

_OF_PART: Final = Number(0.7, 0.6, 2.0, 0.1)
MIXTURE: Final = (
    Control("bd", Number(2.5, 0.0, 4.0, 0.1), "bell.distance"),
    Control("bl", _OF_PART, "bell.left"),
    Control("br", _OF_PART, "bell.right"),
    Control("bw", Number(0.6, 0.05, 0.95, 0.05), "bell.share"),
)
MEAN: Final = Control("bm", Number(1.2, -6.0, 6.0, 0.1), "bell.mean")
WIDTH: Final = Control("bs", Number(1.0, 0.3, 4.0, 0.1), "bell.width")
START: Final = (MEAN, WIDTH)
CONTROLS: Final = (*MIXTURE, *START, bell_closed.SPACING)
WIDTHS: Final = (0.58, 0.42)
VIEWS: Final = "kl_bell_views"

_fit = lru_cache(maxsize=256)(bell_fits.fit)


def show(page: Page) -> Snippet:
    """The section: its sliders, the fits beside the map of reverse KL's starts, what each fit costs, closed forms."""
    page.row((1.0, 1.0, 0.3), slide_mean, slide_width, lambda page: page.more(*MIXTURE))
    draw_fits(page)
    with page.fold():
        working(page, bell_closed.SPACING)
    mixture, (mean, width) = read(page)
    code = f"""
    mixture = {mixture!r}
    found = fit('reverse', mixture, {mean!r}, {width!r})
    prices = measured(mixture, found.mean, found.width)
    prices['forward'], prices['reverse'], prices['js']  # 3 nats
    """
    return Snippet(code, page.units, (Bells, bell_fits.fit, bell.measured))


def read(page: Page) -> tuple[Bells, tuple[float, float]]:
    """The mixture, and the mean and width that q starts with."""
    mean, width = page.read(*START)
    return Bells(*page.read(*MIXTURE)), (mean, width)


def slide_mean(page: Page) -> None:
    """The slider of q's mean, which moves q by its top, and its place on the map."""
    low, high = bell_map.WINDOW.weights
    live_slider(
        MEAN, page.text, chart=VIEWS, symbols=("m₀",), grips=charts.MEAN_GRIPS | {"grip_start": (high - low, 0.0)}
    )


def slide_width(page: Page) -> None:
    """The slider of q's width, which moves q by its flanks, and its place on the map."""
    low, high = bell_map.WINDOW.biases
    live_slider(
        WIDTH, page.text, chart=VIEWS, symbols=("s₀",), grips=charts.WIDTH_GRIPS | {"grip_start": (0.0, high - low)}
    )


def _fits(page: Page) -> dict[str, Fit]:
    """Where q ends under each objective."""
    mixture, start = read(page)
    return {name: _fit(name, mixture, *start) for name in OBJECTIVES}


def draw_fits(page: Page) -> None:
    """The fits beside the map of reverse KL's starts; what q costs, and where reverse KL has ended from it."""
    with views(VIEWS):
        if page.is_on_stage:
            _draw_fits(page)
            return
        picture, side = st.columns(WIDTHS, gap="medium")
        with picture:
            _draw_fits(page)
        with side:
            kind = bell_map.draw_ends(page, read(page), START, _fits(page)["reverse"])
    _say_prices(page)
    _say_result(page, kind)


def working(page: Page, *shown: Control[float]) -> None:
    """What each fit costs, and the closed forms; with those of its controls that are to be shown."""
    _write_costs(page)
    bell_closed.write(page, read(page)[0], _fits(page)["forward"], *shown)


def draw_truth(page: Page) -> None:
    """The mixture, and the reader's q."""
    mixture, (mean, _) = read(page)
    with views(VIEWS):
        _draw(page, {}, page.text("bell.alt_truth", distance=plain(mixture.distance, 1), mean=plain(mean, 1)))


def _draw_fits(page: Page) -> None:
    ends = {name: (free_of_rounding(found.mean), found.width) for name, found in _fits(page).items()}
    said = {
        f"{name}_{part}": plain(value, 2) for name, end in ends.items() for part, value in zip("ms", end, strict=True)
    }
    _draw(page, ends, page.text("bell.alt", distance=plain(read(page)[0].distance, 1), **said))


def _draw(page: Page, ends: Mapping[str, tuple[float, float]], alt: str) -> None:
    text, (mixture, (mean, width)) = page.text, read(page)
    draw(
        charts.bells_chart,
        *charts.mixture_rows(mixture, "p"),
        row(mean=mean, width=width),
        charts.fit_rows(ends),
        charts.name_rows(ends, {name: text(f"bell.name.{name}") for name in ends}),
        *map(live, START),
        {"x": "x", "density": text("bell.density")},
        alt=alt,
        key="kl_bell",
    )


@lru_cache(maxsize=16)
def _said(mixture: Bells, units: Units) -> dict[tuple[float, ...], dict[str, str]]:
    """What every q that can be held costs."""
    stops = [control.over_a(Number).grid for control in START]
    prices = bell.measured_all(mixture, *stops)
    said = {name: [plain(units.of(free_of_rounding(nats))) for nats in prices[name].flat] for name in prices}
    every = zip(product(*stops), said["forward"], said["reverse"], strict=True)
    return {at: {"forward": forward, "reverse": reverse} for at, forward, reverse in every}


def _say_prices(page: Page) -> None:
    """Both KLs of the reader's q, also while it is held."""
    fixed = {"units": page.text.unit, "forward": "[[forward]]", "reverse": "[[reverse]]"}
    template = fill(page.text.template("bell.own"), fixed)
    page.follow(START, template, _said(read(page)[0], page.units).__getitem__)


def _say_result(page: Page, kind: str) -> None:
    """Where reverse KL has ended and what that costs, in one line."""
    text, units, (mixture, start), found = page.text, page.units, read(page), _fits(page)["reverse"]
    nats = bell_map.costs(mixture, found.mean, found.width)["reverse"]
    own = ""
    if kind in ("left", "right"):
        share = mixture.share if kind == "left" else 1.0 - mixture.share
        formula = rf"{units.logarithm} {latex(share, 2)} = {latex(units.of(-math.log(share)))}"
        own = text("bell.one_bell", formula=inline(f"-{formula}"))
    m0, s0 = (plain(value, 1) for value in start)
    where, price = text(f"bell.end.{kind}"), plain(units.of(free_of_rounding(nats)))
    page.say(text("bell.result", m0=m0, s0=s0, where=where, price=price, own=own))


def _write_costs(page: Page) -> None:
    """A column for each fit: its bell, and the three divergences of it; the one it was fitted by in bold."""
    text, units, fits = page.text, page.units, _fits(page)
    formulas = {"forward": r"\mathrm{KL}(p\|q)", "reverse": r"\mathrm{KL}(q\|p)", "js": r"\mathrm{JS}"}
    coloured = (rf"\{'ce' if name == 'forward' else 'model'}{{{formulas[name]}}}" for name in fits)
    heads = [text("bell.fit"), *map(inline, coloured)]
    rows = [
        [inline("m"), *(plain(free_of_rounding(found.mean), 2) for found in fits.values())],
        [inline("s"), *(plain(found.width, 2) for found in fits.values())],
    ]
    prices = {name: bell_map.costs(read(page)[0], found.mean, found.width) for name, found in fits.items()}
    for by in fits:
        said = {name: plain(units.of(free_of_rounding(prices[name][by]))) for name in fits}
        rows.append([inline(formulas[by]), *(f"**{cell}**" if name == by else cell for name, cell in said.items())])
    costs, words = st.columns(WIDTHS, gap="medium")
    with costs:
        table(heads, rows, "lrrr")
        st.caption(text("bell.bold"))
    with words:
        for name in ("covers", "seeks", "start_matters"):
            page.say(f":small[{text(f'bell.{name}')}]")


_SHOWN: Final = drawn_by(*MIXTURE) | {MEAN.name: slide_mean, WIDTH.name: slide_width}
PART: Final = Part(draw_fits, _SHOWN, working)
TRUTH: Final = Part(draw_truth, _SHOWN)
