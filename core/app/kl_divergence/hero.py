"""The first screen: p beside q, cross-entropy as areas, entropy and KL as a sum, and all of it in one line."""

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from core.app.drawing import draw
from core.app.frame.page import Page, Part
from core.app.kl_divergence import inputs
from core.app.kl_divergence.comparison import Comparison, Row, as_a_sum, compare, normalised, sums_to_one, total
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import latex, plain
from core.app.wording.language import inline
from core.charts.kl_divergence import hero as charts
from core.charts.kl_divergence import hero_rows as rows
from core.maths.information import cross_entropy, entropy, jensen_shannon_divergence, kl_divergence, total_variation

WIDTHS: Final = (0.38, 0.62)  # of the probabilities, and of what follows from them
NAMES: Final = (("H(p)", "KL(p‖q)", "H(p, q)"), ("H(q)", "KL(q‖p)", "H(q, p)"))


def read(page: Page) -> Comparison | None:
    """What p and q say of each other; None while a row does not sum to 1: nothing is rescaled unasked."""
    pair = inputs.read(page)
    return None if _off(page) else compare(pair.p, pair.q, page.units, inputs.names(page))


def _off(page: Page) -> dict[str, Row]:
    """Those of p and q that are no distributions, by name."""
    pair = inputs.read(page)
    return {name: values for name, values in (("p", pair.p), ("q", pair.q)) if not sums_to_one(values)}


def draw_probabilities(page: Page) -> None:
    """The bars of p and q, outcome by outcome."""
    text, pair = page.text, inputs.read(page)
    draw(
        charts.probability_bars,
        rows.bar_rows(pair.p, pair.q, {"p": text("truth"), "q": text("model")}, inputs.names(page)),
        text("outcome"),
        160 if len(pair.p) > inputs.IN_A_ROW else 190,
        alt=text(
            "alt_probabilities",
            p=", ".join(f"{value:.3g}" for value in pair.p),
            q=", ".join(f"{value:.3g}" for value in pair.q),
        ),
        key="kl_probabilities",
    )


def remark(page: Page) -> None:
    """What a row sums to where that is not 1, with the button that divides by it; or what the example shows."""
    text, off = page.text, _off(page)
    if not off:
        if example := inputs.name_of(inputs.read(page)):
            st.caption(text(f"remark.{example}"))
        return
    said = [text("sums_to", name=name, sum=f"{total(values):.10g}") for name, values in off.items()]
    with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="center"):
        st.markdown(f":material/pause_circle: {' '.join(said)}", width="stretch")
        possible = any(total(values) for values in off.values())
        st.button(text("normalise"), on_click=inputs.change, args=(normalised,), disabled=not possible, type="primary")
    for name, values in off.items():
        if not total(values):
            st.caption(text("nothing_to_scale", name=name))


def strip(page: Page) -> None:
    """What stays of the first screen above a section that depends on p and q."""
    inputs.show(page)
    remark(page)
    say_numbers(page)


def draw_areas(page: Page) -> None:
    """Cross-entropy as area, and how to read it; a note in its place while there is no result."""
    text, result = page.text, read(page)
    titles = {"x": text("axis_outcomes"), "y": text("axis_surprisal", units=text(page.units.name))}
    words = {"outcome": text("outcome"), "own": "−log p", "believed": "−log q", "term": text("term")}
    draw(
        charts.areas,
        rows.area_rows(result.outcomes if result else (), plain, "" if result else text("paused")),
        titles | words,
        alt=_alt(page, "alt_areas"),
        key="kl_areas",
    )
    page.say(f":small[{text('how_to_read')}]")


def draw_sums(page: Page) -> None:
    """Entropy and KL beside the cross-entropy that they add up to, both ways."""
    result = read(page)
    draw(
        charts.sums,
        rows.sum_rows(result.directions if result else (), plain, NAMES),
        page.text(page.units.name),
        alt=_alt(page, "alt_sums"),
        key="kl_sums",
    )


def _alt(page: Page, key: str) -> str:
    text, result = page.text, read(page)
    return text(key, units=text(page.units.name), **result.said(plain)) if result else text("paused")


def say_numbers(page: Page) -> None:
    """The line of numbers, with dots while there are none."""
    text, result, unit = page.text, read(page), page.text(page.units.name)
    said = result.said(latex) if result else dict.fromkeys(Comparison.__slots__, r"\ldots")
    formulas = (
        as_a_sum("p", "q", said["entropy_p"], said["kl_pq"], said["cross_pq"]),
        as_a_sum("q", "p", said["entropy_q"], said["kl_qp"], said["cross_qp"]),
        rf"\mathrm{{JS}}\ {said['jensen_shannon']}",
    )
    with st.container(horizontal=True, gap="medium"):
        for formula in formulas:
            st.markdown(f":small[{inline(formula)} {unit}]", width="content")
        apart = inline(rf"\mathrm{{TV}}\ {said['total_variation']}")
        st.markdown(f":small[{apart}]", width="content")
        if result and not result.adds_up(digits=3):
            st.caption(text("rounded"), width="content")


def _beside(page: Page, picture: Callable[[Page], None]) -> None:
    """The probabilities beside another picture of them, over the line of numbers."""
    if page.is_on_stage:
        picture(page)
        return
    cause, effect = st.columns(WIDTHS, gap="medium")
    with cause:
        draw_probabilities(page)
    with effect:
        picture(page)
    say_numbers(page)


def python_behind(page: Page) -> Snippet | None:
    """The Python for the numbers of the first screen, once there are any."""
    if (result := read(page)) is None:
        return None
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
AREAS: Final = Part(partial(_beside, picture=draw_areas), inputs.BOXES)
PROBABILITIES: Final = Part(draw_probabilities, inputs.BOXES)
SUMS: Final = Part(partial(_beside, picture=draw_sums), inputs.BOXES)
