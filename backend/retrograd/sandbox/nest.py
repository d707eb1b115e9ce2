"""The service's connection to the nursery: workers are had from it, and given back to be ended."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass

import orjson

from retrograd.limits import Limits
from retrograd.sandbox.frames import COMMAND, END, FORK, REPLY

# One BLAS thread: on small matrices several are many times slower, and a worker may not have any.
START = """
import json, os, sys
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
sys.path[:] = json.loads(sys.argv[1])
from retrograd.limits import Limits
from retrograd.sandbox.nursery import main
main(int(sys.argv[3]), Limits(**json.loads(sys.argv[2])))
"""
PATIENCE = 5.0
"""Seconds that a nursery may take to end its workers and itself."""


class NurseryLostError(Exception):
    """The nursery has ended, and all workers with it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker ended: its exit code (negative: by that signal) and the most memory it had, in bytes."""

    code: int
    memory: int


class Nest:
    """One nursery, as the event loop sees it."""

    def __init__(self, limits: Limits, lost: Callable[[], None]) -> None:
        """Start a nursery; `lost` is called if it ends without having been told to."""
        self._lost = lost
        self._asked: deque[asyncio.Future[tuple[int, int, int]]] = deque()
        self._received = bytearray()
        self._loop = asyncio.get_running_loop()
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        arguments = [orjson.dumps(sys.path).decode(), orjson.dumps(asdict(limits)).decode(), str(theirs.fileno())]
        with theirs:
            # An environment without a word in it, which is what /proc tells of all workers.
            self.process = subprocess.Popen(  # noqa: S603  (our own interpreter, our own code)
                [sys.executable, "-I", "-c", START, *arguments],
                env={},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
        self._loop.add_reader(self._socket, self._readable)

    async def fork(self) -> tuple[int, socket.socket]:
        """Return a new worker: its process id, and the service's end of its pipe; raises NurseryLostError."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            with theirs:
                asked = self._ask(COMMAND.pack(FORK, 0), [theirs.fileno()])
            worker, _, _ = await asked
        except BaseException:
            ours.close()
            raise
        return worker, ours

    async def end(self, worker: int) -> Ended:
        """Kill a worker and say how it ended; raises NurseryLostError."""
        _, code, memory = await self._ask(COMMAND.pack(END, worker), [])
        return Ended(code, memory)

    async def close(self) -> None:
        """End the nursery, with all its workers; returns when no process is left."""
        self._lost = _nothing
        self._let_go()
        try:
            await asyncio.to_thread(self.process.wait, PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _ask(self, command: bytes, descriptors: list[int]) -> asyncio.Future[tuple[int, int, int]]:
        asked: asyncio.Future[tuple[int, int, int]] = self._loop.create_future()
        try:
            socket.send_fds(self._socket, [command], descriptors)
        except OSError:
            raise NurseryLostError from None
        self._asked.append(asked)
        return asked

    def _readable(self) -> None:
        try:
            part = self._socket.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            self._let_go()
            self.process.kill()  # it is ending, and its workers end with it
            self.process.wait()
            self._lost()
            return
        self._received += part
        while len(self._received) >= REPLY.size:
            found = REPLY.unpack_from(self._received)
            del self._received[: REPLY.size]
            asked = self._asked.popleft()
            if not asked.done():
                asked.set_result(found)

    def _let_go(self) -> None:
        if self._socket.fileno() < 0:
            return
        self._loop.remove_reader(self._socket)
        self._socket.close()
        for asked in self._asked:
            if not asked.done():
                asked.set_exception(NurseryLostError())
                asked.exception()  # nobody has to have waited for it
        self._asked.clear()


def _nothing() -> None:
    """Nobody has to be told."""
