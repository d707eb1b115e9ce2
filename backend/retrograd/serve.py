"""Run the service: `python -m retrograd.serve`, on HOST and PORT of the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import uvicorn

GOODBYE = 5
"""Seconds that requests have to end when the service is told to."""


def main() -> int:
    """Serve until interrupted; returns 2 for an environment that cannot be read."""
    # Small matrices on several BLAS threads are many times slower than on one; read when NumPy is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        config = configuration(os.environ)
    except ValueError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    uvicorn.Server(config).run()
    return 0


def configuration(environment: Mapping[str, str]) -> uvicorn.Config:
    """Return how to serve; raises ValueError for a variable that cannot be read.

    QUIET silences all but warnings, the lines for requests too.
    """
    port = environment.get("PORT", "8000")
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"PORT must be a number up to 65535, not {port!r}.")
    quiet = bool(environment.get("QUIET"))
    if not quiet:
        _api("log").to_standard_output()
    return uvicorn.Config(
        _api("app").create_app(_api("settings").Settings.from_environment(environment)),
        host=environment.get("HOST", "127.0.0.1"),
        port=int(port),
        http=_api("connection").Connection,
        ws="none",
        log_level="warning" if quiet else "info",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application's own affair: see Settings.proxies
        timeout_graceful_shutdown=GOODBYE,
    )


def _api(room: str) -> Any:
    """Load a part of the service when it is needed: other commands do without it."""
    return import_module(f"retrograd.api.{room}")


if __name__ == "__main__":
    sys.exit(main())
