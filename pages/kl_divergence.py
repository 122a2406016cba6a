"""KL divergence: what believing q costs when p is true, on the reader's own probabilities."""

import streamlit as st

from core.app.drawing import draw
from core.app.frame.page import begin
from core.app.frame.sections import open_room
from core.app.kl_divergence import bell, formulas, infinity, inputs, letters, near, steps
from core.app.kl_divergence.comparison import compare, comparison_behind
from core.app.kl_divergence.inputs import name_of
from core.app.wording.figures import latex, plain
from core.app.wording.language import inline
from core.charts.kl_divergence import hero as charts
from core.charts.kl_divergence import hero_rows as rows

IN_THE_LINE = (
    *("entropy_p", "kl_pq", "cross_pq"),
    *("entropy_q", "kl_qp", "cross_qp"),
    *("jensen_shannon", "total_variation"),
)
NAMES = (("H(p)", "KL(p‖q)", "H(p, q)"), ("H(q)", "KL(q‖p)", "H(q, p)"))

page = begin()
text, units = page.text, page.units
unit = text(units.name)

st.title(text("claim"), anchor=False)
names = inputs.toolbar(text)
count = len(names)

cause, effect = st.columns([0.38, 0.62], gap="medium")
with cause:
    picture = st.container()
    pair = inputs.pair_boxes(text, count)
    off = inputs.not_summing_to_one(pair)
    with picture:
        draw(
            charts.probability_bars,
            rows.bar_rows(pair.p, pair.q, {"p": text("truth"), "q": text("model")}, names),
            text("outcome"),
            160 if count > inputs.IN_A_ROW else 190,
            alt=text(
                "alt_probabilities",
                p=", ".join(f"{value:.3g}" for value in pair.p),
                q=", ".join(f"{value:.3g}" for value in pair.q),
            ),
            key="kl_probabilities",
        )
    if off:
        inputs.complaint(text, off)
    elif example := name_of(pair):
        st.caption(text(f"remark.{example}"))

# While a row does not sum to 1 there is no result: nothing is rescaled unasked.
result = None if off else compare(pair.p, pair.q, units, names)
numbers = result.said(plain) if result else {}
note = "" if result else text("paused")
with effect:
    draw(
        charts.areas,
        rows.area_rows(result.outcomes if result else (), plain, note),
        {
            "x": text("axis_outcomes"),
            "y": text("axis_surprisal", units=unit),
            "outcome": text("outcome"),
            "own": "−log p",
            "believed": "−log q",
            "term": text("term"),
        },
        alt=text("alt_areas", units=unit, **numbers) if result else note,
        key="kl_areas",
    )
    st.markdown(f":small[{text('how_to_read')}]")
    draw(
        charts.sums,
        rows.sum_rows(result.directions if result else (), plain, NAMES),
        unit,
        alt=text("alt_sums", units=unit, **numbers) if result else note,
        key="kl_sums",
    )
said = result.said(latex) if result else dict.fromkeys(IN_THE_LINE, r"\ldots")
forward = (
    rf"\entropy{{H(p)\ {said['entropy_p']}}} + \model{{\mathrm{{KL}}(p\|q)\ {said['kl_pq']}}}"
    rf" = \ce{{H(p, q)\ {said['cross_pq']}}}"
)
reverse = (
    rf"\entropy{{H(q)\ {said['entropy_q']}}} + \model{{\mathrm{{KL}}(q\|p)\ {said['kl_qp']}}}"
    rf" = \ce{{H(q, p)\ {said['cross_qp']}}}"
)
apart = rf"\mathrm{{TV}}\ {said['total_variation']}"
both_ways = rf"\mathrm{{JS}}\ {said['jensen_shannon']}"
with st.container(horizontal=True, gap="medium"):
    for formula in (forward, reverse, both_ways):
        st.markdown(f":small[{inline(formula)} {unit}]", width="content")
    st.markdown(f":small[{inline(apart)}]", width="content")
    if result and not result.adds_up(digits=3):
        st.caption(text("rounded"), width="content")

open_room(
    page,
    {
        "formulas": lambda: formulas.show(page, result),
        "infinity": lambda: infinity.show(page, result),
        "near": lambda: near.show(page, result),
        "steps": lambda: steps.show(page, result),
        "bell": lambda: bell.show(page),
        "letters": lambda: letters.show(page),
    },
    hero=comparison_behind(result, units) if result else None,
)
