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
from retrograd.tensor import apply

from ..language.counts import examples
from ..language.grammar import program
from .truth import assert_true, depends_on_rounding, lines, run_of

MOST_SIGNS = 80
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
    """One that is longer is a sum, which is broken into lines between its terms."""
    for term, _ in lines(run_of(text)):
        assert max([one.length for one in term.operands] if term.length > MOST_SIGNS else [0]) <= MOST_SIGNS


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
