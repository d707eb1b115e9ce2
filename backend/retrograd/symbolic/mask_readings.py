"""Masks, comparisons, and what is counted by them: read as what they say, and left away where they say nothing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from retrograd.ops.logic import equal, greater, greater_equal, less, less_equal, not_equal
from retrograd.ops.masks import is_positive
from retrograd.ops.op import Operation
from retrograd.symbolic.amounts import ONE, ZERO
from retrograd.symbolic.products import product, times
from retrograd.symbolic.spreading import total
from retrograd.symbolic.sums import minus
from retrograd.symbolic.terms import Applied, Reading, Sum, Term, application, constant, is_constant, parts
from retrograd.tensor import Tensor

OPPOSITE = {
    greater: less_equal,
    less_equal: greater,
    less: greater_equal,
    greater_equal: less,
    equal: not_equal,
    not_equal: equal,
}
COUNTED = frozenset({"is_class", "is_equal", "is_same"})
"""Masks whose cells are added up, and mostly give 1."""


def _subtract(tensor: Tensor, x: Term, y: Term) -> Term:
    if _is_one(x) and isinstance(y, Applied) and y.op is is_positive:  # the other cells
        return application(less_equal, y.shape, y.arguments[0], constant(y.shape, ZERO))
    return minus(tensor.shape, x, y)


def _is_one(given: Term) -> bool:
    return is_constant(given) and parts(given)[0] == ONE


def _comparison(op: Operation, other: Operation) -> Reading:
    """Read a mask of a difference as what it compares: x - y > 0 as x > y, and 1 - x > 0 as x < 1."""

    def reading(_tensor: Tensor, x: Term) -> Term | None:
        if not isinstance(x, Sum) or len(x.terms) != 2:
            return None
        first, second = x.terms
        if is_constant(first):
            first, second = second, first
        size, factors = parts(first)
        if abs(size) != ONE:
            return None
        left, right = product(x.shape, ONE, factors), times(x.shape, second, by=-size)
        return application(other if size.negative else op, x.shape, left, right)

    return reading


def _guard(tensor: Tensor, *_operands: Term) -> Term | None:
    """A mask that is there for a corner which no cell is in: it is 0."""
    return constant(tensor.shape, ZERO) if not np.any(tensor.value) else None


def _is_true(_tensor: Tensor, x: Term) -> Term | None:
    return x if isinstance(x, Applied) and x.op.truth else None


def _is_false(tensor: Tensor, x: Term) -> Term | None:
    if isinstance(x, Applied) and x.op.truth:
        opposite = OPPOSITE.get(x.op)
        if opposite is None or any(np.isnan(one.value).any() for one in tensor.inputs[0].inputs):
            return minus(tensor.shape, constant((), ONE), x)
        return application(opposite, x.shape, *x.arguments)
    return _guard(tensor)


def _sum(tensor: Tensor, x: Term) -> Term:
    if isinstance(x, Applied) and x.op.name in COUNTED and np.all(tensor.value == 1):
        return constant(tensor.shape, ONE)  # every label is one of the classes; there are no ties
    return total(x, tensor.attributes["axis"], keepdims=tensor.attributes["keepdims"])


READINGS: Mapping[str, Reading] = {
    "subtract": _subtract,
    "sum": _sum,
    "is_zero": _is_false,
    "is_nonzero": _is_true,
    "is_equal": _guard,
    "has_no_inverse": _guard,
    "is_zero_to_a_nonnegative": _guard,
    "is_positive": _comparison(greater, less),
    "is_above_zero": _comparison(greater, less),
    "is_not_negative": _comparison(greater_equal, less_equal),
}
