"""Values as text: what `print` prints, and what a call was called with."""

from __future__ import annotations

import ast

import numpy as np

from retrograd.language import nesting
from retrograd.language.context import Context, Value
from retrograd.language.lists import SEVERAL, Entries, Items
from retrograd.tensor import Tensor

LONGEST = 60
MOST_CELLS = 200
DIGITS = 4


def shown(value: Value, node: ast.expr, context: Context, *, named: bool = True) -> str:
    """Return a short text for an argument: a tensor by its name if it is `named`, anything else by its value."""
    if value.__class__ is int:
        return str(value)
    if isinstance(value, Tensor):
        name = context.trace.names.get(value) if named else None
        return name or (_text(value) if value.value.size == 1 else f"{value.shape}")
    text = printed(value, node, context)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def printed(value: Value, node: ast.expr, context: Context) -> str:
    """Return a value, which `node` gave, as Python would print it, arrays to four digits and not too many of them."""
    nesting.check(value, node, context)
    return _text(value)


def _text(value: Value) -> str:
    if isinstance(value, Tensor):
        if not value.shape:
            text = f"{float(value.value):.{DIGITS + 2}g}"
            return f"{text}.0" if text.removeprefix("-").isdigit() else text
        return np.array2string(value.value, precision=DIGITS, threshold=MOST_CELLS, separator=", ")
    if isinstance(value, SEVERAL):
        inner = ", ".join(_entry(one) for one in value[:MOST_CELLS]) + (", …" if len(value) > MOST_CELLS else "")
        if isinstance(value, Items):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, Entries):
        return "[…]" if value.count else "[]"
    called = getattr(value, "called", None)
    return called if isinstance(called, str) else str(value)


def _entry(value: Value) -> str:
    return repr(value) if isinstance(value, str) else _text(value)
