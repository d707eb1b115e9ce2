"""Expressions of tensors as trees with shapes: what a formula is made of.

Terms are immutable, and equal terms are one object: a term is compared by what it is, at no cost, and what a graph
shares the tree shares too. They are made by `products`, `sums`, `matrices` and `spreading`, which simplify.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

import numpy as np

from retrograd.ops.op import Operation, Shape
from retrograd.symbolic.amounts import ONE, Amount
from retrograd.tensor import Tensor

LONGEST_WORD = 6


@dataclass(frozen=True, eq=False)
class Term:
    """A tensor's value as an expression."""

    shape: Shape

    @cached_property
    def length(self) -> int:
        """About how many signs it takes to write the term, which decides what is written out."""
        raise NotImplementedError

    @property
    def operands(self) -> tuple[Term, ...]:
        """The terms that it is made of."""
        return ()

    def value(self, operands: list[Any]) -> Any:
        """Return the numbers that it stands for, or such as broadcast to them, from those of its operands."""
        raise NotImplementedError


Factor = tuple[Term, Fraction]
"""A base with its exponent."""
Reading = Callable[..., Term | None]
"""The term of a tensor, from those of its operands; None where it is to stand as it is."""


@dataclass(frozen=True, eq=False)
class Name(Term):
    """A tensor by its name."""

    latex: str
    signs: int
    tensor: Tensor

    @cached_property
    def length(self) -> int:
        """Return how long the name is."""
        return self.signs

    def value(self, operands: list[Any]) -> Any:  # noqa: ARG002
        """Return the tensor's numbers."""
        return self.tensor.value


@dataclass(frozen=True, eq=False)
class Identity(Term):
    """The identity matrix."""

    @cached_property
    def length(self) -> int:
        """Return 1."""
        return 1

    def value(self, operands: list[Any]) -> Any:  # noqa: ARG002
        """Return ones on the diagonal."""
        return np.eye(self.shape[-1])


@dataclass(frozen=True, eq=False)
class Product(Term):
    """A number times powers, cell by cell. Factors have the shape of the product or are scalars.

    Without a factor of its own shape it is a scalar repeated in every cell.
    """

    amount: Amount
    factors: tuple[Factor, ...]

    @cached_property
    def length(self) -> int:
        """Return the sum of the factors' lengths, with the signs between them."""
        parts = sum(
            base.length + (exponent not in {1, -1}) + 2 * isinstance(base, Sum) for base, exponent in self.factors
        )
        return max(parts + len(self.factors) - 1, 0) + self.amount.length + (not self.factors)

    @property
    def operands(self) -> tuple[Term, ...]:
        """The bases."""
        return tuple(base for base, _ in self.factors)

    def value(self, operands: list[Any]) -> Any:
        """Multiply the powers."""
        found: Any = float(self.amount.value)
        for base, (_, exponent) in zip(operands, self.factors, strict=True):
            found = found * base ** (int(exponent) if exponent.denominator == 1 else float(exponent))
        return found


@dataclass(frozen=True, eq=False)
class Sum(Term):
    """A sum of terms of one shape."""

    terms: tuple[Term, ...]

    @cached_property
    def length(self) -> int:
        """Return the sum of the lengths, with the signs between them."""
        return sum(one.length for one in self.terms) + len(self.terms) - 1

    @property
    def operands(self) -> tuple[Term, ...]:
        """The terms added."""
        return self.terms

    def value(self, operands: list[Any]) -> Any:
        """Add."""
        return sum(operands)


@dataclass(frozen=True, eq=False)
class MatrixProduct(Term):
    """A product of matrices, or of stacks of them."""

    factors: tuple[Term, ...]

    @cached_property
    def length(self) -> int:
        """Return the sum of the lengths, with the parentheses around sums."""
        return sum(one.length + 2 * isinstance(one, (Sum, Product)) for one in self.factors)

    @property
    def operands(self) -> tuple[Term, ...]:
        """The matrices."""
        return self.factors

    def value(self, operands: list[Any]) -> Any:
        """Multiply from left to right."""
        return reduce(np.matmul, operands)


@dataclass(frozen=True, eq=False)
class Transpose(Term):
    """A matrix, or each of a stack, with rows and columns changed for each other."""

    inner: Term

    @cached_property
    def length(self) -> int:
        """Return one more than the matrix takes."""
        return self.inner.length + 1 + 2 * isinstance(self.inner, (Sum, Product))

    @property
    def operands(self) -> tuple[Term, ...]:
        """The matrix."""
        return (self.inner,)

    def value(self, operands: list[Any]) -> Any:
        """Change the last two axes for each other."""
        return np.swapaxes(operands[0], -1, -2)


@dataclass(frozen=True, eq=False)
class Reshape(Term):
    """The same cells in another shape; a vector as the column that it is in a product of matrices."""

    inner: Term

    @property
    def silent(self) -> bool:
        """Whether only axes of size 1 come or go, so that nobody would write it."""
        return [size for size in self.shape if size != 1] == [size for size in self.inner.shape if size != 1]

    @cached_property
    def length(self) -> int:
        """Return what the cells take, and more if the new shape is written."""
        return self.inner.length + (0 if self.silent else 2 + LONGEST_WORD)

    @property
    def operands(self) -> tuple[Term, ...]:
        """What is reshaped."""
        return (self.inner,)

    def value(self, operands: list[Any]) -> Any:
        """Give the cells the new shape."""
        return operands[0].reshape(self.shape)


@dataclass(frozen=True, eq=False)
class Spread(Term):
    """The same cells, repeated along axes as broadcasting does."""

    inner: Term

    @cached_property
    def length(self) -> int:
        """Return what the cells take: broadcasting is not written."""
        return self.inner.length

    @property
    def operands(self) -> tuple[Term, ...]:
        """What is repeated."""
        return (self.inner,)

    def value(self, operands: list[Any]) -> Any:
        """Return the cells, which broadcast."""
        return operands[0]


@dataclass(frozen=True, eq=False)
class Total(Term):
    """The sum over axes, which are dropped."""

    inner: Term
    axes: tuple[int, ...]

    @cached_property
    def length(self) -> int:
        """Return what is summed, and the sign before it."""
        return self.inner.length + 2 + 2 * isinstance(self.inner, Sum)

    @property
    def operands(self) -> tuple[Term, ...]:
        """What is summed."""
        return (self.inner,)

    def value(self, operands: list[Any]) -> Any:
        """Add along the axes."""
        return operands[0].sum(axis=self.axes)


@dataclass(frozen=True, eq=False)
class Applied(Term):
    """Any operation of any terms, written as its declaration says; `attributes` in their normal form."""

    op: Operation
    arguments: tuple[Term, ...]
    attributes: Settings

    @cached_property
    def length(self) -> int:
        """Return what the operands take, and the operation's name."""
        return sum(one.length for one in self.arguments) + min(len(self.op.name), LONGEST_WORD) + 1

    @property
    def operands(self) -> tuple[Term, ...]:
        """The operands."""
        return self.arguments

    def value(self, operands: list[Any]) -> Any:
        """Compute as the engine does."""
        return self.op.forward(*operands, **self.attributes.values)


class Settings:
    """Attributes of an application: equal if they are the same small values, or the very same object."""

    __slots__ = ("_key", "values")

    def __init__(self, values: dict[str, Any], *, memorable: bool) -> None:
        self.values = values
        self._key: Hashable = tuple(values.items()) if memorable else id(values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


T = TypeVar("T", bound=Term)
_known: WeakValueDictionary[tuple[Any, ...], Any] = WeakValueDictionary()


def term(kind: type[T], *fields: Hashable) -> T:
    """Return the term with these fields: the one there is, or a new one. Sums and products are equal in any order."""
    *first, last = fields
    unordered = kind in {Sum, Product}
    key: tuple[Any, ...] = (kind, *first, frozenset(cast("tuple[Hashable, ...]", last)) if unordered else last)
    found: T | None = _known.get(key)
    if found is None:
        found = _known[key] = kind(*fields)  # type: ignore[arg-type]  # the caller's kind says which fields it has
    return found


NOTHING_SET = Settings({}, memorable=True)


def application(op: Operation, shape: Shape, *operands: Term) -> Applied:
    """Return an operation without attributes, applied to terms."""
    return term(Applied, shape, op, operands, NOTHING_SET)


def constant(shape: Shape, number: Amount) -> Product:
    """Return a number in every cell."""
    return term(Product, shape, number, ())


def parts(given: Term) -> tuple[Amount, tuple[Factor, ...]]:
    """Return any term as a number and factors."""
    if isinstance(given, Product):
        return given.amount, given.factors
    return ONE, ((given, Fraction(1)),)


def is_constant(given: Term) -> bool:
    """Return whether it is one number in every cell."""
    return isinstance(given, Product) and not given.factors
