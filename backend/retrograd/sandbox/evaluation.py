"""A job to its reply: what happens in a worker, and nothing of the worker itself."""

from __future__ import annotations

import gzip
import traceback
from collections.abc import Iterator
from typing import Any, Literal

import orjson

from retrograd.errors import LimitExceeded, ProgramError
from retrograd.graphjson.build import Options
from retrograd.graphjson.evaluate import evaluate
from retrograd.graphjson.jacobians import jacobian_of
from retrograd.limits import Limits
from retrograd.reports import report
from retrograd.sandbox.frames import Kind, Reply
from retrograd.sandbox.refusal import written

Name = Literal["graph", "jacobian"]
WORTH_COMPRESSING = 4096
LEVEL = 5
SMALLER = (256, 64, 16, 4, 1)
"""Cells that are shown of an array, where with more the answer would be too large."""
BYTES_PER_NUMBER = 19


def job(name: Name, wanted: dict[str, Any], *, compressed: bool) -> bytes:
    """Return a request as a worker reads it; `wanted` are the fields of `GraphRequest` or `JacobianRequest`."""
    return orjson.dumps({"name": name, "compressed": compressed, "wanted": wanted})


def evaluated(asked: bytes, limits: Limits) -> Reply:
    """Evaluate a job; whatever is wrong with its program is a refusal, and what is wrong with us is BROKEN."""
    content = orjson.loads(asked)
    wanted = content["wanted"]
    try:
        try:
            answer = (graph_json if content["name"] == "graph" else jacobian_json)(wanted, limits)
        except MemoryError:
            raise LimitExceeded("memory", limits.worker) from None
    except ProgramError as error:
        return Reply(Kind.REFUSAL, written(report(error, wanted["lang"])))
    except Exception as error:  # whatever it is: the next job has a right to be served
        return Reply(Kind.BROKEN, _where(error))
    if content["compressed"] and len(answer) >= WORTH_COMPRESSING:
        return Reply(Kind.COMPRESSED, gzip.compress(answer, LEVEL, mtime=0))
    return Reply(Kind.ANSWER, answer)


def graph_json(wanted: dict[str, Any], limits: Limits) -> bytes:
    """Return the graph of a request as JSON; raises the program's errors.

    Where the answer would be too large, less is shown of each array; LimitExceeded if even that does not help.
    """
    most: int = wanted["max_elements"]
    while True:
        smaller = tuple(cells for cells in SMALLER if cells < most)
        options = Options(wanted["mode"], wanted["seed"], most, frozenset(wanted["opened"]))
        try:
            graph = evaluate(
                wanted["program"], options, limits, output=wanted["output"] or None, dtype=wanted["dtype"]
            )
        except LimitExceeded as error:
            if error.limit != "numbers" or not smaller:
                raise
            most = smaller[0]
            continue
        content = orjson.dumps(graph, option=orjson.OPT_SERIALIZE_NUMPY)
        if len(content) <= limits.answer:
            return content
        if not smaller:
            raise LimitExceeded("answer", limits.answer, len(content))
        most = _fitting(graph, smaller, len(content) - limits.answer)
        del graph, content


def _fitting(graph: Any, smaller: tuple[int, ...], too_much: int) -> int:
    """Return how many cells to show of each array so that the answer has probably `too_much` bytes less."""
    shown = list(_cells(graph))
    for most in smaller:
        if sum(cells - most for cells in shown if cells > most) * BYTES_PER_NUMBER > too_much:
            return most
    return smaller[-1]


def _cells(graph: Any) -> Iterator[int]:
    """Yield how many numbers each array of a graph shows."""
    for part in (*graph["nodes"], *graph["edges"]):
        for array in (part.get("value"), part.get("grad"), part.get("tangent"), part.get("contribution")):
            if array is not None:
                yield len(array["data"] if "data" in array else array["preview"]["data"])
    for edge in graph["edges"]:
        if (array := edge["local"]["value"]) is not None:
            yield len(array["data"] if "data" in array else array["preview"]["data"])


def jacobian_json(wanted: dict[str, Any], limits: Limits) -> bytes:
    """Return a Jacobian as JSON; raises the program's errors, LimitExceeded if it is too large to be sent."""
    found = jacobian_of(
        wanted["program"],
        wanted["of"],
        wanted["edge"] or wanted["node"] or "",
        limits,
        output=wanted["output"] or None,
        dtype=wanted["dtype"],
        structural=wanted["structure"],
        opening=frozenset(wanted["opened"]),
    )
    content = orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY)
    if len(content) > limits.answer:
        raise LimitExceeded("answer", limits.answer, len(content))
    return content


def _where(error: BaseException) -> bytes:
    """Return the class of an error and the places that it went through: no words of it, which may quote a program."""
    places = [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"[:2000].encode("utf-8", "replace")
