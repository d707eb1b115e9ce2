"""`grad(y, x)` within a program: a tensor of the graph like any other, which can be differentiated again."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from retrograd.graphjson.model import Mode

from ..support import array, grad, graph_of, node, value


def test_a_gradient_is_a_tensor_of_the_graph() -> None:
    graph = graph_of("x = 2.0\ny = x ** 3\ng = grad(y, x)\nL = g * x")
    assert value(graph, "g") == 12.0
    assert grad(graph, "x") == pytest.approx(36.0)  # L = 3 x³


def test_order_three() -> None:
    graph = graph_of("x = 2.0\ny = x ** 4\na = grad(y, x)\nb = grad(a, x)\nc = grad(b, x)")
    assert (value(graph, "a"), value(graph, "b"), value(graph, "c")) == (32.0, 48.0, 48.0)
    assert grad(graph, "x") == pytest.approx(24.0)


def test_gradients_of_several_tensors() -> None:
    graph = graph_of("w = [1.0, 2.0]\nb = 3.0\nz = sum(w * w) * b\ndw, db = grad(z, [w, b])\nL = sum(dw) + db")
    np.testing.assert_allclose(value(graph, "dw"), [6.0, 12.0])
    assert value(graph, "db") == 5.0


def test_a_tensor_that_is_no_scalar_is_summed() -> None:
    graph = graph_of("x = [1.0, 2.0]\ng = grad(x ** 2, x)\nL = sum(g)")
    np.testing.assert_allclose(value(graph, "g"), [2.0, 4.0])


def test_intermediate_results_and_what_has_no_path() -> None:
    graph = graph_of("x = 2.0\nu = x * x\ny = 3 * u\na = grad(y, u)\nb = grad(y, [u, ones(2)])[1]\nL = a + sum(b)")
    assert value(graph, "a") == 3.0
    np.testing.assert_allclose(value(graph, "b"), [0.0, 0.0])


def test_nothing_is_computed_that_leads_nowhere() -> None:
    graph = graph_of("x = 2.0\nw = ones(50)\ny = x * x + sum(w * w)\ng = grad(y, x)\nL = g * 1")
    assert all(one["shape"] == [] for one in graph["nodes"] if one["group"] is not None)


def test_spellings() -> None:
    for call in ("torch.autograd.grad(y, x, create_graph=True)", "grad(y=y, x=x)", "grad(outputs=y, inputs=x)"):
        assert value(graph_of(f"x = 3.0\ny = x * x\ng = {call}\nL = g * 1"), "g") == 6.0


def test_a_penalty_agrees_with_pytorch() -> None:
    graph = graph_of(
        "W = [[0.5, -1.0], [0.3, 0.8]]\nx = [1.0, 2.0]\ns = sum(tanh(W @ x))\n"
        "g = grad(s, x)\nL = s ** 2 + 0.1 * sum(g ** 2)"
    )
    W = torch.tensor([[0.5, -1.0], [0.3, 0.8]], dtype=torch.float64, requires_grad=True)
    x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    s = torch.tanh(W @ x).sum()
    (g,) = torch.autograd.grad(s, x, create_graph=True)
    expected = torch.autograd.grad(s**2 + 0.1 * (g**2).sum(), (W, x))
    for name, gradient in zip("Wx", expected, strict=True):
        np.testing.assert_allclose(grad(graph, name), gradient.numpy(), rtol=1e-12)


def test_no_grad_and_detach_cut_the_gradient_off() -> None:
    graph = graph_of("w = 3.0\nwith torch.no_grad():\n    u = w * w\nL = u * w")
    assert grad(graph, "w") == 9.0
    assert value(graph_of("w = 3.0\ng = grad(w.detach() * w, w)\nL = g * w"), "g") == 3.0


@pytest.mark.parametrize("mode", ["reverse", "forward"])
@pytest.mark.parametrize("last", ["", "\nz = y * x"])
def test_an_output_under_no_grad_has_no_gradient_and_its_edges_say_none(mode: Mode, last: str) -> None:
    graph = graph_of(f"x = 3.0\nwith no_grad():\n    y = x * 2{last}", mode=mode)
    assert graph["cost"]["reverse"]["multiply_adds"] == (1 if last else 0)  # y is cut off
    quantity = "grad" if mode == "reverse" else "tangent"
    y = node(graph, "y")
    (cut,) = [edge for edge in graph["edges"] if edge["target"] == y["id"] and edge["argument"] == 0]
    assert (cut["local"]["kind"], cut["local"]["value"], cut["contribution"]) == ("none", None, None)
    if last:
        assert array(node(graph, "x")[quantity]) == (6.0 if mode == "reverse" else 1.0)
        assert mode == "reverse" or array(node(graph, "z")["tangent"]) == 6.0
    else:
        assert node(graph, "x" if mode == "reverse" else "y")[quantity] is None


def test_backward_as_a_last_line_marks_the_output() -> None:
    graph = graph_of(
        "import torch\nw = torch.tensor([1.0, 2.0], requires_grad=True)\nloss = (w ** 2).sum()\nloss.backward()"
    )
    assert node(graph, "loss")["id"] == graph["output"]
    np.testing.assert_allclose(array(node(graph, "w")["grad"]), [2.0, 4.0])
