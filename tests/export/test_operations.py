"""Every operation of the registry as code of each library: values and gradients, on each of its samples."""

from __future__ import annotations

import ast
from time import thread_time

import numpy as np
import pytest

from retrograd.autodiff.order import topological
from retrograd.autodiff.reverse import contributions
from retrograd.export.dialect import Dialect
from retrograd.export.numpy_dialect import NUMPY
from retrograd.export.torch_dialect import TORCH
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands
from retrograd.source import Source
from retrograd.tensor import Tensor, apply

from .running import BOTH, WIDTH, Make, assert_agrees, assert_well_set

APPLIED = [op for op in OPS.values() if op.operands and op.results is None]


def run_of(op: Operation, sample: Sample) -> Run:
    """Return a run that applies an operation to random operands and weighs each cell of what it gives."""
    op = op.for_sample(sample)
    operands = random_operands(op, sample, np.random.default_rng(0))
    xs = [Tensor(array, requires_grad=rule is not None) for array, rule in zip(operands, op.vjp, strict=True)]
    z = apply(op, tuple(xs), dict(sample.attributes))
    names = {x: f"x{place}" for place, x in enumerate(xs)} | {z: "z"}
    output = z
    if op.differentiable:
        weights = Tensor(np.random.default_rng(1).uniform(0.5, 1.5, z.shape), requires_grad=False)
        output = OPS["sum"](z * weights, axis=None, keepdims=False)
        names |= {weights: "w", output: "L"}
    return Run(Source(""), tuple(topological(output)), names, output, thread_time() + 60)


@BOTH
@pytest.mark.parametrize("op", APPLIED, ids=lambda op: op.name)
def test_the_code_of_an_operation_gives_its_value_and_gradients(op: Operation, make: Make) -> None:
    for sample in op.samples:
        run = run_of(op, sample)
        script = make(run, Limits())
        assert_agrees(run, script)
        assert_well_set(script)


@BOTH
@pytest.mark.parametrize("op", [op for op in APPLIED if op.differentiable], ids=lambda op: op.name)
def test_gradients_of_gradients_have_code_too(op: Operation, make: Make) -> None:
    run = run_of(op, op.samples[0])
    for leaf in [one for one in run.tensors if one.op is None and one.requires_grad]:
        gradients: dict[Tensor, Tensor] = {}
        seed = Tensor(1.0, requires_grad=False)
        for _ in contributions(run.tensors, run.output, seed, gradients):
            pass
        weights = Tensor(np.random.default_rng(2).uniform(0.5, 1.5, leaf.shape), requires_grad=False)
        second = OPS["sum"](gradients[leaf] * weights, axis=None, keepdims=False)
        names = {one: name for one, name in run.names.items() if one in set(topological(second))}
        again = Run(Source(""), tuple(topological(second)), {**names, second: "S"}, second, thread_time() + 60)
        assert_agrees(again, make(again, Limits()), 1e-9)


@pytest.mark.parametrize("dialect", [NUMPY, TORCH], ids=["numpy", "torch"])
def test_every_operation_has_code(dialect: Dialect) -> None:
    written = {*dialect.spellings, *dialect.forms}
    assert written >= {op.name for op in APPLIED}
    assert written <= set(OPS)


@pytest.mark.parametrize("dialect", [NUMPY, TORCH], ids=["numpy", "torch"])
def test_functions_of_a_script_say_what_they_are_for_in_both_languages(dialect: Dialect) -> None:
    for name, helper in dialect.helpers.items():
        assert helper.en != helper.es
        for language, about in (("en", helper.en), ("es", helper.es)):
            written = helper.written(language)  # type: ignore[arg-type]
            tree = ast.parse(written).body
            assert isinstance(tree[0], ast.FunctionDef)
            assert (len(tree), tree[0].name, ast.get_docstring(tree[0])) == (1, name, about)
            assert max(map(len, written.splitlines())) <= WIDTH
