"""The reader's p and q: examples, the number of outcomes, their names, rows pasted from elsewhere, the boxes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import streamlit as st

from core.app.controls import bars as drag
from core.app.controls import boxes, widgets
from core.app.controls.bars import Bars
from core.app.controls.control import Control
from core.app.controls.fields import Text, Vector
from core.app.controls.state import link_state
from core.app.drawing import keyed
from core.app.frame.page import Page
from core.app.kl_divergence.comparison import Row, normalised, sums_to_one, total
from core.app.wording.language import Texts
from core.simulation.kl_divergence.paste import LONGEST, Pasted, Unreadable, clean, read_rows


class Pair(NamedTuple):
    """The truth p and the model q over the same outcomes."""

    p: Row
    q: Row


def smoothed(label: Row, epsilon: float) -> Row:
    """A one-hot label y over K classes, smoothed to (1 − ε) y + ε/K."""
    return tuple((1.0 - epsilon) * y + epsilon / len(label) for y in label)


_THIRD_OF_FOUR: Final = (0.0, 0.0, 1.0, 0.0)
_PREDICTION: Final = (0.1, 0.1, 0.7, 0.1)

PAIRS: Final = MappingProxyType(
    {
        "permuted": Pair((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)),
        "die": Pair((0.1, 0.1, 0.1, 0.1, 0.1, 0.5), (1 / 6,) * 6),
        "one_hot": Pair(_THIRD_OF_FOUR, _PREDICTION),
        "smoothed": Pair(smoothed(_THIRD_OF_FOUR, 0.1), _PREDICTION),
        "disjoint": Pair((0.5, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.5)),
        "point": Pair((1.0, 0.0, 0.0, 0.0), (0.25,) * 4),
    }
)
FEWEST, MOST = 2, 10
IN_LINK: Final = 300  # characters of what is pasted
P: Final = Control("p", Vector(PAIRS["permuted"].p, 0.0, 1.0, FEWEST, MOST))
Q: Final = Control("q", Vector(PAIRS["permuted"].q, 0.0, 1.0, FEWEST, MOST))
NAMES: Final = Control("names", Text("", 200), "paste.names")
ROWS: Final = Control("rows", Text("", LONGEST), "paste.rows")
CONTROLS: Final = (P, Q, NAMES, ROWS)
QUANTITIES: Final = {"p": "truth", "q": "model"}


def name_of(pair: Pair) -> str | None:
    """The example that a pair is, if it is one."""
    return next((name for name, example in PAIRS.items() if example == pair), None)


def read(page: Page) -> Pair:
    """What the reader typed, whatever it sums to; a row shorter than the other is filled up with zeros."""
    return Pair(**boxes.vectors_together(page.state, P, Q))


def shown(page: Page) -> Pair:
    """What the pictures show: each row itself, or what stands for it until it sums to 1."""
    return Pair(*(_valid(page, control, row)[0] for control, row in zip((P, Q), read(page), strict=True)))


def _valid(page: Page, control: Control[Row], row: Row) -> tuple[Row, str]:
    """A row that sums to 1 for one that does not, and where it is from: the last that did, else the row divided."""
    kept = f"last_{control.name}"
    if sums_to_one(row):
        page.state.put(kept, row)
        return row, ""
    last = page.state.get(kept, ())
    if len(last) == len(row):
        return last, "last"
    return (normalised(row), "divided") if total(row) else ((1.0 / len(row),) * len(row), "equal")


def names(page: Page) -> tuple[str, ...]:
    """What each outcome is called: its name, or else its number."""
    given, count = clean(page.value(NAMES).split(",")), len(read(page).p)
    return tuple(name or str(place) for place, name in enumerate((*given, *("",) * count)[:count], 1))


def bars(page: Page, *movable: Control[Row], texts: Mapping[str, str], **options: Any) -> None:
    """The bars of p and q; the tops of those that are movable are dragged. ``options`` go to `controls.bars.bars`."""
    text, pair = page.text, shown(page)
    rows = {name: Bars(row, text(QUANTITIES[name]), QUANTITIES[name]) for name, row in pair._asdict().items()}
    drag.bars(
        rows,
        {control.name: control for control in movable},
        names(page),
        texts={**texts, **{name: text(name) for name in ("outcome", "impossible", "certain")}},
        units=page.units,
        key=keyed(f"{page.state.key_of('_'.join(control.name for control in movable) or 'bars')}_component"),
        text=text,
        **options,
    )


def toolbar(page: Page) -> None:
    """Examples, p and q swapped, and the drawer of all other ways to set them."""
    text, pair = page.text, read(page)
    with st.container(horizontal=True, gap="small", key="kl_toolbar"):
        widgets.examples(
            text("examples"),
            {name: text(f"example.{name}") for name in PAIRS},
            name_of(pair),
            text,
            lambda name: _put(*PAIRS[name]),
            placeholder=text("example.own"),
            width=340,
        )
        st.button(
            text("swap"),
            on_click=lambda: _put(link_state().now(Q), link_state().now(P)),
            icon=":material/swap_horiz:",
        )
        with st.container(width=130):
            page.more(_more)


def _more(page: Page) -> None:
    """The boxes of both rows, one outcome fewer or more, names, and rows pasted from elsewhere."""
    text, count = page.text, len(read(page).p)
    for control in (P, Q):
        boxes.vector(control, control.name, text, QUANTITIES[control.name], is_second=True)
    complain(page, "more")
    with st.container(horizontal=True, gap="small"):
        stuck = {FEWEST: (-1,), MOST: (1,)}.get(count, ())
        boxes.fewer_or_more(text, {"fewer": -1, "more_outcomes": 1}, "kl", stuck, _resize)
    page.show(NAMES, placeholder=text("paste.names_example"))
    pasted = widgets.text_area(ROWS, text, IN_LINK, text("paste.what"))
    if pasted.strip():
        _take(text, pasted)


def complain(page: Page, place: str = "page") -> None:
    """What a row sums to where that is not 1 and what the pictures show, with the button that divides by the sum."""
    text, pair = page.text, read(page)
    off = {control: row for control, row in zip((P, Q), pair, strict=True) if not sums_to_one(row)}
    if not off:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for control, row in off.items():
            name, why = control.name, "sums_to" if total(row) else "nothing_to_scale"
            shown_now = text(f"instead.{_valid(page, control, row)[1]}", name=name)
            st.markdown(
                f":material/error: {text(why, name=name, sum=f'{total(row):.10g}')} {shown_now}", width="content"
            )
        st.button(
            text("normalise"),
            on_click=change,
            args=(normalised,),
            disabled=not any(map(total, off.values())),
            type="primary",
            key=f"kl_normalise_{place}",
        )


def _take(text: Texts, pasted: str) -> None:
    """What has been pasted, with the ways to use it; or why it cannot be read."""
    try:
        found = read_rows(pasted)
    except Unreadable as error:
        st.warning(text(f"paste.unreadable.{error.reason}"), icon=":material/error:")
        if error.given:
            st.text(text("paste.found", given=error.given))
        return
    shares = max(*found.p, *found.q) <= 1.0
    st.button(text("paste.use"), on_click=_use, args=(found,), disabled=not shares, type="primary", key="kl_paste_use")
    if not shares:
        st.caption(text("paste.counts"))
        possible = bool(total(found.p) and total(found.q))
        divided = Pasted(normalised(found.p), normalised(found.q), found.names)
        st.button(text("paste.divide"), on_click=_use, args=(divided,), disabled=not possible, key="kl_paste_divide")


def _use(found: Pasted) -> None:
    _put(found.p, found.q)
    if found.names:
        line = ", ".join(name.replace(",", " ") for name in found.names)
        link_state().put(NAMES.name, line[: NAMES.over_a(Text).longest])
    link_state().put(ROWS.name, "")


def change(how: Callable[[Row], Row]) -> None:
    """Change both rows, for a button."""
    _put(how(link_state().now(P)), how(link_state().now(Q)))


def _put(p: Row, q: Row) -> None:
    link_state().put(P.name, p)
    link_state().put(Q.name, q)


def _resize(by: int) -> None:
    """One outcome more, which does not happen yet, or the last one fewer, whose probability goes to the others."""

    def resized(row: Row) -> Row:
        rest = (*row, 0.0)[: min(max(len(row) + by, FEWEST), MOST)]
        return normalised(rest) if sums_to_one(row) and not sums_to_one(rest) else rest

    change(resized)
