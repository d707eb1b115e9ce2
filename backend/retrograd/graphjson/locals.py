"""The local derivatives that edges show as arrays: what there is to show of an operand is known of each operation."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from retrograd.graphjson.model import Array
from retrograd.graphjson.shown import Shown
from retrograd.ops.op import LocalKind, Operand, Operation, Rule
from retrograd.tensor import Tensor

COPYING = frozenset({"sum", "mean", "trace"})
OPERATIONS = 1024  # of which it is remembered; there are more only where operations take any number of operands


class Shows(NamedTuple):
    """What there is to show of the local derivative by one operand.

    `value` is the derivative cell by cell, or the other factor of a matrix product: it is the operand at `position`,
    or `steady`, one number in all cells, or what the `slope` gives. `weighs` is the vjp where it may tell how much
    each cell of the operand changes the one cell that it goes into.
    """

    kind: LocalKind
    position: int | None = None
    steady: float | None = None
    slope: Rule | None = None
    weighs: Rule | None = None


@lru_cache(OPERATIONS)
def shows(op: Operation) -> tuple[Shows, ...]:
    """Return what there is to show of each operand of an operation."""
    return tuple(_shows(op, argument) for argument in range(len(op.local)))


def _shows(op: Operation, argument: int) -> Shows:
    kind = op.local[argument]
    if kind == "matmul":
        return Shows(kind, position=1 - argument)
    if kind == "pointwise":
        slope = op.slope[argument]
        if op.steady[argument] is not None:
            return Shows(kind, steady=op.steady[argument])
        return Shows(kind, position=slope.position) if isinstance(slope, Operand) else Shows(kind, slope=slope)
    weighs = kind in ("reduction", "general") and op.name not in COPYING
    return Shows(kind, weighs=op.vjp[argument] if weighs else None)


def value(shows: Shows, target: Tensor, shown: Shown) -> Array | None:
    """Return the derivative cell by cell, or the other factor of a matrix product, or None."""
    if shows.position is not None:
        return shown.array(target.inputs[shows.position].value)
    if shows.steady is not None:
        return shown.constant(shows.steady, target.value)
    if shows.slope is None:
        return None
    slope = shows.slope(target.value, *[source.value for source in target.inputs], **target.attributes)
    return shown.array(slope, lasting=False) if hasattr(slope, "shape") else shown.constant(slope, target.value)


def weights(shows: Shows, target: Tensor, operand: Any, shown: Shown) -> Array | None:
    """Return how much each cell of an operand changes the one cell that it goes into, or None.

    There is such a number where the result is a single number, and where axes are reduced. It is worked out
    for what is shown in full, and told where it says more than that cells are copied.
    """
    reduced = shows.kind == "reduction" and "axis" in target.attributes
    if shows.weighs is None or (target.shape and not reduced) or operand.size > shown.max_elements:
        return None
    ones = np.ones(target.shape, target.dtype)
    operands = [source.value for source in target.inputs]
    return shown.array(shows.weighs(ones, target.value, *operands, **target.attributes), lasting=False)
