"""NumPy's dialect."""

from __future__ import annotations

from typing import Any

from retrograd.export.dialect import Dialect
from retrograd.export.expressions import Expr, Level, call, method
from retrograd.export.forms import FORMS
from retrograd.export.literals import cell, nested, tuple_of
from retrograd.export.numpy_arrays import ARRAYS, SAME_KIND
from retrograd.export.numpy_cells import CELLS
from retrograd.export.numpy_helpers import HELPERS, NEEDS
from retrograd.export.numpy_matrices import MATRICES
from retrograd.export.spellings import tables
from retrograd.ops.op import Shape


def _floated(operand: Expr, *, single: bool) -> Expr:
    return method(operand, "astype", "np.float32" if single else "float", shape=operand.shape)


def _filled(operand: Expr, shape: Shape, text: str, *, single: bool) -> Expr:
    kind = "np.float32" if single else "np.float64"
    if not shape:
        return call(kind, operand.text)
    return call("np.full", text, _pointed(operand.text), f"dtype={kind}" if single else "", shape=shape)


def _pointed(text: str) -> str:
    """Return a number that makes floats."""
    return f"{text}.0" if text.lstrip("-").isdecimal() else text


def _repeated(operand: Expr, shape: Shape, text: str) -> Expr:
    return call("np.broadcast_to", operand.text, text, shape=shape, kind=operand.kind)


def array(value: Any, *, single: bool) -> Expr:
    """Return an array as a literal, wrapped where it is long."""
    kind = "np.float32" if single else "np.float64"
    if not value.ndim:
        return call(kind, cell(float(value), "np", single=single))
    dtype = f", dtype={kind}" if single else ""
    if not value.size:
        return Expr(f"np.zeros({tuple_of(value.shape)}{dtype})", shape=value.shape)
    return Expr(f"np.array({nested(value, 'np', room=80)}{dtype})", shape=value.shape)


NUMPY = Dialect(
    module="np",
    spellings=tables(CELLS, ARRAYS, MATRICES),
    forms=FORMS,
    helpers=HELPERS,
    needs=NEEDS,
    floated=_floated,
    filled=_filled,
    repeated=_repeated,
    array=array,
    identity=lambda size, *, single: Expr(
        f"np.eye({size}{', dtype=np.float32' if single else ''})", shape=(size, size)
    ),
    created=lambda _writer, text, shape: Expr(text, Level.ADD, shape),
    detached=lambda operand: operand,
    takes_any_kind=frozenset(
        {
            *SAME_KIND,
            *("getitem", "tile", "repeat", "broadcast_to", "atleast_1d", "atleast_2d", "detach", "where"),
            *("masked_fill", "masked_select", "take", "index_select", "embedding", "gather", "take_along_axis"),
            *("picked_along", "scatter_along", "put", "one_hot", "is_class", "open"),
            *("equal", "not_equal", "less", "less_equal", "greater", "greater_equal"),
            *("logical_and", "logical_or", "logical_xor", "logical_not", "any", "all", "count_nonzero"),
        }
    ),
    broadcasts=frozenset({"matmul", "broadcast_to", "detach"}),
)
