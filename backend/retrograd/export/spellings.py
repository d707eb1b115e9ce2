"""Spellings that both libraries share: operators, and what an operation with axes is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from retrograd.export import expressions
from retrograd.export.expressions import Expr, Kind, Level, call, shape_of
from retrograd.export.literals import axes, index
from retrograd.export.writing import Application, Spelling

Given = Callable[[Application], tuple[str, ...]]
"""given(application): what a function is told beside its operands."""


def operator(sign: str) -> Spelling:
    """Spell an operator of two operands, cell by cell."""

    def spelled(a: Application) -> Expr:
        left, right = a.operands
        if left.kind == right.kind == "number":
            left = a.writer.array(left)
        if sign == "*" and {"truth"} == {left.kind, right.kind}:
            return expressions.binary("&", left, right)
        return expressions.binary(sign, left, right)

    return spelled


def compared(sign: str) -> Spelling:
    """Spell a comparison."""

    def spelled(a: Application) -> Expr:
        left, right = a.operands
        return expressions.binary(sign, a.writer.array(left) if right.kind == "number" else left, right)

    return spelled


def negative(a: Application) -> Expr:
    """Spell the change of sign."""
    return expressions.negated(a.writer.array(a.operands[0]))


def matmul(a: Application) -> Expr:
    """Spell the matrix product, which broadcasts the axes before the last two by itself."""
    left, right = (
        operand if len(operand.shape) == len(a.shape_of(place)) and operand.shape[-2:] == a.shape_of(place)[-2:]
        else _matrix(a, operand, place)
        for place, operand in enumerate(a.operands)
    )  # fmt: skip
    return expressions.binary("@", left, right).of(_product_shape(a, left, right))


def _matrix(a: Application, operand: Expr, place: int) -> Expr:
    """Return an operand with its last two axes in full: those before may be left to broadcasting."""
    meant = a.shape_of(place)
    if len(operand.shape) >= min(len(meant), 2) and operand.shape[-2:] == meant[-2:] and operand.kind != "number":
        return operand
    return a.writer.full(operand, meant)


def _product_shape(a: Application, left: Expr, right: Expr) -> tuple[int, ...]:
    batch = shape_of(Expr("", shape=left.shape[:-2]), Expr("", shape=right.shape[:-2]))
    return batch + a.shape[len(a.shape) - len([one for one in (left, right) if len(one.shape) > 1]) :]


def function(name: str, *, kind: Kind = "float", given: Given | None = None) -> Spelling:
    """Spell a function of all operands; `given` are what it is told beside them."""

    def spelled(a: Application) -> Expr:
        more = given(a) if given is not None else ()
        texts = [one.text for one in a.operands]
        shape = shape_of(*a.operands) if a.op.slope else a.shape
        return call(name, *texts, *more, shape=shape, kind=kind)

    return spelled


def over(a: Application, axis: str, keepdims: str) -> tuple[str, ...]:
    """Return the axes that a reduction runs over, and whether it keeps them; nothing where it is all of them."""
    reduced = a.attributes["axis"]
    whole = len(reduced) == len(a.shape_of(0))
    kept = a.attributes["keepdims"] and bool(reduced)
    return (
        "" if whole and not (kept and axis == "dim") else f"{axis}={axes(reduced)}",
        f"{keepdims}=True" if kept else "",
    )


def subscript(a: Application) -> str:
    """Return what stands in brackets."""
    return index(a.attributes["index"], a.shape_of(0))


def tables(*parts: Mapping[str, Spelling]) -> dict[str, Spelling]:
    """Return the tables as one; an operation must be in one of them only."""
    together: dict[str, Spelling] = {}
    for part in parts:
        for name, spelling in part.items():
            if name in together:
                raise ValueError(name)
            together[name] = spelling
    return together


def condition(a: Application, operand: Expr) -> Expr:
    """Return an operand as truth values."""
    if operand.kind == "truth":
        return operand
    return expressions.binary("!=", a.writer.array(operand), Expr("0", kind="number"))


def joined(sign: str) -> Spelling:
    """Spell a connective of two conditions."""

    def spelled(a: Application) -> Expr:
        left, right = (condition(a, one) for one in a.operands)
        return expressions.binary(sign, left, right)

    return spelled


def unary(sign: str, operand: Expr) -> Expr:
    """Return a sign before an operand."""
    return Expr(f"{sign}{operand.within(Level.UNARY)}", Level.UNARY, operand.shape, operand.kind)
