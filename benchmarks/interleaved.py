"""Timing of several calls against each other: in turns, so that what the machine does meanwhile meets them all."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import ceil
from typing import Any

import numpy as np

Calls = Mapping[str, Callable[[], Any]]
BATCH = 0.004
"""Seconds that one measurement takes at least: calls too short for the clock are repeated within it."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as long as the limit: the median over the rounds, and its quartiles."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, times: Sequence[float], limit: Sequence[float]) -> Ratio:
        """Compare what was measured in the same rounds."""
        low, median, high = np.quantile(np.asarray(times) / np.asarray(limit), [0.25, 0.5, 0.75])
        return cls(float(median), float(low), float(high))

    def __str__(self) -> str:
        return f"{three(self.median)} ({three(self.low)}–{three(self.high)})"


def interleaved(calls: Calls, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of a call, one for each round, by name.

    They are the processor's, which others may use meanwhile. Each round times every call once, beginning with
    another one each time. The garbage collector stays on, as it is for whoever uses an engine; what others left
    behind is collected before the clock starts.
    """
    counts = {name: _count(call) for name, call in calls.items()}
    names = list(calls)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            seconds[name].append(_timed(calls[name], counts[name]))
    return seconds


def _count(call: Callable[[], Any]) -> int:
    """Return how many calls fill a batch, after some that warm up."""
    count = 1
    while (taken := count * _timed(call, count)) < BATCH / 2:
        count = min(4 * count, ceil(count * BATCH / taken))
    return max(1, round(count * BATCH / taken))


def _timed(call: Callable[[], Any], count: int) -> float:
    gc.collect()
    before = time.process_time()
    for _ in repeat(None, count):
        call()
    return (time.process_time() - before) / count


def three(number: float) -> str:
    """Write a number with three digits, or with all that stand before the point."""
    return f"{number:,.0f}" if number >= 99.95 else f"{number:.3g}"
