"""Where the nodes of a drawn graph stand: in columns from left to right, with lanes for edges that pass some of them.

A layered drawing: columns, an order within each, heights (Sugiyama, Tagawa & Toda 1981, Methods for visual
understanding of hierarchical system structures). Every node stands right before the first that uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from retrograd.tensor import Tensor

NODE, LANE = 1.3, 0.5
"""Centimetres between the middles of neighbours in a column; a lane is where an edge passes."""
MOST_LANES = 4
"""How many times as many lanes as nodes there may be; where there would be more, edges go straight."""
MOST_IN_ORDER = 2000
"""Nodes and lanes up to which it is worth the time to look for an order with fewer crossings."""
SWEEPS, ROUNDS = 4, 12
"""How often the order of the columns is improved, and the heights."""
STRAIGHT = 8.0
"""How much more a lane is drawn to a lane of the same edge than to anything else."""

Check = Callable[[], None]


@dataclass(slots=True)
class Columns:
    """Nodes by their numbers, in the order of the tensors, and after them the lanes.

    `column` says where each stands; `before` and `after` are its neighbours in the columns on both sides, `before`
    in the order of the arguments; `orders` lists each column from top to bottom, and `height` says how far up.
    """

    count: int
    column: list[int]
    before: list[list[int]] = field(default_factory=list)
    after: list[list[int]] = field(default_factory=list)
    orders: list[list[int]] = field(default_factory=list)
    height: list[float] = field(default_factory=list)
    lanes: list[list[int]] = field(default_factory=list)
    """The lanes of each node, in the columns after its own."""

    def is_lane(self, vertex: int) -> bool:
        """Return whether a number is that of a lane."""
        return vertex >= self.count


def arranged(tensors: Sequence[Tensor], check: Check) -> Columns:
    """Return where tensors stand that come after their inputs."""
    number = {tensor: place for place, tensor in enumerate(tensors)}
    inputs = [[number[source] for source in tensor.inputs] for tensor in tensors]
    columns = Columns(len(inputs), _columns(inputs))
    check()
    _join(columns, inputs)
    _order(columns, check)
    _level(columns, check)
    return columns


def _columns(inputs: list[list[int]]) -> list[int]:
    """Return each node's column: right before the first that uses it, and without a user right behind its inputs."""
    column = [0] * len(inputs)
    first: list[int | None] = [None] * len(inputs)
    for node, sources in enumerate(inputs):
        column[node] = max((column[source] + 1 for source in sources), default=0)
    for node in reversed(range(len(inputs))):
        user = first[node]
        if user is not None:
            column[node] = user - 1
        for source in inputs[node]:
            known = first[source]
            first[source] = column[node] if known is None else min(known, column[node])
    return column


def _join(columns: Columns, inputs: list[list[int]]) -> None:
    """Make the lanes, which all edges that leave a node share, and join neighbours."""
    furthest = list(columns.column)
    for node, sources in enumerate(inputs):
        for source in sources:
            furthest[source] = max(furthest[source], columns.column[node])
    wanted = [max(last - own - 1, 0) for last, own in zip(furthest, columns.column, strict=True)]
    straight = sum(wanted) > MOST_LANES * columns.count
    columns.lanes = [[] for _ in inputs]
    columns.before = [[] for _ in inputs]
    columns.after = [[] for _ in inputs]
    for node, lanes in enumerate([] if straight else wanted):
        previous = node
        for step in range(lanes):
            lane = len(columns.column)
            columns.column.append(columns.column[node] + 1 + step)
            columns.before.append([previous])
            columns.after.append([])
            columns.after[previous].append(lane)
            columns.lanes[node].append(lane)
            previous = lane
    for node, sources in enumerate(inputs):
        for source in sources:
            passed = columns.lanes[source][: columns.column[node] - columns.column[source] - 1]
            last = passed[-1] if passed else source
            columns.before[node].append(last)
            columns.after[last].append(node)


def _order(columns: Columns, check: Check) -> None:
    """Order each column: as the operands stand in the program, then as few edges cross as a few sweeps find."""
    columns.orders = [[] for _ in range(max(columns.column, default=-1) + 1)]
    for vertex in _from_the_end(columns):
        columns.orders[columns.column[vertex]].append(vertex)
    if len(columns.column) > MOST_IN_ORDER:
        return
    best, fewest = [list(order) for order in columns.orders], crossings(columns)
    for sweep in range(2 * SWEEPS):
        check()
        leftward = sweep % 2 == 0
        places = range(len(columns.orders) - 2, -1, -1) if leftward else range(1, len(columns.orders))
        for place in places:
            _sort(columns, place, leftward=leftward)
        now = crossings(columns)
        if now < fewest:
            best, fewest = [list(order) for order in columns.orders], now
    columns.orders = best


def _from_the_end(columns: Columns) -> list[int]:
    """Return all vertices, each after one that it leads to, the first operand's part before the second's."""
    seen: set[int] = set()
    found: list[int] = []
    ends = [vertex for vertex, users in enumerate(columns.after) if not users]
    stack = ends[:]  # the last is the first to be taken
    while stack:
        vertex = stack.pop()
        if vertex not in seen:
            seen.add(vertex)
            found.append(vertex)
            stack.extend(reversed(columns.before[vertex]))
    return found


def _sort(columns: Columns, place: int, *, leftward: bool) -> None:
    """Sort a column by the middle of the neighbours on the side that was sorted before it."""
    beside = columns.after if leftward else columns.before
    next_to = columns.orders[place + 1 if leftward else place - 1]
    at = {vertex: position for position, vertex in enumerate(next_to)}
    stay = {vertex: float(position) for position, vertex in enumerate(columns.orders[place])}

    def middle(vertex: int) -> float:
        near = [at[one] for one in beside[vertex] if one in at]
        return sum(near) / len(near) if near else stay[vertex]

    columns.orders[place].sort(key=middle)


def crossings(columns: Columns) -> int:
    """Return how many pairs of edges between neighbouring columns cross."""
    found = 0
    for left, right in pairwise(columns.orders):
        at = {vertex: position for position, vertex in enumerate(right)}
        ends = [sorted(at[one] for one in columns.after[vertex] if one in at) for vertex in left]
        found += _inversions(list(chain.from_iterable(ends)), len(right))
    return found


def _inversions(ends: list[int], size: int) -> int:
    """Return how many pairs stand in the wrong order, by a tree of counts (Fenwick)."""
    tree = [0] * (size + 1)
    found = 0
    for taken, end in enumerate(ends):
        place, lower = end + 1, 0
        while place:
            lower += tree[place]
            place -= place & -place
        found += taken - lower
        place = end + 1
        while place <= size:
            tree[place] += 1
            place += place & -place
    return found


def _level(columns: Columns, check: Check) -> None:
    """Give each vertex a height near its neighbours', in the order of its column and with room between."""
    columns.height = [0.0] * len(columns.column)
    for order in columns.orders:
        _place(columns, order, [0.0] * len(order), [1.0] * len(order))
    last = len(columns.orders) - 1
    rounds = ROUNDS if len(columns.column) <= MOST_IN_ORDER else 1
    for _ in range(rounds):
        check()
        for place in chain(range(last, -1, -1), range(last + 1)):
            order = columns.orders[place]
            wanted, weights = zip(*(_wish(columns, vertex) for vertex in order), strict=True)
            _place(columns, order, wanted, weights)


def _wish(columns: Columns, vertex: int) -> tuple[float, float]:
    """Return the height that suits a vertex's neighbours, and how much it matters."""
    near = (*columns.before[vertex], *columns.after[vertex])
    if not near:
        return columns.height[vertex], 0.1
    lane = columns.is_lane(vertex)
    weights = [STRAIGHT if lane and columns.is_lane(one) else 1.0 for one in near]
    wanted = sum(weight * columns.height[one] for weight, one in zip(weights, near, strict=True))
    return wanted / sum(weights), sum(weights)


def _place(columns: Columns, order: list[int], wanted: Sequence[float], weights: Sequence[float]) -> None:
    """Put a column as near to the wanted heights as its order allows: least squares, by pooling neighbours."""
    below = [0.0]
    for upper, lower in pairwise(order):
        below.append(below[-1] + (_room(columns, upper) + _room(columns, lower)) / 2)
    pools: list[tuple[float, float, int]] = []  # the sum of weighted heights, the weight, how many
    for height, weight, depth in zip(wanted, weights, below, strict=True):
        pool = ((height + depth) * weight, weight, 1)
        while pools and pools[-1][0] * pool[1] <= pool[0] * pools[-1][1]:
            total, heavy, many = pools.pop()
            pool = (total + pool[0], heavy + pool[1], many + pool[2])
        pools.append(pool)
    levels = chain.from_iterable([total / weight] * many for total, weight, many in pools)
    for vertex, level, depth in zip(order, levels, below, strict=True):
        columns.height[vertex] = level - depth


def _room(columns: Columns, vertex: int) -> float:
    return LANE if columns.is_lane(vertex) else NODE
