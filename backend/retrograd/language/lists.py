"""Lists of tensors, and everything else that can be gone through one entry after the other."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from retrograd.errors import LimitExceeded, NotATensor
from retrograd.language import nesting, plain
from retrograd.language.context import Context, Value
from retrograd.language.mistakes import GrownElsewhere, NotIterable
from retrograd.language.trace import LARGEST_COUNT
from retrograd.ops import OPS
from retrograd.tensor import Tensor


class Items(list[Any]):
    """A list of tensors, of lists or of functions; a list of numbers is a tensor.

    It can grow, but only in the call that made it, so that no function changes what it was given. `owner` is that
    call.
    """

    __slots__ = ("owner",)

    def __init__(self, entries: Iterable[Any], owner: object) -> None:
        """Make a list in the call that `owner` stands for."""
        super().__init__(entries)
        self.owner = owner


SEVERAL = (tuple, Items)
"""The classes of values that have entries and are no tensors."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What a loop goes through: how many there are, and the one at a position, made when it is asked for."""

    count: int
    at: Callable[[int], Value]


def listed(values: Iterable[Value], node: ast.expr, context: Context) -> Value:
    """Return a list of `values`: a tensor if it is of numbers, nested or not, and there are some."""
    entries = list(values)
    hold(len(entries), node, context)
    nesting.check(entries, node, context)
    nested = _numbers(entries)
    if nested is None or not entries:
        return made(entries, context)
    array, truth = plain.array(nested, node, context), plain.are_truth_values(nested)
    return context.trace.constant(array, context.span(node), "array", truth=truth)


def made(entries: list[Value], context: Context) -> Items:
    """Return a list that belongs to the call that is open."""
    return Items(entries, context.scope)


def check_length(count: int, node: ast.expr | ast.stmt, context: Context) -> None:
    """Raise LimitExceeded if a list would be longer than a loop may be."""
    most = context.trace.limits.entries
    if count > most:
        raise LimitExceeded("entries", most, min(count, LARGEST_COUNT), span=context.span(node))


def hold(count: int, node: ast.expr | ast.stmt, context: Context) -> None:
    """Count what a list takes, before it is made; raises LimitExceeded."""
    check_length(count, node, context)
    with context.blaming(node):
        context.trace.hold(count)


def _numbers(values: list[Value] | tuple[Value, ...]) -> tuple[Any, ...] | None:
    """Return values as a nested tuple of numbers, or None if something is no number."""
    found: list[Any] = []
    for value in values:
        if isinstance(value, (int, float)):
            found.append(value)
        elif isinstance(value, tuple) and (nested := _numbers(value)) is not None:
            found.append(nested)
        else:
            return None
    return tuple(found)


def collapsed(value: Value, mark: int, node: ast.expr, context: Context) -> Value:
    """Return what a name is assigned: what creators alone have made since `mark` is a leaf, within a list too."""
    if isinstance(value, Tensor):
        return context.trace.collapsed(value, mark)
    if not isinstance(value, SEVERAL) or len(context.trace.tensors) == mark:
        return value
    nesting.check(value, node, context)
    entries = _entries_within(value)
    if not all(
        one is None or isinstance(one, (Tensor, int, float, str)) for one in entries
    ):  # a function may hold on to what was made
        return value
    leaves = context.trace.collapsed_within([one for one in entries if isinstance(one, Tensor)], mark)
    return _replaced(value, leaves, context) if leaves else value


def _entries_within(value: Value) -> list[Value]:
    """Return all that is in a list, and in the lists in it."""
    return [inner for one in value for inner in _entries_within(one)] if isinstance(value, SEVERAL) else [value]


def _replaced(value: Value, leaves: dict[Tensor, Tensor], context: Context) -> Value:
    """Return a list with leaves in the place of tensors."""
    if isinstance(value, Items):
        return made([_replaced(one, leaves, context) for one in value], context)
    if isinstance(value, tuple):
        return tuple([_replaced(one, leaves, context) for one in value])
    return leaves.get(value, value) if isinstance(value, Tensor) else value


def append(values: Items, value: Value, node: ast.expr, context: Context) -> None:
    """Let a list grow; raises GrownElsewhere unless it was made in the call that is open."""
    if values.owner is not context.scope:
        raise GrownElsewhere(context.snippet(node), span=context.span(node))
    check_length(len(values) + 1, node, context)
    with context.blaming(node):
        context.trace.hold(1)
    context.trace.keep()
    values.append(value)


def entries_of(node: ast.expr, context: Context) -> Entries:
    """Return what the expression of a loop goes through; of a list that is written there, numbers as they are."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return _of_values([_entry(part, context) for part in node.elts])
    return entries(context.evaluate(node), node, context)


def _entry(node: ast.expr, context: Context) -> Value:
    if isinstance(node, ast.Tuple):
        return tuple([_entry(part, context) for part in node.elts])
    number = plain.literal_number(node, context)
    return context.evaluate(node) if number is None else number


def entries(value: Value, node: ast.expr | ast.stmt, context: Context) -> Entries:
    """Return the entries of a value: of a list, a range, a tensor along its first axis; raises NotIterable."""
    if isinstance(value, Entries):
        return value
    if isinstance(value, range):
        return Entries(nesting.length(value), value.__getitem__)
    if isinstance(value, SEVERAL):
        return _of_values(list(value))
    if isinstance(value, Tensor) and value.shape:
        return Entries(
            value.shape[0],
            lambda position: context.apply(OPS["getitem"], (value,), {"index": (position,)}, node, ()),
        )
    is_number = isinstance(value, (int, float, Tensor))
    raise NotIterable(context.snippet(node), is_number, span=context.span(node))


def _of_values(values: list[Value]) -> Entries:
    return Entries(len(values), values.__getitem__)


def joined(left: Value, right: Value, node: ast.expr | ast.stmt, context: Context) -> Value:
    """Return two lists one after the other, or two tuples; raises NotATensor for a list and something else."""
    if isinstance(left, SEVERAL) and isinstance(right, SEVERAL):
        hold(len(left) + len(right), node, context)
    if isinstance(left, Items) and isinstance(right, Items):
        return made([*left, *right], context)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return left + right
    found = type(left if isinstance(left, SEVERAL) else right)
    shown, kind = ("[…]", "list") if found is Items else ("(…)", "tuple")
    raise NotATensor(shown, kind, span=context.span(node))


def repeated(values: Value, count: Value, node: ast.expr | ast.stmt, context: Context) -> Value:
    """Return a list several times over."""
    if isinstance(count, Items):
        values, count = count, values
    times = plain.whole_of(count, node, context)
    hold(times * len(values), node, context)
    return made(list(values) * times, context)
