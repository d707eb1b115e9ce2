"""What reports tell a person to write: that code has to run here."""

from __future__ import annotations

import re

import pytest

from retrograd.reports import en_constructs, en_habits, en_slips
from retrograd.reports.facts import named
from retrograd.reports.instead import INSTEAD, LEFT_OUT

from ..support import graph_of, value

NAMES = """
x = [0.5, 0.25, 0.75]
y = [0.25, 0.5, 0.5]
z = [0.5, 0.5, 1.5]
p = [0.5, 0.25, 0.75]
t = 0.5
a = [0.5, 1.0]
b = [1.0, 2.0]
g = [3.0, 4.0]
w = [1.0, 2.0]
A = [[2.0, 1.0], [1.0, 3.0]]
B = [[2.0, 0.0], [1.0, 3.0]]
C = [[1.0, 0.0], [1.0, 2.0]]
W = randn(3, 2, seed=1)
X = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
Y = [1.0, 2.0, 3.0]
xs = [[1.0, 2.0], [3.0, 4.0]]
loss = sum(w * w)
f = lambda one: one * 2
Q = randn(3, 2, seed=2)
K = randn(3, 2, seed=3)
V = randn(3, 2, seed=4)
logits = randn(2, 3, seed=5)
logp = log_softmax(logits)
labels = [0, 2]
W1 = randn(3, 2, seed=6)
b1 = [0.0, 0.0]
"""
OTHERS = {
    # a name that stands for something else in this piece of code
    "AvgPool1d": "x = ones(1, 4)",
    "AvgPool2d": "x = ones(1, 4, 4)",
    "BatchNorm1d": "x = randn(4, 3, seed=1)",
    "BatchNorm2d": "x = randn(2, 3, 4, 4, seed=1)",
    "Conv1d": "x = ones(1, 4)\nW = ones(2, 1, 3)",
    "Conv2d": "x = ones(1, 4, 4)\nW = ones(2, 1, 3, 3)",
    "Embedding": "W = randn(3, 2, seed=1)",
    "GRU": "X = ones(4, 2)\nWx = eye(2)\nWh = eye(2)\nh = zeros(2)",
    "LSTM": "X = ones(4, 2)\nWx = eye(2)\nWh = eye(2)\nh = zeros(2)",
    "MaxPool1d": "x = ones(1, 4)",
    "MaxPool2d": "x = ones(1, 4, 4)",
    "RNN": "X = ones(4, 2)\nWx = eye(2)\nWh = eye(2)\nh = zeros(2)",
    "addmm": "x = ones(3, 2)\ny = eye(2)",
    "addcmul": "x = ones(2)\ny = ones(2)",
    "addmv": "x = ones(2)",
    "bmm": "x = ones(2, 3, 4)\ny = ones(2, 4, 5)",
    "column_stack": "",
    "cov": "x = randn(4, 2, seed=1)",
    "jacfwd": "y = w * w",
    "jacobian": "y = w * w",
    "jacrev": "y = w * w",
    "matvec": "x = ones(2)",
    "filter": "xs = [1.0, -2.0]",
    "convolve": "x = [1.0, 2.0, 3.0]\ny = [1.0, -1.0]",
}


@pytest.mark.parametrize("name", INSTEAD)
def test_what_is_told_instead_runs(name: str) -> None:
    graph_of(f"{NAMES}\n{OTHERS.get(name, '')}\n{as_statement(INSTEAD[name])}\nend = 1.0 * 2")


def as_statement(code: str) -> str:
    """Return code as a line: an expression gets a name, as it need not be a tensor."""
    return code if re.match(r"\w+ [-+]?= |for |with |def |assert |print|manual_seed", code) else f"result = {code}"


@pytest.mark.parametrize(
    ("name", "program", "expected"),
    [
        ("cov", "x = [[1.0, 3.0, 2.0], [2.0, 5.0, 2.0]]", [[1.0, 1.5], [1.5, 3.0]]),
        ("convolve", "x = [1.0, 2.0, 3.0]\ny = [1.0, -1.0]", [[1.0, 1.0, 1.0, -3.0]]),
        ("cross", "x = [1.0, 0.0, 0.0]\ny = [0.0, 1.0, 0.0]", [0.0, 0.0, 1.0]),
        ("diff", "x = [1.0, 4.0, 9.0]", [3.0, 5.0]),
        ("factorial", "", 120.0),
        ("hessian", "loss = w[0] * w[1] ** 2", [[0.0, 4.0], [4.0, 2.0]]),
        ("jacobian", "y = w ** 2", [[2.0, 0.0], [0.0, 4.0]]),
        ("lstsq", "A = [[2.0, 0.0], [0.0, 4.0]]", [0.5, 0.5]),
        ("nanmean", "x = [1.0, nan, 3.0]", 2.0),
        ("nansum", "x = [1.0, nan, 3.0]", 4.0),
        ("ptp", "x = [1.0, 5.0, 3.0]", 4.0),
        ("rot90", "A = [[1.0, 2.0], [3.0, 4.0]]", [[2.0, 4.0], [1.0, 3.0]]),
        ("trapezoid", "x = [1.0, 3.0]\ny = [0.0, 2.0]", 4.0),
        ("trunc", "x = [-1.5, 1.5]", [-1.0, 1.0]),
        ("bincount", "labels = [0, 2, 2]", [1.0, 0.0, 2.0]),
    ],
)
def test_what_is_told_instead_means_the_same(name: str, program: str, expected: object) -> None:
    assert value(graph_of(f"{NAMES}\n{program}\nresult = {INSTEAD[name]}"), "result") == expected


def test_what_is_left_out_is_not_replaced_too() -> None:
    assert set(INSTEAD) & LEFT_OUT == set()


def test_names_of_the_program_stand_in_what_is_told_where_it_is_of_these_alone() -> None:
    assert named("x - tanh(x)", ("w",)) == "w - tanh(w)"
    assert named("x @ y", ("y", "x")) == "y @ x"
    assert named("x @ y", ("w",)) == "x @ y"
    assert named("x @ y", ("w", "2 * v")) == "x @ y"
    assert named("x @ W + b", ("h",)) == "x @ W + b"
    assert named("x ** 2", ("a_name_that_is_too_long",)) == "x ** 2"


CODE = re.compile(r"`([^`]+)`")
FRAGMENTS = re.compile(r"[{}…]|^\W+$|^(?:if|elif|else|for|def)\b.*:$|^\w+$|^\.")


def hints() -> list[str]:
    """Return the code in all hints of the tables that is no fragment."""
    told = [hint for _, *both in en_slips.SLIPS.values() for hint in both]
    told += [hint for _, hint in en_constructs.CONSTRUCTS.values()]
    told += [*en_habits.NAMES.values(), *en_habits.ATTRIBUTES.values()]
    found = {code for hint in told for code in CODE.findall(hint)}
    return sorted(code for code in found if not FRAGMENTS.search(code))


@pytest.mark.parametrize("code", hints())
def test_code_in_hints_runs(code: str) -> None:
    before = "n = 3\nseed = [1.0, 1.0, 1.0]\nhs = [x, y]\nxs = [x, y]\nz = x * w[0]\nx = x * x\ny = x * x\n"
    if code in {"x = 2", "x += 1"}:
        before = "x = 2.0\n"
    if code in {"1 if x > 0 else 0", "x > 0"}:
        before = "x = 2.0\n"
    if code in {"h = relu(x @ W + b)", "x @ W + b"}:
        before = ""
    if "w" in code and "loss" in code:
        before = "loss = sum(w * w)\n"
    if code == "grad(loss(w), w)":
        before = "def loss(w):\n    return sum(w * w)\n"
    if code.startswith("with "):
        code += "\n    y = x"
    if code.startswith("for ") and code.endswith(":"):
        code += "\n    y = x"
    graph_of(f"{NAMES}\n{before}\n{as_statement(code)}\nend = 1.0 * 2")
