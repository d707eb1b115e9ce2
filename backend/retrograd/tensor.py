"""Tensors: immutable arrays that remember how they were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from retrograd.ops import arithmetic, matrix
from retrograd.ops.op import Operation, Shape, Traced
from retrograd.ops.reductions import broadcast_to

Allow = Callable[[Shape], None]
"""Called with the shape of each array before it is allocated; raises if the budget refuses it."""


class Tensor(Traced):
    """An array of floats with the operation, the inputs and the attributes that gave it.

    A tensor without an operation is a leaf (`requires_grad`) or a constant. `implicit` marks a broadcast that
    nobody wrote. `origin` is whatever the maker wants to remember: the language keeps the place in the program.
    Tensors are equal only to themselves.
    """

    __array_ufunc__ = None  # NumPy leaves `array * tensor` to the tensor
    __slots__ = ("attributes", "implicit", "inputs", "op", "origin", "requires_grad", "value")

    value: NDArray[Any]
    op: Operation | None
    inputs: tuple[Tensor, ...]
    attributes: dict[str, Any]
    requires_grad: bool
    implicit: bool
    origin: object

    def __init__(
        self,
        value: ArrayLike,
        *,
        requires_grad: bool = True,
        dtype: str | np.dtype[Any] = "float64",
        origin: object = None,
    ) -> None:
        """Make a leaf, or a constant if it does not require a gradient."""
        self.value = np.array(value, dtype)
        self.op = None
        self.inputs = ()
        self.attributes = {}
        self.requires_grad = requires_grad
        self.implicit = False
        self.origin = origin

    @classmethod
    def result(
        cls, value: Any, op: Operation, inputs: tuple[Tensor, ...], attributes: dict[str, Any], origin: object
    ) -> Self:
        """Return `value` as what `op` made of `inputs`."""
        made = cls.__new__(cls)
        made.value = np.asarray(value)
        made.op = op
        made.inputs = inputs
        made.attributes = attributes
        made.requires_grad = any(
            source.requires_grad and rule is not None for source, rule in zip(inputs, op.vjp, strict=True)
        )
        made.implicit = False
        made.origin = origin
        return made

    @property
    def shape(self) -> Shape:
        """The sizes of the axes."""
        return self.value.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of the array; truth values are held as floats."""
        return self.value.dtype

    def trace(self, op: Operation, operands: tuple[Any, ...], attributes: dict[str, Any]) -> Tensor:
        """Apply `op` to tensors and plain numbers, which become constants of this tensor's dtype.

        The result is of the class of the operands that are of a class derived from this one, if any is.
        """
        lifted = tuple(self._lift(operand) for operand in operands)
        kind = next((type(one) for one in lifted if type(one) is not Tensor), Tensor)
        return apply(op, lifted, attributes, kind=kind)

    def _lift(self, operand: Any) -> Tensor:
        if isinstance(operand, Tensor):
            return operand
        return Tensor(operand, requires_grad=False, dtype=self.dtype)

    def __repr__(self) -> str:
        return f"Tensor({self.value!r}, requires_grad={self.requires_grad})"

    def _made_by(self, op: Operation, *operands: Any) -> Self:
        return cast("Self", self.trace(op, operands, {}))

    def __neg__(self) -> Self:
        return self._made_by(arithmetic.negative, self)

    def __add__(self, other: Any) -> Self:
        return self._made_by(arithmetic.add, self, other)

    def __radd__(self, other: Any) -> Self:
        return self._made_by(arithmetic.add, other, self)

    def __sub__(self, other: Any) -> Self:
        return self._made_by(arithmetic.subtract, self, other)

    def __rsub__(self, other: Any) -> Self:
        return self._made_by(arithmetic.subtract, other, self)

    def __mul__(self, other: Any) -> Self:
        return self._made_by(arithmetic.multiply, self, other)

    def __rmul__(self, other: Any) -> Self:
        return self._made_by(arithmetic.multiply, other, self)

    def __truediv__(self, other: Any) -> Self:
        return self._made_by(arithmetic.divide, self, other)

    def __rtruediv__(self, other: Any) -> Self:
        return self._made_by(arithmetic.divide, other, self)

    def __pow__(self, other: Any) -> Self:
        return self._made_by(arithmetic.power, self, other)

    def __rpow__(self, other: Any) -> Self:
        return self._made_by(arithmetic.power, other, self)

    def __floordiv__(self, other: Any) -> Self:
        return self._made_by(arithmetic.floor_divide, self, other)

    def __rfloordiv__(self, other: Any) -> Self:
        return self._made_by(arithmetic.floor_divide, other, self)

    def __mod__(self, other: Any) -> Self:
        return self._made_by(arithmetic.remainder, self, other)

    def __rmod__(self, other: Any) -> Self:
        return self._made_by(arithmetic.remainder, other, self)

    def __matmul__(self, other: Any) -> Self:
        return self._made_by(matrix.matmul, self, other)

    def __rmatmul__(self, other: Any) -> Self:
        return self._made_by(matrix.matmul, other, self)


def apply(
    op: Operation,
    operands: tuple[Tensor, ...],
    attributes: dict[str, Any],
    origin: object = None,
    allow: Allow | None = None,
    kind: type[Tensor] | None = None,
) -> Tensor:
    """Apply `op`: resolve its attributes, broadcast its operands in the open, compute.

    Operands whose shapes differ where they must not are replaced by `broadcast_to` tensors of their own,
    `implicit`, so that broadcasting is a node like any other. Raises the errors of the shape rules before
    anything is allocated.
    """
    shapes = tuple(operand.shape for operand in operands)
    if op.align is not None:
        aligned = op.align(*shapes)
        if aligned != shapes:
            operands = tuple(map(_broadcast, operands, aligned, (origin,) * len(operands), (allow,) * len(operands)))
            shapes = aligned
    resolved = op.resolve(*shapes, **attributes)
    shape = op.shape(*shapes, **resolved)
    if allow is not None:
        allow(shape)
    value = op.forward(*[operand.value for operand in operands], **resolved)
    return (kind or Tensor).result(value, op, operands, resolved, origin)


def _broadcast(operand: Tensor, shape: Shape, origin: object, allow: Allow | None) -> Tensor:
    if operand.shape == shape:
        return operand
    if allow is not None:
        allow(shape)
    value = broadcast_to.forward(operand.value, shape=shape)
    made = Tensor.result(value, broadcast_to, (operand,), {"shape": shape}, origin)
    made.implicit = True
    return made
