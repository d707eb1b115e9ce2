"""The operations: one declaration each, collected in the frozen registry `OPS`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from retrograd.ops import (
    activations,
    arithmetic,
    choices,
    creation,
    elementwise,
    exponentials,
    gathering,
    indexing,
    joining,
    logic,
    masks,
    matrix,
    matrix_parts,
    padding,
    products,
    rearranging,
    reductions,
    selecting,
    shaping,
    splitting,
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
    shaping,
    rearranging,
    indexing,
    selecting,
    gathering,
    joining,
    padding,
    splitting,
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
