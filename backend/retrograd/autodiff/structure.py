"""Structural zeros of Jacobians: the entries that are zero whatever the numbers are.

An entry of a product of Jacobians along a path can differ from zero only where a path of cells leads through
(Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 7: sparsity patterns propagate as boolean matrices). That
two paths cancel each other is no structure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.autodiff.jacobian import Check, local_jacobian
from retrograd.autodiff.order import topological
from retrograd.ops.op import Operation
from retrograd.ops.reductions import sum_
from retrograd.tensor import Tensor, apply

Pattern = NDArray[np.bool_]
DRAWS = 2  # a smooth function has an entry zero by chance at one random point almost never, at two even less


def local_structure(target: Tensor, argument: int, check: Check = lambda: None) -> Pattern:
    """Return where ∂target/∂operand can differ from zero, with shape (target's cells, operand's cells)."""
    op, source = target.op, target.inputs[argument]
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    shape = (target.value.size, source.value.size)
    kind = op.local[argument]
    if kind == "none":
        return np.zeros(shape, np.bool_)
    if kind == "pointwise":
        return np.eye(target.value.size, dtype=np.bool_)
    # A reduction depends on all that it reduces, though max at these numbers on one cell alone.
    if kind == "reduction" and {"axis", "keepdims"} <= target.attributes.keys():
        same_axes = {name: target.attributes[name] for name in ("axis", "keepdims")}
        return _nonzero(sum_, (source.value,), same_axes, 0, check)
    if op.piecewise or op.prepare is not None:
        return np.ones(shape, np.bool_)
    rng = np.random.default_rng(0)
    found = np.zeros(shape, np.bool_)
    for _ in range(DRAWS):
        drawn = tuple(
            one.value if rule is None else rng.uniform(*op.domain, one.shape)
            for one, rule in zip(target.inputs, op.vjp, strict=True)
        )
        found |= _nonzero(op, drawn, target.attributes, argument, check)
    return found


def _nonzero(
    op: Operation, operands: tuple[Any, ...], attributes: dict[str, Any], argument: int, check: Check
) -> Pattern:
    target = apply(op, tuple(map(Tensor, operands)), attributes)
    return np.not_equal(local_jacobian(target, argument, check), 0)


def structure(
    output: Tensor, source: Tensor, order: Sequence[Tensor] | None = None, check: Check = lambda: None
) -> Pattern:
    """Return where d output / d source can differ from zero, with shape (output's cells, source's cells).

    `order` holds every tensor that the output was made from after its inputs; it is found if not given.
    """
    order = topological(output) if order is None else order
    reached: dict[Tensor, Pattern] = {source: np.eye(source.value.size, dtype=np.bool_)}
    for target in order:
        if target.op is None or target is source:
            continue
        for argument, operand in enumerate(target.inputs):
            if operand not in reached or target.op.local[argument] == "none":
                continue
            passed = local_structure(target, argument, check) @ reached[operand]
            reached[target] = reached[target] | passed if target in reached else passed
    blank = np.zeros((output.value.size, source.value.size), np.bool_)
    return reached.get(output, blank)
