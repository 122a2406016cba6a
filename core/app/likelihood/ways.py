"""The same number four ways: claim D on the reader's tosses, each line by a route of its own, all in step with p."""

import math
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Final

import streamlit as st

from core.app.controls import live_words
from core.app.controls.live_slider import live
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part
from core.app.likelihood.tosses import hero
from core.app.likelihood.tosses.numbers import Numbers, numbers_behind
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import named
from core.app.wording.figures import error_size, plain
from core.app.wording.language import Texts
from core.app.wording.powers import plain_exp_to_reckon
from core.app.wording.reckoning import reckoned, written
from core.charts.kit.theme import Units
from core.charts.likelihood import ways as charts
from core.simulation.likelihood.tosses import Tosses
from core.simulation.likelihood.ways import Ways, four_ways

WRITTEN_OUT: Final = 8  # factors; beyond, only powers stand there
DIGITS: Final = 10  # of each result: enough to see that they are one number
VIEWS: Final = "likelihood_ways_views"


# The controls of the first screen, of which p moves the bars of this section.
controls: Final = partial(hero.controls, chart=VIEWS)


def show(page: Page) -> Snippet:
    """The section: the four ways, and what they say of a classifier."""
    draw_ways(page)
    numbers = hero.read(page)
    if not numbers.tosses.count:
        return numbers_behind(numbers)
    page.note(f":material/category: {page.text('ways.classifier')}")
    code = f"""
    ways = four_ways({numbers.tosses.heads}, {numbers.tosses.count}, {numbers.p!r})
    ways.from_sum, ways.from_cross_entropy, ways.from_parts  # #.{DIGITS}g nats
    """
    return Snippet(code, page.units, (four_ways,))


def draw_ways(page: Page) -> None:
    """The number as two lengths, four lines of which it is the result, and how far they differ."""
    text, numbers = page.text, hero.read(page)
    if not numbers.tosses.count:
        st.caption(text("ways.no_toss"))
        return
    if not page.is_on_stage:
        _draw_bars(page, numbers)
    for name, symbols, filled in lines(numbers):
        # A hall has room for the routes and their results.
        shown = (symbols,) if page.is_on_stage else (symbols, filled)
        _, place = named(
            text(f"ways.line.{name}"), *shown, widths=(1, 2.1, 1), show=lambda words: _follow(page, numbers, words)
        )
        with place:
            _follow(page, numbers, rf"$\displaystyle = [[{name}]]$ {text.unit}")
    if not page.is_on_stage:
        _follow(page, numbers, "[[verdict]]")
        page.note(text("ways.reading"))


def _follow(page: Page, numbers: Numbers, words: str) -> None:
    """Words in step with p; on the stage too, where they are the picture."""
    text, units, tosses = page.text, page.units, numbers.tosses
    live_words.write(live_words.following(words, hero.P, numbers.p, lambda p: said(text, units, tosses, p)))


def _draw_bars(page: Page, numbers: Numbers) -> None:
    text, units, tosses = page.text, page.units, numbers.tosses
    ways = four_ways(tosses.heads, tosses.count, numbers.p)
    whole, entropy, kl = (plain(units.of(part)) for part in (ways.from_cross_entropy, ways.entropy, ways.kl))
    with views(VIEWS):
        draw(
            charts.bars_chart,
            charts.toss_row(tosses.heads, tosses.count),
            (text.unit, f"−{units.log} L = ", "n · H(p̂) = ", "+ n · KL = "),
            units,
            live(hero.P),
            alt=text("ways.alt", whole=whole, entropy=entropy, kl=kl),
            key="likelihood_ways",
        )


def lines(numbers: Numbers) -> Iterator[tuple[str, str, str]]:
    """The four routes: the name of each and of its result, in symbols, and with places for the numbers at p."""
    log, count = numbers.units.logarithm, numbers.tosses.count
    p, q, heads, tails, factors, terms, shares = numbers.written_with("[[p]]", "[[q]]")
    product = r"\cdot".join(factors) if 0 < len(factors) <= WRITTEN_OUT else rf"{p}^{{{heads}}}\cdot{q}^{{{tails}}}"
    yield (
        "product",
        rf"-{log} L, \qquad L = \prod_s \model{{p(}}\truth{{x_s}}\model{{)}}",
        rf"L = {product} = [[held]]",
    )
    yield "sum", rf"-\sum_s {log}\model{{p(}}\truth{{x_s}}\model{{)}}", rf"-\big[{terms}\big]"
    yield (
        "cross_entropy",
        r"n \cdot \ce{H(\hat p, p)}",
        rf"{count}\cdot\Big(-\Big[{shares}\Big]\Big) = {count}\cdot\ce{{[[mean]]}}",
    )
    yield (
        "parts",
        r"n \cdot \big(\entropy{H(\hat p)} + \model{\mathrm{KL}(\hat p \Vert p)}\big)",
        rf"{count}\cdot\big(\entropy{{[[entropy]]}} + \model{{[[kl]]}}\big)",
    )


@lru_cache(maxsize=4096)
def said(text: Texts, units: Units, tosses: Tosses, p: float) -> dict[str, str]:
    """The numbers of the four lines at a p, and what they say together; kept: every p is asked for at each run."""
    count, of = tosses.count, units.of
    ways = four_ways(tosses.heads, count, p)
    numbers = {
        "product": ways.from_product,
        "sum": ways.from_sum,
        "cross_entropy": ways.from_cross_entropy,
        "parts": ways.from_parts,
    }
    results = {name: "∞" if math.isinf(nats) else f"{of(nats):#.{DIGITS}g}" for name, nats in numbers.items()}
    parts = _divided(of(ways.from_parts), count, entropy=of(ways.entropy / count), kl=of(ways.kl / count))
    return results | {
        "p": f"{p:.4g}",
        "q": f"{1 - p:.4g}",
        "held": plain_exp_to_reckon(math.log(ways.product)) if ways.product else "0.0",
        "mean": _divided(of(ways.from_cross_entropy), count, mean=of(ways.from_cross_entropy / count))["mean"],
        "entropy": parts["entropy"],
        "kl": parts["kl"],
        "verdict": _verdict(text, ways),
    }


def _verdict(text: Texts, ways: Ways) -> str:
    """What became of the product, and how far the results that can be compared differ."""
    lost = "" if ways.state == "normal" else text(f"ways.{ways.state}", product=plain(ways.product))
    agree = text(f"ways.agree_{len(ways.comparable)}", difference=error_size(ways.difference))
    return lost if math.isinf(ways.from_sum) else f"{lost} {agree}".strip()


def _divided(result: float, count: int, **parts: float) -> dict[str, str]:
    """The parts with so many digits that n times their sum is the result, as it is printed."""
    if math.isinf(result):
        return {name: written(value, 6) for name, value in parts.items()}
    return reckoned(result, lambda **of: count * sum(of.values()), parts, DIGITS)


PART: Final = Part(draw_ways)
