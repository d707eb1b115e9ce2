"""Every formula is true: of the gallery, of every operation, and of programs that a grammar writes."""

from __future__ import annotations

from random import Random
from time import thread_time
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from retrograd.gallery import EXAMPLES
from retrograd.language.interpret import Run
from retrograd.language.trace import Recorded, Trace
from retrograd.limits import Limits
from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands
from retrograd.ops.reductions import sum_
from retrograd.source import Source
from retrograd.symbolic.terms import Sum
from retrograd.tensor import apply

from ..language.counts import examples
from ..language.grammar import program
from .truth import assert_true, depends_on_rounding, lines, run_of

MOST_SIGNS = 60
GALLERY = [pytest.param(one.program("en"), id=one.id) for one in EXAMPLES]
SAMPLES = [
    pytest.param(op.for_sample(sample), sample, id=f"{op.name}-{number}")
    for op in OPS.values()
    if op.differentiable and op.results is None
    for number, sample in enumerate(op.samples)
]


@pytest.mark.parametrize("text", GALLERY)
@pytest.mark.parametrize("opening", [frozenset[str](), frozenset({"all"})], ids=["closed", "opened"])
def test_the_formulas_of_the_gallery_are_true(text: str, opening: frozenset[str]) -> None:
    found = list(lines(run_of(text, opening=opening)))
    assert found
    for term, gradient in found:
        assert_true(term, gradient)


@pytest.mark.parametrize("text", GALLERY)
def test_in_the_gallery_no_formula_is_long(text: str) -> None:
    """A sum may be longer, as it is broken into lines between its terms."""
    for term, _ in lines(run_of(text)):
        for one in term.terms if isinstance(term, Sum) else (term,):
            assert one.length <= MOST_SIGNS


PARTICULAR = {
    "the opposite of a mask, from 2": "x = [1.0, -2.0]\nL = sum((2 - grad(sum(relu(x)), x)) * x)",
    "the opposite of a mask, from 1": "x = [1.0, -2.0]\nL = sum((1 - grad(sum(relu(x)), x)) * x)",
    "a diagonal and a vector": "A = randn(3, 3, seed=1)\nv = [1.0, 2.0, 3.0]\nL = einsum('ii,i->', A, v) ** 2",
    "a sum beside a vector": "u = [1.0, 2.0]\nv = [3.0, 4.0]\nL = sum(einsum('i,j->j', u, v) ** 2)",
    "a stack and a matrix": "A = randn(2, 3, 4, seed=1)\nB = randn(4, 2, seed=2)\nL = sum((A @ B) ** 2)",
    "a stack and a vector": "A = randn(2, 3, 4, seed=1)\nb = randn(4, seed=2)\nL = sum((A @ b) ** 2)",
    "a row that becomes a matrix": (
        "X = randn(1, 6, seed=1)\nW = randn(2, 3, seed=2)\nL = sum(W * X.reshape(2, 3) ** 2)"
    ),
    "a matrix that becomes a row": (
        "X = randn(2, 3, seed=1)\nW = randn(1, 6, seed=2)\nL = sum(W * X.reshape(1, 6) ** 2)"
    ),
    "a row that becomes a column": (
        "X = randn(1, 6, seed=1)\nW = randn(6, 2, seed=2)\nL = sum(tanh(X.reshape(6, 1) * W))"
    ),
    "a solution for a stack": "A = [[2.0, 1.0], [0.5, 4.0]]\nB = randn(3, 2, 1, seed=2)\nL = sum(solve(A, B) ** 2)",
    "solutions of a stack": "A = rand(3, 2, 2, seed=1) + eye(2)\nB = randn(2, 2, seed=2)\nL = sum(solve(A, B) ** 2)",
    "a product over no axis": "x = [1.0, 2.0]\nL = sum(tensordot(x.sum(), x, 0)) ** 2 + sum(inner(x[0], x)) ** 2",
    "tensordot from either side": (
        "A = randn(2, 3, seed=1)\nB = randn(2, 4, seed=2)\nC = randn(5, 3, seed=3)\n"
        "L = sum(tensordot(A, B, ([0], [0])) ** 2) + sum(tensordot(A, C, ([1], [1])) ** 2)"
    ),
    "powers with either sign": (
        "x = 2.0\ny = 3.0\nL = (x ** 2 * y + y ** 2 / x) ** 2 + x ** -2 * y ** -3 + x ** -1 * y"
    ),
    "very large and very small": "x = 2.0\nL = (1e-160 * x) * 1e150 + 1e200 * (1e-200 * x ** 2)",
}


@pytest.mark.parametrize("text", PARTICULAR.values(), ids=PARTICULAR)
def test_formulas_with_something_particular_are_true(text: str) -> None:
    found = list(lines(run_of(text)))
    assert found
    for term, gradient in found:
        assert_true(term, gradient)


@pytest.mark.parametrize("text", GALLERY)
def test_they_are_true_in_single_precision_too(text: str) -> None:
    for term, gradient in lines(run_of(text, dtype="float32")):
        assert_true(term, gradient, 2e-3)


def weighed(op: Operation, sample: Sample) -> Run:
    """Return the run of L = sum(c * op(…)), with the sample's operands as leaves."""
    rng = np.random.default_rng(1)
    trace = Trace(Limits(), "float64")
    with trace.recording(), np.errstate(all="ignore"):
        leaves = [Recorded(value) for value in random_operands(op, sample, rng)]
        trace.tensors += leaves
        made = apply(op, tuple(leaves), dict(sample.attributes))
        weights = Recorded(rng.normal(size=made.shape))
        trace.tensors.append(weights)
        output = sum_(weights * made, axis=tuple(range(len(made.shape))), keepdims=False)
    names: dict[Any, str] = {leaf: f"x{number}" for number, leaf in enumerate(leaves)}
    return Run(
        Source(""), tuple(trace.tensors), {**names, weights: "c", output: "L"}, output, thread_time() + Limits().time
    )


@pytest.mark.parametrize(("op", "sample"), SAMPLES)
def test_the_formulas_of_every_operation_are_true(op: Operation, sample: Sample) -> None:
    found = list(lines(weighed(op, sample)))
    assert found
    for term, gradient in found:
        assert_true(term, gradient, 1e-7)


@given(seed=st.integers(0, 2**32 - 1))
@examples(100)
def test_the_formulas_of_any_program_are_true(seed: int) -> None:
    run = run_of(program(Random(seed).randbytes(300)))  # noqa: S311
    found = list(lines(run))
    event(f"{min(len(found) // 10, 5)}0 lines or more")
    assume(not any(depends_on_rounding(term) for term, _ in found))
    for term, gradient in found:
        assert_true(term, gradient, 1e-6)
