"""Derivatives as functions of functions, or of tensors that have been computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd import tensor
from retrograd.autodiff import jacobian as matrices
from retrograd.autodiff.numeric import central_difference, numeric_gradient
from retrograd.autodiff.order import topological
from retrograd.autodiff.replay import Replay
from retrograd.autodiff.reverse import contributions, gradient
from retrograd.autodiff.tangent import tangents
from retrograd.library.tensors import Tensor

Function = Callable[..., Any]
Arrays = Sequence[Any]


SINGLE = 1e-3
"""How far float32 may be from float64, of the largest gradient: it has seven digits, and differences lose some."""


class GradientMismatchError(AssertionError):
    """A rule and the definition of the derivative disagree."""


def grad(output: Tensor, sources: Tensor | Sequence[Tensor], *, seed: Any = None, record: bool = False) -> Any:
    """Return d⟨seed, output⟩ / d source, of the source's shape; a list of sources gives a list.

    The seed is ones unless given. With `record` the gradient is a graph that can be differentiated again. Without
    a path from source to output the gradient is zeros.
    """
    if isinstance(sources, Tensor):
        return gradient(output, [sources], seed, record=record)[0]
    return gradient(output, list(sources), seed, record=record)


def vjp(function: Function, inputs: Arrays, seed: Any = None) -> tuple[Tensor, list[Any]]:
    """Return f(*inputs) and its vector-Jacobian products with `seed`, one of each input's shape."""
    leaves = [Tensor(one) for one in inputs]
    output = function(*leaves)
    return output, gradient(output, leaves, seed)


def jvp(function: Function, inputs: Arrays, directions: Arrays) -> tuple[Tensor, Tensor]:
    """Return f(*inputs) and its Jacobian-vector product with `directions`, of the output's shape."""
    leaves = [Tensor(one) for one in inputs]
    output = function(*leaves)
    seeds: dict[tensor.Tensor, Any] = {
        leaf: np.asarray(direction, leaf.dtype).reshape(leaf.shape)
        for leaf, direction in zip(leaves, directions, strict=True)
    }
    carried: dict[tensor.Tensor, Any] = {}
    for _ in tangents(topological(output), seeds, carried):
        pass
    change = carried.get(output)
    return output, Tensor(np.zeros_like(output.value) if change is None else change, requires_grad=False)


def replay(output: Tensor, leaves: Sequence[Tensor]) -> Replay:
    """Return the function of `leaves` that made `output`, with its gradients, to be called with other numbers.

    `replay(L, [w, b])(w2, b2)` gives value, gradients and contributions in a fraction of the time that building the
    graph anew takes. Shapes stay as they are, and so does whatever was decided by numbers, as by an index or a mask.
    """
    return Replay(output, leaves)


def jacobian(output: tensor.Tensor, source: tensor.Tensor) -> NDArray[Any]:
    """Return d output / d source with shape output.shape + source.shape."""
    return matrices.jacobian(output, source).reshape(output.shape + source.shape)


def hessian(function: Function, point: Any) -> NDArray[Any]:
    """Return the second derivatives of a scalar function at `point`, with shape point.shape + point.shape."""
    leaf = Tensor(point)
    first = grad(_scalar(function(leaf)), leaf, record=True)
    return jacobian(first, leaf)


def hvp(function: Function, point: Any, direction: Any) -> Tensor:
    """Return the Hessian of a scalar function at `point` times `direction`, without forming the Hessian."""
    leaf = Tensor(point)
    first = grad(_scalar(function(leaf)), leaf, record=True)
    found: Tensor = grad(first, leaf, seed=direction)
    return found


def _scalar(output: Tensor) -> Tensor:
    if output.shape != ():
        raise ValueError(f"the function must give one number, not the shape {output.shape}")
    return output


def check_gradients(function: Function, inputs: Arrays, *, rtol: float = 1e-5, atol: float = 1e-7) -> None:
    """Check a function of tensors, written with this package, at `inputs`; raises GradientMismatchError.

    The vjp is held to central differences, the jvp to the vjp by duality (⟨s, J t⟩ = ⟨Jᵀ s, t⟩), and the gradient,
    differentiated again, to central differences of itself. In float32 the gradients must be of that dtype too, and
    near those of float64; a function that brings numbers in float64 of its own is spared that.
    """
    point = [np.asarray(one, np.float64) for one in inputs]
    rng = np.random.default_rng(0)

    def value(*arrays: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(function(*map(Tensor, arrays)).value)

    seed = rng.uniform(0.5, 1.5, value(*point).shape)
    _, pulled = vjp(function, point, seed)
    _same("the vjp", [one.value for one in pulled], numeric_gradient(value, point, seed), rtol, atol)
    _single_precision(function, point, seed, [one.value for one in pulled])
    directions = [rng.uniform(-1, 1, one.shape) for one in point]
    _, pushed = jvp(function, point, directions)
    duality = sum(float(np.sum(one.value * t)) for one, t in zip(pulled, directions, strict=True))
    _same("the jvp", [np.sum(seed * pushed.value)], [np.asarray(duality)], rtol, atol)

    def first(*arrays: Any, record: bool = False) -> tuple[list[Tensor], list[Any]]:
        leaves = [Tensor(one) for one in arrays]
        return leaves, gradient(function(*leaves), leaves, seed, record=record)

    for number, direction in enumerate(directions):
        leaves, recorded = first(*point, record=True)
        found = gradient(recorded[number], leaves, direction)
        plain = [np.zeros_like(one) for one in point]
        for which, one in enumerate(point):
            for index in np.ndindex(one.shape):
                unit = [np.zeros_like(other) for other in point]
                unit[which][index] = 1.0
                change = central_difference(lambda *xs, k=number: first(*xs)[1][k].value, point, unit)
                plain[which][index] = np.sum(direction * change)
        _same("the second derivative", [one.value for one in found], plain, 10 * rtol, 10 * atol)


def _single_precision(function: Function, point: Arrays, seed: Any, expected: Arrays) -> None:
    leaves = [Tensor(one, dtype="float32") for one in point]
    output = function(*leaves)
    if output.dtype != np.float32:
        return
    gradients: dict[tensor.Tensor, Any] = {}
    for _ in contributions(topological(output), output, np.asarray(seed, np.float32), gradients):
        pass
    found = [gradients.get(leaf, np.zeros_like(leaf.value)) for leaf in leaves]
    for number, (one, leaf) in enumerate(zip(found, leaves, strict=True)):
        if one.dtype != leaf.dtype:
            raise GradientMismatchError(f"the gradient of input {number} is {one.dtype}, its value {leaf.dtype}")
    largest = max((float(np.abs(one).max()) for one in expected if np.size(one)), default=0.0)
    _same("the vjp in float32", found, expected, SINGLE, SINGLE * largest)


def _same(what: str, found: Sequence[Any], expected: Sequence[Any], rtol: float, atol: float) -> None:
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        if not np.allclose(one, other, rtol=rtol, atol=atol):
            worst = float(np.max(np.abs(np.asarray(one) - other)))
            raise GradientMismatchError(f"{what} of input {number} is off by up to {worst:.3g}")
