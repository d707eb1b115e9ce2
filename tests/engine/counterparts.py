"""What PyTorch calls our operations: the referee's side of the comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from retrograd.ops.op import Operation, Sample


def _axes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {"dim": attributes["axis"], "keepdim": attributes["keepdims"]}


def _sum(x: torch.Tensor, **attributes: Any) -> torch.Tensor:
    return x.clone() if attributes["axis"] == () else torch.sum(x, **_axes(attributes))


def _mean(x: torch.Tensor, **attributes: Any) -> torch.Tensor:
    return x.clone() if attributes["axis"] == () else torch.mean(x, **_axes(attributes))


def _max(x: torch.Tensor, **attributes: Any) -> torch.Tensor:
    return x.clone() if attributes["axis"] == () else torch.amax(x, **_axes(attributes))


def _min(x: torch.Tensor, **attributes: Any) -> torch.Tensor:
    return x.clone() if attributes["axis"] == () else torch.amin(x, **_axes(attributes))


def _prod(x: torch.Tensor, *, axis: tuple[int, ...], keepdims: bool) -> torch.Tensor:
    """PyTorch multiplies along one axis at a time."""
    for one in reversed(axis):
        x = torch.prod(x, one, keepdim=keepdims)
    return x.clone()


def _scan(function: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    def scan(x: torch.Tensor, *, axis: int | None) -> torch.Tensor:
        return function(x.reshape(-1), 0) if axis is None else function(x, axis)

    return scan


def _spread_of(function: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    def spread(x: torch.Tensor, *, ddof: int, **attributes: Any) -> torch.Tensor:
        if attributes["axis"] == ():
            return x * 0
        return function(x, correction=ddof, **_axes(attributes))

    return spread


def _norm(x: torch.Tensor, *, ord: float, **attributes: Any) -> torch.Tensor:  # noqa: A002
    if attributes["axis"] == ():
        return torch.abs(x)
    norm: torch.Tensor = torch.linalg.vector_norm(x, ord, **_axes(attributes))
    return norm


def _expand_dims(x: torch.Tensor, *, axis: tuple[int, ...]) -> torch.Tensor:
    for one in axis:
        x = torch.unsqueeze(x, one)
    return x.clone()


def _getitem(x: torch.Tensor, *_indices: torch.Tensor, index: tuple[Any, ...]) -> torch.Tensor:
    """PyTorch has no negative steps: flip the axis after taking the positions the other way round."""
    flipped: list[int] = []
    kept: list[Any] = []
    axis = 0
    sizes = iter(x.shape)
    for entry in index:
        if entry is None:
            kept.append(None)
            axis += 1
            continue
        size = next(sizes)
        if isinstance(entry, slice):
            positions = range(*entry.indices(size))
            if positions.step < 0:
                flipped.append(axis)
                positions = positions[::-1]
            kept.append(slice(positions.start, positions.stop, positions.step))
            axis += 1
        else:
            kept.append(entry)
    return torch.flip(x[_tensors(tuple(kept))], flipped)


def _tensors(index: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return an index with its arrays as tensors; beside them PyTorch takes whole numbers first, NumPy with them."""
    arrays = [entry for entry in index if isinstance(entry, np.ndarray)]
    if not arrays:
        return index
    shape = np.broadcast_shapes(*(array.shape for array in arrays))
    return tuple(
        torch.tensor(entry)
        if isinstance(entry, np.ndarray)
        else torch.full(shape, entry)
        if isinstance(entry, int)
        else entry
        for entry in index
    )


def _scatter(x: torch.Tensor, *, index: tuple[Any, ...], shape: tuple[int, ...]) -> torch.Tensor:
    where = torch.arange(prod(shape)).reshape(shape)[_tensors(index)]
    return torch.zeros(prod(shape), dtype=x.dtype).index_add(0, where.reshape(-1), x.reshape(-1)).reshape(shape)


def _stacked(name: str) -> Callable[..., torch.Tensor]:
    def stacked(*xs: torch.Tensor) -> torch.Tensor:
        together: torch.Tensor = getattr(torch, name)(xs)
        return together

    return stacked


def _pad(x: torch.Tensor, *, pad_width: tuple[tuple[int, int], ...], value: float) -> torch.Tensor:
    flat = [one for pair in reversed(pad_width) for one in pair]
    return functional.pad(x, flat, value=value) if flat else x.clone()


def _grid(x: torch.Tensor, *, axis: int, shape: tuple[int, ...]) -> torch.Tensor:
    vectors = [x.reshape(-1) if one == axis else torch.zeros(size, dtype=x.dtype) for one, size in enumerate(shape)]
    return torch.meshgrid(*vectors, indexing="ij")[axis].clone()


def _take(x: torch.Tensor, indices: torch.Tensor, *, axis: int | None) -> torch.Tensor:
    if axis is None:
        return torch.take(x, indices.long())
    taken = torch.index_select(x, axis, indices.long().reshape(-1))
    return taken.reshape((*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :]))


def _put(x: torch.Tensor, indices: torch.Tensor, *, axis: int | None, shape: tuple[int, ...]) -> torch.Tensor:
    if axis is None:
        flat = torch.zeros(prod(shape), dtype=x.dtype)
        return flat.index_add(0, indices.long().reshape(-1), x.reshape(-1)).reshape(shape)
    slices = x.reshape((*shape[:axis], -1, *shape[axis + 1 :]))
    return torch.zeros(shape, dtype=x.dtype).index_add(axis, indices.long().reshape(-1), slices)


def _take_along(x: torch.Tensor, index: torch.Tensor, *, axis: int | None) -> torch.Tensor:
    return torch.take_along_dim(x, index.long(), axis)


def _scatter_along(x: torch.Tensor, index: torch.Tensor, *, axis: int | None, shape: tuple[int, ...]) -> torch.Tensor:
    cells = torch.zeros(prod(shape) if axis is None else shape, dtype=x.dtype)
    return cells.scatter_add(axis or 0, index.long(), x).reshape(shape)


def _dot(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    if not x.ndim or not y.ndim:
        return x * y
    product: torch.Tensor = torch.tensordot(x, y, dims=([x.ndim - 1], [max(y.ndim - 2, 0)]))
    return product


def _floor_divide(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """PyTorch's own has no gradient."""
    return torch.floor(x / y)


def _median(x: torch.Tensor, *, axis: tuple[int, ...], keepdims: bool) -> torch.Tensor:
    """NumPy's: of an even count, the mean of the two in the middle."""
    shape = [1 if one in axis else size for one, size in enumerate(x.shape)]
    kept = [one for one in range(x.ndim) if one not in axis]
    rows = x.permute((*kept, *axis)).reshape([x.shape[one] for one in kept] + [-1])
    middle = torch.quantile(rows, 0.5, dim=-1, interpolation="midpoint")
    return middle.reshape(shape) if keepdims else middle


def _sort(x: torch.Tensor, *, axis: int | None, descending: bool) -> torch.Tensor:
    row, along = (x.reshape(-1), 0) if axis is None else (x, axis)
    values: torch.Tensor = torch.sort(row, dim=along, descending=descending, stable=True).values
    return values


def _solve_triangular(x: torch.Tensor, y: torch.Tensor, **flags: bool) -> torch.Tensor:
    """PyTorch's own wants a matrix on the right."""
    columns = y if y.ndim > 1 else y[:, None]
    found: torch.Tensor = torch.linalg.solve_triangular(x, columns, **flags)
    return found if y.ndim > 1 else found[..., 0]


def _minors(x: torch.Tensor) -> torch.Tensor:
    size = x.shape[-1]
    others = [[other for other in range(size) if other != one] for one in range(size)]
    rows = [torch.stack([x[..., row, :][..., column] for column in others], -3) for row in others]
    return torch.stack(rows, -4)


def _from_minors(x: torch.Tensor) -> torch.Tensor:
    size = x.shape[-3]
    cells = torch.zeros(x.shape[:-2], dtype=x.dtype)
    for row, column in np.ndindex(size, size):
        grown = torch.zeros(x.shape[:-2], dtype=x.dtype)
        rows = [one for one in range(size) if one != row]
        columns = [one for one in range(size) if one != column]
        if rows:
            grown[..., torch.tensor(rows)[:, None], torch.tensor(columns)] = x[..., row, column, :, :]
        cells = cells + grown
    return cells + x.sum() * 0


def _cofactors(x: torch.Tensor) -> torch.Tensor:
    if not x.numel():
        return x.clone()
    found: torch.Tensor = torch.linalg.det(x)[..., None, None] * torch.linalg.inv(x).mT
    return found


def _convolution(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None, **how: Any) -> torch.Tensor:
    """PyTorch pads by the same number on both sides; an odd one for "same" is put in front of the call."""
    function = functional.conv1d if weight.ndim == 3 else functional.conv2d
    padding = [size for pair in reversed(how.pop("padding")) for size in pair]
    return function(functional.pad(x, padding), weight, bias, **how)


def _windows(x: torch.Tensor, *, kernel: Any, stride: Any, padding: Any, dilation: Any) -> torch.Tensor:
    x = functional.pad(x, [size for pair in reversed(padding) for size in pair])
    first = x.ndim - len(kernel)
    for axis, (size, step, apart) in enumerate(zip(kernel, stride, dilation, strict=True), start=first):
        x = x.unfold(axis, (size - 1) * apart + 1, step)[..., ::apart]
    return x


def _fold(x: torch.Tensor, *, shape: tuple[int, ...], **how: Any) -> torch.Tensor:
    """As the definition has it: the transpose of taking windows."""
    cells = torch.zeros(shape, dtype=x.dtype, requires_grad=True)
    (folded,) = torch.autograd.grad(_windows(cells, **how), cells, x, create_graph=True)
    return folded


def _whole(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """PyTorch tells labels by their dtype."""
    return y.long() if y.ndim < x.ndim else y


def _cross_entropy(x: torch.Tensor, y: torch.Tensor, **more: Any) -> torch.Tensor:
    return functional.cross_entropy(x, _whole(x, y), **more)


def _nll_loss(x: torch.Tensor, y: torch.Tensor, **more: Any) -> torch.Tensor:
    return functional.nll_loss(x, _whole(x, y), **more)


def _with_input(function: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    """PyTorch calls the first operand `input`."""

    def layer(x: torch.Tensor, **more: Any) -> torch.Tensor:
        return function(x, **more)

    return layer


def _of_cells(function: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    """PyTorch broadcasts some losses with a warning and refuses others."""

    def loss(x: torch.Tensor, y: torch.Tensor, **more: Any) -> torch.Tensor:
        shape = np.broadcast_shapes(x.shape, y.shape)
        return function(torch.broadcast_to(x, shape), torch.broadcast_to(y, shape), **more)

    return loss


def _kl_div(x: torch.Tensor, y: torch.Tensor, *, reduction: str, log_target: bool) -> torch.Tensor:
    """PyTorch warns that its mean is no divergence."""
    if reduction == "mean":
        return functional.kl_div(x, y, reduction="none", log_target=log_target).mean()
    return functional.kl_div(x, y, reduction=reduction, log_target=log_target)


def _dropout(x: torch.Tensor, *, p: float, training: bool, seed: int) -> torch.Tensor:
    """PyTorch draws other numbers: its part is the scale."""
    if not training or p == 1:
        return x * (not training)
    kept = torch.tensor(np.random.default_rng(seed).random(x.shape) >= p)
    return torch.where(kept, x / (1 - p), 0.0)


def _batch_norm(
    x: torch.Tensor, running_mean: torch.Tensor | None = None, running_var: torch.Tensor | None = None, **more: Any
) -> torch.Tensor:
    """PyTorch writes into its running statistics."""
    mean = None if running_mean is None else running_mean.clone()
    var = None if running_var is None else running_var.clone()
    return functional.batch_norm(x, mean, var, **more)


COUNTERPARTS: Mapping[str, Callable[..., torch.Tensor]] = {
    "concatenate": lambda *xs, axis: torch.cat(xs, axis),
    "einsum": lambda *xs, equation: torch.einsum(equation, *xs).clone(),
    "conv1d": _convolution,
    "conv2d": _convolution,
    "max_pool1d": functional.max_pool1d,
    "max_pool2d": functional.max_pool2d,
    "avg_pool1d": functional.avg_pool1d,
    "avg_pool2d": functional.avg_pool2d,
    "windows": _windows,
    "fold": _fold,
    "stack": lambda *xs, axis: torch.stack(xs, axis),
    "vstack": _stacked("vstack"),
    "hstack": _stacked("hstack"),
    "atleast_1d": torch.atleast_1d,
    "atleast_2d": torch.atleast_2d,
    "pad": _pad,
    "grid": _grid,
    "take": _take,
    "put": _put,
    "index_select": lambda x, index, *, axis: torch.index_select(x, axis, index.long()),
    "embedding": lambda weight, indices, *, axis: functional.embedding(indices.long(), weight),  # noqa: ARG005
    "gather": lambda x, index, *, axis: torch.gather(x, axis, index.long()),
    "take_along_axis": _take_along,
    "picked_along": _take_along,
    "scatter_along": _scatter_along,
    "masked_fill": lambda x, mask, value: torch.where(mask != 0, value, x),
    "masked_select": lambda x, mask: torch.masked_select(x, mask != 0),
    "topk_values": lambda x, *, k, axis, largest: torch.topk(x, k, axis, largest).values,
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "divide": torch.div,
    "negative": torch.neg,
    "power": torch.pow,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "exp2": torch.exp2,
    "expm1": torch.expm1,
    "log2": torch.log2,
    "log10": torch.log10,
    "log1p": torch.log1p,
    "rsqrt": torch.rsqrt,
    "cbrt": lambda x: torch.sign(x) * torch.abs(x) ** (1 / 3),
    "square": torch.square,
    "reciprocal": torch.reciprocal,
    "logaddexp": torch.logaddexp,
    "erf": torch.erf,
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "arcsin": torch.arcsin,
    "arccos": torch.arccos,
    "arctan": torch.arctan,
    "arctan2": torch.arctan2,
    "sinh": torch.sinh,
    "cosh": torch.cosh,
    "arcsinh": torch.arcsinh,
    "arccosh": torch.arccosh,
    "arctanh": torch.arctanh,
    "floor": torch.floor,
    "ceil": torch.ceil,
    "round": lambda x, *, decimals: torch.round(x, decimals=decimals),
    "hypot": torch.hypot,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "clip": torch.clip,
    "where": lambda condition, x, y: torch.where(condition != 0, x, y),
    "floor_divide": _floor_divide,
    "remainder": torch.remainder,
    "logsigmoid": functional.logsigmoid,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "selu": functional.selu,
    "celu": functional.celu,
    "softplus": functional.softplus,
    "softsign": functional.softsign,
    "silu": functional.silu,
    "mish": functional.mish,
    "gelu": functional.gelu,
    "hardtanh": functional.hardtanh,
    "relu6": functional.relu6,
    "sign": torch.sign,
    "abs": torch.abs,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "reshape": lambda x, *, shape: torch.reshape(x, shape),
    "transpose": lambda x, *, axes: x.permute(axes),
    "flatten": torch.flatten,
    "squeeze": lambda x, *, axis: torch.squeeze(x, axis),
    "expand_dims": _expand_dims,
    "swapaxes": lambda x, *, axis1, axis2: torch.swapaxes(x, axis1, axis2),
    "moveaxis": torch.moveaxis,
    "flip": lambda x, *, axis: torch.flip(x, axis),
    "roll": lambda x, *, shift, axis: torch.roll(x, shift, axis),
    "tile": lambda x, *, reps: torch.tile(x, reps),
    "repeat": lambda x, *, repeats, axis: torch.repeat_interleave(x, repeats, axis),
    "broadcast_to": lambda x, *, shape: torch.broadcast_to(x, shape),
    "sum": _sum,
    "mean": _mean,
    "max": _max,
    "min": _min,
    "prod": _prod,
    "cumsum": _scan(torch.cumsum),
    "cumprod": _scan(torch.cumprod),
    "var": _spread_of(torch.var),
    "std": _spread_of(torch.std),
    "norm": _norm,
    "logsumexp": lambda x, **attributes: (
        x.clone() if attributes["axis"] == () else torch.logsumexp(x, **_axes(attributes))
    ),
    "softmax": lambda x, *, axis: torch.softmax(x, axis),
    "log_softmax": lambda x, *, axis: torch.log_softmax(x, axis),
    "matmul": torch.matmul,
    "tril": lambda x, *, k: torch.tril(x, k),
    "triu": lambda x, *, k: torch.triu(x, k),
    "diag": lambda x, *, k: torch.diag(x, k),
    "trace": torch.trace,
    "outer": lambda x, y: torch.outer(x.reshape(-1), y.reshape(-1)),
    "dot": _dot,
    "inner": torch.inner,
    "tensordot": lambda x, y, *, axes: torch.tensordot(x, y, dims=axes),
    "kron": torch.kron,
    "inv": torch.linalg.inv,
    "pinv": torch.linalg.pinv,
    "solve": torch.linalg.solve,
    "solve_triangular": _solve_triangular,
    "cholesky": torch.linalg.cholesky,
    "det": torch.linalg.det,
    "slogdet_logabsdet": lambda x: torch.linalg.slogdet(x).logabsdet,
    "cofactors": _cofactors,
    "minors": _minors,
    "from_minors": _from_minors,
    "median": _median,
    "sort": _sort,
    "mse_loss": _of_cells(functional.mse_loss),
    "l1_loss": _of_cells(functional.l1_loss),
    "huber_loss": _of_cells(functional.huber_loss),
    "smooth_l1_loss": _of_cells(functional.smooth_l1_loss),
    "binary_cross_entropy": _of_cells(functional.binary_cross_entropy),
    "binary_cross_entropy_with_logits": _of_cells(functional.binary_cross_entropy_with_logits),
    "kl_div": _of_cells(_kl_div),
    "cosine_similarity": lambda x, y, *, axis, eps: functional.cosine_similarity(x, y, axis, eps),
    "cross_entropy": _cross_entropy,
    "nll_loss": _nll_loss,
    "linear": _with_input(functional.linear),
    "dropout": _dropout,
    "layer_norm": _with_input(functional.layer_norm),
    "rms_norm": _with_input(functional.rms_norm),
    "batch_norm": _batch_norm,
    "scaled_dot_product_attention": functional.scaled_dot_product_attention,
    "attention_weights": lambda x: torch.softmax(x, -1),
    "getitem": _getitem,
    "scatter": _scatter,
}


def resolved(op: Operation, sample: Sample) -> dict[str, Any]:
    """Return the sample's attributes in normal form."""
    shapes = op.align(*sample.shapes) if op.align else sample.shapes
    return op.resolve(*shapes, **sample.attributes)
