"""Names mean what they mean in Python: each program comes to what Python itself makes of it, or both refuse it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import numpy as np
import orjson
import pytest
from numpy.testing import assert_array_equal

from retrograd.errors import ProgramError
from retrograd.gallery import EXAMPLES
from retrograd.graphjson.build import Options
from retrograd.graphjson.evaluate import evaluate
from retrograd.limits import Limits

from ..support import Json, array, graph_of
from .peer import executed

SAME = {
    "a closure sees what a name is bound to later": "k = 2.0\ndef f(x): return k * x\nk = 3.0\ny = f(5.0)",
    "a function sees one that is defined later": "def f(x): return g(x)\ndef g(x): return 2.0 * x\ny = f(5.0)",
    "a function sees itself under its name alone": "def f(x, n=1): return f(2.0 * x, 0) if n else x\n"
    "g = f\ndef f(x, n=1): return 7.0 * x\ny = g(1.0)",
    "a local name hides the one outside": "k = 2.0\ndef f(x):\n    k = 10.0\n    return k * x\nz = f(5.0)\ny = k * z",
    "a parameter hides the one outside": "x = 2.0\ndef f(x): return 3.0 * x\nz = f(5.0)\ny = x * z",
    "a loop's variable stays": "for i in range(3):\n    pass\ny = 1.0 * i + 0.5 * array(1.0)",
    "a loop's variable is bound anew": "i = 7.0\nfor i in range(3): i = i * 10.0\ny = 1.0 * i * array(1.0)",
    "a comprehension's variable does not": "i = 7.0\nz = sum(2.0 * i for i in range(3))\ny = i * z * array(1.0)",
    "a comprehension sees the names around": "k = 2.0\ndef f(x): return sum(k * x for _ in range(3))\ny = f(5.0)",
    "a comprehension's first list is of the scope around": "i = 4\ny = array(1.0) * sum(i for i in range(i))",
    "closures of a comprehension share its variable": "fs = [lambda: 1.0 * i for i in range(3)]\n"
    "y = array(1.0) * fs[0]() + fs[1]()",
    "closures of a loop share its variable": "fs = []\nfor i in range(3):\n    fs.append(lambda: 1.0 * i)\n"
    "y = array(1.0) * fs[0]() + fs[1]()",
    "a default is evaluated once": "k = 2.0\ndef f(x, w=k): return w * x\nk = 3.0\ny = f(5.0)",
    "a default of a lambda keeps what it was": "fs = []\nfor i in range(3):\n    fs.append(lambda i=i: 1.0 * i)\n"
    "y = array(1.0) * fs[0]() + 10.0 * fs[1]()",
    "a closure keeps the call that it was made in": "def f(a):\n    def g(x): return a * x\n    return g\n"
    "g, h = f(2.0), f(3.0)\ny = g(1.0) + 10.0 * h(1.0)",
    "a closure sees what its call does later": "def f(a):\n    def g(x): return a * x\n    a = 10.0 * a\n"
    "    return g\ny = f(2.0)(1.0)",
    "a call changes nothing outside": "def f(x):\n    x = 2.0 * x\n    return x\nx = 3.0\nz = f(x)\ny = x + z",
    "augmented assignment binds anew": "x = [1.0, 2.0]\ndef f(a):\n    a += 10.0\n    return a\nz = f(x)\ny = x * z",
    "and an alias does not see it": "x = [1.0, 2.0]\nz = x\nz *= 10.0\ny = x + z",
    "targets are bound from left to right": "x = y = 3.0\nx, y = y * 2.0, x * 5.0\ny = y + 0.0 * x",
    "a swap": "x, z = array(1.0), array(2.0)\nx, z = z, x\ny = x * 10.0 + z",
    "nested unpacking": "(a, b), c = (array(1.0), array(2.0)), array(3.0)\ny = a + 10.0 * b + 100.0 * c",
    "names are folded as Python folds them": "ﬁ = 2.0\nª = 3.0\ny = fi * a * 𝑓(1.0) if False else fi * a",
    "keywords are folded too": "def f(ﬁ): return 2.0 * fi\ny = f(fi=3.0)",
    "a name of a function may be a variable's": "sum = 3.0\ny = 2.0 * sum",
    "arguments are evaluated from left to right": "xs = []\ndef f(a, b): return b\ndef g(v):\n    return v\n"
    "y = f(g(1.0), g(2.0)) * array(1.0)",
    "`and` and `or` stop early": "y = array(1.0) * (2.0 or unknown) * (3.0 if 0 and unknown else 4.0)",
    "a comparison of three": "y = 1.0 * array(2.0 if 1 < 2 < 3 and not 3 > 2 > 2 else 5.0)",
    "`else` of a loop": "y = array(1.0)\nfor i in range(3):\n    if i == 5: break\nelse:\n    y = y * 3.0",
    "no `else` after a break": "y = array(1.0)\nfor i in range(3):\n    if i == 1: break\nelse:\n    y = y * 3.0",
    "a return from within loops": "def f(x):\n    for i in range(3):\n        for j in range(3):\n"
    "            if i * j == 2: return x * i * 10.0 + j\n    return x\ny = f(array(1.0))",
    "break leaves the innermost loop": "y = array(0.0)\nfor i in range(3):\n    for j in range(3):\n"
    "        if j == 1: break\n        y = y + 10.0 * i + j",
    "a list that is given to two names is one": "a = [array(1.0)]\nb = a\nb.append(array(2.0))\ny = a[-1] * 3.0",
    "rounding towards the floor": "y = array(1.0) * ((-7) // 2) + (-7) % 3",
}


def _output(graph: Json) -> Json:
    found: Json = next(one for one in graph["nodes"] if one["id"] == graph["output"])
    return found


@pytest.mark.parametrize("program", SAME.values(), ids=SAME)
def test_as_in_python(program: str) -> None:
    program += "\ny = y * array(1.0)"  # which makes a tensor of a plain number
    found = array(_output(graph_of(program, output="y"))["value"])
    assert_array_equal(found, np.asarray(executed(program)["y"], np.float64))


WRONG = {
    "a local name before it is bound": "k = 2.0\ndef f(x):\n    y = k * x\n    k = 3.0\n    return y\ny = f(1.0)",
    "augmented assignment to a name outside": "k = 2.0\ndef f():\n    k += 1.0\n    return k\ny = f()",
    "a loop's variable that was never bound": "for i in range(0): pass\ny = 1.0 * i",
    "a branch that was not taken": "if False:\n    a = 1.0\ny = a",
    "a local name outside": "def f():\n    a = 1.0\n    return a\nz = f()\ny = a",
    "a comprehension's variable outside": "z = [array(1.0) for i in range(3)]\ny = 1.0 * i",
    "a function before it is defined": "y = f(1.0)\ndef f(x): return x",
    "a name of a callee": "def g(x):\n    return hidden * x\ndef f():\n    hidden = 1.0\n    return g(2.0)\ny = f()",
    "too few to unpack": "a, b, c = array([1.0, 2.0])\ny = a",
    "an argument given twice": "def f(x): return x\ny = f(1.0, x=2.0)",
    "an argument left out": "def f(x, w): return x\ny = f(1.0)",
    "an argument by position that has a name alone": "def f(x, *, w): return x\ny = f(1.0, 2.0)",
}


@pytest.mark.parametrize("program", WRONG.values(), ids=WRONG)
def test_refused_as_in_python(program: str) -> None:
    with pytest.raises((NameError, TypeError, ValueError)):
        executed(program)
    with pytest.raises(ProgramError) as caught:
        graph_of(program)
    assert caught.value.span is not None


def test_no_function_changes_a_list_that_it_was_given() -> None:
    with pytest.raises(ProgramError):
        graph_of("xs = [ones(1)]\ndef f(xs): xs.append(ones(1))\nf(xs)\ny = xs[0]")


def _answer(program: str) -> bytes:
    return orjson.dumps(evaluate(program, Options(), Limits()), option=orjson.OPT_SERIALIZE_NUMPY)


PROGRAMS = [example.program("en") for example in EXAMPLES]
LEAVING = [
    "manual_seed(7)\nx = randn(3)",
    "import numpy as torch\nx = torch.ones(2)",
    "sum = ones = 3.0\ny = sum * ones",
    "with no_grad():\n    x = unknown",
    "def f(n): return f(n)\ny = f(1)",
    "x = ones(3)\nfor i in range(10**9): x = x * 2",
    "x = randn(3)\ny = x @",
]


def test_nothing_is_left_behind_by_another_program() -> None:
    by_chance = "x = randn(3)\ny = sum(x * ones(3))"
    before, drawn = [_answer(program) for program in PROGRAMS], _answer(by_chance)
    for program in LEAVING:
        with suppress(ProgramError):
            _answer(program)
        assert _answer(by_chance) == drawn
    assert [_answer(program) for program in PROGRAMS] == before


def test_programs_at_once_do_not_see_each_other() -> None:
    alone = [_answer(program) for program in PROGRAMS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(_answer, PROGRAMS * 3)) == alone * 3
