"""The order in which a graph is walked: every tensor after its inputs. No recursion, so depth costs no stack."""

from __future__ import annotations

from retrograd.tensor import Tensor


def topological(output: Tensor) -> list[Tensor]:
    """Return the tensors that `output` was made from and `output` itself, every one after its inputs."""
    order: list[Tensor] = []
    seen: set[int] = set()
    stack: list[tuple[Tensor, bool]] = [(output, False)]
    while stack:
        tensor, inputs_done = stack.pop()
        if inputs_done:
            order.append(tensor)
        elif id(tensor) not in seen:
            seen.add(id(tensor))
            stack.append((tensor, True))
            stack.extend((source, False) for source in reversed(tensor.inputs) if id(source) not in seen)
    return order
