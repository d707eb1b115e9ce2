"""The two libraries' spellings of one thing give one thing."""

from __future__ import annotations

import pytest

from ..support import Json, array, graph_of, node, value

SAME = [
    (
        "sum(X, axis=0)",
        ["np.sum(X, 0)", "X.sum(0)", "torch.sum(X, dim=0)", "X.sum(axis=(0,))", "np.sum(a=X, axis=0)"],
    ),
    (
        "sum(X, axis=1, keepdims=True)",
        ["X.sum(1, True)", "torch.sum(X, 1, keepdim=True)", "jnp.sum(X, -1, keepdims=1)"],
    ),
    ("mean(X)", ["X.mean()", "np.mean(X)", "torch.mean(input=X)", "X.mean(axis=None)"]),
    ("max(X, axis=1)", ["X.max(1)", "np.amax(X, axis=1)", "torch.max(X, dim=1)", "X.amax(dim=-1)"]),
    ("X + Y", ["add(X, Y)", "np.add(X, Y)", "torch.add(X, other=Y)", "X.add(Y)"]),
    ("X - Y", ["np.subtract(X, Y)", "torch.sub(X, Y)", "X.sub(Y)", "X.subtract(Y)"]),
    ("X * Y", ["np.multiply(X, Y)", "torch.mul(X, Y)", "X.mul(Y)"]),
    ("X / Y", ["np.divide(X, Y)", "torch.div(X, Y)", "np.true_divide(X, Y)", "X.div(Y)"]),
    ("X ** 2", ["np.power(X, 2)", "torch.pow(X, 2)", "X.pow(2)", "pow(X, exponent=2)"]),
    ("-X", ["np.negative(X)", "torch.neg(X)", "X.neg()"]),
    (
        "X @ Y.T",
        ["np.matmul(X, Y.T)", "torch.mm(X, Y.T)", "X.mm(Y.T)", "X.matmul(Y.T)", "np.dot(X, Y.T)", "X.dot(Y.T)"],
    ),
    (
        "X @ Y.T",
        [
            'np.einsum("ij,kj->ik", X, Y)',
            'torch.einsum("ij, kj", X, Y)',
            'einsum("ij,kj", [X, Y])',
            'einsum(subscripts="ij,kj->ik", operands=[X, Y])',
        ],
    ),
    (
        "max_pool1d(X, 2, 1)",
        [
            "F.max_pool1d(X, kernel_size=2, stride=1)",
            "torch.max_pool1d(input=X, kernel_size=(2,), stride=[1])",
            "X.max_pool1d(2, 1, 0, 1)",
        ],
    ),
    (
        "conv1d(X, Y[None, :, :2])",
        [
            'F.conv1d(input=X, weight=Y[None, :, :2], padding="valid")',
            "nn.functional.conv1d(X, Y[None, :, :2], None, 1, 0)",
            "torch.conv1d(X, Y[None, :, :2], bias=zeros(1), dilation=(1,), groups=1)",
        ],
    ),
    ("X @ w", ["torch.mv(X, w)", "X.mv(w)", "np.dot(X, w)"]),
    ("X.T", ["np.transpose(X)", "X.transpose()", "X.t()", "torch.transpose(X, 0, 1)", "X.permute(1, 0)", "X.mT"]),
    ("X.reshape(3, 2)", ["X.reshape((3, 2))", "np.reshape(X, (3, -1))", "X.view(3, 2)", "torch.reshape(X, [3, 2])"]),
    ("broadcast_to(w, (2, 3))", ["np.broadcast_to(w, (2, 3))", "w.broadcast_to((2, 3))", "w.expand(2, -1)"]),
    ("tanh(X)", ["np.tanh(X)", "torch.tanh(X)", "X.tanh()", "F.tanh(X)", "nn.functional.tanh(X)"]),
    ("abs(X)", ["np.abs(X)", "np.absolute(X)", "X.abs()"]),
    ("exp(X)", ["math.exp(X)", "X.exp()"]),
    ("relu(X)", ["F.relu(X)", "torch.relu(X)", "X.relu()"]),
    ("inv(X @ X.T)", ["np.linalg.inv(X @ X.T)", "torch.inverse(X @ X.T)", "torch.linalg.inv(A=X @ X.T)"]),
    ("pinv(X)", ["np.linalg.pinv(X)", "torch.pinverse(X)", "X.pinverse()", "jnp.linalg.pinv(X)"]),
    ("det(X @ X.T)", ["np.linalg.det(X @ X.T)", "torch.det(X @ X.T)", "(X @ X.T).det()"]),
    ("solve(X @ X.T, X)", ["np.linalg.solve(X @ X.T, X)", "torch.linalg.solve(A=X @ X.T, B=X)"]),
    (
        "solve_triangular(X @ X.T, X, upper=True)",
        ["torch.linalg.solve_triangular(X @ X.T, X, upper=True, unitriangular=False)"],
    ),
    ("cholesky(X @ X.T)", ["np.linalg.cholesky(X @ X.T)", "torch.linalg.cholesky(X @ X.T)"]),
    ("inner(X, Y)", ["np.inner(X, Y)", "torch.inner(X, Y)", "X.inner(Y)"]),
    ("kron(X, w)", ["np.kron(X, w)", "torch.kron(X, w)"]),
    (
        "tensordot(X, Y, ([0, 1], [0, 1]))",
        ["np.tensordot(X, Y, axes=2)", "torch.tensordot(X, Y, dims=([0, 1], [0, 1]))", "tensordot(X, Y)"],
    ),
    ("tensordot(X, Y, (0, -2))", ["np.tensordot(X, Y, ((0,), (0,)))", "torch.tensordot(X, Y, ([-2], [0]))"]),
    (
        "slogdet(X @ X.T)[1]",
        ["np.linalg.slogdet(X @ X.T)[1]", "torch.linalg.slogdet(X @ X.T)[-1]", "log(det(X @ X.T))"],
    ),
    ("slogdet(X @ X.T)[0]", ["torch.slogdet(X @ X.T)[0]", "sign(det(X @ X.T))"]),
    ("median(X, axis=1)", ["np.median(X, 1)", "X.median(dim=1)"]),
    ("sort(X, axis=0)", ["np.sort(X, 0)", "X.sort(dim=0)", "sort(X, axis=0, descending=False)"]),
    ("sort(Y)", ["np.sort(Y, axis=1)", "torch.sort(Y, dim=-1)", "np.flip(sort(Y, descending=True), 1)"]),
    ("argsort(Y)", ["np.argsort(Y)", "torch.argsort(Y, dim=1)", "Y.argsort()"]),
    ("0 * X", ["np.zeros_like(X)", "torch.zeros_like(input=X)", "full_like(X, 0)"]),
    ("0 * X + 1", ["np.ones_like(X)", "torch.full_like(X, fill_value=1)"]),
    ("X[0]", ["X[0, :]", "X[0, ...]", "X[-2]", "X[..., 0, :]"]),
    ("concatenate([X, Y], axis=1)", ["np.concatenate((X, Y), 1)", "torch.cat([X, Y], dim=1)", "hstack([X, Y])"]),
    ("stack([X, Y], axis=1)", ["np.stack(arrays=[X, Y], axis=1)", "torch.stack((X, Y), dim=1)"]),
    ("vstack([X, w])", ["np.vstack(tup=(X, w))", "np.row_stack([X, w])", "torch.vstack([X, w])"]),
    ("split(X, 3, axis=1)[1]", ["X.split(3, 1)[1]", "np.split(X, indices_or_sections=3, axis=-1)[1]"]),
    (
        "X[:, :2]",
        ["torch.split(X, split_size_or_sections=[2, 1], dim=1)[0]", "X.chunk(2, dim=1)[0]", "X[..., [0, 1]]"],
    ),
    (
        "X[1]",
        ["X.unbind()[1]", "torch.unbind(X, dim=0)[-1]", "unstack(X)[1]", "split(X, 2)[1][0]", "X.take(1, axis=0)"],
    ),
    (
        "pad(X, ((0, 0), (1, 2)))",
        ["np.pad(array=X, pad_width=((0, 0), (1, 2)))", "F.pad(X, (1, 2))", "X.pad(pad=(1, 2))"],
    ),
    (
        "pad(X, 1, constant_values=3)",
        ["torch.nn.functional.pad(X, (1, 1, 1, 1), value=3)", "F.pad(X, [1, 1, 1, 1], 'constant', 3)"],
    ),
    (
        "meshgrid(w, X[0])[0]",
        ["np.meshgrid(w, X[0], indexing='xy')[0]", "torch.meshgrid([w, X[0]], indexing='xy')[0]"],
    ),
    (
        "X[:, [0, 2]]",
        ["np.take(X, [0, 2], axis=1)", "X.take([0, 2], 1)", "X.index_select(1, [0, 2])", "X[:, [True, False, True]]"],
    ),
    (
        "X[[0, 1], [2, 0]]",
        ["X[(0, 1), [2, 0]]", "X.gather(1, [[2], [0]]).flatten()", "take_along_axis(X, [[2], [0]], 1)[:, 0]"],
    ),
    (
        "X[[1, 0, 1]]",
        ["F.embedding([1, 0, 1], X)", "F.embedding(input=[1, 0, 1], weight=X)", "one_hot([1, 0, 1]) @ X"],
    ),
    (
        "X[X > 2]",
        ["X[np.greater(X, 2)]", "X.masked_select(X > 2)", "torch.masked_select(X, mask=X > 2)", "X[1 - (X <= 2)]"],
    ),
    ("masked_fill(X, X > 2, 0)", ["X.masked_fill(X > 2, value=0.0)", "X * (X <= 2)", "where(X > 2, 0, X)"]),
    ("topk(w, 2)[0]", ["torch.topk(w, k=2)[0]", "w.topk(2, dim=-1)[0]", "w[w.topk(2)[1]]", "take(w, topk(w, 2)[1])"]),
    ("X > Y", ["torch.gt(X, Y)", "np.greater(X, Y)"]),
]
LEAVES = "X = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nY = [[2.0, 1.0, 0.5], [1.0, 3.0, 9.0]]\nw = [1.0, -1.0, 2.0]\n"


@pytest.mark.parametrize(("plain", "spelling"), [(one, other) for one, many in SAME for other in many])
def test_a_spelling_means_the_same(plain: str, spelling: str) -> None:
    ours, theirs = (graph_of(f"{LEAVES}z = {text}\nsum(z * 1)") for text in (plain, spelling))
    assert value(ours, "z") == value(theirs, "z")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("zeros(2)", [0, 0]),
        ("np.zeros((1, 2))", [[0, 0]]),
        ("torch.ones(2, 1)", [[1], [1]]),
        ("ones([2])", [1, 1]),
        ("full((2,), 7)", [7, 7]),
        ("np.full(2, fill_value=-1.5)", [-1.5, -1.5]),
        ("eye(2)", [[1, 0], [0, 1]]),
        ("np.eye(1, 2)", [[1, 0]]),
        ("arange(3)", [0, 1, 2]),
        ("torch.arange(1, 4)", [1, 2, 3]),
        ("np.arange(1, 2, 0.5)", [1, 1.5]),
        ("arange(3, 0, -1)", [3, 2, 1]),
        ("arange(0)", []),
        ("linspace(0, 1, 3)", [0, 0.5, 1]),
        ("torch.linspace(0, 1, steps=2)", [0, 1]),
        ("np.identity(2)", [[1, 0], [0, 1]]),
        ("tri(2)", [[1, 0], [1, 1]]),
        ("np.tri(N=2, M=3, k=1)", [[1, 1, 0], [1, 1, 1]]),
        ("logspace(0, 2, 3)", [1, 10, 100]),
        ("torch.logspace(0, 2, steps=3, base=2)", [1, 2, 4]),
        ("logspace(0, -1, 2, base=0)", [1, float("inf")]),
        ("tensor([1, 2])", [1, 2]),
        ("np.array([[1], [2]], dtype=np.float64)", [[1], [2]]),
        ("torch.tensor([1.5], requires_grad=True)", [1.5]),
        ("Tensor(2)", 2),
        ("[2 * 3, -1, 1 / 2, 2 ** 3]", [6, -1, 0.5, 8]),
        ("-2", -2),
        ("+1e-3", 0.001),
        ("True + zeros(1)", [1]),
        ("[[]]", [[]]),
    ],
)
def test_creators_and_literals_are_leaves(expression: str, expected: object) -> None:
    graph = graph_of(f"x = {expression}")
    assert [one["kind"] for one in graph["nodes"]] == ["leaf"]
    assert value(graph, "x") == expected


def test_an_expression_of_numbers_lists_and_creators_is_one_leaf() -> None:
    for text in ("0.1 * randn(3, 2, seed=1)", "arange(6).reshape(3, 2)", "randn(3, 2, seed=1) / np.sqrt(3)"):
        graph = graph_of(f"W = {text}\nL = sum(W)")
        assert [(one["kind"], one["name"]) for one in graph["nodes"]] == [("leaf", "W"), ("operation", "L")]


def test_bare_numbers_alone_are_a_graph_of_constants() -> None:
    graph = graph_of("L = 2.0 * 3.0")
    assert [(one["kind"], one["requires_grad"]) for one in graph["nodes"]] == [
        ("constant", False),
        ("constant", False),
        ("operation", False),
    ]
    assert value(graph, "L") == 6


def test_numbers_beside_variables_are_constants_without_a_gradient() -> None:
    graph = graph_of("x = 3\nL = x ** 2 + [1.0][0]")
    constants = [one for one in graph["nodes"] if one["kind"] == "constant"]
    assert [one["value"]["data"] for one in constants] == [[2.0], [1.0]]
    assert all(one["grad"] is None for one in constants)


def test_requires_grad_false_makes_a_constant() -> None:
    graph = graph_of("y = tensor([1.0, 2.0], requires_grad=False)\nw = 3\nL = sum(w * y)")
    assert node(graph, "y")["kind"] == "constant"
    assert node(graph, "y")["grad"] is None


def test_detach_cuts_the_gradient_off() -> None:
    for text in ("x.detach()", "stop_gradient(x)", "detach(x)"):
        graph = graph_of(f"x = 3\nL = x * {text}")
        assert node(graph, "x")["grad"]["data"] == [3]


def test_random_numbers_are_the_same_each_time_and_differ_between_calls() -> None:
    program = "a = randn(3)\nb = randn(3)\nc = rand(2, seed=5)\nL = sum(a * b) + sum(c)"
    first, again = graph_of(program), graph_of(program)
    assert value(first, "a") == value(again, "a") != value(first, "b")
    assert value(first, "c") == value(graph_of("c = torch.rand(2, seed=5)"), "c")
    narrow = graph_of(program, dtype="float32")
    assert value(narrow, "a") == pytest.approx(value(first, "a"), rel=1e-6)


@pytest.mark.parametrize(
    ("call", "same", "low", "high", "whole"),
    [
        ("randint(0, 10, (50,), seed=1)", "torch.randint(10, size=(50,), seed=1)", 0, 10, True),
        ("np.random.randint(-3, -1, size=50, seed=1)", "randint(-3, high=-1, size=(50,), seed=1)", -3, -1, True),
        ("np.random.uniform(-1, 2, (50,), seed=1)", "3 * rand(size=50, seed=1) - 1", -1, 2, False),
        ("uniform(shape=50, seed=1)", "rand(50, seed=1)", 0, 1, False),
        ("np.random.normal(2, 3, 50, seed=1)", "torch.normal(mean=2, std=3, size=(50,), seed=1)", -20, 20, False),
        ("normal(loc=2, scale=3, shape=50, seed=1)", "2 + 3 * randn(50, seed=1)", -20, 20, False),
    ],
)
def test_random_creators_keep_their_bounds(call: str, same: str, low: int, high: int, whole: bool) -> None:
    numbers = value(graph_of(f"x = {call}"), "x")
    assert numbers == value(graph_of(f"x = {same}"), "x")
    assert len(set(numbers)) > 1
    assert all(low <= number < high for number in numbers)
    assert all(number.is_integer() for number in numbers) == whole


def test_random_creators_without_a_seed_have_streams_of_their_own() -> None:
    for call in ("randint(0, 1000, 9)", "normal(0, 1, 9)", "uniform(0, 1, 9)"):
        graph = graph_of(f"a = {call}\nb = {call}\nL = sum(a * b)")
        assert value(graph, "a") != value(graph, "b")
        assert value(graph, "a") == value(graph_of(f"a = {call}"), "a")


def test_the_likes_of_a_leaf_are_constants_of_its_shape() -> None:
    graph = graph_of("x = [[1.0, 2.0]]\ny = zeros_like(x)\nL = sum(x * full_like(x, 3) + ones_like(x) + y)")
    assert node(graph, "y")["kind"] == "operation"
    assert node(graph, "y")["requires_grad"] is False
    assert node(graph, "y")["grad"] is None
    assert value(graph, "y") == [[0, 0]]
    assert node(graph, "x")["grad"]["data"] == [3, 3]


def test_a_leaf_that_serves_as_a_whole_number_gets_no_gradient_from_there() -> None:
    graph = graph_of("n = 2\nX = ones(n, 3)\ny = X.sum(axis=n - 1).reshape(n)\nL = y[n - 1] * n")
    assert node(graph, "X")["shape"] == [2, 3]
    assert node(graph, "n")["grad"]["data"] == [3]


def test_a_rebound_name_names_several_nodes_and_an_alias_none() -> None:
    graph = graph_of("a = b = 2.0\ny = a\nx = y * 3\nx = x * 2\nx += 1\nL = x")
    assert [one["name"] for one in graph["nodes"]] == ["a", None, "x", None, "x", None, "x"]
    assert value(graph, "x") == 13


@pytest.mark.parametrize(("operator", "result"), [("+", 5), ("-", 1), ("*", 6), ("/", 1.5), ("**", 9)])
def test_augmented_assignment(operator: str, result: float) -> None:
    assert value(graph_of(f"x = 3\nx {operator}= 2"), "x") == result


def test_names_are_folded_as_python_folds_them() -> None:
    graph = graph_of("ｘ = 2\nﬁt = x * 3", output="ﬁt")
    assert [one["name"] for one in graph["nodes"]] == ["x", None, "fit"]


def test_imports_of_the_two_libraries_are_spelling() -> None:
    program = "import numpy as xp\nimport torch\nimport torch.nn.functional as fun\nfrom torch import tanh\n"
    program += "x = xp.array([1.0])\ny = fun.relu(torch.tanh(x))\n"
    assert node(graph_of(program), "y")["operation"] == "relu"


def test_docstrings_annotations_and_semicolons() -> None:
    graph = graph_of('"""A model."""\nx: float = 2; y: float\n"say"\nL = x * x')
    assert value(graph, "L") == 4


def test_a_variable_may_be_called_like_a_module_or_a_function() -> None:
    assert value(graph_of("np = [1.0, 2.0]\nL = np.sum()"), "L") == 3
    assert value(graph_of("tanh = 2\nL = tanh * 3"), "L") == 6


def test_output_is_the_last_value_or_the_variable_asked_for() -> None:
    program = "x = 2\ny = x * 3\nx * x"
    graph = graph_of(program)
    assert graph["nodes"][-1]["id"] == graph["output"]
    assert node(graph_of(program, output="y"), "y")["grad"]["data"] == [1]


def test_spans_count_code_points_from_one() -> None:
    graph = graph_of("ñ = 2\ny = ñ * (ñ + ñ)")
    inner = next(one for one in graph["nodes"] if one["operation"] == "add")
    assert inner["span"] == {"line": 2, "column": 10, "end_line": 2, "end_column": 15}


def test_line_ends_of_all_systems() -> None:
    for end in ("\n", "\r\n", "\r"):
        graph = graph_of(f"\ufeffx = 2{end}y = x{end}z = y * x")
        assert graph["nodes"][-1]["span"]["line"] == 3


def test_a_long_sum_does_not_nest() -> None:
    terms = 500
    graph = graph_of("x = 1\ny = x" + " + x" * terms)
    assert value(graph, "y") == terms + 1
    assert node(graph, "x")["grad"]["data"] == [terms + 1]


def test_scalars_of_shapes_can_be_computed_with() -> None:
    graph = graph_of("X = ones(4, 3)\nN = X.shape[0]\nL = X.sum() / N / X.ndim / X.size")
    assert value(graph, "L") == pytest.approx(12 / 4 / 2 / 12)


AS_ONE_LEAF = [
    "X = Tensor(2 * np.ones((2, 3)))",
    "X = Tensor(np.array([[2, 2, 2], [2, 2, 2]]))",
    "X = tensor(full((2, 3), 2))",
    "X = torch.tensor(2 * np.ones((2, 3)), requires_grad=True)",
    "X = array(data=[[2.0, 2, 2], [2, 2, 2]])",
    "X = np.array(object=((2.0, 2, 2), (2, 2, 2)))",
    "X = Tensor(np.array([2, 2, 2, 2, 2, 2]).reshape(2, 3))",
]


@pytest.mark.parametrize("assignment", AS_ONE_LEAF)
def test_a_maker_takes_numbers_lists_and_creators(assignment: str) -> None:
    graph = graph_of(f"{assignment}\nL = sum(X)")
    assert [one["kind"] for one in graph["nodes"]] == ["leaf", "operation"]
    assert value(graph, "X") == [[2, 2, 2], [2, 2, 2]]


def test_a_maker_told_to_require_no_gradient_gives_a_constant() -> None:
    graph = graph_of("X = Tensor(2 * ones(2), requires_grad=False)\nw = 3\nL = sum(w * X)")
    assert (node(graph, "X")["kind"], node(graph, "X")["grad"]) == ("constant", None)


@pytest.mark.parametrize("spelling", ["ones(3).detach()", "stop_gradient([1.0, 1, 1])", "detach(1 * ones(3))"])
def test_what_is_cut_off_gets_no_gradient(spelling: str) -> None:
    graph = graph_of(f"c = {spelling}\nx = [1.0, 2, 3]\nL = sum(c * x)")
    assert (node(graph, "c")["requires_grad"], node(graph, "c")["grad"]) == (False, None)
    assert node(graph, "c")["operation"] == "detach"


def test_a_comparison_of_numbers_alone_is_no_leaf() -> None:
    graph = graph_of("m = [1.0, 2.0] > [0.0, 3.0]\nx = [1.0, 2.0]\nL = sum(m * x)")
    found = node(graph, "m")
    assert (found["kind"], found["dtype"], found["grad"]) == ("operation", "bool", None)


@pytest.mark.parametrize(
    ("statement", "call"),
    [
        ("import torch.nn as nn", "nn.functional.relu(x)"),
        ("import torch.nn.functional as Fn", "Fn.relu(x)"),
        ("from torch.nn import functional as Fn", "Fn.relu(x)"),
        ("from jax import numpy as jnp", "jnp.maximum(x, 0)"),
        ("from torch import relu", "relu(x)"),
        ("import numpy as n", "n.maximum(x, 0)"),
    ],
)
def test_imports_are_spelling(statement: str, call: str) -> None:
    assert value(graph_of(f"{statement}\nx = [-1.0, 2.0]\ny = {call}"), "y") == [0, 2]


def test_random_numbers_without_a_shape_are_one_number() -> None:
    assert graph_of("x = randn()\ny = rand(seed=3)")["nodes"][0]["shape"] == []


def test_a_comment_within_brackets_is_no_caption() -> None:
    graph = graph_of("x = 1\n#: outer\ny = (x\n#: inner\n + x)\nz = y * 2\n#:\nw = z * 2")
    assert [one["caption"] for one in graph["nodes"] if one["name"] in {"y", "z", "w"}] == ["outer", None, None]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("a, b = 2.0, 3.0\na * b", {"a": 3.0, "b": 2.0}),
        ("a, (b, c) = 2.0, (3.0, 4.0)\na * b * c", {"a": 12.0, "b": 8.0, "c": 6.0}),
        ("a, b = 2.0, 3.0\na, b = b, a\na - b", {"a": -1.0, "b": 1.0}),
        ("p = [2.0, 5.0]\na, b = p\na * b", {"a": 5.0, "b": 2.0, "p": [5.0, 2.0]}),
        ("a = 2.0\nb = 3.0\npair = [a, b]\nc, d = pair\nc * d", {"a": 3.0, "b": 2.0}),
    ],
)
def test_names_are_unpacked(program: str, expected: dict[str, object]) -> None:
    graph = graph_of(program)
    assert {name: grad_of_first(graph, name) for name in expected} == expected


def test_the_last_name_of_an_unpacking_is_the_output() -> None:
    graph = graph_of("a = 2.0\nb, c = a * 2, a * 3")
    assert graph["output"] == node(graph, "c")["id"]


def grad_of_first(graph: Json, name: str) -> object:
    return next(array(one["grad"]).tolist() for one in graph["nodes"] if one["name"] == name)
