"""The service's end of one worker's pipe. What comes out of it is not trusted."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from retrograd.sandbox.frames import HEADER, LENGTH, Kind, Reply, largest


class WorkerEnd(asyncio.Protocol):
    """One worker; it does one job at a time."""

    def __init__(
        self,
        process: int,
        largest_answer: int,
        answered: Callable[[WorkerEnd, Reply], None],
        lost: Callable[[WorkerEnd], None],
    ) -> None:
        """Take what is to be called with a reply, and when the worker has ended or sends what it must not send."""
        self.process = process
        self.jobs = 0
        self.slow = False
        self._largest = largest_answer
        self._answered = answered
        self._lost = lost
        self._busy = False
        self._received = bytearray()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def ask(self, job: bytes) -> None:
        """Send a job."""
        assert self._transport is not None  # noqa: S101  (connected before it is used)
        self._busy = True
        self.jobs += 1
        self._transport.writelines([LENGTH.pack(len(job)), job])

    def data_received(self, data: bytes) -> None:
        """Gather a reply; a worker that sends what it was not asked for, or too much of it, is lost."""
        received = self._received
        received += data
        if not self._busy:
            self._lose()
            return
        if len(received) < HEADER.size:
            return
        kind, length = HEADER.unpack_from(received)
        if length > largest(kind, self._largest) or len(received) > HEADER.size + length:
            self._lose()
        elif len(received) == HEADER.size + length:
            content = bytes(memoryview(received)[HEADER.size :])
            self._received = bytearray()
            self._busy = False
            self._answered(self, Reply(Kind(kind), content))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (asyncio's signature)
        """Tell that the worker has ended."""
        self._lose()

    def close(self) -> None:
        """Let go of the worker; nothing is told of it any more."""
        self._lost = self._answered = _nothing
        if self._transport is not None:
            self._transport.abort()

    def seconds(self) -> float:
        """Return the processor time in seconds that the worker has used so far; 0 if it is gone.

        The clock's number is made as the C library's clock_getcpuclockid makes it, which Python lacks.
        """
        try:
            return time.clock_gettime(~self.process << 3 | 2)
        except OSError:
            return 0.0

    def yield_to_others(self, niceness: int) -> None:
        """Lower the worker's priority by this niceness, whatever the service's own is; it cannot be raised again."""
        self.slow = True
        with suppress(OSError):
            before = os.getpriority(os.PRIO_PROCESS, self.process)
            os.setpriority(os.PRIO_PROCESS, self.process, before + niceness)

    def _lose(self) -> None:
        lost, self._lost = self._lost, _nothing
        self._answered = _nothing
        lost(self)


def _nothing(*_args: object) -> None:
    """Nobody has to be told."""
