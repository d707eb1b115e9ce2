"""Run the service: `python -m retrograd.serve`, on HOST and PORT of the environment."""

from __future__ import annotations

import os
import sys

import uvicorn


def main() -> int:
    """Serve until interrupted."""
    # Small matrices on several BLAS threads are many times slower than on one; read when NumPy is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or int(port) > 65535:
        print(f"PORT must be a number up to 65535, not {port!r}.", file=sys.stderr)  # noqa: T201
        return 2
    uvicorn.run(
        "retrograd.api.app:create_app",
        factory=True,
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(port),
        log_level="warning" if os.environ.get("QUIET") else "info",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
