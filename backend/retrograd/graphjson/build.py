"""Tensors to the graph JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

import numpy as np

from retrograd.autodiff.cost import costs, passing_work
from retrograd.autodiff.passing import passes
from retrograd.graphjson import locals as derivatives
from retrograd.graphjson import model
from retrograd.graphjson.attributes import attributes
from retrograd.graphjson.identifiers import edge_ids, group_id, node_ids
from retrograd.graphjson.model import SCHEMA, Costs, DType, Edge, Graph, Group, Local, Mode, Node
from retrograd.graphjson.notation import Notation
from retrograd.graphjson.passes import differentiate
from retrograd.graphjson.shown import Shown
from retrograd.graphjson.story import Story
from retrograd.language.interpret import Run
from retrograd.language.trace import NOWHERE, Origin
from retrograd.limits import Limits
from retrograd.source import Span
from retrograd.tensor import Tensor

RECORDS = frozenset({"nodes", "edges", "groups", "steps"})
"""The fields of a graph that hold records, of which there are many."""
MOST_EMPTY = 10_000  # groups, up to which those are told too in which there is no node


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
        return Writer(run, options, limits).graph()


CUT_OFF: Local = {"kind": "none", "latex": "", "rule_latex": "", "vjp_latex": "", "value": None, "weights": None}
"""What an edge says on which no derivative passes, as into a comparison or under `no_grad`."""


class Writer:
    """Writes the records of one graph; `shown` counts what there is in its arrays."""

    def __init__(self, run: Run, options: Options, limits: Limits) -> None:
        """Differentiate `run`; raises BadSeed, BadSeedShape or LimitExceeded, as do all records of arrays."""
        passed = differentiate(run, options.mode, options.seed, limits)
        self._run = run
        self._passed = passed
        self._notation = Notation(run, passed, own_seed=options.seed is not None and options.mode == "reverse")
        self.shown = Shown(options.max_elements, limits, "float32" if run.output.dtype == np.float32 else "float64")
        self._nodes = node_ids(run)
        self._edges = edge_ids(run)

    def graph(self) -> Graph:
        """Return the whole graph."""
        return cast("Graph", {name: tuple(part) if name in RECORDS else part for name, part in self.parts()})

    def parts(self) -> Iterator[tuple[str, Any]]:
        """Yield the fields of the graph with their names: RECORDS as iterators, each to be ended before the next."""
        run = self._run
        story = Story(run, self._passed, self._notation, self._nodes, self._edges)
        yield "schema", SCHEMA
        yield "program", run.source.original
        yield "mode", self._passed.mode
        yield "dtype", self.shown.float
        yield "output", self._nodes[run.output]
        yield "objective", self._notation.objective()
        yield "nodes", map(self._node, run.tensors)
        yield "edges", chain.from_iterable(map(self._edges_into, run.tensors))
        yield "groups", self._groups()
        yield "notes", [{"text": note.text, "span": _span_json(note.span)} for note in run.notes]
        yield "steps", story.steps()
        yield "leaves", {name: self._nodes[leaf] for name, leaf in run.given.leaves.items()}
        yield "given", tuple(run.given.numbers)
        yield "cost", _costs(run)

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
        op = tensor.op
        origin = tensor.origin if isinstance(tensor.origin, Origin) else NOWHERE
        label, latex = self._notation.symbol(tensor)
        dtype: DType = "bool" if op is not None and op.truth else self.shown.float
        value = self.shown.array(tensor.value, dtype)
        total = self._passed.totals.get(tensor)
        derivative = None if total is None else self.shown.array(total)
        reverse = self._passed.mode == "reverse"
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
            "attributes": attributes(tensor, self.shown) if tensor.attributes else {},
            "span": _span_json(origin.span),
            "group": None if origin.group is None else group_id(origin.group),
            "caption": origin.caption,
            "shape": tensor.value.shape,
            "dtype": dtype,
            "value": value,
            "requires_grad": tensor.requires_grad,
            "grad": derivative if reverse else None,
            "tangent": None if reverse else derivative,
        }

    def _edges_into(self, target: Tensor) -> Iterator[Edge]:
        op = target.op
        if op is None:
            return
        notation, nodes, shown = self._notation, self._nodes, self.shown
        formulas, node, forward = notation.formulas(target), nodes[target], self._passed.mode == "forward"
        told = derivatives.shows(op)
        for argument, source in enumerate(target.inputs):
            edge = target, argument
            contribution = self._passed.contributions.get(edge)
            if not passes(target, argument):
                local = CUT_OFF
            else:
                adds = notation.adds(target if forward else source)
                latex, rule_latex, vjp_latex = formulas.edge(argument, adds=adds, forward=forward)
                shows = told[argument]
                weighs = shows.weighs is not None and contribution is not None
                local = {
                    "kind": shows.kind,
                    "latex": latex,
                    "rule_latex": rule_latex,
                    "vjp_latex": vjp_latex,
                    "value": derivatives.value(shows, target, shown),
                    "weights": derivatives.weights(shows, target, source.value, shown) if weighs else None,
                }
            yield {
                "id": self._edges[edge],
                "source": nodes[source],
                "target": node,
                "argument": argument,
                "local": local,
                "contribution": None if contribution is None else shown.array(contribution),
                "work": 0 if contribution is None else passing_work(target, argument),
            }


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
