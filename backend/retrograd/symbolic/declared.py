"""Operations whose gradient is written as their declaration says, and not by the steps in which it is computed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from retrograd.language.interpret import Run
from retrograd.ops.op import LocalKind, Operation, Rule, Shape, Value, same

AS_DECLARED = frozenset(
    {
        "conv1d",
        "conv2d",
        "max_pool1d",
        "max_pool2d",
        "avg_pool1d",
        "avg_pool2d",
        "median",
        "sort",
        "topk_values",
        "kron",
        "tile",
        "repeat",
        "roll",
        "masked_select",
        "cholesky",
        "pinv",
        "cofactors",
        "cosine_similarity",
    }
)
"""Their rules move cells about, or look at the numbers first, in more steps than there are in the formula."""
_NONE: tuple[LocalKind, ...] = ("none",)
UPSTREAM, RESULT = "g", "z"


def declare(run: Run) -> None:
    """Let the gradients of such operations of a run be one step each; the run is used for nothing else."""
    for tensor in run.tensors:
        if tensor.op is not None and tensor.op.name in AS_DECLARED:
            tensor.op = _with_declared_gradient(tensor.op)


def is_one_step(op: Operation) -> bool:
    """Return whether an operation is the gradient of another: it is linear in its first operand."""
    return op.operands[:2] == (UPSTREAM, RESULT)


@cache
def _with_declared_gradient(op: Operation) -> Operation:
    return replace(op, vjp=tuple(_in_one_step(op, argument) for argument in range(len(op.vjp))))


def _in_one_step(op: Operation, argument: int) -> Rule | None:
    """Return a rule that applies an operation of its own, whose formula is the one declared."""
    rule = op.vjp[argument]
    if rule is None:
        return None
    operands = (UPSTREAM, RESULT, *op.operands)
    none: tuple[None, ...] = (None,) * len(operands)

    def shape(_upstream: Shape, _result: Shape, *shapes: Shape, **_attributes: Any) -> Shape:
        return shapes[argument]

    step = Operation(
        name=f"{op.name}_vjp",
        sign=op.sign,
        family=op.family,
        summary=op.summary,
        operands=operands,
        parameters=op.parameters,
        forward=rule,
        shape=shape,
        resolve=same,
        vjp=none,
        jvp=none,
        local=_NONE * len(operands),
        latex=op.vjp_latex[argument],
        vjp_latex=("",) * len(operands),
        samples=(),
        public=False,
    )

    def recorded(upstream: Value, result: Value, *operands: Value, **attributes: Any) -> Value:
        return step(upstream, result, *operands, **attributes)

    return recorded
