"""Tensors to the graph JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from retrograd.errors import LimitExceeded
from retrograd.graphjson import latex
from retrograd.graphjson.arrays import NOT_FINITE, PREVIEW_CELLS, encode
from retrograd.graphjson.identifiers import edge_ids, group_id, node_ids
from retrograd.graphjson.latex import Formulas
from retrograd.graphjson.model import SCHEMA, Array, DType, Edge, Graph, Group, Local, Mode, Node
from retrograd.graphjson.notation import Notation
from retrograd.graphjson.passes import Pass, differentiate
from retrograd.graphjson.story import Story
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.source import Span
from retrograd.tensor import Tensor

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


class _Writer:
    """Writes the records of one graph."""

    def __init__(self, run: Run, passed: Pass, notation: Notation, max_elements: int, limits: Limits) -> None:
        self._run = run
        self._passed = passed
        self._notation = notation
        self._max_elements = max_elements
        self._limits = limits
        self._cells = 0
        self._nodes = node_ids(run)
        self._edges = edge_ids(run)

    def graph(self) -> Graph:
        """Return the whole graph."""
        story = Story(self._run, self._passed, self._notation, self._nodes, self._edges)
        return Graph(
            schema=SCHEMA,
            program=self._run.source.original,
            mode=self._passed.mode,
            dtype="float32" if self._run.output.dtype == np.float32 else "float64",
            output=self._nodes[self._run.output],
            objective=self._notation.objective(),
            nodes=tuple(map(self._node, self._run.tensors)),
            edges=tuple(edge for target in self._run.tensors for edge in self._edges_into(target)),
            groups=tuple(self._groups()),
            steps=story.steps(),
        )

    def _groups(self) -> Iterator[Group]:
        for number, group in enumerate(self._run.groups):
            yield Group(id=group_id(number), parent=None, kind="call", label=group.label, span=group.span)

    def _node(self, tensor: Tensor) -> Node:
        op, symbol = tensor.op, self._notation.symbol(tensor)
        total = self._passed.totals.get(tensor)
        reverse = self._passed.mode == "reverse"
        return Node(
            id=self._nodes[tensor],
            kind="operation" if op else "leaf" if tensor.requires_grad else "constant",
            operation=op.name if op else None,
            sign=op.sign if op else None,
            name=self._run.names.get(tensor),
            label=symbol.label,
            latex=symbol.latex,
            implicit=tensor.implicit,
            attributes={name: self._attribute(value, tensor) for name, value in tensor.attributes.items()},
            span=_span(tensor),
            group=_group(tensor),
            caption=getattr(tensor.origin, "caption", None),
            shape=tensor.shape,
            dtype=_dtype(tensor),
            value=self._array(tensor.value, _dtype(tensor)),
            requires_grad=tensor.requires_grad,
            grad=self._optional(total) if reverse else None,
            tangent=None if reverse else self._optional(total),
        )

    def _edges_into(self, target: Tensor) -> Iterator[Edge]:
        if target.op is None:
            return
        formulas = self._notation.formulas(target)
        for argument, source in enumerate(target.inputs):
            contribution = self._passed.contributions.get((target, argument))
            yield Edge(
                id=self._edges[target, argument],
                source=self._nodes[source],
                target=self._nodes[target],
                argument=argument,
                local=self._local(target, argument, formulas),
                contribution=self._optional(contribution.value if contribution else None),
            )

    def _local(self, target: Tensor, argument: int, formulas: Formulas) -> Local:
        assert target.op is not None  # noqa: S101  (an edge leads to an operation)
        return Local(
            kind=target.op.local[argument],
            latex=formulas.local(argument),
            rule_latex=latex.general(target.op, formulas).vjp(argument),
            vjp_latex=formulas.vjp(argument, adds=self._notation.adds(target.inputs[argument])),
            value=self._optional(_local_value(target, argument)),
        )

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
        return None if array is None else self._array(array, _float_type(self._run.output))

    def _array(self, array: Any, dtype: DType) -> Array:
        most = self._max_elements
        if self._cells + min(np.size(array), most) > self._limits.answer * LARGE_SHARE:
            most = min(most, PREVIEW_CELLS)  # rather a part of it than none
        self._cells += min(np.size(array), most)
        if self._cells > self._limits.answer:
            raise LimitExceeded("answer", self._limits.answer, self._cells)
        return encode(array, dtype, most)


def _group(tensor: Tensor) -> str | None:
    number = getattr(tensor.origin, "group", None)
    return None if number is None else group_id(number)


def _dtype(tensor: Tensor) -> DType:
    return "bool" if tensor.op is not None and tensor.op.truth else _float_type(tensor)


def _float_type(tensor: Tensor) -> DType:
    return "float32" if tensor.dtype == np.float32 else "float64"


def _local_value(target: Tensor, argument: int) -> Any:
    """Return the derivative cell by cell, or the other factor of a matrix product, or None."""
    op = target.op
    assert op is not None  # noqa: S101  (an edge leads to an operation)
    if op.local[argument] == "matmul":
        return target.inputs[1 - argument].value
    if op.local[argument] != "pointwise":
        return None
    rule = op.slope[argument]
    assert rule is not None  # noqa: S101  (a pointwise operand has a slope)
    slope = rule(target.value, *[source.value for source in target.inputs], **target.attributes)
    return np.broadcast_to(np.asarray(slope, target.dtype), target.shape)


def _span(tensor: Tensor) -> Span:
    span = getattr(tensor.origin, "span", None)
    return span if isinstance(span, Span) else Span(1, 1, 1, 1)
