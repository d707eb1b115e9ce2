"""The nursery: a process with everything loaded and warm, that forks workers, ends them, and does nothing else.

The standard library's forkserver would do the same, but it hands its own environment on, imports the service's main
module again in every child, and its children are told what to do by pickles.
"""

from __future__ import annotations

import os
import signal
import socket
import traceback

from retrograd.limits import Limits
from retrograd.sandbox.confinement import confine
from retrograd.sandbox.frames import COMMAND, FORK, REPLY
from retrograd.sandbox.loaded import leave_loaded_alone
from retrograd.sandbox.worker import serve, warm_up


def main(descriptor: int, limits: Limits) -> None:
    """Serve commands on a socket until it ends; then no worker is left."""
    os.environ.clear()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up(limits)
    leave_loaded_alone()
    service = socket.socket(fileno=descriptor)
    workers: set[int] = set()
    try:
        while True:
            message, descriptors, _, _ = socket.recv_fds(service, COMMAND.size, 1)
            if len(message) < COMMAND.size:
                return
            what, worker = COMMAND.unpack(message)
            if what == FORK:
                worker = _fork(descriptors[0], limits)
                workers.add(worker)
                service.sendall(REPLY.pack(worker, 0, 0))
            else:  # of another nursery, perhaps, which is no more
                ended = _end(worker) if worker in workers else (0, 0)
                workers.discard(worker)
                service.sendall(REPLY.pack(worker, *ended))
    except ConnectionError:
        return
    finally:
        for worker in workers:
            _end(worker)


def _fork(connection: int, limits: Limits) -> int:
    """Start a worker on a connection; returns its process id."""
    nursery = os.getpid()
    worker = os.fork()
    if worker:
        os.close(connection)
        return worker
    try:
        confine(connection, nursery, limits)
        serve(socket.socket(fileno=0), limits)
    except BaseException:  # whatever it is: nothing of the nursery may run on in here
        traceback.print_exc()  # goes where the service's own errors go, until the worker is confined
    finally:
        os._exit(0)


def _end(worker: int) -> tuple[int, int]:
    """Kill a worker, unless it is dead already; returns its exit code and the most memory it had, in bytes."""
    os.kill(worker, signal.SIGKILL)
    _, status, used = os.wait4(worker, 0)
    return os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024
