"""Imports of NumPy, PyTorch and JAX: spelling, which binds nothing but the prefixes."""

from __future__ import annotations

import ast

from retrograd.errors import Unsupported
from retrograd.language import names
from retrograd.language.callables import is_builtin
from retrograd.language.context import Context


def whole(statement: ast.Import, context: Context) -> None:
    """Accept `import numpy as np`; raises Unsupported for any other module."""
    for alias in statement.names:
        if alias.name not in names.MODULES:
            raise Unsupported("ImportOf", span=context.span(statement))
        context.prefixes.add(alias.asname or alias.name)


def parts(statement: ast.ImportFrom, context: Context) -> None:
    """Accept `from torch import tanh` as spelling: the function has that name already."""
    module = statement.module if statement.level == 0 else None
    for alias in statement.names:
        if f"{module}.{alias.name}" in names.MODULES:
            context.prefixes.add(alias.asname or alias.name)
        elif not _is_spelling(module, alias):
            raise Unsupported("ImportOf", span=context.span(statement))


def _is_spelling(module: str | None, alias: ast.alias) -> bool:
    if module == "__future__":
        return alias.name == "annotations"
    same_name = alias.asname in {None, alias.name}
    known = alias.name == "*" or is_builtin(alias.name) or alias.name in names.NUMBERS or alias.name == "no_grad"
    return module in names.MODULES and same_name and known
