"""The statements at the top level of our modules, as they stand there, and the names that they give and take."""

import ast
import inspect
import symtable
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Final

OURS: Final = ("core.maths", "core.data", "core.simulation")
Key = tuple[str, str]  # a module and a name in it; for a whole module the name that it goes by behind a dot


class NotSelfContainedError(ValueError):
    """A snippet that would need more than NumPy, SciPy and the project's formulas, or one name for two things."""


def statement_of(module: str, name: str) -> ast.stmt:
    """The last statement of a module that defines a name. Raises NotSelfContainedError where there is none."""
    found = statements(module).get(name)
    if found is None:
        raise NotSelfContainedError(f"{module} does not define {name} at its top level")
    return found[-1]


@cache
def statements(module: str) -> dict[str, list[ast.stmt]]:
    """The statements at the top level of a module that define each of its names."""
    found: dict[str, list[ast.stmt]] = {}
    for statement in ast.parse(inspect.getsource(import_module(module))).body:
        for name in names_given(statement):
            found.setdefault(name, []).append(statement)
    return found


def names_given(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement defines."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign() | ast.AnnAssign():
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.split(".")[0] for alias in names)


def text_of(module: str, statement: ast.stmt) -> str:
    """A statement as it stands in its module, with its decorators, the comment above it, and its overloads."""
    lines = inspect.getsource(import_module(module)).splitlines()
    alike = next((all_ for all_ in statements(module).values() if all_[-1] is statement), [statement])
    return "\n".join(_lines(lines, one) for one in alike)


def _lines(lines: list[str], statement: ast.stmt) -> str:
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(decorator.lineno for decorator in decorators)]) - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return "\n".join(lines[first : statement.end_lineno])


@cache
def names_taken(source: str) -> tuple[str, ...]:
    """The names that a piece of source takes from its module, in order."""
    found: dict[str, None] = {}

    def look(table: symtable.SymbolTable, top: bool) -> None:
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (top or symbol.is_global()):
                found[symbol.get_name()] = None
        for inner in table.get_children():
            look(inner, False)

    table = symtable.symtable(source, "piece", "exec")
    look(table, True)
    own = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() and not symbol.is_referenced()}
    return tuple(sorted(name for name in found if name not in own))


def members_taken(statement: ast.stmt, name: str) -> set[str]:
    """What a statement asks of a module by its name."""
    return {
        node.attr
        for node in ast.walk(statement)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }


def origin_of(statement: ast.Import | ast.ImportFrom, name: str) -> tuple[str, ast.alias]:
    """The module that a name is imported from, "" for a module itself, and the import."""
    alias = next(one for one in statement.names if (one.asname or one.name.split(".")[0]) == name)
    return (statement.module or "" if isinstance(statement, ast.ImportFrom) else ""), alias


def home_of_import(origin: str, name: str, alias: str) -> Key:
    """Where a name that one of our modules imports is at home."""
    if not origin.startswith("core."):
        return origin or name, name
    found = getattr(import_module(origin), name)
    return (f"{origin}.{name}", f".{alias}") if inspect.ismodule(found) else (origin, name)


def home_of(key: Key) -> Key | None:
    """Where a name is at home; None if that is not with us."""
    statement = statement_of(*key)
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return key
    origin, alias = origin_of(statement, key[1])
    if not origin.startswith(OURS):
        return None
    target = home_of_import(origin, alias.name, key[1])
    return target if target[1].startswith(".") else home_of(target)
