"""Pieces of Python text that know how tightly they bind, so that parentheses stand only where they must."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

import numpy as np

from retrograd.ops.op import Shape


class Level(IntEnum):
    """How tightly an operator binds (Python Language Reference, sec. 6.17)."""

    COMPARE = 1
    OR = 2
    AND = 3
    ADD = 4
    MULTIPLY = 5
    UNARY = 6
    POWER = 7
    PRIMARY = 8


OPERATORS = {
    "+": Level.ADD,
    "-": Level.ADD,
    "*": Level.MULTIPLY,
    "/": Level.MULTIPLY,
    "//": Level.MULTIPLY,
    "%": Level.MULTIPLY,
    "@": Level.MULTIPLY,
    "**": Level.POWER,
    "&": Level.AND,
    "|": Level.OR,
    "==": Level.COMPARE,
    "!=": Level.COMPARE,
    "<": Level.COMPARE,
    "<=": Level.COMPARE,
    ">": Level.COMPARE,
    ">=": Level.COMPARE,
}
Kind = Literal["float", "truth", "whole", "number"]
"""What the text gives when it runs: an array of floats, of booleans, of whole numbers, or one of Python's numbers."""


@dataclass(frozen=True, slots=True)
class Expr:
    """Text, how tightly it binds, the shape of what it gives, which broadcasts to the one that is meant, its kind."""

    text: str
    level: Level = Level.PRIMARY
    shape: Shape = ()
    kind: Kind = "float"

    @property
    def atomic(self) -> bool:
        """Whether it is a name or a short number, which may be written twice."""
        return self.text.isidentifier() or (self.kind == "number" and len(self.text) < 8)

    def within(self, level: Level) -> str:
        """Return the text, in parentheses if it binds less tightly than `level`."""
        return self.text if self.level >= level else f"({self.text})"

    @property
    def primary(self) -> str:
        """The text, ready for a dot or a bracket behind it."""
        return self.within(Level.PRIMARY)

    def of(self, shape: Shape) -> Expr:
        """Return the same text for an array of another shape."""
        return replace(self, shape=shape)

    def as_kind(self, kind: Kind) -> Expr:
        """Return the same text as of another kind."""
        return replace(self, kind=kind)


def shape_of(*operands: Expr) -> Shape:
    """Return the shape that operands broadcast to, without those that are numbers."""
    shapes = {one.shape for one in operands}
    return shapes.pop() if len(shapes) == 1 else np.broadcast_shapes(*shapes)


def binary(sign: str, left: Expr, right: Expr) -> Expr:
    """Return `left sign right`, applied cell by cell or, for `@`, with a shape that the caller knows."""
    shape = () if sign == "@" else shape_of(left, right)
    level = OPERATORS[sign]
    if sign in {"+", "-"} and right.text.startswith("-") and right.level == Level.UNARY:
        sign, right = ("-" if sign == "+" else "+"), replace(right, text=right.text[1:])
    if sign == "**":
        first, second = left.within(Level.PRIMARY), right.within(Level.UNARY)
    elif level == Level.COMPARE:
        first, second = left.within(Level.OR), right.within(Level.OR)
    else:
        mixed = level == Level.MULTIPLY and left.level == level and ("@" in {sign, _last_sign(left)})
        first = left.within(Level.UNARY if mixed else level)
        second = right.within(Level(level + 1))
    return Expr(f"{first} {sign} {second}", level, shape, "truth" if level <= Level.AND else "float")


def _last_sign(product: Expr) -> str:
    return "@" if " @ " in product.text else "*"


def negated(operand: Expr) -> Expr:
    """Return `-operand`; of what is negative already, the opposite of that."""
    if operand.level == Level.UNARY and operand.text.startswith("-"):
        inner = operand.text[1:]
        return replace(operand, text=inner, level=Level.PRIMARY if inner.isidentifier() else Level.POWER)
    return Expr(f"-{operand.within(Level.UNARY)}", Level.UNARY, operand.shape)


def call(function: str, *arguments: str, shape: Shape = (), kind: Kind = "float") -> Expr:
    """Return `function(arguments)`; empty arguments are left out."""
    return Expr(f"{function}({', '.join(one for one in arguments if one)})", Level.PRIMARY, shape, kind)


def method(operand: Expr, name: str, *arguments: str, shape: Shape = (), kind: Kind = "float") -> Expr:
    """Return `operand.name(arguments)`; empty arguments are left out."""
    return call(f"{operand.primary}.{name}", *arguments, shape=shape, kind=kind)
