"""Formulas (18) to (22) in symbols and, under each, in the reader's numbers."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from core.app.frame.page import Page, Part
from core.app.kl_divergence import hero
from core.app.kl_divergence.comparison import Comparison, compare
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed, named, table
from core.app.wording.figures import free_of_rounding, latex
from core.app.wording.language import inline
from core.app.wording.reckoning import Operand, reckoned
from core.charts.kit.theme import Units

Line = tuple[str, str, str, str]  # its number, the key of its words, in symbols, in the reader's numbers
IN_A_LINE: Final = 2  # terms: what a phone holds
NOTES: Final = {
    "18": ("careful_likelihood",),
    "19": ("careful_printed", "careful_distance"),
    "22": ("careful_sum",),
}


def show(page: Page) -> Snippet:
    """The section: the formulas under the line of all numbers, which Python gives once more."""
    hero.say_numbers(page)
    write(page)
    return hero.python_behind(page)


def write(page: Page) -> None:
    """One row for each formula, its words beside its symbols and numbers."""
    text, units, comparison = page.text, page.units, hero.read(page)
    page.note(text("formulas.intro", units=page.unit()))
    for number, words, symbols, numbers in lines(comparison, units):
        body, *_ = named(f"{f'({number}) ' if number else ''}{text(f'formulas.{words}')}", symbols)
        with body:
            if number == "19":
                _terms(comparison, units, text("outcome"))
            displayed(numbers)
            for note in NOTES.get(number, ()):
                page.careful(text(f"formulas.{note}"))


def lines(c: Comparison, units: Units) -> Iterator[Line]:
    """Every formula with its number, the key of its words, its symbols and the same with numbers put in."""
    log, base = units.logarithm, "e" if units.name == "nats" else "2"
    price = _model(latex(c.kl_pq))
    symbols = rf"\ce{{H(p, q)}} = -\sum_x \truth{{p(x)}}\,{log} \model{{q(x)}}"
    yield "18", "cross_entropy", symbols, _summed(c, units)
    symbols = rf"{_kl('p', 'q')} = \sum_j \truth{{p(x_j)}}\,{log}\frac{{\truth{{p(x_j)}}}}{{\model{{q(x_j)}}}}"
    both_ways = rf"{_kl('p', 'q')} = {price} \qquad {_kl('q', 'p')} = {_model(latex(c.kl_qp))}"
    yield "19", "divergence", symbols, both_ways
    symbols = (
        rf"{_kl('p', 'q')} = \sum_j \truth{{p(x_j)}}\,{log}\truth{{p(x_j)}}"
        rf" - \sum_j \truth{{p(x_j)}}\,{log}\model{{q(x_j)}} = -\entropy{{H(p)}} + \ce{{H(p, q)}}"
    )
    both = {"own": c.entropy_p, "cost": c.cross_pq}
    split = _reckoned(c.kl_pq, lambda own, cost: cost - own, both)
    own, cost, rest = rf"\entropy{{{split['own']}}}", rf"\ce{{{split['cost']}}}", _model(split["result"])
    yield "20", "decomposition", symbols, f"{rest} = -{own} + {cost}"
    # (21) with p as the label: what the model can change, and what it cannot.
    symbols = (
        rf"{_kl('y', 'a')} = -\entropy{{H(y)}} + \ce{{H(y, a)}}, \quad "
        rf"\ce{{H(y, a)}} = -\sum_j \truth{{y_j}}\,{log}\model{{a_j}}"
    )
    yield "21", "learnable", symbols, rf"\truth{{y = p}},\ \model{{a = q}}: \quad {cost} - {own} = {rest}"
    yield _one_hot_label(c, units)
    twice = _reckoned(2 * c.cross_pq, lambda cost: 2 * cost, {"cost": c.cross_pq})
    cost, total = rf"\ce{{{twice['cost']}}}", rf"\ce{{{twice['result']}}}"
    batch = rf"n = 2: \quad \ce{{J}} = {cost} + {cost} = {total}, \quad\tfrac12\,\ce{{J}} = {cost}"
    yield "22", "batch", rf"\ce{{J}} = -\sum_s \sum_j \truth{{y_{{sj}}}}\,{log}\model{{a_{{sj}}}}", batch
    power = _reckoned(c.perplexity, lambda cost: math.exp(cost / units.per_nat), {"cost": c.cross_pq})
    raised = rf"{base}^{{\,\ce{{{power['cost']}}}}} = {power['result']}"
    yield "", "perplexity", rf"{base}^{{\,\ce{{H(p, q)}}}}", raised
    symbols = (
        r"\tfrac12\,D_{\mathrm{KL}}(\truth{p}\|m) + \tfrac12\,D_{\mathrm{KL}}(\model{q}\|m), \quad "
        r"{m = \tfrac12(\truth{p} + \model{q})}"
    )
    yield "", "jensen_shannon", symbols, rf"= {latex(c.jensen_shannon)}"
    symbols = r"\tfrac12 \sum_j |\truth{p(x_j)} - \model{q(x_j)}|"
    yield "", "total_variation", symbols, rf"= {latex(c.total_variation)}"


def _signed(value: float) -> str:
    """A number with its sign, also where it is positive; 0 has none."""
    return f"+{latex(value)}" if value > 0 else latex(value) if value < 0 else "0"


def _model(formula: str) -> str:
    return rf"\model{{{formula}}}"


def _kl(p: str, q: str) -> str:
    return _model(rf"D_{{\mathrm{{KL}}}}({p}\|{q})")


def _share(value: float) -> str:
    """A probability; nothing and all of it have no decimals, so that they are told from what is only close to them."""
    return f"{value:.0f}" if value in (0.0, 1.0) else latex(value)


def _terms(c: Comparison, units: Units, outcome: str) -> None:
    """The terms of (19), one row for each outcome, and their sum."""
    ratio = rf"\truth{{p}}\,{units.logarithm}\tfrac{{\truth{{p}}}}{{\model{{q}}}}"
    head = (outcome, inline(r"\truth{p}"), inline(r"\model{q}"), inline(ratio))
    body = [
        (str(number), inline(_share(p)), inline(_share(q)), inline(_signed(term)))
        for number, (p, q, term) in enumerate(zip(c.p, c.q, c.terms, strict=True), 1)
    ]
    foot = ("$\\Sigma$", "$1$", "$1$", inline(rf"\model{{{latex(c.kl_pq)}}}"))
    table(head, [*body, foot], "rrrr")


def _reckoned(result: float, formula: Callable[..., float], operands: Mapping[str, float]) -> dict[str, str]:
    """The operands and the result as a pocket calculator has them; what is short is written as it is."""
    if not all(map(math.isfinite, (result, *operands.values()))):
        return {name: latex(value) for name, value in operands.items()} | {"result": latex(result)}
    short = {name: f"{value:g}" for name, value in operands.items()}
    written: dict[str, Operand] = {n: short[n] if float(short[n]) == value else value for n, value in operands.items()}
    return reckoned(free_of_rounding(result), formula, written)


def _summed(c: Comparison, units: Units) -> str:
    """The terms p log q and their sum; where p is 0 the term is 0 and left out."""
    pairs = [(p, q) for p, q in zip(c.p, c.q, strict=True) if p > 0]
    operands = {f"{name}{j}": value for j, pair in enumerate(pairs) for name, value in zip("pq", pair, strict=True)}

    def total(**of: float) -> float:
        return -units.of(math.fsum(of[f"p{j}"] * math.log(of[f"q{j}"]) for j in range(len(pairs))))

    if math.isfinite(c.cross_pq):
        said = _reckoned(c.cross_pq, total, operands)
    else:
        said = {name: _share(value) for name, value in operands.items()} | {"result": latex(c.cross_pq)}
    terms = [rf"\truth{{{said[f'p{j}']}}}\,{units.logarithm}\model{{{said[f'q{j}']}}}" for j in range(len(pairs))]
    return _broken("= -", terms, rf"= \ce{{{said['result']}}}")


def _broken(start: str, terms: Sequence[str], end: str) -> str:
    """A sum in brackets, a few terms to a line."""
    parts = [" + ".join(terms[first : first + IN_A_LINE]) for first in range(0, len(terms), IN_A_LINE)]
    body = r"\\ &\qquad {} + ".join(parts)
    return rf"\begin{{aligned}} &{start}\big[{body}\big] \\ &{end} \end{{aligned}}"


def _one_hot_label(c: Comparison, units: Units) -> Line:
    """(21) with a one-hot label at p's likeliest outcome: cross-entropy is KL."""
    place = int(np.argmax(c.p))
    one_hot = compare(tuple(float(j == place) for j in range(len(c.p))), c.q, units)
    said = _reckoned(one_hot.cross_pq, lambda q: -units.of(math.log(q)), {"q": c.q[place]})
    return (
        "21",
        "one_hot",
        rf"\truth{{y_{{{place + 1}}} = 1}}: \quad \entropy{{H(y)}} = {_share(one_hot.entropy_p)}, \quad"
        rf"\ce{{H(y, a)}} = {_kl('y', 'a')} = -{units.logarithm}\model{{a_{{{place + 1}}}}}",
        rf"-{units.logarithm}\model{{{said['q']}}} = \ce{{{said['result']}}} = \model{{{said['result']}}}",
    )


PART: Final = Part(write)
