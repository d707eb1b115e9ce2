"""Matrices in formulas: products, transposes, vectors as columns.

A vector is a column. In a product of matrices it is `Reshape` to (n, 1), and the column that comes out is reshaped
to a vector again: neither is written, so that X w is what one reads.
"""

from __future__ import annotations

from fractions import Fraction

from retrograd.ops.op import Shape
from retrograd.symbolic.amounts import ONE, Amount
from retrograd.symbolic.products import product, scalars_of, scaled
from retrograd.symbolic.terms import (
    Factor,
    Identity,
    MatrixProduct,
    Product,
    Reshape,
    Spread,
    Term,
    Transpose,
    constant,
    is_constant,
    term,
)


def swapped(shape: Shape) -> Shape:
    """Return the shape with the last two sizes changed for each other."""
    return (*shape[:-2], shape[-1], shape[-2])


def transposed(given: Term) -> Term:
    """Return the transpose of a matrix, or of each of a stack."""
    shape = swapped(given.shape)
    amount, scalars, cells = scalars_of(given)
    inner = _transposed(shape, _cells(given.shape, cells)) if cells else constant(shape, ONE)
    return scaled(shape, inner, amount, scalars)


def _transposed(shape: Shape, given: Term) -> Term:
    match given:
        case Transpose():
            return given.inner
        case Identity():
            return term(Identity, shape)
        case MatrixProduct():
            return matmul(*(transposed(one) for one in reversed(given.factors)))
        case Product(factors=((base, exponent),)):
            return product(shape, ONE, ((transposed(base), exponent),))
        case Reshape() if _is_upright(given):
            return column(given.inner)
    return given if shape[-2:] == (1, 1) else term(Transpose, shape, given)


def _is_upright(given: Reshape) -> bool:
    """Return whether a row is a vector, which is written as a column unless it is transposed."""
    return len(given.shape) == 2 and given.shape == (1, *given.inner.shape) != (1, 1)


def _cells(shape: Shape, cells: tuple[Factor, ...]) -> Term:
    return product(shape, ONE, cells) if cells else constant(shape, ONE)


def reshaped(given: Term, shape: Shape) -> Term:
    """Return the same cells, in row-major order, in another shape."""
    amount, scalars, cells = scalars_of(given)
    if given.shape == shape:
        return given
    if not given.shape:
        return product(shape, amount, scalars)
    inner = _reshaped(_cells(given.shape, cells), shape) if cells else constant(shape, ONE)
    return scaled(shape, inner, amount, scalars)


def _reshaped(given: Term, shape: Shape) -> Term:
    if isinstance(given, Reshape):
        return reshaped(given.inner, shape)
    if _turns(given.shape, shape) or (len(shape) == 1 and _is_row(given)):
        return reshaped(transposed(given), shape)
    return term(Reshape, shape, given)


def _turns(old: Shape, new: Shape) -> bool:
    """Return whether a row becomes a column, or a column a row."""
    return len(old) == len(new) == 2 and old != new and 1 in old and new == swapped(old)


def _is_row(given: Term) -> bool:
    """Return whether a term is a product that is a row, as xᵀ Y: a vector is written as the column Yᵀ x."""
    alone = len(given.shape) == 2 and given.shape[0] == 1 != given.shape[1]
    return alone and isinstance(given, MatrixProduct) and isinstance(given.factors[0], Transpose)


def column(given: Term) -> Term:
    """Return a vector as a matrix of one column; a matrix as it is."""
    return reshaped(given, (*given.shape, 1)) if len(given.shape) == 1 else given


def row(given: Term) -> Term:
    """Return a vector as a matrix of one row; a matrix as it is."""
    return transposed(column(given)) if len(given.shape) == 1 else given


def applied(left: Term, right: Term, shape: Shape) -> Term:
    """Return `left @ right` as NumPy has it, where at most one of both is a stack and vectors are rows or columns."""
    if len(left.shape) == 1 and len(right.shape) == 2:  # a row times a matrix, as a column
        return reshaped(matmul(transposed(right), column(left)), shape)
    return reshaped(matmul(row(left), column(right)), shape)


def matmul(*given: Term) -> Term:
    """Return the product of matrices with all numbers and scalars in front."""
    shape = (*max((one.shape[:-2] for one in given), key=len), given[0].shape[-2], given[-1].shape[-1])
    amount, scalars, factors = ONE, list[Factor](), list[Term]()
    for one in given:
        if one.shape == (1, 1) and len(given) > 1 and len(shape) == 2:
            one = reshaped(one, ())  # noqa: PLW2901  (a matrix of one cell is a scalar)
        number, scalar, cells = scalars_of(one)
        amount = amount * number
        scalars += scalar
        if not one.shape:
            continue
        inner = _cells(one.shape, cells)
        factors += inner.factors if isinstance(inner, MatrixProduct) else _unspread(inner)
    plain = [one for one in factors if not isinstance(one, Identity)]
    return _gathered(shape, amount, tuple(scalars), plain or [_unit(shape)])


def _unit(shape: Shape) -> Term:
    return constant(shape, ONE) if shape[-2:] == (1, 1) else term(Identity, shape)


def _unspread(given: Term) -> list[Term]:
    """Return a vector that was repeated in every row, or column, as the product with ones that it is."""
    if isinstance(given, Reshape) and _is_upright(given):
        return [row(given.inner)]
    if not isinstance(given, Spread) or len(given.shape) != 2:
        return [given]
    inner, (rows, columns) = given.inner, given.shape
    if inner.shape in {(columns,), (1, columns)} and rows != 1:
        return [constant((rows, 1), ONE), row(inner)]
    return [inner, constant((1, columns), ONE)] if inner.shape == (rows, 1) else [given]


def _gathered(shape: Shape, amount: Amount, scalars: tuple[Factor, ...], factors: list[Term]) -> Term:
    joined: list[Term] = []
    for one in factors:
        last = joined[-1] if joined else None
        if last is not None and is_constant(last) and is_constant(one) and len(one.shape) == 2:
            amount = amount * Amount(Fraction(one.shape[0]))
            joined[-1] = constant((last.shape[0], one.shape[1]), ONE)
        else:
            joined.append(one)
    inner = joined[0] if len(joined) == 1 else term(MatrixProduct, shape, tuple(joined))
    return scaled(shape, inner, amount, scalars)
