"""The service in a process of its own, as `make run` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def running_service() -> Iterator[str]:
    """Serve on a free port; yields the address once the service is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "retrograd.serve"]
    with subprocess.Popen(command, env=os.environ | {"PORT": str(port), "QUIET": "1"}) as process:
        try:
            _wait_for(f"{address}/readyz")
            yield address
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
