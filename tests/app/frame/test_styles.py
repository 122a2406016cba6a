"""The style sheets: what depends on what an element has inside does not restyle the whole page at every movement."""

import re

import pytest

from core.app.components import FOLDER


def selectors(css: str) -> list[str]:
    """Every selector of a style sheet, those inside of conditions too."""
    heads = re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    return [one for head in heads if not head.strip().startswith("@") for one in cut(head, ",")]


def cut(selector: str, signs: str) -> list[str]:
    """The parts of a selector between signs that stand outside of parentheses."""
    depth, parts = 0, [""]
    for sign in selector:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign in signs and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def asks_cheaply(selector: str) -> bool:
    """Whether what is styled by what something has inside is told by a class or an attribute."""
    parts = cut(selector.strip(), " >+~\n")
    asking = [place for place, part in enumerate(parts) if ":has(" in part]
    told = [part.startswith((".", "[", ":is(", ":root")) for part in parts]
    return not asking or all(told[asking[0] :])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.css")), ids=lambda path: path.name)
def test_what_something_has_inside_styles_only_what_is_told_by_a_class(path):
    # A browser asks every `:has` again whenever a chart draws a mark. Where it styles what no class tells, all that is
    # further inside is styled again: many times the work of drawing.
    assert [each for each in selectors(path.read_text(encoding="utf-8")) if not asks_cheaply(each)] == []


@pytest.mark.parametrize(
    ("selector", "is_cheap"),
    [
        (".screen:not(:has(.foot)) > :first-child", False),
        (".outcome:has(.question) > :has(> .so_far)", False),
        (".screen:not(:has(.foot, .other)) :is(.a, .b)", True),
        ('[data-testid="x"]:has(> .a), .b', True),
        (".a > :first-child", True),
    ],
)
def test_the_test_tells_them_apart(selector, is_cheap):
    assert all(map(asks_cheaply, cut(selector, ","))) is is_cheap
