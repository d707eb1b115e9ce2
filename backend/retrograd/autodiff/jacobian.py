"""Jacobians as matrices: of one edge, and of an output with respect to anything it was made from.

Rows are the cells of the result, columns those of the operand, both in row-major order. Reverse mode gives a row a
pass, forward mode a column a pass (Griewank & Walther, Evaluating Derivatives, 2nd ed., sec. 3.1 and 3.2): the one
with fewer passes is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.autodiff.order import topological
from retrograd.autodiff.passing import passes
from retrograd.autodiff.reverse import contributions
from retrograd.autodiff.tangent import tangents
from retrograd.ops.op import Rule, Shape
from retrograd.tensor import Tensor

Matrix = NDArray[Any]
Check = Callable[[], None]
"""Called before each pass; raises when the budget is used up."""


def local_jacobian(target: Tensor, argument: int, check: Check = lambda: None) -> Matrix:
    """Return ∂target/∂operand for one operand alone, with shape (target's cells, operand's cells).

    Along an edge on which no derivative passes it is zero.
    """
    assert target.op is not None  # noqa: S101  (an edge leads to an operation)
    source = target.inputs[argument]
    operands = [one.value for one in target.inputs]
    vjp, jvp = target.op.vjp[argument], target.op.jvp[argument]
    if vjp is None or jvp is None or not passes(target, argument):
        return np.zeros((target.value.size, source.value.size), target.dtype)

    def through(rule: Rule, unit: Matrix) -> Matrix:
        check()
        return np.asarray(rule(unit, target.value, *operands, **target.attributes))

    if target.value.size <= source.value.size:
        return _rows((through(vjp, unit) for unit in _units(target)), target, source)
    return _rows((through(jvp, unit) for unit in _units(source)), source, target).T


def jacobian(
    output: Tensor, source: Tensor, order: Sequence[Tensor] | None = None, check: Check = lambda: None
) -> Matrix:
    """Return d output / d source over all paths, with shape (output's cells, source's cells); zero without a path.

    `order` holds every tensor that the output was made from after its inputs; it is found if not given.
    """
    order = topological(output) if order is None else order
    if source.requires_grad and output.value.size <= source.value.size:
        return _rows((_pulled(order, output, unit, source, check) for unit in _units(output)), output, source)
    return _rows((_pushed(order, source, unit, output, check) for unit in _units(source)), source, output).T


def _pulled(order: Sequence[Tensor], output: Tensor, seed: Matrix, source: Tensor, check: Check) -> Matrix:
    gradients: dict[Tensor, Any] = {}
    check()
    for _ in contributions(order, output, seed, gradients):
        pass
    return _found(gradients, source)


def _pushed(order: Sequence[Tensor], source: Tensor, tangent: Matrix, output: Tensor, check: Check) -> Matrix:
    carried: dict[Tensor, Any] = {}
    check()
    for _ in tangents(order, {source: tangent}, carried):
        pass
    return _found(carried, output)


def _found(derivatives: dict[Tensor, Any], tensor: Tensor) -> Matrix:
    found = derivatives.get(tensor)
    return np.zeros_like(tensor.value) if found is None else np.asarray(found)


def _units(tensor: Tensor) -> Iterator[Matrix]:
    """Yield for each cell of `tensor` an array of its shape with a 1 there and zeros elsewhere."""
    for cell in range(tensor.value.size):
        unit = np.zeros_like(tensor.value)
        unit.flat[cell] = 1
        yield unit


def _rows(found: Iterator[Matrix], down: Tensor, across: Tensor) -> Matrix:
    rows = [one.ravel() for one in found]
    shape: Shape = (down.value.size, across.value.size)
    return np.array(rows, down.dtype).reshape(shape)
