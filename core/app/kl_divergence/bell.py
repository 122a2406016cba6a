"""One bell to two: a mixture p, one bell q fitted by forward KL, reverse KL and Jensen–Shannon from a chosen start."""

import math
from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by
from core.app.kl_divergence import bell_closed, bell_map
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import table
from core.app.wording.figures import free_of_rounding, latex, plain
from core.app.wording.language import inline
from core.charts.kl_divergence import bell as charts
from core.simulation.kl_divergence import bell, bell_fits
from core.simulation.kl_divergence.bell import Bells
from core.simulation.kl_divergence.bell_fits import Fit
from core.simulation.kl_divergence.bell_objectives import OBJECTIVES

WIDTH: Final = Number(0.7, 0.6, 2.0, 0.1)
MIXTURE: Final = (
    Control("bd", Number(2.5, 0.0, 4.0, 0.1), "bell.distance"),
    Control("bl", WIDTH, "bell.left"),
    Control("br", WIDTH, "bell.right"),
    Control("bw", Number(0.6, 0.05, 0.95, 0.05), "bell.share"),
)
START: Final = (
    Control("bm", Number(1.2, -6.0, 6.0, 0.1), "bell.mean"),
    Control("bs", Number(1.0, 0.3, 4.0, 0.1), "bell.width"),
)
CONTROLS: Final = (*MIXTURE, *START, bell_closed.SPACING)
WIDTHS: Final = (0.58, 0.42)

_fit = lru_cache(maxsize=256)(bell_fits.fit)
_measured = lru_cache(maxsize=256)(bell.measured)


def show(page: Page) -> Snippet:
    """The section: its sliders, the fits beside the map of reverse KL's starts, what each fit costs, closed forms."""
    with st.grid(6, min_column_width=140, gap="small", key="kl_bell_controls"):
        for control in (*MIXTURE, *START):
            page.show(control)
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


def _fits(page: Page) -> dict[str, Fit]:
    """Where q ends under each objective."""
    mixture, start = read(page)
    return {name: _fit(name, mixture, *start) for name in OBJECTIVES}


def draw_fits(page: Page) -> None:
    """The fits beside the map of reverse KL's starts, and what it costs where it has ended."""
    if page.is_on_stage:
        _draw_bells(page)
        return
    picture, side = st.columns(WIDTHS, gap="medium")
    with picture:
        _draw_bells(page)
    with side:
        kind = bell_map.draw_ends(page, *read(page), _fits(page)["reverse"])
    _say_result(page, kind)


def working(page: Page, *shown: Control[float]) -> None:
    """What each fit costs, and the closed forms; with those of its controls that are to be shown."""
    _write_costs(page)
    bell_closed.write(page, read(page)[0], _fits(page)["forward"], *shown)


def draw_truth(page: Page) -> None:
    """The mixture, and the Gaussian as it starts."""
    text, (mixture, start) = page.text, read(page)
    draw(
        charts.bells_chart,
        *charts.mixture_rows(mixture, "p"),
        charts.fit_rows({"start": start}),
        charts.fit_rows({"start": start}).head(0),
        charts.name_rows({}, {}),
        {"x": "x", "density": text("bell.density")},
        alt=text("bell.alt_truth", distance=plain(mixture.distance, 1), mean=plain(start[0], 1)),
        key="kl_bell",
    )


def _draw_bells(page: Page) -> None:
    text, (mixture, start) = page.text, read(page)
    ends = {name: (free_of_rounding(found.mean), found.width) for name, found in _fits(page).items()}
    names = {name: text(f"bell.name.{name}") for name in ends}
    said = {
        f"{name}_{part}": plain(value, 2) for name, end in ends.items() for part, value in zip("ms", end, strict=True)
    }
    draw(
        charts.bells_chart,
        *charts.mixture_rows(mixture, "p"),
        charts.fit_rows({"start": start}),
        charts.fit_rows(ends),
        charts.name_rows(ends, names),
        {"x": "x", "density": text("bell.density")},
        alt=text("bell.alt", distance=plain(mixture.distance, 1), **said),
        key="kl_bell",
    )


def _say_result(page: Page, kind: str) -> None:
    """Where reverse KL has ended and what that costs, in one line."""
    text, units, (mixture, start), found = page.text, page.units, read(page), _fits(page)["reverse"]
    nats = _measured(mixture, found.mean, found.width)["reverse"]
    own = ""
    if kind in ("left", "right"):
        share = mixture.share if kind == "left" else 1.0 - mixture.share
        formula = rf"{units.logarithm} {latex(share, 2)} = {latex(units.of(-math.log(share)))}"
        own = text("bell.one_bell", formula=inline(f"-{formula}"))
    m0, s0 = (plain(value, 1) for value in start)
    where, price = text(f"bell.end.{kind}"), plain(units.of(free_of_rounding(nats)))
    page.say(text("bell.result", m0=m0, s0=s0, where=where, price=price, units=text(units.name), own=own))


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
    prices = {name: _measured(read(page)[0], found.mean, found.width) for name, found in fits.items()}
    for by in fits:
        said = {name: plain(units.of(free_of_rounding(prices[name][by]))) for name in fits}
        rows.append([inline(formulas[by]), *(f"**{cell}**" if name == by else cell for name, cell in said.items())])
    costs, words = st.columns(WIDTHS, gap="medium")
    with costs:
        table(heads, rows, "lrrr")
        st.caption(text("bell.bold", units=text(units.name)))
    with words:
        for name in ("covers", "seeks", "start_matters"):
            page.say(f":small[{text(f'bell.{name}')}]")


PART: Final = Part(draw_fits, drawn_by(*MIXTURE, *START), working)
TRUTH: Final = Part(draw_truth, drawn_by(*MIXTURE, *START))
