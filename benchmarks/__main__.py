"""Measure, and print what was measured: `python -m benchmarks`, or one part of it: `python -m benchmarks engine`."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from importlib import import_module

PARTS = {
    "engine": "benchmarks.engine_table",
    "programs": "benchmarks.program_table",
    "scaling": "benchmarks.scaling",
    "page": "benchmarks.people",
    "frames": "benchmarks.frames",
    "load": "benchmarks.load",
}
# Set before NumPy is loaded, which reads it once. PyTorch has one thread too.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main() -> None:
    """Run the parts that were asked for, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all of them if left out")
    parts = parser.parse_args().parts or list(PARTS)
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"no part {unknown[0]!r}: there are {', '.join(PARTS)}")
    if len(parts) == 1:
        if parts[0] not in {"page", "frames", "load"}:
            os.environ.update(ONE_THREAD)
        print(import_module(PARTS[parts[0]]).report())
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    for part in parts:
        print(f"\n## {part}\n", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks", part], check=True)


if __name__ == "__main__":
    main()
