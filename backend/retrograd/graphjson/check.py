"""The gradients of a program's leaves beside finite differences: the definition of the derivative."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrograd.autodiff.reverse import gradient
from retrograd.graphjson.evaluate import run_program
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.tensor import Tensor, apply

STEP = 1e-6


@dataclass(frozen=True, slots=True)
class LeafCheck:
    """How far the gradient of a leaf is from central differences: the largest difference, absolute and relative."""

    name: str
    shape: tuple[int, ...]
    cells: int
    difference: float
    relative: float


def check_leaves(program: str, limits: Limits, *, output: str | None = None) -> tuple[LeafCheck, ...]:
    """Check the gradient of the sum of a program's output with respect to each leaf, cell by cell.

    Leaves that serve as labels, positions or masks alone are whole numbers, and have no derivative to check.
    """
    run = run_program(program, limits, output=output)
    plain = _plain(run)
    leaves = [one for one in run.tensors if one.op is None and one.requires_grad and one not in plain]
    with np.errstate(all="ignore"):
        found = gradient(run.output, leaves)
        return tuple(_checked(run, leaf, one.value) for leaf, one in zip(leaves, found, strict=True))


def _plain(run: Run) -> set[Tensor]:
    """Return the tensors that are used, and only where no gradient passes."""
    used: set[Tensor] = set()
    passing: set[Tensor] = set()
    for target in run.tensors:
        if target.op is not None:
            used.update(target.inputs)
            passing.update(target.inputs[argument] for argument, _ in target.op.passes)
    return used - passing


def _checked(run: Run, leaf: Tensor, found: NDArray[np.float64]) -> LeafCheck:
    expected = np.zeros_like(leaf.value)
    for index in np.ndindex(leaf.shape):
        sums = []
        for step in (STEP, -STEP):
            moved = np.array(leaf.value)
            moved[index] += step
            sums.append(_again(run, leaf, moved))
        expected[index] = (sums[0] - sums[1]) / (2 * STEP)
    off = np.abs(found - expected)
    scale = np.maximum(np.maximum(np.abs(found), np.abs(expected)), 1e-12)
    worst = (float(off.max()), float((off / scale).max())) if off.size else (0.0, 0.0)
    return LeafCheck(run.names.get(leaf, "?"), leaf.shape, leaf.value.size, *worst)


def _again(run: Run, leaf: Tensor, value: NDArray[np.float64]) -> float:
    """Return the sum of the output when `leaf` has another value: the graph is run again as it was made."""
    values: dict[Tensor, Tensor] = {leaf: Tensor(value)}
    for one in run.tensors:
        if one in values:
            continue
        if one.op is None:
            values[one] = one
        else:
            values[one] = apply(one.op, tuple(values[source] for source in one.inputs), one.attributes)
    return float(np.sum(values[run.output].value))
