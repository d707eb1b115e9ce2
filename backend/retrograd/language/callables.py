"""Functions as values: those of the program, and those that the language has."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from retrograd.language import names
from retrograd.language.scopes import Scope


@dataclass(frozen=True, slots=True)
class Builtin:
    """An operation or another function of the language by its `name`, as the program `called` it."""

    name: str
    called: str


def is_builtin(name: str) -> bool:
    """Return whether the language has a function of that name."""
    return name in names.FUNCTIONS or name in names.MAKERS or name in names.PYTHONS_OWN


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of the program: what it takes, what it does, the scope that it was written in, and its own names.

    `positional` and `named` are its parameters, of which the latter take no argument by position; `defaults` are
    the values of those that may be left out. `caption` is the one above its `def`.
    """

    called: str
    positional: tuple[str, ...]
    named: tuple[str, ...]
    defaults: dict[str, Any]
    body: tuple[ast.stmt, ...] | ast.expr
    scope: Scope
    own: frozenset[str]
    caption: str | None = None

    @property
    def signature(self) -> str:
        """How it is called, for messages."""
        parameters = [f"{name}=…" if name in self.defaults else name for name in self.positional]
        named = [f"{name}=…" if name in self.defaults else name for name in self.named]
        return f"{self.called}({', '.join([*parameters, *(['*', *named] if named else [])])})"
