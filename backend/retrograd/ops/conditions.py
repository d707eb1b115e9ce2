"""Which tensors hold truth values: comparisons, and what connectives and moves of cells make of them.

All tensors hold floats; that the numbers of one are truth values is seen by how it was made.
"""

from __future__ import annotations

from typing import Any

import numpy as np

OF_CONDITIONS = frozenset(
    {
        *("add", "maximum", "minimum", "multiply", "detach", "where", "concatenate", "stack", "vstack", "hstack"),
        *("broadcast_to", "expand_dims", "flatten", "flip", "getitem", "moveaxis", "repeat", "reshape", "roll"),
        *("squeeze", "swapaxes", "take", "tile", "transpose", "tril", "triu"),
    }
)
"""Operations that make a condition of conditions, as NumPy's do of booleans; `1 - condition` is one too."""
PICKING = frozenset({"getitem", "take"})
"""Of these the first operand alone is the condition."""


def is_condition(tensor: Any) -> bool:
    """Return whether the numbers of a tensor are truth values; of an array, whether its dtype says so."""
    waiting, seen = [tensor], {id(tensor)}
    while waiting:
        one = waiting.pop()
        op = getattr(one, "op", None)
        if op is None:
            if not (getattr(getattr(one, "origin", None), "truth", False) or getattr(one, "dtype", None) == np.bool_):
                return False
        elif not op.truth:
            negation = op.name == "subtract" and _is_bare_one(one.inputs[0])
            if op.name not in OF_CONDITIONS and not negation:
                return False
            operands = one.inputs[1:] if negation else one.inputs[:1] if op.name in PICKING else one.inputs
            waiting.extend(source for source in operands if id(source) not in seen)
            seen.update(map(id, operands))
    return True


def _is_bare_one(tensor: Any) -> bool:
    """Return whether a tensor is the 1 of `1 - condition`, which a broadcast may have spread."""
    source = tensor.inputs[0] if tensor.implicit else tensor
    return source.op is None and not source.requires_grad and bool((source.value == 1).all())
