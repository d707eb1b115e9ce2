"""The value of a formula: so that it can be held to the gradient that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from retrograd.symbolic.terms import Term


def evaluated(given: Term) -> Any:
    """Return the numbers of a term, from those of the tensors that it names."""
    values = dict[Term, Any]()
    for one in in_order(given):
        values[one] = np.broadcast_to(one.value([values[operand] for operand in one.operands]), one.shape)
    return values[given]


def in_order(given: Term) -> Iterator[Term]:
    """Yield every term once, after those that it is made of."""
    seen, stack = set[Term](), [(given, False)]
    while stack:
        one, ready = stack.pop()
        if ready:
            yield one
        elif one not in seen:
            seen.add(one)
            stack.append((one, True))
            stack += [(operand, False) for operand in one.operands if operand not in seen]
