"""The first screen: p and q as bars to drag, cross-entropy as areas, entropy and KL as a sum, and both in words."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.drawing import Place, draw, views, within
from core.app.frame.page import Page, Part
from core.app.kl_divergence import inputs
from core.app.kl_divergence.comparison import Comparison, Row, as_a_sum, compare
from core.app.kl_divergence.inputs import P, Q
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import plain
from core.app.wording.language import fill, inline
from core.charts.kl_divergence import hero as charts
from core.maths.information import cross_entropy, entropy, jensen_shannon_divergence, kl_divergence, total_variation
from core.simulation.kl_divergence.infinity import ruled_out

WIDTHS: Final = (0.4, 0.6)  # of the probabilities, and of what follows from them
NAMES: Final = ("H(p)", "KL(p‖q)", "H(p, q)", "H(q)", "KL(q‖p)", "H(q, p)")
VIEWS: Final = "kl_views"
STRIP: Final = "13vh"  # the height of the bars above a section
SENTENCES: Final = ("finite", "infinite", "never", "rounded")


def read(page: Page) -> Comparison:
    """What the p and q that are shown say of each other."""
    return compare(*inputs.shown(page), page.units)


def draw_bars(page: Page, *movable: Control[Row], height: str = "") -> None:
    """The bars of p and q, of which some are dragged; as high as the window lets them be, or a height of CSS."""
    inputs.bars(page, *movable, texts=_sentences(page), chart=VIEWS, height=height, says="verdict")


def _sentences(page: Page) -> dict[str, str]:
    """What may be said of p and q, to be filled with their numbers; and what the example shows, while it stands."""
    example = inputs.name_of(inputs.shown(page))
    sentences = {name: page.text.template(f"verdict.{name}") for name in SENTENCES}
    return sentences | {"remark": page.text(f"remark.{example}") if example else ""}


def said(page: Page) -> dict[str, str]:
    """Every number in words, and the sentences that fit them; the browser says the same while a bar is dragged."""
    result, sentences = read(page), _sentences(page)
    numbers = result.said(plain)
    impossible = ", ".join(str(place + 1) for place in ruled_out(result.p, result.q))
    never = ", ".join(str(number) for number, share in enumerate(result.p, 1) if share == 0)
    values = numbers | {"outcomes": impossible}
    verdict = [fill(sentences["infinite" if impossible else "finite"], values)]
    if never:
        verdict.append(fill(sentences["never"], {"outcomes": never}))
    if not result.adds_up(digits=3):
        verdict.append(sentences["rounded"])
    return numbers | {"verdict": " ".join(verdict), "remark": sentences["remark"]}


def strip(page: Page) -> None:
    """What stays of the first screen above a section that depends on p and q."""
    strip_of(page, "verdict", VIEWS, _sentences(page))


def strip_of(page: Page, says: str, chart: str, texts: Mapping[str, str], **facts: object) -> None:
    """The same above a section that follows the bars: ``texts`` and ``facts`` are those of what the browser says."""
    inputs.bars(page, P, Q, texts=texts, chart=chart, height=STRIP, says=says, facts=facts)
    inputs.complain(page)


def draw_areas(page: Page) -> None:
    """Cross-entropy as area, and how to read it."""
    text, result = page.text, read(page)
    titles = {"x": text("axis_outcomes"), "y": text("axis_surprisal")}
    words = {"outcome": text("outcome"), "own": "−log p", "believed": "−log q", "term": text("term")}
    draw(
        charts.areas,
        charts.rows(result.p, result.q, inputs.names(page)),
        titles | words,
        page.units.per_nat,
        alt=text("alt_areas", **result.said(plain)),
        key="kl_areas",
    )
    page.say(f":small[{text('how_to_read')}]")


def draw_sums(page: Page) -> None:
    """Entropy and KL beside the cross-entropy that they add up to, both ways."""
    result, unit = read(page), page.text.unit
    draw(
        charts.sums,
        charts.rows(result.p, result.q),
        unit,
        NAMES,
        page.units.per_nat,
        alt=page.text("alt_sums", units=unit, **result.said(plain)),
        key="kl_sums",
    )


def draw_both(page: Page) -> None:
    """The areas over the sums, as high as the window lets them be."""
    with st.container(key="kl_pictures"), views(VIEWS), within(Place(fills=True)):
        draw_areas(page)
        draw_sums(page)


def say_verdict(page: Page) -> None:
    """What keeps a typed row out of the pictures; what they say in a sentence, and what the example shows."""
    inputs.complain(page)
    page.follow(P, "[[verdict]] [[remark]]", lambda _: said(page))


def say_numbers(page: Page) -> None:
    """The line of numbers, which follow the bars."""
    unit, words = page.text.unit, said(page)
    formulas = (
        as_a_sum("p", "q", "[[entropy_p]]", "[[kl_pq]]", "[[cross_pq]]"),
        as_a_sum("q", "p", "[[entropy_q]]", "[[kl_qp]]", "[[cross_qp]]"),
        r"\mathrm{JS}\ [[jensen_shannon]]",
    )
    parts = [f"{inline(formula)} {unit}" for formula in formulas] + [inline(r"\mathrm{TV}\ [[total_variation]]")]
    page.follow(P, f":small[{' &emsp; '.join(parts)}]", lambda _: words)


def say_names(page: Page) -> None:
    """What the signs of the numbers mean, and their unit."""
    page.note(page.text("legend", unit=page.one_unit()))


def _drag(page: Page, control: Control[Row]) -> None:
    """The bars of both rows, of which one is dragged, above a picture."""
    draw_bars(page, control, height="17vh")


def _draw_alone(page: Page) -> None:
    """The bars as the picture itself."""
    draw_bars(page, height="44vh" if page.is_on_stage else "14rem")


def _beside(page: Page, picture: Callable[[Page], None]) -> None:
    """The probabilities beside another picture of them, over the line of numbers."""
    if page.is_on_stage:
        with views(VIEWS, height="stretch"):
            picture(page)
        return
    cause, effect = st.columns(WIDTHS, gap="medium")
    with cause:
        draw_bars(page, height="14rem")
    with effect:
        picture(page)
    say_numbers(page)


def python_behind(page: Page) -> Snippet:
    """The Python for the numbers of the first screen."""
    result = read(page)
    code = f"""
    p, q = {list(result.p)!r}, {list(result.q)!r}
    entropy(p), kl_divergence(p, q), cross_entropy(p, q)  # 3 nats
    entropy(q), kl_divergence(q, p), cross_entropy(q, p)  # 3 nats
    jensen_shannon_divergence(p, q)  # 3 nats
    total_variation(p, q)  # 3: a probability
    """
    functions = (entropy, kl_divergence, cross_entropy, jensen_shannon_divergence, total_variation)
    return Snippet(code, page.units, functions)


CONTROLS: Final = inputs.CONTROLS
DRAGGED: Final = {control.name: partial(_drag, control=control) for control in (P, Q)}
AREAS: Final = Part(partial(_beside, picture=draw_areas), DRAGGED)
PROBABILITIES: Final = Part(_draw_alone, DRAGGED)
SUMS: Final = Part(partial(_beside, picture=draw_sums), DRAGGED)
