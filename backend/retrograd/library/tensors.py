"""Tensors for notebooks: the engine's, with NumPy's and PyTorch's methods, `.backward()` and `.grad`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrograd import tensor
from retrograd.autodiff.order import topological
from retrograd.autodiff.reverse import contributions, ones
from retrograd.language.names import FUNCTIONS, METHODS
from retrograd.library.calls import bound
from retrograd.ops import OPS
from retrograd.ops.conditions import is_condition
from retrograd.ops.indexing import indexed
from retrograd.ops.op import Operation


class Written(NamedTuple):
    """What is remembered of numbers that were given as booleans: as an index they are a condition."""

    truth: bool = True


TRUTH = Written()


class Tensor(tensor.Tensor):
    """An array that remembers how it was made: `Tensor([1.0, 2.0])` is a leaf and requires a gradient.

    It has the methods of the registry (`x.sum(axis=0)`, `x.reshape(2, -1)`), the operators, indexing, `.T` and
    `.mT`. After `y.backward()` every tensor that `y` was made from has its gradient in `.grad`.
    """

    __slots__ = ("_grad",)
    _grad: Tensor | None

    def __init__(self, value: Any, *, requires_grad: bool = True, dtype: Any = "float64") -> None:
        """Make a leaf, or a constant if it does not require a gradient."""
        origin = TRUTH if np.asarray(value).dtype == bool else None
        super().__init__(value, requires_grad=requires_grad, dtype=dtype, origin=origin)

    @property
    def grad(self) -> Tensor | None:
        """What `backward` has found, added up; None before."""
        return getattr(self, "_grad", None)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a method of the registry."""
        op = METHODS.get(name)
        if op is None:
            raise AttributeError(f"a Tensor has no `{name}`")
        return partial(call, op, self)

    @property
    def T(self) -> Tensor:  # noqa: N802  (the libraries' name)
        """All axes reversed."""
        return _one(OPS["transpose"], self)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self.value.ndim

    @property
    def size(self) -> int:
        """The number of cells."""
        return self.value.size

    def numpy(self) -> NDArray[Any]:
        """Return a copy of the array."""
        return self.value.copy()

    def item(self) -> float:
        """Return the number of a tensor of one cell."""
        return float(self.value.item())

    def __len__(self) -> int:
        return len(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __getitem__(self, index: Any) -> Tensor:
        entries = index if isinstance(index, tuple) else (index,)
        sources = tuple(one for one in entries if isinstance(one, tensor.Tensor))
        return _applied(indexed(len(sources)), (self, *sources), {"index": tuple(map(_entry, entries))})

    def __lt__(self, other: Any) -> Tensor:
        return _one(OPS["less"], self, other)

    def __le__(self, other: Any) -> Tensor:
        return _one(OPS["less_equal"], self, other)

    def __gt__(self, other: Any) -> Tensor:
        return _one(OPS["greater"], self, other)

    def __ge__(self, other: Any) -> Tensor:
        return _one(OPS["greater_equal"], self, other)

    def backward(self, seed: Any = None) -> None:
        """Add d⟨seed, self⟩ / d tensor to the `.grad` of every tensor that this one was made from.

        The seed is ones unless given, and has this tensor's shape. Gradients add up over calls, as in PyTorch.
        """
        start = ones(self) if seed is None else np.asarray(seed, self.dtype)
        if start.shape != self.shape:
            raise ValueError(f"the seed has the shape {start.shape}, not {self.shape}")
        order = topological(self)
        gradients: dict[tensor.Tensor, Any] = {}
        for _ in contributions(order, self, start, gradients):
            pass
        for one in order:
            if isinstance(one, Tensor) and one.requires_grad and one in gradients:
                fresh = Tensor(gradients[one], requires_grad=False, dtype=one.dtype)
                one._grad = fresh if one.grad is None else Tensor(one.grad.value + fresh.value, requires_grad=False)

    def zero_grad(self) -> None:
        """Forget the gradient."""
        self._grad = None


def call(op: Operation, *arguments: Any, **keywords: Any) -> Any:
    """Apply an operation to tensors, numbers and arrays; raises the errors of its shape rules.

    The result is a tensor, or a tuple of them where the operation has several results.
    """
    if op.defaults is not None and op.operands and not keywords and len(arguments) == len(op.operands):
        return tensor.apply(op, tuple(map(as_tensor, arguments)), op.defaults)
    op, operands, attributes = bound(op, arguments, keywords)
    if not op.operands:
        resolved = op.resolve(**attributes)
        return Tensor(op.forward(**resolved), requires_grad=False)
    tensors = tuple(map(as_tensor, operands))
    if op.results is None:
        return _applied(op, tensors, attributes)
    shapes = tuple(one.shape for one in tensors)
    return tuple(
        _applied(one.op, tuple(tensors[operand] for operand in one.operands), one.attributes)
        for one in op.results(*shapes, **op.resolve(*shapes, **attributes))
    )


def _entry(entry: Any) -> Any:
    """Return the numbers of a tensor in an index: truth values if it is a condition."""
    if not isinstance(entry, tensor.Tensor):
        return entry
    value = np.asarray(entry.value)
    return value != 0 if is_condition(entry) else value


def _one(op: Operation, *arguments: Any) -> Tensor:
    made = call(op, *arguments)
    assert isinstance(made, Tensor)  # noqa: S101  (operations with several results are not called so)
    return made


def _applied(op: Operation, tensors: tuple[tensor.Tensor, ...], attributes: dict[str, Any]) -> Tensor:
    made = tensor.apply(op, tensors, attributes)
    assert isinstance(made, Tensor)  # noqa: S101  (its operands are)
    return made


def as_tensor(value: Any) -> tensor.Tensor:
    """Return a tensor as it is, and a number or an array as a constant."""
    return value if isinstance(value, tensor.Tensor) else Tensor(value, requires_grad=False)


@cache
def function(name: str) -> Callable[..., Any]:
    """Return an operation as a function, by any name that it has; raises AttributeError if there is none."""
    op = FUNCTIONS.get(name)
    if op is None:
        raise AttributeError(f"retrograd has no `{name}`")
    short, general = tensor.function_of(op), partial(call, op)
    if short is None:
        return general

    def one_operand(*arguments: Any, **keywords: Any) -> Any:
        if len(arguments) == 1 and arguments[0].__class__ is Tensor and not keywords:
            return short(arguments[0])
        return general(*arguments, **keywords)

    return one_operand
