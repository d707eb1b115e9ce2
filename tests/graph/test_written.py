"""The graph JSON in pieces is the same as in one, and tells how many numbers it shows."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest

from retrograd.graphjson.build import Options, build
from retrograd.graphjson.evaluate import run_program
from retrograd.graphjson.written import FEW, written
from retrograd.limits import Limits
from tests.support import Json

PROGRAMS = {
    "few nodes": "x = [1.0, 2.0]\nL = sum(x * x)",
    "many nodes": "x = randn(4, 5, seed=1)\nfor i in range(40):\n    x = tanh(x + 1)\nL = sum(x)",
    "more numbers than are shown": "x = randn(40, 50, seed=1)\nfor i in range(40):\n    x = x * x + x\nL = sum(x)",
    "no numbers": "x = zeros(0, 3)\nfor i in range(80):\n    x = x * 2\nL = sum(x)",
    "infinities": "x = [1e300, 1.0]\nfor i in range(80):\n    x = x * x\nL = sum(x)",
    "plain numbers": "w = 0.5\nx = 1.0\nfor i in range(80):\n    x = w * x\n    print(x)\nL = x > 0\nL = x",
}


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> str:
    return PROGRAMS[request.param]


@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_pieces_are_the_whole(program: str, mode: str) -> None:
    options = Options(mode)  # type: ignore[arg-type]
    run = run_program(program, Limits())
    whole = orjson.dumps(build(run, options, Limits()), option=orjson.OPT_SERIALIZE_NUMPY)
    assert written(run, options, Limits()).content == whole


def test_the_programs_are_of_either_size() -> None:
    sizes = [len(run_program(program, Limits()).tensors) > FEW for program in PROGRAMS.values()]
    assert sizes == [False, True, True, True, True, True]


def test_the_numbers_are_counted(program: str) -> None:
    found = written(run_program(program, Limits()), Options(), Limits())
    shown = list(_shown(orjson.loads(found.content)))
    assert found.numbers == sum(shown)
    assert sorted(cells for cells in found.cells if cells > 1) == sorted(cells for cells in shown if cells > 1)


def test_an_array_that_is_shown_again_is_the_same_text() -> None:
    """The gradient of what is used once is its one contribution, and a factor is the other's derivative."""
    content = written(run_program("x = randn(20, seed=1)\nL = sum(x * x)", Limits()), Options(), Limits()).content
    graph: Json = orjson.loads(content)
    x, product = graph["nodes"][:2]
    assert [edge["local"]["value"] for edge in graph["edges"][:2]] == [x["value"], x["value"]]
    assert graph["edges"][2]["contribution"] == product["grad"]


def _shown(graph: Json) -> Iterator[int]:
    """Yield how many numbers each array of a graph shows."""
    nodes = [array for one in graph["nodes"] for array in (one["value"], one["grad"])]
    edges = [array for one in graph["edges"] for array in (one["contribution"], one["local"]["value"])]
    weights = [one["local"]["weights"] for one in graph["edges"]]
    for array in (*nodes, *edges, *weights):
        if array is not None:
            yield len(array["data"] if "data" in array else array["preview"]["data"])
