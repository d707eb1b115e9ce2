"""The pass that a request asks for, with every contribution recorded as it was computed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from time import thread_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.autodiff.passing import passes
from retrograd.autodiff.reverse import contributions
from retrograd.autodiff.tangent import tangents
from retrograd.errors import BadSeed, LimitExceeded
from retrograd.graphjson.identifiers import EdgeKey
from retrograd.graphjson.model import Mode
from retrograd.graphjson.seeds import seed_array
from retrograd.language.interpret import Run
from retrograd.limits import SMALLEST_WORK, WORK_PER_LOOK, Limits
from retrograd.ops.op import Value
from retrograd.tensor import Tensor


@dataclass(frozen=True, slots=True)
class Pass:
    """A finished pass: contributions in the order they were made, totals by tensor, where it started."""

    mode: Mode
    contributions: dict[EdgeKey, Value]
    totals: dict[Tensor, Value]
    started: tuple[Tensor, ...]

    @property
    def into(self) -> list[Tensor]:
        """The tensors to whose gradients, or in forward mode to whose tangents, the contributions are added."""
        if self.mode == "reverse":
            return [target.inputs[argument] for target, argument in self.contributions]
        return [target for target, _ in self.contributions]


def differentiate(run: Run, mode: Mode, seed: Any, limits: Limits) -> Pass:
    """Run the backward pass from the output, or the forward pass from the leaves.

    `seed` is the request's: see CONTRACT, section 2. Raises BadSeed, BadSeedShape, or LimitExceeded when the
    evaluation's time is up or the contributions, all of which are kept, take too much memory.
    """
    totals: dict[Tensor, Value] = {}
    if mode == "reverse":
        first = seed_array(seed, run.output, run.names.get(run.output, "output"))
        started: tuple[Tensor, ...] = (run.output,)
        walk = contributions(run.tensors, run.output, first, totals)
    else:
        reaching = _reaching_output(run)
        seeds = _tangents(run, reaching, seed)
        started = tuple(tensor for tensor in reaching if tensor in seeds)
        walk = tangents(reaching, seeds, totals)
    found: dict[EdgeKey, Value] = {}
    unclocked = memory = 0
    for target, argument, value in walk:
        if value.base is None and value is not totals.get(target):  # a view, or one passed on, takes none
            memory += value.nbytes
            if memory > limits.memory:
                raise LimitExceeded("memory", limits.memory, memory)
        unclocked += value.size + target.value.size + SMALLEST_WORK
        if unclocked > WORK_PER_LOOK:
            unclocked = 0
            if thread_time() > run.deadline:
                raise LimitExceeded("time", limits.time)
        found[target, argument] = value
    return Pass(mode, found, totals, started)


def _reaching_output(run: Run) -> list[Tensor]:
    """Return the tensors from which a derivative gets to the output, in forward order."""
    wanted = {run.output}
    found = []
    for tensor in reversed(run.tensors):
        if tensor not in wanted:
            continue
        found.append(tensor)
        if tensor.op is not None:
            wanted |= {source for argument, source in enumerate(tensor.inputs) if passes(tensor, argument)}
    return found[::-1]


def _tangents(run: Run, reaching: list[Tensor], given: Any) -> Mapping[Tensor, NDArray[Any]]:
    """Return the tangents of the leaves that reach the output: ones, or those given and zeros for the others."""
    if given is not None and not isinstance(given, dict):
        raise BadSeed("forward")
    if given is not None:
        given = {unicodedata.normalize("NFKC", name): tangent for name, tangent in given.items()}
    leaves = [tensor for tensor in run.tensors if tensor.op is None and tensor.requires_grad]
    known = {run.names.get(leaf) for leaf in leaves}
    for name in given or ():
        if name not in known:
            raise BadSeed("leaf", name)
    wanted = set(reaching)
    return {leaf: _tangent(leaf, run.names.get(leaf, ""), given) for leaf in leaves if leaf in wanted}


def _tangent(leaf: Tensor, name: str, given: dict[str, Any] | None) -> NDArray[Any]:
    if given is not None and name not in given:
        return np.zeros_like(leaf.value)
    if given is not None and given[name] is None:
        raise BadSeed("number")
    return seed_array(given and given[name], leaf, name)
