"""Columns of a picture: everything has room, edges go forward, and few of them cross."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from retrograd.export import columns as columns_of_pictures
from retrograd.export.columns import LANE, MOST_LANES, NODE, Columns, arranged, crossings
from retrograd.gallery import EXAMPLES
from retrograd.graphjson.evaluate import run_program
from retrograd.limits import Limits
from retrograd.ops import OPS
from retrograd.tensor import Tensor


def drawn(seed: int, count: int = 30) -> list[Tensor]:
    """Return tensors with random inputs among those before them."""
    rng = np.random.default_rng(seed)
    tensors = [Tensor(1.0), Tensor(2.0)]
    for _ in range(count):
        left, right = rng.integers(0, len(tensors), 2)
        tensors.append(OPS["add"](tensors[left], tensors[right]) if rng.random() < 0.8 else Tensor(3.0))
    return tensors


GRAPHS = [
    *(pytest.param(run_program(one.program("en"), Limits()).tensors, id=one.id) for one in EXAMPLES),
    *(pytest.param(drawn(seed), id=f"drawn-{seed}") for seed in range(20)),
]


def nothing() -> None:
    """Look at no clock."""


@pytest.mark.parametrize("tensors", GRAPHS)
def test_nodes_and_lanes_stand_apart(tensors: list[Tensor]) -> None:
    columns = arranged(tensors, nothing)
    assert sorted(vertex for order in columns.orders for vertex in order) == list(range(len(columns.column)))
    for order in columns.orders:
        for upper, lower in pairwise(order):
            rooms = [LANE if columns.is_lane(one) else NODE for one in (upper, lower)]
            assert columns.height[upper] - columns.height[lower] >= sum(rooms) / 2 - 1e-9


@pytest.mark.parametrize("tensors", GRAPHS)
def test_every_edge_goes_from_column_to_column(tensors: list[Tensor]) -> None:
    columns = arranged(tensors, nothing)
    number = {tensor: place for place, tensor in enumerate(tensors)}
    for vertex, column in enumerate(columns.column):
        assert all(columns.column[one] == column + 1 for one in columns.after[vertex])
        assert all(vertex in columns.after[one] for one in columns.before[vertex])
    for target in tensors:
        for source in target.inputs:
            between = columns.column[number[target]] - columns.column[number[source]] - 1
            assert 0 <= between <= len(columns.lanes[number[source]])


@pytest.mark.parametrize("tensors", GRAPHS)
def test_crossings_are_counted(tensors: list[Tensor]) -> None:
    columns = arranged(tensors, nothing)
    assert crossings(columns) == _counted(columns)


def _counted(columns: Columns) -> int:
    place = {vertex: at for order in columns.orders for at, vertex in enumerate(order)}
    edges = [(vertex, one) for vertex, users in enumerate(columns.after) for one in users]
    return sum(
        (place[a] - place[c]) * (place[b] - place[d]) < 0
        for (a, b), (c, d) in combinations(edges, 2)
        if columns.column[a] == columns.column[c]
    )


def test_a_tree_is_drawn_without_a_crossing_and_its_operands_in_their_order() -> None:
    run = run_program("a = 1.0\nb = 2.0\nc = 3.0\nd = 4.0\nL = (a - b) * exp(c) - tanh(d)", Limits())
    columns = arranged(run.tensors, nothing)
    assert crossings(columns) == 0
    height = {run.names.get(tensor): columns.height[place] for place, tensor in enumerate(run.tensors)}
    assert height["a"] > height["b"] > height["c"] > height["d"]


def test_a_few_sweeps_leave_fewer_crossings(monkeypatch: pytest.MonkeyPatch) -> None:
    graphs = [drawn(seed) for seed in range(20)]
    swept = [crossings(arranged(one, nothing)) for one in graphs]
    monkeypatch.setattr(columns_of_pictures, "SWEEPS", 0)
    as_found = [crossings(arranged(one, nothing)) for one in graphs]
    assert all(fewer <= more for fewer, more in zip(swept, as_found, strict=True))
    assert sum(swept) < 0.8 * sum(as_found)


def test_the_gallery_has_few_crossings() -> None:
    runs = [run_program(one.program("en"), Limits()) for one in EXAMPLES]
    assert sum(crossings(arranged(run.tensors, nothing)) for run in runs) <= 10


def test_a_chain_is_a_straight_line() -> None:
    run = run_program("x = 1.0\nL = exp(tanh(sin(cos(x))))", Limits())
    assert set(arranged(run.tensors, nothing).height) == {0.0}


def test_where_lanes_would_be_too_many_there_are_none() -> None:
    tensors = [Tensor(float(number)) for number in range(40)]
    last = Tensor(0.0)
    for _ in range(4 * MOST_LANES):
        for one in tensors[:40]:
            last = OPS["add"](last, one)
            tensors.append(last)
    columns = arranged([*dict.fromkeys(_in_order(last))], nothing)
    assert len(columns.column) == columns.count


def _in_order(last: Tensor) -> list[Tensor]:
    found: list[Tensor] = []
    while last.inputs:
        found += [last, last.inputs[1]]
        last = last.inputs[0]
    return [last, *[one for one in found if not one.inputs], *[one for one in reversed(found) if one.inputs]]
