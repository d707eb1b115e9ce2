"""A client that asks one question after the other on one connection, and writes down how it was answered."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

import numpy as np

AGAIN = 0.01
"""Seconds until a client comes back that was turned away: far sooner than it was told to."""


@dataclass(slots=True)
class Answered:
    """What became of the questions of one or more clients: how many seconds those took that were answered, and those
    that were turned away with 503; and the statuses, of which 0 is a connection that broke.
    """

    seconds: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def quantile(self, share: float) -> float:
        """Return the time in milliseconds that this share of the answers stayed below."""
        return _quantile(self.seconds, share)

    def quantile_refused(self, share: float) -> float:
        """Return the time in milliseconds that this share of those stayed below who were turned away."""
        return _quantile(self.refused, share)

    @property
    def failed(self) -> int:
        """How many questions got another answer than 200."""
        return sum(count for status, count in self.statuses.items() if status != 200)


@dataclass(frozen=True, slots=True)
class Client:
    """One client: what it asks in turn, and how many seconds it pauses between two questions."""

    port: int
    programs: Sequence[str]
    pause: float = 0.0

    async def ask_until(self, end: float, answered: Answered) -> None:
        """Ask until this time on the monotonic clock."""
        questions = cycle([_question(program) for program in self.programs])
        while time.monotonic() < end:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**24)
                try:
                    await self._ask_on(reader, writer, questions, end, answered)
                finally:
                    writer.close()
            except (OSError, asyncio.IncompleteReadError):
                answered.statuses[0] += 1

    async def _ask_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        questions: cycle[bytes],
        end: float,
        answered: Answered,
    ) -> None:
        while time.monotonic() < end:
            begun = time.perf_counter()
            writer.write(next(questions))
            status = await _answer(reader)
            answered.statuses[status] += 1
            (answered.refused if status == 503 else answered.seconds).append(time.perf_counter() - begun)
            await asyncio.sleep(self.pause if status != 503 else max(AGAIN, self.pause))


async def asked(clients: Sequence[Client], seconds: float) -> Answered:
    """Let clients ask at once for a while; returns what became of all their questions."""
    together = Answered()
    end = time.monotonic() + seconds
    await asyncio.gather(*(client.ask_until(end, together) for client in clients))
    return together


def _quantile(seconds: Sequence[float], share: float) -> float:
    return float(np.quantile(seconds, share)) * 1000 if seconds else float("nan")


def _question(program: str) -> bytes:
    body = json.dumps({"program": program}).encode()
    head = f"POST /api/graph HTTP/1.1\r\nHost: load\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one response; the service tells the length of each."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])
