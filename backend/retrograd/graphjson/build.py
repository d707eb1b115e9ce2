"""Tensors to the graph JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np

from retrograd.autodiff.cost import costs, edge_work
from retrograd.autodiff.passing import passes
from retrograd.errors import LimitExceeded
from retrograd.graphjson import model
from retrograd.graphjson.arrays import NOT_FINITE, PREVIEW_CELLS, encode
from retrograd.graphjson.identifiers import edge_ids, group_id, node_ids
from retrograd.graphjson.model import SCHEMA, Array, Costs, DType, Edge, Graph, Group, Local, Mode, Node
from retrograd.graphjson.notation import Notation
from retrograd.graphjson.passes import Pass, differentiate
from retrograd.graphjson.story import Story
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.ops.op import Operand, Operation, Shape
from retrograd.ops.reductions import broadcast_to
from retrograd.source import Span
from retrograd.tensor import Tensor

NO_SPAN = Span(1, 1, 1, 1)
MOST_EMPTY = 10_000  # groups, up to which those are told too in which there is no node
COPYING = frozenset({"sum", "mean", "trace"})
LARGE_SHARE = 0.9  # of an answer, which whole arrays may fill; the rest is for previews and small ones


@dataclass(frozen=True, slots=True)
class Options:
    """What a request may ask for beside the program; see CONTRACT, section 2."""

    mode: Mode = "reverse"
    seed: Any = None
    max_elements: int = 1024
    opened: frozenset[str] = frozenset()


def build(run: Run, options: Options, limits: Limits) -> Graph:
    """Differentiate `run` and return its graph; raises BadSeed, BadSeedShape or LimitExceeded."""
    with np.errstate(all="ignore"):
        passed = differentiate(run, options.mode, options.seed, limits)
        notation = Notation(run, passed, own_seed=options.seed is not None and options.mode == "reverse")
        return _Writer(run, passed, notation, options.max_elements, limits).graph()


CUT_OFF: Local = {"kind": "none", "latex": "", "rule_latex": "", "vjp_latex": "", "value": None, "weights": None}
"""What an edge says on which no derivative passes, as into a comparison or under `no_grad`."""


class _Writer:
    """Writes the records of one graph."""

    def __init__(self, run: Run, passed: Pass, notation: Notation, max_elements: int, limits: Limits) -> None:
        self._run = run
        self._passed = passed
        self._notation = notation
        self._max_elements = max_elements
        self._limits = limits
        self._cells = 0
        self._large = limits.numbers * LARGE_SHARE
        self._constants: dict[tuple[float, Shape], Any] = {}
        self._encoded: dict[int, tuple[Any, Array]] = {}  # by id; with the array, that no other gets its id
        self._float: Literal["float64", "float32"] = "float32" if run.output.dtype == np.float32 else "float64"
        self._nodes = node_ids(run)
        self._edges = edge_ids(run)

    def graph(self) -> Graph:
        """Return the whole graph."""
        story = Story(self._run, self._passed, self._notation, self._nodes, self._edges)
        return {
            "schema": SCHEMA,
            "program": self._run.source.original,
            "mode": self._passed.mode,
            "dtype": self._float,
            "output": self._nodes[self._run.output],
            "objective": self._notation.objective(),
            "nodes": tuple(map(self._node, self._run.tensors)),
            "edges": tuple(edge for target in self._run.tensors for edge in self._edges_into(target)),
            "groups": tuple(self._groups()),
            "notes": tuple({"text": note.text, "span": _span_json(note.span)} for note in self._run.notes),
            "steps": story.steps(),
            "leaves": {name: self._nodes[leaf] for name, leaf in self._run.given.leaves.items()},
            "given": tuple(self._run.given.numbers),
            "cost": _costs(self._run),
        }

    def _groups(self) -> Iterator[Group]:
        filled = None if len(self._run.groups) <= MOST_EMPTY else _filled(self._run)
        for number, group in enumerate(self._run.groups):
            if filled is not None and number not in filled:
                continue
            yield {
                "id": group_id(number),
                "parent": None if group.parent is None else group_id(group.parent),
                "kind": group.kind,
                "label": group.label,
                "arguments": tuple({"name": name, "text": text} for name, text in group.arguments),
                "operation": group.operation,
                "span": _span_json(group.span),
            }

    def _node(self, tensor: Tensor) -> Node:
        op, origin = tensor.op, tensor.origin
        label, latex = self._notation.symbol(tensor)
        reverse, dtype = self._passed.mode == "reverse", self._dtype(tensor)
        value, total = self._array(tensor.value, dtype), self._optional(self._passed.totals.get(tensor))
        return {
            "id": self._nodes[tensor],
            "kind": "operation" if op else "leaf" if tensor.requires_grad else "constant",
            "operation": op.name if op else None,
            "sign": op.sign if op else None,
            "name": self._run.names.get(tensor),
            "label": label,
            "latex": latex,
            "implicit": tensor.implicit,
            "opens": op is not None and op.opened is not None,
            "attributes": self._attributes(tensor) if tensor.attributes else {},
            "span": _span_json(getattr(origin, "span", NO_SPAN)),
            "group": None if (group := getattr(origin, "group", None)) is None else group_id(group),
            "caption": getattr(origin, "caption", None),
            "shape": tensor.value.shape,
            "dtype": dtype,
            "value": value,
            "requires_grad": tensor.requires_grad,
            "grad": total if reverse else None,
            "tangent": None if reverse else total,
        }

    def _edges_into(self, target: Tensor) -> Iterator[Edge]:
        op = target.op
        if op is None:
            return
        notation, nodes, contributions = self._notation, self._nodes, self._passed.contributions
        formulas, node, forward = notation.formulas(target), nodes[target], self._passed.mode == "forward"
        for argument, source in enumerate(target.inputs):
            if not passes(target, argument):
                local = CUT_OFF
            else:
                adds = notation.adds(target if forward else source)
                latex, rule_latex, vjp_latex = formulas.edge(argument, adds=adds, forward=forward)
                local = {
                    "kind": op.local[argument],
                    "latex": latex,
                    "rule_latex": rule_latex,
                    "vjp_latex": vjp_latex,
                    "value": self._local_value(op, target, argument),
                    "weights": self._weights(op, target, argument),
                }
            edge = target, argument
            yield {
                "id": self._edges[edge],
                "source": nodes[source],
                "target": node,
                "argument": argument,
                "local": local,
                "contribution": self._optional(contributions.get(edge)),
                "work": edge_work(target, argument) if edge in contributions else 0,
            }

    def _local_value(self, op: Operation, target: Tensor, argument: int) -> Array | None:
        """Return the derivative cell by cell, or the other factor of a matrix product, or None."""
        kind = op.local[argument]
        if kind == "matmul":
            return self._array(target.inputs[1 - argument].value, self._float)
        if kind != "pointwise":
            return None
        steady, rule = op.steady[argument], op.slope[argument]
        if steady is not None:
            return self._array(self._constant(steady, target), self._float)
        if isinstance(rule, Operand):
            return self._array(target.inputs[rule.position].value, self._float)
        assert rule is not None  # noqa: S101  (a pointwise operand has a slope)
        slope = rule(target.value, *[source.value for source in target.inputs], **target.attributes)
        return self._array(slope if hasattr(slope, "shape") else self._constant(slope, target), self._float)

    def _weights(self, op: Operation, target: Tensor, argument: int) -> Array | None:
        """Return how much each cell of an operand changes the one cell that it goes into, or None.

        There is such a number where the result is a single number, and where axes are reduced. It is worked out
        for what is shown in full, and told where it says more than that cells are copied.
        """
        rule, operand = op.vjp[argument], target.inputs[argument].value
        reduced = op.local[argument] == "reduction" and "axis" in target.attributes
        if rule is None or op.name in COPYING or op.local[argument] not in ("reduction", "general"):
            return None
        passes = (target, argument) in self._passed.contributions
        if not passes or (target.shape and not reduced) or operand.size > self._max_elements:
            return None
        ones = np.ones(target.shape, target.dtype)
        operands = [source.value for source in target.inputs]
        return self._array(rule(ones, target.value, *operands, **target.attributes), self._float)

    def _constant(self, slope: float, target: Tensor) -> Any:
        """Return the array of a slope that is the same in all cells; it is made once for each shape."""
        key = (float(slope), target.shape)
        made = self._constants.get(key)
        if made is None:
            number = target.dtype.type(slope)
            made = broadcast_to.forward(number, shape=target.shape) if target.shape else number
            self._constants[key] = made
        return made

    def _attributes(self, tensor: Tensor) -> dict[str, Any]:
        return {name: self._attribute(value, tensor) for name, value in tensor.attributes.items()}

    def _attribute(self, value: Any, tensor: Tensor) -> Any:
        """Return an attribute as JSON; an index's slices as start, step and count, its arrays as nested lists."""
        if isinstance(value, float) and not isfinite(value):
            return NOT_FINITE[str(value)]
        if not isinstance(value, tuple):
            return value
        sizes = iter(tensor.attributes.get("shape", tensor.inputs[0].shape) if tensor.inputs else ())
        return [self._entry(entry, sizes) for entry in value]

    def _entry(self, entry: Any, sizes: Iterator[int]) -> Any:
        if entry is None:
            return None
        size = next(sizes, 0)
        if isinstance(entry, np.ndarray):
            return self._positions(entry)
        if not isinstance(entry, slice):
            return entry
        positions = range(*entry.indices(size))
        return {"start": positions.start, "step": positions.step, "count": len(positions), "size": size}

    def _positions(self, array: Any) -> Any:
        """Return positions as nested lists; of more than are to be shown of an array, the shape alone."""
        if array.size > self._max_elements:
            return {"shape": array.shape}
        self._cells += array.size
        return array.tolist()

    def _optional(self, array: Any) -> Array | None:
        return None if array is None else self._array(array, self._float)

    def _array(self, array: Any, dtype: DType) -> Array:
        """Encode an array once, however often it is shown: a sum passes its gradient on as it is."""
        if array.__class__ is np.float64 and dtype == "float64" and isfinite(array):  # the most frequent of all
            self._count(array)
            return {"shape": (), "dtype": dtype, "data": [array]}
        known = self._encoded.get(id(array))
        if known is not None and known[1]["dtype"] == dtype:
            self._count(array)
            return known[1]
        made = encode(array, dtype, self._count(array))
        self._encoded[id(array)] = (array, made)
        return made

    def _count(self, array: Any) -> int:
        """Return how many cells of an array to show, and count them; raises LimitExceeded if there are too many."""
        most, size = self._max_elements, array.size
        shown = size if size < most else most
        if self._cells + shown > self._large:
            most = min(most, PREVIEW_CELLS)  # rather a part of it than none
            shown = min(size, most)
        self._cells += shown
        if self._cells > self._limits.numbers:
            raise LimitExceeded("numbers", self._limits.numbers, self._cells)
        return most

    def _dtype(self, tensor: Tensor) -> DType:
        return "bool" if tensor.op is not None and tensor.op.truth else self._float


def _costs(run: Run) -> Costs:
    reverse, forward = costs(run.tensors, run.output)
    return {
        "reverse": {"passes": reverse.passes, "multiply_adds": reverse.multiply_adds},
        "forward": {"passes": forward.passes, "multiply_adds": forward.multiply_adds},
    }


def _filled(run: Run) -> set[int]:
    """Return the numbers of the groups with a node in them, or in a group within them."""
    found: set[int] = set()
    for tensor in run.tensors:
        number = getattr(tensor.origin, "group", None)
        while number is not None and number not in found:
            found.add(number)
            number = run.groups[number].parent
    return found


def _span_json(span: Span) -> model.Span:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
