"""Functions of the program: how they are called, what they see, and that each call is a group."""

from __future__ import annotations

import pytest

from ..support import Json, grad, graph_of, node, value


def groups(graph: Json) -> list[tuple[str, str, str | None]]:
    labels = {one["id"]: one["label"] for one in graph["groups"]}
    return [(one["kind"], one["label"], labels.get(one["parent"])) for one in graph["groups"]]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("def f(x, w=3.0):\n    return x * w\nL = f(x)", 6.0),
        ("def f(x, w=3.0):\n    return x * w\nL = f(x, 4)", 8.0),
        ("def f(x, w=3.0):\n    return x * w\nL = f(w=5, x=x)", 10.0),
        ("def f(x, /, y, *, z=2):\n    return x * y + z\nL = f(x, 3, z=1)", 7.0),
        ("def f(x):\n    if x > 1:\n        return x * x\n    return x\nL = f(x) + f(0.25 * x)", 4.5),
        (
            "def power(x, n):\n    if n == 0:\n        return 1.0\n    return x * power(x, n - 1)\nL = power(x, 3)",
            8.0,
        ),
        (
            "def even(n):\n    return x if n == 0 else odd(n - 1)\nodd = lambda n: even(n - 1)\nL = even(4) * 1",
            2.0,
        ),
        ("f = lambda t, k=2: t ** k\nL = f(x) + f(x, k=3)", 12.0),
        ("L = (lambda t: t + 1)(x) * 1", 3.0),
        (
            "def outer(a):\n    def inner(b):\n        return a * b\n    return inner\nL = outer(x)(3) + outer(4)(x)",
            14.0,
        ),
        ("def twice(f, t):\n    return f(f(t))\nL = twice(square, x)", 16.0),
        ("fs = [sin, square]\nL = fs[1](x)", 4.0),
        ("def f():\n    return x\nx = 5.0\nL = f() * 1", 5.0),
        ("def f(a: Tensor, b: 'scale' = 2) -> Tensor:\n    '''Double it.'''\n    return a * b\nL = f(x)", 4.0),
        ("n = 0\ndef f(k=x):\n    return k * 1\nx = 7.0\nL = f()", 2.0),
        ("def pair(t):\n    return t, t * t\na, b = pair(x)\nL = a + b", 6.0),
        ("def relu(t):\n    return t * 10\nL = relu(x)", 20.0),
        ("y = 1.0\ndef f():\n    y = x * 3\n    return y\nL = f() + y", 7.0),
    ],
)
def test_calls(program: str, expected: float) -> None:
    assert value(graph_of(f"x = 2.0\n{program}"), "L" if "L = " in program else "x") == pytest.approx(expected)


def test_each_call_is_a_group_within_the_one_around() -> None:
    graph = graph_of("def g(t):\n    return t * t\ndef f(t):\n    return g(t) + 1\nx = 3.0\nL = f(x) * g(x)")
    assert groups(graph) == [("call", "f", None), ("call", "g", "f"), ("call", "g", None)]
    outer, inner, last = graph["groups"]
    assert outer["span"] == {"line": 6, "column": 5, "end_line": 6, "end_column": 9}
    assert outer["arguments"] == [{"name": "t", "text": "x"}]
    assert [one["group"] for one in graph["nodes"] if one["kind"] == "operation"] == [
        *(inner["id"], outer["id"], last["id"], None)
    ]


def test_numbers_in_a_call_are_constants_and_leave_no_arithmetic_behind() -> None:
    graph = graph_of("def f(t, n, scale=0.5):\n    return t * (n - 1) * scale\nx = 3.0\nL = f(x, 5)")
    constants = [one["value"]["data"] for one in graph["nodes"] if one["kind"] == "constant"]
    assert constants == [[4.0], [0.5]]
    assert grad(graph, "x") == 2.0


def test_what_a_function_makes_of_creators_alone_is_a_leaf() -> None:
    graph = graph_of("def init(n, m):\n    return 0.1 * ones(n, m)\nW = init(2, 3)\nL = sum(W)")
    assert node(graph, "W")["kind"] == "leaf"
    assert grad(graph, "W") == [[1.0] * 3] * 2


def test_a_caption_above_a_def_is_that_of_its_nodes() -> None:
    graph = graph_of(
        "#: A layer.\ndef f(t):\n    h = t * 2\n    #: Squashed.\n    return tanh(h)\n"
        "x = 1.0\n#: Twice.\nL = f(x) + f(x)"
    )
    captions = [one["caption"] for one in graph["nodes"] if one["kind"] == "operation"]
    assert captions == ["A layer.", "Squashed.", "A layer.", "Squashed.", "Twice."]


def test_a_function_changes_nothing_behind_its_callers_back() -> None:
    graph = graph_of("def f(t):\n    t = t * 10\n    t += 1\n    return t\nx = 2.0\ny = f(x)\nL = x * 1")
    assert value(graph, "L") == 2.0


def test_an_unused_function_makes_nothing() -> None:
    graph = graph_of("def f(t):\n    return t * unknown\nx = 2.0\nL = x * x")
    assert len(graph["nodes"]) == 2
    assert graph["groups"] == []


def test_an_output_may_be_a_variable_of_a_function() -> None:
    graph = graph_of("def f(t):\n    h = t * t\n    return h + 1\nx = 3.0\nL = f(x)", output="h")
    assert grad(graph, "x") == 6.0


def test_a_leaf_that_a_function_makes_is_the_leaf_it_is() -> None:
    graph = graph_of("def f():\n    w = 2.0\n    return w * 3\ny = f()")
    assert (node(graph, "w")["kind"], grad(graph, "w")) == ("leaf", 3.0)
    graph = graph_of("def f():\n    w = [1.0, 2.0]\n    return [w]\na = f()\nL = sum(a[0] ** 2)")
    assert grad(graph, "w") == [2.0, 4.0]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("def f():\n    w = 2.0\n    return w, lambda x: w * x\nw, g = f()\nL = g(3.0) + w", 8.0),
        ("def f(c):\n    return c, lambda x: c * x\nc, g = f(ones(2))\nL = sum(g(3.0) + c)", 8.0),
        ("hs = []\ndef f(c):\n    return lambda x: c * x\nhs.append(f(ones(2)))\nL = sum(hs[0](3.0))", 6.0),
    ],
)
def test_what_a_function_holds_on_to_stays_in_the_graph(program: str, expected: float) -> None:
    assert value(graph_of(program), "L") == expected
