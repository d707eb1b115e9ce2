"""What the barest evaluator knows of operations: the value, the local derivatives that are shown, and the vjps."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

Forward = Callable[[Any, Any], Any]
Local = Callable[[Any, Any, Any], Any]
"""Called with the result and both operands, or the one and what it is told; returns what is shown, or None."""
Passing = Callable[[Any, Any, Any, Any, Any], Any]
"""Called with the gradient of the result, the local derivative, the result and both operands; returns the vjp."""


class Rules(NamedTuple):
    """An operation; `aligned` if its operands have to be of one shape."""

    forward: Forward
    local: tuple[Local, ...]
    vjp: tuple[Passing, ...]
    aligned: bool = False


def _nothing(_z: Any, _x: Any, _y: Any) -> None:
    return None


def _times(g: Any, local: Any, _z: Any, _x: Any, _y: Any) -> Any:
    return g * local


def _same(g: Any, _local: Any, _z: Any, _x: Any, _y: Any) -> Any:
    return g


def _less(g: Any, _local: Any, _z: Any, _x: Any, _y: Any) -> Any:
    return -g


@lru_cache
def _all(number: float, shape: tuple[int, ...]) -> Any:
    return np.full(shape, number)


def _plus(z: Any, _x: Any, _y: Any) -> Any:
    return _all(1.0, z.shape)


def _minus(z: Any, _x: Any, _y: Any) -> Any:
    return _all(-1.0, z.shape)


def _first(_z: Any, x: Any, _y: Any) -> Any:
    return x


def _second(_z: Any, _x: Any, y: Any) -> Any:
    return y


def _softmax(x: Any, _: Any) -> Any:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def _log_softmax(x: Any, _: Any) -> Any:
    s = x - x.max(-1, keepdims=True)
    return s - np.log(np.exp(s).sum(-1, keepdims=True))


def _picked(g: Any, _local: Any, _z: Any, x: Any, index: Any) -> Any:
    grown = np.zeros(x.shape)
    grown[index] = g
    return grown


def _narrowed(g: Any, _local: Any, _z: Any, x: Any, _shape: Any) -> Any:
    while g.ndim > x.ndim:
        g = g.sum(0)
    for axis, size in enumerate(x.shape):
        if size == 1 and g.shape[axis] != 1:
            g = g.sum(axis, keepdims=True)
    return g


ARRAYS: Mapping[str, Rules] = {
    "Add": Rules(operator.add, (_plus, _plus), (_same, _same), aligned=True),
    "Sub": Rules(operator.sub, (_plus, _minus), (_same, _less), aligned=True),
    "Mult": Rules(operator.mul, (_second, _first), (_times, _times), aligned=True),
    "Div": Rules(
        operator.truediv, (lambda _z, _x, y: 1 / y, lambda z, _x, y: -z / y), (_times, _times), aligned=True
    ),
    "Pow": Rules(
        operator.pow,
        (lambda _z, x, y: y * x ** (y - 1), lambda z, x, _y: z * np.log(x)),
        (_times, _times),
        aligned=True,
    ),
    "MatMult": Rules(
        operator.matmul,
        (_second, _first),
        (lambda g, _l, _z, _x, y: g @ y.T, lambda g, _l, _z, x, _y: x.T @ g),
    ),
    "USub": Rules(lambda x, _: -x, (_minus,), (_less,)),
    "tanh": Rules(lambda x, _: np.tanh(x), (lambda z, _x, _y: 1 - z * z,), (_times,)),
    "relu": Rules(lambda x, _: np.maximum(x, 0), (lambda _z, x, _y: (x > 0).astype(float),), (_times,)),
    "softmax": Rules(_softmax, (_nothing,), (lambda g, _l, z, _x, _y: z * (g - (g * z).sum(-1, keepdims=True)),)),
    "log_softmax": Rules(
        _log_softmax, (_nothing,), (lambda g, _l, z, _x, _y: g - np.exp(z) * g.sum(-1, keepdims=True),)
    ),
    "sum": Rules(lambda x, _: x.sum(), (_nothing,), (lambda g, _l, _z, x, _y: np.full(x.shape, g),)),
    "mean": Rules(
        lambda x, _: x.sum() / x.size, (_nothing,), (lambda g, _l, _z, x, _y: np.full(x.shape, g / x.size),)
    ),
    "T": Rules(lambda x, _: x.T, (_nothing,), (lambda g, _l, _z, _x, _y: g.T,)),
    "Subscript": Rules(operator.getitem, (_nothing,), (_picked,)),
    "broadcast": Rules(np.broadcast_to, (_nothing,), (_narrowed,)),
}
"""By the operator's class, the function's or the attribute's name."""

NUMBERS: Mapping[str, Rules] = {
    "Add": Rules(operator.add, (lambda _z, _x, _y: 1.0,) * 2, (_same, _same)),
    "Sub": Rules(operator.sub, (lambda _z, _x, _y: 1.0, lambda _z, _x, _y: -1.0), (_same, _less)),
    "Mult": ARRAYS["Mult"]._replace(aligned=False),
    "Pow": Rules(
        operator.pow,
        (lambda _z, x, y: y * x ** (y - 1), lambda z, x, _y: z * math.log(x) if x > 0 else math.nan),
        (_times, _times),
    ),
    "USub": Rules(lambda x, _: -x, (lambda _z, _x, _y: -1.0,), (_less,)),
    "log": Rules(lambda x, _: math.log(x), (lambda _z, x, _y: 1 / x,), (_times,)),
    "sigmoid": Rules(lambda x, _: 1 / (1 + math.exp(-x)), (lambda z, _x, _y: z * (1 - z),), (_times,)),
    "relu": Rules(lambda x, _: max(x, 0.0), (lambda _z, x, _y: 1.0 if x > 0 else 0.0,), (_times,)),
}
"""The same where all are plain numbers."""
