"""Talk mode's look: large type, no chrome, and of a scene's page only what the scene needs."""

from typing import Final

import streamlit as st

from core.app import components, drawing
from core.app.talk.scene import Scene
from core.app.talk.stage import Stage

STYLE: Final = components.read("hall.css")
# Everything a hand could move. Those a scene does not name leave the stage with their labels.
_MOVABLE: Final = ", ".join(
    f".{kind}"
    for kind in (
        *("stSlider", "stSelectbox", "stNumberInput", "stButtonGroup", "stTextInput", "stTextArea", "stButton"),
        *("stDownloadButton", "stFileUploader", "stDataFrame", "stPopover", "stExpander", "stBidiComponent"),
    )
)


def dress(page: str, on: Stage) -> None:
    """Put talk mode's style on the page, or take it off; a scene's own part comes with it."""
    st.session_state[drawing.LARGE] = on.talk
    rules = []
    if on.scene or on.end:
        rules.append(".stMainBlockContainer h1 { display: none; }")
    if on.end:
        rules.append(only("stage"))
    if on.talk and on.scene:
        rules.append(essential(page, on.scene))
        if "section" in on.scene.link(on.is_revealed):
            rules.append(only("stage", "room"))
    style = STYLE if on.talk else ""
    st.html(f"<style>{style}\n{''.join(rules)}</style>")


def only(*keys: str) -> str:
    """The rule that hides all of a page's own parts but those that hold one of the keys."""
    held = "".join(f":not(:has(.st-key-{key})):not(.st-key-{key})" for key in keys)
    return f".stMainBlockContainer > .stVerticalBlock > *{held} {{ display: none; }}"


def essential(page: str, scene: Scene) -> str:
    """The rule that hides the controls of a page that a scene does not name, and the columns they leave empty."""
    keys = [f"st-key-{page}_{name}" for name in scene.controls]
    # A control is known by its key, which may end in the language, in the number of a box, or in what it is made of.
    kept = ", ".join(
        f'.{key}, [class*="{key}-"], [class*="{key}_component"], [class*="{key}_row"], .{key}_drawer' for key in keys
    )
    main, off_stage = ".stMainBlockContainer", ":not(.st-key-stage *)"
    rules = ""
    if others := other_charts(scene, main, beside=kept):
        # Where a scene is about certain charts, the page's prose stays on the desk with the other charts.
        prose = f"{main} .stElementContainer:has(> .stMarkdown, > .stHeading):not(:has(table)){off_stage}"
        rules = f"{prose},{others} {{ display: none; }}"
    return rules + (
        f"{main} .stElementContainer:has({_MOVABLE}):not({kept}){off_stage},"
        f"{main} [data-testid='stLayoutWrapper']:has(> .stPopover):not({kept}),"
        f"{main} .stColumn:has({_MOVABLE}):not(:has({kept}, .stVegaLiteChart)){off_stage} {{ display: none; }}"
    )


def other_charts(scene: Scene, within: str, prefix: str = "", beside: str = "") -> str:
    """The selector of a page's charts that a scene does not need, with the columns they leave empty; "" without any.

    ``within`` selects what holds the page, ``prefix`` begins the keys of its charts there, and ``beside`` selects
    what keeps its column even where the chart goes.
    """
    if not scene.charts:
        return ""
    kept = ", ".join(f".st-key-{prefix}{key}" for key in scene.charts)
    in_column = f"{kept}, {beside}" if beside else kept
    # Each chart has a keyed container of its own.
    chart = "> .stVerticalBlock > .stElementContainer .stVegaLiteChart"
    return (
        f"{within} [data-testid='stLayoutWrapper']:has({chart}):not(:has({kept})),"
        f"{within} .stColumn:has(.stVegaLiteChart):not(:has({in_column}))"
    )
