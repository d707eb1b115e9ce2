"""Along which edges derivatives pass."""

from __future__ import annotations

from retrograd.tensor import Tensor


def passes(target: Tensor, argument: int) -> bool:
    """Return whether a derivative passes along the edge into an argument of `target`, an operation.

    None passes where the operation has none for the argument, as a comparison and `detach`, nor where `no_grad` cut
    off what would require a gradient. What requires none anyway, a constant, has the derivatives of any number.
    """
    op = target.op
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    return op.jvp[argument] is not None and (target.requires_grad or not target.inputs[argument].requires_grad)
