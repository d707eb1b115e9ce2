"""The gradients of a program's leaves beside finite differences: the definition of the derivative.

Each cell costs two evaluations of the graph, so that of many cells the first ones are checked, those of all leaves
in turn, as far as a budget of cells and the time allow. The answer says how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isfinite, nan
from time import thread_time
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypedDict

from retrograd.autodiff.differences import STEPS, Mark, Slopes, Walk, relative_error
from retrograd.autodiff.order import topological
from retrograd.autodiff.rerun import cut_off, rerun
from retrograd.errors import UnknownPart
from retrograd.graphjson.arrays import encode
from retrograd.graphjson.identifiers import node_ids
from retrograd.graphjson.model import Array, Sizes
from retrograd.graphjson.passes import differentiate
from retrograd.graphjson.seeds import seed_array
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.tensor import Tensor

Verdict = Mark | Literal["unchecked"]
DType = Literal["float64", "float32"]

GRAVEST: tuple[Mark, ...] = ("differs", "undefined", "jump", "kink")
SWEEP = tuple(float(f"1e-{places}") for places in range(1, 14))
KEPT_BACK = 0.25  # of the time, for the answer


class Sides(TypedDict):
    """The slopes before and behind a kink or a jump, at the leaf's cell with this row-major index."""

    cell: int
    left: float
    right: float


class LeafCheck(TypedDict):
    """A leaf's gradient, and the same numbers by central differences.

    Both have the leaf's shape if all `cells` of it were checked, else they are the first ones, in a row. `marks` has
    a word for each; `mark` is the gravest of them. `difference` and `relative` are the largest errors where there is
    a derivative, and `worst` the cell with the largest relative one; null if there is none. `detached` if the output
    depends on the leaf also by a way that gradients are told to leave out.
    """

    node: str
    name: str
    shape: Sizes
    cells: int
    checked: int
    gradient: Array
    numeric: Array
    marks: list[Mark]
    sides: list[Sides]
    mark: Verdict
    difference: float | None
    relative: float | None
    worst: int | None
    detached: bool


class SweepPoint(TypedDict):
    """One step h, the central difference for it, and how far that is from the gradient; null what is not finite."""

    h: float
    numeric: float | None
    difference: float | None
    relative: float | None


class Sweep(TypedDict):
    """The errors of one cell's central difference for steps from large to small."""

    node: str
    cell: int
    gradient: float | None
    mark: Mark
    points: list[SweepPoint]


class Check(TypedDict):
    """What was held to central differences with the step `h`: `checked` of the `cells` of all leaves.

    Where steps were tried on one cell, that alone is told.
    """

    h: float
    cells: int
    checked: int
    leaves: list[LeafCheck]
    sweep: Sweep | None


@dataclass(slots=True)
class _Found:
    """What is known of a leaf so far, cell by cell."""

    leaf: Tensor
    gradient: NDArray[Any]
    numeric: list[float] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    sides: list[Sides] = field(default_factory=list)


class _Late(Exception):
    """The time is up: what was checked until then is the answer."""


class Checker:
    """Holds the gradients of one run to finite differences."""

    def __init__(self, run: Run, limits: Limits, seed: Any = None, h: float | None = None) -> None:
        """Check d⟨seed, output⟩ by the leaves with the step `h`; raises BadSeed, BadSeedShape or LimitExceeded."""
        self._run = run
        self._limits = limits
        self._order = topological(run.output)
        self._dtype: DType = "float32" if run.output.dtype == np.float32 else "float64"
        self._seed = seed_array(seed, run.output, run.names.get(run.output, "output"))
        self._nodes = node_ids(run)
        self._h = STEPS[self._dtype] if h is None else h
        self._cut = cut_off(self._order, run.output)
        self._until = run.deadline - KEPT_BACK * limits.time
        with np.errstate(all="ignore"):
            self._size = float(np.sum(np.abs(self._seed * run.output.value)))
            totals = differentiate(run, "reverse", seed, limits).totals
        self._gradients = {leaf: totals.get(leaf, np.zeros_like(leaf.value)) for leaf in leaves(run)}

    def check(self, node: str | None = None) -> Check:
        """Check all leaves, or the one with this id; raises UnknownPart if there is no such leaf."""
        chosen = tuple(self._gradients) if node is None else (self._leaf(node),)
        found = [_Found(leaf, self._gradients[leaf]) for leaf in chosen]
        with np.errstate(all="ignore"):
            self._go_round(found)
        told = [self._told(one) for one in found]
        return {
            "h": self._h,
            "cells": sum(one["cells"] for one in told),
            "checked": sum(one["checked"] for one in told),
            "leaves": told,
            "sweep": None,
        }

    def sweep(self, node: str, cell: int) -> Check:
        """Try many steps on one cell of a leaf alone; raises UnknownPart if there is no such cell."""
        leaf = self._leaf(node)
        if cell >= leaf.value.size:
            raise UnknownPart(f"{node}[{cell}]")
        gradient = float(self._gradients[leaf].flat[cell])
        points: list[SweepPoint] = []
        with np.errstate(all="ignore"):
            walk = self._walk(leaf, cell)
            mark: Mark = "undefined"
            try:
                mark = walk.mark(gradient, STEPS[self._dtype])
                points.extend(_point(h, gradient, walk.slopes(h)) for h in SWEEP)
            except _Late:
                pass
        tried: Sweep = {"node": node, "cell": cell, "gradient": _finite(gradient), "mark": mark, "points": points}
        return {"h": self._h, "cells": 0, "checked": 0, "leaves": [], "sweep": tried}

    def _leaf(self, node: str) -> Tensor:
        known = {self._nodes[leaf]: leaf for leaf in self._gradients}
        if node not in known:
            raise UnknownPart(node)
        return known[node]

    def _go_round(self, found: list[_Found]) -> None:
        """Check a cell of each leaf in turn until all are checked, or the budget or the time is used up."""
        try:
            for one, cell in _in_turn(found, self._limits.check):
                gradient = float(one.gradient.flat[cell])
                walk = self._walk(one.leaf, cell)
                central, mark = walk.slopes(self._h).central, walk.mark(gradient, self._h)
                one.numeric.append(central)
                one.marks.append(mark)
                if mark in {"kink", "jump"}:
                    one.sides.extend(_sides(cell, walk.slopes(STEPS[self._dtype])))
        except _Late:
            pass

    def _walk(self, leaf: Tensor, cell: int) -> Walk:
        return Walk(self._change(leaf, cell), self._size, self._dtype)

    def _change(self, leaf: Tensor, cell: int) -> Callable[[float], float]:
        def change(offset: float) -> float:
            self._look()
            moved = np.array(leaf.value)
            moved.flat[cell] += offset
            if moved.flat[cell] == leaf.value.flat[cell]:  # too small a step beside such a number
                return nan
            after, before = rerun(self._order, self._run.output, leaf, moved, self._look), self._run.output.value
            return float(np.sum(np.where(after == before, 0.0, self._seed * (after - before))))

        return change

    def _look(self) -> None:
        if thread_time() > self._until:
            raise _Late

    def _told(self, found: _Found) -> LeafCheck:
        leaf, checked = found.leaf, len(found.marks)
        shape = leaf.shape if checked == leaf.value.size else (checked,)
        numeric = np.array(found.numeric, np.float64)
        gradient = found.gradient.ravel()[:checked]
        errors = [
            (relative_error(float(a), float(b)), abs(float(a) - float(b)), cell)
            for cell, (a, b, mark) in enumerate(zip(gradient, numeric, found.marks, strict=True))
            if mark in {"agrees", "differs"}
        ]
        relative, _, worst = max(errors, default=(None, None, None), key=lambda one: (one[0], -one[2]))
        usual: Verdict = "agrees" if checked else "unchecked"
        mark: Verdict = next((one for one in GRAVEST if one in found.marks), usual)
        return {
            "node": self._nodes[leaf],
            "name": self._run.names.get(leaf, "?"),
            "shape": leaf.shape,
            "cells": leaf.value.size,
            "checked": checked,
            "gradient": encode(gradient.reshape(shape), self._dtype, self._limits.elements),
            "numeric": encode(numeric.reshape(shape), self._dtype, self._limits.elements),
            "marks": found.marks,
            "sides": found.sides,
            "mark": mark,
            "difference": max((off for _, off, _ in errors), default=None),
            "relative": relative,
            "worst": worst,
            "detached": leaf in self._cut,
        }


def leaves(run: Run) -> tuple[Tensor, ...]:
    """Return the leaves of a run that have a gradient.

    Those that serve as labels, positions or masks alone are whole numbers, and have no derivative to check.
    """
    used: set[Tensor] = set()
    passing: set[Tensor] = set()
    for target in run.tensors:
        if target.op is not None:
            used.update(target.inputs)
            passing.update(target.inputs[argument] for argument, _ in target.op.passes)
    plain = used - passing
    return tuple(one for one in run.tensors if one.op is None and one.requires_grad and one not in plain)


def _in_turn(found: list[_Found], most: int) -> Iterator[tuple[_Found, int]]:
    """Yield the first cell of each, then the second of each that has one, and so on, at most so many."""
    longest = max((one.leaf.value.size for one in found), default=0)
    for cell in range(longest):
        for one in found:
            if cell < one.leaf.value.size:
                if most == 0:
                    return
                most -= 1
                yield one, cell


def _sides(cell: int, slopes: Slopes) -> list[Sides]:
    finite = isfinite(slopes.left) and isfinite(slopes.right)
    return [{"cell": cell, "left": slopes.left, "right": slopes.right}] if finite else []


def _point(h: float, gradient: float, slopes: Slopes) -> SweepPoint:
    numeric = slopes.central
    return {
        "h": h,
        "numeric": _finite(numeric),
        "difference": _finite(abs(gradient - numeric)),
        "relative": _finite(relative_error(gradient, numeric)),
    }


def _finite(number: float) -> float | None:
    return number if isfinite(number) else None
