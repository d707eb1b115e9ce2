"""Composite operations opened, and operations of many tensors."""

from __future__ import annotations

import numpy as np
import pytest

from retrograd.ops import OPS

from ..support import array, grad, graph_of, node, value


def test_a_composite_opens_into_the_operations_that_it_stands_for() -> None:
    program = "x = [1.0, 2.0]\ny = gelu(x)\nsum(y * y)"
    closed, opened = graph_of(program), graph_of(program, opened=frozenset({"gelu"}))
    assert {one["operation"] for one in opened["nodes"]} >= {"erf", "multiply", "add"}
    assert "gelu" not in {one["operation"] for one in opened["nodes"]}
    assert [one["operation"] for one in closed["nodes"] if one["opens"]] == ["gelu"]
    assert grad(opened, "x") == pytest.approx(grad(closed, "x"), rel=1e-14)
    assert [(one["kind"], one["label"]) for one in opened["groups"]] == [("call", "gelu")]
    inside = [one for one in opened["nodes"] if one["group"] == "g0"]
    assert node(opened, "y") in inside
    assert node(opened, "x") not in inside
    assert {one["span"]["line"] for one in inside} == {2}


def test_a_list_of_tensors_goes_into_one() -> None:
    graph = graph_of("x = [1.0, 2.0]\ny = [3.0]\nparts = [x, y]\nz = cat(parts, dim=0)\nsum(z * [1.0, 10.0, 100.0])")
    assert value(graph, "z") == [1.0, 2.0, 3.0]
    assert (grad(graph, "x"), grad(graph, "y")) == ([1.0, 10.0], [100.0])


SHAPES = "x = [[0.5, 1.5, -0.7], [2.0, 0.3, 1.1]]\ny = [[0.2, 0.9, 0.4], [0.6, 0.1, 0.7]]\nw = [0.5, 1.5, 2.0]\n"
CALLS = {
    "avg_pool1d": ["avg_pool1d(x, 2)"],
    "avg_pool2d": ["avg_pool2d(x, 2, 1)"],
    "conv1d": ["conv1d(x[None], y[:, :, None].swapaxes(0, 1)[:, :, :1], w)"],
    "conv2d": ["conv2d(x[None], y[None, None], padding=1)"],
    "max_pool1d": ["max_pool1d(x, 2, 1)"],
    "max_pool2d": ["max_pool2d(x, 2)"],
    "batch_norm": ["batch_norm(x)", "batch_norm(x, w, w, w, w, training=False)", "batch_norm(x, weight=w, bias=w)"],
    "binary_cross_entropy": ["binary_cross_entropy(y, sigmoid(x))", "binary_cross_entropy(y, y * y, w)"],
    "binary_cross_entropy_with_logits": [
        "binary_cross_entropy_with_logits(x, y)",
        "binary_cross_entropy_with_logits(x, y, w, reduction='none', pos_weight=w)",
    ],
    "celu": ["celu(x, 0.5)"],
    "cosine_similarity": ["cosine_similarity(x, y)", "cosine_similarity(x, w, dim=0)"],
    "cross_entropy": [
        "cross_entropy(x, [2, 0])",
        "cross_entropy(x, [2, -100], w, label_smoothing=0.1)",
        "cross_entropy(x, y, w, reduction='none')",
    ],
    "dropout": ["dropout(x)", "dropout(x, seed=3)"],
    "elu": ["elu(x)"],
    "gelu": ["gelu(x)", "gelu(x, approximate='tanh')"],
    "huber_loss": ["huber_loss(x, y, delta=0.5)"],
    "hypot": ["hypot(x, w)"],
    "kl_div": ["kl_div(x, y, reduction='batchmean')", "kl_div(x, y, log_target=True)"],
    "l1_loss": ["l1_loss(x, w)"],
    "layer_norm": ["layer_norm(x, (3,))", "layer_norm(x, (3,), w, w)"],
    "linear": ["linear(x, y)", "linear(x, y, w[:2])"],
    "log_softmax": ["log_softmax(x)"],
    "logaddexp": ["logaddexp(x, w)"],
    "logsigmoid": ["logsigmoid(x)"],
    "logsumexp": ["logsumexp(x, 0)"],
    "mean": ["mean(x, 1)"],
    "mish": ["mish(x)"],
    "mse_loss": ["mse_loss(x, w)"],
    "nll_loss": ["nll_loss(x, [1, 0], w)", "nll_loss(x, [1, -100], reduction='sum')"],
    "norm": ["norm(x)", "norm(x, 1)", "norm(x, inf, axis=0)", "norm(x, 3)"],
    "rms_norm": ["rms_norm(x, (3,))", "rms_norm(x, (2, 3), y)"],
    "scaled_dot_product_attention": [
        "scaled_dot_product_attention(x, y, y)",
        "scaled_dot_product_attention(x, y, y, x[:, :2])",
        "scaled_dot_product_attention(x, y, y, x[:, 1] > 1)",
        "scaled_dot_product_attention(x, y, y, is_causal=True)",
    ],
    "selu": ["selu(x)"],
    "sigmoid": ["sigmoid(x)"],
    "silu": ["silu(x)"],
    "smooth_l1_loss": ["smooth_l1_loss(x, y)", "smooth_l1_loss(x, y, beta=0)"],
    "softmax": ["softmax(x)", "softmax(x, axis=0)"],
    "softplus": ["softplus(x)", "softplus(x, 2)"],
    "softsign": ["softsign(x)"],
    "std": ["std(x, 1)"],
    "var": ["var(x, ddof=1)"],
}


def test_every_composite_is_proved_to_open() -> None:
    assert set(CALLS) == {op.name for op in OPS.values() if op.opened and op.public}


@pytest.mark.parametrize(("name", "call"), [(name, call) for name, calls in CALLS.items() for call in calls])
def test_an_opened_composite_gives_every_leaf_the_same_gradient(name: str, call: str) -> None:
    program = f"{SHAPES}z = {call}\nsum(z * z)"
    closed, opened = graph_of(program), graph_of(program, opened=frozenset({name}))
    everything = graph_of(program, opened=frozenset({"all"}))
    assert name in {one["operation"] for one in closed["nodes"]}
    assert name not in {one["operation"] for one in opened["nodes"]}
    assert name in {one["label"] for one in opened["groups"]}
    inside = [one for one in opened["nodes"] if one["group"] == opened["groups"][0]["id"]]
    assert node(opened, "z") in inside
    assert len(inside) > 1
    for graph in (opened, everything):
        assert value(graph, "z") == pytest.approx(array(node(closed, "z")["value"]), rel=1e-12)
        for leaf in ("x", "y", "w"):
            found, expected = node(graph, leaf)["grad"], node(closed, leaf)["grad"]
            assert (found is None) == (expected is None)
            if expected is not None:
                np.testing.assert_allclose(array(found), array(expected), rtol=1e-10, atol=1e-14)
