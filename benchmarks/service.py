"""The service in a process of its own, as `make run` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: where, and as which process."""

    port: int
    process: int

    @property
    def address(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running_service() -> Iterator[str]:
    """Serve on a free port; yields the address once the service is ready."""
    with running() as service:
        yield service.address


@contextmanager
def running() -> Iterator[Service]:
    """Serve on a free port; yields the service once it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "retrograd.serve"]
    with subprocess.Popen(command, env=os.environ | {"PORT": str(port), "QUIET": "1"}) as process:
        try:
            service = Service(port, process.pid)
            _wait_for(f"{service.address}/readyz")
            yield service
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(address).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise SystemExit("The service did not start.")
