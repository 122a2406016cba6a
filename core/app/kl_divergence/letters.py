"""Letters: the language-model view. Two texts, their letters' shares, and what one costs at the other's prices."""

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Stops, Text
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind, in_units
from core.app.wording.code_span import code_span
from core.app.wording.figures import latex, plain, whole
from core.app.wording.language import Texts, inline
from core.charts.kl_divergence import letters as charts
from core.data.letters import SAMPLES
from core.maths import information
from core.simulation.kl_divergence.letters import (
    Letters,
    Near,
    Priced,
    alphabet_of,
    count_letters,
    nearest_languages,
    price,
    sample_letters,
    shares,
)

OWN: Final = "own"
SIDES: Final = {"a": Choice("en", (*SAMPLES, OWN)), "b": Choice("de", (*SAMPLES, OWN))}
LONGEST: Final = 50_000  # characters: counting takes a megabyte in its stride, the text box of a browser does not
# Neither language is among the samples: the table can only name the nearest of those it knows.
TEXTS: Final = {
    "a": Text("De zee is vandaag kalm en de boten komen laat terug.", LONGEST),
    "b": Text("O mar está calmo hoje e os barcos voltam tarde.", LONGEST),
}
IN_LINK: Final = 300  # characters
ALPHA: Final = Stops(0.5, (0.0, 0.01, 0.1, 0.5, 1.0, 10.0))
NAMED: Final = 6  # letters that the model rules out, at most


def show(page: Page) -> Snippet | None:
    """The section: two texts and α, the shares of their letters, live numbers, and the nearest language."""
    text = page.text
    first, second, third = st.columns(3, gap="medium")
    with first:
        truth, source = _side(text, "a")
    with second:
        model, _ = _side(text, "b")
    with third:
        alpha = widgets.stops("letters_alpha", text("letters.alpha"), ALPHA, text, lambda stop: f"{stop:g}")
        _smoothing(model, len(truth.counts.keys() | model.counts.keys()), alpha)
    priced = price(truth, model, alpha) if truth.counts and model.counts else None
    if priced is not None:
        _numbers(page, priced)
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        if priced is not None:
            _picture(page, priced)
        else:
            st.caption(text("letters.paused"))
    with right:
        if truth.counts:
            nearest(page, truth, alpha, is_sample=source != OWN)
    return None if priced is None else _behind(page, priced, truth, model, alpha)


def _side(text: Texts, side: str) -> tuple[Letters, str]:
    """The choice of one text; its letters and where they come from, with a sentence where there are none."""
    names = {name: text(f"letters.language.{name}") for name in SAMPLES} | {OWN: text("letters.own")}
    source = widgets.choice(
        f"letters_{side}", text(f"letters.side.{side}"), SIDES[side], text, names, hide_label=False, style="list"
    )
    if source != OWN:
        found = sample_letters(source)
    else:
        given = widgets.text_area(
            f"text_{side}",
            text(f"letters.paste.{side}", most=whole(LONGEST)),
            TEXTS[side],
            text,
            IN_LINK,
            text(f"letters.long.{side}"),
        )
        found = count_letters(given)
    if found.counts:
        st.caption(
            text("letters.counted", count=whole(found.total), kinds=len(found.counts), skipped=whole(found.skipped))
        )
    else:
        reason = "no_letters" if found.skipped else "empty"
        name = text(f"letters.name.{side}")
        st.markdown(f":material/error: {text(f'letters.{reason}', name=name, skipped=whole(found.skipped))}")
    return found, source


def _smoothing(model: Letters, kinds: int, alpha: float) -> None:
    """How α makes the model, in symbols and with the numbers of text B."""
    symbols = r"\model{q_i} = \frac{n_i + \alpha}{N + \alpha V}"
    if model.counts:
        symbols += rf" = \frac{{n_i + {alpha:g}}}{{{model.total} + {alpha:g} \cdot {kinds}}}"
    st.markdown(inline(symbols, display=True))


def _numbers(page: Page, priced: Priced) -> None:
    """The line of live numbers, over both charts since it is too long for either; and what made it infinite."""
    text, of = page.text, page.units.of
    forward = (
        rf"\entropy{{H(p)\ {latex(of(priced.entropy))}}} + "
        rf"\model{{\mathrm{{KL}}(p\|q)\ {latex(of(priced.divergence))}}}"
        rf" = \ce{{H(p, q)\ {latex(of(priced.cross_entropy))}}}"
    )
    reverse = rf"\model{{\mathrm{{KL}}(q\|p)\ {latex(of(priced.reverse))}}}"
    perplexity = rf"\ce{{{latex(priced.perplexity, 1)}}}"
    with st.container(horizontal=True, gap="medium", key="kl_letters_line"):
        st.markdown(f"{inline(forward)} {unit_of(page)}", width="content")
        st.markdown(inline(reverse), width="content", help=text("letters.reverse"))
        st.markdown(
            f"{text('letters.perplexity')} {inline(perplexity)}",
            width="content",
            help=text("letters.perplexity_help"),
        )
    if priced.unknown:
        st.markdown(f":material/all_inclusive: {_ruled_out(text, priced.unknown)}")


def _picture(page: Page, priced: Priced) -> None:
    """Both texts' letters as bars."""
    text, unit, of = page.text, unit_of(page), page.units.of
    names = {"truth": text("letters.side.a"), "model": text("letters.side.b")}
    draw(
        charts.share_bars,
        charts.share_rows(priced.alphabet, priced.p, priced.q, names),
        {"x": text("letters.axis_letter"), "y": text("letters.axis_share")},
        alt=text(
            "letters.alt_shares",
            entropy=plain(of(priced.entropy)),
            divergence=plain(of(priced.divergence)),
            cross=plain(of(priced.cross_entropy)),
            unit=unit,
        ),
        key="kl_letters_shares",
    )


def _ruled_out(text: Texts, unknown: tuple[str, ...]) -> str:
    """The letters that made it infinite; they are the reader's, so they stand in code spans."""
    named = ", ".join(code_span(letter) for letter in unknown[:NAMED])
    if len(unknown) <= NAMED:
        return text("letters.ruled_out", letters=named)
    return text("letters.ruled_out_more", letters=named, more=whole(len(unknown) - NAMED))


def _behind(page: Page, priced: Priced, truth: Letters, model: Letters, alpha: float) -> Snippet:
    """The Python for the line of numbers, from how often each letter came."""
    units = page.units
    code = f"""
a = Letters({dict(sorted(truth.counts.items()))!r}, 0)  # how often each letter came
b = Letters({dict(sorted(model.counts.items()))!r}, 0)
letters = alphabet_of(a, b)
p, q = shares(a, letters), shares(b, letters, {alpha!r})
"""
    calls = {
        "entropy(p)": priced.entropy,
        "kl_divergence(p, q)": priced.divergence,
        "cross_entropy(p, q)": priced.cross_entropy,
    }
    return behind(
        (Letters, alphabet_of, shares, information.entropy, information.kl_divergence, information.cross_entropy),
        code,
        *(Printed(in_units(call, units), units.of(value), what=f"in {units.name}") for call, value in calls.items()),
    )


FEW: Final = 100  # letters: below, the sentence says that it guesses
STRANGE: Final = 0.9  # the share of letters that no sample knows, from which a ranking means nothing


def unit_of(page: Page) -> str:
    """The unit of every number of the section, in words."""
    return page.text("letters.unit", units=page.text(page.units.name))


def nearest(page: Page, truth: Letters, alpha: float, *, is_sample: bool) -> None:
    """The verdict in a sentence, and all six languages as bars."""
    text, unit, of = page.text, unit_of(page), page.units.of
    ranking = nearest_languages(truth, alpha)
    costs = {text(f"letters.language.{near.language}"): of(near.cross_entropy) for near in ranking}
    floor = of(float(information.entropy(shares(truth, alphabet_of(truth)))))
    st.markdown(_verdict(text, ranking, list(costs.items()), unit))
    draw(
        charts.language_bars,
        charts.language_rows(costs, floor, lambda cost: plain(cost, 2)),
        text("letters.axis_cost", unit=unit),
        alt=text("letters.alt_languages", costs=", ".join(f"{name} {plain(cost, 2)}" for name, cost in costs.items())),
        key="kl_letters_languages",
    )
    notes = [text("letters.one_alphabet")]
    if is_sample:
        notes.insert(0, text("letters.itself"))
    elif truth.total < FEW:
        notes.insert(0, text("letters.guess", count=whole(truth.total)))
    st.caption("  \n".join(notes))


def _verdict(text: Texts, ranking: Sequence[Near], costs: Sequence[tuple[str, float]], unit: str) -> str:
    """What the ranking says, or why it says nothing."""
    (name, least), (second, next_least) = costs[:2]
    if min(near.unseen for near in ranking) >= STRANGE:
        return text("letters.strange")
    if math.isinf(least):
        return text("letters.all_infinite")
    if math.isinf(next_least):
        return text("letters.only_one", language=name)
    return text("letters.nearest", language=name, second=second, margin=plain(next_least - least, 2), unit=unit)
