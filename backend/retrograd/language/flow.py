"""Statements one after the other, and what leaves them early: `return`, `break`, `continue`."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from retrograd.language.context import Context, Value

NOTHING: Any = object()
"""The value of a statement that says nothing about the output: a docstring, an import, an `assert`."""


class Returned(Exception):
    """A function has come to its `return`."""

    def __init__(self, value: Value) -> None:
        """Take the value."""
        super().__init__()
        self.value = value


class Broken(Exception):
    """A loop has come to a `break`."""


class Continued(Exception):
    """A pass has come to a `continue`."""


def run(statements: Iterable[ast.stmt], context: Context) -> None:
    """Execute the statements of a body, each under its caption or the one around it."""
    around = context.trace.caption
    try:
        for statement in statements:
            context.trace.caption = context.captions.get(statement.lineno, around)
            context.execute(statement, context)
    finally:
        context.trace.caption = around
