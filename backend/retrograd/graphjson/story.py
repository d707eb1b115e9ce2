"""The timeline: what was computed, one step at a time, in the order it was computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retrograd.graphjson.identifiers import EdgeKey
from retrograd.graphjson.model import Step, Unbroadcast
from retrograd.graphjson.notation import Notation
from retrograd.graphjson.passes import Pass
from retrograd.language.interpret import Run
from retrograd.ops.broadcasting import unbroadcast_axes
from retrograd.ops.reductions import broadcast_to
from retrograd.tensor import Tensor


class Story:
    """The steps of one graph."""

    def __init__(
        self,
        run: Run,
        passed: Pass,
        notation: Notation,
        nodes: Mapping[Tensor, str],
        edges: Mapping[EdgeKey, str],
    ) -> None:
        """Tell of `run` and `passed`; `nodes` and `edges` are the ids in the graph JSON."""
        self._run = run
        self._passed = passed
        self._notation = notation
        self._nodes = nodes
        self._edges = edges
        self._completing = set(dict(zip(passed.into, passed.contributions, strict=True)).values())

    def steps(self) -> Iterator[Step]:
        """Yield the timeline, forward first."""
        return self._reverse() if self._passed.mode == "reverse" else self._forward()

    def _reverse(self) -> Iterator[Step]:
        index = 0
        for tensor in self._run.tensors:
            if tensor.op is not None:
                yield self._evaluate(index, tensor)
                index += 1
        yield self._seed(index, self._run.output)
        for edge in self._passed.contributions:
            index += 1
            yield self._contribution(index, edge)

    def _forward(self) -> Iterator[Step]:
        index = 0
        for leaf in self._passed.started:
            yield self._seed(index, leaf)
            index += 1
        for tensor in self._run.tensors:
            if tensor.op is None:
                continue
            yield self._evaluate(index, tensor)
            index += 1
            for argument in range(len(tensor.inputs)):
                if (tensor, argument) in self._passed.contributions:
                    yield self._contribution(index, (tensor, argument))
                    index += 1

    def _evaluate(self, index: int, tensor: Tensor) -> Step:
        return {
            "index": index,
            "phase": "forward",
            "kind": "evaluate",
            "node": self._nodes[tensor],
            "edge": None,
            "latex": self._notation.formulas(tensor).forward(),
            "caption": getattr(tensor.origin, "caption", None),
            "unbroadcast": None,
            "complete": False,
        }

    def _seed(self, index: int, tensor: Tensor) -> Step:
        return {
            "index": index,
            "phase": "backward" if self._passed.mode == "reverse" else "forward",
            "kind": "seed",
            "node": self._nodes[tensor],
            "edge": None,
            "latex": self._notation.seed(tensor),
            "caption": None,
            "unbroadcast": None,
            "complete": False,
        }

    def _contribution(self, index: int, edge: EdgeKey) -> Step:
        target, argument = edge
        reverse = self._passed.mode == "reverse"
        back_from_broadcast = reverse and target.op is broadcast_to
        formulas = self._notation.formulas(target)
        tell = formulas.vjp if reverse else formulas.jvp
        added_to = target.inputs[argument] if reverse else target
        return {
            "index": index,
            "phase": "backward" if reverse else "forward",
            "kind": "unbroadcast" if back_from_broadcast else "vjp" if reverse else "jvp",
            "node": self._nodes[target],
            "edge": self._edges[edge],
            "latex": tell(argument, adds=self._notation.adds(added_to)),
            "caption": None,
            "unbroadcast": _unbroadcast(target) if back_from_broadcast else None,
            "complete": edge in self._completing,
        }


def _unbroadcast(target: Tensor) -> Unbroadcast:
    large, small = target.shape, target.inputs[0].shape
    summed, new = unbroadcast_axes(large, small)
    return {"from": large, "to": small, "sum_axes": summed, "squeeze_axes": new}
