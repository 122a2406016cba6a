"""The measures of each model beside the base rates, what is endless in them, and what clipping would have hidden."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.frame.page import Page
from core.app.predictions.charts import BINS, binned
from core.app.predictions.reading.input import Given
from core.app.predictions.kept import kept
from core.app.predictions.reading.roles import sentence
from core.app.wording.code_span import code_span
from core.app.wording.figures import LN2, plain, whole
from core.simulation.predictions.evaluation import Summary, clipped
from core.simulation.predictions.record import rounded_zeros
from core.simulation.predictions.report import Report

POWERS: Final = {"1e-7": "10⁻⁷", "1e-15": "10⁻¹⁵"}
CLIP: Final = Control("clip", Choice("off", ("off", *POWERS)), "clip.label")
CONTROLS: Final = (CLIP,)
LISTED: Final = 10


def percent(share: float | None) -> str:
    """A share in per cent; a dash for none."""
    if share is None:
        return "–"
    return f"{plain(100 * share, 1)} %" if np.isfinite(share) else plain(share)


def show(page: Page, report: Report, given: Given) -> None:
    """The table of measures, what is endless in it, and what clipping would have made of that."""
    text, titles = page.text, given.titles
    summaries = [*(model.summary for model in report.models), report.constant]
    # The base rates save nothing of their own loss, and come true exactly as often as they say.
    skills = [*(percent(model.skill) for model in report.models), percent(0.0)]
    errors = [*(plain(one.error) for one in binned(report, page.value(BINS))), plain(0.0)]
    columns = [_column(one, skill, error) for one, skill, error in zip(summaries, skills, errors, strict=True)]
    names = {f"model_{place}": title for place, title in enumerate(titles)} | {"constant": text("constant")}
    frame = pd.DataFrame(
        {
            "measure": [text(f"measure.{name}") for name in columns[0]],
            **{key: list(column.values()) for key, column in zip(names, columns, strict=True)},
        }
    )
    settings = {"measure": st.column_config.TextColumn(text("measure.title"))}
    settings |= {key: st.column_config.TextColumn(name, alignment="right") for key, name in names.items()}
    st.dataframe(frame, hide_index=True, column_config=settings, height="content", alt=text("measure.alt"))
    _endless(page, report, titles)
    for rounded in rounded_zeros(given.reading, report):
        st.caption(f":material/priority_high: {sentence(page, rounded)}")
    _clipping(page, report, titles)


def _column(summary: Summary, skill: str, error: str) -> dict[str, str]:
    return {
        "rows": whole(summary.count),
        "nats": plain(summary.cross_entropy, 4),
        "bits": plain(summary.cross_entropy / LN2, 4),
        "perplexity": plain(summary.perplexity, 4),
        "squared": plain(summary.squared_error, 4),
        "brier": plain(summary.brier, 4),
        "accuracy": percent(summary.accuracy),
        "skill": skill,
        "calibration": error,
        "infinite": whole(summary.infinite),
    }


def _endless(page: Page, report: Report, titles: Sequence[str]) -> None:
    """Count and list the rows in which a model said 0 to what happened."""
    text = page.text
    for model, title in zip(report.models, titles, strict=True):
        rows = model.endless
        if not len(rows):
            continue
        first = ", ".join(str(line) for line in report.checked.lines[rows[:LISTED]])
        more = text("and_more", count=whole(len(rows) - LISTED)) if len(rows) > LISTED else ""
        st.markdown(
            ":material/all_inclusive: "
            + text("infinite", name=code_span(title), count=whole(len(rows)), rows=f"{first}{more}")
        )


def _clipping(page: Page, report: Report, titles: Sequence[str]) -> None:
    """The switch that shows what a library which moves probabilities away from 0 and 1 would have reported."""
    text, units = page.text, page.units
    chosen = page.show(CLIP, format_func=lambda option: POWERS.get(option) or text("clip.off"))
    if chosen == "off":
        return
    found = kept("clipped", (report, chosen), lambda: [clipped(model.scores, float(chosen)) for model in report.models])
    parts = [
        text("clip.part", name=code_span(title), value=plain(units.of(value), 4), units=text(units.name))
        for title, value in zip(titles, found, strict=True)
    ]
    hidden = any(model.summary.infinite for model in report.models)
    key = "clip.invented" if hidden else "clip.harmless"
    st.markdown(text(key, power=POWERS[chosen], parts=text("and").join(parts)))
