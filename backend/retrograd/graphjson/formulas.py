"""The formulas of one application of an operation, made once for all applications that look the same.

A page asks again with every key that is typed, and most lines are then as they were: what has been written for
one graph is remembered for the next, by everything that it depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from retrograd.graphjson.latex import derivative, dot, fill, partial_derivative, symbol
from retrograd.ops.op import LONGEST_KEY, Facts, Operation, Shape, memorable

MOST_REMEMBERED = 8192
LONGEST_REMEMBERED = 512  # letters of all symbols: a hostile program must not fill the memory


Attributes = tuple[tuple[str, Any], ...]
Numbers = tuple[tuple[str, float], ...]


class Application(NamedTuple):
    """All that the formulas of an application depend on.

    Symbols of the operands, of the result and of what is differentiated; shapes; attributes in normal form; and
    which operands are bare numbers, and which numbers.
    """

    op: Operation
    operands: tuple[str, ...]
    result: str
    objective: str
    shapes: tuple[Shape, ...]
    result_shape: Shape
    attributes: Attributes
    numbers: Numbers = ()

    @property
    def small(self) -> bool:
        """Whether it may be remembered: neither large nor equal to what looks otherwise, as 0.0 is to -0.0."""
        if sum(map(len, self.operands)) + len(self.result) + len(self.objective) > LONGEST_REMEMBERED:
            return False
        return all(number for _, number in self.numbers)


class Formulas:
    """The formulas of one application of an operation, written when they are first asked for."""

    def __init__(self, application: Application) -> None:
        """Take what is applied to what."""
        op = application.op
        self._told: dict[Any, Any] = {}
        self.op = op
        self.operands = application.operands
        self.result = application.result
        self.objective = application.objective
        self.facts = Facts(
            symbols=dict(zip(op.operands, application.operands, strict=True)) | {"z": application.result},
            shapes=dict(zip(op.operands, application.shapes, strict=True)) | {"z": application.result_shape},
            attributes=dict(application.attributes),
            numbers=dict(application.numbers),
        )

    @cached_property
    def general(self) -> Formulas:
        """The formulas of such an application in general names."""
        shapes = tuple(self.facts.shapes[name] for name in self.op.operands)
        return general(self.op, shapes, self.facts.shapes["z"], self.facts.attributes)

    def edge(self, argument: int, *, adds: bool, forward: bool) -> tuple[str, str, str]:
        """Return an operand's local derivative, the rule of its vjp in general, and the vjp; or those of its jvp."""
        key = ("edge", argument, adds, forward)
        told: tuple[str, str, str] | None = self._told.get(key)
        if told is None:
            if forward:
                told = self.along(argument), self.general.jvp(argument), self.jvp(argument, adds=adds)
            else:
                told = self.local(argument), self.general.vjp(argument), self.vjp(argument, adds=adds)
            self._told[key] = told
        return told

    def forward(self) -> str:
        """Return z = f(x, y); a broadcast number has no symbol of its own."""
        return self._once("forward", self._forward)

    def local(self, argument: int) -> str:
        """Return the local derivative: ∂z/∂x = …, or for other than pointwise operands the map G ↦ …."""
        return self._once(("local", argument), self._local, argument)

    def along(self, argument: int) -> str:
        r"""Return the local derivative as forward mode takes it: the map \dot x ↦ … instead of G ↦ …."""
        return self._once(("along", argument), self._along, argument)

    def vjp(self, argument: int, *, adds: bool = False) -> str:
        """Return dL/dx = …, or with += where the operand gets more than one contribution."""
        return self._once((argument, adds), self._vjp_equation, argument, adds)

    def jvp(self, argument: int, *, adds: bool = False) -> str:
        r"""Return \dot z = …, what the operand's tangent adds to the result's."""
        return self._once(("jvp", argument, adds), self._jvp_equation, argument, adds)

    def _once(self, key: Any, write: Callable[..., str], *arguments: Any) -> str:
        told: str | None = self._told.get(key)
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

    def _along(self, argument: int) -> str:
        if self.op.local[argument] in {"none", "pointwise"}:
            return self.local(argument)
        tangent = dot(self.operands[argument])
        return rf"{tangent} \mapsto {fill(self.op.jvp_latex[argument], self.facts, 't', tangent)}"

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


def formulas(application: Application) -> Formulas:
    """Return the formulas of an application; the same object for applications that look the same."""
    key = application
    if application.attributes:
        attributes = _key(application.attributes)
        if attributes is None:
            return Formulas(application)
        key = application._replace(attributes=attributes)
    found = _remembered.get(key)
    if found is None:
        found = Formulas(application)
        if application.small:
            if len(_remembered) >= MOST_REMEMBERED:
                _remembered.clear()
            _remembered[key] = found
    return found


def _key(attributes: Attributes) -> Attributes | None:
    """Return attributes as a part of a key, the slices of an index as tuples; None if they can be none."""
    if memorable(dict(attributes)):
        return attributes
    [(name, index), *others] = attributes
    if name != "index" or len(index) > LONGEST_KEY or not memorable(dict(others)):
        return None
    parts = tuple([(one.start, one.stop, one.step) if one.__class__ is slice else one for one in index])
    known = all(one.__class__ is tuple or one is None or one.__class__ is int for one in parts)
    return ((name, parts), *others) if known else None


_remembered: dict[Application, Formulas] = {}


def general(op: Operation, shapes: tuple[Shape, ...], result_shape: Shape, attributes: Mapping[str, Any]) -> Formulas:
    """Return the formulas in the general names x, y, z and L."""
    names = tuple(map(symbol, op.operands))
    return formulas(Application(op, names, "z", "L", shapes, result_shape, tuple(attributes.items())))
