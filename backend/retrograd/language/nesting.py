"""Values within values: how deep they may be nested, and how much there may be of them in all."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from retrograd.errors import LimitExceeded

if TYPE_CHECKING:
    from retrograd.language.context import Context


def check(value: Any, node: ast.expr | ast.stmt, context: Context) -> None:
    """Refuse, before something goes through it whole, a list or tuple that is too deep or too much.

    `xs = (xs, xs)` in a loop makes few tuples, and more entries than could ever be gone through: each is counted as
    often as it is met. A list that was appended to itself has no end.
    """
    if not isinstance(value, (tuple, list)):
        return
    limits, count = context.trace.limits, 0
    waiting = [(value, 1)]
    while waiting:
        several, depth = waiting.pop()
        count += len(several)
        if depth > limits.depth:
            raise LimitExceeded("depth", limits.depth, depth, span=context.span(node))
        if count > limits.entries:
            raise LimitExceeded("entries", limits.entries, count, span=context.span(node))
        waiting += [(one, depth + 1) for one in several if isinstance(one, (tuple, list))]
    with context.blaming(node):
        context.trace.spend(count)


def length(numbers: range) -> int:
    """Return how many numbers a range has, without the limit that `len` has."""
    return max(0, -(-(numbers.stop - numbers.start) // numbers.step))
