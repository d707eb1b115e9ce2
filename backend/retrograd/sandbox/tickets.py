"""Jobs on their way, and how long they took when they were asked for before."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from retrograd.sandbox.frames import Reply
from retrograd.sandbox.worker_end import WorkerEnd

REMEMBERED = 4096
"""Jobs; those are forgotten first that nobody has asked for for longest."""


class Pace(IntEnum):
    """How long a job takes; which it is, is known once it has run, or has run before."""

    BRISK = 0
    SLOW = 1  # it makes way for others
    LONG = 2  # it has left the short lane


class SaturatedError(Exception):
    """There is no room: try again later."""


class BrokenError(Exception):
    """A job could not be done, and that is our fault; the text is for the log."""


@dataclass(slots=True, eq=False)
class Ticket:
    """One job on its way."""

    job: bytes
    answer: asyncio.Future[Reply]
    spent: Callable[[float], None]
    deadline: float
    pace: Pace = Pace.BRISK
    worker: WorkerEnd | None = None
    tries: int = 0
    begun: float = 0.0
    used: float = 0.0
    look: asyncio.TimerHandle | None = None

    def settle(self, outcome: Reply | Exception) -> None:
        """Answer, unless nobody waits any more."""
        if self.answer.done():
            return
        if isinstance(outcome, Reply):
            self.answer.set_result(outcome)
        else:
            self.answer.set_exception(outcome)


@dataclass(slots=True)
class Known:
    """The jobs that were not brisk: what was asked for once takes as long again."""

    _paces: OrderedDict[int, Pace] = field(default_factory=OrderedDict)

    def pace(self, job: bytes) -> Pace:
        """Return what is to be expected of a job."""
        found = self._paces.get(hash(job))
        if found is None:
            return Pace.BRISK
        self._paces.move_to_end(hash(job))
        return found

    def learn(self, job: bytes, pace: Pace) -> None:
        """Remember how long a job took."""
        self._paces[hash(job)] = pace
        if len(self._paces) > REMEMBERED:
            self._paces.popitem(last=False)
