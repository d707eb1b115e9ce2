"""The largest or the smallest numbers along an axis, and their positions; the order is that of `argsort`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.forms import several
from retrograd.ops.gathering import picked_along, scatter_along
from retrograd.ops.indexing import FAMILY
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Result, Sample, Shape, Value
from retrograd.ops.ordering import places

BEST = (Parameter("k", Kind.SIZE, REQUIRED), Parameter("axis", Kind.AXIS, -1), Parameter("largest", Kind.FLAG, True))


def _resolve_best(shape: Shape, /, *, k: int, axis: int | None, largest: bool) -> dict[str, Any]:
    normal = normal_axis(-1 if axis is None else axis, len(shape))
    if k > shape[normal]:
        raise BadValue("k", str(k), "many")
    return {"k": k, "axis": normal, "largest": largest}


def _best(x: Any, k: int, axis: int, *, largest: bool) -> Any:
    """Return the positions of the k largest or smallest numbers; the first of equal ones first, NaN the largest."""
    return np.take(places(x, axis=axis, descending=largest), range(k), axis)


def _best_shape(shape: Shape, /, *, k: int, axis: int, **_: Any) -> Shape:
    return (*shape[:axis], k, *shape[axis + 1 :])


_BEST_SAMPLES = (
    Sample(((4,),), {"k": 2, "axis": -1, "largest": True}),
    Sample(((3, 4),), {"k": 3, "axis": 1, "largest": False}),
    Sample(((3, 2),), {"k": 2, "axis": 0, "largest": True}),
    Sample(((3, 2),), {"k": 0, "axis": 0, "largest": True}),
)

topk_indices = Operation(
    name="topk_indices",
    sign="topk positions",
    family=FAMILY,
    summary="The positions of the k largest numbers; no gradient passes.",
    operands=("x",),
    parameters=BEST,
    forward=lambda x, *, k, axis, largest: _best(x, k, axis, largest=largest).astype(x.dtype),
    shape=_best_shape,
    resolve=_resolve_best,
    vjp=(None,),
    jvp=(None,),
    local=("none",),
    latex=r"\operatorname{argtopk}(<x>)",
    vjp_latex=("",),
    samples=_BEST_SAMPLES,
    public=False,
)


def _back_to_best(upstream: Value, _z: Value, x: Value, *, axis: int, **best: Any) -> Value:
    return scatter_along(upstream, topk_indices(x, axis=axis, **best), axis=axis, shape=x.shape)


topk_values = Operation(
    name="topk_values",
    sign="topk",
    family=FAMILY,
    summary="The k largest numbers, in order.",
    operands=("x",),
    parameters=BEST,
    forward=lambda x, *, k, axis, largest: np.take_along_axis(x, _best(x, k, axis, largest=largest), axis),
    shape=_best_shape,
    resolve=_resolve_best,
    vjp=(_back_to_best,),
    jvp=(lambda t, _z, x, *, axis, **best: picked_along(t, topk_indices(x, axis=axis, **best), axis=axis),),
    local=("selection",),
    piecewise=True,
    latex=r"\operatorname{topk}(<x>)",
    vjp_latex=(r"\operatorname{scatter}\left(<g>\right)",),
    jvp_latex=(r"\operatorname{gather}(<t>)",),
    samples=_BEST_SAMPLES,
    public=False,
)


def _both(_shape: Shape, /, **best: Any) -> Iterator[Result]:
    yield Result(topk_values, (0,), best)
    yield Result(topk_indices, (0,), best)


topk = several(
    "topk",
    family=FAMILY,
    summary="The k largest numbers along an axis (the smallest without largest), in order, and their positions.",
    operands=("x",),
    parameters=BEST,
    resolve=_resolve_best,
    results=_both,
    latex=r"\operatorname{topk}(x)",
)
