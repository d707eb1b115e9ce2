"""Broadcasting and its way back in formulas: cells repeated along axes, and sums over axes."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from retrograd.ops.broadcasting import reduced_shape
from retrograd.ops.op import Shape
from retrograd.symbolic.amounts import ONE, Amount
from retrograd.symbolic.matrices import column, matmul, reshaped, row
from retrograd.symbolic.products import product, scalars_of, scaled, times
from retrograd.symbolic.terms import Factor, Reshape, Spread, Term, Total, term


def spread(given: Term, shape: Shape) -> Term:
    """Return a term broadcast to a shape; a scalar is one in every cell."""
    if given.shape == shape:
        return given
    if prod(given.shape) == 1 and prod(shape) != 0:
        return times(shape, reshaped(given, ()))
    amount, scalars, cells = scalars_of(given)
    if not cells:
        return product(shape, amount, scalars)
    return scaled(shape, _spread(product(given.shape, ONE, cells), shape), amount, scalars)


def _spread(given: Term, shape: Shape) -> Term:
    inner = given.inner if isinstance(given, (Spread, Reshape)) else given
    leading = isinstance(given, Reshape) and given.shape == (1, *inner.shape)
    return spread(inner, shape) if isinstance(given, Spread) or leading else term(Spread, shape, given)


def total(given: Term, axes: tuple[int, ...], *, keepdims: bool = False) -> Term:
    """Return the sum over axes."""
    shape = reduced_shape(given.shape, axes, keepdims=False)
    if keepdims:
        return reshaped(total(given, axes), reduced_shape(given.shape, axes, keepdims=True))
    if all(given.shape[axis] == 1 for axis in axes):
        return reshaped(given, shape)
    amount, scalars, cells = scalars_of(given)
    count = Amount(Fraction(prod(given.shape[axis] for axis in axes)))
    still = tuple(one for one in cells if _unchanging(one, axes))
    moving = tuple(one for one in cells if one not in still)
    outer = [_once(one, given.shape, axes, shape) for one in still]
    if not moving:
        return scaled(shape, times(shape, *outer, by=amount * count), ONE, scalars)
    inner = product(given.shape, ONE, moving)
    return scaled(shape, times(shape, *outer, _total(inner, moving, axes, shape)), amount, scalars)


def _total(given: Term, cells: tuple[Factor, ...], axes: tuple[int, ...], shape: Shape) -> Term:
    """Return the sum of what changes along the axes; of a product of two vectors as the dot product that it is."""
    if len(given.shape) == 1 and len(cells) == 2 and all(exponent == 1 for _, exponent in cells):
        left, right = (base for base, _ in cells)
        return reshaped(matmul(row(left), column(right)), shape)
    return term(Total, shape, given, axes)


def _padded(factor: Factor, ndim: int) -> Shape:
    base = factor[0]
    inner = base.inner.shape if isinstance(base, Spread) else base.shape
    return (1,) * (ndim - len(inner)) + inner


def _unchanging(factor: Factor, axes: tuple[int, ...]) -> bool:
    """Return whether a factor was only repeated along all these axes."""
    base = factor[0]
    return isinstance(base, Spread) and all(_padded(factor, len(base.shape))[axis] == 1 for axis in axes)


def _once(factor: Factor, large: Shape, axes: tuple[int, ...], shape: Shape) -> Term:
    """Return a factor that was only repeated along the axes without them."""
    base, exponent = factor
    assert isinstance(base, Spread)  # noqa: S101  (asked before)
    sizes = tuple(size for axis, size in enumerate(_padded(factor, len(large))) if axis not in axes)
    once = spread(reshaped(base.inner, sizes), shape)
    return product(shape, ONE, ((once, exponent),))
