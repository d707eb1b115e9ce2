"""Creators: tensors made of nothing but plain numbers. They give leaves and constants, never nodes with inputs.

All give float64; the request's dtype is applied afterwards, so that a seeded random tensor has the same numbers
in both dtypes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, isfinite
from typing import Any

import numpy as np

from retrograd.errors import BadValue, ZeroStep
from retrograd.ops.broadcasting import checked_sizes
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Shape

FAMILY = "creation"
SHAPE = Parameter("shape", Kind.SHAPE, REQUIRED)
SHAPE_OR_NUMBER = Parameter("shape", Kind.SHAPE, ())
SEED = Parameter("seed", Kind.SIZE, None, keyword_only=True)
MOST_CELLS = 2**62


def _creator(
    name: str,
    parameters: tuple[Parameter, ...],
    summary: str,
    forward: Callable[..., Any],
    shape: Callable[..., Shape],
    resolve: Callable[..., dict[str, Any]],
) -> Operation:
    return Operation(
        name=name,
        sign=name,
        family=FAMILY,
        summary=summary,
        operands=(),
        parameters=parameters,
        forward=forward,
        shape=shape,
        resolve=resolve,
        latex=rf"\operatorname{{{name}}}",
    )


def _resolve_shape(*, shape: Sequence[int], **more: Any) -> dict[str, Any]:
    return {"shape": checked_sizes(tuple(shape)), **more}


def _given_shape(*, shape: Shape, **_: Any) -> Shape:
    return shape


def _filled(
    name: str, parameters: tuple[Parameter, ...], summary: str, forward: Any, first: Parameter = SHAPE
) -> Operation:
    """Declare a creator whose first parameter is the shape."""
    return _creator(name, (first, *parameters), summary, forward, _given_shape, _resolve_shape)


zeros = _filled("zeros", (), "Zeros.", lambda *, shape: np.zeros(shape))
ones = _filled("ones", (), "Ones.", lambda *, shape: np.ones(shape))
full = _filled(
    "full",
    (Parameter("fill_value", Kind.FILL, REQUIRED),),
    "The same number in each cell.",
    lambda *, shape, fill_value: np.full(shape, float(fill_value)),
)
rand = _filled(
    "rand",
    (SEED,),
    "Random numbers, uniform in [0, 1); the same seed gives the same numbers.",
    lambda *, shape, seed: np.random.default_rng(seed).random(shape),
    first=SHAPE_OR_NUMBER,
)
randn = _filled(
    "randn",
    (SEED,),
    "Random numbers, normal with mean 0 and variance 1; the same seed gives the same numbers.",
    lambda *, shape, seed: np.random.default_rng(seed).standard_normal(shape),
    first=SHAPE_OR_NUMBER,
)


def _resolve_eye(*, n: int, m: int | None) -> dict[str, Any]:
    rows, columns = checked_sizes((n, n if m is None else m))
    return {"n": rows, "m": columns}


eye = _creator(
    "eye",
    (Parameter("n", Kind.SIZE, REQUIRED), Parameter("m", Kind.SIZE, None)),
    "Ones on the diagonal, else zeros: n rows, m columns (n, if left out).",
    lambda *, n, m: np.eye(n, m),
    lambda *, n, m: (n, m),
    _resolve_eye,
)


def _resolve_arange(*, start: float, stop: float | None, step: float) -> dict[str, Any]:
    if stop is None:
        start, stop = 0, start
    for name, number in (("start", start), ("stop", stop), ("step", step)):
        if not isfinite(number):
            raise BadValue(name, str(number), "finite")
    if step == 0:
        raise ZeroStep
    return {"start": start, "stop": stop, "step": step}


def _arange_shape(*, start: float, stop: float, step: float) -> Shape:
    length = (stop - start) / step
    return (max(ceil(min(length, MOST_CELLS)), 0),)


arange = _creator(
    "arange",
    (
        Parameter("start", Kind.NUMBER, REQUIRED),
        Parameter("stop", Kind.NUMBER, None),
        Parameter("step", Kind.NUMBER, 1),
    ),
    "The numbers from start (0, if left out) up to but without stop, a step apart.",
    lambda *, start, stop, step: start + step * np.arange(_arange_shape(start=start, stop=stop, step=step)[0]),
    _arange_shape,
    _resolve_arange,
)


def _resolve_linspace(*, start: float, stop: float, num: int) -> dict[str, Any]:
    checked_sizes((num,))
    return {"start": start, "stop": stop, "num": num}


linspace = _creator(
    "linspace",
    (
        Parameter("start", Kind.NUMBER, REQUIRED),
        Parameter("stop", Kind.NUMBER, REQUIRED),
        Parameter("num", Kind.SIZE, 50),
    ),
    "num numbers at equal distances from start to stop, both included.",
    lambda *, start, stop, num: np.linspace(start, stop, num),
    lambda *, start, stop, num: (num,),  # noqa: ARG005
    _resolve_linspace,
)
