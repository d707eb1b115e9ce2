"""A worker: reads a job, writes its reply, until nobody is there any more."""

from __future__ import annotations

import socket
from typing import Any

from retrograd.limits import Limits
from retrograd.sandbox.evaluation import evaluated, job
from retrograd.sandbox.frames import LENGTH, Reply, framed

# One of each kind of work, so that libraries make now what they make once: BLAS its buffers, NumPy its modules,
# we our tables of formulas. A program that only fails is warmed up too.
WARM_UP = (
    "x = 2\ny = x * x",
    "A = randn(80, 80, seed=1) + 80 * eye(80)\nB = solve(A, A @ inv(A)) + pinv(A)\n"
    "C = cholesky(A @ A.T)\nL = sum(B + C) + det(A / 80)",
    'X = randn(4, 3, seed=1)\nL = mean(softmax(einsum("ij,kj->ik", X, X)) ** 2)',
    "x = conv2d(randn(1, 1, 4, 4, seed=2), ones(1, 1, 2, 2))\nL = sum(sort(x.reshape(9)))",
    "x = [1.0, 2.0, 3.0]\ny = sun(x)",
    "x = (1",
)


def warm_up(limits: Limits) -> list[Reply]:
    """Do once what is slow the first time; returns the replies, which nobody but a test has to read."""
    replies: list[Reply] = []
    for program in WARM_UP:
        for mode in ("reverse", "forward"):
            wanted: dict[str, Any] = {"program": program, "output": None, "mode": mode, "seed": None}
            wanted |= {"dtype": "float64", "max_elements": 64, "opened": [], "values": {}, "lang": "en"}
            replies.append(evaluated(job("graph", wanted, compressed=True), limits))
    return replies


def serve(connection: socket.socket, limits: Limits) -> None:
    """Answer jobs one after the other; returns when the service has closed its end."""
    while asked := _next(connection):
        connection.sendall(framed(evaluated(asked, limits)))


def _next(connection: socket.socket) -> bytes:
    header = _exactly(connection, LENGTH.size)
    return _exactly(connection, *LENGTH.unpack(header)) if header else b""


def _exactly(connection: socket.socket, count: int) -> bytes:
    """Read `count` bytes; fewer, and then none, if the connection ends."""
    received = bytearray()
    while len(received) < count:
        part = connection.recv(count - len(received))
        if not part:
            return b""
        received += part
    return bytes(received)
