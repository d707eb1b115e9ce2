"""Plain values: what stands where an axis, a shape, an index or the cell of a list stands.

Arithmetic is Python's own here and makes no nodes. A variable that is a whole number serves as that number.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from math import log2
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrograd.errors import (
    BadValue,
    LimitExceeded,
    NegativeSize,
    NotANumber,
    NotPlain,
    NotWhole,
    RaggedList,
    Unsupported,
)
from retrograd.language import names, nesting
from retrograd.language.scopes import ABSENT
from retrograd.ops.op import Kind, Parameter
from retrograd.source import Span
from retrograd.tensor import Tensor

if TYPE_CHECKING:
    from retrograd.language.context import Context

Plain = Any
"""int, float, bool, None, str, Ellipsis, or a tuple of those."""

LARGEST_WHOLE = 2**63
MOST_BITS = 1024
MOST_SIZES = 64
SEVERAL = frozenset({Kind.AXES, Kind.AXIS_ORDER, Kind.SIZES, Kind.PADDING, Kind.PAIRING, Kind.WIDTHS})


def read(node: ast.expr, context: Context, *, variables: bool = True) -> Plain:
    """Return the plain value of `node`; without `variables`, a tensor's name is refused by NotPlain."""
    number = literal_number(node, context)
    if number is not None:
        return number
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple([read(part, context, variables=variables) for part in node.elts])
    if isinstance(node, ast.BinOp):
        return _chain(node, context, variables=variables)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_number(read(node.operand, context, variables=variables), node, context)
    return _plain(context.evaluate(node), node, context, variables=variables)


def _plain(value: Any, node: ast.expr | ast.stmt, context: Context, *, variables: bool) -> Plain:
    nesting.check(value, node, context)
    return _of_numbers(value, node, context, variables=variables)


def _of_numbers(value: Any, node: ast.expr | ast.stmt, context: Context, *, variables: bool) -> Plain:
    if isinstance(value, (tuple, range, list)):
        if (nesting.length(value) if isinstance(value, range) else len(value)) > MOST_SIZES:
            raise NotPlain(context.snippet(node), span=context.span(node))
        return tuple([_of_numbers(part, node, context, variables=variables) for part in value])
    if not isinstance(value, Tensor):
        return value
    if not variables:
        raise NotPlain(context.snippet(node), span=context.span(node))
    return _whole_numbers(value, node, context)


_COMPUTING = (ast.Call, ast.Compare, ast.IfExp, ast.Lambda, ast.ListComp)


def holds_tensors(node: ast.List | ast.Tuple, context: Context) -> bool:
    """Return whether something in a list is a tensor, or makes one; its shape and the like are plain."""
    waiting: list[ast.expr] = [node]
    while waiting:  # a long sum leans to the left and must not cost stack
        part = waiting.pop()
        if _makes_tensor(part, context):
            return True
        if isinstance(part, ast.Attribute):
            continue
        waiting.extend(child for child in ast.iter_child_nodes(part) if isinstance(child, ast.expr))
    return False


def _makes_tensor(node: ast.expr, context: Context) -> bool:
    if isinstance(node, ast.Name):
        value = context.scope.find(node.id)
        if value is ABSENT:
            return node.id in names.FUNCTIONS
        return value is not None and not isinstance(value, (int, float, str))
    if isinstance(node, ast.Attribute):
        return node.attr not in names.SIZES and not context.is_prefix(node.value)
    return isinstance(node, _COMPUTING) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult))


def _chain(node: ast.BinOp, context: Context, *, variables: bool) -> Plain:
    """Evaluate `a + b + c …` in a loop: a long chain leans to the left and must not cost stack."""
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    value = read(chain[-1].left, context, variables=variables)
    for link in reversed(chain):
        right = read(link.right, context, variables=variables)
        sides = _number(value, link.left, context), _number(right, link.right, context)
        value = arithmetic(link.op, *sides, link, context)
    return value


def literal_number(node: ast.expr, context: Context) -> float | None:
    """Return the number that `node` writes down, with its sign, or None; an int where it is one."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        number = literal_number(node.operand, context)
        return -number if number is not None and isinstance(node.op, ast.USub) else number
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return small(node.value, node, context)
    if isinstance(node, ast.Name) and node.id not in context.scope:
        return names.BARE_NUMBERS.get(node.id)
    if isinstance(node, ast.Attribute) and context.is_prefix(node.value):
        return names.NUMBERS.get(node.attr)
    return None


def small(number: float, node: ast.expr, context: Context) -> float:
    """Return a number that the program writes down; an int beyond all floats is refused, whatever it is used for."""
    if isinstance(number, int) and number.bit_length() > MOST_BITS:
        raise BadValue("number", f"{context.snippet(node)[:12]}…", "finite", span=context.span(node))
    return number


def are_literal(nodes: Iterable[ast.expr], context: Context) -> bool:
    """Return whether each of `nodes` writes down a number."""
    return all(literal_number(node, context) is not None for node in nodes)


def to_float(number: float, span: Span) -> float:
    """Return `number` as the float it is to the maths; an int that is too large is refused."""
    try:
        return float(number)
    except OverflowError:
        raise BadValue("number", f"{str(number)[:12]}…", "finite", span=span) from None


def _number(value: Plain, node: ast.expr | ast.stmt, context: Context) -> float:
    if isinstance(value, (int, float)):
        return value
    raise NotANumber(context.snippet(node), span=context.span(node))


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}


def arithmetic(
    operator: ast.operator, left: float, right: float, node: ast.expr | ast.stmt, context: Context
) -> float:
    """Return what an operator makes of two plain numbers; raises BadValue for what is no finite number."""
    function = _ARITHMETIC.get(type(operator))
    if function is None:
        raise Unsupported(type(operator).__name__, span=context.span(node))
    huge = isinstance(operator, ast.Pow) and abs(left) > 1 and abs(right) * log2(abs(left)) > 1024
    try:
        result = None if huge else function(left, right)
    except ArithmeticError:
        result = None
    if not isinstance(result, (int, float)) or (isinstance(result, int) and abs(result) > LARGEST_WHOLE):
        raise BadValue("number", context.snippet(node), "finite", span=context.span(node))
    return result


def _whole_numbers(tensor: Tensor, node: ast.expr | ast.stmt, context: Context) -> Plain:
    """Return the int, or the tuple of ints, that a tensor of whole numbers stands for."""
    value = context.trace.look_into(tensor, whole=True)
    if value.ndim > 1 or value.size > MOST_SIZES or not np.all(np.isfinite(value) & (value == np.round(value))):
        raise NotWhole(context.snippet(node), span=context.span(node))
    return tuple(map(int, value)) if value.ndim else int(value)


# Nested lists.


def cells(node: ast.expr, context: Context) -> Plain:
    """Return the nested tuple of numbers that a nested list writes down."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return tuple([cells(part, context) for part in node.elts])
    value = read(node, context, variables=False)
    return value if isinstance(value, tuple) else _number(value, node, context)


def array(nested: Plain, node: ast.expr, context: Context) -> NDArray[np.float64]:
    """Return the array of a nested tuple, which `node` gave; RaggedList if its rows differ in length."""
    span = context.span(node)
    shape = _nested_shape(nested, span)
    most = context.trace.limits.axes
    if len(shape) > most:
        raise LimitExceeded("axes", most, len(shape), span=span)
    flat: list[float] = []
    _flatten(nested, node, context, flat)
    return np.array(flat, np.float64).reshape(shape)


def _nested_shape(nested: Plain, span: Span) -> tuple[int, ...]:
    if not isinstance(nested, tuple):
        return ()
    shapes = [_nested_shape(part, span) for part in nested]
    if len(set(shapes)) > 1:
        raise RaggedList(tuple(shape[0] if shape else None for shape in shapes), span=span)
    return (len(nested), *(shapes[0] if shapes else ()))


def are_truth_values(nested: Plain) -> bool:
    """Return whether a nested tuple holds truth values alone, and some."""
    if isinstance(nested, tuple):
        return bool(nested) and all(map(are_truth_values, nested))
    return isinstance(nested, bool)


def _flatten(nested: Plain, node: ast.expr, context: Context, flat: list[float]) -> None:
    parts = nested if isinstance(nested, tuple) else (nested,)
    for part in parts:
        if isinstance(part, tuple):
            _flatten(part, node, context, flat)
        else:
            flat.append(to_float(_number(part, node, context), context.span(node)))


# Arguments.


def argument(node: ast.expr, parameter: Parameter, context: Context) -> Plain:
    """Return the plain value of an argument, checked to be of the parameter's kind; None only if that is a value."""
    value = read(node, context, variables=parameter.kind is not Kind.FILL)
    if value is None and parameter.default is not None:
        raise NotANumber("None", span=context.span(node))
    return checked(value, parameter.kind, parameter.name, node, context)


_EXACT: dict[Kind, tuple[Callable[[Plain], bool], Callable[[Plain], Plain]]] = {
    Kind.FLAG: (lambda value: value in (0, 1), bool),
    Kind.WORD: (lambda value: isinstance(value, str), str),
    Kind.ORDER: (
        lambda value: value is None or value == "fro" or isinstance(value, (int, float)),
        lambda value: value,
    ),
}


def checked(value: Plain, kind: Kind, parameter: str, node: ast.expr, context: Context) -> Plain:
    """Return `value` in the form that `kind` asks for, or raise what is wrong with it."""
    if kind in {Kind.NUMBER, Kind.FILL}:
        return value if value is None else _finite(value, node, context)
    if kind in _EXACT:
        fits, made = _EXACT[kind]
        if fits(value):
            return made(value)
        raise BadValue(parameter, context.snippet(node), kind.value, span=context.span(node))
    if kind is Kind.SHAPE:
        return _wholes(value, node, context) if isinstance(value, tuple) else (whole(value, node, context),)
    if value is None or (kind is Kind.PADDING and isinstance(value, str)):
        return value
    if isinstance(value, tuple) and kind in SEVERAL:
        return _listed(value, kind, parameter, node, context)
    number = whole(value, node, context)
    if kind is Kind.SIZE and number < 0:
        raise NegativeSize(number, span=context.span(node))
    return (number,) if kind is Kind.AXIS_ORDER else number


def _listed(values: tuple[Plain, ...], kind: Kind, parameter: str, node: ast.expr, context: Context) -> Plain:
    if kind is not Kind.PAIRING:
        return _wholes(values, node, context, nested=kind is Kind.WIDTHS)
    return tuple(checked(one, Kind.AXES, parameter, node, context) for one in values)


def whole(value: Plain, node: ast.expr | ast.stmt, context: Context) -> int:
    """Return a whole number that the maths can hold; raises NotANumber, NotWhole or BadValue."""
    number = _number(value, node, context)
    if isinstance(number, float) and not number.is_integer():
        raise NotWhole(context.snippet(node), span=context.span(node))
    if abs(number) >= LARGEST_WHOLE:
        raise BadValue("number", context.snippet(node), "whole", span=context.span(node))
    return int(number)


def whole_of(value: Any, node: ast.expr | ast.stmt, context: Context) -> int:
    """Return a value as a whole number, a tensor of one too; raises as `whole` does."""
    return whole(_plain(value, node, context, variables=True), node, context)


def _finite(value: Plain, node: ast.expr, context: Context) -> float:
    """Return a number that the maths can hold; an int stays one while it is exact."""
    number = _number(value, node, context)
    return number if abs(number) < LARGEST_WHOLE else to_float(number, context.span(node))


def _wholes(values: Plain, node: ast.expr, context: Context, *, nested: bool = False) -> tuple[Any, ...]:
    return tuple(
        _wholes(value, node, context, nested=nested)
        if nested and isinstance(value, tuple)
        else whole(value, node, context)
        for value in values
    )
