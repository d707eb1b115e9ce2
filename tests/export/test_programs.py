"""Whole programs as scripts: those of the gallery, those of a grammar, and those with something particular."""

from __future__ import annotations

import ast
import builtins
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrograd.errors import LimitExceeded, ProgramError
from retrograd.export.numpy_script import numpy_script
from retrograd.export.torch_script import torch_script
from retrograd.gallery import EXAMPLES
from retrograd.gallery.example import Example
from retrograd.graphjson.evaluate import run_program
from retrograd.language.interpret import Run
from retrograd.limits import Limits

from ..language.counts import examples
from ..language.grammar import program
from ..support import graph_of
from .running import BOTH, Make, assert_agrees, assert_well_set, run_script

ALL = frozenset({"all"})

PARTICULAR = {
    "a name that is used again": ("h = [0.1, 0.2]\nfor i in range(3):\n    h = tanh(h * 2 + i)\nL = h.sum()"),
    "names of Python's own": (
        "sum = 2.0\nnp = sum * 3\nlambda_ = np + 1\nF = lambda_ * sum\ntorch = F * np\nprint_ = torch"
    ),
    "a name with a number that is taken": ("h = 2.0\nh_2 = 3.0\nh = h * h_2\nh = h * h\nt1 = h * 2\nL = t1 * h_2"),
    "a name like a gradient": "x = 2.0\ndL_dx = x * x\nL = dL_dx * x",
    "names of functions of the script": ("softmax_ = 1.0\nscatter = [1.0, 2.0]\nL = softmax(scatter)[0] * softmax_"),
    "a function that is called twice": (
        "W = [[1, 2], [3, 4]]\ndef f(x, b=0.5):\n    #: one step\n    return tanh(W @ x + b)\nL = f(f([1, -1])).sum()"
    ),
    "broadcasts": (
        "x = [[1, 2, 3], [4, 5, 6]]\nb = [1, 2, 3]\nc = [[1], [2]]\nd = 2\nL = (x * b + c / d - d ** b).sum()"
    ),
    "a broadcast of a stack": ("A = arange(12).reshape(3, 2, 2)\nB = [[1, 2], [3, 4]]\nL = (A @ B).sum(0).mean()"),
    "a vector and a stack": (
        "A = arange(12).reshape(3, 2, 2)\nb = [1, 2]\nL = tanh(A @ b).sum() + tanh(b @ A).sum()"
    ),
    "an output that is no scalar": "x = [1, 2, 3]\ny = x * x",
    "an output without a name": "x = [1, 2, 3]\nx * x",
    "a leaf that is the output": "x = [1, 2, 3]",
    "a batch of one": "x = [[5.0, 7.0]]\nb = [1.0, 2.0]\nz = F.batch_norm(x, bias=b)\nz.sum()",
    "decimals": "x = [1.25, -2.5, 1e300]\nL = (round(x, 20) + round(x, 1)).sum() + round(x[0], -400)",
    "an output without a gradient": "x = 1\nwith no_grad():\n    y = x * 2",
    "one number alone": "3",
    "numbers alone": "L = 2.0 * 3.0",
    "a division by zero": "x = 0.0\nL = 1 / x + 2.0 / 0.0",
    "infinities and NaN": "x = [-1.0, 0.0, 1000.0]\nL = exp(x) + log(x)",
    "a part that leads nowhere": "x = 2.0\ny = 3.0\nz = y * y\nL = x * x",
    "conditions as numbers": (
        "x = [1, -2, 3]\nm = x > 0\nL = (x * m).sum() + m.mean() + (1 - m).sum() * x[0] - m[1]"
    ),
    "conditions joined": ("x = [1, -2, 3]\nm = logical_and(x > 0, logical_not(x > 2))\nL = where(m, x, x * x).sum()"),
    "positions": ("x = [3, 1, 2]\ni = argmax(x)\nL = x[i] * i + x[argsort(x)][0] + take(x, argsort(x)).prod()"),
    "slices": (
        "x = arange(12)\n"
        "L = (x[9:2:-3] * x[-4:][:3]).sum() + x[::-4].prod() + (x[:5:-1] * x[1:7]).sum() + x[10:99:1][0]"
    ),
    "padding": (
        "x = [1.0, 2.0]\ny = pad(x, 1) * pad(x, (0, 2))\n"
        "L = np.pad(y.reshape(2, 2), ((0, 1), (2, 0)), constant_values=3.0).sum()"
    ),
    "picking": (
        "x = arange(12).reshape(3, 4)\nL = (x[:, [0, 2, 2]] * x[::-1, 1:, None][0, 0]).sum() + x[x > 3].sum()"
    ),
    "cut gradients": (
        "x = 2.0\nwith no_grad():\n    k = x * x\nL = x * k + detach(x) * x + tensor(3.0, requires_grad=False)"
    ),
    "a gradient inside": "x = [1.0, 2.0]\ny = (x ** 3).sum()\ng = grad(y, x)\nL = (g * g).sum()",
    "a gradient of a convolution": (
        "x = randn(1, 2, 4, 4, seed=1)\n"
        "w = randn(3, 2, 2, 2, seed=2)\n"
        "z = relu(conv2d(x, w, padding=1))\n"
        "g = grad(max_pool2d(z, 2).sum(), w)\n"
        "L = (g ** 2).sum()"
    ),
    "dropout": "x = ones(4, 3)\nL = (dropout(x, 0.5, seed=3) * dropout(x, 0.25)).sum()",
    "many numbers": (
        "W = 0.1 * randn(30, 20, seed=1)\nb = rand(20) - 0.5\nx = linspace(0, 1, 30)\nL = tanh(x @ W + b).sum()"
    ),
    "many numbers without a seed": (
        "A = randn(6, 6)\nB = uniform(-1, 1, (6, 6))\nC = normal(0, 2, (6, 6))\nL = (A * B * C).sum()"
    ),
    "many numbers written down": f"x = {list(range(60))}\nL = (x * x).mean()",
    "lists": (
        "hs = []\n"
        "x = [1.0, 2.0]\n"
        "for i in range(3):\n"
        "    hs.append(x * i)\n"
        "L = stack(hs).sum() + concatenate(hs).max()"
    ),
    "labels that are ignored": (
        "x = [[1.0, 2.0, 0.5], [0.1, 0.2, 0.7], [3.0, 1.0, 0.0]]\ny = [0, -100, 2]\nL = cross_entropy(x, y)"
    ),
    "large logits": ("x = [[1000.0, -1000.0, 0.0]]\ny = tensor([2], requires_grad=False)\nL = cross_entropy(x, y)"),
    "a long expression": "x = 0.5\nL = " + " + ".join(f"sin({n} * x)" for n in range(1, 40)),
    "nothing at all": "x = zeros(2, 0)\nL = x.sum() + (x * 2).mean(1).sum()",
    "whole numbers in a power": (
        "x = [1.5, 2.0]\nn = 3\nL = (x ** n).sum() + (2 ** x).sum() + (x ** 0.5).sum() + (x ** -1).sum()"
    ),
    "signs": ("x = [1.5, 2.0]\ny = 3.0\nL = (-x - -y + -(x * -y) - (x - (y - x)) / (x / y) ** 2 * -x).sum()"),
    "another name in another alphabet": "größe = [1.0, 2.0]\nλ = 0.5\nL = (λ * größe ** 2).sum()",
    "captions over two lines": "#: the first\n#: and the second\nx = 2.0\n#: a product\nL = x * x",
}
TIES = {"max pool": "x = ones(1, 4)\nL = (max_pool1d(x, 2) * [[1, 2]]).sum()", "sort": "x = ones(3)\nL = sort(x)[0]"}


def run_of(text: str, *, opening: frozenset[str] = frozenset(), dtype: str = "float64") -> Run:
    """Return a program's run."""
    return run_program(text, Limits(), opening=opening, dtype=dtype)


@BOTH
@pytest.mark.parametrize("opening", [frozenset(), ALL], ids=["closed", "opened"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_the_gallery_as_scripts(example: Example, opening: frozenset[str], make: Make) -> None:
    run = run_of(example.program("en"), opening=opening)
    script = make(run, Limits())
    assert_agrees(run, script)
    assert_well_set(script)


@BOTH
@pytest.mark.parametrize("text", PARTICULAR.values(), ids=PARTICULAR)
def test_programs_with_something_particular(text: str, make: Make) -> None:
    run = run_of(text)
    assert_agrees(run, make(run, Limits()))


@BOTH
@pytest.mark.parametrize("text", PARTICULAR.values(), ids=PARTICULAR)
def test_scripts_in_single_precision(text: str, make: Make) -> None:
    run = run_of(text, dtype="float32")
    script = make(run, Limits())
    assert_agrees(run, script, 1e-4)
    variables = run_script(script)
    found = variables[script.values[run.output]]
    assert "float32" in str(found.dtype)


@pytest.mark.parametrize("text", TIES.values(), ids=TIES)
def test_numpy_shares_ties_as_the_engine_does(text: str) -> None:
    run = run_of(text)
    assert_agrees(run, numpy_script(run, Limits()))
    assert "PyTorch" not in numpy_script(run, Limits()).code
    assert (
        "where numbers are equal, PyTorch may share the gradient in another way" in torch_script(run, Limits()).code
    )


@BOTH
@given(data=st.binary(min_size=20, max_size=120))
@examples(150)
def test_programs_of_a_grammar(data: bytes, make: Make) -> None:
    try:
        run = run_of(program(data))
    except ProgramError:
        assume(False)
    assume(all(np.abs(one.value).max(initial=0) < 1e100 for one in run.tensors))
    assert_agrees(run, make(run, Limits()), 1e-8)


@pytest.mark.parametrize("text", PARTICULAR.values(), ids=PARTICULAR)
def test_contributions_stand_in_the_order_of_the_timeline(text: str) -> None:
    run = run_of(text)
    script = numpy_script(run, Limits())
    graph = graph_of(text)
    shown = {one["id"]: one for one in graph["nodes"]}
    edges = {one["id"]: one for one in graph["edges"]}
    order = [edges[one["edge"]]["source"] for one in graph["steps"] if one["phase"] == "backward" and one["edge"]]
    named = {f"n{place}": tensor for place, tensor in enumerate(run.tensors)}
    expected = [script.gradients[named[one]] for one in order if named[one] in script.gradients]
    written = re.findall(r"^(\w+) = ", script.code, re.MULTILINE)
    seed = script.gradients.get(run.output)
    found = [one for one in written if one in set(expected)]
    assert found == [*([seed] if seed in found else []), *expected]
    assert all(
        one["implicit"] for one in shown.values() if one["id"] in order and named[one["id"]] not in script.gradients
    )


@BOTH
@pytest.mark.parametrize("text", PARTICULAR.values(), ids=PARTICULAR)
def test_no_variable_hides_what_the_script_or_python_uses(text: str, make: Make) -> None:
    tree = ast.parse(make(run_of(text), Limits()).code)
    assigned = {
        one.targets[0].id for one in tree.body if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
    }
    assert not assigned & {*dir(builtins), "np", "torch", "F", "math"}
    assert not assigned & {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


@BOTH
def test_a_script_runs_by_itself_and_prints_value_and_gradients(make: Make) -> None:
    script = make(run_of("x = 3.0\ny = 2.0\nL = x * y + x"), Limits())
    done = subprocess.run([sys.executable, "-I", "-c", script.code], capture_output=True, text=True, check=True)
    printed = dict(line.split(" = ") for line in done.stdout.splitlines())
    found = {name: float(re.sub(r"tensor\((.*?)[,)].*", r"\1", text)) for name, text in printed.items()}
    assert found == {"L": 9.0, "dL/dx": 3.0, "dL/dy": 3.0}


def test_numpy_code_reads_as_a_teacher_would_write_it() -> None:
    text = "X = [[1, 2], [3, 4]]\nW = [[1], [2]]\nb = [0.5]\nL = (relu(X @ W + b) ** 2).mean()"
    lines = numpy_script(run_of(text), Limits()).code.splitlines()
    for line in (
        "v1 = X @ W",
        "v3 = np.maximum(v2, 0)",
        "dL_dL = np.ones_like(L)",
        "dL_dv4 = np.broadcast_to(dL_dL / 2, v4.shape)",
        "dL_dv3 = dL_dv4 * (2 * v3)",
        "dL_dv2 = dL_dv3 * (v2 > 0)",
        "dL_db = dL_dv2.sum(axis=0)  # b had been repeated: sum over axis 0",
        "dL_dX = dL_dv1 @ W.T",
        "dL_dW = X.T @ dL_dv1",
    ):
        assert line in lines


def test_torch_code_is_the_program_in_torchs_spellings() -> None:
    text = "x = [1.0, 2.0, 4.0]\ny = std(x) + gelu(x).mean() + cross_entropy(x, tensor(2, requires_grad=False))"
    code = torch_script(run_of(text), Limits()).code
    for part in ("x.std(correction=0)", "F.gelu(x).mean()", "F.cross_entropy(x, ", "y.backward()", "x.grad"):
        assert part in code


def test_loops_calls_captions_and_lines_are_comments() -> None:
    code = numpy_script(run_of(PARTICULAR["a function that is called twice"]), Limits(), "es").code
    assert code.count("# f(x=") == 2
    assert "# one step" in code
    assert "# línea 4: return tanh(W @ x + b)" in code
    assert "# Pasada hacia adelante" in code
    loop = numpy_script(run_of(PARTICULAR["a name that is used again"]), Limits()).code
    assert "# for i in range(3)\n# i = 0\n# line 3: h = tanh(h * 2 + i)" in loop


def test_large_leaves_are_created_as_the_program_did() -> None:
    code = numpy_script(run_of("W = 0.1 * randn(30, 20, seed=7)\nL = (W * W).sum()"), Limits()).code
    assert "W = 0.1 * np.random.default_rng(7).standard_normal((30, 20))" in code


@BOTH
def test_scripts_keep_to_the_budgets(make: Make) -> None:
    run = run_of("x = 2.0\nfor i in range(400):\n    x = x * 1.01\nL = x")
    with pytest.raises(LimitExceeded) as small:
        make(run, Limits(answer=2000))
    assert small.value.limit == "answer"
    with pytest.raises(LimitExceeded) as late:
        make(Run(run.source, run.tensors, run.names, run.output, 0.0), Limits())
    assert late.value.limit == "time"
