"""Programs that mean harm: recursion, loops, lists and texts that would fill the memory, and never an end."""

from __future__ import annotations

import pytest

from retrograd.errors import LimitExceeded, ProgramError
from retrograd.limits import Limits
from retrograd.reports import report

from ..support import graph_of
from . import apart

LEVELS = 97


def _calls(value: str) -> str:
    """Return a program that calls a function a hundred deep, each time from within `value`."""
    return f"def f(n):\n    if n == 0:\n        return 1\n    return {value}\nx = 2.0\ny = f(99)\n"


def _tower(first: str, wrapped: str, last: str, levels: int = 18_000) -> str:
    return f"x = 1.0\nt = {first}\nfor i in range({levels}):\n    t = {wrapped}\n{last}\n"


DEEP = {
    "comprehensions in calls": _calls("[" * LEVELS + "f(n - 1)" + " for a in range(1)]" * LEVELS),
    "long comprehensions in calls": _calls("[f(n - 1) " + "for a in range(1) " * 300 + "]"),
    "conditions in comprehensions in calls": _calls("[1 for a in range(1) if " * LEVELS + "f(n - 1)" + "]" * LEVELS),
    "sums in calls": _calls("sum(" * 48 + "f(n - 1)" + " for a in range(1))" * 48),
    "lists in calls": _calls("[" * LEVELS + "f(n - 1)" + "]" * LEVELS),
    "tuples in shapes in calls": _calls("ones(" + "(" * LEVELS + "f(n - 1)" + ",)" * LEVELS + ")"),
    "cells in calls": _calls("tensor(" + "[" * LEVELS + "f(n - 1)" + "]" * LEVELS + ")"),
    "indices in calls": _calls("ones(3)[" * 48 + "f(n - 1):]" + "[0]:]" * 47),
    "signs in calls": _calls("-" * LEVELS + "f(n - 1)"),
    "conditions in calls": _calls("f(n - 1) if n else " * 48 + "1"),
    "ifs in calls": "def f(n):\n"
    + "\n".join(" " * level + "if n:" for level in range(1, 95))
    + "\n"
    + " " * 95
    + "return f(n - 1)\nx = f(99)\n",
    "a tower of tuples as a shape": _tower("(1,)", "(t,)", "y = ones(t)"),
    "a tower of tuples printed": _tower("(1,)", "(t,)", "print(t)"),
    "a tower of tuples in a text": _tower("(1,)", "(t,)", "print(f'{t}')"),
    "a tower of tuples compared": _tower("(1,)", "(t,)", "if t == (t,): pass"),
    "a tower of tuples as an argument": _tower("(1,)", "(t,)", "def f(t): return 1\nf(t)"),
    "a tower of tuples in a list": _tower("(1,)", "(t,)", "z = [a for a in t]"),
    "a tower of tuples to be stacked": _tower("(1,)", "(t,)", "z = stack(t)"),
    "a tower of lists printed": _tower("[x]", "[t]", "print(t)"),
    "a tower of lists, let go": _tower("[x]", "[t]", "t = x"),
    "a tower of enumerations": _tower("[x]", "enumerate(t)", "for a in t: pass"),
    "a tower of functions": _tower("[x]", "lambda g=t: g()", "y = t()"),
    "a list in itself printed": "xs = []\nxs.append(xs)\nprint(xs)",
    "a list in itself compared": "xs = []\nxs.append(xs)\nif xs == xs: x = 1",
    "a list in itself as a shape": "xs = []\nxs.append(xs)\ny = ones(xs)",
    "a list in itself as an argument": "xs = []\nxs.append(xs)\ndef f(a): return 1\ny = f(xs)",
    "a list in itself to be stacked": "xs = []\nxs.append(xs)\ny = stack(xs)",
    "a recursion without end": "def f(x): return f(x)\ny = f(1.0)",
    "a function as its own default": "def f(x, y=lambda: f(1.0)): return y()\ny = f(1.0)",
}


@pytest.fixture(scope="module")
def answers() -> dict[str, apart.Answer | None]:
    return apart.answers(DEEP)


@pytest.mark.parametrize("name", DEEP)
def test_no_depth_kills_the_interpreter(answers: dict[str, apart.Answer | None], name: str) -> None:
    answer = answers[name]
    assert answer is not None, "the process has died"
    assert answer.seconds < 3
    assert answer.peak < 300


def _doubled(first: str, wrapped: str, last: str) -> str:
    return f"x = 1.0\nt = {first}\nfor i in range(60):\n    t = {wrapped}\n{last}\n"


REFUSED = {
    "a recursion without end": ("def f(x): return f(x)\ny = f(1.0)", "depth"),
    "a recursion of two": ("def f(x): return g(x)\ndef g(x): return f(x)\ny = f(1.0)", "depth"),
    "a recursion of a lambda": ("f = lambda x: f(x)\ny = f(1.0)", "depth"),
    "a function that calls itself twice": (
        "def f(n):\n    if n == 0: return 1.0\n    return f(n - 1) + f(n - 1)\ny = f(60)",
        "time",
    ),
    "a loop of 10**9": ("x = 1.0\nfor i in range(10**9): pass", "passes"),
    "a loop of 2**62": ("x = 1.0\nfor i in range(2**62): pass", "passes"),
    "a loop of two ranges": ("x = 1.0\nfor a in zip(range(10**9), range(10**9)): pass", "passes"),
    "loops in loops": (
        "".join(" " * level + f"for i{level} in range(1000):\n" for level in range(5)) + "     x = 1\nx = 1",
        "passes",
    ),
    "nodes in a loop": ("x = 1.0\nfor i in range(10**9): x = x * x", "steps"),
    "a comprehension of three": ("y = [a for a in range(999) for b in range(999) for c in range(999)]", "passes"),
    "comprehensions in each other": (
        "y = [[[a for a in range(999)] for b in range(999)] for c in range(999)]",
        "passes",
    ),
    "a comprehension of nothing": ("y = [a for a in range(10**9) if a < 0]", "passes"),
    "a list doubled": (_doubled("[ones(1)]", "t + t", ""), "entries"),
    "a tuple doubled": (_doubled("(1, 2)", "t + t", ""), "entries"),
    "a list many times": ("xs = [[ones(1)]] * 1000000000", "entries"),
    "a list of a range": ("y = list(range(10**9))", "entries"),
    "a tuple of a range": ("y = tuple(range(10**9))", "entries"),
    "a tuple twice in itself, as a shape": (_doubled("(1, 2)", "(t, t)", "y = ones(t)"), "entries"),
    "a tuple twice in itself, printed": (_doubled("(1, 2)", "(t, t)", "print(t)"), "entries"),
    "a tuple twice in itself, in a text": (_doubled("(1, 2)", "(t, t)", "print(f'{t}')"), "entries"),
    "a tuple twice in itself, compared": (_doubled("(1, 2)", "(t, t)", "if t == (t, t): pass"), "entries"),
    "a tuple twice in itself, as an argument": (
        _doubled("(1, 2)", "(t, t)", "def f(t): return 1\ny = f(t)"),
        "entries",
    ),
    "a tuple twice in itself, in a list": (_doubled("(1, 2)", "(t, t)", "y = [a for a in t]"), "entries"),
    "a tuple twice in itself, in a loop": (_doubled("(1, 2)", "(t, t)", "for a in (t, t): pass"), "entries"),
    "a list twice in itself, as an argument": (_doubled("[x]", "[t, t]", "def f(t): return 1\ny = f(t)"), "entries"),
    "a list twice in itself, compared": (_doubled("[x]", "[t, t]", "if t == [t]: pass"), "entries"),
    "a text doubled": (_doubled("'ab'", "f'{t}{t}'", ""), "text"),
    "long lists kept": (
        "ks = []\nxs = tuple(range(9999))\nfor i in range(10**5): ks.append(xs + xs)",
        "memory",
    ),
    "slices kept": ("ks = []\nxs = tuple(range(9999))\nfor i in range(10**5): ks.append(xs[1:])", "memory"),
    "repeated lists kept": ("ks = []\nxs = [ones(1)]\nfor i in range(10**5): ks.append(xs * 9999)", "memory"),
    "many rows of a hundred": (f"y = list(zip({', '.join(['range(9999)'] * 99)}))", "entries"),
    "tuples compared for ever": (
        "xs = tuple(range(9999))\nfor i in range(10**5):\n    if xs == xs: pass",
        "time",
    ),
    "a sum for ever": ("for i in range(10**5):\n    t = sum(range(10**4))", "time"),
    "a text for ever": (f"x = 1e300\nfor i in range(10**5): print(f'{'{x:99.99f}' * 20}')", "time"),
    "a tensor as a tuple of ranges": ("y = range(-(2**62), 2**62) * 1.0", "elements"),
}


@pytest.mark.parametrize(("program", "limit"), REFUSED.values(), ids=REFUSED)
def test_what_would_never_end_is_refused(program: str, limit: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        graph_of(program, limits=Limits(time=0.5, passes=20_000, memory=20_000_000))
    assert caught.value.limit == limit
    assert report(caught.value, "en").detail != report(caught.value, "es").detail


WRONG = [
    ("y = 'ab' * 10**9", "bad_argument"),
    ("y = 'ab' + 'ab'", "bad_argument"),
    ("xs = (1, 2) * 10**9", "bad_argument"),
    ("n = len([ones(1)] * 3)\nfor i in range(99): n = n * n", "bad_argument"),
    ("x = 0x" + "f" * 5000, "bad_argument"),
    ("x = -0x" + "f" * 5000, "bad_argument"),
    ("x = [1, 0x" + "f" * 5000 + "]", "bad_argument"),
    ("print(0x" + "f" * 5000 + ")", "bad_argument"),
    ("print(f'{0x" + "f" * 5000 + ":d}')", "bad_argument"),
    ("def f(a): return 1\ny = f(0x" + "f" * 5000 + ")", "bad_argument"),
    ("x = 1\ny = x < 0x" + "f" * 5000, "bad_argument"),
    ("y = 0x" + "f" * 5000 + " / 3", "bad_argument"),
    ("y = 2 ** -0x" + "f" * 5000, "bad_argument"),
    ("y = 1.0\nprint(f'{2:.3d}')", "unsupported_syntax"),
    ("t = (0x" + "f" * 5000 + ", 1)\nprint(t)", "bad_argument"),
]


@pytest.mark.parametrize(("program", "code"), WRONG)
def test_huge_numbers_and_texts_are_refused(program: str, code: str) -> None:
    with pytest.raises(ProgramError) as caught:
        graph_of(program)
    assert caught.value.code == code
    assert caught.value.span is not None
    assert max(len(report(caught.value, "en").detail), len(report(caught.value, "es").detail)) < 300


HARMLESS = [
    ("y = 1.0\nif 0.5 in range(10**18): y = 2.0", 1.0),
    ("x = 3.0\ny = 1.0\nif x in range(10**18): y = 2.0", 2.0),
    ("y = 1.0\nif inf in range(10**18): y = 2.0", 1.0),
    ("y = 1.0 * range(10**18)[-1]\ny = tensor(y)", 1e18),
    ("y = 1.0 * range(10**6)[5:][1]\ny = tensor(y)", 6.0),
    ("y = tensor(range(-(2**62), 2**62)[0])", -(2.0**62)),
    ("x = 10000000000000000000000000\ny = x", 1e25),
]


@pytest.mark.parametrize(("program", "expected"), HARMLESS)
def test_long_ranges_are_never_gone_through(program: str, expected: float) -> None:
    graph = graph_of(program, output="y")
    found = next(node for node in graph["nodes"] if node["id"] == graph["output"])
    assert found["value"]["data"] == [expected]


def test_what_is_printed_tells_no_address() -> None:
    graph = graph_of("x = [1.0, 2.0]\nprint(zip(x, x), enumerate([]), range(2), sum, lambda: 1)\ny = x")
    assert graph["notes"][0]["text"] == "[…] [] range(0, 2) sum lambda"
