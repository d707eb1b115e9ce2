"""The ids of nodes, edges and groups in the graph JSON: numbered in the order in which a run made them."""

from __future__ import annotations

from retrograd.language.interpret import Run
from retrograd.tensor import Tensor

EdgeKey = tuple[Tensor, int]
"""(target, argument)"""


def node_ids(run: Run) -> dict[Tensor, str]:
    """Return the id of each tensor's node."""
    return {tensor: f"n{number}" for number, tensor in enumerate(run.tensors)}


def edge_ids(run: Run) -> dict[EdgeKey, str]:
    """Return each edge's id by the tensor it leads to and the argument it is."""
    return {(target, argument): f"e{number}" for number, (target, argument) in enumerate(edges(run))}


def group_id(number: int) -> str:
    """Return the id of the group with this number."""
    return f"g{number}"


def edges(run: Run) -> list[tuple[Tensor, int]]:
    """Return all edges in the order of their ids: the tensor each leads to, and which argument it is."""
    return [(target, argument) for target in run.tensors for argument in range(len(target.inputs))]
