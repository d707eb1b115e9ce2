"""The formulas of the textbooks, sign for sign."""

from __future__ import annotations

import pytest

from retrograd.gallery import EXAMPLES

from .truth import formula

DATA = "X = randn(4, 3, seed=1)\ny = randn(4, seed=2)\nw = randn(3, seed=3)\n"
LABELS = "X = randn(4, 3, seed=1)\ny = [1, 0, 0, 2]\nW = randn(3, 3, seed=3)\nb = zeros(3)\n"
SQUARE = "A = [[2.0, 1.0], [0.5, 4.0]]\nB = [[1.0, 3.0], [2.0, 5.0]]\nx = [1.0, 2.0]\nb = [3.0, 1.0]\n"
VECTORS = "u = [1.0, 2.0]\nv = [3.0, 4.0, 5.0]\nA = randn(2, 3, seed=1)\nx = [1.0, 2.0, 4.0]\nt = [0.2, 0.3, 0.5]\n"
NUMBERS = "x = 2.0\ny = 3.0\nm = 1.0\ns = 0.5\n"

CLASSICS = [
    # Linear models
    (DATA + "L = mean((y - X @ w)**2)", "w", r"-\frac{1}{2} \, X^{\top} \left(y - X \, w\right)"),
    (DATA + "L = sum((X @ w - y)**2)", "w", r"2 X^{\top} \left(X \, w - y\right)"),
    (DATA + "L = 0.5 * sum((X @ w - y)**2)", "w", r"X^{\top} \left(X \, w - y\right)"),
    (DATA + "L = 0.5 * sum((X @ w - y)**2)", "y", r"y - X \, w"),
    (DATA + "L = mse_loss(X @ w, y)", "w", r"\frac{1}{2} \, X^{\top} \left(X \, w - y\right)"),
    (DATA + "L = sum((X @ w - y)**2) + 0.1 * sum(w**2)", "w", r"0.2 w + 2 X^{\top} \left(X \, w - y\right)"),
    (
        DATA + "p = sigmoid(X @ w)\nL = -mean(y * log(p) + (1 - y) * log(1 - p))",
        "w",
        r"\frac{1}{4} \, X^{\top} \left(p - y\right)",
    ),
    (
        DATA + "L = binary_cross_entropy_with_logits(X @ w, y)",
        "w",
        r"\frac{1}{4} \, X^{\top} \left(\sigma(X \, w) - y\right)",
    ),
    (
        LABELS + "L = cross_entropy(X @ W + b, y)",
        "W",
        r"\frac{1}{4} \, X^{\top} \left(\operatorname{softmax}(X \, W + b) - \operatorname{onehot}(y)\right)",
    ),
    (
        LABELS + "L = cross_entropy(X @ W + b, y, reduction='sum')",
        "b",
        r"{\textstyle\sum_{\text{rows}}}\, "
        r"\left(\operatorname{softmax}(X \, W + b) - \operatorname{onehot}(y)\right)",
    ),
    (LABELS + "L = sum(relu(X @ W))", "W", r"X^{\top} \, [X \, W > 0]"),
    # Matrices
    (SQUARE + "L = x @ A @ x", "x", r"\left(A + A^{\top}\right) \, x"),
    (SQUARE + "L = x @ A @ x", "A", r"x \, x^{\top}"),
    (SQUARE + "L = 0.5 * (x @ A @ x) - b @ x", "x", r"\frac{1}{2} \left(A + A^{\top}\right) \, x - b"),
    (SQUARE + "L = trace(A @ B)", "A", r"B^{\top}"),
    (SQUARE + "L = trace(A.T @ A)", "A", "2 A"),
    (SQUARE + "L = log(det(A))", "A", r"A^{-\top}"),
    (SQUARE + "L = b @ inv(A) @ b", "A", r"-A^{-\top} \, b \, b^{\top} \, A^{-\top}"),
    (SQUARE + "L = b @ solve(A, x)", "x", r"A^{-\top} \, b"),
    (SQUARE + "L = sum(einsum('ij,j->i', A, x)**2)", "x", r"2 A^{\top} \, A \, x"),
    (SQUARE + "L = sum(A @ B)", "B", r"A^{\top} \, \mathbf{1}"),
    (SQUARE + "L = det(A)", "A", r"\operatorname{adj}(A)^{\top}"),
    (VECTORS + "L = u @ A @ v", "A", r"u \, v^{\top}"),
    (VECTORS + "L = u @ A @ v", "v", r"A^{\top} \, u"),
    (VECTORS + "L = sum(A * outer(u, v))", "u", r"A \, v"),
    # Vectors
    (VECTORS + "L = norm(x)", "x", r"\frac{x}{\left\|x\right\|_{2}}"),
    (VECTORS + "L = x @ x", "x", "2 x"),
    (VECTORS + "L = log(sum(exp(x)))", "x", r"\frac{\exp(x)}{{\textstyle\sum}\, \exp(x)}"),
    (VECTORS + "p = softmax(x)\nL = -sum(t * log(p))", "x", r"\left({\textstyle\sum}\, t\right) \, p - t"),
    (VECTORS + "L = var(x)", "x", r"\frac{2}{3} \left(x - \operatorname{mean}(x)\right)"),
    (VECTORS + "L = max(x)", "x", r"[x = \max(x)]"),
    (VECTORS + "L = sum(where(x > 3, x**2, 0.1 * x))", "x", r"0.1 [x \leq 3] + 2 x \odot [x > 3]"),
    (VECTORS + "L = huber_loss(x, t, reduction='sum')", "x", r"\operatorname{clip}_{[-1, 1]}(x - t)"),
    # Numbers
    (NUMBERS + "L = -log(sigmoid(s * x**2))", "s", r"x^{2} \left(\sigma(s \, x^{2}) - 1\right)"),
    (NUMBERS + "L = x * y", "x", "y"),
    (NUMBERS + "L = x * x", "x", "2 x"),
    (NUMBERS + "L = x + x + x", "x", "3"),
    (NUMBERS + "L = x**y", "y", r"x^{y} \, \log(x)"),
    (NUMBERS + "L = (x - y) / (x + y)", "y", r"-\left(\frac{x - y}{\left(x + y\right)^{2}} + \frac{1}{x + y}\right)"),
    (NUMBERS + "L = sigmoid(x)", "x", r"\sigma(x) \left(1 - \sigma(x)\right)"),
    (
        NUMBERS + "L = exp(-(x - m)**2 / (2 * s**2))",
        "m",
        r"\frac{\exp(-\frac{\left(x - m\right)^{2}}{2 s^{2}}) \left(x - m\right)}{s^{2}}",
    ),
    (NUMBERS + "L = 0 * x", "x", "0"),
    (NUMBERS + "L = x - x", "x", "0"),
    (NUMBERS + "L = sqrt(x)", "x", r"\frac{1}{2 \sqrt{x}}"),
    (NUMBERS + "L = y * cbrt(x)", "y", r"\sqrt[3]{x}"),
    (NUMBERS + "L = 3 * exp2(x) * y", "y", r"3 \cdot 2^{x}"),
    (NUMBERS + "L = 0.001 * (0.001 * x)", "x", r"\frac{1}{1000000}"),
    (NUMBERS + "L = 1e-7 * x", "x", r"1 \cdot 10^{-7}"),
    (NUMBERS + "L = x**0.3", "x", r"\frac{0.3}{x^{0.7}}"),
    (NUMBERS + "L = x**2 * y + y / x", "y", r"\frac{1}{x} + x^{2}"),
    (NUMBERS + "L = 2 * y**2 / x + y**2 * x", "y", r"y \left(2 x + \frac{4}{x}\right)"),
    (NUMBERS + "L = y * logaddexp(x, s) * m", "y", r"m \, \log(\exp(x) + \exp(s))"),
    (NUMBERS + "L = x * y * (s + softplus(m))", "y", r"x \left(s + \operatorname{softplus}(m)\right)"),
]


@pytest.mark.parametrize(("program", "name", "latex"), CLASSICS)
def test_a_classic_is_written_as_in_the_textbooks(program: str, name: str, latex: str) -> None:
    assert formula(program, name) == (latex,)


GALLERY = [
    ("chain", "x", r"2 w \, x \left(\sigma(w \, x^{2}) - 1\right)"),
    ("reuse", "x", r"-10 x \left(1 + \log(x^{2})\right)"),
    ("partial-and-total", "x", "-20 x^{3}"),
    ("broadcast", "a", r"4 \, \mathbf{1}_{3 \times 1}"),
    ("bias", "b", r"\frac{1}{6} \, {\textstyle\sum_{\text{rows}}}\, Z"),
    ("matmul", "Y", r"X^{\top} \, \mathbf{1}"),
    ("two-layer-network", "b2", r"\frac{1}{2} \, {\textstyle\sum_{\text{rows}}}\, \left(p - y\right)"),
    (
        "two-layer-network",
        "W1",
        r"\frac{1}{2} \, X^{\top} "
        r"\left(\left(\left(p - y\right) \, W_{2}^{\top}\right) \odot \left(1 - h^{2}\right)\right)",
    ),
    (
        "classification",
        "logits",
        r"\frac{1}{2} \left(\operatorname{softmax}(\mathrm{logits}) - \operatorname{onehot}(\mathrm{labels})\right)",
    ),
    ("attention", "V", r"\frac{1}{4} \, A^{\top} \, \mathbf{1}"),
    ("second-derivative", "x", "6"),
    ("gradient-descent", "w", r"0.093312 \left(w - 1\right)"),
]


@pytest.mark.parametrize(("title", "name", "latex"), GALLERY)
def test_a_program_of_the_gallery_has_its_formula(title: str, name: str, latex: str) -> None:
    program = next(one.program("en") for one in EXAMPLES if one.id == title)
    assert formula(program, name) == (latex,)


def test_what_is_too_long_for_a_line_is_told_in_several() -> None:
    program = next(one.program("en") for one in EXAMPLES if one.id == "functions")
    curve = r"\sigma(h \, W + b) \odot \left(1 - \sigma(h \, W + b)\right)"
    assert formula(program, "W") == (
        r"h^{\top} \, u_{1} + x^{\top} \left(\frac{dL}{dh} \odot \left(1 - h^{2}\right)\right)",
        r"\frac{dL}{dh} = u_{1} \, W^{\top}",
        f"u_{{1}} = {curve}",
    )


def test_a_name_that_the_program_has_is_not_given_again() -> None:
    program = next(one.program("en") for one in EXAMPLES if one.id == "functions")
    renamed = program.replace("\nx = ", "\nu1 = ").replace("h = layer(x", "h = layer(u1")
    assert formula(renamed, "W")[-1].startswith("u_{2} = ")
