"""The ids of nodes and edges in the graph JSON: numbered in the order in which a run made them."""

from __future__ import annotations

from retrograd.language.interpret import Run
from retrograd.tensor import Tensor

EdgeKey = tuple[int, int]
"""(id(target), argument)"""


def node_ids(run: Run) -> dict[int, str]:
    """Return each node's id by id(tensor)."""
    return {id(tensor): f"n{number}" for number, tensor in enumerate(run.tensors)}


def edge_ids(run: Run) -> dict[EdgeKey, str]:
    """Return each edge's id by the tensor it leads to and the argument it is."""
    return {(id(target), argument): f"e{number}" for number, (target, argument) in enumerate(edges(run))}


def edges(run: Run) -> list[tuple[Tensor, int]]:
    """Return all edges in the order of their ids: the tensor each leads to, and which argument it is."""
    return [(target, argument) for target in run.tensors for argument in range(len(target.inputs))]
