"""Waiting times, summed up."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, in milliseconds: the median, and the time that 95 of 100 stay below."""

    what: str
    median: float
    p95: float
    rounds: int

    @classmethod
    def of(cls, what: str, seconds: Sequence[float]) -> Measured:
        """Sum up single times in seconds."""
        median, p95 = np.quantile(np.asarray(seconds) * 1000, [0.5, 0.95])
        return cls(what, float(median), float(p95), len(seconds))


def timed(what: str, call: Callable[[], object], rounds: int = 300, warm: int = 50) -> Measured:
    """Time single calls, after some that do not count."""
    for _ in range(warm):
        call()
    seconds = []
    for _ in range(rounds):
        before = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - before)
    return Measured.of(what, seconds)


def table(rows: Sequence[Measured]) -> str:
    """Return a Markdown table."""
    lines = ["| | median | 95 % below | rounds |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {row.what} | {row.median:.2f} ms | {row.p95:.2f} ms | {row.rounds} |" for row in rows]
    return "\n".join(lines)
