"""Budgets of one evaluation: a frozen record that is passed in, never a global."""

from __future__ import annotations

from dataclasses import dataclass

WORK_PER_LOOK = 4096  # cells read or made between two looks at the clock, which cost as much as a small operation
SMALLEST_WORK = 128  # cells that an operation counts for at least


@dataclass(frozen=True, slots=True)
class Limits:
    """What one program may use.

    Units: `program` in bytes of UTF-8, `terms` of one chain `a + b + …`, `axes` and `elements` of one tensor,
    `memory` in bytes of the values and gradients alive at once, `time` in seconds of a processor, `answer` in
    numbers of one answer, `text` in characters of one string, `jacobian` in cells of one matrix, `work` in
    multiply-adds of one operation.
    """

    program: int = 64 * 1024
    depth: int = 100
    terms: int = 2000
    steps: int = 20_000
    passes: int = 100_000
    calls: int = 100
    axes: int = 32
    elements: int = 4_000_000
    memory: int = 256 * 1024 * 1024
    time: float = 2.0
    answer: int = 2_000_000
    jacobian: int = 1_000_000
    text: int = 10_000
    work: int = 1_000_000_000
