"""Whether formulas are true: their values beside the gradients that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.testing import assert_allclose

from retrograd.graphjson.evaluate import run_program
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.ops.op import Value
from retrograd.symbolic.evaluation import evaluated, in_order
from retrograd.symbolic.gradients import Symbolic
from retrograd.symbolic.terms import Applied, Term
from retrograd.symbolic.writing import Writer
from retrograd.tensor import Tensor

NEAR = 1e-9


def run_of(program: str, **options: Any) -> Run:
    return run_program(program, Limits(), **options)


def formula(program: str, name: str, **options: Any) -> tuple[str, ...]:
    """Return the gradient of what the program calls `name`, and what the formula's own names mean."""
    run = run_of(program, **options)
    with np.errstate(all="ignore"):
        solved = Symbolic(run, Limits()).solved(tensor_called(run, name))
    writer = Writer("en")
    where = (f"{one.name.latex} = {writer.latex(one.meaning)}" for one in solved.where)
    return (writer.latex(solved.meaning), *where)


def tensor_called(run: Run, name: str) -> Tensor:
    return next(tensor for tensor in run.tensors if run.names.get(tensor) == name)


def lines(run: Run) -> Iterator[tuple[Term, Value]]:
    """Yield every line of every formula of a run, with the numbers that it has to come to."""
    with np.errstate(all="ignore"):
        symbolic = Symbolic(run, Limits())
        for tensor in run.tensors:
            if tensor.requires_grad and tensor in symbolic.gradients:
                solved = symbolic.solved(tensor)
                yield solved.meaning, solved.gradient.value
                for definition in solved.where:
                    yield definition.meaning, definition.name.tensor.value


def assert_true(term: Term, expected: Value, relative: float = 1e-9) -> None:
    """Hold a formula to its gradient, wherever that is finite: where it is not, a simpler formula may be."""
    with np.errstate(all="ignore"):
        found, wanted = evaluated(term), np.asarray(expected)
    assert found.shape == wanted.shape
    finite = np.isfinite(wanted)
    largest = np.max(np.abs(wanted), initial=0.0, where=finite)
    assert_allclose(found[finite], wanted[finite], rtol=relative, atol=relative * largest + 1e-15)


def depends_on_rounding(term: Term) -> bool:
    """Return whether a comparison in a formula is of numbers so close that rounding can decide it."""
    for one in in_order(term):
        if isinstance(one, Applied) and len(one.arguments) == 2 and (one.op.truth or one.op.family == "masks"):
            left, right = map(evaluated, one.arguments)
            if np.any(np.abs(left - right) < NEAR):
                return True
    return False
