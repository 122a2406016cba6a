"""Infinity: which outcome makes a divergence infinite, and the numbers that smoothing would invent instead."""

import math
from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.app.controls import live_words
from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part, drawn_by
from core.app.kl_divergence import hero, inputs
from core.app.kl_divergence.comparison import Comparison, Row, compare, normalised
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import table
from core.app.wording.figures import plain
from core.app.wording.language import inline
from core.charts.kl_divergence import infinity as charts
from core.charts.kl_divergence.hero import rows
from core.maths.information import kl_divergence
from core.simulation.kl_divergence.infinity import ruled_out, slope, smoothed_divergence

SMOOTH: Final = Control("smooth", Choice("on", ("off", "on")), "infinity.switch_label", "infinity.switch.{}")
CONTROLS: Final = (SMOOTH,)
MARKS: Final = {"10⁻¹⁵": 1e-15, "10⁻⁷": 1e-7, "0.001": 1e-3, "0.1": 0.1}  # ε as it is written -> ε
NAMES: Final = {"pq": "KL(p‖q)", "qp": "KL(q‖p)"}
VIEWS: Final = "kl_infinity_views"
SENTENCES: Final = tuple(f"{part}_{kind}" for part in ("is", "because", "moral") for kind in ("infinite", "finite"))


def strip(page: Page) -> None:
    """The bars of p and q above the section, which follows them."""
    texts = {name: page.text.template(f"infinity.{name}") for name in (*SENTENCES, "made", "lesson")}
    texts |= NAMES | {"log": page.units.log}
    hero.strip_of(page, "infinity", VIEWS, texts, epsilons=tuple(MARKS.values()))


def show(page: Page) -> Snippet:
    """The section: for both directions what is ruled out, and what smoothing would say."""
    words = said(page)
    page.follow(inputs.P, "[[made]]", lambda _: words)
    say_verdicts(page, words)
    page.show(SMOOTH)
    draw_smoothing(page, words)
    result, _ = read(page)
    code = f"p, q = {list(result.p)!r}, {list(result.q)!r}\nkl_divergence(p, q), kl_divergence(q, p)  # 3 nats\n"
    for mark in MARKS.values() if _is_on(page) else ():
        numbers = f"smoothed_divergence(p, q, {mark!r})[0], smoothed_divergence(q, p, {mark!r})[0]"
        code += f"{numbers}  # 3 nats: ε = {mark}\n"
    return Snippet(code, page.units, (kl_divergence, smoothed_divergence))


def read(page: Page) -> tuple[Comparison, int | None]:
    """p and q, of which one rules something out; where neither does, q without the outcome that p finds rarest.

    And which that is, counted from 0, or None.
    """
    result = hero.read(page)
    if math.isinf(result.kl_pq) or math.isinf(result.kl_qp) or (rarest := rarest_of(result.p, result.q)) is None:
        return result, None
    return compare(result.p, without(result.q, rarest), page.units), rarest


def draw_both(page: Page) -> None:
    """What is ruled out, and behind the switch what smoothing would make of it."""
    words = said(page)
    say_verdicts(page, words)
    draw_smoothing(page, words)


def _is_on(page: Page) -> bool:
    return page.value(SMOOTH) == "on"


def _pairs(result: Comparison) -> dict[str, tuple[Row, Row]]:
    """Truth and model in both directions."""
    return {"pq": (result.p, result.q), "qp": (result.q, result.p)}


def said(page: Page) -> dict[str, str]:
    """Every sentence and number of the section; the browser says the same while a bar is dragged (sayings.js)."""
    text, units, (result, rarest) = page.text, page.units, read(page)
    called, invented = inputs.names(page), _invented(page, result)
    words = {"made": "" if rarest is None else text("infinity.made", outcome=called[rarest])}
    for (key, (truth, model)), mixed in zip(_pairs(result).items(), invented, strict=True):
        outcomes = ", ".join(f"{called[place]} ({plain(truth[place])})" for place in ruled_out(truth, model))
        kind = "infinite" if outcomes else "finite"
        words[f"{key}_is"] = text(f"infinity.is_{kind}", name=NAMES[key])
        words[f"{key}_because"] = text(f"infinity.because_{kind}", outcomes=outcomes)
        numbers = (*mixed, getattr(result, f"kl_{key}"))
        words |= {f"{key}_{place}": plain(number) for place, number in enumerate(numbers)}
    steep = {key: slope(*pair) for key, pair in _pairs(result).items()}
    steepest = max(steep, key=lambda key: steep[key])
    share, kind = steep[steepest], "infinite" if steep[steepest] else "finite"
    values = {"name": NAMES[steepest], "share": plain(share), "log": units.log}
    words["moral"] = text(f"infinity.moral_{kind}", **values, step=plain(share * units.of(math.log(10.0))))
    return words | {"lesson": text("infinity.lesson") if share else ""}


def say_verdicts(page: Page, words: Mapping[str, str]) -> None:
    """For both directions whether it is infinite, and by which outcomes."""
    for key in NAMES:
        page.follow(inputs.P, f"**[[{key}_is]]** [[{key}_because]]", lambda _: words)


def draw_smoothing(page: Page, words: Mapping[str, str]) -> None:
    """Where it is on, what each ε would report: as lines, as a table whose last row is without any, in a sentence."""
    text, units, (result, _) = page.text, page.units, read(page)
    if not _is_on(page):
        return
    numbers = (
        ", ".join(f"{mark}: {plain(value, 2)}" for mark, value in zip(MARKS, values, strict=True))
        for values in _invented(page, result)
    )

    def show(cells: str) -> None:
        live_words.write(live_words.following(cells, inputs.P, result.p, lambda _: words))

    left, right = st.columns([1.5, 1], gap="medium", vertical_alignment="center")
    with left, views(VIEWS):
        draw(
            charts.smoothing_chart,
            rows(result.p, result.q),
            tuple(MARKS.values()),
            tuple(NAMES.values()),
            {"epsilon": text("infinity.axis_epsilon"), "value": text("infinity.axis_value")},
            units.per_nat,
            alt=text("infinity.alt", numbers="; ".join(numbers)),
            key="kl_infinity",
        )
    with right:
        cells = [(mark, *(f"[[{key}_{place}]]" for key in NAMES)) for place, mark in enumerate(MARKS)]
        exact = ("**0**", *(f"**[[{key}_{len(MARKS)}]]**" for key in NAMES))
        table(("ε", *NAMES.values()), [*cells, exact], "rrr", show)
        page.say(inline(r"\model{q_\varepsilon} = (1 - \varepsilon)\,\model{q} + \varepsilon / K", display=True))
    page.follow(inputs.P, "[[moral]] **[[lesson]]**", lambda _: words)


def _invented(page: Page, result: Comparison) -> list[list[float]]:
    """What each ε would report, for both directions, in the reader's unit."""
    marks = list(MARKS.values())
    return [(smoothed_divergence(*pair, marks) * page.units.per_nat).tolist() for pair in _pairs(result).values()]


def rarest_of(p: Row, q: Row) -> int | None:
    """The outcome that p finds rarest, counted from 0, the first of equals; None where q cannot do without it.

    Only outcomes that happen under both count: ruling one out is what makes KL(p‖q) infinite.
    """
    possible = [place for place, (truth, model) in enumerate(zip(p, q, strict=True)) if truth > 0.0 and model > 0.0]
    return min(possible, key=p.__getitem__) if len(possible) > 1 else None


def without(q: Row, place: int) -> Row:
    """q with an outcome made impossible, the rest divided by its sum."""
    return normalised((*q[:place], 0.0, *q[place + 1 :]))


PART: Final = Part(draw_both, drawn_by(SMOOTH))
