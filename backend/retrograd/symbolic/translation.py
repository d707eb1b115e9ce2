"""A recorded graph as terms: each tensor read once, after those that it was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import thread_time

from retrograd.errors import LimitExceeded
from retrograd.limits import Limits
from retrograd.symbolic.reading import read
from retrograd.symbolic.terms import Term
from retrograd.tensor import Tensor

Settling = Callable[[Tensor, Term], Term]
"""What is to stand for a tensor that was read as this term: the term itself, or a shorter one."""
TENSORS_PER_LOOK = 16


class Clock:
    """The time that is left for a request."""

    def __init__(self, deadline: float, limits: Limits) -> None:
        """Stop at `deadline`, in processor time of this thread."""
        self._deadline, self._limits, self._passed = deadline, limits, 0

    def tick(self) -> None:
        """Raise LimitExceeded if it is too late."""
        self._passed += 1
        if self._passed % TENSORS_PER_LOOK == 0 and thread_time() > self._deadline:
            raise LimitExceeded("time", self._limits.time)


class Translation:
    """The terms of tensors, where some are known and others settled as they are read."""

    def __init__(
        self, known: Mapping[Tensor, Term], source: Callable[[Tensor], Term], settle: Settling, clock: Clock
    ) -> None:
        """Begin with what is `known`; `source` gives the term of a tensor that no operation made."""
        self._terms = dict(known)
        self._source = source
        self._settle = settle
        self._clock = clock

    def term(self, tensor: Tensor) -> Term:
        """Return the term of a tensor."""
        terms, stack = self._terms, [tensor]
        while stack:
            one = stack[-1]
            if one in terms:
                stack.pop()
                continue
            if one.op is None:
                terms[one] = self._source(one)
                continue
            missing = [source for source in one.inputs if source not in terms]
            if missing:
                stack += missing
                continue
            self._clock.tick()
            terms[one] = self._settle(one, read(one, [terms[source] for source in one.inputs]))
            stack.pop()
        return terms[tensor]
