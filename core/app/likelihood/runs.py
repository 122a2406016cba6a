"""Long runs: −ℓ/n along growing series of tosses, settling on the cross-entropy; the model's distance remains."""

import math
from functools import lru_cache
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number, Stops
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by, section
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed, in_a_row
from core.app.wording.figures import latex, plain, whole
from core.app.wording.language import inline
from core.app.wording.reckoning import reckoned
from core.charts.likelihood import runs as charts
from core.simulation.likelihood.runs import (
    BUDGET,
    LAST_SEED,
    MOST_SERIES,
    Levels,
    Run,
    Setting,
    inside,
    levels,
    places,
    runs,
)

TRUTH: Final = Control("run_p", Number(0.7, 0.0, 1.0, 0.01), "runs.truth")
MODEL: Final = Control("run_q", Number(0.4, 0.0, 1.0, 0.01), "runs.model")
LENGTHS: Final = Stops(10_000.0, (100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0))
LENGTH: Final = Control("run_n", LENGTHS, "runs.length", form=lambda length: whole(int(length)))
SERIES: Final = Control("run_series", Number(5.0, 1.0, float(MOST_SERIES), 1.0), "runs.series")
SEED: Final = Control("run_seed", Number(1.0, 0.0, float(LAST_SEED), 1.0), "seed", kind="box")
CONTROLS: Final = (TRUTH, MODEL, LENGTH, SERIES, SEED)

_runs = lru_cache(maxsize=32)(runs)


def _behind(page: Page) -> Snippet:
    setting = read(page)
    code = f"""
    known = levels({setting.truth!r}, {setting.model!r})
    known.entropy, known.kl, known.cross_entropy  # 4 nats
    """
    return Snippet(code, page.units, (levels,))


def read(page: Page) -> Setting:
    """What the reader has set."""
    truth, model, length, series, seed = page.read(*CONTROLS)
    return Setting(truth, model, int(length), int(series), int(seed))


def draw_runs(page: Page) -> None:
    """The runs in their funnel, the levels, and where each series ended."""
    text, setting = page.text, read(page)
    known, tossed = levels(setting.truth, setting.model), _runs(setting)
    if setting.affordable < setting.series:
        lengths = {"length": setting.length, "product": setting.series * setting.length, "most": BUDGET}
        said = {name: whole(length) for name, length in lengths.items()}
        told = text("runs.budget", series=setting.series, shown=setting.affordable, **said)
        page.note(f":material/info: {told}")
    _picture(page, setting, known, tossed)
    if page.is_on_stage:
        return
    in_a_row(_line(page, setting, known, tossed))
    # A series is remarked where there is a funnel and it does not end in it.
    outside = [math.isfinite(known.cross_entropy) and not inside(run, setting) for run in tossed]
    each = " · ".join(
        text("runs.end", seed=run.seed, mean=plain(page.units.of(run.last), 4), mark="*" * out)
        for run, out in zip(tossed, outside, strict=True)
    )
    st.caption(each + (text("runs.outside") if any(outside) else ""))
    if ruled := [run for run in tossed if run.ruled_out is not None]:
        at = text("runs.list_separator").join(
            text("runs.at_toss", seed=run.seed, toss=whole(run.ruled_out or 0)) for run in ruled
        )
        st.markdown(text("runs.ruled_out", at=at))
    elif not math.isfinite(known.cross_entropy):
        st.markdown(text("runs.not_yet"))


def working(page: Page) -> None:
    """The law in symbols and numbers."""
    setting, log, of = read(page), page.units.logarithm, page.units.of
    known = levels(setting.truth, setting.model)
    displayed(
        rf"-\frac{{\ell_n}}{{n}} = -\frac1n\sum_{{s=1}}^{{n}} {log}\model{{q}}(\truth{{x_s}}) \;\longrightarrow\; "
        r"\ce{H(p, q)} = \entropy{H(p)} + D(\truth{p}\Vert\model{q})"
    )
    if math.isfinite(known.cross_entropy):
        parts = {"entropy": of(known.entropy), "kl": of(known.kl)}
        added = reckoned(of(known.cross_entropy), lambda entropy, kl: entropy + kl, parts)
        half, root = of(float(known.funnel(setting.length))), math.sqrt(setting.length)
        spread = reckoned(half, lambda sd: 2.0 * sd / root, {"sd": of(known.sd)})
        numbers = (
            rf"{added['entropy']} + {added['kl']} = \ce{{{added['result']}}}",
            rf"2\,\mathrm{{sd}}/\sqrt{{n}} = 2\cdot {spread['sd']}/\sqrt{{{setting.length}}} = {spread['result']}",
        )
        in_a_row(inline(formula, display=True) for formula in numbers)
        page.note(page.text("runs.reading" if known.sd else "runs.no_scatter"))


def _picture(page: Page, setting: Setting, known: Levels, tossed: tuple[Run, ...]) -> None:
    text, units = page.text, page.units
    ends = charts.span(known, [float(run.means.max()) for run in tossed if len(run.means)])
    parts = {"entropy": known.entropy, "kl": known.kl, "cross": known.cross_entropy}
    said = {name: plain(units.of(value)) for name, value in parts.items()}
    names = {"entropy": f"H(p) {said['entropy']}", "cross_entropy": f"H(p, q) {said['cross']}"}
    draw(
        charts.runs_chart,
        charts.line_rows(tossed, units),
        charts.end_rows(tossed, setting.length, ends, units),
        charts.band_rows(known, [int(n) for n in places(setting.length)], ends, units),
        charts.level_rows(known, setting.length, ends, units, names),
        charts.gap_rows(known, setting.length, ends, units, f"KL {said['kl']}"),
        charts.corner_rows(setting.length, ends, units),
        {"n": text("runs.axis_n"), "mean": text("runs.axis_mean", log=units.log)},
        alt=text(
            "runs.alt" if math.isfinite(known.cross_entropy) else "runs.alt_infinite",
            count=len(tossed),
            length=whole(setting.length),
            **said,
        ),
        key="likelihood_runs",
    )


def _line(page: Page, setting: Setting, known: Levels, tossed: tuple[Run, ...]) -> list[str]:
    """The live numbers: what the levels are, and how many of the series end in the funnel."""
    text, of = page.text, page.units.of
    entropy, kl, cross = (latex(of(value), 4) for value in (known.entropy, known.kl, known.cross_entropy))
    total = inline(rf"{{\ce{{H(p, q) = {cross}}}}}")
    items = [
        inline(rf"\entropy{{H(p) = {entropy}}}"),
        inline(rf"D(\truth{{p}}\Vert\model{{q}}) = {kl}"),
        f"{total} {text.unit}",
    ]
    if math.isfinite(known.cross_entropy):
        count = sum(inside(run, setting) for run in tossed)
        items.append(text("runs.inside", inside=count, count=len(tossed)))
    return items


PART: Final = Part(draw_runs, drawn_by(*CONTROLS), working)
SECTION: Final = section(PART, _behind, [2, 2, 2, 1.4, 1.1], "runs.roles")
