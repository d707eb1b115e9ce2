"""Conditions, assertions, printing: they read numbers and leave nothing in the graph."""

from __future__ import annotations

import pytest

from ..support import Json, grad, graph_of, value


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("n == 3", True),
        ("n != 3", False),
        ("0 < n < 3", False),
        ("1 < n <= 3", True),
        ("x > 1 and n > 5", False),
        ("x > 1 or unknown", True),
        ("not n", False),
        ("not n == 4 and True", True),
        ("x.shape == ()", True),
        ("ones(2, 3).shape == (2, 3)", True),
        ("n in (1, 3)", True),
        ("n not in [1, 3]", False),
        ("None is None", True),
        ("x is not None", True),
        ("x * n > 5.5", True),
        ("sum([1.0, 2.0]) == n", True),
        ("len([x, x]) == 2", True),
        ("'a' == 'a'", True),
        ("nan", True),
        ("[]", False),
    ],
)
def test_conditions_leave_no_nodes(condition: str, expected: bool) -> None:
    graph = graph_of(f"x = 2.0\nn = 3\nif {condition}:\n    y = x * 10\nelse:\n    y = x * 20")
    assert value(graph, "y") == (20.0 if expected else 40.0)
    assert [one["operation"] for one in graph["nodes"] if one["operation"]] == ["multiply"]


def test_the_first_branch_that_holds_is_taken() -> None:
    program = (
        "x = {}\nif x < 0:\n    y = -x\nelif x < 1:\n    y = x * x\nelif x < 2:\n    y = x\nelse:\n    y = 2 * x"
    )
    slopes = [grad(graph_of(program.format(x), output="y"), "x") for x in (-3.0, 0.5, 1.5, 4.0)]
    assert slopes == [-1.0, 1.0, 1.0, 2.0]


def test_a_choice_evaluates_one_side_alone() -> None:
    graph = graph_of("x = 4.0\ny = sqrt(x) if x > 0 else unknown(x)")
    assert grad(graph, "x") == 0.25


def test_and_and_or_give_the_operand_that_decides() -> None:
    assert value(graph_of("x = 3.0\ny = (x and 2 * x) + (0 or x)"), "y") == 9.0


def notes(graph: Json) -> list[str]:
    return [one["text"] for one in graph["notes"]]


def test_what_is_printed_becomes_a_note() -> None:
    graph = graph_of(
        "x = 2.0\nW = [[1.0, 0.5]]\nprint('x is', x, W)\nprint(x * 3, (1, 2), [x], None, tanh, sep=' | ')\nL = x * x"
    )
    assert notes(graph) == ["x is 2.0 [[1. , 0.5]]", "6.0 | (1, 2) | [2.0] | None | tanh"]
    assert graph["notes"][0]["span"] == {"line": 3, "column": 1, "end_line": 3, "end_column": 20}
    assert len(graph["nodes"]) == 3


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{x}", "2.5"),
        ("{x:.3f}", "2.500"),
        ("{x * 2:.1e}", "5.0e+00"),
        ("{n:d} of {n:5.1f}|", "3 of   3.0|"),
        ("{x:%}", "250.000000%"),
        ("{[x, n]} {(1,)}", "[2.5, 3.0] (1,)"),
    ],
)
def test_formatted_strings(text: str, printed: str) -> None:
    graph = graph_of(f"x = 2.5\nn = 3\nprint(f'{text}')\nL = x * x")
    assert notes(graph) == [printed]
    assert len(graph["nodes"]) == 3


def test_no_more_is_printed_than_can_be_read() -> None:
    graph = graph_of("x = 2.0\nfor i in range(3000):\n    print('0123456789')\nL = x * x")
    assert sum(map(len, notes(graph))) == 10_000


def test_an_assertion_that_holds_says_nothing() -> None:
    graph = graph_of("x = ones(4, 3)\nassert x.shape == (4, 3), 'four rows'\nassert sum(x) == 12\nL = sum(x)")
    assert len(graph["nodes"]) == 2
