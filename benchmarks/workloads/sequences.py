"""W6 and W7: one attention head, and a recurrent network through fifty steps."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from benchmarks.workloads.given import randn, zeros
from benchmarks.workloads.workload import Library, Values, Workload

WIDTH = 32
ROOT = sqrt(WIDTH)
STEPS = 50


def _attention(lib: Library, leaves: Values, data: Values) -> Any:
    Wq, Wk, Wv = leaves
    (X,) = data
    Q, K, V = X @ Wq, X @ Wk, X @ Wv
    out = lib.softmax(Q @ K.T / ROOT) @ V
    return lib.mean(out**2)


def _attention_by_hand(leaves: Values, data: Values) -> tuple[Any, list[Any]]:
    Wq, Wk, Wv = leaves
    (X,) = data
    Q, K, V = X @ Wq, X @ Wk, X @ Wv
    A = Q @ K.T
    A /= ROOT
    A -= A.max(1, keepdims=True)
    np.exp(A, out=A)
    A /= A.sum(1, keepdims=True)
    out = A @ V
    flat = out.ravel()
    value = flat @ flat / out.size
    out *= 2.0 / out.size
    back = out @ V.T
    back *= A
    back -= A * back.sum(1, keepdims=True)
    back /= ROOT
    return value, [X.T @ (back @ K), X.T @ (back.T @ Q), X.T @ (A.T @ out)]


ATTENTION = Workload(
    name="W6",
    title="attention head, T=16, d=32",
    leaves=tuple(randn(name, WIDTH, WIDTH, seed=seed, scale=0.2) for seed, name in enumerate(("Wq", "Wk", "Wv"))),
    data=(randn("X", 16, WIDTH, seed=3),),
    forward=_attention,
    handwritten=_attention_by_hand,
    body=f"""
Q = X @ Wq
K = X @ Wk
V = X @ Wv
A = softmax(Q @ K.T / {ROOT!r})
L = mean((A @ V) ** 2)
""",
)


def _recurrent(lib: Library, leaves: Values, data: Values) -> Any:
    Wx, Wh, b = leaves
    X, h = data
    for step in range(STEPS):
        h = lib.tanh(X[step] @ Wx + h @ Wh + b)
    return lib.mean(h**2)


def _recurrent_by_hand(leaves: Values, data: Values) -> tuple[Any, list[Any]]:
    Wx, Wh, b = leaves
    X, start = data
    states = np.empty((STEPS + 1, *start.shape))
    states[0] = start
    fed = X @ Wx
    fed += b
    for step in range(STEPS):
        np.tanh(fed[step] + states[step] @ Wh, out=states[step + 1])
    last = states[-1]
    flat = last.ravel()
    slopes = 1.0 - states[1:] * states[1:]
    back = last * (2.0 / last.size)
    for step in range(STEPS - 1, -1, -1):
        slopes[step] *= back
        back = slopes[step] @ Wh.T
    rows = slopes.reshape(-1, WIDTH)
    before = states[:-1].reshape(-1, WIDTH)
    return flat @ flat / last.size, [X.reshape(len(rows), -1).T @ rows, before.T @ rows, rows.sum(0)]


def _recurrent_step_by_step(leaves: Values, data: Values) -> tuple[Any, list[Any]]:
    Wx, Wh, b = leaves
    X, h = data
    states = [h]
    for step in range(STEPS):
        h = np.tanh(X[step] @ Wx + h @ Wh + b)
        states.append(h)
    back = h * (2.0 / h.size)
    by_Wx, by_Wh, by_b = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for step in range(STEPS - 1, -1, -1):
        state = states[step + 1]
        slope = back * (1.0 - state * state)
        by_Wx += X[step].T @ slope
        by_Wh += states[step].T @ slope
        by_b += slope.sum(0)
        back = slope @ Wh.T
    flat = h.ravel()
    return flat @ flat / h.size, [by_Wx, by_Wh, by_b]


RECURRENT = Workload(
    name="W7",
    title="recurrent network, 50 steps of 8×32",
    leaves=(
        randn("Wx", 16, WIDTH, seed=1, scale=0.1),
        randn("Wh", WIDTH, WIDTH, seed=2, scale=0.15),
        zeros("b", WIDTH),
    ),
    data=(randn("X", STEPS, 8, 16, seed=3), zeros("h", 8, WIDTH)),
    forward=_recurrent,
    handwritten=_recurrent_by_hand,
    stepwise=_recurrent_step_by_step,
    body="\n".join([*(f"h = tanh(X[{step}] @ Wx + h @ Wh + b)" for step in range(STEPS)), "L = mean(h ** 2)"]),
)
