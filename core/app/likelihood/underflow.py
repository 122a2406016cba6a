"""The underflow laboratory: a product of probabilities multiplied out until it breaks, beside the sum that goes on."""

from typing import Final

import streamlit as st

from core.app import controls
from core.app.behind import Printed, behind, in_units
from core.app.drawing import draw
from core.app.fields import Choice, Number
from core.app.likelihood import underflow_formulas
from core.app.likelihood.numbers import Numbers
from core.app.notes import careful
from core.app.numbers import plain, whole
from core.app.page import Page
from core.app.snippet import Snippet
from core.charts import underflow as charts
from core.simulation import underflow
from core.simulation.underflow import LENGTH, Run

KIND: Final = Choice("same", ("same", "drawn"))
FACTOR: Final = Number(0.5, 0.01, 0.99, 0.01)
LOW: Final = Number(0.1, 0.01, 0.99, 0.01)
HIGH: Final = Number(0.9, 0.01, 0.99, 0.01)
SEED: Final = Number(1.0, 0.0, 9999.0, 1.0)


@st.cache_data(max_entries=16)
def _same(p: float) -> Run:
    return underflow.multiply(underflow.constant_factors(p))


@st.cache_data(max_entries=16)
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
    st.markdown(underflow_formulas.table(page, run))
    for name in run.products:
        if run.products[name].stuck is not None:
            st.caption(f":material/info: {underflow_formulas.stuck(page, run, name)}")
    underflow_formulas.formulas(page, run)
    if numbers.mean:
        st.markdown(underflow_formulas.yours(page, numbers))
    careful(text, text("underflow.careful"))
    return _behind(page, run, factors)


def _run(page: Page) -> tuple[Run | None, str]:
    """The run that the reader has set, None while the range is empty; and the Python for its factors."""
    text = page.text
    kind_column, rest = st.columns([1.4, 5], gap="medium", vertical_alignment="bottom")
    with kind_column:
        names = {name: text(f"underflow.kind.{name}") for name in KIND.options}
        kind = controls.choice("factors", text("underflow.factors"), KIND, text, names, hide_label=False)
    same = kind == "same"
    with rest:
        p = controls.slider("factor", text("underflow.factor"), FACTOR, text, shown=same)
        # A column without a control in it would be a gap on a phone.
        places = [rest] * 3 if same else st.columns([2, 2, 1.2], gap="medium", vertical_alignment="bottom")
    with places[0]:
        low = controls.slider("factor_low", text("underflow.low"), LOW, text, shown=not same)
    with places[1]:
        high = controls.slider("factor_high", text("underflow.high"), HIGH, text, shown=not same)
    with places[2]:
        seed = controls.number("factor_seed", text("seed"), SEED, text, shown=not same)
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
