"""The formulas of one application of an operation, made once for all applications that look the same.

A page asks again with every key that is typed, and most lines are then as they were: what has been written for
one graph is remembered for the next, by everything that it depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from retrograd.graphjson.latex import derivative, dot, fill, partial_derivative, symbol
from retrograd.ops.op import Facts, Operation, Shape, memorable

MOST_REMEMBERED = 8192
LONGEST_REMEMBERED = 512  # letters of all symbols: a hostile program must not fill the memory


class Formulas:
    """The formulas of one application of an operation, written when they are first asked for."""

    def __init__(
        self,
        op: Operation,
        *,
        operands: tuple[str, ...],
        result: str,
        objective: str,
        shapes: tuple[Shape, ...],
        result_shape: Shape,
        attributes: Mapping[str, Any],
        numbers: Mapping[str, float],
    ) -> None:
        """Take the symbols of the operands, of the result and of what is differentiated."""
        self._told: dict[Any, str] = {}
        self.op = op
        self.operands = operands
        self.result = result
        self.objective = objective
        self.facts = Facts(
            symbols=dict(zip(op.operands, operands, strict=True)) | {"z": result},
            shapes=dict(zip(op.operands, shapes, strict=True)) | {"z": result_shape},
            attributes=attributes,
            numbers=numbers,
        )

    def forward(self) -> str:
        """Return z = f(x, y); a broadcast number has no symbol of its own."""
        return self._once("forward", self._forward)

    def local(self, argument: int) -> str:
        """Return the local derivative: ∂z/∂x = …, or for other than pointwise operands the map G ↦ …."""
        return self._once(("local", argument), self._local, argument)

    def vjp(self, argument: int, *, adds: bool = False) -> str:
        """Return dL/dx = …, or with += where the operand gets more than one contribution."""
        return self._once((argument, adds), self._vjp_equation, argument, adds)

    def jvp(self, argument: int, *, adds: bool = False) -> str:
        r"""Return \dot z = …, what the operand's tangent adds to the result's."""
        return self._once(("jvp", argument, adds), self._jvp_equation, argument, adds)

    def _once(self, key: Any, write: Callable[..., str], *arguments: Any) -> str:
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = write(*arguments)
        return told

    def _forward(self) -> str:
        right = fill(self.op.latex, self.facts)
        return right if self.result in self.operands else f"{self.result} = {right}"

    def _local(self, argument: int) -> str:
        if self.op.local[argument] == "none":
            return ""
        if self.op.local[argument] == "pointwise":
            left = partial_derivative(self.result, self.operands[argument])
            return f"{left} = {fill(self.op.local_latex[argument], self.facts)}"
        return rf"G \mapsto {self._vjp(argument, 'G')}"

    def _vjp_equation(self, argument: int, adds: bool) -> str:
        if self.op.local[argument] == "none":
            return ""
        left = derivative(self.objective, self.operands[argument])
        equals = r"\mathrel{+}=" if adds else "="
        return f"{left} {equals} {self._vjp(argument, derivative(self.objective, self.result))}"

    def _jvp_equation(self, argument: int, adds: bool) -> str:
        if self.op.local[argument] == "none":
            return ""
        equals = r"\mathrel{+}=" if adds else "="
        right = fill(self.op.jvp_latex[argument], self.facts, "t", dot(self.operands[argument]))
        return f"{dot(self.result)} {equals} {right}"

    def _vjp(self, argument: int, upstream: str) -> str:
        return fill(self.op.vjp_latex[argument], self.facts, "g", upstream)


Numbers = tuple[tuple[str, float], ...]
"""Operands that are bare numbers, and which."""


def formulas(  # noqa: PLR0917  (all that a formula depends on)
    op: Operation,
    operands: tuple[str, ...],
    result: str,
    objective: str,
    shapes: tuple[Shape, ...],
    result_shape: Shape,
    attributes: Mapping[str, Any],
    numbers: Numbers = (),
) -> Formulas:
    """Return the formulas of an application; the same object for applications that look the same."""
    letters = sum(map(len, operands)) + len(result) + len(objective)
    exact = all(number for _, number in numbers)  # 0.0 and -0.0 would be one key
    if letters > LONGEST_REMEMBERED or not exact or not memorable(attributes):
        return _written(op, operands, result, objective, shapes, result_shape, tuple(attributes.items()), numbers)
    return _remembered(op, operands, result, objective, shapes, result_shape, tuple(attributes.items()), numbers)


def general(op: Operation, shapes: tuple[Shape, ...], result_shape: Shape, attributes: Mapping[str, Any]) -> Formulas:
    """Return the formulas in the general names x, y, z and L."""
    return formulas(op, tuple(map(symbol, op.operands)), "z", "L", shapes, result_shape, attributes)


def _written(  # noqa: PLR0917
    op: Operation,
    operands: tuple[str, ...],
    result: str,
    objective: str,
    shapes: tuple[Shape, ...],
    result_shape: Shape,
    attributes: tuple[tuple[str, Any], ...],
    numbers: Numbers,
) -> Formulas:
    return Formulas(
        op,
        operands=operands,
        result=result,
        objective=objective,
        shapes=shapes,
        result_shape=result_shape,
        attributes=dict(attributes),
        numbers=dict(numbers),
    )


_remembered = lru_cache(MOST_REMEMBERED)(_written)
