"""One self-contained Python file out of real functions: their own source, and all that it needs, before a snippet."""

import ast
import builtins
import symtable
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from core.app.take_home.module_source import (
    OURS,
    Key,
    NotSelfContainedError,
    home_of,
    home_of_import,
    members_taken,
    names_given,
    names_taken,
    origin_of,
    statement_of,
    statements,
    text_of,
)
from core.app.take_home.snippet import Snippet

THEIRS: Final = frozenset(("numpy", "scipy"))
HEAD: Final = """\
# The Python behind a screen: the app's own functions, then the reader's numbers. It needs NumPy and SciPy only."""
CODE: Final = "# The numbers of the screen"
# What a snippet's own lines may use without saying where it is from.
AT_HAND: Final = {"np": "numpy", "math": "math"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A statement of the file: the names that it defines, its source, and what must be there for it to run."""

    names: tuple[str, ...]
    source: str
    needs: tuple[Key, ...]


@lru_cache(maxsize=256)
def source_of(snippet: Snippet) -> str:
    """The snippet as a file that runs by itself: imports, then functions and constants in order, then its own lines.

    Raises NotSelfContainedError where anything else than numpy, scipy, the standard library, core.maths and
    core.simulation is needed, or where two things have the same name.
    """
    file = _File()
    for function in snippet.functions:
        file.add((function.__module__, _name(function)))
    file.add_code(snippet.code)
    return file.text(snippet.code)


def _name(function: Callable[..., Any]) -> str:
    name = str(function.__name__)
    if getattr(sys.modules[function.__module__], name, None) is not function:
        raise NotSelfContainedError(f"{function.__module__} has no {name} at its top level")
    return name


class _File:
    """A file that grows: what it imports, and its pieces, each after what it needs."""

    def __init__(self) -> None:
        self._owners: dict[str, Key | str] = {}  # of every name of the file
        self._imports: dict[str, set[str]] = {}  # "" for "import …", else from where
        self._pieces: dict[_Piece, None] = {}
        self._asked: dict[Key, None] = {}
        self._attributes: dict[Key, set[str]] = {}

    def add(self, key: Key) -> None:
        """Ask for a name of one of our modules, and for all that it needs."""
        if key in self._asked:
            return
        self._asked[key] = None
        module, name = key
        if name.startswith("."):
            self._own(name[1:], key)
            return  # its members are asked for by those who use them
        statement = statement_of(module, name)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            self._add_import(key, statement)
            return
        self._own(name, key)
        for needed in names_taken(text_of(module, statement)):
            if hasattr(builtins, needed) and needed not in statements(module):
                continue
            self._need(module, statement, needed)

    def add_code(self, code: str) -> None:
        """Check a snippet's own lines: no name of theirs hides one of the file's, and each has a meaning."""
        table = symtable.symtable(code, "snippet", "exec")
        mine = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned()}
        if hidden := sorted(mine & set(self._owners)):
            raise NotSelfContainedError(f"the snippet's {hidden[0]} hides the function of that name")
        for name in sorted(set(names_taken(code)) - mine - set(self._owners)):
            if name in AT_HAND:
                self._import("", f"import {_renamed(AT_HAND[name], name)}", name)
            elif not hasattr(builtins, name):
                raise NotSelfContainedError(f"the snippet does not say what {name} is")

    def text(self, code: str) -> str:
        """The whole file."""
        for key in list(self._asked):
            self._place(key)
        imports = [*sorted(self._imports.get("", ()))]
        origins = sorted(set(self._imports) - {""})
        imports += [f"from {origin} import {', '.join(sorted(self._imports[origin]))}" for origin in origins]
        standard = [line for line in imports if line.split()[1].split(".")[0] not in THEIRS]
        others = [line for line in imports if line not in standard]
        parts = ["\n".join([HEAD, "from __future__ import annotations"])]
        parts += ["\n".join(lines) for lines in (standard, others) if lines]
        body = [piece.source for piece in self._pieces]
        return "\n\n".join(parts) + "".join(f"\n\n\n{part}" for part in [*body, f"{CODE}\n{code.strip()}"]) + "\n"

    def _own(self, name: str, key: Key | str) -> None:
        if self._owners.setdefault(name, key) != key:
            raise NotSelfContainedError(f"{name} is both {self._owners[name]} and {key}")

    def _import(self, origin: str, line: str, name: str) -> None:
        self._own(name, f"{origin} {line}")
        self._imports.setdefault(origin, set()).add(line)

    def _add_import(self, key: Key, statement: ast.Import | ast.ImportFrom) -> None:
        """Import from elsewhere what is elsewhere's; ask for what is ours."""
        name = key[1]
        origin, alias = origin_of(statement, name)
        whole = isinstance(statement, ast.Import)
        root = (alias.name if whole else origin).split(".")[0]
        if root in THEIRS or root in sys.stdlib_module_names:
            line = _renamed(alias.name, alias.asname or alias.name)
            self._import(origin, f"import {line}" if whole else line, name)
            return
        target = home_of_import(origin, alias.name, name)
        if not target[0].startswith(OURS):
            raise NotSelfContainedError(f"{key[0]} needs {origin or alias.name}")
        self.add(target)
        if not target[1].startswith(".") and target[1] != name:
            self._own(name, key)

    def _need(self, module: str, statement: ast.stmt, name: str) -> None:
        self.add((module, name))
        target = home_of((module, name))
        if target is None or not target[1].startswith("."):
            return
        # A module of ours: of it only what is used behind its name.
        for attribute in members_taken(statement, name):
            self._attributes.setdefault(target, set()).add(attribute)
            self.add((target[0], attribute))

    def _place(self, key: Key, waiting: tuple[Key, ...] = ()) -> None:
        """Put a piece behind those that it needs."""
        piece = self._piece(key)
        if piece is None or piece in self._pieces or key in waiting:
            return
        for needed in piece.needs:
            self._place(needed, (*waiting, key))
        self._pieces.setdefault(piece)

    def _piece(self, key: Key) -> _Piece | None:
        module, name = key
        if name.startswith("."):
            members = sorted(self._attributes.get(key, ()))
            self._import("types", "SimpleNamespace", "SimpleNamespace")
            given = ", ".join(f"{member}={member}" for member in members)
            source = f"{name[1:]} = SimpleNamespace({given})  # {module}"
            return _Piece((name[1:],), source, tuple((module, member) for member in members))
        statement = statement_of(module, name)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            target = home_of(key)
            if target is None:
                return None
            if target[1].startswith(".") or target[1] == name:
                return self._piece(target)
            return _Piece((name,), f"{name} = {target[1]}", (target,))
        source = text_of(module, statement)
        needs = tuple((module, needed) for needed in names_taken(source) if needed in statements(module))
        return _Piece(tuple(names_given(statement)), source, tuple(need for need in needs if need != key))


def _renamed(name: str, alias: str) -> str:
    return name if name == alias else f"{name} as {alias}"
