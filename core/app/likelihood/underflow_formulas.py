"""Where the products of the underflow laboratory broke and where they had to, in a table and in formulas."""

import math

import streamlit as st

from core.app.language import inline
from core.app.likelihood.numbers import Numbers
from core.app.likelihood.powers import latex_exp
from core.app.numbers import latex, plain, whole
from core.app.page import Page
from core.simulation import underflow
from core.simulation.underflow import LENGTH, Run, limits


def table(page: Page, run: Run) -> str:
    """Where each product broke, where it had to, and what a logarithm taken afterwards finds."""
    text, units = page.text, page.units
    log = "ln" if units.name == "nats" else "log₂"
    heads = ("", "float32", "float64", text("underflow.sum_head", log=log))
    nothing = text("underflow.never")
    found = {
        "subnormal": [_place(p.subnormal) for p in run.products.values()],
        "zero": [_place(p.zero) for p in run.products.values()],
        "predicted": [f"n ≈ {plain(run.predicted(name), 1)}" for name in run.products],
        "too_late": [plain(units.of(_log(float(p.partial[-1]))), 2) for p in run.products.values()],
    }
    rows = ["| " + " | ".join(heads) + " |", "|:---|---:|---:|---:|"]
    total = plain(units.of(float(run.sums[-1])), 2)
    for name, cells in found.items():
        words = text(f"underflow.row.{name}", log=log, count=whole(LENGTH))
        last = f"**{total}**" if name == "too_late" else nothing
        rows.append("| " + " | ".join([words, *(cell or nothing for cell in cells), last]) + " |")
    return "\n".join(rows)


def _place(n: int | None) -> str:
    return "" if n is None else f"n = **{whole(n)}**"


def _log(value: float) -> float:
    """The logarithm of what is left of a product: too late, where nothing is left."""
    return math.log(value) if value > 0.0 else -math.inf


def stuck(page: Page, run: Run, name: str) -> str:
    """That a product stays above 0 for ever, and how wrong its logarithm is."""
    product = run.products[name]
    return page.text(
        "underflow.stuck",
        name=name,
        value=plain(float(product.partial[-1])),
        n=whole(product.stuck or 0),
        wrong=plain(page.units.of(_log(float(product.partial[-1]))), 1),
        true=plain(page.units.of(float(run.sums[-1])), 1),
        units=page.text(page.units.name),
    )


def formulas(page: Page, run: Run) -> None:
    """The predicted place in symbols and numbers, and the last double."""
    mean = latex(run.mean, 4)
    for name, powers in (("float64", (1074, 1075)), ("float32", (149, 150))):
        constant = -limits(name).zero
        st.markdown(
            inline(
                rf"n_{{\text{{{name}}}}} \approx \frac{{-\ln 2^{{-{powers[1]}}}}}{{-\frac1n\sum_s \ln p_s}}"
                rf" = \frac{{{latex(constant, 2)}}}{{{mean}}} = {latex(run.predicted(name), 1)}",
                display=True,
            )
        )
    last, beyond = (underflow.half_to_the(n) for n in (1074, 1075))
    with st.container(horizontal=True, gap="medium"):
        for item in (
            rf"0.5^{{1074}} = {latex(last)}",
            rf"0.5^{{1075}} = {beyond:.1f}",
            rf"1075\cdot\ln 0.5 = {latex(1075 * math.log(0.5), 2)}",
        ):
            st.markdown(inline(item), width="content")


def yours(page: Page, numbers: Numbers) -> str:
    """Where the reader's own likelihood would leave the doubles, were there more such tosses."""
    mean = numbers.mean or math.inf
    if math.isinf(mean):
        return page.text("underflow.yours_impossible")
    here = inline(f"L = {latex_exp(numbers.log_likelihood)}")
    return page.text(
        "underflow.yours",
        mean=plain(mean, 4),
        count=whole(numbers.tosses.count),
        likelihood=here,
        n=whole(round(-limits("float64").zero / mean)),
    )
