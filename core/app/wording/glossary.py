"""Terms that say what they mean: marked in a text as ``[[name|words]]``, defined in texts/<language>/glossary.toml."""

import re
from typing import Final

import streamlit as st

from core.app.wording.language import Texts, load

# What stands in a code span may come from outside, and marks nothing.
_TERM: Final = re.compile(r"`[^`]*`|\[\[(?P<name>\w+)\|(?P<words>[^\]]+)\]\]")


def marked(words: str) -> list[str]:
    """The names of the terms that a text marks, in their order."""
    return [term["name"] for term in _TERM.finditer(words) if term["name"]]


def explained(words: str, language: str) -> str:
    """A text whose marked terms show their definitions under a pointer, a finger or the tab key, as HTML."""
    text = Texts("glossary", language)

    def span(term: re.Match[str]) -> str:
        name, shown = term["name"], term["words"]
        if not name:
            return term[0]
        means = f'<span class="means" hidden>{text(f"{name}.means")}</span>'
        return f'<span class="term" tabindex="0">{shown}{means}</span>'

    return _TERM.sub(span, words)


def unmarked(words: str) -> str:
    """A text without the marks of its terms, for where there is nothing to ask."""
    return _TERM.sub(lambda term: term["words"] or term[0], words)


def write_all(language: str) -> None:
    """Every term with its definition."""
    means = Texts("glossary", language)
    names = [key.removesuffix(".word") for key in load("glossary", language) if key.endswith(".word")]
    st.markdown("\n".join(f"- **{means(f'{name}.word')}**: {means(f'{name}.means')}" for name in names))
