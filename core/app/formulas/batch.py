"""Sum or mean: one batch trained under (1) and under (22), from the same start at the same learning rate."""

from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number, Stops
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by, section
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed
from core.app.wording.figures import error_size, latex, plain
from core.charts.formulas.batch import least_rows, name_rows, run_chart, run_rows
from core.simulation.formulas.batch import EPOCHS, Comparison, compare

SIZE: Final = Control(
    "bn", Stops(20.0, (4.0, 5.0, 8.0, 10.0, 20.0, 30.0, 50.0, 75.0, 100.0, 150.0, 200.0)), "batch.size"
)
RATE: Final = Control("brate", Stops(0.15, (0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)), "rate")
SEED: Final = Control("bseed", Number(1.0, 0.0, 9999.0, 1.0), "batch.seed", kind="box")
CONTROLS: Final = (SIZE, RATE, SEED)
SETTLED: Final = 1e-6  # nats above the minimum
EDGE: Final = 2.0  # a step of η λ beyond this leads away from the minimum
SAME: Final = 1e-9  # two paths that differ by rounding only

_compare = lru_cache(maxsize=128)(compare)


def _behind(page: Page) -> Snippet:
    size, rate, seed = page.read(*CONTROLS)
    code = f"""
    found = compare({int(size)}, {int(seed)}, {rate!r})  # a batch of this size and seed, descended at this rate
    found.at_start('mean')[0], found.at_start('sum')[0]  # 4 nats: (1) and (22)
    found.at_start('mean')[1], found.at_start('sum')[1]  # 4: the lengths of their gradients
    """
    return Snippet(code, page.units, (compare,))


def read(page: Page) -> Comparison:
    """Both runs of the reader's batch."""
    size, rate, seed = page.read(*CONTROLS)
    return _compare(int(size), int(seed), rate)


def draw_runs(page: Page) -> None:
    """How the runs fare, their losses, and what is equal."""
    text, units, found = page.text, page.units, read(page)
    st.markdown(_outcome(page, found))
    losses = {run: values * units.per_nat for run, values in found.mean_losses.items()}
    least = plain(units.of(found.least))
    ends = {
        run: text("batch.chaotic") if found.is_chaotic(run) else plain(float(losses[run][-1]))
        for run in ("mean", "sum")
    }
    draw(
        run_chart,
        run_rows(losses),
        name_rows(losses, {run: f"{text(f'batch.run.{run}')} {ends[run]}" for run in ends}),
        least_rows(units.of(found.least), text("batch.least", least=least)),
        EPOCHS,
        {"epoch": text("batch.axis_epoch"), "loss": text("batch.axis_loss")},
        alt=text("batch.alt", n=found.batch.size, epochs=EPOCHS, least=least, **ends),
        key="formulas_batch",
    )
    st.caption(text("batch.reading"))
    st.markdown(_equal(page, found))


def _outcome(page: Page, found: Comparison) -> str:
    """How the sum fares beside the mean, by the size of its steps and by where it stands after the last epoch."""
    text, steep = page.text, found.stiffness
    said = {"n": found.batch.size, "epochs": EPOCHS, "edge": plain(found.largest_rate)}
    for run in ("mean", "sum"):
        gap = max(float(found.mean_losses[run][-1]) - found.least, 0.0)  # rounding may put it a hair below
        above = f"{plain(page.units.of(gap), 4)} {text.unit}"
        said |= {run: plain(steep[run]), f"above_{run}": above}
    if steep["mean"] > EDGE:
        return text("batch.outcome.both_bounce", **said)
    if steep["sum"] > EDGE:
        return text("batch.outcome.sum_bounces", **said)
    settled = float(found.mean_losses["sum"][-1]) - found.least <= SETTLED
    return text("batch.outcome.sum_settles" if settled else "batch.outcome.on_the_way", **said)


def working(page: Page) -> None:
    """(1) and (22) at the start, with the length of their gradients."""
    found, units, log = read(page), page.units, page.units.logarithm
    (mean, mean_slope), (total, total_slope) = (found.at_start(name) for name in ("mean", "sum"))
    terms = rf"\big[\truth{{y_s}}{log}\model{{a_s}} + (1-\truth{{y_s}}){log}(1-\model{{a_s}})\big]"
    value, sum_value = latex(units.of(mean), 4), latex(units.of(total), 4)
    st.markdown(f"**(1) {page.text('batch.run.mean')}**")
    slope = rf"\|\nabla \ce{{C}}\| = \ce{{{latex(mean_slope, 4)}}}"
    share = rf"\tfrac{{1}}{{{found.batch.size}}} \cdot {sum_value}"
    displayed(rf"\ce{{C}} = -\frac1n\sum_s{terms}", rf"= {share} = \ce{{{value}}} \qquad {slope}")
    st.markdown(f"**(22) {page.text('batch.run.sum')}**")
    slope = rf"\|\nabla \ce{{J}}\| = \ce{{{latex(total_slope, 4)}}}"
    symbols = rf"\ce{{J}} = -\sum_s\sum_j\truth{{y_{{sj}}}}{log}\model{{a_{{sj}}}}"
    displayed(symbols, rf"= \ce{{{sum_value}}} \qquad {slope}")
    ratios = {"value": plain(total / mean, 4), "slope": plain(total_slope / mean_slope, 4)}
    st.markdown(page.text("batch.ratios", **ratios))
    page.careful(page.text("batch.careful"))


def _equal(page: Page, found: Comparison) -> str:
    """What is the same: the minimiser, and the path of the sum at η/n."""
    weight, bias = (plain(float(value), 4) for value in found.minima["mean"])
    agree = found.scaled_gap < SAME and not found.is_chaotic("scaled")
    minimiser = page.text("batch.minimiser", w=weight, b=bias, gap=error_size(found.minima_gap))
    path = "batch.scaled" if agree else "batch.scaled_apart"
    return f"{minimiser} {page.text(path, gap=error_size(found.scaled_gap), epochs=EPOCHS)}"


SECTION: Final = section(Part(draw_runs, drawn_by(*CONTROLS), working), _behind, [1.5, 1.5, 1], "batch.intro")
