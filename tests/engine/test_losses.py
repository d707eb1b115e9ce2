"""Losses at their corners, each decided once: as in PyTorch, unless a test says otherwise."""

from __future__ import annotations

from math import inf, log, nan
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from torch.nn import functional

from retrograd import reports
from retrograd.autodiff.numeric import numeric_gradient
from retrograd.autodiff.reverse import gradient
from retrograd.errors import ProgramError
from retrograd.ops import OPS
from retrograd.tensor import Tensor, apply

from ..support import edges_from, grad, graph_of, node, value

DEFAULTS: dict[str, dict[str, Any]] = {
    name: {one.name: one.default for one in OPS[name].parameters}
    for name in (
        "mse_loss",
        "l1_loss",
        "huber_loss",
        "smooth_l1_loss",
        "binary_cross_entropy",
        "binary_cross_entropy_with_logits",
        "kl_div",
        "cosine_similarity",
        "cross_entropy",
        "nll_loss",
    )
}


def loss_of(name: str, *operands: Any, labels: bool = False, **attributes: Any) -> tuple[Any, list[Any]]:
    """Return the value and the gradients of all operands but labels."""
    leaves = [Tensor(one) for one in operands]
    names = ("x", "y", "weight")[: len(leaves)]
    op = OPS[name].of(names) if OPS[name].optional else OPS[name]
    with np.errstate(all="ignore"):
        output = apply(op, tuple(leaves), {**DEFAULTS[name], **attributes})
        varied = leaves[:1] if labels else leaves[:2]
        return output.value, [one.value for one in gradient(output, varied)]


def theirs(name: str, *operands: Any, labels: bool = False, **attributes: Any) -> tuple[Any, list[Any]]:
    """Return PyTorch's answer to the same."""
    x = torch.tensor(operands[0], dtype=torch.float64, requires_grad=True)
    y = torch.tensor(operands[1], dtype=torch.int64 if labels else torch.float64, requires_grad=not labels)
    rest = [torch.tensor(one, dtype=torch.float64) for one in operands[2:]]
    answer = getattr(functional, name)(x, y, *rest, **attributes)
    found = torch.autograd.grad(answer.sum(), [x] if labels else [x, y], materialize_grads=True)
    return answer.detach().numpy(), [one.numpy() for one in found]


def same(name: str, *operands: Any, labels: bool = False, **attributes: Any) -> None:
    ours, expected = (
        loss_of(name, *operands, labels=labels, **attributes),
        theirs(name, *operands, labels=labels, **attributes),
    )
    assert_allclose(ours[0], expected[0], rtol=1e-12)
    for one, other in zip(ours[1], expected[1], strict=True):
        assert_allclose(one, other, rtol=1e-10, atol=1e-15)


# Classes.


def test_the_gradient_of_cross_entropy_is_softmax_minus_target() -> None:
    logits = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    target = np.array([[0, 0, 1], [1, 0, 0]])
    answer, (found,) = loss_of("cross_entropy", logits, [2.0, 0.0], labels=True)
    assert answer == pytest.approx(-(log(shares[0, 2]) + log(shares[1, 0])) / 2)
    assert_allclose(found, (shares - target) / 2, rtol=1e-14)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_huge_logits_neither_overflow_nor_lose_the_loss(reduction: str) -> None:
    logits = [[1000.0, 0.0, -1000.0], [-1e308, 1e308, 0.0], [800.0, 800.0, -inf]]
    same("cross_entropy", logits, [1, 1, 0], labels=True, reduction=reduction)
    with np.errstate(over="raise", invalid="raise"):
        answer, _ = loss_of("cross_entropy", logits[:1], [1.0], labels=True)
    assert answer == 1000


def test_an_infinite_logit_of_another_class_counts_nothing() -> None:
    same("nll_loss", [[-1.0, -inf], [-inf, -2.0]], [0, 1], labels=True)
    same("cross_entropy", [[-1.0, -inf], [-inf, -2.0]], [0, 1], labels=True)
    assert loss_of("cross_entropy", [[0.0, -inf]], [1.0], labels=True)[0] == inf


@pytest.mark.parametrize("name", ["cross_entropy", "nll_loss"])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_labels_that_are_ignored_bring_nothing(name: str, reduction: str) -> None:
    logits = [[1.0, 2.0], [3.0, 5.0]]
    same(name, logits, [-100, -100], labels=True, reduction=reduction)
    same(name, logits, [-100, 1], labels=True, reduction=reduction)
    same(name, logits, [0, 1], [3.0, 0.5], labels=True, reduction=reduction, ignore_index=0)
    if reduction == "mean":
        answer, (found,) = loss_of(name, logits, [-100.0, -100.0], labels=True)
        assert np.isnan(answer)
        assert_array_equal(found, np.zeros((2, 2)))


def test_smoothing_gives_ignored_labels_nothing() -> None:
    same("cross_entropy", [[1.0, 2.0, 0.0], [3.0, 5.0, 1.0]], [-100, 1], labels=True, label_smoothing=0.3)
    same("cross_entropy", [[1.0, 2.0], [3.0, 5.0]], [0, 1], [2.0, 1.0], labels=True, label_smoothing=1.0)


@pytest.mark.parametrize("name", ["cross_entropy", "nll_loss"])
def test_of_an_empty_batch_the_mean_is_nan_and_the_sum_0(name: str) -> None:
    empty = np.zeros((0, 3))
    for reduction in ("mean", "sum", "none"):
        same(name, empty, np.zeros(0), labels=True, reduction=reduction)
    assert np.isnan(loss_of(name, empty, np.zeros(0), labels=True)[0])


def test_one_class_has_no_loss() -> None:
    assert loss_of("cross_entropy", [[5.0]], [0.0], labels=True)[0] == 0
    assert_array_equal(loss_of("cross_entropy", [[5.0]], [0.0], labels=True)[1][0], [[0]])


def test_labels_get_no_gradient_and_probabilities_do() -> None:
    labels = graph_of("X = [[1.0, 2.0], [0.0, 1.0]]\ny = [1, 0]\nL = F.cross_entropy(X, y)")
    assert node(labels, "y")["grad"] is None
    assert [edge["local"]["kind"] for edge in edges_from(labels, node(labels, "y"))] == ["none"]
    shares = graph_of("X = [[1.0, 2.0]]\ny = [[0.25, 0.75]]\nL = F.cross_entropy(X, y)")
    assert grad(shares, "y") == [[pytest.approx(log(1 + np.e)), pytest.approx(log(1 + 1 / np.e))]]


def test_no_gradient_passes_to_weights_even_at_the_second_order() -> None:
    x, y, w = Tensor([[1.0, 2.0], [0.5, -1.0]]), Tensor([1.0, 0.0]), Tensor([2.0, 3.0])
    for name in ("cross_entropy", "nll_loss"):
        output = apply(OPS[name], (x, y, w), DEFAULTS[name])
        (first,) = gradient(output, [x], record=True)
        assert_array_equal(gradient(first, [w])[0].value, [0, 0])
    x, y = Tensor([0.2, 0.7]), Tensor([1.0, 0.0])
    output = apply(OPS["binary_cross_entropy"].of(("x", "y", "weight")), (x, y, w), {"reduction": "mean"})
    (first,) = gradient(output, [x], record=True)
    assert_array_equal(gradient(first, [w])[0].value, [0, 0])
    output = apply(OPS["binary_cross_entropy_with_logits"], (x, y, w, w), {"reduction": "mean"})
    (first,) = gradient(output, [x], record=True)
    assert_array_equal(gradient(first, [w])[0].value, [0, 0])


# Distances.


def test_distances_at_their_kinks() -> None:
    kinks = ([0.0, 1.0, -1.0, 0.5, -2.0], [0.0] * 5)
    same("l1_loss", *kinks, reduction="sum")
    same("huber_loss", *kinks, reduction="none")
    same("huber_loss", *kinks, delta=0.5)
    same("smooth_l1_loss", *kinks, beta=0.5)
    same("smooth_l1_loss", *kinks, beta=0.0)
    same("mse_loss", [inf, nan], [1.0, 2.0], reduction="none")


@pytest.mark.parametrize("name", ["mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss", "kl_div"])
def test_the_mean_of_no_distance_is_nan(name: str) -> None:
    answer, found = loss_of(name, np.zeros((0, 2)), np.zeros((0, 2)))
    assert np.isnan(answer)
    assert [one.shape for one in found] == [(0, 2), (0, 2)]
    assert loss_of(name, np.zeros((0, 2)), np.zeros((0, 2)), reduction="sum")[0] == 0
    assert loss_of("kl_div", np.zeros((0, 2)), np.zeros((0, 2)), reduction="batchmean")[0] == 0


def test_operands_of_different_shapes_broadcast_in_the_open() -> None:
    graph = graph_of("x = [[1.0, 2.0], [3.0, 5.0]]\ny = [1.0, 2.0]\nL = F.mse_loss(x, y)")
    assert [one["operation"] for one in graph["nodes"] if one["implicit"]] == ["broadcast_to"]
    assert value(graph, "L") == 13 / 4
    assert grad(graph, "y") == [-1.0, -1.5]


# Probabilities.


def test_binary_cross_entropy_at_0_and_1_is_finite() -> None:
    answer, (found, _) = loss_of("binary_cross_entropy", [0.0, 1.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0], reduction="none")
    expected, (slope, _) = theirs(
        "binary_cross_entropy", [0.0, 1.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0], reduction="none"
    )
    assert_array_equal(answer, expected)
    assert_array_equal(answer, [0, 0, 100, 100])
    assert_allclose(found, slope)


def test_the_slope_by_a_target_stays_finite_where_a_probability_is_0() -> None:
    """PyTorch's is infinite there, though its loss has no logarithm below −100."""
    assert loss_of("binary_cross_entropy", [0.0], [0.5])[1][1].tolist() == [100]


def test_binary_cross_entropy_shows_a_nan() -> None:
    assert np.isnan(loss_of("binary_cross_entropy", [nan], [1.0])[0])


@pytest.mark.parametrize("reduction", ["mean", "none"])
def test_binary_cross_entropy_of_huge_logits(reduction: str) -> None:
    logits, targets = [-1000.0, 1000.0, -1000.0, 1000.0, 0.0], [0.0, 1.0, 1.0, 0.0, 0.5]
    same("binary_cross_entropy_with_logits", logits, targets, reduction=reduction)
    same("binary_cross_entropy_with_logits", logits, targets, [1.0, 2.0, 3.0, 4.0, 5.0], reduction=reduction)


def test_no_share_brings_no_divergence() -> None:
    answer, (by_x, by_y) = loss_of("kl_div", [-1.0, 0.0], [0.0, 1.0], reduction="none")
    assert answer.tolist() == [0, 0]
    assert (by_x.tolist(), by_y.tolist()) == ([0, -1], [-inf, 1])


def test_the_divergence_of_a_batch_is_divided_by_its_size() -> None:
    logarithms, shares = np.log([[0.5, 0.5], [0.25, 0.75]]), [[0.5, 0.5], [0.5, 0.5]]
    same("kl_div", logarithms, shares, reduction="batchmean")
    same("kl_div", logarithms, np.log(shares), reduction="batchmean", log_target=True)


# How alike vectors are.


def test_the_cosine_of_nothing_is_0() -> None:
    x, y = [[0.0, 0.0], [3.0, 4.0]], [[1.0, 2.0], [-3.0, -4.0]]
    same("cosine_similarity", x, y)
    assert loss_of("cosine_similarity", x, y)[0].tolist() == [0, pytest.approx(-1, abs=1e-15)]


def test_the_cosine_of_short_vectors_has_its_own_derivative() -> None:
    """Below eps the divisor is constant, and so it is for the gradient; PyTorch's counts the length all the same."""
    x, y = np.array([[0.3, -0.4]]), np.array([[2.0, 1.0]])
    attributes: dict[str, Any] = {"axis": 1, "eps": 1.0}
    expected = numeric_gradient(lambda *xs: OPS["cosine_similarity"](*xs, **attributes), [x, y], np.ones(1))
    for one, other in zip(loss_of("cosine_similarity", x, y, **attributes)[1], expected, strict=True):
        assert_allclose(one, other, rtol=1e-7)


# Spelling.


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("F.mse_loss(input=x, target=y, reduction='sum')", 8.0),
        ("x.mse_loss(y)", 4.0),
        ("torch.nn.functional.l1_loss(x, target=y)", 2.0),
        ("F.cross_entropy(input=[[0.0, 0.0]], target=[1])", log(2)),
        ("F.cross_entropy([0.0, 0.0], 1)", log(2)),
        ("nll_loss([[-1.0, -3.0]], [1], weight=[1.0, 2.0])", 3.0),
        ("nll_loss([[-1.0, -3.0]], [1], [1.0, 2.0], reduction='sum')", 6.0),
        ("cosine_similarity(x, y, dim=0)", 11 / np.sqrt(5 * 25)),
        ("F.cosine_similarity(x1=x, x2=y, dim=0)", 11 / np.sqrt(5 * 25)),
        ("F.binary_cross_entropy_with_logits([0.0], [1.0], None, pos_weight=[2.0])", 2 * log(2)),
    ],
)
def test_losses_are_called_as_in_pytorch(call: str, expected: float) -> None:
    assert value(graph_of(f"x = [1.0, 2.0]\ny = [3.0, 4.0]\nL = {call}\nL * 1"), "L") == pytest.approx(expected)


# Formulas.


@pytest.mark.parametrize(
    ("call", "formula"),
    [
        (
            "F.cross_entropy(X, y)",
            r"G \mapsto \frac{1}{N} G \odot \left(\operatorname{softmax}(X) - \operatorname{onehot}(y)\right)",
        ),
        (
            "F.cross_entropy(X, Y)",
            r"G \mapsto \frac{1}{2} G \odot \left(\operatorname{softmax}(X) - Y\right)",
        ),
        (
            "F.cross_entropy(X, Y, reduction='sum')",
            r"G \mapsto G \odot \left(\operatorname{softmax}(X) - Y\right)",
        ),
        ("F.nll_loss(X, y)", r"G \mapsto -\frac{1}{N} G \odot \operatorname{onehot}(y)"),
        ("F.mse_loss(X, Y)", r"G \mapsto \frac{2}{4} G \, \left(X - Y\right)"),
        ("F.mse_loss(X, Y, reduction='sum')", r"G \mapsto 2 G \, \left(X - Y\right)"),
        ("F.mse_loss(X, Y, reduction='none')", r"G \mapsto 2 G \odot \left(X - Y\right)"),
        (
            "F.binary_cross_entropy_with_logits(X, Y)",
            r"G \mapsto \frac{1}{4} G \, \left(\sigma(X) - Y\right)",
        ),
        ("F.smooth_l1_loss(X, Y, beta=0)", r"G \mapsto \frac{1}{4} G \, \operatorname{sign}(X - Y)"),
    ],
)
def test_rules_are_written_as_a_lecturer_writes_them(call: str, formula: str) -> None:
    graph = graph_of(f"X = [[1.0, 2.0], [0.0, 1.0]]\nY = [[0.5, 0.5], [0.2, 0.8]]\ny = [1, 0]\nL = {call}")
    assert [edge["local"]["latex"] for edge in edges_from(graph, node(graph, "X"))] == [formula]


# Mistakes.

X = "X = [[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]\n"
MISTAKES = [
    (
        "F.cross_entropy(X, [0, 3])",
        "`3` is no class: there are 3.",
        "Labels are whole numbers from 0 to 2.",
    ),
    (
        "F.nll_loss(X, [0.5, 1])",
        "`0.5` is no class: there are 3.",
        "Labels are whole numbers from 0 to 2.",
    ),
    (
        "F.cross_entropy(X, [nan, 1])",
        "`nan` is no class: there are 3.",
        "Labels are whole numbers from 0 to 2.",
    ),
    (
        "F.cross_entropy(ones(1, 0), [0])",
        "`0` is no class: there are 0.",
        "Add a class.",
    ),
    (
        "F.cross_entropy(X, [0, 1, 2])",
        "`cross_entropy` takes `y` of the shape (2,) or (2, 3), not (3,).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.nll_loss(X, X)",
        "`nll_loss` takes `y` of the shape (2,), not (2, 3).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.cross_entropy(X, [0, 1], weight=[1.0, 2.0])",
        "`cross_entropy` takes `weight` of the shape (3,), not (2,).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.cross_entropy(2.0, 1)",
        "`cross_entropy` takes `x` of the shape (n, classes), not ().",
        "Reshape it, or add an axis: `x[None, :]`.",
    ),
    (
        "F.cross_entropy(X, X, ignore_index=1)",
        "`1` does not work as `ignore_index`.",
        "Leave it out: the targets are probabilities, and no labels.",
    ),
    (
        "F.cross_entropy(X, [0, 1], label_smoothing=2)",
        "`2` does not work as `label_smoothing`.",
        "Write a number from 0 to 1.",
    ),
    (
        "F.mse_loss(X, X, reduction='average')",
        "`'average'` does not work as `reduction`.",
        'Write `"mean"`, `"sum"` or `"none"`.',
    ),
    (
        "F.kl_div(X, X, reduction='batch')",
        "`'batch'` does not work as `reduction`.",
        'Write `"mean"`, `"batchmean"`, `"sum"` or `"none"`.',
    ),
    (
        "F.kl_div(X[0, 0], 1.0, reduction='batchmean')",
        "There is no axis 0: this is a single number.",
        "Leave the axis out.",
    ),
    (
        "F.huber_loss(X, X, delta=0)",
        "`0` does not work as `delta`.",
        "Write a number above 0.",
    ),
    (
        "F.smooth_l1_loss(X, X, beta=-1)",
        "`-1` does not work as `beta`.",
        "Write 0 or a larger number.",
    ),
    (
        "F.binary_cross_entropy(X, X)",
        "`2` is no probability, and `binary_cross_entropy` takes nothing else.",
        "Apply `sigmoid` first, or use `binary_cross_entropy_with_logits`.",
    ),
    (
        "F.mse_loss(X, [1.0, 2.0])",
        "`X` (2, 3) and `[1.0, 2.0]` (2,) do not broadcast together in `mse_loss`: axis -1 has 3 against 2.",
        "As a column it would fit: `([1.0, 2.0])[:, None]`.",
    ),
    (
        "F.binary_cross_entropy_with_logits(X, X, ones(2))",
        "`X` (2, 3), `X` (2, 3) and `ones(2)` (2,) do not broadcast together in "
        "`binary_cross_entropy_with_logits`: axis -1 has 3 against 3 against 2.",
        "As a column it would fit: `ones(2)[:, None]`.",
    ),
    (
        "F.cosine_similarity(X, X, dim=2)",
        "There is no axis 2: the tensor has 2 axes.",
        "Axes are counted from 0 to 1, or from the end, from -1 to -2.",
    ),
]


@pytest.mark.parametrize(("call", "sentence", "hint"), MISTAKES)
@pytest.mark.parametrize("opened", [frozenset(), frozenset({"all"})], ids=["closed", "opened"])
def test_a_mistake_is_told_in_whole_sentences(call: str, sentence: str, hint: str, opened: frozenset[str]) -> None:
    with pytest.raises(ProgramError) as caught:
        graph_of(f"{X}L = {call}\nL * 1", opened=opened)
    told, spanish = (reports.report(caught.value, language) for language in ("en", "es"))
    assert (told.detail, told.hint) == (sentence, hint)
    assert told.span is not None
    assert told.span.line == 2
    assert spanish.detail != sentence
    assert spanish.hint != hint
