"""Operations on vectors and matrices, read as products, transposes and inverses."""

from __future__ import annotations

from collections.abc import Mapping

from retrograd.ops.equations import split
from retrograd.ops.linear_algebra import inv
from retrograd.symbolic.matrices import applied, column, matmul, reshaped, row, transposed
from retrograd.symbolic.products import times
from retrograd.symbolic.spreading import spread
from retrograd.symbolic.sums import plus
from retrograd.symbolic.terms import Reading, Term, Transpose, application
from retrograd.tensor import Tensor


def _dot(tensor: Tensor, x: Term, y: Term) -> Term | None:
    if not x.shape or not y.shape:
        return times(tensor.shape, x, y)
    return applied(x, y, tensor.shape) if len(y.shape) < 3 and len(x.shape) < 3 else None


def _matmul(tensor: Tensor, x: Term, y: Term) -> Term | None:
    mixed = len(x.shape) != len(y.shape) and max(len(x.shape), len(y.shape)) > 2
    return None if mixed else applied(x, y, tensor.shape)


def _linear(tensor: Tensor, x: Term, weight: Term, bias: Term | None = None) -> Term | None:
    if len(x.shape) > 2:
        return None
    weighed = applied(x, transposed(weight), tensor.shape)
    return weighed if bias is None else plus(tensor.shape, weighed, spread(bias, tensor.shape))


def _outer(tensor: Tensor, x: Term, y: Term) -> Term | None:
    if len(x.shape) != 1 or len(y.shape) != 1:
        return None
    return reshaped(matmul(column(x), row(y)), tensor.shape)


def _transpose(tensor: Tensor, x: Term) -> Term | None:
    ndim, axes = len(x.shape), tensor.attributes["axes"]
    if axes == tuple(range(ndim)):
        return x
    if axes == (*range(ndim - 2), ndim - 1, ndim - 2):
        return transposed(x)
    return None


def _swapaxes(tensor: Tensor, x: Term) -> Term | None:
    ndim = len(x.shape)
    axes = {tensor.attributes["axis1"], tensor.attributes["axis2"]}
    if len(axes) == 1:
        return x
    return transposed(x) if axes == {ndim - 2, ndim - 1} else None


def _inverse(_tensor: Tensor, x: Term) -> Term | None:
    return transposed(_inverted(x.inner)) if isinstance(x, Transpose) else None


def _inverted(x: Term) -> Term:
    return application(inv, x.shape, x)


def _solve(tensor: Tensor, x: Term, y: Term) -> Term | None:
    if len(x.shape) > 2 or len(y.shape) > 2:
        return None
    inverse = transposed(_inverted(x.inner)) if isinstance(x, Transpose) else _inverted(x)
    return reshaped(matmul(inverse, column(y)), tensor.shape)


def _tensordot(tensor: Tensor, x: Term, y: Term) -> Term | None:
    """Over no axis of a scalar, or over one of two matrices, it is a product like any other."""
    left, right = tensor.attributes["axes"]
    if not left and not (x.shape and y.shape):
        return times(tensor.shape, x, y)
    if len(left) != 1 or len(x.shape) > 2 or len(y.shape) > 2:
        return None
    first = column(x) if len(x.shape) == 1 else x
    before = transposed(first) if left[0] == 0 else first
    second = column(y)
    after = transposed(second) if right[0] == 1 else second
    return reshaped(matmul(before, after), tensor.shape)


def _einsum(tensor: Tensor, *operands: Term) -> Term | None:
    """Over one index of two vectors or matrices, which no other has, it is a product like any other."""
    equation = split(tensor.attributes["equation"])
    if len(operands) != 2 or any(len(one.shape) not in {1, 2} for one in operands):
        return None
    (left, right), kept = equation.terms, equation.result
    shared = set(left) & set(right)
    plain = all(len(set(one)) == len(one) for one in (left, right, kept))
    if not plain or len(shared) > 1 or set(left) ^ set(right) != set(kept):
        return None
    x, y = operands
    if any(x.shape[left.index(one)] != y.shape[right.index(one)] for one in shared):
        return None
    before = column(x) if not shared else transposed(column(x)) if left[0] in shared else x
    after = row(y) if not shared else column(y) if right[0] in shared else transposed(y)
    if not shared and len(left) + len(right) > 2:
        return None
    found = matmul(before, after)
    swap = len(kept) == 2 and kept[0] in right
    return reshaped(transposed(found) if swap else found, tensor.shape)


def _inner(tensor: Tensor, x: Term, y: Term) -> Term | None:
    if not x.shape or not y.shape:
        return times(tensor.shape, x, y)
    if len(x.shape) > 2 or len(y.shape) > 2:
        return None
    return reshaped(matmul(row(x), transposed(row(y))), tensor.shape)


READINGS: Mapping[str, Reading] = {
    "matmul": _matmul,
    "dot": _dot,
    "linear": _linear,
    "outer": _outer,
    "transpose": _transpose,
    "swapaxes": _swapaxes,
    "inv": _inverse,
    "solve": _solve,
    "tensordot": _tensordot,
    "inner": _inner,
    "einsum": _einsum,
}
