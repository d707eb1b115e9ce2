"""The order in which a graph is walked: every tensor after its inputs. No recursion, so depth costs no stack."""

from __future__ import annotations

from retrograd.tensor import Tensor


def topological(output: Tensor) -> list[Tensor]:
    """Return the tensors that `output` was made from and `output` itself, every one after its inputs."""
    order: list[Tensor] = []
    seen = {output}
    stack = [(output, iter(output.inputs))]
    while stack:
        tensor, rest = stack[-1]
        for source in rest:
            if source not in seen:
                seen.add(source)
                if source.inputs:
                    stack.append((source, iter(source.inputs)))
                    break
                order.append(source)
        else:
            stack.pop()
            order.append(tensor)
    return order
