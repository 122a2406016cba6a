"""Texts by key, in the reader's language."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

LANGUAGES: Final = MappingProxyType({"en": "EN", "zh": "中文"})
TEXTS: Final = Path(__file__).parents[1] / "texts"

# In formulas every quantity has the tone that is readable on both themes (its chart colours differ by theme).
FORMULA_COLOURS: Final = MappingProxyType(
    {
        "ce": "#007FC7",
        "se": "#C95900",
        "truth": "#008A64",
        "model": "#B45A9B",
        "entropy": "#A37000",
        "slope": "#6B7C8A",
    }
)
_PLACEHOLDER: Final = re.compile(r"\[\[(\w+)\]\]")
_COLOUR_MACRO: Final = re.compile(r"\\(" + "|".join(FORMULA_COLOURS) + r")\{")


def colour_formula(latex: str) -> str:
    r"""LaTeX in which \ce{…}, \se{…}, \truth{…}, \model{…}, \entropy{…}, \slope{…} are coloured.

    Each macro is the name of a quantity in :data:`FORMULA_COLOURS`; it becomes a ``\textcolor`` that KaTeX knows.
    """
    return _COLOUR_MACRO.sub(lambda m: rf"\textcolor{{{FORMULA_COLOURS[m[1]]}}}{{", latex)


def inline(latex: str, display: bool = False) -> str:
    """A coloured formula for running text; ``display`` gives fractions and sums their full size."""
    size = r"\displaystyle " if display else ""
    return f"${size}{colour_formula(latex)}$"


def fill(template: str, values: Mapping[str, object]) -> str:
    """A text with its ``[[placeholders]]`` filled."""
    return _PLACEHOLDER.sub(lambda m: str(values[m[1]]), template)


def placeholders(text: str) -> frozenset[str]:
    """The names that stand in ``[[double brackets]]`` in a text, to be filled with the current numbers."""
    return frozenset(_PLACEHOLDER.findall(text))


def flatten(table: dict[str, object], prefix: str = "") -> dict[str, str]:
    """A nested table of texts as one level of dotted keys: {"a": {"b": "x"}} gives {"a.b": "x"}."""
    flat: dict[str, str] = {}
    for name, entry in table.items():
        key = f"{prefix}{name}"
        if isinstance(entry, dict):
            flat |= flatten(entry, f"{key}.")
        elif isinstance(entry, str):
            flat[key] = entry.strip("\n")
        else:
            raise TypeError(f"text {key!r} is {type(entry).__name__}, not a string")
    return flat


@cache
def load(topic: str, language: str) -> MappingProxyType[str, str]:
    """All texts of one topic (a page, or the frame) in one language.

    They are read from texts/<language>/<topic>.toml and, for the page's larger sections, from the files in
    texts/<language>/<topic>/, where the name of the file is the first part of its keys.
    """
    folder = TEXTS / language
    texts = flatten(_read(folder / f"{topic}.toml"))
    for room in sorted((folder / topic).glob("*.toml")):
        texts |= flatten(_read(room), f"{room.stem}.")
    return MappingProxyType(texts)


def _read(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one page: ``texts("key", name=value)`` fills ``[[name]]`` with the value.

    A key of the page comes before the same key of the frame. A key or a name that is missing is a KeyError. On a page
    with a unit of information, "nats" or "bits", ``[[units]]`` is its word unless another is given.
    """

    topic: str
    language: str
    units: str = ""

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled and its formula macros coloured."""
        return colour_formula(fill(self._written(key), ({"units": self.unit} if self.units else {}) | values))

    def template(self, key: str) -> str:
        """The text of a key as it was written, but for the word of the unit."""
        return self._written(key).replace("[[units]]", self.unit if self.units else "[[units]]")

    @property
    def unit(self) -> str:
        """The word of the reader's unit of information."""
        return self._written(self.units)

    def _written(self, key: str) -> str:
        own = load(self.topic, self.language)
        return own[key] if key in own else load("frame", self.language)[key]


def preferred_language(locale: str | None) -> str:
    """The language for a browser locale such as ``zh-CN``: the locale's own where there is one, English otherwise."""
    own = re.split("[-_]", locale or "")[0].lower()
    return own if own in LANGUAGES else "en"
