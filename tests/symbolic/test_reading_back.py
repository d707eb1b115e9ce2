"""What is written is what is meant: the LaTeX, read back by itself, comes to the gradient."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from retrograd.limits import Limits
from retrograd.symbolic.gradients import Symbolic
from retrograd.symbolic.writing import Writer

from ..language.counts import examples
from .reader import read
from .truth import run_of

LEAVES = {
    "scalars": "a = 1.3\nb = 0.7\nc = -0.4\n",
    "vectors": "a = [1.3, 0.2]\nb = [0.7, 1.9]\nc = [-0.4, 0.6]\n",
    "matrices": "a = [[1.3, 0.2], [0.5, 1.1]]\nb = [[0.7, 1.9], [0.3, -0.8]]\nc = [[-0.4, 0.6], [1.2, 0.1]]\n",
}
POINTWISE = ("({} + {})", "({} - {})", "({} * {})", "({} / (2 + {} ** 2))", "({} - 3 * {})", "(-{} * {})")
MATRIX = (*POINTWISE, "({} @ {})", "({}.T @ {})", "({} @ {}.T)")
SMOOTH = ("tanh({})", "exp({} / 4)", "sigmoid({})", "sin({})", "(({}) ** 2)", "sqrt(2 + ({}) ** 2)", "(-{})")


def expression(random: Random, depth: int, operators: tuple[str, ...]) -> str:
    if depth == 0 or random.random() < 0.15:
        return random.choice("abc")
    if random.random() < 0.4:
        return random.choice(SMOOTH).format(expression(random, depth - 1, operators))
    return random.choice(operators).format(*(expression(random, depth - 1, operators) for _ in range(2)))


def assert_read_back(program: str) -> None:
    run = run_of(program)
    symbolic, writer = Symbolic(run, Limits()), Writer("en")
    names = {symbolic.symbols[tensor].latex: tensor.value for tensor in run.tensors if tensor in run.names}
    for tensor in run.tensors:
        if tensor.op is not None or tensor not in symbolic.gradients or not tensor.requires_grad:
            continue
        solved = symbolic.solved(tensor)
        if solved.where or r"\mathbf" in writer.latex(solved.meaning):
            continue
        found = read(writer.latex(solved.meaning), names)
        expected = solved.gradient.value
        shape = np.broadcast_shapes(np.shape(found), (*expected.shape, 1)[: 2 if expected.ndim else 0])
        assert_allclose(np.broadcast_to(found, shape).reshape(expected.shape), expected, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("kind", LEAVES)
@given(seed=st.integers(0, 2**32 - 1))
@examples(150)
def test_a_formula_read_back_comes_to_the_gradient(kind: str, seed: int) -> None:
    text = expression(Random(seed), 3, MATRIX if kind == "matrices" else POINTWISE)  # noqa: S311
    assert_read_back(f"{LEAVES[kind]}L = sum({text})" if kind != "scalars" else f"{LEAVES[kind]}L = {text}")


@pytest.mark.parametrize(
    "program",
    [
        "X = randn(4, 3, seed=1)\ny = randn(4, seed=2)\nw = randn(3, seed=3)\nL = mean((y - X @ w)**2)",
        "A = randn(3, 3, seed=1)\nb = randn(3, seed=2)\nx = randn(3, seed=3)\nL = 0.5 * (x @ A @ x) - b @ x",
        "X = randn(5, 4, seed=1)\nW = randn(4, 2, seed=2)\nL = sum((X - X @ W @ W.T)**2)",
        "X = randn(4, 3, seed=1)\ny = [1, 0, 0, 1]\nw = randn(3, seed=3)\np = sigmoid(X @ w)\n"
        "L = -mean(y * log(p) + (1 - y) * log(1 - p))",
        "u = [1.0, 2]\nv = [3.0, 4, 5]\nA = randn(2, 3, seed=1)\nL = tanh(u @ A @ v / 9)",
        "x = 2.0\ny = 3.0\nL = (x - y) / (x + y)",
    ],
)
def test_classics_read_back_come_to_the_gradient(program: str) -> None:
    assert_read_back(program)
