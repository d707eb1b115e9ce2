"""From the text of a program to its graph JSON, beside the least that has to be done for such an answer.

The floor parses the same text with `ast`, runs the hand-written passes, and encodes the same arrays with orjson:
all values, gradients and contributions that are in the answer, whole or as the preview that the answer has of them.
The least that an answer of this form can take in Python is a column of its own.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

import numpy as np
import orjson
import torchviz
from numpy.typing import NDArray

from benchmarks.bare import Bare
from benchmarks.engines.engine import by_hand
from benchmarks.engines.pytorch import LIBRARY, tensors
from benchmarks.interleaved import Ratio, interleaved, three
from benchmarks.records import once, repeated, taken_apart
from benchmarks.workloads import WORKLOADS
from benchmarks.workloads.workload import Workload
from retrograd.api.schemas import GraphRequest
from retrograd.limits import Limits
from retrograd.sandbox.evaluation import graph_json
from retrograd.sandbox.loaded import leave_loaded_alone

ROUNDS = 30
WIDE = Limits(program=2**24, terms=10**6, steps=10**6, memory=2**33, time=1e6, numbers=10**8, answer=10**9)
"""Limits under which the largest program passes."""
WHOLE = 1_000_000
DEFAULT, SHORT = 1024, 256
DEEP = 20_000
"""Calls within calls that torchviz needs: it follows the graph by recursion."""


def report() -> str:
    """Check and measure everything; return a Markdown table."""
    lines = [
        "| | answer | floor | least × | bare × | retrograd × | torchviz × "
        "| previews of 256 | floor | least × | bare × | retrograd × |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    sys.setrecursionlimit(DEEP)
    leave_loaded_alone()
    for workload in WORKLOADS:
        print(workload.name, end=" ", flush=True, file=sys.stderr)
        check(workload)
        check_bare(workload)
        lines.append(_row(workload))
    print(file=sys.stderr)
    return "\n".join(lines)


def _row(workload: Workload) -> str:
    answers = {most: answer(workload.program, most) for most in (DEFAULT, SHORT)}
    calls: dict[str, Callable[[], Any]] = {"torchviz": drawn(workload)}
    for most, made in answers.items():
        calls[f"floor {most}"] = floor(workload, made)
        calls[f"least {most}"] = least(workload, made)
        calls[f"bare {most}"] = bare(workload, made, most)
        calls[f"retrograd {most}"] = partial(answer, workload.program, most)
    with np.errstate(all="ignore"):  # of which the evaluators have to say nothing
        seconds = interleaved(calls, ROUNDS)
    cells = []
    for most, made in answers.items():
        limit = seconds[f"floor {most}"]
        cells += [f"{three(len(made) / 1000)} kB", f"{three(median(limit) * 1000)} ms"]
        cells += [str(Ratio.of(seconds[f"{name} {most}"], limit)) for name in ("least", "bare", "retrograd")]
        if most == DEFAULT:
            cells.append(str(Ratio.of(seconds["torchviz"], limit)))
    return f"| {workload.name}: {workload.title} | {' | '.join(cells)} |"


def answer(program: str, max_elements: int) -> bytes:
    """Return the graph JSON as the service does."""
    return graph_json(GraphRequest(program=program, max_elements=max_elements).model_dump(), WIDE)


def floor(workload: Workload, made: bytes) -> Callable[[], bytes]:
    """Return the least that leads from a program to the numbers of the answer `made`."""
    program, step = workload.program, by_hand(workload)
    arrays = list(_arrays(orjson.loads(made)))

    def run() -> bytes:
        ast.parse(program)
        step.run()
        return orjson.dumps(arrays, option=orjson.OPT_SERIALIZE_NUMPY)

    return run


def least(workload: Workload, made: bytes) -> Callable[[], bytes]:
    """Return the floor with the answer `made` itself: its records made of constants, and written whole.

    Nothing of it is found out: no shape is checked, no formula put together, no place looked up. Numbers that are
    shown several times are written once and copied.
    """
    program, step = workload.program, by_hand(workload)
    records, arrays = taken_apart(made)
    again = repeated(arrays)
    whole = {"records": eval(records), "arrays": arrays}  # noqa: S307  (our own answer)

    def run() -> bytes:
        ast.parse(program)
        step.run()
        eval(records)  # noqa: S307
        for array, places in again:
            text = orjson.Fragment(orjson.dumps(array, option=orjson.OPT_SERIALIZE_NUMPY))
            for place in places:
                arrays[place] = text
        return orjson.dumps(whole, option=orjson.OPT_SERIALIZE_NUMPY)

    return run


def bare(workload: Workload, made: bytes, most: int) -> Callable[[], bytes]:
    """Return the least with the barest evaluator in the place of the hand-written passes: see `benchmarks.bare`."""
    evaluator = Bare(workload)
    records, _ = taken_apart(made)
    found = eval(records)  # noqa: S307

    def run() -> bytes:
        numbers = evaluator.numbers(most)
        eval(records)  # noqa: S307
        return orjson.dumps({"records": found, "arrays": once(numbers)}, option=orjson.OPT_SERIALIZE_NUMPY)

    return run


def _arrays(graph: dict[str, Any]) -> Iterator[NDArray[Any]]:
    """Yield the numbers of an answer: each node's value and gradient, each edge's contribution."""
    for node in graph["nodes"]:
        yield from _numbers(node["value"], node["grad"])
    for edge in graph["edges"]:
        yield from _numbers(edge["contribution"])


def _numbers(*arrays: dict[str, Any] | None) -> Iterator[NDArray[Any]]:
    for array in arrays:
        if array is not None:
            yield np.array(array["preview"]["data"] if "preview" in array else array["data"], np.float64)


def drawn(workload: Workload) -> Callable[[], str]:
    """Return what gives the graph as torchviz tells it to Graphviz: names and shapes without numbers."""
    leaves, data = tensors(workload)
    names = {given.name: leaf for given, leaf in zip(workload.leaves, leaves, strict=True)}

    def run() -> str:
        dot = torchviz.make_dot(workload.forward(LIBRARY, leaves, data), params=names)
        source: str = dot.source
        return source

    return run


def check(workload: Workload) -> None:
    """Raise AssertionError unless the answer has the value and the gradients of the hand-written passes."""
    graph: dict[str, Any] = orjson.loads(answer(workload.program, WHOLE))
    value, gradients = by_hand(workload).run()
    named = {node["name"]: node for node in graph["nodes"] if node["kind"] == "leaf"}
    output = next(node for node in graph["nodes"] if node["id"] == graph["output"])
    np.testing.assert_allclose(output["value"]["data"], [value], rtol=1e-6, err_msg=workload.name)
    assert len(named) == len(workload.leaves), workload.name  # noqa: S101
    for given, wanted in zip(workload.leaves, gradients, strict=True):
        found = named[given.name]["grad"]
        numbers = np.reshape(found["data"], found["shape"])
        where = f"{workload.name}: {given.name}"
        np.testing.assert_allclose(numbers, wanted, rtol=1e-6, atol=1e-12, err_msg=where)


def check_bare(workload: Workload) -> None:
    """Raise AssertionError unless the barest evaluator finds all numbers of the answer."""
    with np.errstate(all="ignore"):
        for most in (DEFAULT, SHORT):
            _, arrays = taken_apart(answer(workload.program, most))
            for found, wanted in zip(Bare(workload).numbers(most), arrays, strict=True):
                np.testing.assert_allclose(np.ravel(found), wanted, rtol=1e-6, atol=1e-12, err_msg=workload.name)
