"""W3 to W5: a linear model and two networks, with all the arrays of a first course."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.workloads.given import one_hot, randn, zeros
from benchmarks.workloads.workload import Library, Values, Workload


def _regression(lib: Library, leaves: Values, data: Values) -> Any:
    w, b = leaves
    X, y = data
    return lib.mean((X @ w + b - y) ** 2)


def _regression_by_hand(leaves: Values, data: Values) -> tuple[Any, list[Any]]:
    w, b = leaves
    X, y = data
    error = X @ w + b - y
    flat = error.ravel()
    back = error * (2.0 / error.size)
    return flat @ flat / error.size, [X.T @ back, back.sum(0)]


REGRESSION = Workload(
    name="W3",
    title="linear regression, 32×4",
    leaves=(randn("w", 4, 1, seed=1), zeros("b", 1)),
    data=(randn("X", 32, 4, seed=2), randn("y", 32, 1, seed=3)),
    forward=_regression,
    handwritten=_regression_by_hand,
    body="L = mean((X @ w + b - y) ** 2)",
)


def _two_layers(lib: Library, leaves: Values, data: Values) -> Any:
    W1, b1, W2, b2 = leaves
    X, y = data
    h = lib.tanh(X @ W1 + b1)
    return lib.mean((h @ W2 + b2 - y) ** 2)


def _two_layers_by_hand(leaves: Values, data: Values) -> tuple[Any, list[Any]]:
    W1, b1, W2, b2 = leaves
    X, y = data
    h = X @ W1
    h += b1
    np.tanh(h, out=h)
    error = h @ W2 + b2 - y
    flat = error.ravel()
    value = flat @ flat / error.size
    back = error * (2.0 / error.size)
    slope = 1.0 - h * h
    slope *= back @ W2.T
    return value, [X.T @ slope, slope.sum(0), h.T @ back, back.sum(0)]


TWO_LAYERS = Workload(
    name="W4",
    title="two layers, 32×16-32-1",
    leaves=(
        randn("W1", 16, 32, seed=1, scale=0.25),
        zeros("b1", 32),
        randn("W2", 32, 1, seed=2, scale=0.25),
        zeros("b2", 1),
    ),
    data=(randn("X", 32, 16, seed=3), randn("y", 32, 1, seed=4)),
    forward=_two_layers,
    handwritten=_two_layers_by_hand,
    body="""
h = tanh(X @ W1 + b1)
L = mean((h @ W2 + b2 - y) ** 2)
""",
)


def _classifier(lib: Library, leaves: Values, data: Values) -> Any:
    W1, b1, W2, b2 = leaves
    X, Y = data
    h = lib.relu(X @ W1 + b1)
    return -lib.sum(Y * lib.log_softmax(h @ W2 + b2)) / 64


def _classifier_by_hand(leaves: Values, data: Values) -> tuple[Any, list[Any]]:
    W1, b1, W2, b2 = leaves
    X, Y = data
    h = X @ W1
    h += b1
    np.maximum(h, 0.0, out=h)
    z = h @ W2
    z += b2
    z -= z.max(1, keepdims=True)
    p = np.exp(z)
    total = p.sum(1, keepdims=True)
    value = (np.log(total).sum() - Y.ravel() @ z.ravel()) / len(X)
    p /= total
    p -= Y
    p /= len(X)
    back = p @ W2.T
    back *= h > 0.0
    return value, [X.T @ back, back.sum(0), h.T @ p, p.sum(0)]


CLASSIFIER = Workload(
    name="W5",
    title="softmax cross-entropy, 64×784-128-10",
    leaves=(
        randn("W1", 784, 128, seed=1, scale=0.05),
        zeros("b1", 128),
        randn("W2", 128, 10, seed=2, scale=0.1),
        zeros("b2", 10),
    ),
    data=(randn("X", 64, 784, seed=3), one_hot("Y", 64, 10)),
    forward=_classifier,
    handwritten=_classifier_by_hand,
    body="""
h = relu(X @ W1 + b1)
L = -sum(Y * log_softmax(h @ W2 + b2)) / 64
""",
)
