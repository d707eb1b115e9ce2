"""Who works when: short jobs before long ones, no more waiting than can be served, and nobody works for ever."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pydantic import ValidationError

from retrograd.errors import LimitExceeded
from retrograd.limits import Limits
from retrograd.sandbox.frames import Kind, Reply
from retrograd.sandbox.lanes import Lanes
from retrograd.sandbox.nest import Ended, Nest, NurseryLostError
from retrograd.sandbox.refusal import Refusal
from retrograd.sandbox.tickets import BrokenError, Known, Pace, SaturatedError, Ticket
from retrograd.sandbox.worker_end import WorkerEnd

LOG = logging.getLogger(__name__)
LOOK = 0.02
"""Seconds: no two looks at a job are closer to each other."""
STILL_THERE = 1.0
"""Seconds between two looks whether somebody still waits for an answer."""
AGAIN = 0.5
"""Seconds until a nursery that was lost, or a worker that never began, is replaced."""
START = 60.0
"""Seconds that the workers may take to be there."""
TRIES = 2
MOST_TRIES = 10
"""With those that do not count, as the worker was about to end before it could begin."""
BARELY = 0.005
"""Seconds of a processor that it takes to end."""
NO_MEMORY = {-getattr(signal, name, 0) for name in ("SIGSEGV", "SIGBUS", "SIGABRT")}
"""What NumPy and BLAS die of where there is no memory: they do not always ask whether they got it."""
MUCH = 0.6
"""Of the memory of a worker: one that had more when it was killed was killed for it."""


async def _there() -> bool:
    return False


def _free(_seconds: float) -> None:
    """Nobody counts."""


@dataclass(slots=True, eq=False)
class Pool:
    """Workers, the jobs they do, and the jobs that wait; it belongs to one event loop."""

    limits: Limits
    lanes: Lanes
    _waiting: deque[Ticket] = field(default_factory=deque)
    _waiting_long: deque[Ticket] = field(default_factory=deque)
    _running: dict[WorkerEnd, Ticket] = field(default_factory=dict)
    _idle: list[WorkerEnd] = field(default_factory=list)
    _idle_slow: list[WorkerEnd] = field(default_factory=list)
    _known: Known = field(default_factory=Known)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _nest: Nest | None = None
    _hatching: int = 0
    _bytes: int = 0

    async def open(self) -> None:
        """Start the nursery and the workers; returns when the short lane has its own, or raises TimeoutError."""
        self._begin()
        async with asyncio.timeout(START):
            while len(self._idle) < self.lanes.short:
                await asyncio.sleep(LOOK)

    async def close(self) -> None:
        """End all workers; returns when none is left. Whoever waits is told that there is no room."""
        nest, self._nest = self._nest, None
        for ticket in (*self._waiting, *self._waiting_long, *self._running.values()):
            ticket.settle(SaturatedError())
        for task in self._tasks:
            task.cancel()
        for worker in (*self._idle, *self._idle_slow, *self._running):
            worker.close()
        for kept in (self._waiting, self._waiting_long, self._running, self._idle, self._idle_slow):
            kept.clear()
        if nest is not None:
            await nest.close()

    @property
    def saturated(self) -> bool:
        """Whether a job that comes now would be refused."""
        waiting = len(self._waiting) + len(self._waiting_long)
        return self._nest is None or waiting >= self.lanes.queue or self._bytes > self.lanes.queued_bytes

    @property
    def working(self) -> bool:
        """Whether there are workers."""
        return bool(self._running or self._idle or self._idle_slow)

    async def run(
        self,
        job: bytes,
        gone: Callable[[], Awaitable[bool]] = _there,
        spent: Callable[[float], None] = _free,
    ) -> Reply:
        """Return the reply to a job: an answer, or a refusal whose content has been checked.

        `gone` is asked now and then whether nobody waits for the reply any more; `spent` is told the seconds of a
        processor that the job has used, whatever became of it. Raises LimitExceeded where the job had to be
        killed for its time or memory, SaturatedError if there is no room, BrokenError if the fault is ours.
        """
        if self.saturated:
            raise SaturatedError
        loop = asyncio.get_running_loop()
        ticket = Ticket(job, loop.create_future(), spent, time.monotonic() + self.lanes.wall)
        self._wait(ticket)
        self._dispatch()
        try:
            while not (await asyncio.wait([ticket.answer], timeout=STILL_THERE))[0]:
                if await gone() or time.monotonic() > ticket.deadline:
                    raise SaturatedError
            return ticket.answer.result()
        finally:
            if not ticket.answer.done():
                ticket.answer.cancel()
                self._withdraw(ticket)

    def _wait(self, ticket: Ticket, *, first: bool = False) -> None:
        ticket.pace = self._known.pace(ticket.job)
        self._bytes += len(ticket.job)
        queue = self._waiting_long if ticket.pace is Pace.LONG else self._waiting
        (queue.appendleft if first else queue.append)(ticket)

    def _withdraw(self, ticket: Ticket) -> None:
        """Forget a job that nobody waits for."""
        if ticket.worker is not None:
            self._leave(ticket.worker)
            return
        for queue in (self._waiting, self._waiting_long):
            if ticket in queue:
                queue.remove(ticket)
                self._bytes -= len(ticket.job)

    def _dispatch(self) -> None:
        """Give waiting jobs to idle workers."""
        while self._waiting and self._free(self._waiting[0]) and self._count(Pace.SLOW) < self.lanes.short:
            self._start(self._waiting.popleft())
        while self._waiting_long and self._free(self._waiting_long[0]) and self._count(Pace.LONG) < self.lanes.long:
            self._start(self._waiting_long.popleft())

    def _count(self, pace: Pace) -> int:
        """Return how many jobs are in the short lane, or in the long one."""
        long = sum(ticket.pace is Pace.LONG for ticket in self._running.values())
        return long if pace is Pace.LONG else len(self._running) - long

    def _free(self, ticket: Ticket) -> list[WorkerEnd]:
        """Return the idle workers that a job may have: a slow one rather has one whose priority is low already."""
        return self._idle_slow if ticket.pace and self._idle_slow else self._idle

    def _start(self, ticket: Ticket) -> None:
        """Give a job to the latest worker that worked: it is warm."""
        self._make_way()
        worker = ticket.worker = self._free(ticket).pop()
        self._bytes -= len(ticket.job)
        ticket.tries += 1
        ticket.begun = worker.seconds()
        if ticket.pace:
            self._yield(worker)
        ticket.look = asyncio.get_running_loop().call_later(self.lanes.brief, self._look, ticket)
        self._running[worker] = ticket
        worker.ask(ticket.job)

    def _make_way(self) -> None:
        """Lower the priority of whoever has had a turn, before somebody else gets one.

        A priority cannot be raised again: such a worker does slow jobs from then on. So it is left as it is while
        nobody comes.
        """
        for worker, ticket in self._running.items():
            if not worker.slow and worker.seconds() - ticket.begun > self.lanes.first:
                ticket.pace = Pace.SLOW
                self._yield(worker)

    def _yield(self, worker: WorkerEnd) -> None:
        if not worker.slow:
            worker.yield_to_others(self.lanes.niceness)
            self._replenish()

    def _look(self, ticket: Ticket) -> None:
        """See how long a job has taken: lower its priority, end it, or look again when it could be time to."""
        worker = ticket.worker
        if worker is None:
            return
        used = worker.seconds() - ticket.begun
        allowed = self.limits.time + self.lanes.grace
        if used >= allowed:
            self._leave(worker)
            ticket.settle(LimitExceeded("time", self.limits.time))
            return
        if ticket.pace is not Pace.LONG and used >= self.lanes.brief:
            full = self._count(Pace.LONG) >= self.lanes.long
            ticket.pace = Pace.LONG
            if full:
                self._leave(worker)
                ticket.settle(SaturatedError())
                return
            self._yield(worker)
            self._dispatch()
        wanted = (allowed if ticket.pace is Pace.LONG else self.lanes.brief) - used
        ticket.look = asyncio.get_running_loop().call_later(max(wanted, LOOK), self._look, ticket)

    def _answered(self, worker: WorkerEnd, reply: Reply) -> None:
        ticket = self._running[worker]
        outcome: Reply | Exception = reply
        tired = ticket.pace is Pace.LONG or worker.jobs >= self.lanes.jobs
        if reply.kind is Kind.REFUSAL:
            try:
                tired = tired or Refusal.read(reply.content).code == "limit_memory"
            except ValidationError:
                outcome, tired = BrokenError("a worker sent a refusal that is none"), True
        elif reply.kind is Kind.BROKEN:
            outcome, tired = BrokenError(ascii(reply.content.decode("utf-8", "replace"))), True
        self._leave(worker, reuse=not tired)
        ticket.settle(outcome)

    def _leave(self, worker: WorkerEnd, *, reuse: bool = False) -> None:
        """Take a worker from its job, and put it back or end it."""
        self._take(worker)
        if reuse and not worker.slow:
            self._idle.append(worker)
        elif reuse and len(self._idle_slow) < self.lanes.short:
            self._idle_slow.append(worker)
        else:
            self._discard(worker)
        self._dispatch()

    def _take(self, worker: WorkerEnd) -> Ticket:
        """Take a job from its worker, and count what it has used."""
        ticket = self._running.pop(worker)
        used = max(worker.seconds() - ticket.begun, 0.0)
        ticket.used = used
        ticket.spent(used)
        if used > self.lanes.first:
            self._known.learn(ticket.job, Pace.LONG if ticket.pace is Pace.LONG else Pace.SLOW)
        ticket.worker = None
        if ticket.look is not None:
            ticket.look.cancel()
        return ticket

    def _discard(self, worker: WorkerEnd) -> None:
        worker.close()
        self._task(self._end(worker))
        self._replenish()

    def _lost(self, worker: WorkerEnd) -> None:
        """A worker has ended by itself, or somebody has killed it: its job is tried once more."""
        worker.close()
        if worker in self._idle or worker in self._idle_slow:
            (self._idle_slow if worker.slow else self._idle).remove(worker)
            self._task(self._end(worker, pause=0.0 if worker.jobs else AGAIN))
        elif worker in self._running:
            ticket = self._take(worker)
            if ticket.tries < TRIES or (ticket.used < BARELY and ticket.tries < MOST_TRIES):
                self._wait(ticket, first=True)
                self._task(self._end(worker))
            else:
                self._task(self._explain(worker, ticket))
        self._replenish()
        self._dispatch()

    async def _explain(self, worker: WorkerEnd, ticket: Ticket) -> None:
        """Say why a job lost its worker twice."""
        ended = await self._ended(worker)
        if ended and (ended.code in NO_MEMORY or ended.memory > MUCH * self.limits.worker):
            ticket.settle(LimitExceeded("memory", self.limits.worker))
        else:
            LOG.error("a job lost its worker twice: %s", ended)
            ticket.settle(SaturatedError())

    async def _end(self, worker: WorkerEnd, pause: float = 0.0) -> None:
        await self._ended(worker)
        if pause:
            self._hatching += 1  # in its stead, so that nobody starts another one meanwhile
            await asyncio.sleep(pause)
            self._hatching -= 1
            self._replenish()

    async def _ended(self, worker: WorkerEnd) -> Ended | None:
        try:
            return await self._nest.end(worker.process) if self._nest is not None else None
        except NurseryLostError:
            return None

    def _replenish(self) -> None:
        """Start as many workers as the short lane and the spare ones want."""
        if self._nest is None:
            return
        brisk = sum(not worker.slow for worker in self._running)
        there = len(self._idle) + brisk + self._hatching
        for _ in range(self.lanes.short + self.lanes.spare - there):
            self._hatching += 1
            self._task(self._hatch(self._nest))

    async def _hatch(self, nest: Nest) -> None:
        worker = None
        try:
            worker = await self._worker(nest)
        except NurseryLostError:
            pass
        finally:
            self._hatching -= 1
        if worker is not None:
            self._idle.append(worker)
            self._dispatch()
        elif nest is not self._nest:  # the next nursery counted on this worker when it began
            self._replenish()

    async def _worker(self, nest: Nest) -> WorkerEnd:
        process, connection = await nest.fork()
        worker = WorkerEnd(process, self.limits.body, self._answered, self._lost)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=connection)
        return worker

    def _begin(self) -> None:
        self._nest = Nest(self.limits, self._nursery_lost)
        self._replenish()

    def _nursery_lost(self) -> None:
        """Start another nursery after a moment; the workers end with the old one, and their jobs are tried again."""
        LOG.error("the nursery has ended")
        self._task(self._begin_again())

    async def _begin_again(self) -> None:
        await asyncio.sleep(AGAIN)
        self._begin()

    def _task(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
