"""Tensors: immutable arrays that remember how they were made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import repeat
from typing import Any, ClassVar, Protocol, Self, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from retrograd.ops import arithmetic, matrix
from retrograd.ops.op import Operation, Shape, Traced
from retrograd.ops.reductions import broadcast_to
from retrograd.ops.shaping import transpose

T = TypeVar("T", bound="Tensor")


class Allow(Protocol):
    """Called with the shape of each array before it is made, and the multiply-adds that it takes if they are many.

    Raises if the budget refuses it.
    """

    def __call__(self, shape: Shape, work: int = 0) -> None:
        """Allow `shape`, or raise."""


NO_ATTRIBUTES: dict[str, Any] = {}
"""What most operations share; nothing is ever put in."""


_new = object.__new__


def _operator(op: Operation, *, reflected: bool = False) -> Callable[[T, Any], T]:
    """Return the method of an operator of two operands.

    What the general way works out, that equal shapes stay as they are, is seen at once here, and the result is
    made on the spot: such operators are the most frequent nodes of all.
    """
    forward, elementwise = op.forward, op.elementwise

    def method(self: T, other: Any) -> T:
        kind = self.__class__
        if other.__class__ is not kind:
            if isinstance(other, Tensor):
                return cast("T", self.trace(op, (self, other), NO_ATTRIBUTES))
            other = self._constant(other)
        if kind.recorded:
            return cast("T", self.trace(op, (self, other), NO_ATTRIBUTES))
        left, x, y = self, self.value, other.value
        if not elementwise or x.shape != y.shape:
            to_left, to_right = op.plan((x.shape, y.shape), NO_ATTRIBUTES).aligned
            if x.shape != to_left:
                left = _broadcast(self, to_left)
                x = left.value
            if y.shape != to_right:
                other = _broadcast(other, to_right)
                y = other.value
        made: T = _new(kind)
        made.value = forward(x, y)
        made.op = op
        made.inputs = (left, other)
        made.attributes = NO_ATTRIBUTES
        made.requires_grad = (self.requires_grad or other.requires_grad) and not (
            _paused and _without_gradients.get()
        )
        made.implicit = False
        made.origin = None
        return made

    def swapped(self: T, other: Any) -> T:
        return cast("T", self.trace(op, (other, self), NO_ATTRIBUTES))

    return swapped if reflected else method


def function_of(op: Operation) -> Callable[[Any], Any] | None:
    """Return a short way to apply an operation of one operand, cell by cell and without attributes; else None."""
    if not op.elementwise or len(op.operands) != 1:
        return None
    forward, passes = op.forward, op.differentiable

    def function(x: T) -> T:
        kind = x.__class__
        if kind.recorded:
            return x.result(forward(x.value), op, (x,), NO_ATTRIBUTES)
        made: T = _new(kind)
        made.value = forward(x.value)
        made.op = op
        made.inputs = (x,)
        made.attributes = NO_ATTRIBUTES
        made.requires_grad = passes and x.requires_grad and not (_paused and _without_gradients.get())
        made.implicit = False
        made.origin = None
        return made

    return function


class Tensor(Traced):
    """An array of floats with the operation, the inputs and the attributes that gave it.

    A tensor without an operation is a leaf (`requires_grad`) or a constant. `implicit` marks a broadcast that
    nobody wrote. `origin` is whatever the maker wants to remember: the language keeps the place in the program.
    Tensors are equal only to themselves.

    `value` is an array, or where it has no axes one of NumPy's scalars, which does all that a 0-d array does and
    costs a fifth of it.
    """

    __array_ufunc__ = None  # NumPy leaves `array * tensor` to the tensor
    __slots__ = ("attributes", "implicit", "inputs", "op", "origin", "requires_grad", "value")

    recorded: ClassVar[bool] = False
    """Whether a derived class wants to be told of each result, by `result`."""

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
        given: Any = value
        array: Any = np.float64(given) if given.__class__ is float and dtype == "float64" else np.array(given, dtype)
        self.value = array if array.ndim else array[()]
        self.op = None
        self.inputs = ()
        self.attributes = NO_ATTRIBUTES
        self.requires_grad = requires_grad
        self.implicit = False
        self.origin = origin

    def result(
        self, value: Any, op: Operation, inputs: tuple[Tensor, ...], attributes: dict[str, Any], origin: object = None
    ) -> Self:
        """Return `value` as what `op` made of `inputs`, of which this tensor is one."""
        made = _new(self.__class__)
        made.value = value
        made.op = op
        made.inputs = inputs
        made.attributes = attributes
        made.requires_grad = made.implicit = False
        made.origin = origin
        for argument, _ in op.passes:
            if inputs[argument].requires_grad:
                made.requires_grad = not _paused or not _without_gradients.get()
                break
        return made

    @property
    def shape(self) -> Shape:
        """The sizes of the axes."""
        return self.value.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of the array; truth values are held as floats."""
        return self.value.dtype

    @property
    def mT(self) -> Tensor:  # noqa: N802  (NumPy's name: rules use it on arrays and on tensors)
        """The last two axes swapped."""
        ndim = self.value.ndim
        return self.trace(transpose, (self,), {"axes": (*range(ndim - 2), ndim - 1, ndim - 2)})

    def trace(self, op: Operation, operands: tuple[Any, ...], attributes: dict[str, Any]) -> Tensor:
        """Apply `op` to tensors and plain numbers, which become constants of this tensor's dtype.

        The result is of the class of the operands that are of a class derived from this one, if any is.
        """
        lifted = tuple([operand if isinstance(operand, Tensor) else self._constant(operand) for operand in operands])
        return apply(op, lifted, attributes)

    def _constant(self, number: Any) -> Self:
        """Return a number or an array as a constant of this tensor's dtype."""
        dtype = self.value.dtype
        if number.__class__ is not float and number.__class__ is not int:
            return self.__class__(number, requires_grad=False, dtype=dtype)
        made = _new(self.__class__)
        made.value = dtype.type(number)
        made.op = None
        made.inputs = ()
        made.attributes = NO_ATTRIBUTES
        made.requires_grad = made.implicit = False
        made.origin = None
        return made

    def __repr__(self) -> str:
        return f"Tensor({self.value!r}, requires_grad={self.requires_grad})"

    def __neg__(self) -> Self:
        return self.result(-self.value, arithmetic.negative, (self,), NO_ATTRIBUTES)

    __add__ = _operator(arithmetic.add)
    __radd__ = _operator(arithmetic.add, reflected=True)
    __sub__ = _operator(arithmetic.subtract)
    __rsub__ = _operator(arithmetic.subtract, reflected=True)
    __mul__ = _operator(arithmetic.multiply)
    __rmul__ = _operator(arithmetic.multiply, reflected=True)
    __truediv__ = _operator(arithmetic.divide)
    __rtruediv__ = _operator(arithmetic.divide, reflected=True)
    __pow__ = _operator(arithmetic.power)
    __rpow__ = _operator(arithmetic.power, reflected=True)
    __floordiv__ = _operator(arithmetic.floor_divide)
    __rfloordiv__ = _operator(arithmetic.floor_divide, reflected=True)
    __mod__ = _operator(arithmetic.remainder)
    __rmod__ = _operator(arithmetic.remainder, reflected=True)
    __matmul__ = _operator(matrix.matmul)
    __rmatmul__ = _operator(matrix.matmul, reflected=True)


_without_gradients: ContextVar[bool] = ContextVar("_without_gradients", default=False)
_paused = 0  # how many `no_grad` are open in any thread: while none is, nobody has to ask the context


@contextmanager
def no_grad() -> Iterator[None]:
    """Let no result require a gradient while this is open: what is computed remembers its inputs all the same."""
    global _paused  # noqa: PLW0603  (a count for the whole process, see above)
    token = _without_gradients.set(True)
    _paused += 1
    try:
        yield
    finally:
        _paused -= 1
        _without_gradients.reset(token)


def apply(
    op: Operation,
    operands: tuple[Tensor, ...],
    attributes: dict[str, Any],
    origin: object = None,
    allow: Allow | None = None,
) -> Tensor:
    """Apply `op`: resolve its attributes, broadcast its operands in the open, compute.

    Operands whose shapes differ where they must not are replaced by `broadcast_to` tensors of their own,
    `implicit`, so that broadcasting is a node like any other. Raises the errors of the shape rules before
    anything is allocated. The result is of the class of the first operand that is of a derived one.
    """
    if op.many:
        op = op.for_count(len(operands))
    elif op.case is not None:
        op = op.case(*operands)
    values = [operand.value for operand in operands]
    shapes = tuple([value.shape for value in values])
    if op.settle is not None:
        if op.align is not None:  # the numbers are looked at as they will be, and within the budget
            operands = broadcast(operands, op.align(*shapes), origin, allow)
            values = [operand.value for operand in operands]
            shapes = tuple([value.shape for value in values])
        attributes = op.settle(*values, **attributes)
    aligned, resolved, shape = op.plan(shapes, attributes)
    if aligned != shapes:
        operands = broadcast(operands, aligned, origin, allow)
        values = [operand.value for operand in operands]
    if allow is not None:
        allow(shape, op.work(*aligned, **resolved) if op.work is not None else 0)
        if op.scratch is not None:
            allow(op.scratch(*aligned, **resolved))
    maker = operands[0]
    for operand in operands:
        if operand.__class__ is not Tensor:
            maker = operand
            break
    return maker.result(op.forward(*values, **resolved), op, operands, resolved, origin)


def broadcast(
    operands: tuple[Tensor, ...], shapes: tuple[Shape, ...], origin: object = None, allow: Allow | None = None
) -> tuple[Tensor, ...]:
    """Return the operands in these shapes: those that have another one by a `broadcast_to` that is `implicit`."""
    return tuple(map(_broadcast, operands, shapes, repeat(origin), repeat(allow)))


def _broadcast(operand: T, shape: Shape, origin: object = None, allow: Allow | None = None) -> T:
    if operand.value.shape == shape:
        return operand
    if allow is not None:
        allow(shape)
    repeated = broadcast_to.forward(operand.value, shape=shape)
    made = operand.result(repeated, broadcast_to, (operand,), {"shape": shape}, origin)
    made.implicit = True
    return made
