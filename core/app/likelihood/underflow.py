"""The underflow laboratory: a product of probabilities multiplied out until it breaks, beside the sum that goes on."""

import math
from dataclasses import replace
from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by, section
from core.app.likelihood.tosses import hero
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed, in_a_row, table
from core.app.wording.figures import latex, plain, whole
from core.app.wording.language import inline
from core.app.wording.powers import latex_exp
from core.charts.likelihood import underflow as charts
from core.simulation.likelihood import underflow
from core.simulation.likelihood.underflow import LENGTH, Run, limits

KIND: Final = Control("factors", Choice("same", ("same", "drawn")), "underflow.factors", "underflow.kind.{}")
FACTOR: Final = Control("factor", Number(0.5, 0.01, 0.99, 0.01), "underflow.factor")
LOW: Final = Control("factor_low", Number(0.1, 0.01, 0.99, 0.01), "underflow.low")
HIGH: Final = Control("factor_high", Number(0.9, 0.01, 0.99, 0.01), "underflow.high")
SEED: Final = Control("factor_seed", Number(1.0, 0.0, 9999.0, 1.0), "seed", kind="box")
CONTROLS: Final = (KIND, FACTOR, LOW, HIGH, SEED)


def _behind(page: Page) -> Snippet | None:
    """The Python for the sum and where a product of doubles breaks; None while the range of factors is empty."""
    kind, p, low, high, seed = page.read(*CONTROLS)
    code = f"""
    run = multiply({f"constant_factors({p!r})" if kind == "same" else f"drawn_factors({low!r}, {high!r}, {int(seed)})"})
    run.sums[-1]  # 2 nats: the sum
    run.predicted('float64')  # 1: where a product of doubles has to break
    run.products['float64'].end  # 0: where it breaks
    """
    functions = (underflow.multiply, underflow.constant_factors, underflow.drawn_factors)
    return Snippet(code, page.units, functions) if read(page) else None


def set_factors(page: Page) -> None:
    """The one factor, or the range of those that are drawn."""
    if page.value(KIND) == "same":
        page.show(FACTOR)
    else:
        page.row([2, 2, 1.2], LOW, HIGH, SEED)


@lru_cache(maxsize=32)
def _multiplied(kind: str, p: float, low: float, high: float, seed: float) -> Run | None:
    if kind == "same":
        return underflow.multiply(underflow.constant_factors(p))
    return underflow.multiply(underflow.drawn_factors(low, high, int(seed))) if low <= high else None


def read(page: Page) -> Run | None:
    """The run that the reader has set, None while its range is empty."""
    return _multiplied(*page.read(*CONTROLS))


def draw_products(page: Page) -> None:
    """Products and sum in one picture."""
    text, units, log, run = page.text, page.units, page.units.log, read(page)
    if run is None:
        st.warning(text("underflow.empty_range"), icon=":material/pause_circle:")
        return
    total = plain(units.of(float(run.sums[-1])), 0)
    ends = {name: _end(page, run, name, "end") for name in run.products}
    draw(
        charts.underflow_chart,
        charts.line_rows(run, units),
        charts.end_rows(run, units, {name: _end(page, run, name, "mark") for name in run.products}),
        charts.sum_rows(run, units, text("underflow.sum_name", log=log, total=total)),
        {"n": text("underflow.axis_n"), "depth": text("underflow.axis_depth", log=log)},
        alt=text(
            "underflow.alt",
            single=ends["float32"],
            double=ends["float64"],
            log=log,
            total=total,
            count=whole(LENGTH),
        ),
        key="likelihood_underflow",
    )
    page.note(text("underflow.reading"))


def working(page: Page) -> None:
    """Where each format broke, where it had to, and where the reader's own likelihood would."""
    text, run, numbers = page.text, read(page), hero.read(page)
    if run is None:
        return
    _places(page, run)
    for name, product in run.products.items():
        if product.stuck is not None:
            st.caption(f":material/info: {_stuck(page, run, name)}")
    for name, power in (("float64", 1075), ("float32", 150)):
        displayed(
            rf"n_{{\text{{{name}}}}} \approx \frac{{-\ln 2^{{-{power}}}}}{{-\frac1n\sum_s \ln p_s}}"
            rf" = \frac{{{latex(-limits(name).zero, 2)}}}{{{latex(run.mean, 4)}}} = {latex(run.predicted(name), 1)}"
        )
    # The last double, and what is beyond it.
    items = (
        rf"0.5^{{1074}} = {latex(underflow.half_to_the(1074))}",
        rf"0.5^{{1075}} = {underflow.half_to_the(1075):.1f}",
        rf"1075\cdot\ln 0.5 = {latex(1075 * math.log(0.5), 2)}",
    )
    in_a_row(map(inline, items))
    # Where the reader's own likelihood would leave the doubles, were there more such tosses.
    if numbers.mean and math.isinf(numbers.mean):
        page.say(text("underflow.yours_impossible"))
    elif numbers.mean:
        said = {"mean": plain(numbers.mean, 4), "likelihood": inline(f"L = {latex_exp(numbers.log_likelihood)}")}
        counts = {"count": numbers.tosses.count, "n": round(-limits("float64").zero / numbers.mean)}
        page.say(text("underflow.yours", **said, **{name: whole(count) for name, count in counts.items()}))
    page.careful(text("underflow.careful"))


def _end(page: Page, run: Run, name: str, form: str) -> str:
    """What became of a product, in few words: as a part of a sentence ("end") or in two short lines ("mark")."""
    product = run.products[name]
    if product.end is None:
        return page.text(f"underflow.{form}.whole", name=name)
    kind = "zero" if product.zero is not None else "stuck"
    return page.text(f"underflow.{form}.{kind}", name=name, n=whole(product.end))


def _places(page: Page, run: Run) -> None:
    """Where each product broke, where it had to, and what a logarithm taken afterwards finds."""
    text, units, log = page.text, page.units, page.units.log
    nothing, products = text("underflow.never"), run.products.values()
    found = {
        "subnormal": [_place(p.subnormal) for p in products],
        "zero": [_place(p.zero) for p in products],
        "predicted": [f"n ≈ {plain(run.predicted(name), 1)}" for name in run.products],
        "too_late": [plain(units.of(_log(float(p.partial[-1]))), 2) for p in products],
    }
    last = dict.fromkeys(found, nothing) | {"too_late": f"**{plain(units.of(float(run.sums[-1])), 2)}**"}
    rows = [
        [text(f"underflow.row.{name}", log=log, count=whole(LENGTH)), *(cell or nothing for cell in cells), last[name]]
        for name, cells in found.items()
    ]
    table(("", "float32", "float64", text("underflow.sum_head", log=log)), rows, "lrrr")


def _place(n: int | None) -> str:
    return "" if n is None else f"n = **{whole(n)}**"


def _log(value: float) -> float:
    """The logarithm of what is left of a product: too late, where nothing is left."""
    return math.log(value) if value > 0.0 else -math.inf


def _stuck(page: Page, run: Run, name: str) -> str:
    """That a product stays above 0 for ever, and how wrong its logarithm is."""
    product = run.products[name]
    return page.text(
        "underflow.stuck",
        name=name,
        value=plain(float(product.partial[-1])),
        n=whole(product.stuck or 0),
        wrong=plain(page.units.of(_log(float(product.partial[-1]))), 1),
        true=plain(page.units.of(float(run.sums[-1])), 1),
    )


PART: Final = Part(draw_products, drawn_by(FACTOR), working)
ROW: Final = drawn_by(KIND) | {FACTOR.name: set_factors}
SECTION: Final = section(replace(PART, controls=ROW), _behind, [1.4, 5])
