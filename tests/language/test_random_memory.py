"""The last random draws are remembered between programs, and no program can tell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import retrograd as rg
from retrograd.graphjson.descent import Wish, descend
from retrograd.limits import Limits
from retrograd.ops import OPS, random_creation
from retrograd.ops.random_creation import MOST_CELLS, MOST_REMEMBERED

from ..support import graph_of, value

PROGRAMS = [
    "x = randn(3, 2, seed=1)\ny = rand(3, 2, seed=1)\nz = randn(2, 3, seed=1)\nL = sum(x * y) + sum(z)",
    "a = randn(4)\nb = randn(4)\nmanual_seed(7)\nc = randn(4)\nmanual_seed(7)\nd = randn(4)\nL = (a @ b) * (c @ d)",
    "u = uniform(-1, 1, (5,), seed=3)\nv = uniform(0, 2, (5,), seed=3)\n"
    "w = normal(1, 2, (5,), seed=3)\nL = u @ v + v @ w",
    "k = randint(0, 9, (6,), seed=2)\nx = randn(10, seed=2)\nL = sum(x[randint(0, 9, (6,), seed=2)] * k)",
    "x = randn(seed=4)\ny = rand(seed=4)\nh = dropout(randn(8, seed=5) * x, seed=5)\nL = sum(h) * y",
    "W = 0.1 * randn(2, 2, seed=1)\nW += randn(2, 2, seed=1)\nW *= 2\nW -= W.T\nW **= 2\n"
    "L = sum(W @ randn(2, 2, seed=1))",
]
DRAWS = [
    ("randn", {"shape": (3, 2), "seed": 1}),
    ("rand", {"shape": (3, 2), "seed": 1}),
    ("uniform", {"low": 0.0, "high": 1.0, "shape": (3, 2), "seed": 1}),
    ("normal", {"loc": 0.0, "scale": 1.0, "shape": (3, 2), "seed": 1}),
]


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Begin and end with an empty memory."""
    random_creation._remembered.cache_clear()
    yield
    random_creation._remembered.cache_clear()


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_program_gives_the_same_with_the_memory_and_without_it(
    program: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again = graph_of(program, dtype=dtype), graph_of(program, dtype=dtype)
    assert random_creation._remembered.cache_info().hits > 0
    monkeypatch.setattr(random_creation, "_remembered", random_creation._anew)
    assert first == again == graph_of(program, dtype=dtype)


def test_kind_shape_and_seed_are_told_apart() -> None:
    draws = [
        "randn(2, 3, seed=1)",
        "rand(2, 3, seed=1)",
        "randn(2, 3, seed=2)",
        "randn(3, 2, seed=1)",
        "randn(6, seed=1)",
    ]
    found = [np.ravel(value(graph_of(f"x = {draw}\nL = sum(x)"), "x")) for draw in draws]
    for place, one in enumerate(found[:3]):
        assert all(not np.array_equal(one, other) for other in found[:place])
    for reshaped in found[3:]:  # the same stream in another shape
        assert_array_equal(reshaped, found[0])


@pytest.mark.parametrize(("name", "given"), DRAWS)
def test_what_is_remembered_cannot_be_written_into(name: str, given: dict[str, object]) -> None:
    drawn = OPS[name](**given)
    kept = drawn.copy()
    if drawn.flags.writeable:  # one's own, worked out of what is remembered
        drawn[...] = 0
    else:
        with pytest.raises(ValueError, match="read-only"):
            drawn[...] = 0
    assert_array_equal(OPS[name](**given), kept)
    assert not OPS["randn" if name in {"randn", "normal"} else "rand"](shape=(3, 2), seed=1).flags.writeable


def test_programs_values_and_descents_leave_it_as_it_is() -> None:
    program = "W = randn(2, 2, seed=1)\nW += 1\nW *= 3\nW -= W @ W\nL = sum(W)"
    before = graph_of(program)
    graph_of(program, values={"W": [[9.0, 9.0], [9.0, 9.0]]})
    found = descend("W = randn(2, 2, seed=1)\nL = sum(W ** 2)", Wish(None, 0.1, 5), Limits())
    assert found.losses[-1] < found.losses[0]
    tensor = rg.randn(2, 2, seed=1)
    tensor += 1
    array = rg.randn(2, 2, seed=1).numpy()
    array[...] = 0
    assert graph_of(program) == before
    assert_array_equal(rg.randn(2, 2, seed=1).numpy(), np.random.default_rng(1).standard_normal((2, 2)))


def test_the_memory_is_bounded_in_draws_and_in_their_size() -> None:
    for seed in range(3 * MOST_REMEMBERED):
        graph_of(f"x = randn(2, seed={seed})\nL = sum(x)")
    info = random_creation._remembered.cache_info()
    assert (info.currsize, info.maxsize) == (MOST_REMEMBERED, MOST_REMEMBERED)
    random_creation._remembered.cache_clear()
    OPS["randn"](shape=(MOST_CELLS + 1,), seed=1)
    OPS["randn"](shape=(2,), seed=None)
    assert random_creation._remembered.cache_info().currsize == 0
    OPS["randn"](shape=(MOST_CELLS,), seed=1)
    assert random_creation._remembered.cache_info().currsize == 1
