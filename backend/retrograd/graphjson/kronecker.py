"""What a local Jacobian is made of, as a formula: a diagonal, a product of Kronecker factors.

Cells are counted in row-major order, in which the Jacobian of Z = X Y by X is I ⊗ Yᵀ and by Y is X ⊗ I
(Magnus & Neudecker, Matrix Differential Calculus, 3rd ed., sec. 2.4, for columns one below the other).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from math import prod

from retrograd.autodiff.passing import passes
from retrograd.graphjson.latex import partial_derivative
from retrograd.ops.op import Shape
from retrograd.tensor import Tensor

Symbol = Callable[[Tensor], str]

SAME = frozenset({"reshape", "flatten", "squeeze", "expand_dims", "atleast_1d", "atleast_2d"})
"""Operations that leave every number in its row-major place."""
MOVED = frozenset({"transpose", "swapaxes", "moveaxis", "flip", "roll"})
"""Operations that give every number another place."""


def kronecker(target: Tensor, argument: int, symbol: Symbol) -> str | None:
    """Return the equation of ∂target/∂operand, or None where no short one is known; `symbol` names the tensors."""
    made = _made(target, argument, symbol)
    if made is None:
        return None
    source = target.inputs[argument]
    return f"{partial_derivative(_cells(target, symbol), _cells(source, symbol))} = {made}"


def _cells(tensor: Tensor, symbol: Symbol) -> str:
    """Return the name of a tensor's cells in a row."""
    return symbol(tensor) if tensor.value.ndim < 2 else rf"\operatorname{{vec}} {symbol(tensor)}"


def _made(target: Tensor, argument: int, symbol: Symbol) -> str | None:
    op, source = target.op, target.inputs[argument]
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    if (not target.value.ndim and not source.value.ndim) or not passes(target, argument):
        return None  # one number, which the rule tells, or nothing
    if op.local[argument] == "pointwise":
        return _diagonal(target, argument, symbol)
    if op.local[argument] == "matmul":
        return _product(target, argument, symbol)
    return _moved(target) if op.local[argument] == "shape" else _summed(target)


def _moved(target: Tensor) -> str | None:
    """Return the factors where numbers keep their places, change them, or are copied."""
    op, size = target.op, target.value.size
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    if op.name in SAME:
        return _identity(size)
    if op.name in MOVED:
        return rf"P, \quad P^{{\top}} P = {_identity(size)}"
    if op.name == "broadcast_to":
        return _join(_copied(target.inputs[0].shape, target.shape))
    return None


def _summed(target: Tensor) -> str | None:
    """Return the factors of a sum or a mean along axes."""
    op, source = target.op, target.inputs[0]
    if op is None or op.name not in {"sum", "mean"}:
        return None
    axes = target.attributes["axis"]
    summed = _join(("sum" if axis in axes else "same", size) for axis, size in enumerate(source.shape))
    count = prod(source.shape[axis] for axis in axes)
    if op.name == "sum" or count == 1:
        return summed
    return rf"\frac{{1}}{{{count}}} " + (rf"\left({summed}\right)" if r"\otimes" in summed else summed)


def _diagonal(target: Tensor, argument: int, symbol: Symbol) -> str:
    op = target.op
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    steady = op.steady[argument] if op.steady else None
    size = target.value.size
    if steady is not None:
        factor = {1.0: "", -1.0: "-"}.get(steady, rf"{steady:.6g}\, ")
        return factor + _identity(size)
    slope = partial_derivative(symbol(target), symbol(target.inputs[argument]))
    return rf"\operatorname{{diag}}\left({slope}\right)"


def _product(target: Tensor, argument: int, symbol: Symbol) -> str | None:
    """Return the factors for X Y, where either may be a vector; of batches there is no short formula."""
    left, right = target.inputs
    if left.value.ndim > 2 or right.value.ndim > 2:
        return None
    other = symbol(target.inputs[1 - argument])
    if argument == 0:  # every row of X meets Y
        turned = f"{other}^{{\\top}}"
        return turned if left.value.ndim < 2 else _pair(_identity(left.shape[0]), turned)
    row = other if left.value.ndim == 2 else f"{other}^{{\\top}}"
    return row if right.value.ndim < 2 else _pair(row, _identity(right.shape[1]))


def _pair(left: str, right: str) -> str:
    return rf"{left} \otimes {right}"


def _copied(small: Shape, large: Shape) -> Iterable[tuple[str, int]]:
    """Yield for each axis of the large shape whether the cells were copied along it, and how often."""
    new = len(large) - len(small)
    for axis, size in enumerate(large):
        grown = axis < new or small[axis - new] != size
        yield ("copy" if grown else "same", size)


def _join(axes: Iterable[tuple[str, int]]) -> str:
    """Return the Kronecker product of a factor for each axis; neighbours of a kind make one."""
    joined = [(kind, prod(size for _, size in part)) for kind, part in groupby(axes, key=lambda one: one[0])]
    told = [_factor(kind, size) for kind, size in joined if size != 1]
    return r" \otimes ".join(told) or _identity(1)


def _factor(kind: str, size: int) -> str:
    ones = rf"\mathbf{{1}}_{{{size}}}"
    return {"same": _identity(size), "copy": ones, "sum": rf"{ones}^{{\top}}"}[kind]


def _identity(size: int) -> str:
    return f"I_{{{size}}}"
