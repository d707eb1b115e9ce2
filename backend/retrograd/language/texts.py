"""Formatted strings, for `print` and `assert`: numbers to so many digits, and nothing else."""

from __future__ import annotations

import ast
import re

from retrograd.errors import LimitExceeded, Unsupported
from retrograd.language.builtins import number_in
from retrograd.language.context import Context, Handlers
from retrograd.language.shown import printed
from retrograd.tensor import Tensor

FORMAT = re.compile(r"[ +]?\d{0,2},?(d|(\.\d{1,2})?[efg%]?)")
"""What may stand behind the colon: a sign, a width, a comma, digits after the point, a letter."""


def _formatted(node: ast.JoinedStr, context: Context) -> str:
    """Return an f-string's text; what is computed for it alone is left out of the graph."""
    with context.trace.aside():
        text = ""
        for part in node.values:
            text += _part(part, node, context)
            if len(text) > context.trace.limits.text:
                raise LimitExceeded("text", context.trace.limits.text, len(text), span=context.span(node))
        return text


def _part(node: ast.expr, whole: ast.JoinedStr, context: Context) -> str:
    """Return the text of a part; a mistake is blamed on the string: older Pythons know no places in it."""
    if not isinstance(node, ast.FormattedValue):
        return str(context.evaluate(node))
    value = context.evaluate(node.value)
    if isinstance(value, Tensor):
        context.trace.look_into(value)  # a text can be compared with another
    if node.format_spec is None:
        return printed(value, node.value, context)
    parts = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
    spec = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
    number = number_in(value, node.value, context)
    if len(parts) > 1 or not FORMAT.fullmatch(spec):
        raise Unsupported("FormattedValue", span=context.span(whole))
    counts = spec.endswith("d") and float(number).is_integer()
    return format(int(number) if counts else number, spec.rstrip("d") if spec.endswith("d") and not counts else spec)


HANDLERS: Handlers = {ast.JoinedStr: _formatted}
