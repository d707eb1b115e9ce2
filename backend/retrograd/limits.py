"""Budgets of one evaluation: a frozen record that is passed in, never a global."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

WORK_PER_LOOK = 4096  # cells read or made between two looks at the clock, which cost as much as a small operation
SMALLEST_WORK = 128  # cells that an operation counts for at least
MEBIBYTE = 1024 * 1024


def _budget(default: Any, unit: str, about: str) -> Any:
    return field(default=default, metadata={"unit": unit, "about": about})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one program may use; each field says in which unit. A refusal names the field as its `limit`."""

    program: int = _budget(64 * 1024, "bytes", "the program's text, in UTF-8")
    depth: int = _budget(100, "levels", "nesting of one expression")
    terms: int = _budget(2000, "terms", "one chain a + b + …")
    steps: int = _budget(20_000, "nodes", "the graph")
    passes: int = _budget(100_000, "passes", "all loops together")
    entries: int = _budget(100_000, "entries", "one list or tuple, with all that is in its entries")
    calls: int = _budget(100, "calls", "calls that have not returned yet, recursion included")
    axes: int = _budget(32, "axes", "one tensor")
    elements: int = _budget(4_000_000, "numbers", "one tensor")
    memory: int = _budget(256 * MEBIBYTE, "bytes", "values alive at once, and again as much for their derivatives")
    worker: int = _budget(512 * MEBIBYTE, "bytes", "the address space of the process that evaluates")
    time: float = _budget(2.0, "seconds", "time of a processor for one request")
    answer: int = _budget(5 * MEBIBYTE, "bytes", "the numbers of one answer; beyond, arrays become previews")
    body: int = _budget(64 * MEBIBYTE, "bytes", "one answer with everything, before compression")
    numbers: int = _budget(2_000_000, "numbers", "all arrays of one answer together")
    jacobian: int = _budget(1_000_000, "numbers", "one Jacobian matrix")
    check: int = _budget(
        1024, "numbers", "cells of leaves held to finite differences; of more, the first of each leaf"
    )
    descent: int = _budget(1000, "steps", "one descent")
    trail: int = _budget(50_000, "numbers", "the parameters at every step of one descent; beyond, those of the last")
    text: int = _budget(10_000, "characters", "one text that the program formats")
    work: int = _budget(1_000_000_000, "multiply-adds", "one operation, estimated before it begins")
