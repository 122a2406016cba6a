"""One sentence that judges; the measures of each model beside the base rates; what clipping would have hidden."""

import math
from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.frame.page import Page
from core.app.predictions.kept import kept, percent
from core.app.predictions.reading.input import Given
from core.app.predictions.reading.roles import sentence
from core.app.predictions.reliability import BINS, binned
from core.app.wording.code_span import code_span
from core.app.wording.figures import LN2, plain, whole
from core.simulation.predictions.evaluation import base_rates, clipped
from core.simulation.predictions.pieces import floor
from core.simulation.predictions.record import rounded_zeros
from core.simulation.predictions.report import Report

POWERS: Final = {"1e-7": "10⁻⁷", "1e-15": "10⁻¹⁵"}
CLIP: Final = Control("clip", Choice("off", ("off", *POWERS)), "clip.label")
CONTROLS: Final = (CLIP,)
LISTED: Final = 10


def judge(page: Page, report: Report, given: Given) -> None:
    """One sentence for each model: its loss, beside always saying the base rate; and what is endless."""
    lines = verdicts(page, report, given.titles)
    st.markdown(lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines))
    loss = page.text("verdict.loss", log=page.units.log, unit=page.unit())
    page.note(f"{yardsticks(page, report)} {loss}")
    _endless(page, report, given.titles)
    for rounded in rounded_zeros(given.reading, report):
        st.caption(f":material/priority_high: {sentence(page, rounded)}")


def verdicts(page: Page, report: Report, titles: Sequence[str], mark: Callable[[str], str] = code_span) -> list[str]:
    """The sentence about each model, with its name where there are several."""
    text, units = page.text, page.units
    base, scores, found = report.constant.cross_entropy, report.models[0].scores, list[str]()
    rate = text("verdict.rate" if scores.binary else "verdict.rates", rate=plain(float(base_rates(scores)[1]), 2))
    for model, title in zip(report.models, titles, strict=True):
        loss, skill = model.summary.cross_entropy, model.skill
        kind = "infinite" if math.isinf(loss) else "certain" if skill is None else "better" if skill > 0 else "worse"
        line = text(
            f"verdict.{kind}",
            loss=plain(units.of(loss)),
            share="" if skill is None or math.isinf(skill) else percent(abs(skill)),
            rate=rate,
            base=plain(units.of(base)),
        )
        found.append(f"{mark(title)}: {line}" if len(titles) > 1 else line)
    return found


def yardsticks(page: Page, report: Report) -> str:
    """What the losses are held against: guessing evenly, the base rate, and the labels' own entropy where soft."""
    text, units = page.text, page.units
    scores = report.models[0].scores
    least, even = floor(scores), math.log(scores.classes)
    words = {"count": scores.classes, "even": plain(units.of(even)), "log": units.log}
    said = text("verdict.yardsticks", **words)
    return f"{said} {text('verdict.floor', floor=plain(units.of(least)))}" if least > 0.0 else said


def show(page: Page, report: Report, given: Given) -> None:
    """The table of measures, and what clipping would have made of what is endless."""
    text, titles = page.text, given.titles
    rows = columns_of(page, report)
    names = {f"model_{place}": title for place, title in enumerate(titles)} | {"constant": text("constant")}
    frame = pd.DataFrame(rows, columns=["measure", *names])
    settings = {"measure": st.column_config.TextColumn(text("measure.title"))}
    settings |= {key: st.column_config.TextColumn(name, alignment="right") for key, name in names.items()}
    st.dataframe(frame, hide_index=True, column_config=settings, height="content", alt=text("measure.alt"))
    _clipping(page, report, titles)


def columns_of(page: Page, report: Report) -> list[list[str]]:
    """The table: for each measure its name, and what it is for each model and for the base rates."""
    summaries = [*(model.summary for model in report.models), report.constant]
    # The base rates save nothing of their own loss, and come true exactly as often as they say.
    skills = [*(percent(model.skill) for model in report.models), percent(0.0)]
    errors = [*(plain(one.error) for one in binned(report, page.value(BINS))), plain(0.0)]
    rows = {
        "rows": [whole(one.count) for one in summaries],
        "nats": [plain(one.cross_entropy, 4) for one in summaries],
        "bits": [plain(one.cross_entropy / LN2, 4) for one in summaries],
        "perplexity": [plain(one.perplexity, 4) for one in summaries],
        "squared": [plain(one.squared_error, 4) for one in summaries],
        "brier": [plain(one.brier, 4) for one in summaries],
        "accuracy": [percent(one.accuracy) for one in summaries],
        "skill": skills,
        "calibration": errors,
        "infinite": [whole(one.infinite) for one in summaries],
    }
    return [[page.text(f"measure.{name}"), *row] for name, row in rows.items()]


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
        text("clip.part", name=code_span(title), value=plain(units.of(value), 4))
        for title, value in zip(titles, found, strict=True)
    ]
    hidden = any(model.summary.infinite for model in report.models)
    key = "clip.invented" if hidden else "clip.harmless"
    st.markdown(text(key, power=POWERS[chosen], parts=text("and").join(parts)))
