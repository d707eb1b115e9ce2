"""What each mode costs: passes, and the multiply-adds of all of them.

All derivatives of an output take reverse mode a pass for each cell of the output, and forward mode one for each
cell of the leaves (Griewank & Walther, Evaluating Derivatives, 2nd ed., sec. 3.2 and 4.6): a pass of either costs
about the same, so that a loss of one cell and many parameters are the case for reverse mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from retrograd.autodiff.passing import passes
from retrograd.tensor import Tensor


class Cost(NamedTuple):
    """The passes that a mode needs for all derivatives, and the multiply-adds of one pass."""

    passes: int
    multiply_adds: int

    @property
    def total(self) -> int:
        """The multiply-adds of all passes."""
        return self.passes * self.multiply_adds


def costs(order: Sequence[Tensor], output: Tensor) -> tuple[Cost, Cost]:
    """Return what d output / d leaf costs for every leaf in reverse mode, and what in forward mode.

    `order` has tensors after their inputs. A pass of either goes along the edges that lead to the output from what
    requires a gradient.
    """
    wanted, reaching = {output}, {output}
    work = 0
    for target in reversed(order):
        op = target.op
        if op is None or target not in reaching or not target.requires_grad:
            continue
        counted = target in wanted
        for argument, _ in op.passes:
            source = target.inputs[argument]
            reaching.add(source)
            if counted and source.requires_grad:
                wanted.add(source)
                work += passing_work(target, argument)
    cells = sum([one.value.size for one in order if one.op is None and one.requires_grad and one in reaching])
    return Cost(output.value.size, work), Cost(cells, work)


def edge_work(target: Tensor, argument: int) -> int:
    """Return the multiply-adds of a vjp or jvp along one edge: each is the other's transpose and costs the same."""
    return passing_work(target, argument) if passes(target, argument) else 0


def passing_work(target: Tensor, argument: int) -> int:
    """Return the same of an edge of which it is known that a derivative passes along it."""
    op, source = target.op, target.inputs[argument]
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    if op.work is not None:
        return op.work(*(one.shape for one in target.inputs), **target.attributes)
    cells, sources = target.value.size, source.value.size
    if op.local[argument] in {"shape", "selection"}:  # cells are moved; where they were repeated they are added up
        return cells if cells > sources else 0
    return max(cells, sources)
