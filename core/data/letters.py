"""The texts that come with the app: one morning at the market, told in six languages."""

from functools import cache
from pathlib import Path
from typing import Final

from core.maths.checks import known

SAMPLES: Final = ("en", "de", "fr", "es", "it", "zh")
FOLDER: Final = Path(__file__).with_name("letter_samples")


@cache
def sample(language: str) -> str:
    """The built-in text of a language.

    Raises: ValueError if there is none.
    """
    return (FOLDER / f"{known('sample', language, SAMPLES)}.txt").read_text(encoding="utf-8").strip()
