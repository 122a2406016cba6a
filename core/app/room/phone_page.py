"""The page of a phone: HTML, CSS and JavaScript of our own in one file, with the words of both languages."""

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

from core.app.wording.language import LANGUAGES, fill, load
from core.simulation.room import FLOOR, WHOLE

_FOLDER: Final = Path(__file__).parent


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _own(content: str) -> str:
    """What a browser may run or apply, by its fingerprint; anything else in the page it ignores."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _data() -> str:
    texts = {
        language: {"name": name}
        | {key: text for key, text in load("room", language).items() if key.startswith("phone.")}
        for language, name in LANGUAGES.items()
    }
    data = {"texts": texts, "whole": WHOLE, "floor": FLOOR, "languages": list(LANGUAGES)}
    # A script ends at the first </, whatever stands around it.
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


_STYLE: Final = _read("phone.css")
_SCRIPT: Final = _read("phone.js").replace("[[data]]", _data())
PAGE: Final = fill(_read("phone.html"), {"style": _STYLE, "script": _SCRIPT})
POLICY: Final = (
    f"default-src 'none'; style-src {_own(_STYLE)}; script-src {_own(_SCRIPT)}; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'"
)
