"""Evaluation in the service's own process, with the limits that it watches itself: where there are no workers.

Nothing here can be killed. It is for machines without Linux, and for measuring what the workers cost.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from retrograd.limits import Limits
from retrograd.sandbox.evaluation import evaluated
from retrograd.sandbox.frames import Kind, Reply
from retrograd.sandbox.tickets import BrokenError


@dataclass(slots=True)
class Inside:
    """What stands in for a pool."""

    limits: Limits
    saturated: bool = False
    working: bool = True

    async def open(self) -> None:
        """Be ready."""

    async def close(self) -> None:
        """Be done."""

    async def run(
        self,
        job: bytes,
        gone: Callable[[], Awaitable[bool]] | None = None,  # noqa: ARG002  (a thread cannot be ended)
        spent: Callable[[float], None] | None = None,
    ) -> Reply:
        """Return the reply to a job; raises BrokenError if the fault is ours."""

        def work() -> tuple[Reply, float]:
            before = time.thread_time()
            return evaluated(job, self.limits), time.thread_time() - before

        reply, seconds = await asyncio.to_thread(work)
        if spent is not None:
            spent(seconds)
        if reply.kind is Kind.BROKEN:
            raise BrokenError(reply.content.decode())
        return reply
