"""PyTorch's dialect."""

from __future__ import annotations

from typing import Any

from retrograd.export.dialect import Dialect
from retrograd.export.expressions import Expr, call, method
from retrograd.export.forms import by_forward
from retrograd.export.literals import cell, nested, tuple_of
from retrograd.export.numpy_dialect import NUMPY
from retrograd.export.spellings import tables
from retrograd.export.torch_arrays import ARRAYS
from retrograd.export.torch_cells import CELLS
from retrograd.export.torch_helpers import HELPERS, NEEDS
from retrograd.export.torch_layers import LAYERS
from retrograd.ops.op import Shape


def _floated(operand: Expr, *, single: bool) -> Expr:
    return method(operand, "float" if single else "double", shape=operand.shape)


def _filled(operand: Expr, shape: Shape, text: str, *, single: bool) -> Expr:  # noqa: ARG001  (by the usual dtype)
    number = f"{operand.text}.0" if operand.text.lstrip("-").isdecimal() else operand.text
    return call("torch.full", text, number, shape=shape) if shape else call("torch.tensor", number)


def _repeated(operand: Expr, shape: Shape, text: str) -> Expr:
    return call("torch.broadcast_to", operand.text, text, shape=shape, kind=operand.kind)


def array(value: Any, *, single: bool) -> Expr:
    """Return an array as a literal of the usual dtype, wrapped where it is long."""
    if not value.ndim:
        return call("torch.tensor", cell(float(value), "torch", single=single))
    if not value.size:
        return Expr(f"torch.zeros({tuple_of(value.shape)})", shape=value.shape)
    return Expr(f"torch.tensor({nested(value, 'torch', room=56)})", shape=value.shape)


def _created(writer: Any, text: str, shape: Shape) -> Expr:
    writer.imports.add("import numpy as np")
    return call("torch.from_numpy", text, shape=shape)


TORCH = Dialect(
    module="torch",
    spellings=tables(CELLS, ARRAYS, LAYERS),
    forms={"dropout": by_forward},
    helpers=HELPERS,
    needs=NEEDS,
    floated=_floated,
    filled=_filled,
    repeated=_repeated,
    array=array,
    identity=lambda size, *, single: Expr(f"torch.eye({size})", shape=(size, size)),  # noqa: ARG005
    created=_created,
    detached=lambda operand: call(f"{operand.primary}.detach", shape=operand.shape, kind=operand.kind),
    takes_any_kind=NUMPY.takes_any_kind | {"scaled_dot_product_attention", "cross_entropy", "nll_loss"},
    broadcasts=NUMPY.broadcasts,
    ties=frozenset({"sort", "topk_values", "median", "max_pool1d", "max_pool2d"}),
)
