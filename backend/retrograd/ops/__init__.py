"""The operations: one declaration each, collected in the frozen registry `OPS`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from retrograd.ops import (
    activations,
    arithmetic,
    attention,
    choices,
    class_losses,
    contractions,
    convolutions,
    creation,
    cross_entropy,
    determinants,
    einsum,
    elementwise,
    entropies,
    exponentials,
    gathering,
    indexing,
    joining,
    layers,
    linear_algebra,
    logic,
    losses,
    masking,
    masks,
    matrix,
    matrix_parts,
    normalizing,
    ordering,
    padding,
    pooling,
    products,
    random_creation,
    rearranging,
    reductions,
    selecting,
    shaping,
    similarity,
    splitting,
    statistics,
    topk,
    triangular,
    trigonometry,
    windows,
)
from retrograd.ops.op import Operation

FAMILIES: tuple[ModuleType, ...] = (
    arithmetic,
    exponentials,
    trigonometry,
    elementwise,
    activations,
    reductions,
    products,
    statistics,
    ordering,
    choices,
    matrix,
    contractions,
    matrix_parts,
    linear_algebra,
    triangular,
    determinants,
    einsum,
    convolutions,
    pooling,
    windows,
    losses,
    entropies,
    class_losses,
    cross_entropy,
    similarity,
    layers,
    normalizing,
    masking,
    attention,
    shaping,
    rearranging,
    indexing,
    selecting,
    gathering,
    topk,
    joining,
    padding,
    splitting,
    logic,
    creation,
    random_creation,
    masks,
)


def _collect() -> Mapping[str, Operation]:
    """Return every operation that a family's module declares, by name and in the order of declaration."""
    found: dict[str, Operation] = {}
    for module in FAMILIES:
        for value in vars(module).values():
            if isinstance(value, Operation):
                found.setdefault(value.name, value)
    return MappingProxyType(found)


OPS = _collect()
