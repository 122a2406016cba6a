"""One self-contained file out of real functions: all that they need is in it, and nothing else can be."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from core import simulation
from core.app.frame.figures import plain
from core.app.take_home.bundle import source_of
from core.app.take_home.module_source import NotSelfContainedError
from core.app.take_home.printed import Printed, behind, in_units, listed, spec
from core.app.take_home.snippet import Snippet
from core.charts.kit.theme import UNITS
from core.maths.losses import binary_cross_entropy_with_logits
from core.simulation.training_race.law import epochs_to_target

Make = Callable[[str, str], ModuleType]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A maker of modules of core.simulation, for as long as the test runs."""

    def module(name: str, text: str) -> ModuleType:
        path = tmp_path / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        full = f"core.simulation.{name}"
        found = importlib.util.spec_from_file_location(full, path)
        assert found is not None
        assert found.loader is not None
        made = importlib.util.module_from_spec(found)
        monkeypatch.setitem(sys.modules, full, made)
        monkeypatch.setattr(simulation, name, made, raising=False)
        found.loader.exec_module(made)
        return made

    return module


def printed(source: str) -> str:
    done = subprocess.run([sys.executable, "-I", "-c", source], capture_output=True, text=True, check=True, cwd="/")
    return done.stdout.strip()


def test_a_function_brings_all_that_it_needs_in_order() -> None:
    source = source_of(
        Snippet((binary_cross_entropy_with_logits,), "print(f'{binary_cross_entropy_with_logits(0, 4):.3f}')", "4.018")
    )
    names = ("def _refuse(", "def numbers(", "def times(", "def _labels_and_logits(", "def binary_cross_entropy_with")
    assert all(source.count(name) == 1 for name in names)
    assert source.index("def numbers(") < source.index("validation = SimpleNamespace(")
    assert "def softmax" not in source
    assert "core." not in source.replace("# core.maths.validation", "")
    assert source.startswith("# ")
    assert '"""The surprisal of a label y under the prediction σ(z).' in source
    assert printed(source) == "4.018"


def test_the_file_is_the_same_every_time() -> None:
    snippet = Snippet((epochs_to_target,), 'print(epochs_to_target("squared_error", 4.0, 0.1, 0.15, 2.0))', "469")
    first = source_of(snippet)
    source_of.cache_clear()
    assert source_of(snippet) == first
    assert first.count("@overload") == 6  # two for each of the three functions that a number or an array may enter
    assert printed(first) == "469"  # as on the home page


def test_constants_dataclasses_and_decorators_come_along(make: Make) -> None:
    made = make(
        "bundle_records",
        """
from dataclasses import dataclass
from functools import cache
from typing import Final

# What is added.
PART: Final = 2.0
LEAST, MOST = 1, 3
TABLE: Final = {"one": lambda: PART}


@dataclass(frozen=True)
class Pair:
    '''Two numbers.'''

    first: float
    second: float = PART

    @property
    def total(self) -> float:
        return self.first + self.second + MOST


@cache
def total(pair: Pair) -> float:
    LEAST = 10.0  # its own
    return pair.total + TABLE["one"]() + LEAST


def unused() -> None: ...
""",
    )
    source = source_of(Snippet((made.total, made.Pair), "print(total(Pair(1.0)))", "18.0"))
    assert printed(source) == "18.0"
    assert "# What is added.\nPART: Final = 2.0" in source
    assert "@cache\ndef total" in source
    assert "unused" not in source


def test_a_name_under_which_another_module_is_known_stays(make: Make) -> None:
    make("bundle_far", "def value() -> float:\n    return other()\n\n\ndef other() -> float:\n    return 7.0\n")
    near = make(
        "bundle_near",
        "from core.simulation import bundle_far as far\nfrom core.simulation.bundle_far import other as seven\n\n\n"
        "def both() -> float:\n    return far.value() + seven()\n",
    )
    source = source_of(Snippet((near.both,), "print(both())", "14.0"))
    assert "far = SimpleNamespace(value=value)" in source
    assert "seven = other" in source
    assert printed(source) == "14.0"


def test_two_things_of_one_name_are_refused(make: Make) -> None:
    make("bundle_one", "def _part() -> int:\n    return 1\n\n\ndef one() -> int:\n    return _part()\n")
    two = make(
        "bundle_two",
        "from core.simulation.bundle_one import one\n\n\ndef _part() -> int:\n    return 2\n\n\n"
        "def two() -> int:\n    return _part() + one()\n",
    )
    with pytest.raises(NotSelfContainedError, match="_part is both"):
        source_of(Snippet((two.two,), "print(two())", "3"))


@pytest.mark.parametrize(
    ("line", "name"), [("import pandas as pd", "pandas"), ("from core.app.frame import figures", "core.app")]
)
def test_what_is_not_numpy_scipy_or_ours_is_refused(make: Make, line: str, name: str) -> None:
    made = make(
        "bundle_outside_" + name.replace(".", "_"),
        f"{line}\n\n\ndef needs() -> object:\n    return {line.split()[-1]}\n\n\ndef free() -> int:\n    return 1\n",
    )
    with pytest.raises(NotSelfContainedError, match=name):
        source_of(Snippet((made.needs,), "print(needs())", ""))
    assert printed(source_of(Snippet((made.free,), "print(free())", "1"))) == "1"  # what is not needed does not matter


@pytest.mark.parametrize(
    ("code", "amiss"),
    [
        ("labels = [1]\nprint(binary_cross_entropy_with_logits(labels, labels))", "labels hides"),
        ("print(binary_cross_entropy_with_logits(y, y))", "does not say what y is"),
    ],
)
def test_a_snippets_own_names_are_checked(code: str, amiss: str) -> None:
    with pytest.raises(NotSelfContainedError, match=amiss):
        source_of(Snippet((binary_cross_entropy_with_logits,), code, ""))


@pytest.mark.parametrize(
    ("value", "digits", "form"),
    [
        (0.12345, 3, ".3f"),
        (0.0004, 3, ".2e"),
        (0.0005, 3, ".3f"),
        (9999.4, 1, ".1f"),
        (12345.6, 3, ".0f"),
        (2e7, 3, ".2e"),
        (float("inf"), 3, ".3f"),
        (123456789, 3, "d"),
    ],
)
def test_python_prints_the_digits_of_the_screen(value: float, digits: int, form: str) -> None:
    assert spec(value, digits) == form
    if not isinstance(value, int):
        on_screen = plain(value, digits).replace("\u202f", "").replace("∞", "inf")
        assert format(value, form).split("e")[0] == on_screen.split(" ")[0]


def test_a_zero_with_a_sign_is_printed_without_it() -> None:
    assert format(-0.0, spec(-0.0)) == plain(-0.0) == "0.000"


def test_lines_numbers_and_units_make_a_snippet() -> None:
    one = Printed(in_units("loss", UNITS["bits"]), 1.0, 2, "in bits")
    snippet = behind((), f"loss = np.array({listed((1.5, 2))}).sum() * math.log(2.0) / 3.5", one)
    assert snippet.shown == "1.00"
    assert snippet.code.splitlines()[-1] == 'print(f"{loss / math.log(2.0):.2f}")  # in bits'
    assert printed(source_of(snippet)) == "1.00"
