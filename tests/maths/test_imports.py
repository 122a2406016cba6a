import ast
from pathlib import Path

import pytest

import core.maths

MODULES = sorted(Path(core.maths.__file__).parent.glob("*.py"))
ALLOWED = ("numpy", "scipy.special", "core.maths", "typing", "collections.abc")


def imported(tree: ast.Module):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_the_formulas_need_only_numpy_and_scipy_special(module):
    names = list(imported(ast.parse(module.read_text(encoding="utf-8"))))
    assert [name for name in names if not name.startswith(ALLOWED)] == []


def test_there_are_modules_to_look_at():
    assert {"activations", "losses", "information", "distributions"} <= {path.stem for path in MODULES}
