"""The engine beside others: a forward and a backward pass of each workload, as multiples of the hand-written one."""

from __future__ import annotations

import gc
import sys
from statistics import median

import numpy as np

from benchmarks.engines import ENGINES
from benchmarks.engines.engine import Step
from benchmarks.interleaved import Ratio, interleaved, three
from benchmarks.workloads import WORKLOADS
from benchmarks.workloads.workload import Workload

ROUNDS = 60
LIMIT, *OTHERS = ENGINES


def report() -> str:
    """Check and measure everything; return a Markdown table."""
    lines = [
        f"| | {LIMIT} | {' | '.join(f'{name} ×' for name in OTHERS)} |",
        "| --- | " + " | ".join(["---:"] * len(ENGINES)) + " |",
    ]
    gc.collect()
    gc.freeze()  # what has been loaded is no rubbish: to look through it before each turn takes longer than the turn
    for workload in WORKLOADS:
        print(workload.name, end=" ", flush=True, file=sys.stderr)
        lines.append(_row(workload))
    print(file=sys.stderr)
    return "\n".join(lines)


def _row(workload: Workload) -> str:
    steps = {name: step for name, engine in ENGINES.items() if (step := engine(workload)) is not None}
    for name, step in steps.items():
        check(workload, name, step, steps[LIMIT])
    seconds = interleaved({name: step.run for name, step in steps.items()}, ROUNDS)
    cells = [str(Ratio.of(seconds[name], seconds[LIMIT])) if name in seconds else "" for name in OTHERS]
    limit = three(median(seconds[LIMIT]) * 1e6)
    return f"| {workload.name}: {workload.title} | {limit} µs | {' | '.join(cells)} |"


def check(workload: Workload, name: str, step: Step, limit: Step) -> None:
    """Raise AssertionError unless an engine finds the value and the gradients of the hand-written passes."""
    value, gradients = step.read(step.run())
    right, expected = limit.read(limit.run())
    where = f"{workload.name} by {name}"
    np.testing.assert_allclose(value, right, rtol=1e-6, err_msg=where)
    for given, found, wanted in zip(workload.leaves, gradients, expected, strict=True):
        assert np.shape(found) == np.shape(given.value), f"{where}: the shape of {given.name}"  # noqa: S101
        np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-12, err_msg=f"{where}: {given.name}")
