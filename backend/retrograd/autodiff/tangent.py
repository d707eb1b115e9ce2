"""Forward mode: tangents carried along with the values, one contribution for each edge.

The tangent of a result is the sum over its operands of the Jacobian times the operand's tangent
(Griewank & Walther, Evaluating Derivatives, 2nd ed., sec. 3.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from retrograd.autodiff.passing import passes
from retrograd.autodiff.reverse import Contribution
from retrograd.ops.op import Value
from retrograd.tensor import Tensor


def tangents(
    order: Sequence[Tensor], seeds: Mapping[Tensor, Value], carried: dict[Tensor, Value]
) -> Iterator[Contribution]:
    """Walk forward and yield what each edge adds to its target's tangent, having added it to `carried`.

    `order` holds every tensor after its inputs. `seeds` maps leaf to the leaf's tangent, of its shape;
    `carried` maps tensor to its tangent so far, and is the caller's.
    """
    carried.update(seeds)
    for target in order:
        if target.op is None or carried.keys().isdisjoint(target.inputs):
            continue
        operands = [source.value for source in target.inputs]
        for argument, (source, rule) in enumerate(zip(target.inputs, target.op.jvp, strict=True)):
            change = carried.get(source)
            if rule is None or change is None or not passes(target, argument):
                continue
            value = rule(change, target.value, *operands, **target.attributes)
            so_far = carried.get(target)
            carried[target] = value if so_far is None else so_far + value
            yield target, argument, value
