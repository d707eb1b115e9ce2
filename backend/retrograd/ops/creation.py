"""Creators: tensors made of nothing but plain numbers. They give leaves and constants, never nodes with inputs.

zeros_like and its kin have an input, whose shape they take, and are operations without a gradient.


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
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Sample, Shape, same

FAMILY = "creation"
SHAPE = Parameter("shape", Kind.SHAPE, REQUIRED)
FILL = Parameter("fill_value", Kind.FILL, REQUIRED)
SEED = Parameter("seed", Kind.SIZE, None, keyword_only=True)
MOST_CELLS = 2**62


def _creator(  # noqa: PLR0917  (a declaration has many parts)
    name: str,
    parameters: tuple[Parameter, ...],
    summary: str,
    forward: Callable[..., Any],
    shape: Callable[..., Shape],
    resolve: Callable[..., dict[str, Any]],
    aliases: tuple[str, ...] = (),
) -> Operation:
    return Operation(
        name=name,
        aliases=aliases,
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


def resolve_shape(*, shape: Sequence[int], **more: Any) -> dict[str, Any]:
    """Return the attributes with the sizes checked."""
    return {"shape": checked_sizes(tuple(shape)), **more}


def _given_shape(*, shape: Shape, **_: Any) -> Shape:
    return shape


def filled(
    name: str,
    parameters: tuple[Parameter, ...],
    summary: str,
    forward: Callable[..., Any],
    resolve: Callable[..., dict[str, Any]] = resolve_shape,
) -> Operation:
    """Declare a creator that has its shape among its parameters."""
    return _creator(name, parameters, summary, forward, _given_shape, resolve)


zeros = filled("zeros", (SHAPE,), "Zeros.", lambda *, shape: np.zeros(shape))
ones = filled("ones", (SHAPE,), "Ones.", lambda *, shape: np.ones(shape))
full = filled(
    "full",
    (SHAPE, FILL),
    "The same number in each cell.",
    lambda *, shape, fill_value: np.full(shape, float(fill_value)),
)


def _like(name: str, summary: str, parameters: tuple[Parameter, ...] = (), **attributes: Any) -> Operation:
    """Declare the constant of an operand's shape and dtype: of the operand's numbers it knows nothing."""
    what = name.removesuffix("_like")
    return Operation(
        name=name,
        sign=name,
        family=FAMILY,
        summary=f"{summary} No gradient passes.",
        operands=("x",),
        parameters=parameters,
        forward=lambda x, **given: np.full(x.shape, (attributes | given)["fill_value"], x.dtype),
        shape=lambda shape, **_: shape,
        resolve=same,
        vjp=(None,),
        jvp=(None,),
        local=("none",),
        latex=rf"\operatorname{{{what}}}_{{<shape_x>}}" + ("(<fill_value>)" if parameters else ""),
        vjp_latex=("",),
        samples=tuple(Sample((shape,), {"fill_value": -1.5} if parameters else {}) for shape in ((2, 3), (), (2, 0))),
    )


zeros_like = _like("zeros_like", "Zeros, as many as x has cells.", fill_value=0.0)
ones_like = _like("ones_like", "Ones, as many as x has cells.", fill_value=1.0)
full_like = _like("full_like", "The same number in as many cells as x has.", (FILL,))


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
    aliases=("identity",),
)

tri = _creator(
    "tri",
    (Parameter("n", Kind.SIZE, REQUIRED), Parameter("m", Kind.SIZE, None), Parameter("k", Kind.WHOLE, 0)),
    "Ones on the k-th diagonal and below it, else zeros: n rows, m columns (n, if left out).",
    lambda *, n, m, k: np.tri(n, m, k),
    lambda *, n, m, k: (n, m),  # noqa: ARG005
    lambda *, n, m, k: {**_resolve_eye(n=n, m=m), "k": k},
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
    return (ceil(max(min(length, MOST_CELLS), 0)),)


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


def _resolve_logspace(*, start: float, stop: float, num: int, base: float) -> dict[str, Any]:
    if not base >= 0:
        raise BadValue("base", str(base), "nonnegative")
    return {**_resolve_linspace(start=start, stop=stop, num=num), "base": base}


logspace = _creator(
    "logspace",
    (
        Parameter("start", Kind.NUMBER, REQUIRED),
        Parameter("stop", Kind.NUMBER, REQUIRED),
        Parameter("num", Kind.SIZE, 50),
        Parameter("base", Kind.NUMBER, 10.0),
    ),
    "num powers of base, with exponents at equal distances from start to stop, both included.",
    lambda *, start, stop, num, base: np.float64(base) ** np.linspace(start, stop, num),
    lambda *, start, stop, num, base: (num,),  # noqa: ARG005
    _resolve_logspace,
)
