"""The house: arrows run down, the linters are content, the link from each formula leads somewhere."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from core.app.frame.catalogue import FORMULAS, TOPICS
from core.charts.kit.theme import QUANTITIES

ROOT = Path(__file__).parents[1]
FLOORS = ("core.maths", "core.data", "core.simulation", "core.charts", "core.app", "pages")
MAY_NOT = {
    "core.maths": ("streamlit", "altair", "pandas", "matplotlib"),
    "core.data": ("streamlit", "altair", "matplotlib"),
    "core.simulation": ("streamlit", "altair", "pandas", "matplotlib"),
    "core.charts": ("streamlit",),
}


def modules() -> list[Path]:
    return sorted([*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").glob("*.py")])


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def floor(name: str) -> int | None:
    return next((place for place, known in enumerate(FLOORS) if name == known or name.startswith(known + ".")), None)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_run_down(path):
    own = floor(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for name in imported(path):
        other = floor(name)
        assert own is None or other is None or other <= own, f"{path} looks up to {name}"
        for package in MAY_NOT.get(FLOORS[own], ()) if own is not None else ():
            assert name.split(".")[0] != package, f"{path} imports {name}"


def topic(name: str) -> str | None:
    """The topic whose folder a module stands in."""
    parts = name.split(".")
    return parts[2] if parts[0] == "core" and len(parts) > 2 and parts[2] in set(TOPICS) - {"home"} else None


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_topic_imports_another(path):
    own = topic(".".join(path.relative_to(ROOT).with_suffix("").parts))
    others = {name for name in imported(path) if topic(name) not in (None, own)}
    assert own is None or others == set()


@pytest.mark.parametrize("package", ["core.simulation", "core.charts", "core.app"])
def test_folders_import_each_other_in_one_direction_only(package):
    def room(name: str) -> str | None:
        """The folder or module right below the package."""
        return name.split(".")[2] if name.startswith(f"{package}.") else None

    arrows: dict[str, set[str]] = {}
    for path in modules():
        if own := room(".".join(path.relative_to(ROOT).with_suffix("").parts)):
            arrows.setdefault(own, set()).update({other for name in imported(path) if (other := room(name))} - {own})
    assert list(TopologicalSorter(arrows).static_order())  # raises where they go round in a circle


def test_modules_import_each_other_in_one_direction_only():
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules()}
    arrows = {name: imported(path) & names.keys() for name, path in names.items()}
    assert list(TopologicalSorter(arrows).static_order())


MOST_MODULES, MOST_LINES = 12, 300


def test_every_folder_and_every_module_can_be_taken_in():
    folders = Counter(path.parent.relative_to(ROOT) for path in modules() if path.name != "__init__.py")
    assert {str(folder): count for folder, count in folders.items() if count > MOST_MODULES} == {}
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


@pytest.mark.parametrize("package", ["core.maths", "core.data", "core.simulation"])
def test_lower_floors_load_nothing_of_the_upper_ones(package):
    code = (
        f"import importlib, pkgutil, sys, {package} as top\n"
        "for module in pkgutil.walk_packages(top.__path__, top.__name__ + '.'): importlib.import_module(module.name)\n"
        "assert not {'streamlit', 'altair', 'pandas'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_every_page_begins_with_the_shared_function():
    for path in (ROOT / "pages").glob("*.py"):
        assert "page = begin()" in path.read_text(), path


def test_no_helpers_stand_in_the_folder_of_pages():
    assert {path.name for path in (ROOT / "pages").glob("*.py")} == {f"{name}.py" for name in TOPICS}


def test_every_formula_has_one_home():
    assert [home.number for home in FORMULAS] == list(range(1, 23))
    for home in FORMULAS:
        assert f'"{home.section}"' in (ROOT / "pages" / f"{home.topic}.py").read_text(), home


BROUGHT_BY_STREAMLIT = {"pyarrow", "pillow", "starlette"}
OPTIONAL = {"redis"}  # imported only where the environment names a store; the tests have it


def test_what_the_app_imports_is_declared_and_pinned_exactly():
    lines = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z]+==[\d.]+", line) for line in lines)
    declared = {line.split("==")[0] for line in lines}
    assert declared == {"altair", "numpy", "pandas", "scipy", "segno", "streamlit"} | BROUGHT_BY_STREAMLIT
    used = {name.split(".")[0] for path in [*modules(), ROOT / "streamlit_app.py"] for name in imported(path)}
    foreign = used - set(sys.stdlib_module_names) - {"core"} - OPTIONAL
    assert {{"PIL": "pillow"}.get(name, name) for name in foreign} == declared
    for_tests = (ROOT / "requirements-dev.txt").read_text()
    assert all(re.search(rf"^{name}==[\d.]+$", for_tests, re.MULTILINE) for name in OPTIONAL)


def test_the_theme_has_the_colours_of_the_charts():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    for scheme in ("light", "dark"):
        assert len(theme[scheme]["chartCategoricalColors"]) == len(QUANTITIES)


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]], ids=["lint", "format", "types"]
)
def test_linters_are_content(command):
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
