"""Each limit of the language one below it, at it and one above it: the last is refused, by its name and value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import NamedTuple

import pytest

from retrograd.errors import LimitExceeded
from retrograd.graphjson.evaluate import run_program
from retrograd.language import trace
from retrograd.limits import Limits
from retrograd.reports import report

RECURSION = "def f(n):\n    if n == 1: return 1.0\n    return f(n - 1)\nx = 2\ny = x * f({})"


class Case(NamedTuple):
    """A field of the limits, what it is set to, the limit named in the error, and a program that takes `n` of it."""

    field: str
    most: int
    limit: str
    program: Callable[[int], str]


CASES = {
    "bytes": Case("program", 40, "program", lambda n: "x = 1 #".ljust(n, "a")),
    "bytes of UTF-8": Case("program", 41, "program", lambda n: "x = 1 #".ljust(21, "a") + "é" * 10 + "a" * (n - 41)),
    "brackets": Case("depth", 10, "depth", lambda n: "x = " + "(" * n + "1" + ")" * n),
    "lists": Case("depth", 10, "depth", lambda n: "x = " + "[" * (n - 1) + "1.0, 2.5" + "]" * (n - 1)),
    "signs": Case("depth", 10, "depth", lambda n: "x = ones(2)\ny = " + "-" * (n - 1) + "x + 0.0 * 1000000000"),
    "attributes": Case("depth", 10, "depth", lambda n: "x = ones(2)\ny = x" + ".T" * (n - 1)),
    "brackets behind": Case("depth", 5, "depth", lambda n: "x = ones(2, 2, 2, 2, 2, 2)\ny = x" + "[0]" * (n - 1)),
    "terms": Case("terms", 120, "terms", lambda n: "x = 1\ny = " + " + ".join("x" * n)),
    "terms of plain numbers": Case("terms", 120, "terms", lambda n: "x = ones(" + " + ".join("1" * n) + ")"),
    "nodes": Case("steps", 10, "steps", lambda n: "x = 1\n" + "y = -x\n" * (n - 1)),
    "nodes in a loop": Case("steps", 10, "steps", lambda n: f"x = 1\nfor i in range({n - 1}): x = -x"),
    "passes": Case("passes", 10, "passes", lambda n: f"x = 1\nfor i in range({n}): pass"),
    "passes of two loops": Case(
        "passes", 10, "passes", lambda n: f"x = 1\nfor i in range(5): pass\nfor i in range({n - 5}): pass"
    ),
    "passes of a comprehension": Case("passes", 10, "passes", lambda n: f"x = 1\ny = stack([x for i in range({n})])"),
    "entries of a list": Case("entries", 10, "entries", lambda n: f"x = 1\ny = list(range({n}))"),
    "entries of a tuple": Case("entries", 10, "entries", lambda n: f"x = 1\ny = tuple(range({n}))"),
    "entries of two lists": Case("entries", 10, "entries", lambda n: f"x = 1\nz = [x] * 5 + [x] * {n - 5}"),
    "entries of a repeated list": Case("entries", 10, "entries", lambda n: f"x = 1\nz = [x] * {n}"),
    "entries in all, of a nested tuple": Case(
        "entries", 12, "entries", lambda n: f"x = 1\nz = ({'1, ' * (n - 4)})\nprint((z, (1, 2)))"
    ),
    "appended entries": Case("entries", 10, "entries", lambda n: "x = 1\nz = []\n" + "z.append(x)\n" * n),
    "calls": Case("calls", 10, "depth", RECURSION.format),
    "nested values": Case(
        "depth", 10, "depth", lambda n: f"x = 1\nt = (1,)\nfor i in range({n - 1}): t = (t,)\nprint(t)"
    ),
    "axes": Case("axes", 5, "axes", lambda n: f"x = ones({'1, ' * n})"),
    "axes of a list": Case("axes", 5, "axes", lambda n: "x = " + "[" * n + "1" + "]" * n),
    "axes of a result": Case("axes", 5, "axes", lambda n: f"x = ones(2)\ny = x[{'None, ' * (n - 1)}]"),
    "elements": Case("elements", 10, "elements", lambda n: f"x = ones({n})"),
    "elements of a list": Case("elements", 10, "elements", lambda n: f"x = [{'1, ' * n}]"),
    "elements of a broadcast": Case(
        "elements", 12, "elements", lambda n: f"x = ones({n}, 1)\ny = broadcast_to(x, ({n}, 1))"
    ),
    "characters of a text": Case("text", 10, "text", lambda n: f"x = 1\nprint(f'{'a' * (n - 1)}{{1}}')"),
    "multiplications": Case("work", 10, "work", lambda n: f"x = ones(1, {n})\ny = ones({n}, 1)\nz = x @ y"),
}


def _run(program: str, limits: Limits) -> None:
    run_program(program, limits, output="x")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_below_at_and_one_above(case: Case) -> None:
    limits = Limits(**{case.field: case.most})
    _run(case.program(case.most - 1), limits)
    _run(case.program(case.most), limits)
    with pytest.raises(LimitExceeded) as caught:
        _run(case.program(case.most + 1), limits)
    told = report(caught.value)
    assert (told.limit, told.value, told.code) == (case.limit, case.most, f"limit_{case.limit}")
    assert (told.span is None) == (case.limit == "program")


def test_memory() -> None:
    """A tuple of plain numbers takes eight bytes for each, and nothing else is there."""
    begun = len("x")  # one leaf of eight bytes
    limits = Limits(memory=8 * (begun + 20))
    _run("x = 1\nt = tuple(range(19))", limits)
    _run("x = 1\nt = tuple(range(20))", limits)
    with pytest.raises(LimitExceeded) as caught:
        _run("x = 1\nt = tuple(range(21))", limits)
    assert (caught.value.limit, caught.value.allowed, caught.value.needed) == ("memory", 168, 176)


@pytest.mark.parametrize(("late", "refused"), [(0.999, False), (1.0, False), (1.001, True)])
def test_time(late: float, refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: Iterator[float] = chain([5.0], repeat(5.0 + late))
    monkeypatch.setattr(trace, "thread_time", lambda: next(ticks))
    program = "x = 1\nfor i in range(1000): pass"
    if not refused:
        _run(program, Limits(time=1.0))
        return
    with pytest.raises(LimitExceeded) as caught:
        _run(program, Limits(time=1.0))
    assert (caught.value.limit, caught.value.allowed) == ("time", 1.0)
    assert caught.value.span is not None
