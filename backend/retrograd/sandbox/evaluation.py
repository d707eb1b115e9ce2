"""A job to its reply: what happens in a worker, and nothing of the worker itself."""

from __future__ import annotations

import gzip
import traceback
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import orjson

from retrograd.errors import LimitExceeded, ProgramError
from retrograd.export.code import code_of
from retrograd.graphjson.build import Options
from retrograd.graphjson.check import Checker
from retrograd.graphjson.evaluate import run_program
from retrograd.graphjson.jacobians import jacobian_of
from retrograd.graphjson.written import written as graph_written
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.reports import report
from retrograd.sandbox.descending import descent_json
from retrograd.sandbox.frames import Kind, Reply
from retrograd.sandbox.refusal import written
from retrograd.symbolic.formulas import formulas_of

WORTH_COMPRESSING = 4096
LEVEL = 5
QUICK_LEVEL = 1
LARGE = 2**20
"""Bytes from which on compression would take longer than the evaluation."""
SMALLER = (256, 64, 16, 4, 1)
"""Cells that are shown of an array, where with more the answer would be too large."""
BYTES_PER_NUMBER = 19
LEAST_BYTES = 4
"""Of a number, with its comma: `1.0,`."""


def job(name: str, wanted: dict[str, Any], *, compressed: bool) -> bytes:
    """Return a request as a worker reads it: the name of one of the JOBS, and the fields of the request."""
    return orjson.dumps({"name": name, "compressed": compressed, "wanted": wanted})


def evaluated(asked: bytes, limits: Limits) -> Reply:
    """Evaluate a job; whatever is wrong with its program is a refusal, and what is wrong with us is BROKEN."""
    content = orjson.loads(asked)
    wanted = content["wanted"]
    try:
        try:
            with np.errstate(all="ignore"):  # infinities and NaN are results
                answer = sendable(JOBS[content["name"]](wanted, limits), limits)
        except MemoryError:
            raise LimitExceeded("memory", limits.worker) from None
    except ProgramError as error:
        return Reply(Kind.REFUSAL, written(report(error, wanted["lang"])))
    except Exception as error:  # whatever it is: the next job has a right to be served
        return Reply(Kind.BROKEN, _where(error))
    if content["compressed"] and len(answer) >= WORTH_COMPRESSING:
        level = LEVEL if len(answer) < LARGE else QUICK_LEVEL
        return Reply(Kind.COMPRESSED, gzip.compress(answer, level, mtime=0))
    return Reply(Kind.ANSWER, answer)


def graph_json(wanted: dict[str, Any], limits: Limits) -> bytes:
    """Return the graph of a request as JSON; raises the program's errors.

    Where its numbers would be too many bytes, less is shown of each array; LimitExceeded if even that does not help.
    """
    run = _run(wanted, limits)
    most = _promising(run, wanted["max_elements"], limits)
    while True:
        try:
            found = graph_written(run, Options(wanted["mode"], wanted["seed"], most), limits)
        except LimitExceeded as error:
            smaller = _smaller(most)
            if error.limit != "numbers" or not smaller:
                raise
            most = smaller[0]
            continue
        if len(found.content) <= limits.answer:
            return found.content
        too_much = min(len(found.content), found.numbers * BYTES_PER_NUMBER) - limits.answer
        if too_much <= 0:  # it is the nodes that are many
            return found.content
        smaller = _smaller(most)
        if not smaller:
            raise LimitExceeded("answer", limits.answer, limits.answer + too_much)
        most = _fitting(found.cells, smaller, too_much)
        del found


def _promising(run: Run, most: int, limits: Limits) -> int:
    """Return how many cells to show of each array at first: fewer where that many could not fit, however short."""
    arrays = sum([1 + len(one.inputs) for one in run.tensors])
    if arrays * most * LEAST_BYTES <= limits.answer:
        return most
    for cells in (most, *_smaller(most)):
        numbers = sum(min(one.value.size, cells) * (1 + len(one.inputs)) for one in run.tensors)
        if numbers * LEAST_BYTES <= limits.answer:
            return cells
    return SMALLER[-1]


def _smaller(most: int) -> tuple[int, ...]:
    return tuple(cells for cells in SMALLER if cells < most)


def sendable(content: bytes, limits: Limits) -> bytes:
    """Return an answer; raises LimitExceeded if it is too large to be sent."""
    if len(content) > limits.body:
        raise LimitExceeded("body", limits.body, len(content))
    return content


def _fitting(shown: list[int], smaller: tuple[int, ...], too_much: int) -> int:
    """Return how many cells to show of each array so that the answer has probably `too_much` bytes less."""
    for most in smaller:
        if sum(cells - most for cells in shown if cells > most) * BYTES_PER_NUMBER > too_much:
            return most
    return smaller[-1]


def _run(wanted: dict[str, Any], limits: Limits) -> Run:
    return run_program(
        wanted["program"],
        limits,
        output=wanted["output"] or None,
        dtype=wanted["dtype"],
        opening=frozenset(wanted["opened"]),
        values=wanted["values"],
    )


def jacobian_json(wanted: dict[str, Any], limits: Limits) -> bytes:
    """Return a Jacobian as JSON; raises the program's errors."""
    part = wanted["edge"] or wanted["node"] or ""
    found = jacobian_of(
        _run(wanted, limits),
        wanted["of"],
        part,
        limits,
        structural=wanted["structure"],
        max_elements=wanted["max_elements"],
    )
    return orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY)


def check_json(wanted: dict[str, Any], limits: Limits) -> bytes:
    """Return gradients beside finite differences as JSON; raises the program's errors."""
    run = _run(wanted, limits)
    checker = Checker(run, limits, wanted["seed"], wanted["h"])
    found = checker.check(wanted["leaf"]) if wanted["cell"] is None else checker.sweep(wanted["leaf"], wanted["cell"])
    return orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY)


def code_json(wanted: dict[str, Any], limits: Limits) -> bytes:
    """Return a program as code as JSON; raises the program's errors."""
    run = _run(wanted, limits)
    return orjson.dumps(code_of(run, wanted["target"], limits, wanted["lang"], wanted["seed"]))


def formulas_json(wanted: dict[str, Any], limits: Limits) -> bytes:
    """Return the formulas of gradients as JSON; raises the program's errors."""
    run = _run(wanted, limits)
    return orjson.dumps(formulas_of(run, limits, wanted["node"], wanted["seed"], wanted["lang"]))


JOBS: Mapping[str, Callable[[dict[str, Any], Limits], bytes]] = MappingProxyType(
    {
        "check": check_json,
        "code": code_json,
        "descend": descent_json,
        "formulas": formulas_json,
        "graph": graph_json,
        "jacobian": jacobian_json,
    }
)
"""What can be asked for, by its name: each takes the fields of a request and returns the answer as JSON."""


def _where(error: BaseException) -> bytes:
    """Return the class of an error and the places that it went through: no words of it, which may quote a program."""
    places = [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"[:2000].encode("utf-8", "replace")
