"""n coins: the binomial distribution of their heads, and its coefficient, which no gradient sees."""

import math
from typing import Final, NamedTuple

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Stops
from core.app.controls.live_slider import live
from core.app.drawing import draw, tall, views
from core.app.frame.page import Page, Part, drawn_by, section, when
from core.app.likelihood.tosses import hero
from core.app.likelihood.tosses.numbers import numbers_behind
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed, table
from core.app.wording.figures import latex, plain, whole
from core.app.wording.powers import plain_exp
from core.charts.likelihood import coins as charts
from core.maths.distributions import bernoulli_log_likelihood, binomial_log_pmf, log_binomial_coefficient
from core.simulation.likelihood.coins import MOST_BARS, bars, highest, slope

OTHER: Final = "other"
SOURCE: Final = Control("trials", Choice("own", ("own", OTHER)), "coins.n", "coins.source.{}")
SCALE: Final = Control("kscale", Choice("linear", ("linear", "log")), "coins.scale_label", "coins.scale.{}")
STOPS: Final = Stops(
    100.0, (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6)
)
N: Final = Control("n", STOPS, form=lambda n: whole(int(n)))
CONTROLS: Final = (SOURCE, SCALE, N)
AROUND: Final = 30  # rem: strip, claim, controls, and the words below
REACHES: Final = {False: 5, True: 7}  # standard deviations: on a logarithmic scale there is more to see


class Setting(NamedTuple):
    """n coins with k heads, each with p: the reader's own tosses, or others. Without any toss k is None."""

    n: int
    k: int | None
    p: float
    is_own: bool


def _behind(page: Page) -> Snippet:
    n, k, p, _ = read(page)
    code = f"""
    n, k, p = {n!r}, {k!r}, {p!r}
    bernoulli_log_likelihood(k, n, p), binomial_log_pmf(k, n, p), log_binomial_coefficient(n, k)  # 4 nats
    """
    functions = (bernoulli_log_likelihood, binomial_log_pmf, log_binomial_coefficient)
    return numbers_behind(hero.read(page)) if k is None else Snippet(code, page.units, functions)


def read(page: Page) -> Setting:
    """The reader's coins; a link that names an n means it."""
    if page.state.incoming(N) is not None:
        page.state.put(SOURCE.name, OTHER)
    numbers = hero.read(page)
    count, share = numbers.tosses.count, numbers.share
    n = int(page.value(N)) if page.value(SOURCE) == OTHER else count
    if share is None:
        return Setting(n, None, numbers.p, False)
    # Another n has no tosses: then as many heads as the share of yours would give.
    return Setting(n, numbers.tosses.heads if n == count else round(share * n), numbers.p, n == count)


def draw_both(page: Page) -> None:
    """The bars of k beside two log-likelihoods of p."""
    n, k, *_ = read(page)
    with views(hero.VIEWS), tall(AROUND):
        first, second = st.columns(2, gap="medium")
        if n:
            with first:
                draw_bars(page)
        with st.container() if k is None else second:
            draw_parallel(page)


def draw_bars(page: Page) -> None:
    """The binomial distribution of k, and what of it lies outside the picture."""
    text, (n, k, p, is_own) = page.text, read(page)
    log_scale = page.value(SCALE) == "log"
    shown = bars(n, p, REACHES[log_scale])
    mine, label = k if is_own else None, ""
    # Where every k has a bar of its own, p moves them in the browser.
    live_n = n if n < MOST_BARS and not log_scale else 0
    if mine is not None:
        mass = "#" if live_n else plain_exp(float(binomial_log_pmf(mine, n, p)))
        key = "coins.mark" if shown.holding(mine) is not None else "coins.mark_outside"
        label = text(key, k=whole(mine), mass=mass)
    title = text("coins.title_bars", n=whole(n), p=plain(p))
    draw(
        charts.bar_chart,
        charts.bar_rows(shown, log_scale, mine, live_n),
        charts.bar_ends(shown, log_scale),
        charts.mark_rows(shown, mine, label, live_n),
        log_scale,
        (text("coins.title_mass"), text("coins.axis_k"), text("coins.axis_mass")),
        live(hero.P),
        alt=f"{title} {label}",
        key=f"likelihood_coins_{'log' if log_scale else 'linear'}",
    )
    if live_n:
        page.follow(hero.P, text.template("coins.title_bars"), lambda at: {"n": whole(n), "p": plain(at)})
        return
    parts = [title]
    if shown.width > 1:
        parts.append(text("coins.binned", width=whole(shown.width)))
    if shown.last[-1] - shown.first[0] < n:
        outside = "0" if shown.left_out == 0.0 else plain_exp(math.log(shown.left_out))
        parts.append(text("coins.left_out", reach=REACHES[log_scale], mass=outside))
    if log_scale:
        parts.append(text("coins.log_floor"))
    st.caption(" ".join(parts))


def draw_parallel(page: Page) -> None:
    """The log-likelihood with and without the coefficient: two parallel curves of p."""
    text, units, (n, k, _, is_own) = page.text, page.units, read(page)
    if k is None:
        st.caption(text("coins.no_k" if n else "coins.none"))
        return
    word = text("coins.gap", log=units.log, gap=plain(units.of(float(log_binomial_coefficient(n, k))), 2))
    curves, marks = charts.parallel_rows(k, n, units, word)
    draw(
        charts.parallel_chart,
        curves,
        marks,
        charts.moving_rows(k, n, units),
        (text("coins.title_parallel"), text("axis_p"), text("coins.axis_log", log=units.log)),
        (text("coins.without", log=units.log), text("coins.with", log=units.log)),
        live(hero.P),
        alt=text("coins.alt_parallel", n=whole(n), k=whole(k), gap=word),
        key="likelihood_coins_parallel",
    )
    page.note(text("coins.k_own" if is_own else "coins.k_other", k=whole(k), n=whole(n)))


def working(page: Page) -> None:
    """Both curves in numbers, beside the formula of their slope."""
    n, k, p, _ = read(page)
    if k is None:
        return
    numbers, formula = st.columns([1.25, 1], gap="medium")
    with numbers:
        _in_numbers(page, n, k, p)
    with formula:
        if 0.0 < p < 1.0:
            exact = latex(round(page.units.of(k / p - (n - k) / (1.0 - p)), 2) + 0.0, 2)
            symbols = r"\frac{\truth{k}}{\model{p}} - \frac{n - \truth{k}}{1 - \model{p}}"
            inside = (
                rf"\frac{{\truth{{{k}}}}}{{\model{{{p:.4g}}}}} - \frac{{\truth{{{n - k}}}}}{{\model{{{1 - p:.4g}}}}}"
            )
            if page.units.name == "bits":
                symbols, inside = (rf"\frac{{1}}{{\ln 2}}\Big({part}\Big)" for part in (symbols, inside))
            displayed(rf"\begin{{aligned}} &{symbols} \\[4pt] &= {inside} = {exact} \end{{aligned}}")
        page.careful(page.text("coins.careful"))


def _in_numbers(page: Page, n: int, k: int, p: float) -> None:
    """Value, best p and slope of both curves, each found from that curve's values alone, and their differences."""
    text, units, log = page.text, page.units, page.units.log

    def without(at: float) -> float:
        return units.of(float(bernoulli_log_likelihood(k, n, at)))

    def within(at: float) -> float:
        return units.of(float(binomial_log_pmf(k, n, at)))

    both = (without, within)
    constant = units.of(float(log_binomial_coefficient(n, k)))
    best = [highest(curve) for curve in both]
    rows = [
        (text("coins.value", p=plain(p)), *(plain(curve(p), 4) for curve in both), plain(constant, 4)),
        (text("coins.best"), *(f"{at:.4f}" for at in best), _rounded(best[1] - best[0], 4)),
    ]
    if 0.0 < p < 1.0:
        slopes = [slope(curve, p) for curve in both]
        # Two decimals: as many as a difference quotient of a million tosses gives.
        row = (_rounded(value, 2) for value in (*slopes, slopes[1] - slopes[0]))
        rows.append((text("coins.slope", p=plain(p)), *row))
    table(("", text("coins.without", log=log), text("coins.with", log=log), text("coins.difference")), rows, "lrrr")


def _rounded(value: float, digits: int) -> str:
    """A number in which what is less than half of the last digit is 0 and has no sign."""
    return plain(round(value, digits) + 0.0, digits)


# n has its stops where it is not that of the tosses.
STOPS_OF_N: Final = {N.name: when(SOURCE, other=N)}
PART: Final = Part(draw_parallel, drawn_by(SOURCE) | STOPS_OF_N, working)
SECTION: Final = section(Part(draw_both, drawn_by(SOURCE, SCALE) | STOPS_OF_N, working), _behind, [1.1, 1, 2])
