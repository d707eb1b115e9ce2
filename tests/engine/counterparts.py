"""What PyTorch calls our operations: the referee's side of the comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch

from retrograd.ops.op import Operation, Sample


def _axes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {"dim": attributes["axis"], "keepdim": attributes["keepdims"]}


def _sum(x: torch.Tensor, **attributes: Any) -> torch.Tensor:
    return x.clone() if attributes["axis"] == () else torch.sum(x, **_axes(attributes))


def _mean(x: torch.Tensor, **attributes: Any) -> torch.Tensor:
    return x.clone() if attributes["axis"] == () else torch.mean(x, **_axes(attributes))


def _max(x: torch.Tensor, **attributes: Any) -> torch.Tensor:
    return x.clone() if attributes["axis"] == () else torch.amax(x, **_axes(attributes))


def _getitem(x: torch.Tensor, *, index: tuple[Any, ...]) -> torch.Tensor:
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
    return torch.flip(x[tuple(kept)], flipped)


def _scatter(x: torch.Tensor, *, index: tuple[Any, ...], shape: tuple[int, ...]) -> torch.Tensor:
    cells = torch.zeros(shape, dtype=x.dtype)
    cells[index] = x
    return cells


def _dot(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    product: torch.Tensor = torch.tensordot(x, y, dims=([x.ndim - 1], [max(y.ndim - 2, 0)]))
    return product


COUNTERPARTS: Mapping[str, Callable[..., torch.Tensor]] = {
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "divide": torch.div,
    "negative": torch.neg,
    "power": torch.pow,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "sign": torch.sign,
    "abs": torch.abs,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "reshape": lambda x, *, shape: torch.reshape(x, shape),
    "transpose": lambda x, *, axes: x.permute(axes),
    "broadcast_to": lambda x, *, shape: torch.broadcast_to(x, shape),
    "sum": _sum,
    "mean": _mean,
    "max": _max,
    "matmul": torch.matmul,
    "dot": _dot,
    "getitem": _getitem,
    "scatter": _scatter,
}


def resolved(op: Operation, sample: Sample) -> dict[str, Any]:
    """Return the sample's attributes in normal form."""
    shapes = op.align(*sample.shapes) if op.align else sample.shapes
    return op.resolve(*shapes, **sample.attributes)
