"""Slopes of many like steps, taken together: a stack of small arrays costs little more than one of them.

The slope of tanh, z ↦ 1 - z², needs the values alone. Where a graph has it often, in one shape, the values are
written into the rows of one array, and the slopes are taken of that (by hand one does the same).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from retrograd.autodiff.step import Recorder, Step
from retrograd.ops.op import Rule, Shape
from retrograd.tensor import Tensor

DType = np.dtype[Any]
FEWEST = 4
"""Values in a stack: to make one and to find its rows costs more than it saves for fewer."""
MOST_CELLS = 1024
"""Cells of a value: arithmetic takes as long as the call at about that many."""


def stacked_slopes(recorder: Recorder, order: Sequence[Tensor], known: Mapping[Tensor, Step]) -> dict[Tensor, Step]:
    """Return the slopes that could be taken together, by tensor, where all values and nothing else is recorded."""
    alike: dict[tuple[Rule, Shape, DType], list[Tensor]] = {}
    for tensor in order:
        value = tensor.value
        if value.ndim and value.size <= MOST_CELLS and isinstance(known[tensor].call, np.ufunc):
            rules = tensor.op.slope if tensor.op is not None else ()
            if len(rules) == 1 and rules[0] is not None:
                alike.setdefault((rules[0], value.shape, value.dtype), []).append(tensor)
    slopes: dict[Tensor, Step] = {}
    for (rule, *_), tensors in alike.items():
        if len(tensors) >= FEWEST:
            rows = _stacked(recorder, rule, [known[tensor] for tensor in tensors])
            slopes.update(zip(tensors, rows, strict=False))
    return slopes


def _stacked(recorder: Recorder, slope: Rule, values: Sequence[Step]) -> list[Step]:
    """Write the values into a stack and return the rows of its slopes; none if a slope needs more than its value."""
    numbers = np.stack([one.value for one in values])
    stack = Step(numbers, np.empty, attributes={"shape": numbers.shape, "dtype": numbers.dtype})
    filled = Step(numbers, inputs=(stack, *values), form="{0}")
    before = Step(np.stack([one.inputs[0].value for one in values]))
    apart = Recorder()
    slopes = apart.apart(slope, [filled, before], {})
    if slopes in {None, filled, before} or any(before in step.inputs for step in apart.made):
        return []
    ahead = [stack]
    for number, one in enumerate(values):
        ahead.append(Step(one.value, inputs=(stack,), form=f"{{}}[{number}]"))
        one.inputs = (*one.inputs, ahead[-1])
    recorder.made[:0] = ahead
    recorder.made += [filled, *apart.made]
    return [recorder.formula(slopes.value[number], f"{{}}[{number}]", slopes) for number in range(len(values))]
