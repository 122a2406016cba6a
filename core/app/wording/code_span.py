"""Texts from outside inside a sentence of ours: in a code span neither markup nor an address in them comes to life."""


def in_code(given: str) -> str:
    """A text made fit to stand between the two backticks of a code span: on one line, without a backtick, not empty."""
    return " ".join(given.replace("`", "'").split()) or " "


def code_span(given: str) -> str:
    """A text as a code span."""
    return f"`{in_code(given)}`"
