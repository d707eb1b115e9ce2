"""Small programs for the pictures on the workbench: one for each operation that a gradient passes, and special cases.

Most follow from what the registry declares: the first sample that is large enough to see something.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands

# Operations that are called in another way, that have no samples of a drawable kind, or whose oddities show.
SPECIAL = {
    "getitem": "x = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nL = x[1, 1:]",
    "getitem-twice": "x = [[1.0, 2.0], [4.0, 5.0], [7.0, 8.0]]\nL = x[[0, 2, 2]] * [[1.0], [3.0], [5.0]]",
    "getitem-condition": "x = [[1.0, -2.0, 3.0], [-4.0, 5.0, 6.0]]\nL = x[x > 0]",
    "split": "x = [1.0, 2.0, 3.0, 4.0]\na, b = split(x, 2)\nL = a * b",
    "unbind": "x = [[1.0, 2.0], [3.0, 4.0]]\na, b = unbind(x)\nL = a * b",
    "topk_values": "x = [3.0, 1.0, 4.0, 1.5]\nv, i = topk(x, 2)\nL = v * [1.0, 10.0]",
    "topk_values-smallest": "x = [3.0, 1.0, 4.0, 1.0]\nv, i = topk(x, 2, largest=False)\nL = v * [1.0, 10.0]",
    "grid": "x = [1.0, 2.0, 3.0]\ny = [4.0, 5.0]\nA, B = meshgrid(x, y)\nL = A * B",
    "einsum": "x = [[1.0, 2.0], [3.0, 4.0]]\ny = [[0.5, 1.0], [1.5, 2.0]]\nL = einsum('ij,jk->ik', x, y)",
    "einsum-three": "A = [[1.0, 2.0], [3.0, 4.0]]\nB = [[0.5, 1.0, -1.0], [1.5, 2.0, 0.0]]\nc = [1.0, -2.0, 3.0]\n"
    "L = einsum('ij,jk,k->i', A, B, c)",
    "einsum-diagonal": "x = [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]\n"
    "L = einsum('aii->a', x) * [1.0, 10.0]",
    "einsum-copied": "x = [[1.0, 2.0, 3.0]]\ny = [[0.5, 1.0, -1.0], [1.5, 2.0, 0.0]]\nL = einsum('ij,ij->j', x, y)",
    "einsum-hidden": "x = [1.0, 2.0]\ny = [[0.5, 1.0, -1.0], [1.5, 2.0, 0.0]]\nL = einsum('a,ij->a', x, y)",
    "einsum-square": "x = [[1.0, 2.0], [3.0, -4.0]]\nL = einsum('ij,ji->', x, x)",
    "tensordot-pairs": "x = [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]\n"
    "y = [[[1.0, 0.0, 2.0], [0.5, 1.0, -1.0]], [[0.0, 3.0, 1.0], [2.0, -2.0, 4.0]]]\n"
    "L = tensordot(x, y, ([1, 2], [1, 0]))",
    "slogdet_logabsdet": "A = [[3.0, 1.0], [1.0, 2.0]]\nL = slogdet(A)[1]",
    "masked_select": "x = [[1.0, -2.0, 3.0], [-4.0, 5.0, 6.0]]\nL = masked_select(x, x > 2) * [1.0, 10.0, 100.0]",
    "masked_fill": "x = [[1.0, -2.0], [3.0, 0.5]]\nL = masked_fill(x, x < 0, -9.0) * x",
    "where": "c = [[1.0, 0.0], [0.0, 1.0]]\nx = [[1.0, -2.0], [3.0, 0.5]]\ny = [[5.0, 6.0], [7.0, 8.0]]\n"
    "L = where(c, x, y) * x",
    "take": "x = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nL = take(x, [2, 0, 2], axis=1) * [1.0, 10.0, 100.0]",
    "take-flat": "x = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nL = take(x, [5, 0])",
    "index_select": "x = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]\nL = index_select(x, 0, [2, 2])",
    "embedding": "W = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]\nL = embedding([0, 2, 0], W) * [[1.0], [2.0], [3.0]]",
    "gather": "x = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nL = gather(x, 1, [[0, 0], [2, 1]]) * [1.0, 10.0]",
    "take_along_axis": "x = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nL = take_along_axis(x, [[1], [2]], axis=1)",
    "max-ties": "x = [[3.0, 1.0, 3.0], [2.0, 5.0, 4.0]]\nL = max(x, axis=1) * [1.0, 10.0]",
    "max-constant": "c = tensor([[3.0, 1.0], [2.0, 5.0]], requires_grad=False)\nx = 2.0\nL = max(c) * x",
    "max-all": "x = [[3.0, 1.0], [2.0, 5.0]]\nL = 2 * max(x)",
    "min": "x = [[3.0, 1.0, 3.0], [2.0, 5.0, 4.0]]\nL = min(x, axis=0, keepdims=True)",
    "median": "x = [[3.0, 1.0, 3.0, 7.0], [2.0, 5.0, 4.0, 0.0]]\nL = median(x, axis=1)",
    "relu": "x = [[1.0, -2.0, 3.0], [-4.0, 5.0, 0.0]]\nL = relu(x) * [1.0, 10.0, 100.0]",
    "clip": "x = [[1.0, -2.0, 3.0], [-4.0, 5.0, 0.0]]\nL = clip(x, -1, 2) * x",
    "maximum": "x = [1.0, 4.0, 3.0]\ny = [2.0, 2.0, 3.0]\nL = maximum(x, y) * [1.0, 10.0, 100.0]",
    "minimum": "x = [1.0, 4.0, 3.0]\ny = [2.0, 2.0, 3.0]\nL = minimum(x, y)",
    "dropout": "x = [[1.0, 2.0], [3.0, 4.0]]\nL = dropout(x, 0.5, seed=1)",
    "mean-all": "x = [[3.0, 1.0], [2.0, 5.0]]\nL = mean(x) * 2",
    "sum-axis": "x = [[3.0, 1.0], [2.0, 5.0]]\nL = sum(x, axis=0) * [1.0, 10.0]",
    "sort-ties": "x = [[3.0, 1.0, 3.0], [2.0, 5.0, 4.0]]\nL = sort(x, descending=True) * [1.0, 10.0, 100.0]",
    "softmax": "x = [[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]]\nL = sum(softmax(x)[:, 0] ** 2)",
    "softmax-columns": "x = [[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]]\nL = softmax(x, axis=0) * [[1.0], [3.0]]",
    "log_softmax": "x = [[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]]\nL = log_softmax(x) * [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]",
    "cross_entropy": "z = [[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]]\nL = cross_entropy(z, [1, 0])",
    "cross_entropy-none": "z = [[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]]\nl = cross_entropy(z, [1, 0], reduction='none')\n"
    "L = sum(l * [1.0, 10.0])",
    "cross_entropy-soft": "z = [[1.0, 2.0], [0.0, -1.0]]\ny = [[0.5, 0.5], [0.9, 0.1]]\n"
    "L = 2 * cross_entropy(z, y, label_smoothing=0.1)",
    "cross_entropy-weights": "z = [[1.0, 2.0], [0.0, -1.0]]\nL = cross_entropy(z, [0, 1], [1.0, 3.0])",
    "cross_entropy-ignored": "z = [[1.0, 2.0], [0.0, -1.0]]\nL = cross_entropy(z, [0, -100])",
    "mse_loss": "y = [1.0, 2.0, 4.0]\nt = [1.5, 2.0, 3.0]\nL = mse_loss(y, t)",
    "binary_cross_entropy_with_logits": "x = [1.0, -2.0, 0.5]\ny = [1.0, 0.0, 1.0]\n"
    "L = binary_cross_entropy_with_logits(x, y)",
    "matmul-batch": "X = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]\nW = [[0.5, -1.0], [1.0, 0.25]]\nL = sum((X @ W) ** 2)",
    "linear": "x = [[1.0, 2.0], [3.0, 4.0]]\nW = [[0.5, -1.0], [1.0, 0.25], [0.0, 1.0]]\nb = [0.1, 0.2, 0.3]\n"
    "L = sum(linear(x, W, b) ** 2)",
    "outer": "x = [1.0, 2.0]\ny = [3.0, 4.0, 5.0]\nL = outer(x, y) ** 2",
    "unbroadcast-leading": "X = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]\nb = [0.5, 1.5]\nL = sum((X + b) ** 2)",
    "unbroadcast-ones": "X = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]\nb = [[0.5], [1.5], [2.5]]\nL = sum((X * b) ** 2)",
    "unbroadcast-both": "X = arange(12).reshape(2, 3, 2)\nb = [[1.0], [2.0], [3.0]]\nL = sum(X * b)",
    "unbroadcast-scalar": "X = [[1.0, 2.0], [3.0, 4.0]]\ns = 0.5\nL = sum(X * s)",
    "unbroadcast-square": "X = [[1.0, 2.0], [4.0, 5.0]]\nb = [0.5, 1.5]\nL = sum((X + b) ** 2)",
    "unbroadcast-zero": "X = [[1.0, 2.0], [4.0, 5.0]]\nb = [0.5, 1.5]\nL = sum((X + b) * 0)",
    "accumulate": "x = [1.0, 2.0]\nL = sum(x * x + x)",
}
LARGEST = 16


def by_sample() -> dict[str, str]:
    """Return a program for each public operation with a gradient that has no special one."""
    found = {op.name: op for op in OPS.values() if op.public and op.differentiable and op.name not in SPECIAL}
    return {name: _program(op, _sample(op)) for name, op in found.items()}


def _sample(op: Operation) -> Sample:
    """Return the first sample in which there is something to see, and not too much."""

    def good(sample: Sample) -> bool:
        sizes = [prod(shape) for shape in sample.shapes]
        return all(0 < size <= LARGEST for size in sizes) and max(sizes) > 1

    return next((one for one in op.samples if good(one)), op.samples[0])


def _program(op: Operation, sample: Sample) -> str:
    drawn = list(random_operands(op, sample, np.random.default_rng(7)))
    names = list(sample.given or (op.operands if not op.many else [f"x{one}" for one in range(1, len(drawn) + 1)]))
    leaves = "".join(f"{name} = {_text(array)}\n" for name, array in zip(names, drawn, strict=True))
    given = names if op.many else [f"{name}={name}" for name in names]
    call = [f"[{', '.join(names)}]"] if op.many == "list" else given
    call += [f"{name}={value!r}" for name, value in sample.attributes.items() if value is not None]
    return f"{leaves}L = {op.name}({', '.join(call)})"


def _text(array: Any) -> str:
    return str(np.round(array, 2).tolist())


def programs() -> dict[str, str]:
    """Return all of them by name, which begins with the operation's."""
    return by_sample() | SPECIAL
