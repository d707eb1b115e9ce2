"""The columns of a picture in centimetres, and the ways of its edges as TikZ writes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from retrograd.export.columns import Columns

BETWEEN = 1.1
"""Centimetres between columns."""
LARGEST = 500.0
"""Centimetres up to which TeX can count, and a little less; a larger picture is drawn smaller."""
EVEN = 0.02
"""Heights that are less apart are one."""
Point = tuple[float, float]


def written(point: Point) -> str:
    """Return a point as TikZ writes it."""
    x, y = point
    return f"({x:.2f}, {y:.2f})"


class Grid:
    """The places of nodes, and the ways between them: level through a column, in a bend from one to the next."""

    def __init__(self, columns: Columns, widths: Sequence[float]) -> None:
        """Make each column as wide as the widest of its nodes."""
        self._columns = columns
        half = [0.0] * len(columns.orders)
        for width, column in zip(widths, columns.column, strict=False):
            half[column] = max(half[column], width / 2)
        middle: list[float] = []
        for place, one in enumerate(half):
            middle.append(middle[-1] + half[place - 1] + BETWEEN + one if place else one)
        self._half, self._middle = half, middle
        high = max(columns.height, default=0) - min(columns.height, default=0)
        wide = middle[-1] + half[-1] if middle else 0
        self.scale = min(1.0, LARGEST / max(high, wide, 1.0))

    def place(self, vertex: int) -> Point:
        """Return where the middle of a node is."""
        return self._at(vertex, 0)

    def passed(self, source: int, target: int) -> int:
        """Return how many lanes an edge goes along."""
        column = self._columns.column
        return min(len(self._columns.lanes[source]), column[target] - column[source] - 1)

    def shared(self, source: int, name: str, leaving: Collection[int]) -> str:
        """Return the way along the lanes of a node, with a numbered name behind each that an edge leaves after."""
        previous, found = source, [self._step(source, 1)]
        for number, lane in enumerate(self._columns.lanes[source], 1):
            even = self._even(previous, lane)
            if not even:
                found.append(f" to[flow] {written(self._at(lane, -1))}")
            if number in leaving:
                found.append(f"{self._step(lane, 1)} coordinate ({name}{number})")
            elif not even or not self._goes_on(source, number):
                found.append(self._step(lane, 1))
            previous = lane
        return "".join(found)

    def last(self, source: int, target: int) -> str:
        """Return the way of an edge from its source, or from where it leaves the lanes, up to its target."""
        lanes = self.passed(source, target)
        start = self._columns.lanes[source][lanes - 1] if lanes else source
        column = self._columns.column
        if self._even(start, target) or column[target] - column[start] > 1:
            return " --"
        leave = "" if lanes else self._step(source, 1)
        return f"{leave} to[flow] {written(self._at(target, -1))} --"

    def _goes_on(self, source: int, number: int) -> bool:
        """Return whether the lane after this one is at the same height."""
        lanes = self._columns.lanes[source]
        return number < len(lanes) and self._even(lanes[number - 1], lanes[number])

    def _even(self, one: int, other: int) -> bool:
        height = self._columns.height
        return abs(height[one] - height[other]) <= EVEN

    def _step(self, vertex: int, side: int) -> str:
        return f" -- {written(self._at(vertex, side))}"

    def _at(self, vertex: int, side: int) -> Point:
        column = self._columns.column[vertex]
        x = self._middle[column] + side * self._half[column]
        return x * self.scale, self._columns.height[vertex] * self.scale
