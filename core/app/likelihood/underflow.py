"""The underflow laboratory: a product of probabilities multiplied out until it breaks, beside the sum that goes on."""

import math
from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.likelihood.tosses.numbers import Numbers
from core.app.take_home.snippet import Printed, Snippet, behind, in_units
from core.app.wording.figures import latex, plain, whole
from core.app.wording.language import inline
from core.app.wording.notes import careful
from core.app.wording.powers import latex_exp
from core.charts.likelihood import underflow as charts
from core.simulation.likelihood import underflow
from core.simulation.likelihood.underflow import LENGTH, Run, limits

KIND: Final = Choice("same", ("same", "drawn"))
FACTOR: Final = Number(0.5, 0.01, 0.99, 0.01)
LOW: Final = Number(0.1, 0.01, 0.99, 0.01)
HIGH: Final = Number(0.9, 0.01, 0.99, 0.01)
SEED: Final = Number(1.0, 0.0, 9999.0, 1.0)


@lru_cache(maxsize=16)
def _same(p: float) -> Run:
    return underflow.multiply(underflow.constant_factors(p))


@lru_cache(maxsize=16)
def _drawn(low: float, high: float, seed: int) -> Run:
    return underflow.multiply(underflow.drawn_factors(low, high, seed))


def show(page: Page, numbers: Numbers) -> Snippet | None:
    """The section: the factors above, products and sum in one picture, and where each format broke."""
    text = page.text
    run, factors = _run(page)
    if run is None:
        st.warning(text("underflow.empty_range"), icon=":material/pause_circle:")
        return None
    _picture(page, run)
    st.caption(text("underflow.reading"))
    st.markdown(table(page, run))
    for name in run.products:
        if run.products[name].stuck is not None:
            st.caption(f":material/info: {stuck(page, run, name)}")
    formulas(page, run)
    if numbers.mean:
        st.markdown(yours(page, numbers))
    careful(text, text("underflow.careful"))
    return _behind(page, run, factors)


def _run(page: Page) -> tuple[Run | None, str]:
    """The run that the reader has set, None while the range is empty; and the Python for its factors."""
    text = page.text
    kind_column, rest = st.columns([1.4, 5], gap="medium", vertical_alignment="bottom")
    with kind_column:
        names = {name: text(f"underflow.kind.{name}") for name in KIND.options}
        kind = widgets.choice("factors", text("underflow.factors"), KIND, text, names, hide_label=False)
    same = kind == "same"
    with rest:
        p = widgets.slider("factor", text("underflow.factor"), FACTOR, text, shown=same)
        # A column without a control in it would be a gap on a phone.
        places = [rest] * 3 if same else st.columns([2, 2, 1.2], gap="medium", vertical_alignment="bottom")
    with places[0]:
        low = widgets.slider("factor_low", text("underflow.low"), LOW, text, shown=not same)
    with places[1]:
        high = widgets.slider("factor_high", text("underflow.high"), HIGH, text, shown=not same)
    with places[2]:
        seed = widgets.number("factor_seed", text("seed"), SEED, text, shown=not same)
    if same:
        return _same(p), f"np.full({LENGTH}, {p!r})"
    drawn = f"np.random.default_rng({int(seed)}).uniform({low!r}, {high!r}, {LENGTH})"
    return (_drawn(low, high, int(seed)) if low <= high else None), drawn


def _picture(page: Page, run: Run) -> None:
    text, units = page.text, page.units
    total = plain(units.of(float(run.sums[-1])), 0)
    log = "ln" if units.name == "nats" else "log₂"
    draw(
        charts.underflow_chart,
        charts.line_rows(run, units),
        charts.end_rows(run, units, {name: _end(page, run, name, "mark") for name in run.products}),
        charts.sum_rows(run, units, text("underflow.sum_name", log=log, total=total)),
        {"n": text("underflow.axis_n"), "depth": text("underflow.axis_depth", log=log, units=text(units.name))},
        alt=text(
            "underflow.alt",
            single=_end(page, run, "float32", "end"),
            double=_end(page, run, "float64", "end"),
            log=log,
            total=total,
            count=whole(LENGTH),
        ),
        key="likelihood_underflow",
    )


def _end(page: Page, run: Run, name: str, form: str) -> str:
    """What became of a product, in few words: as a part of a sentence ("end") or in two short lines ("mark")."""
    product = run.products[name]
    if product.end is None:
        return page.text(f"underflow.{form}.whole", name=name)
    kind = "zero" if product.zero is not None else "stuck"
    return page.text(f"underflow.{form}.{kind}", name=name, n=whole(product.end))


def _behind(page: Page, run: Run, factors: str) -> Snippet:
    """The Python for the sum, for where the doubles had to break, and for where they did."""
    units, end = page.units, run.products["float64"].end
    printed = [
        Printed(in_units("run.sums[-1]", units), units.of(float(run.sums[-1])), 2, f"the sum, in {units.name}"),
        Printed("run.predicted('float64')", run.predicted("float64"), 1, "where a product of doubles has to break"),
    ]
    if end is not None:
        printed.append(Printed("run.products['float64'].end", end, what="where it breaks"))
    return behind((underflow.multiply,), f"run = multiply({factors})", *printed)


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
