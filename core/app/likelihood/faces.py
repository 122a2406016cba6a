"""Many faces: draws from 2 to 10 classes, a p whose bars are dragged, and for three classes the whole simplex."""

import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

import streamlit as st

from core.app.drawing import draw, views
from core.app.frame.page import Page
from core.app.likelihood import faces_entry
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import named, table
from core.app.wording.figures import free_of_rounding, latex, plain, whole
from core.app.wording.language import Texts, inline
from core.app.wording.powers import latex_exp_to_reckon, plain_exp
from core.app.wording.reckoning import reckoned
from core.charts.kit import simplex as triangle
from core.charts.kit.theme import Units
from core.charts.likelihood import simplex
from core.simulation.likelihood.faces import Faces, gradients

WRITTEN_OUT: Final = 4  # classes; a phone holds no more
VIEWS: Final = "likelihood_faces_views"
TRIANGLE: Final = "likelihood_faces_triangle"
ROUNDED: Final = 1e-9  # nearer to 1, a sum is 1
_triangle = lru_cache(maxsize=64)(simplex.picture)
THERE: Final = 5e-7  # nats per draw: nearer, no number on the page shows a difference


def show(page: Page) -> Snippet | None:
    """The section: shares against p, the triangle of three classes, what sets them, and the formulas."""
    faces_entry.arrive(page)
    draw_faces(page)
    faces_entry.show(page)
    with page.fold():
        working(page)
    code = f"""
    faces = {read(page)!r}
    faces.log_likelihood  # 2 nats: log-likelihood
    faces.cross_entropy  # #.4g nats: entropy of the shares plus KL
    """
    return Snippet(code, page.units, (Faces,)) if read(page) else None


def read(page: Page) -> Faces | None:
    """The reader's draws and p, None while all numbers of p are 0."""
    entered = faces_entry.read(page)
    return Faces(entered.counts, entered.p) if any(entered.p) else None


def draw_faces(page: Page) -> None:
    """Shares against p, and for three classes the whole triangle, with the likelihood in numbers and words."""
    text, faces = page.text, read(page)
    if faces is None:
        st.warning(text("faces.no_weight"), icon=":material/pause_circle:")
        return
    total = math.fsum(faces_entry.read(page).p)
    if abs(total - 1.0) > ROUNDED:
        st.markdown(text("faces.normalised", sum=f"{total:.6g}", p=", ".join(f"{value:.3f}" for value in faces.p)))
    bars, picture = st.columns([1, 1.15], gap="medium") if len(faces.counts) == 3 else (st.container(), None)
    point = {"picture": TRIANGLE, "x": simplex.X, "y": simplex.Y, "ratio": simplex.RATIO} if picture else None
    with bars:
        faces_entry.drag(page, faces, sentences(text), VIEWS, point)
    if picture:
        with picture, views(VIEWS):
            _draw_triangle(page, faces)
    words = said(text, page.units, faces)
    page.follow(faces_entry.P, " &emsp; ".join(_line(page, faces)), lambda _: words)
    page.follow(faces_entry.P, "[[verdict]]", lambda _: words)


def sentences(text: Texts) -> dict[str, Any]:
    """What may be said of p, to be filled with its numbers, and how near to the shares it is at them."""
    named = {name: text.template(f"faces.words.{name}") for name in ("none", "there", "ruled_out", "away")}
    bars = {name: text(f"faces.{name}") for name in ("outcome", "impossible", "certain")}
    return {**named, **bars, "near": THERE}


def _draw_triangle(page: Page, faces: Faces) -> None:
    text, units = page.text, page.units
    shares = None if faces.shares is None else faces.shares.tolist()
    draw(
        simplex.triangle_chart,
        _triangle(tuple(shares) if shares else None, units),
        triangle.outline_rows(),
        triangle.corner_rows([text("faces.corner", number=number) for number in (1, 2, 3)]),
        simplex.mark_rows(shares, faces.p.tolist()),
        simplex.legend_rows(text("faces.below")),
        alt=text("faces.alt_triangle", kl=_kl(units, faces), shares=_row(shares), p=_row(faces.p.tolist())),
        key=TRIANGLE,
    )


def _row(values: list[float] | None) -> str:
    return "–" if values is None else ", ".join(f"{value:.3g}" for value in values)


def _kl(units: Units, faces: Faces) -> str:
    return "–" if faces.kl is None else plain(free_of_rounding(units.of(faces.kl)), 4)


def _line(page: Page, faces: Faces) -> list[str]:
    """The live numbers: L, its logarithm, and the cross-entropy with its parts."""
    log, unit = page.units.logarithm, page.text.unit
    items = ["$L = [[likelihood]]$", f"${log} L = [[log_likelihood]]$ {unit}"]
    if faces.kl is None:
        return items
    symbols = rf"$-\tfrac1n {log} L = \ce{{H(\hat p, p)}} = \entropy{{H(\hat p)}} + \model{{\mathrm{{KL}}}}$"
    parts = rf"$\ce{{[[result]]}} = \entropy{{[[entropy]]}} + \model{{[[kl]]}}$ {unit}"
    return [*items, symbols, parts]


def said(text: Texts, units: Units, faces: Faces) -> dict[str, str]:
    """The numbers of the line, and where p stands against the maximum; the browser says the same while p is dragged."""
    of = units.of
    numbers = {"likelihood": plain_exp(faces.log_likelihood), "log_likelihood": plain(of(faces.log_likelihood), 2)}
    if faces.entropy is None or faces.cross_entropy is None or faces.kl is None:
        return numbers | {"verdict": text("faces.words.none")}
    numbers |= summed(of(faces.cross_entropy), plain, entropy=of(faces.entropy), kl=free_of_rounding(of(faces.kl)))
    return numbers | {"verdict": _in_words(text, units, faces)}


def _in_words(text: Texts, units: Units, faces: Faces) -> str:
    if faces.shares is None or faces.kl is None or faces.kl < THERE:
        return text("faces.words.there")
    if math.isinf(faces.kl):
        ruled = next(n for n, (x, p) in enumerate(zip(faces.counts, faces.p, strict=True), start=1) if x and not p)
        return text("faces.words.ruled_out", number=ruled)
    gap = faces.p - faces.shares
    over, under = int(gap.argmax()), int(gap.argmin())
    return text(
        "faces.words.away",
        below=_kl(units, faces),
        over=over + 1,
        more=plain(float(gap[over])),
        under=under + 1,
        less=plain(-float(gap[under])),
        factor=plain_exp(faces.count * faces.kl),
    )


def working(page: Page) -> None:
    """Each formula with its words beside it, then the slope of both logarithms in every class."""
    text, faces = page.text, read(page)
    if faces is None:
        return
    for words, *both in lines(page, faces):
        named(text(f"faces.line.{words}"), *both)
    if faces.count == 1:
        st.caption(text("faces.one_draw"))
    slopes = gradients(faces)
    if slopes is None:
        st.caption(text("faces.no_gradient"))
    else:
        page.say(f"**{text('faces.gradient')}**")
        formulas = map(inline, (r"\truth{x_i}", r"\truth{x_i} - n\,\model{p_i}"))
        heads = (text("faces.head.class"), *formulas, text("faces.head.categorical"), text("faces.head.multinomial"))
        numbers = zip(faces.counts, slopes.formula, slopes.ordered, slopes.unordered, strict=True)
        rows = [
            # Central differences of large logarithms are rounded where 0 should stand.
            (number, whole(count), *(plain(round(float(slope), 3) + 0.0) for slope in three))
            for number, (count, *three) in enumerate(numbers, start=1)
        ]
        table(heads, rows, "rrrrr")
    page.careful(text("faces.careful"))


def lines(page: Page, faces: Faces) -> Iterator[tuple[str, str, str]]:
    """The product, the coefficient, the mass function, and what minus the logarithm per draw is.

    Each as the key of its words, in symbols, and in the reader's numbers.
    """
    log, of = page.units.logarithm, page.units.of
    counts = [rf"\truth{{{count}}}" for count in faces.counts]
    likelihood = latex_exp_to_reckon(faces.log_likelihood)
    coefficient = latex_exp_to_reckon(faces.log_coefficient)
    powers = _short([rf"\model{{{p:.4g}}}^{{\,{x}}}" for p, x in zip(faces.p, counts, strict=True)], r"\cdot")
    factorials = _short([rf"{count}!" for count in counts], r"\,")
    yield ("product", r"L = \prod_i \model{p_i}^{\,\truth{x_i}}", rf"{powers} = {likelihood}")
    yield (
        "coefficient",
        r"\frac{n!}{\prod_i \truth{x_i}!}",
        rf"\frac{{{faces.count}!}}{{{factorials}}} = {coefficient}",
    )
    yield (
        "multinomial",
        r"f(\truth{x}) = \frac{n!}{\prod_i \truth{x_i}!}\prod_i \model{p_i}^{\,\truth{x_i}}",
        rf"{coefficient}\cdot {likelihood} = {latex_exp_to_reckon(faces.log_pmf)}",
    )
    if faces.shares is None or faces.entropy is None or faces.cross_entropy is None or faces.kl is None:
        return
    mean, total = of(faces.cross_entropy), of(faces.log_likelihood)
    added = summed(mean, latex, entropy=of(faces.entropy), kl=free_of_rounding(of(faces.kl)))
    over = summed(mean, latex, lambda total: -total / faces.count, total=total)
    best = summed(of(faces.highest), latex, lambda entropy: -faces.count * entropy, entropy=of(faces.entropy))
    yield (
        "mean",
        rf"-\frac{{{log} L}}{{n}} = \ce{{H(\hat p, p)}} = \entropy{{H(\hat p)}}"
        r" + \model{\mathrm{KL}(\hat p \Vert p)}",
        rf"-\frac{{{over['total']}}}{{{faces.count}}} = \ce{{{added['result']}}}"
        rf" = \entropy{{{added['entropy']}}} + \model{{{added['kl']}}}",
    )
    shares = _short([rf"\tfrac{{{x}}}{{{faces.count}}}" for x in counts], r",\,")
    yield (
        "maximum",
        rf"\model{{p}} = \truth{{\hat p}} = \Big(\frac{{\truth{{x_i}}}}{{n}}\Big): \quad"
        rf" \max {log} L = -n\,\entropy{{H(\hat p)}}",
        rf"\Big({shares}\Big): \quad -{faces.count}\cdot\entropy{{{best['entropy']}}} = {best['result']}",
    )


def summed(
    result: float,
    write: Callable[[float, int], str],
    formula: Callable[..., float] = lambda **of: sum(of.values()),
    **parts: float,
) -> dict[str, str]:
    """The parts and what a formula makes of them, or their sum, as a pocket calculator has it; ∞ as it is."""
    if math.isinf(result):
        return {name: write(value, 4) for name, value in parts.items()} | {"result": write(result, 4)}
    return reckoned(result, formula, parts)


def _short(parts: list[str], sign: str) -> str:
    """The parts between signs; of many, the first ones and the last."""
    shown = parts if len(parts) <= WRITTEN_OUT else [*parts[: WRITTEN_OUT - 2], r"\cdots", parts[-1]]
    return sign.join(shown)


CONTROLS: Final = faces_entry.CONTROLS
