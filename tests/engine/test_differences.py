"""What differences say of a derivative: it agrees, it does not, or there is none to find."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, floor, nan, sin, sqrt

import pytest

from retrograd.autodiff.differences import Mark, Walk, relative_error

CASES: list[tuple[str, Callable[[float], float], float, float, Mark]] = [
    ("exp", exp, 3.0, exp(3.0), "agrees"),
    ("a wrong slope", exp, 3.0, 1.001 * exp(3.0), "differs"),
    ("a lowest point", lambda x: x * x, 0.0, 0.0, "agrees"),
    ("a flat lowest point", lambda x: x**4, 0.0, 0.0, "agrees"),
    ("a fast wave", lambda x: sin(1000 * x), 0.5, 1000 * -0.8838492734314785, "agrees"),
    ("abs at 0, whose mean slope is the gradient", abs, 0.0, 0.0, "kink"),
    ("relu at 0", lambda x: max(x, 0.0), 0.0, 0.0, "kink"),
    ("relu nearer to 0 than the step", lambda x: max(x, 0.0), 1e-6, 1.0, "kink"),
    ("relu farther from 0", lambda x: max(x, 0.0), 1e-4, 1.0, "agrees"),
    ("a steep line with a small kink", lambda x: 1000 * x + max(x, 0.0), 0.0, 1000.0, "kink"),
    ("floor at a whole number", lambda x: float(floor(x)), 2.0, 0.0, "jump"),
    ("floor between whole numbers", lambda x: float(floor(x)), 2.5, 0.0, "agrees"),
    ("sqrt at 0", lambda x: sqrt(x) if x >= 0 else nan, 0.0, float("inf"), "undefined"),
    ("a slope of 0, and only rounding in the difference", lambda x: 1e3 + 0 * x, 1.0, 0.0, "agrees"),
]


def walk(function: Callable[[float], float], point: float, dtype: str = "float64") -> Walk:
    return Walk(lambda offset: function(point + offset) - function(point), abs(function(point)), dtype)


@pytest.mark.parametrize(
    ("function", "point", "derivative", "mark"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_mark(function: Callable[[float], float], point: float, derivative: float, mark: Mark) -> None:
    assert walk(function, point).mark(derivative, 1e-5) == mark


def test_a_coarse_step_and_a_tiny_one_differ() -> None:
    there = walk(exp, 3.0)
    assert [there.mark(exp(3.0), h) for h in (1e-1, 1e-5, 1e-14)] == ["differs", "agrees", "differs"]


def test_a_kink_is_one_whatever_the_step() -> None:
    there = walk(abs, 0.0)
    assert {there.mark(0.0, h) for h in (1e-1, 1e-5, 1e-13)} == {"kink"}


def test_the_sides_of_a_kink() -> None:
    left, right, _ = walk(abs, 0.0).slopes(1e-5)
    assert (left, right) == (-1.0, 1.0)


def test_each_step_is_tried_once() -> None:
    asked: list[float] = []

    def change(offset: float) -> float:
        asked.append(offset)
        return 2 * offset

    there = Walk(change, 1.0, "float64")
    there.mark(2.0, 1e-5)
    there.slopes(1e-5)
    assert asked == [1e-5, -1e-5]


def test_the_relative_error_is_measured_by_the_larger() -> None:
    assert relative_error(2.0, 1.0) == relative_error(1.0, 2.0) == 0.5
    assert relative_error(0.0, 0.0) == 0.0
    assert relative_error(nan, 1.0) == float("inf")
