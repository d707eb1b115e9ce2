"""A Jacobian of a program's graph, for the API: of one edge, or of the output with respect to one node."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import Literal, NotRequired

import numpy as np
from typing_extensions import TypedDict

from retrograd.autodiff.cost import costs, edge_work
from retrograd.autodiff.jacobian import jacobian, local_jacobian
from retrograd.autodiff.structure import local_structure, structure
from retrograd.errors import LimitExceeded, UnknownPart
from retrograd.graphjson.arrays import encode
from retrograd.graphjson.identifiers import edges
from retrograd.graphjson.kronecker import kronecker
from retrograd.graphjson.model import Array, Sizes
from retrograd.graphjson.symbols import symbols
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.tensor import Tensor

Of = Literal["local", "global"]


class JacobianMatrix(TypedDict):
    """A Jacobian: its rows are the cells of a tensor of shape `rows`, its columns those of one of shape `columns`.

    Both are in row-major order; `matrix` has one axis for each. `structure`, where asked for, is 1 where an entry
    can differ from zero, and 0 where it is zero whatever the numbers are; `latex` says what an edge's matrix is
    made of, where that is known, and `multiply_adds` what a vjp or jvp takes, which never makes the matrix: one along
    the edge, or a whole pass.
    """

    rows: Sizes
    columns: Sizes
    matrix: Array
    structure: NotRequired[Array]
    latex: NotRequired[str | None]
    multiply_adds: NotRequired[int]


def jacobian_of(
    run: Run, of: Of, part: str, limits: Limits, *, structural: bool = False, max_elements: int | None = None
) -> JacobianMatrix:
    """Return the Jacobian of an edge (`of` is "local") or of the output by a node ("global"), by its id.

    Raises UnknownPart if there is no such edge or node, LimitExceeded if the matrix would be too large or takes
    too long. A matrix with more than `max_elements` entries comes as a preview.
    """

    def check() -> None:
        if thread_time() > run.deadline:
            raise LimitExceeded("time", limits.time)

    most = limits.elements if max_elements is None else max_elements
    with np.errstate(all="ignore"):
        target, argument = _edge(run, part) if of == "local" else (run.output, None)
        operand = _node(run, part) if argument is None else target.inputs[argument]
        _check_size(target, operand, limits)
        matrix = (
            jacobian(target, operand, run.tensors, check)
            if argument is None
            else local_jacobian(target, argument, check)
        )
        kind: Literal["float32", "float64"] = "float32" if run.output.dtype == np.float32 else "float64"
        found: JacobianMatrix = {
            "rows": target.shape,
            "columns": operand.shape,
            "matrix": encode(matrix, kind, most),
        }
        if not structural:
            return found
        if argument is None:
            pattern = structure(target, operand, run.tensors, check)
            found["latex"], found["multiply_adds"] = None, costs(run.tensors, target)[0].multiply_adds
        else:
            pattern = local_structure(target, argument, check)
            found["latex"] = kronecker(target, argument, _symbols(run))
            found["multiply_adds"] = edge_work(target, argument)
        found["structure"] = encode(pattern, "bool", most)
    return found


def _symbols(run: Run) -> Callable[[Tensor], str]:
    called = symbols(run.tensors, run.names)
    return lambda tensor: called[tensor].latex


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
