"""The timeline: what was computed, one step at a time, in the order it was computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retrograd.autodiff.reverse import Contribution
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
        self._last = {passed.adds_to(one): one for one in passed.contributions.values()}

    def steps(self) -> tuple[Step, ...]:
        """Return the timeline, forward first."""
        told = self._reverse() if self._passed.mode == "reverse" else self._forward()
        return tuple(told)

    def _reverse(self) -> Iterator[Step]:
        index = 0
        for tensor in self._run.tensors:
            if tensor.op is not None:
                yield self._evaluate(index, tensor)
                index += 1
        yield self._seed(index, self._run.output)
        for contribution in self._passed.contributions.values():
            index += 1
            yield self._contribution(index, contribution)

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
                contribution = self._passed.contributions.get((tensor, argument))
                if contribution is not None:
                    yield self._contribution(index, contribution)
                    index += 1

    def _evaluate(self, index: int, tensor: Tensor) -> Step:
        return Step(
            index=index,
            phase="forward",
            kind="evaluate",
            node=self._nodes[tensor],
            edge=None,
            latex=self._notation.formulas(tensor).forward(),
            caption=getattr(tensor.origin, "caption", None),
            unbroadcast=None,
            complete=False,
        )

    def _seed(self, index: int, tensor: Tensor) -> Step:
        return Step(
            index=index,
            phase="backward" if self._passed.mode == "reverse" else "forward",
            kind="seed",
            node=self._nodes[tensor],
            edge=None,
            latex=self._notation.seed(tensor),
            caption=None,
            unbroadcast=None,
            complete=False,
        )

    def _contribution(self, index: int, contribution: Contribution) -> Step:
        target, argument = contribution.target, contribution.argument
        reverse = self._passed.mode == "reverse"
        back_from_broadcast = reverse and target.op is broadcast_to
        formulas = self._notation.formulas(target)
        tell = formulas.vjp if reverse else formulas.jvp
        added_to = self._passed.adds_to(contribution)
        return Step(
            index=index,
            phase="backward" if reverse else "forward",
            kind="unbroadcast" if back_from_broadcast else "vjp" if reverse else "jvp",
            node=self._nodes[target],
            edge=self._edges[target, argument],
            latex=tell(argument, adds=self._notation.adds(added_to)),
            caption=None,
            unbroadcast=_unbroadcast(contribution) if back_from_broadcast else None,
            complete=self._last[added_to] is contribution,
        )


def _unbroadcast(contribution: Contribution) -> Unbroadcast:
    large, small = contribution.target.shape, contribution.source.shape
    summed, new = unbroadcast_axes(large, small)
    return {"from": large, "to": small, "sum_axes": summed, "squeeze_axes": new}
