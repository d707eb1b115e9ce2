"""Scopes: which value a name stands for, by Python's own rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

ABSENT: Any = object()
"""What is found for a name that nothing is bound to."""

ROOMS = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.GeneratorExp)
"""What has a scope of its own: names that are bound within are not bound around it."""


class Scope:
    """The names of a program, of one call of a function, or of a comprehension.

    `own` are the names that belong here and nowhere else, as they are bound somewhere in the function's body; the
    program's own scope has none. `latest` is the tensor that a name got last.
    """

    __slots__ = ("latest", "names", "outer", "own")

    def __init__(self, outer: Scope | None = None, own: frozenset[str] = frozenset()) -> None:
        """Begin a scope within `outer`."""
        self.outer = outer
        self.own = own
        self.names: dict[str, Any] = {}
        self.latest: Any = None

    def find(self, name: str) -> Any:
        """Return what `name` stands for, or ABSENT; a name of this scope is not looked for elsewhere."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            if name in scope.own:
                return ABSENT
            scope = scope.outer
        return ABSENT

    def __contains__(self, name: str) -> bool:
        """Return whether `name` is a variable, bound already or not."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names or name in scope.own:
                return True
            scope = scope.outer
        return False

    def __iter__(self) -> Iterator[str]:
        """Go through all names that are bound, the innermost scope's first."""
        scope: Scope | None = self
        while scope is not None:
            yield from scope.names
            scope = scope.outer


def bound_in(body: Sequence[ast.AST]) -> frozenset[str]:
    """Return the names that statements bind: what they assign to, loop over and define."""
    found: set[str] = set()
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
        if not isinstance(node, ROOMS):
            waiting.extend(ast.iter_child_nodes(node))
    return frozenset(found)
