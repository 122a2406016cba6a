"""One bell to two: a mixture p, one bell q fitted by forward KL, reverse KL and Jensen–Shannon from a chosen start."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Number
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.kl_divergence import bell_closed, bell_map
from core.app.take_home.snippet import Printed, Snippet, behind, in_units
from core.app.wording.figures import free_of_rounding, latex, plain
from core.app.wording.language import inline
from core.charts.kl_divergence import bell as charts
from core.simulation.kl_divergence import bell, bell_fits
from core.simulation.kl_divergence.bell import Bells
from core.simulation.kl_divergence.bell_fits import Fit
from core.simulation.kl_divergence.bell_objectives import OBJECTIVES

DISTANCE: Final = Number(2.5, 0.0, 4.0, 0.1)
WIDTH: Final = Number(0.7, 0.6, 2.0, 0.1)
SHARE: Final = Number(0.6, 0.05, 0.95, 0.05)
START: Final = Number(1.2, -6.0, 6.0, 0.1)
START_WIDTH: Final = Number(1.0, 0.3, 4.0, 0.1)
MACROS: Final = {"forward": "ce", "reverse": "model", "js": "model"}

_fit = lru_cache(maxsize=256)(bell_fits.fit)
_measured = lru_cache(maxsize=256)(bell.measured)


def show(page: Page) -> Snippet:
    """The section: its sliders, the fits beside the map of reverse KL's starts, what each fit costs, closed forms."""
    text = page.text
    st.markdown(text("bell.claim"))
    mixture, start = _controls(page)
    fits = {name: _fit(name, mixture, *start) for name in OBJECTIVES}
    hero, side = st.columns([0.58, 0.42], gap="medium")
    with hero:
        _picture(page, mixture, start, fits)
    with side:
        kind = bell_map.show(page, mixture, start, fits["reverse"])
    st.markdown(_result(page, mixture, start, fits, kind))
    _costs(page, mixture, fits)
    bell_closed.show(page, mixture, fits["forward"])
    return _behind(page, mixture, fits["reverse"])


def _controls(page: Page) -> tuple[Bells, tuple[float, float]]:
    """Four sliders for the mixture, two for the start of q."""
    text = page.text
    with st.grid(6, min_column_width=140, gap="small", key="kl_bell_controls"):
        mixture = Bells(
            widgets.slider("bd", text("bell.distance"), DISTANCE, text),
            widgets.slider("bl", text("bell.left"), WIDTH, text),
            widgets.slider("br", text("bell.right"), WIDTH, text),
            widgets.slider("bw", text("bell.share"), SHARE, text),
        )
        start = (
            widgets.slider("bm", text("bell.mean"), START, text),
            widgets.slider("bs", text("bell.width"), START_WIDTH, text),
        )
    return mixture, start


def _picture(page: Page, mixture: Bells, start: tuple[float, float], fits: Mapping[str, Fit]) -> None:
    text = page.text
    ends = {name: (free_of_rounding(found.mean), found.width) for name, found in fits.items()}
    names = {name: text(f"bell.name.{name}") for name in fits}
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


def _result(page: Page, mixture: Bells, start: tuple[float, float], fits: Mapping[str, Fit], kind: str) -> str:
    """Where reverse KL has ended and what that costs, in one line."""
    text, units = page.text, page.units
    found = fits["reverse"]
    price = _measured(mixture, found.mean, found.width)["reverse"]
    own = ""
    if kind in ("left", "right"):
        share = mixture.share if kind == "left" else 1.0 - mixture.share
        formula = rf"{units.logarithm} {latex(share, 2)} = {latex(units.of(-math.log(share)))}"
        own = text("bell.one_bell", formula=inline(f"-{formula}"))
    return text(
        "bell.result",
        m0=plain(start[0], 1),
        s0=plain(start[1], 1),
        where=text(f"bell.end.{kind}"),
        price=plain(units.of(free_of_rounding(price))),
        units=text(units.name),
        own=own,
    )


def _costs(page: Page, mixture: Bells, fits: Mapping[str, Fit]) -> None:
    """A column for each fit: its bell, and the three divergences of it; the one it was fitted by in bold."""
    text, units = page.text, page.units
    formulas = {"forward": r"\mathrm{KL}(p\|q)", "reverse": r"\mathrm{KL}(q\|p)", "js": r"\mathrm{JS}"}
    heads = [text("bell.fit"), *(inline(rf"\{MACROS[name]}{{{formulas[name]}}}") for name in fits)]
    rows = [
        heads,
        [inline("m"), *(plain(free_of_rounding(found.mean), 2) for found in fits.values())],
        [inline("s"), *(plain(found.width, 2) for found in fits.values())],
    ]
    prices = {name: _measured(mixture, found.mean, found.width) for name, found in fits.items()}
    for by in fits:
        said = {name: plain(units.of(free_of_rounding(prices[name][by]))) for name in fits}
        rows.append([inline(formulas[by]), *(f"**{cell}**" if name == by else cell for name, cell in said.items())])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|:---|" + "---:|" * len(fits))
    table, words = st.columns([0.58, 0.42], gap="medium")
    with table:
        st.markdown("\n".join(lines))
        st.caption(text("bell.bold", units=text(units.name)))
    with words:
        for name in ("covers", "seeks", "start_matters"):
            st.markdown(f":small[{text(f'bell.{name}')}]")


def _behind(page: Page, mixture: Bells, found: Fit) -> Snippet:
    """The Python for what reverse KL's fit costs by each of the three divergences."""
    units, prices = page.units, _measured(mixture, found.mean, found.width)
    parts = ", ".join(repr(float(part)) for part in (mixture.distance, mixture.left, mixture.right, mixture.share))
    code = (
        f"m, s = {float(found.mean)!r}, {float(found.width)!r}  # where reverse KL has ended\n"
        f"prices = measured(Bells({parts}), m, s)"
    )
    return behind(
        (Bells, bell.measured),
        code,
        *(
            Printed(in_units(f"prices[{name!r}]", units), units.of(price), what=f"in {units.name}")
            for name, price in prices.items()
        ),
    )
