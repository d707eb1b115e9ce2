"""A recorded tensor as a term: each operation by its rule of simplification, or applied as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from retrograd.ops.op import Operation, memorable
from retrograd.symbolic import cell_readings, mask_readings, matrix_readings
from retrograd.symbolic.amounts import ONE
from retrograd.symbolic.constants import read_constant
from retrograd.symbolic.declared import is_one_step
from retrograd.symbolic.products import product, scalars_of, scaled
from retrograd.symbolic.terms import Applied, Factor, Reading, Settings, Term, is_constant, term
from retrograd.tensor import Tensor

READINGS: Mapping[str, Reading] = {
    **cell_readings.READINGS,
    **matrix_readings.READINGS,
    **mask_readings.READINGS,
}
MULTILINEAR = frozenset({"matmul", "dot", "einsum", "tensordot", "inner", "outer", "kron"})


def read(tensor: Tensor, operands: list[Term]) -> Term:
    """Return what an operation made of terms."""
    assert tensor.op is not None  # noqa: S101  (only operations are read)
    reading = READINGS.get(tensor.op.name)
    found = None if reading is None else reading(tensor, *operands)
    return _as_it_stands(tensor, operands) if found is None else found


def _is_linear(op: Operation) -> bool:
    """Return whether what the first operand is multiplied by can stand before all: it moves cells, or adds them."""
    moves_cells = len(op.passes) == 1 and op.passes[0][0] == 0 and op.local[0] in {"shape", "selection"}
    return moves_cells or op.name in MULTILINEAR or is_one_step(op)


def _as_it_stands(tensor: Tensor, operands: list[Term]) -> Term:
    assert tensor.op is not None  # noqa: S101  (asked before)
    settings = Settings(tensor.attributes, memorable=memorable(tensor.attributes))
    known = read_constant(tensor) if all(map(is_constant, operands)) else None
    if known is not None:
        return known
    if not _is_linear(tensor.op):
        return term(Applied, tensor.shape, tensor.op, tuple(operands), settings)
    linear = len(operands) if tensor.op.name in MULTILINEAR else 1
    number, scalars, inner = ONE, list[Factor](), list[Term]()
    for one in operands[:linear]:  # what every cell is multiplied by stays in front
        amount_of_one, scalars_of_one, cells = scalars_of(one)
        number = number * amount_of_one
        if one.shape:
            scalars += scalars_of_one
        inner.append(product(one.shape, ONE, cells if one.shape else scalars_of_one))
    made = term(Applied, tensor.shape, tensor.op, (*inner, *operands[linear:]), settings)
    return scaled(tensor.shape, made, number, tuple(scalars))
