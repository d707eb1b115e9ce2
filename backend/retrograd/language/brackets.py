"""What stands in brackets: whole numbers, slices, `...`, None, lists of positions, tensors of them, conditions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from retrograd.errors import BadIndex, IndexOutOfRange, ZeroStep
from retrograd.language import names, nesting, plain
from retrograd.language.lists import Items, made
from retrograd.ops import positions
from retrograd.ops.conditions import is_condition
from retrograd.tensor import Tensor

if TYPE_CHECKING:
    from retrograd.language.context import Context


class Source(NamedTuple):
    """A tensor whose numbers stand in an index, and where the program writes it."""

    value: Tensor
    written: ast.expr


class Bracketed(NamedTuple):
    """An index, and the tensors that numbers of it come from, for the graph to show."""

    entries: tuple[Any, ...]
    sources: tuple[Source, ...]


def index(node: ast.expr, context: Context) -> Bracketed:
    """Return what stands in brackets: as whole numbers, slices, `...`, None, nested tuples and arrays.

    A tensor of one axis or more, or one that has been computed, is drawn as where the numbers come from; a variable
    that is one whole number serves as that number. Raises BadIndex and NotWhole with the place of the entry.
    """
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    entries: list[Any] = []
    sources: list[Source] = []
    for part in parts:
        if _is_drawn(part, context):
            value = context.evaluate(part)
            if not isinstance(value, Tensor):
                entries.append(_plain(value, part, context))
                continue
            sources.append(Source(value, part))
            entries.append(_numbers(value, part, context))
        else:
            entries.append(_entry(part, context))
    return Bracketed(tuple(entries), tuple(sources))


def _is_drawn(node: ast.expr, context: Context) -> bool:
    """Return whether something in an entry, which is no list, is an array, or computes."""
    waiting: list[ast.expr] = [] if isinstance(node, (ast.List, ast.Tuple, ast.Slice)) else [node]
    while waiting:  # a long sum leans to the left and must not cost stack
        part = waiting.pop()
        if isinstance(part, ast.Name):
            value = context.scope.find(part.id)
            if isinstance(value, Tensor) and (value.op is not None or value.shape):
                return True
        if isinstance(part, (ast.Call, ast.Compare)):
            return True
        if not (isinstance(part, ast.Attribute) and part.attr in names.SIZES):
            waiting.extend(child for child in ast.iter_child_nodes(part) if isinstance(child, ast.expr))
    return False


def _numbers(tensor: Tensor, node: ast.expr, context: Context) -> Any:
    """Return the positions that a tensor holds, or a condition as truth values, within the budget."""
    value = np.asarray(context.trace.look_into(tensor, whole=True))
    with context.blaming(node):
        if is_condition(tensor):
            if not value.ndim:
                raise BadIndex(context.snippet(node))
            held = value != 0
            for _ in range(value.ndim):  # the positions where it holds, along each axis
                context.trace.allow((int(np.count_nonzero(held)),))
            return held
        context.trace.allow(value.shape)
        return positions.whole(value)


def _entry(node: ast.expr, context: Context) -> Any:
    if isinstance(node, ast.Slice):
        return slice(_bound(node.lower, context), _bound(node.upper, context), _bound(node.step, context))
    if isinstance(node, ast.Constant) and node.value is Ellipsis:
        return Ellipsis
    return _plain(plain.read(node, context), node, context)


def _plain(value: Any, node: ast.expr, context: Context) -> Any:
    if value is None:
        return None
    if isinstance(value, tuple):
        return _positions(value, node, context)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadIndex(context.snippet(node), span=context.span(node))
    return plain.whole(value, node, context)


def _positions(nested: Any, node: ast.expr, context: Context) -> Any:
    """Return the array of a nested list of whole numbers or of truth values."""
    if not isinstance(node, (ast.List, ast.Tuple)):
        raise BadIndex(context.snippet(node), span=context.span(node))
    array = plain.array(nested, node, context)
    if plain.are_truth_values(nested):
        return array != 0
    with context.blaming(node):
        return positions.whole(array)


def _bound(node: ast.expr | None, context: Context) -> int | None:
    value = None if node is None else plain.read(node, context)
    return None if value is None or node is None else plain.whole(value, node, context)


def item(values: tuple[Any, ...] | Items | range, node: ast.Subscript, context: Context) -> Any:
    """Return an entry or a slice of a tuple, a range or a list: `x.shape[0]`, `split(x, 2)[1]`, `layers[-1]`."""
    entry = None if isinstance(node.slice, ast.Tuple) else _entry(node.slice, context)
    count = nesting.length(values) if isinstance(values, range) else len(values)
    with context.blaming(node):
        if isinstance(entry, int):
            if not -count <= entry < count:
                raise IndexOutOfRange(entry, 0, count)
            return values[entry]
        if not isinstance(entry, slice):
            raise BadIndex(context.snippet(node))
        if entry.step == 0:
            raise ZeroStep
        cut: Any = values[entry]
        if not isinstance(cut, range):
            context.trace.hold(len(cut))
        return made(cut, context) if isinstance(values, Items) else cut
