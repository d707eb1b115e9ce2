"""A Jacobian of a program's graph, for the API: of one edge, or of the output with respect to one node."""

from __future__ import annotations

from time import thread_time
from typing import Literal, NotRequired

import numpy as np
from typing_extensions import TypedDict

from retrograd.autodiff.jacobian import jacobian, local_jacobian
from retrograd.autodiff.structure import local_structure, structure
from retrograd.errors import LimitExceeded, UnknownPart
from retrograd.graphjson.arrays import encode
from retrograd.graphjson.identifiers import edges
from retrograd.graphjson.model import Array, Sizes
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.tensor import Tensor

Of = Literal["local", "global"]


class JacobianMatrix(TypedDict):
    """A Jacobian: its rows are the cells of a tensor of shape `rows`, its columns those of one of shape `columns`.

    Both are in row-major order; `matrix` has one axis for each. `structure`, where asked for, is 1 where an entry
    can differ from zero, and 0 where it is zero whatever the numbers are.
    """

    rows: Sizes
    columns: Sizes
    matrix: Array
    structure: NotRequired[Array]


def jacobian_of(run: Run, of: Of, part: str, limits: Limits, *, structural: bool = False) -> JacobianMatrix:
    """Return the Jacobian of an edge (`of` is "local") or of the output by a node ("global"), by its id.

    Raises UnknownPart if there is no such edge or node, LimitExceeded if the matrix would be too large or takes
    too long.
    """

    def check() -> None:
        if thread_time() > run.deadline:
            raise LimitExceeded("time", limits.time)

    with np.errstate(all="ignore"):
        if of == "local":
            target, argument = _edge(run, part)
            result, operand = target, target.inputs[argument]
            _check_size(result, operand, limits)
            matrix = local_jacobian(target, argument, check)
            pattern = local_structure(target, argument, check) if structural else None
        else:
            result, operand = run.output, _node(run, part)
            _check_size(result, operand, limits)
            matrix = jacobian(result, operand, run.tensors, check)
            pattern = structure(result, operand, run.tensors, check) if structural else None
        kind: Literal["float32", "float64"] = "float32" if run.output.dtype == np.float32 else "float64"
        found: JacobianMatrix = {
            "rows": result.shape,
            "columns": operand.shape,
            "matrix": encode(matrix, kind, limits.elements),
        }
        if pattern is not None:
            found["structure"] = encode(pattern, "bool", limits.elements)
    return found


def _check_size(result: Tensor, operand: Tensor, limits: Limits) -> None:
    cells = result.value.size * operand.value.size
    if cells > limits.jacobian:
        raise LimitExceeded("jacobian", limits.jacobian, cells)


def _number(part: str, letter: str, count: int) -> int:
    digits = part.removeprefix(letter)
    known = part.startswith(letter) and digits.isascii() and digits.isdecimal() and len(digits) < 9
    if not known or int(digits) >= count:
        raise UnknownPart(part)
    return int(digits)


def _edge(run: Run, part: str) -> tuple[Tensor, int]:
    known = edges(run)
    return known[_number(part, "e", len(known))]


def _node(run: Run, part: str) -> Tensor:
    return run.tensors[_number(part, "n", len(run.tensors))]
