"""The report to print or to send: one HTML file with its pictures in it, which loads nothing and runs nothing."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import numpy as np

from core.app.frame.page import Page
from core.app.predictions import curve, models, pieces
from core.app.predictions.details import temperature
from core.app.predictions.measures import columns_of, verdicts, yardsticks
from core.app.predictions.pictured import Pictured
from core.app.predictions.reading.input import Given
from core.app.predictions.reading.roles import sentence
from core.app.wording.figures import plain
from core.app.wording.glossary import unmarked
from core.maths.checks import FloatArray
from core.simulation.predictions.consistency import consistency
from core.simulation.predictions.pieces import recalibrated
from core.simulation.predictions.record import rounded_zeros
from core.simulation.predictions.report import Report

WIDTH, HEIGHT, EDGE = 232.0, 200.0, 34.0  # of a picture
COLOURS: Final = {"entropy": "#9C6B00", "model": "#B15397", "cross_entropy": "#007ABF", "squared_error": "#BF5400"}
DASHES: Final = ("", "7 3", "2 2", "10 3 2 3", "4 4", "1 3", "12 4", "6 2 1 2")
STYLE: Final = """
body{font:14px/1.45 system-ui,"Noto Sans CJK SC",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:1.2rem 0 .3rem}table{border-collapse:collapse;margin:.4rem 0}
td,th{padding:.15rem .6rem;border-bottom:1px solid #ddd;text-align:right}td:first-child,th:first-child{text-align:left}
figure{display:inline-block;vertical-align:top;margin:0 .2rem .4rem 0;break-inside:avoid}
figcaption{font-size:.85rem;color:#444}
.bar{display:flex;height:.8rem;margin:.1rem 0}.bar i{display:block;box-sizing:border-box}small{color:#555}
@media print{body{margin:0 auto}}"""

Points = tuple[FloatArray, FloatArray]


def printed(page: Page, report: Report, given: Given, shown: Pictured) -> bytes:
    """The report in the reader's language; everything that comes from outside is escaped."""
    text = page.text
    lines = [*verdicts(page, report, given.titles, _name), yardsticks(page, report)]
    warnings = [*given.reading.warnings, *rounded_zeros(given.reading, report)]
    parts = [
        f"<h1>{escape(text('claim'))}</h1>",
        *(_paragraph(line) for line in lines),
        *(f"<p><small>{escape(sentence(page, said, str))}</small></p>" for said in warnings),
        f"<h2>{escape(text('pieces.title'))}</h2>",
        _pieces(page, shown),
        f"<h2>{escape(text('reliability.title'))}</h2>",
        _pictures(page, shown),
        f"<h2>{escape(text('measure.title_of_all'))}</h2>",
        _table(["", *shown.names, text("constant")], columns_of(page, report)),
        *(
            _paragraph(f"{_name(name)}: {' '.join(temperature(page, report, place))}")
            for place, name in enumerate(shown.names)
        ),
    ]
    if len(report.models) > 1:
        parts.append(f"<h2>{escape(text('difference.title'))}</h2>")
        parts += [_paragraph(models.said(page, one, pair, shown.names)) for pair, one in models.pairs(page, report)]
    head = f'<meta charset="utf-8"><title>{escape(text("claim"))}</title><style>{STYLE}</style>'
    body = "".join(parts)
    return f'<!doctype html><html lang="{text.language}"><head>{head}</head><body>{body}</body></html>\n'.encode()


def _name(name: str) -> str:
    return f"“{name}”"


def _paragraph(line: str) -> str:
    """A sentence of the page, whose marks for bold and code go."""
    return f"<p>{escape(line.replace('**', '').replace('`', ''))}</p>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _pieces(page: Page, shown: Pictured) -> str:
    """The pieces of cross-entropy as bars and numbers."""
    text, units = page.text, page.units
    named = [one.of("cross_entropy", units.per_nat) for one in pieces.taken(shown)]
    longest = max(
        max(one.pieces.uncertainty, one.pieces.loss if math.isfinite(one.pieces.loss) else 0.0) for one in named
    )
    bars = []
    for one in named:
        three, whole = one.pieces, longest or 1.0
        saved = [(three.recalibrated, "entropy", True), (three.discrimination, "entropy", False)]
        cost = [(three.recalibrated, "entropy", True)]
        if math.isfinite(three.miscalibration):
            cost.append((three.miscalibration, "model", True))
        bars.append(f"<div>{escape(one.name)}{_bar(saved, whole)}{_bar(cost, whole)}</div>")
    heads = [
        "", text("pieces.uncertainty"), f"− {text('pieces.discrimination')}", f"+ {text('pieces.miscalibration')}",
        f"= {text('cross_entropy')} ({text.unit})", text("pieces.chance"),
    ]  # fmt: skip
    rows = [(one.name, *pieces.numbers(one)) for one in named]
    return "".join(bars) + _table(heads, rows) + f"<p><small>{escape(unmarked(text('pieces.reading')))}</small></p>"


def _bar(parts: Iterable[tuple[float, str, bool]], whole: float) -> str:
    inner = "".join(
        f'<i style="width:{100 * length / whole:.3f}%;'
        + (f"background:{COLOURS[tone]}" if full else f"border:1.5px dashed {COLOURS[tone]}")
        + '"></i>'
        for length, tone, full in parts
    )
    return f'<div class="bar">{inner}</div>'


def _pictures(page: Page, shown: Pictured) -> str:
    """The reliability of the model in front, and the curve under which both losses are areas."""
    text = page.text
    scores = shown.scores[shown.shown]
    best, band = recalibrated(scores), consistency(scores)
    edge = np.concatenate([band.grid, band.grid[::-1]]), np.concatenate([band.low, band.high[::-1]])
    caption = f"{shown.names[shown.shown]}. {text('reliability.drawn')}"
    found = [figure([("model", "", best.curve)], (0.0, 1.0), (0.0, 1.0), caption, band=edge, diagonal=True)]
    curves, _ = curve.found(shown)
    drawn = [one.drawn(300) for one in curves]
    top = max(float(cost.max()) for _, _, cost in drawn) or 1.0
    for loss, column, reach in (("squared_error", 0, (0.0, 1.0)), ("cross_entropy", 1, (-7.0, 7.0))):
        lines = [(loss, DASHES[place % len(DASHES)], (one[column], one[2])) for place, one in enumerate(drawn)]
        caption = f"{text(f'curve.x_{loss}')}. {text('curve.y')}. {', '.join(shown.names)}"
        found.append(figure(lines, reach, (0.0, 1.05 * top), caption))
    return "".join(found)


def figure(
    lines: Iterable[tuple[str, str, Points]], across: tuple[float, float], up: tuple[float, float], caption: str,
    band: Points | None = None, diagonal: bool = False,
) -> str:  # fmt: skip
    """Curves on a plane as SVG: each with its tone and its dashes; over a band, with a diagonal or not."""

    def path(points: Points) -> str:
        x = EDGE + (WIDTH - EDGE - 8) * (points[0] - across[0]) / (across[1] - across[0])
        y = (HEIGHT - 22) - (HEIGHT - 30) * (points[1] - up[0]) / (up[1] - up[0])
        inside = (points[0] >= across[0]) & (points[0] <= across[1])
        return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x[inside], y[inside], strict=True))

    corners = np.array([across[0], across[1]]), np.array([up[0], up[1]])
    marks = [f'<polygon points="{path(band)}" fill="#6B7C8A" fill-opacity=".25"/>'] if band else []
    if diagonal:
        marks.append(f'<polyline points="{path(corners)}" fill="none" stroke="#6B7C8A" stroke-dasharray="2 3"/>')
    marks += [
        f'<polyline points="{path(points)}" fill="none" stroke="{COLOURS[tone]}" stroke-width="2" '
        f'stroke-dasharray="{dash}"/>'
        for tone, dash, points in lines
    ]
    foot, left = HEIGHT - 22, EDGE
    marks.append(f'<path d="M{left} 8V{foot}H{WIDTH - 8}" fill="none" stroke="#6B7C8A"/>')
    words = [
        (left, HEIGHT - 6, "middle", across[0]), (WIDTH - 8, HEIGHT - 6, "end", across[1]),
        (left - 4, foot, "end", up[0]), (left - 4, 14, "end", up[1]),
    ]  # fmt: skip
    marks += [
        f'<text x="{x}" y="{y}" text-anchor="{side}" font-size="11" fill="#444">{plain(value, 2)}</text>'
        for x, y, side, value in words
    ]
    svg = f'<svg width="{WIDTH:g}" height="{HEIGHT:g}" role="img" aria-label="{escape(caption)}">{"".join(marks)}</svg>'
    return f'<figure style="max-width:{WIDTH:g}px">{svg}<figcaption>{escape(caption)}</figcaption></figure>'
