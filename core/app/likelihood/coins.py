"""n coins: the binomial distribution of their heads, and its coefficient, which no gradient sees."""

import math
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Stops
from core.app.controls.state import link_state
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.likelihood.tosses.numbers import Numbers, numbers_behind
from core.app.take_home.snippet import Printed, Snippet, behind, in_units
from core.app.wording.figures import plain, whole
from core.app.wording.language import inline
from core.app.wording.notes import careful
from core.app.wording.powers import plain_exp
from core.charts.likelihood import coins as charts
from core.maths.distributions import bernoulli_log_likelihood, binomial_log_pmf, log_binomial_coefficient
from core.simulation.likelihood.coins import Bars, bars, highest, slope

SOURCE: Final = Choice("own", ("own", "other"))
N: Final = Stops(
    100.0, (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6)
)
REACHES: Final = {False: 5, True: 7}  # standard deviations: on a logarithmic scale there is more to see
SCALE: Final = Choice("linear", ("linear", "log"))


def show(page: Page, numbers: Numbers) -> Snippet:
    """The section: bars of k beside two log-likelihoods of p, and the latter in numbers."""
    text, p = page.text, numbers.p
    n, log_scale = _choose(page, numbers)
    if n == 0:
        st.caption(text("coins.none"))
        return numbers_behind(numbers)
    own = n == numbers.tosses.count
    # Another n has no tosses: then as many heads as the share of yours would give.
    k = numbers.tosses.heads if own else None if numbers.share is None else round(numbers.share * n)
    reach = REACHES[log_scale]
    shown = bars(n, p, reach)
    first, second = st.columns(2, gap="medium")
    with first:
        _bars(page, numbers, shown, n, k if own else None, log_scale)
    if k is None:
        st.caption(text("coins.no_k"))
        return numbers_behind(numbers)
    with second:
        _parallel(page, numbers, n, k)
    table, formula = st.columns([1.25, 1], gap="medium")
    table.markdown(_table(page, numbers, n, k))
    with formula:
        if 0.0 < p < 1.0:
            st.markdown(_slope(numbers, n, k))
        careful(text, text("coins.careful"))
    return _behind(page, n, k, p)


def _choose(page: Page, numbers: Numbers) -> tuple[int, bool]:
    """How many coins, and whether the bars stand on a logarithmic scale."""
    text = page.text
    # A link that names an n means it.
    if (brought := link_state().incoming("n", N)) is not None:
        link_state().put("n", brought)
        link_state().put("trials", "other")
    source_place, scale_place, n_place = st.columns([1.1, 1, 2], gap="medium")
    with source_place:
        names = {name: text(f"coins.source.{name}") for name in SOURCE.options}
        source = widgets.choice("trials", text("coins.n"), SOURCE, text, names, hide_label=False)
    n = numbers.tosses.count
    if source == "other":
        with n_place:
            n = int(widgets.stops("n", "n", N, text, lambda value: whole(int(value))))
    with scale_place:
        names = {name: text(f"coins.scale.{name}") for name in SCALE.options}
        scale = widgets.choice("kscale", text("coins.scale_label"), SCALE, text, names, hide_label=False)
    return n, scale == "log"


def _bars(page: Page, numbers: Numbers, shown: Bars, n: int, k: int | None, log_scale: bool) -> None:
    text, p = page.text, numbers.p
    label = ""
    if k is not None:
        mass = plain_exp(float(binomial_log_pmf(k, n, p)))
        key = "coins.mark" if shown.holding(k) is not None else "coins.mark_outside"
        label = text(key, k=whole(k), mass=mass)
    title = text("coins.title_bars", n=whole(n), p=plain(p))
    draw(
        charts.bar_chart,
        charts.bar_rows(shown, log_scale, k),
        charts.bar_ends(shown, log_scale),
        charts.mark_rows(shown, k, label),
        log_scale,
        (text("coins.title_mass"), text("coins.axis_k"), text("coins.axis_mass")),
        alt=f"{title} {label}",
        key=f"likelihood_coins_{'log' if log_scale else 'linear'}",
    )
    parts = [title]
    if shown.width > 1:
        parts.append(text("coins.binned", width=whole(shown.width)))
    if shown.last[-1] - shown.first[0] < n:
        outside = "0" if shown.left_out == 0.0 else plain_exp(math.log(shown.left_out))
        parts.append(text("coins.left_out", reach=REACHES[log_scale], mass=outside))
    if log_scale:
        parts.append(text("coins.log_floor"))
    st.caption(" ".join(parts))


def _parallel(page: Page, numbers: Numbers, n: int, k: int) -> None:
    text, units = page.text, page.units
    gap = units.of(float(log_binomial_coefficient(n, k)))
    word = text("coins.gap", log=numbers.log, gap=plain(gap, 2))
    curves, marks = charts.parallel_rows(k, n, numbers.p, units, word)
    draw(
        charts.parallel_chart,
        curves,
        marks,
        (text("coins.title_parallel"), text("axis_p"), text("coins.axis_log", log=numbers.log, units=text(units.name))),
        (text("coins.without", log=numbers.log), text("coins.with", log=numbers.log)),
        alt=text("coins.alt_parallel", n=whole(n), k=whole(k), gap=word),
        key="likelihood_coins_parallel",
    )
    key = "coins.k_own" if n == numbers.tosses.count else "coins.k_other"
    st.caption(text(key, k=whole(k), n=whole(n)))


def _table(page: Page, numbers: Numbers, n: int, k: int) -> str:
    """Value, best p and slope of both curves, each found from that curve's values alone, and their differences."""
    text, units, p = page.text, page.units, numbers.p

    def without(at: float) -> float:
        return units.of(float(bernoulli_log_likelihood(k, n, at)))

    def within(at: float) -> float:
        return units.of(float(binomial_log_pmf(k, n, at)))

    log, both = numbers.log, (without, within)
    constant = units.of(float(log_binomial_coefficient(n, k)))
    values = [plain(curve(p), 4) for curve in both]
    rows: list[tuple[str, ...]] = [
        ("", text("coins.without", log=log), text("coins.with", log=log), text("coins.difference"))
    ]
    rows.append(("---", "---:", "---:", "---:"))
    rows.append((text("coins.value", p=plain(p)), *values, plain(constant, 4)))
    best = [highest(curve) for curve in both]
    rows.append((text("coins.best"), *(f"{at:.4f}" for at in best), _none(best[1] - best[0], 4)))
    if 0.0 < p < 1.0:
        slopes = [slope(curve, p) for curve in both]
        rows.append((text("coins.slope", p=plain(p)), *map(_two, slopes), _none(slopes[1] - slopes[0], 2)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _slope(numbers: Numbers, n: int, k: int) -> str:
    """The slope of both curves by its formula, in symbols and in numbers."""
    units, p = numbers.units, numbers.p
    exact = _two(units.of(k / p - (n - k) / (1.0 - p))).replace("−", "-").replace("\u202f", r"\,")
    symbols = r"\frac{\truth{k}}{\model{p}} - \frac{n - \truth{k}}{1 - \model{p}}"
    inside = rf"\frac{{\truth{{{k}}}}}{{\model{{{p:.4g}}}}} - \frac{{\truth{{{n - k}}}}}{{\model{{{1 - p:.4g}}}}}"
    if units.name == "bits":
        symbols, inside = (rf"\frac{{1}}{{\ln 2}}\Big({part}\Big)" for part in (symbols, inside))
    return inline(rf"\begin{{aligned}} &{symbols} \\[4pt] &= {inside} = {exact} \end{{aligned}}", display=True)


def _two(value: float) -> str:
    """Two decimals, as many as a difference quotient of a million tosses gives."""
    return plain(round(value, 2) + 0.0, 2)


def _none(value: float, digits: int) -> str:
    return plain(round(value, digits) + 0.0, digits)


def _behind(page: Page, n: int, k: int, p: float) -> Snippet:
    """The Python for the first row of the table: both log-likelihoods, and the coefficient between them."""
    units = page.units
    values = {
        "bernoulli_log_likelihood(k, n, p)": float(bernoulli_log_likelihood(k, n, p)),
        "binomial_log_pmf(k, n, p)": float(binomial_log_pmf(k, n, p)),
        "log_binomial_coefficient(n, k)": float(log_binomial_coefficient(n, k)),
    }
    return behind(
        (bernoulli_log_likelihood, binomial_log_pmf, log_binomial_coefficient),
        f"n, k, p = {n!r}, {k!r}, {p!r}",
        *(Printed(in_units(call, units), units.of(value), 4, f"in {units.name}") for call, value in values.items()),
    )
