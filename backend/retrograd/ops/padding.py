"""Cells put around a tensor: pad, with NumPy's widths for each axis or PyTorch's, which start at the last axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from retrograd.errors import BadValue, MissingArgument, NegativeSize, RepeatedArgument
from retrograd.ops.indexing import getitem, scatter
from retrograd.ops.joining import FAMILY
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Sample, Shape

Widths = tuple[tuple[int, int], ...]
"""How many cells come before and after, for each axis."""


def _one_by_one(pad_width: Any, ndim: int) -> Widths:
    """Return NumPy's widths for each axis: `n`, `(before, after)` for all, or one such pair for each axis."""
    given = pad_width if isinstance(pad_width, Sequence) else (pad_width,)
    pairs = [_pair(one) for one in given] if any(isinstance(one, Sequence) for one in given) else [_pair(given)]
    if None in pairs or len(pairs) not in {1, ndim}:
        raise BadValue("pad_width", str(pad_width), "pad_width")
    return tuple(pair for pair in (pairs * ndim if len(pairs) == 1 else pairs) if pair is not None)


def _pair(widths: Any) -> tuple[int, int] | None:
    both = tuple(widths) if isinstance(widths, Sequence) else (widths,)
    if len(both) not in {1, 2} or any(isinstance(one, Sequence) for one in both):
        return None
    return int(both[0]), int(both[-1])


def _last_axis_first(pad: Any, ndim: int) -> Widths:
    """Return PyTorch's widths: (before, after) of the last axis, then of the last but one, …"""
    flat = isinstance(pad, Sequence) and not any(isinstance(one, Sequence) for one in pad)
    if not flat or len(pad) % 2 or len(pad) > 2 * ndim:
        raise BadValue("pad", str(pad), "pad")
    pairs = [(int(before), int(after)) for before, after in zip(pad[::2], pad[1::2], strict=True)]
    return (*((0, 0),) * (ndim - len(pairs)), *reversed(pairs))


def _resolve(
    shape: Shape, /, *, value: float | None, pad_width: Any = None, pad: Any = None, mode: str = "constant"
) -> dict[str, Any]:
    if mode != "constant":
        raise BadValue("mode", mode, "pad_mode")
    if pad is not None and pad_width is not None:
        raise RepeatedArgument("pad", "pad_width")
    if pad is None and pad_width is None:
        raise MissingArgument("pad", globals()["pad"].signature, "pad_width")
    ndim = len(shape)
    widths = _one_by_one(pad_width, ndim) if pad is None else _last_axis_first(pad, ndim)
    for pair in widths:
        if min(pair) < 0:
            raise NegativeSize(min(pair))
    return {"pad_width": widths, "value": value or 0.0}


def _padded(shape: Shape, /, *, pad_width: Widths, **_: Any) -> Shape:
    return tuple(before + size + after for size, (before, after) in zip(shape, pad_width, strict=True))


def _inside(shape: Shape, pad_width: Widths) -> tuple[slice, ...]:
    return tuple(slice(before, before + size, 1) for size, (before, _) in zip(shape, pad_width, strict=True))


def _forward(x: Any, *, pad_width: Widths, value: float) -> Any:
    return np.pad(x, pad_width, constant_values=value) if x.ndim else x


pad = Operation(
    name="pad",
    sign="pad",
    family=FAMILY,
    summary=(
        "The same number around a tensor: so many cells before and after on each axis (NumPy's pad_width), "
        "or from the last axis on (PyTorch's pad=)."
    ),
    operands=("x",),
    parameters=(
        Parameter("pad_width", Kind.WIDTHS, None),
        Parameter("mode", Kind.WORD, "constant"),
        Parameter("value", Kind.FILL, 0),
        Parameter("pad", Kind.WIDTHS, None, keyword_only=True),
    ),
    forward=_forward,
    shape=_padded,
    resolve=_resolve,
    vjp=(lambda upstream, _z, x, *, pad_width, **_: getitem(upstream, index=_inside(x.shape, pad_width)),),
    jvp=(lambda t, z, x, *, pad_width, **_: scatter(t, index=_inside(x.shape, pad_width), shape=z.shape),),
    local=("selection",),
    latex=r"\operatorname{pad}(<x>)",
    vjp_latex=(r"\operatorname{inside}\left(<g>\right)",),
    jvp_latex=(r"\operatorname{pad}(<t>)",),
    samples=(
        Sample(((2, 3),), {"pad_width": 1, "value": 0}),
        Sample(((2, 3),), {"pad_width": (1, 2), "value": -1.5}),
        Sample(((2, 3),), {"pad_width": ((0, 1), (2, 0)), "value": 0}),
        Sample(((2, 3),), {"pad": (1, 2), "value": 2}),
        Sample(((2, 1, 3),), {"pad": (0, 1, 2, 0), "value": 0}),
        Sample(((2, 0),), {"pad_width": 1, "value": 0}),
        Sample(((),), {"pad_width": 1, "value": 0}),
    ),
)

pad_from_the_last_axis = replace(
    pad,
    parameters=(
        Parameter("pad", Kind.WIDTHS, REQUIRED),
        *pad.parameters[1:3],
        Parameter("pad_width", Kind.WIDTHS, None, keyword_only=True),
    ),
)
"""The same operation as PyTorch's `F.pad` is called."""
