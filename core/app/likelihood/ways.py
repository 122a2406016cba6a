"""The same number four ways: claim D on the reader's tosses, each line by a route of its own."""

import math
from collections.abc import Iterator
from typing import Final

import streamlit as st

from core.app.drawing import draw
from core.app.frame.page import Page, Part
from core.app.likelihood.tosses import hero
from core.app.likelihood.tosses.numbers import Numbers, numbers_behind
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import named
from core.app.wording.figures import error_size, latex, plain
from core.app.wording.language import inline
from core.app.wording.powers import latex_exp_to_reckon
from core.app.wording.reckoning import reckoned
from core.charts.likelihood import ways as charts
from core.simulation.likelihood.ways import Ways, four_ways

WRITTEN_OUT: Final = 8  # factors; beyond, only powers stand there
DIGITS: Final = 10  # of each result: enough to see that they are one number


def show(page: Page) -> Snippet:
    """The section: the four ways, and what they say of a classifier."""
    draw_ways(page)
    numbers, ways = hero.read(page), read(page)
    if ways is None:
        return numbers_behind(numbers)
    page.note(f":material/category: {page.text('ways.classifier')}")
    code = f"""
    ways = four_ways({numbers.tosses.heads}, {numbers.tosses.count}, {numbers.p!r})
    ways.from_sum, ways.from_cross_entropy, ways.from_parts  # #.{DIGITS}g nats
    """
    return Snippet(code, page.units, (four_ways,))


def read(page: Page) -> Ways | None:
    """The four ways on the reader's tosses, None without any."""
    numbers = hero.read(page)
    tosses = numbers.tosses
    return four_ways(tosses.heads, tosses.count, numbers.p) if tosses.count else None


def draw_ways(page: Page) -> None:
    """Four lines with one result, how far they differ, and the last one as two lengths."""
    text, numbers, ways = page.text, hero.read(page), read(page)
    if ways is None:
        st.caption(text("ways.no_toss"))
        return
    for words, symbols, filled, nats in lines(numbers, ways):
        # A hall has room for the routes and their results.
        shown = (symbols,) if page.is_on_stage else (symbols, filled)
        _, place = named(text(f"ways.line.{words}"), *shown, widths=(1, 2.1, 1))
        value = page.units.of(nats)
        result = latex(value) if math.isinf(value) else f"{value:#.{DIGITS}g}"
        place.markdown(f"{inline(f'= {result}', display=True)} {text(page.units.name)}")
        if words == "product" and ways.state != "normal":
            st.caption(f":material/info: {text(f'ways.{ways.state}', product=plain(ways.product))}")
    if page.is_on_stage:
        return
    if math.isinf(ways.from_sum):
        st.markdown(text("ways.all_infinite"))
    else:
        st.markdown(text(f"ways.agree_{len(ways.comparable)}", difference=error_size(ways.difference)))
    units = page.units
    whole, entropy, kl = (plain(units.of(part)) for part in (ways.from_cross_entropy, ways.entropy, ways.kl))
    names = {
        "cross_entropy": f"−{units.log} L = {whole}",
        "entropy": f"n · H(p̂) = {entropy}",
        "model": f"+ n · KL = {kl}",
    }
    draw(
        charts.bars_chart,
        charts.bar_rows(ways, units, names),
        charts.span_rows(ways, units),
        {"x": text(units.name)},
        alt=text("ways.alt", whole=whole, entropy=entropy, kl=kl, units=text(units.name)),
        key="likelihood_ways",
    )
    page.note(text("ways.reading"))


def lines(numbers: Numbers, ways: Ways) -> Iterator[tuple[str, str, str, float]]:
    """The four routes: the key of their words, in symbols, in the reader's numbers, and their results in nats."""
    log, count, of = numbers.units.logarithm, numbers.tosses.count, numbers.units.of
    p, q, heads, tails, factors, terms, shares = numbers.written
    product = r"\cdot".join(factors) if 0 < len(factors) <= WRITTEN_OUT else rf"{p}^{{{heads}}}\cdot{q}^{{{tails}}}"
    held = latex_exp_to_reckon(math.log(ways.product)) if ways.product else "0.0"
    yield (
        "product",
        rf"-{log} L, \qquad L = \prod_s \model{{p(}}\truth{{x_s}}\model{{)}}",
        rf"L = {product} = {held}",
        ways.from_product,
    )
    yield ("sum", rf"-\sum_s {log}\model{{p(}}\truth{{x_s}}\model{{)}}", rf"-\big[{terms}\big]", ways.from_sum)
    cross = _divided(of(ways.from_cross_entropy), count, cross=of(ways.from_cross_entropy / count))["cross"]
    yield (
        "cross_entropy",
        r"n \cdot \ce{H(\hat p, p)}",
        rf"{count}\cdot\Big(-\Big[{shares}\Big]\Big) = {count}\cdot\ce{{{cross}}}",
        ways.from_cross_entropy,
    )
    parts = _divided(of(ways.from_parts), count, entropy=of(ways.entropy / count), kl=of(ways.kl / count))
    yield (
        "parts",
        r"n \cdot \big(\entropy{H(\hat p)} + \model{\mathrm{KL}(\hat p \Vert p)}\big)",
        rf"{count}\cdot\big(\entropy{{{parts['entropy']}}} + \model{{{parts['kl']}}}\big)",
        ways.from_parts,
    )


def _divided(result: float, count: int, **parts: float) -> dict[str, str]:
    """The parts with so many digits that n times their sum is the result, as it is printed."""
    if math.isinf(result):
        return {name: latex(value, 6) for name, value in parts.items()}
    return reckoned(result, lambda **of: count * sum(of.values()), parts, DIGITS)


PART: Final = Part(draw_ways)
