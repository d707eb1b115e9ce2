"""W1 and W2: expressions of a few numbers, as on a blackboard."""

from __future__ import annotations

from math import exp, log
from typing import Any

from benchmarks.workloads.given import number
from benchmarks.workloads.workload import Library, Values, Workload


def _logistic(lib: Library, leaves: Values, _data: Values) -> Any:
    w, x = leaves
    return -lib.log(lib.sigmoid(w * x**2))


def _logistic_by_hand(leaves: Values, _data: Values) -> tuple[float, list[float]]:
    w, x = leaves
    square = x * x
    p = 1.0 / (1.0 + exp(-w * square))
    back = p - 1.0
    return -log(p), [back * square, back * w * 2.0 * x]


LOGISTIC = Workload(
    name="W1",
    title="-log(sigmoid(w * x**2))",
    leaves=(number("w", 0.5), number("x", 1.5)),
    forward=_logistic,
    handwritten=_logistic_by_hand,
    body="L = -log(sigmoid(w * x**2))",
)


def _log_of_product(lib: Library, leaves: Values, _data: Values) -> Any:
    a, b, c = leaves
    return lib.log((a * b) * lib.log(c))


def _log_of_product_by_hand(leaves: Values, _data: Values) -> tuple[float, list[float]]:
    a, b, c = leaves
    log_c = log(c)
    return log(a * b * log_c), [1.0 / a, 1.0 / b, 1.0 / (c * log_c)]


LOG_OF_PRODUCT = Workload(
    name="W2",
    title="log((a*b) * log(c))",
    leaves=(number("a", 2.0), number("b", 3.0), number("c", 4.0)),
    forward=_log_of_product,
    handwritten=_log_of_product_by_hand,
    body="L = log((a * b) * log(c))",
)
