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
    creation,
    cross_entropy,
    elementwise,
    entropies,
    exponentials,
    indexing,
    joining,
    layers,
    logic,
    losses,
    masking,
    masks,
    matrix,
    matrix_parts,
    normalizing,
    products,
    rearranging,
    reductions,
    shaping,
    similarity,
    statistics,
    trigonometry,
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
    choices,
    matrix,
    matrix_parts,
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
    joining,
    logic,
    creation,
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
