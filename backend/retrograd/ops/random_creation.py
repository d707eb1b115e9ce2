"""Creators of random numbers.

The same seed gives the same numbers; without one, each call of a program has a stream of its own. A page asks again
with every key that is typed, and draws the same numbers then: the last ones are remembered.
"""

from __future__ import annotations

from functools import lru_cache
from math import isfinite, prod
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.creation import SEED, filled, resolve_shape
from retrograd.ops.op import REQUIRED, Kind, Parameter, Shape

Seed = int | tuple[int, ...] | None
MOST_CELLS = 2**17
MOST_REMEMBERED = 8
SHAPE_OR_NUMBER = Parameter("shape", Kind.SHAPE, ())


def _drawn(kind: str, shape: Shape, seed: Seed) -> Any:
    """Return standard random numbers of a kind, which nobody may write into."""
    if seed is None or prod(shape) > MOST_CELLS:
        return _anew(kind, shape, seed)
    return _remembered(kind, shape, seed)


def _anew(kind: str, shape: Shape, seed: Seed) -> Any:
    rng = np.random.default_rng(seed)
    drawn = np.asarray(rng.standard_normal(shape) if kind == "normal" else rng.random(shape))
    drawn.flags.writeable = False
    return drawn


_remembered = lru_cache(MOST_REMEMBERED)(_anew)


rand = filled(
    "rand",
    (SHAPE_OR_NUMBER, SEED),
    "Random numbers, uniform in [0, 1); the same seed gives the same numbers.",
    lambda *, shape, seed: _drawn("uniform", shape, seed),
)
randn = filled(
    "randn",
    (SHAPE_OR_NUMBER, SEED),
    "Random numbers, normal with mean 0 and variance 1; the same seed gives the same numbers.",
    lambda *, shape, seed: _drawn("normal", shape, seed),
)


def _finite(**given: float) -> None:
    for name, number in given.items():
        if not isfinite(number):
            raise BadValue(name, str(number), "finite")


def _resolve_uniform(*, low: float, high: float, **more: Any) -> dict[str, Any]:
    _finite(low=low, high=high)
    return {"low": low, "high": high, **resolve_shape(**more)}


def _resolve_normal(*, loc: float, scale: float, **more: Any) -> dict[str, Any]:
    _finite(loc=loc, scale=scale)
    if scale < 0:
        raise BadValue("scale", str(scale), "nonnegative")
    return {"loc": loc, "scale": scale, **resolve_shape(**more)}


def _resolve_randint(*, low: int, high: int | None, **more: Any) -> dict[str, Any]:
    if high is None:
        low, high = 0, low
    if high <= low:
        raise BadValue("high", str(high), "larger")
    return {"low": low, "high": high, **resolve_shape(**more)}


uniform = filled(
    "uniform",
    (Parameter("low", Kind.NUMBER, 0.0), Parameter("high", Kind.NUMBER, 1.0), SHAPE_OR_NUMBER, SEED),
    "Random numbers, uniform from low up to but without high.",
    lambda *, low, high, shape, seed: low + (high - low) * _drawn("uniform", shape, seed),
    resolve=_resolve_uniform,
)
normal = filled(
    "normal",
    (Parameter("loc", Kind.NUMBER, 0.0), Parameter("scale", Kind.NUMBER, 1.0), SHAPE_OR_NUMBER, SEED),
    "Random numbers, normal with mean loc and standard deviation scale.",
    lambda *, loc, scale, shape, seed: loc + scale * _drawn("normal", shape, seed),
    resolve=_resolve_normal,
)
randint = filled(
    "randint",
    (Parameter("low", Kind.WHOLE, REQUIRED), Parameter("high", Kind.WHOLE, None), SHAPE_OR_NUMBER, SEED),
    "Random whole numbers from low (0, if one bound is left out) up to but without high.",
    lambda *, low, high, shape, seed: np.random.default_rng(seed).integers(low, high, shape).astype(np.float64),
    resolve=_resolve_randint,
)
