"""The Python behind a screen: the app's own functions, called with the reader's numbers.

What it prints is what stands on the screen. It imports ``core`` as it is, which is offered beside it as a zip.
"""

import ast
import io
import math
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from inspect import cleandoc
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from core.charts.kit.theme import Units

CORE: Final = Path(__file__).parents[2]
PACKAGES: Final = ("maths", "data", "simulation")  # which need NumPy and SciPy only
HEAD: Final = "# The Python behind a screen, with its numbers. Unpack core.zip beside this file."
PRINTED: Final = re.compile(r"^(\S.*?)  # (\d+|[.#][.\w]+|all)( nats)?(?:: (.*))?(?:\n|\Z)", re.M)
LN2: Final = ast.parse("math.log(2.0)", mode="eval").body


@dataclass(frozen=True)
class Snippet:
    """What prints numbers of the screen outside the app, with NumPy and SciPy alone; it runs once that is asked for.

    code: Python in which a line such as ``entropy(p)  # 3 nats: of the label`` stands for a number that is printed, or
    several with commas: to so many digits as by ``plain``, in a format of its own, or with ``all`` digits; in the
    reader's unit if it is in nats; and what it is. What is None is left out. ``np`` and ``math`` are at hand.
    functions: what ``code`` may call by name.
    """

    code: str
    units: Units
    functions: tuple[Callable[..., Any], ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", cleandoc(self.code))
        if not PRINTED.search(self.code):
            raise ValueError("a snippet prints a number of the screen")

    def source(self) -> str:
        """The whole file: imports, then the lines."""
        code, _ = self._ran
        modules = [f"import {name}" for name, used in {"math": "math.", "numpy as np": "np."}.items() if used in code]
        called = (each for each in self.functions if re.search(rf"\b{each.__name__}\(", code))
        named = sorted((each.__module__, each.__name__) for each in called)
        ours = [
            f"from {module} import {', '.join(name for _, name in names)}"
            for module, names in groupby(named, lambda one: one[0])
        ]
        return "\n\n".join(filter(None, [HEAD, *modules, "\n".join(ours), code])) + "\n"

    @property
    def shown(self) -> str:
        """What it prints; each of its words stands on the screen as well."""
        return self._ran[1]

    @cached_property
    def _ran(self) -> tuple[str, str]:
        """The code with its prints, and what they print."""
        values: list[tuple[Any, ...]] = []
        names = {"np": np, "math": math, "_keep": lambda *found: values.append(found)}
        exec(PRINTED.sub(r"_keep(\1)\n", self.code), names | {each.__name__: each for each in self.functions})
        found, shown = iter(values), []

        def printed(line: re.Match[str]) -> str:
            numbers, form, nats, what = line.groups()
            in_bits = bool(nats) and self.units.name == "bits"
            fields = []
            for number, value in zip(_parted(numbers, in_bits), next(found), strict=True):
                if value is not None:
                    written = spec(value := value / math.log(2.0) if in_bits else value, form)
                    fields.append((f"{{{number}{written and f':{written}'}}}", format(value, written)))
            if not fields:
                return ""
            inside, outside = (" ".join(each) for each in zip(*fields, strict=True))
            shown.append(outside)
            said = ", ".join(filter(None, (what, nats and f"in {self.units.name}")))
            return f'print(f"{inside}"){said and f"  # {said}"}\n'

        return PRINTED.sub(printed, self.code).strip(), "\n".join(shown)


def _parted(numbers: str, in_bits: bool) -> list[str]:
    """The expressions of a line, which are parted by commas; of numbers of nats, perhaps in bits."""
    parsed = ast.parse(numbers, mode="eval").body
    parts = parsed.elts if isinstance(parsed, ast.Tuple) else [parsed]
    return [ast.unparse(ast.BinOp(part, ast.Div(), LN2) if in_bits else part) for part in parts]


@cache
def core_zip() -> bytes:
    """The packages that snippets import, as they stand here."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("core/__init__.py", "")
        for package in PACKAGES:
            for file in sorted((CORE / package).rglob("*")):
                if file.suffix in (".py", ".csv", ".txt"):
                    archive.write(file, file.relative_to(CORE.parent))
    return packed.getvalue()


def spec(value: float, form: str) -> str:
    """The format of a number: ``form`` itself, or for a count the digits of ``core.app.wording.figures.plain``."""
    if not form.isdigit():
        return form.removeprefix("all")
    if isinstance(value, int | np.integer):
        return "d"
    size = abs(value)
    if 0.0 < size < 0.5 * 10.0 ** -int(form) or 1e7 <= size < math.inf:
        return ".2e"
    if 1e4 <= size < math.inf:
        return ".0f"
    # A zero with a sign is shown without it.
    return f"{'z' if value == 0.0 and math.copysign(1.0, value) < 0.0 else ''}.{form}f"


def listed(values: ArrayLike) -> str:
    """Numbers, or rows of numbers, as a list in Python, with all their digits."""
    return repr(np.asarray(values, dtype=np.float64).tolist())
