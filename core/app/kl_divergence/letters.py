"""Letters: the language-model view. Two texts, their letters' shares, and what one costs at the other's prices."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.control import Control
from core.app.controls.fields import Choice, Stops, Text
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by
from core.app.kl_divergence.comparison import as_a_sum
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed
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
LONGEST: Final = 50_000  # characters: counting takes a megabyte in its stride, the text box of a browser does not
IN_LINK: Final = 300  # characters
SOURCES: Final = (*SAMPLES, OWN)
SIDES: Final = {
    "a": Control("letters_a", Choice("en", SOURCES), "letters.side.a", "letters.language.{}", kind="list"),
    "b": Control("letters_b", Choice("de", SOURCES), "letters.side.b", "letters.language.{}", kind="list"),
}
# Neither language is among the samples: the table can only name the nearest of those it knows.
_DUTCH: Final = "De zee is vandaag kalm en de boten komen laat terug."
_PORTUGUESE: Final = "O mar está calmo hoje e os barcos voltam tarde."
TEXTS: Final[dict[str, Control[str]]] = {
    "a": Control("text_a", Text(_DUTCH, LONGEST), "letters.paste.a"),
    "b": Control("text_b", Text(_PORTUGUESE, LONGEST), "letters.paste.b"),
}
ALPHA: Final = Control("letters_alpha", Stops(0.5, (0.0, 0.01, 0.1, 0.5, 1.0, 10.0)), "letters.alpha")
CONTROLS: Final = (*SIDES.values(), *TEXTS.values(), ALPHA)
NAMED: Final = 6  # letters that the model rules out, at most
FEW: Final = 100  # letters: below, the sentence says that it guesses
STRANGE: Final = 0.9  # the share of letters that no sample knows, from which a ranking means nothing


def show(page: Page) -> Snippet | None:
    """The section: two texts and α, the shares of their letters, live numbers, and the nearest language."""
    *sides, smoothing = st.columns(3, gap="medium")
    for place, side in zip(sides, SIDES, strict=True):
        with place:
            choose(page, side)
    truth, model, alpha = read(page, "a"), read(page, "b"), page.value(ALPHA)
    with smoothing:
        page.show(ALPHA)
        symbols = r"\model{q_i} = \frac{n_i + \alpha}{N + \alpha V}"
        if model.counts:
            kinds = len(truth.counts.keys() | model.counts.keys())
            symbols += rf" = \frac{{n_i + {alpha:g}}}{{{model.total} + {alpha:g} \cdot {kinds}}}"
        displayed(symbols)
    priced = price(truth, model, alpha) if truth.counts and model.counts else None
    if priced is not None:
        _numbers(page, priced)
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        if priced is not None:
            _picture(page, priced)
        else:
            st.caption(page.text("letters.paused"))
    with right:
        draw_languages(page)
    code = f"""
    a = Letters({dict(sorted(truth.counts.items()))!r}, 0)  # how often each letter came
    b = Letters({dict(sorted(model.counts.items()))!r}, 0)
    priced = price(a, b, {alpha!r})
    priced.entropy, priced.divergence, priced.cross_entropy  # 3 nats
    """
    return Snippet(code, page.units, (Letters, price)) if priced else None


def read(page: Page, side: str) -> Letters:
    """The letters of one text."""
    source, typed = page.value(SIDES[side]), TEXTS[side]
    if source != OWN:
        return sample_letters(source)
    text = page.value(typed)
    if len(text) > IN_LINK:
        page.state.query.pop(typed.name, None)
    return count_letters(text)


def choose(page: Page, side: str) -> None:
    """The choice of one text, and how many letters it has, or why it has none."""
    text = page.text
    if page.show(SIDES[side]) == OWN:
        widgets.text_area(TEXTS[side], text, IN_LINK, text(f"letters.long.{side}"))
    found = read(page, side)
    skipped = whole(found.skipped)
    if found.counts:
        st.caption(text("letters.counted", count=whole(found.total), kinds=len(found.counts), skipped=skipped))
    else:
        reason = "no_letters" if found.skipped else "empty"
        said = text(f"letters.{reason}", name=text(f"letters.name.{side}"), skipped=skipped)
        st.markdown(f":material/error: {said}")


def _numbers(page: Page, priced: Priced) -> None:
    """The line of live numbers, over both charts since it is too long for either; and what made it infinite."""
    text, of = page.text, page.units.of
    lengths = (priced.entropy, priced.divergence, priced.cross_entropy)
    forward = as_a_sum("p", "q", *(latex(of(length)) for length in lengths))
    reverse = inline(rf"\model{{\mathrm{{KL}}(q\|p)\ {latex(of(priced.reverse))}}}")
    perplexity = inline(rf"\ce{{{latex(priced.perplexity, 1)}}}")
    with st.container(horizontal=True, gap="medium", key="kl_letters_line"):
        st.markdown(f"{inline(forward)} {text('letters.unit')}", width="content")
        st.markdown(reverse, width="content", help=text("letters.reverse"))
        said = f"{text('letters.perplexity')} {perplexity}"
        st.markdown(said, width="content", help=text("letters.perplexity_help"))
    if priced.unknown:
        # They are the reader's, so they stand in code spans.
        named, more = ", ".join(map(code_span, priced.unknown[:NAMED])), len(priced.unknown) - NAMED
        ruled_out = "letters.ruled_out_more" if more > 0 else "letters.ruled_out"
        st.markdown(f":material/all_inclusive: {text(ruled_out, letters=named, more=whole(more))}")


def _picture(page: Page, priced: Priced) -> None:
    """Both texts' letters as bars."""
    text, of = page.text, page.units.of
    lengths = {"entropy": priced.entropy, "divergence": priced.divergence, "cross": priced.cross_entropy}
    said = {name: plain(of(length)) for name, length in lengths.items()}
    names = {"truth": text("letters.side.a"), "model": text("letters.side.b")}
    draw(
        charts.share_bars,
        charts.share_rows(priced.alphabet, priced.p, priced.q, names),
        {"x": text("letters.axis_letter"), "y": text("letters.axis_share")},
        alt=text("letters.alt_shares", unit=text("letters.unit"), **said),
        key="kl_letters_shares",
    )


def draw_languages(page: Page) -> None:
    """The verdict on text A in a sentence, and all other languages as bars; nothing where it has no letters."""
    text, of, truth, alpha = page.text, page.units.of, read(page, "a"), page.value(ALPHA)
    unit = text("letters.unit")
    if not truth.counts:
        return
    # A language against its own text would only say that it is itself.
    ranking = [near for near in nearest_languages(truth, alpha) if near.language != page.value(SIDES["a"])]
    costs = {text(f"letters.language.{near.language}"): of(near.cross_entropy) for near in ranking}
    floor = of(float(information.entropy(shares(truth, alphabet_of(truth)))))
    page.say(_verdict(text, ranking, list(costs.items()), unit))
    draw(
        charts.language_bars,
        charts.language_rows(costs, floor, lambda cost: plain(cost, 2)),
        text("letters.axis_cost", unit=unit),
        alt=text("letters.alt_languages", costs=", ".join(f"{name} {plain(cost, 2)}" for name, cost in costs.items())),
        key="kl_letters_languages",
    )
    notes = [text("letters.one_alphabet")]
    if truth.total < FEW:
        notes.insert(0, text("letters.guess", count=whole(truth.total)))
    page.note("  \n".join(notes))


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


PART: Final = Part(draw_languages, {SIDES["a"].name: partial(choose, side="a")} | drawn_by(ALPHA))
