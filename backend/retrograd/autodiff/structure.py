"""Structural zeros of Jacobians: the entries that are zero whatever the numbers are.

An entry of a product of Jacobians along a path can differ from zero only where a path of cells leads through
(Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 7: sparsity patterns propagate as boolean matrices). That
two paths cancel each other is no structure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrograd.autodiff.jacobian import Check, local_jacobian
from retrograd.autodiff.order import topological
from retrograd.autodiff.passing import passes
from retrograd.ops.reductions import sum_
from retrograd.tensor import Tensor, apply

Pattern = NDArray[np.bool_]
Model = tuple[Tensor, int]
"""An application of an operation, and the argument, whose Jacobian has the pattern of another's."""
Models = Callable[[Tensor, int], tuple[Model, ...]]
Way = Literal["vjp", "jvp"]

DRAWS = 2  # a smooth function has an entry zero by chance at one random point almost never, at two even less


def local_structure(target: Tensor, argument: int, check: Check = lambda: None) -> Pattern:
    """Return where ∂target/∂operand can differ from zero, with shape (target's cells, operand's cells)."""
    op, source = target.op, target.inputs[argument]
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    shape = (target.value.size, source.value.size)
    kind = op.local[argument]
    if not passes(target, argument):
        return np.zeros(shape, np.bool_)
    if kind == "pointwise":
        return np.eye(target.value.size, dtype=np.bool_)
    models = _models(target, argument)
    if not models:
        return np.ones(shape, np.bool_)
    found = np.zeros(shape, np.bool_)
    for model, place in models:
        found |= np.not_equal(local_jacobian(model, place, check), 0)
    return found


def _models(target: Tensor, argument: int) -> tuple[Model, ...]:
    """Return what the pattern of an edge can be read from; nothing if each cell may depend on each."""
    op = target.op
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    # A reduction depends on all that it reduces, though max at these numbers on one cell alone.
    if op.local[argument] == "reduction" and {"axis", "keepdims"} <= target.attributes.keys():
        same_axes = {name: target.attributes[name] for name in ("axis", "keepdims")}
        return ((apply(sum_, (target.inputs[argument],), same_axes), 0),)
    if op.piecewise or op.prepare is not None:
        return ()
    rng = np.random.default_rng(0)
    found = []
    for _ in range(DRAWS):
        drawn = tuple(
            Tensor(one.value if rule is None else rng.uniform(*op.domain, one.shape))
            for one, rule in zip(target.inputs, op.vjp, strict=True)
        )
        found.append((apply(op, drawn, target.attributes), argument))
    return tuple(found)


def structure(
    output: Tensor, source: Tensor, order: Sequence[Tensor] | None = None, check: Check = lambda: None
) -> Pattern:
    """Return where d output / d source can differ from zero, with shape (output's cells, source's cells).

    `order` holds every tensor that the output was made from after its inputs; it is found if not given. A pass takes
    one cell of the output back, or one of the source forward, whichever are fewer: what lies in between may be
    large, and the Jacobian of two such tensors is never made.
    """
    order = topological(output) if order is None else order
    models: Models = cache(_models)
    rows, columns = output.value.size, source.value.size
    if rows <= columns:
        found = [_back(order, output, cell, source, models, check) for cell in range(rows)]
        return np.array(found, np.bool_).reshape(rows, columns)
    found = [_ahead(order, source, cell, output, models, check) for cell in range(columns)]
    return np.array(found, np.bool_).reshape(columns, rows).T


def _back(
    order: Sequence[Tensor], output: Tensor, cell: int, source: Tensor, models: Models, check: Check
) -> Pattern:
    """Return the cells of the source that one cell of the output depends on."""
    reached = {output: _unit(output, cell)}
    for target in reversed(order):
        if target.op is None or target is source or target not in reached:
            continue
        for argument, operand in enumerate(target.inputs):
            if passes(target, argument):
                check()
                passed = _passed(target, argument, "vjp", reached[target], models)
                reached[operand] = reached[operand] | passed if operand in reached else passed
    return _cells(reached, source)


def _ahead(
    order: Sequence[Tensor], source: Tensor, cell: int, output: Tensor, models: Models, check: Check
) -> Pattern:
    """Return the cells of the output that depend on one cell of the source."""
    reached = {source: _unit(source, cell)}
    for target in order:
        if target.op is None or target is source:
            continue
        for argument, operand in enumerate(target.inputs):
            if operand in reached and passes(target, argument):
                check()
                passed = _passed(target, argument, "jvp", reached[operand], models)
                reached[target] = reached[target] | passed if target in reached else passed
    return _cells(reached, output)


def _unit(tensor: Tensor, cell: int) -> Pattern:
    unit = np.zeros(tensor.shape, np.bool_)
    unit.flat[cell] = True
    return unit


def _cells(reached: dict[Tensor, Pattern], tensor: Tensor) -> Pattern:
    found = reached.get(tensor)
    return np.zeros(tensor.value.size, np.bool_) if found is None else found.ravel()


def _passed(target: Tensor, argument: int, way: Way, reached: Pattern, models: Models) -> Pattern:
    """Return the cells that an edge leads to from `reached`: the operand's by its vjp, the target's by its jvp."""
    op, to = target.op, target.inputs[argument] if way == "vjp" else target
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    if op.local[argument] == "pointwise":
        return reached
    known = models(target, argument)
    if not known:
        return np.full(to.shape, reached.any())
    weights = np.random.default_rng(1).uniform(0.5, 1.5, reached.shape)  # so that no two cells cancel each other
    found = np.zeros(to.shape, np.bool_)
    for model, place in known:
        rule = model.op and getattr(model.op, way)[place]
        assert rule is not None  # noqa: S101  (the edge has a local derivative)
        operands = [one.value for one in model.inputs]
        found |= np.not_equal(rule(reached * weights, model.value, *operands, **model.attributes), 0)
    return found
