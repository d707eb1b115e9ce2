"""Time and memory from ten nodes to twenty thousand: of the engine, and from a program's text to its graph JSON."""

from __future__ import annotations

import ast
import gc
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from benchmarks.chains_and_trees import FAMILIES, Family
from benchmarks.engines.retrograd_engine import Walked, walked
from benchmarks.interleaved import three
from benchmarks.program_table import DEFAULT, answer
from benchmarks.scaling_plot import draw
from retrograd.sandbox.loaded import leave_loaded_alone

SIZES = (10, 30, 100, 300, 1000, 3000, 10_000, 20_000)
ENGINE, TEXT = "engine", "text to JSON"
ENOUGH = 0.5
"""Seconds after which a measurement is not repeated any more."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """One measurement. `shown` is how many bytes the values and gradients of all nodes have.

    `answer` are the bytes of the answer, and `parsed` those of what `ast.parse` returns.
    """

    family: str
    what: str
    nodes: int
    seconds: float
    peak: int
    shown: int
    answer: int
    parsed: int


def report() -> str:
    """Measure every family at every size, write the plot, return a Markdown table."""
    leave_loaded_alone()
    found = list(_measured())
    draw(found)
    lines = [
        "| | nodes | engine, a node | peak | peak / numbers "
        "| text to JSON, a node | peak | peak / numbers | answer / numbers | parsed / numbers |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for engine, text in zip(found[::2], found[1::2], strict=True):
        cells = [engine.family, f"{engine.nodes:,}"]
        for one in (engine, text):
            cells.append(f"{three(one.seconds / one.nodes * 1e6)} µs")
            cells += [f"{three(one.peak / 1e6)} MB", three(one.peak / one.shown)]
        cells += [three(text.answer / text.shown), three(text.parsed / text.shown)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _measured() -> Iterator[Scaled]:
    """Yield for each family and size the engine, then the text."""
    for family in FAMILIES:
        print(family.name, end=": ", flush=True, file=sys.stderr)
        for size in SIZES:
            print(size, end=" ", flush=True, file=sys.stderr)
            yield from _of_size(family, size)
        print(file=sys.stderr)


def _of_size(family: Family, size: int) -> Iterator[Scaled]:
    program = family.program(size)
    graph = walked(family.build(size))
    nodes, shown = len(graph.order), _shown(graph)
    del graph
    made, parsed = len(answer(program, DEFAULT)), _memory(lambda: ast.parse(program)).held
    for what, call in ((ENGINE, lambda: walked(family.build(size))), (TEXT, lambda: answer(program, DEFAULT))):
        yield Scaled(family.name, what, nodes, _seconds(call), _memory(call).peak, shown, made, parsed)


def _shown(graph: Walked) -> int:
    arrays = [tensor.value for tensor in graph.order] + list(graph.gradients.values())
    return sum(int(array.nbytes) for array in arrays)


def _seconds(call: Callable[[], Any]) -> float:
    """Return the median of some calls: at least three, at most thirty, and no more than need be."""
    call()
    found: list[float] = []
    while len(found) < 3 or (sum(found) < ENOUGH and len(found) < 30):
        gc.collect()
        before = time.perf_counter()
        call()
        found.append(time.perf_counter() - before)
    return median(found)


class _Memory(NamedTuple):
    """Bytes that Python and NumPy held: at the end of a call, its result included, and at most."""

    held: int
    peak: int


def _memory(call: Callable[[], Any]) -> _Memory:
    gc.collect()
    tracemalloc.start()
    try:
        result = call()
        found = _Memory(*tracemalloc.get_traced_memory())
        del result
    finally:
        tracemalloc.stop()
    return found
