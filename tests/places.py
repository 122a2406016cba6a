"""Words whose numbers follow a control, as they read."""

import re

_PLACE = re.compile(r'<span class="live\d+">(.*?)</span>|\\textcolor\{#0[1-7][0-9a-f]{4}\}\{\\text\{(.*?)\}\}')
_TERM = re.compile(r'<span class="term" tabindex="0">(.*?)<span class="means" hidden>.*?</span></span>')


def as_read(words: str) -> str:
    """The words without the marks of their places, and without what a term says on being asked."""
    words = _TERM.sub(r"\1", words)
    return _PLACE.sub(lambda found: found[1] or found[2] or "", words)
