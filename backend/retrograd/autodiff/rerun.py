"""A graph run again as it was made, with another value for one leaf: the definition of what depends on it.

What was decided by numbers when the graph was built stays decided: the side of an `if`, the cells of a mask.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retrograd.autodiff.jacobian import Check
from retrograd.autodiff.passing import passes
from retrograd.tensor import Tensor, apply


def rerun(order: Sequence[Tensor], output: Tensor, leaf: Tensor, value: Any, check: Check = lambda: None) -> Any:
    """Return the value of `output` if `leaf` were `value`; `order` holds every tensor after its inputs."""
    changed: dict[Tensor, Tensor] = {leaf: Tensor(value, dtype=leaf.dtype)}
    for one in order:
        if one.op is None or changed.keys().isdisjoint(one.inputs):
            continue
        check()
        changed[one] = apply(one.op, tuple([changed.get(source, source) for source in one.inputs]), one.attributes)
    return changed.get(output, output).value


def cut_off(order: Sequence[Tensor], output: Tensor) -> set[Tensor]:
    """Return what `output` also depends on through a `detach` or a `no_grad`, where no gradient passes."""
    reaching, cut = {output}, set[Tensor]()
    for target in reversed(order):
        if target.op is None or target not in reaching:
            continue
        reaching.update(target.inputs)
        for argument, source in enumerate(target.inputs):
            paused = target.op.jvp[argument] is not None and not passes(target, argument)
            if target in cut or paused or target.op.name == "detach":
                cut.add(source)
    return cut
