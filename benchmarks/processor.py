"""How much of a processor a browser takes: on a machine that others use too, that says more than a clock."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def browser_seconds() -> float:
    """Return the seconds of a processor that every Chromium started from here has taken, all threads together."""
    return sum(_seconds(process) for process in _descendants() if b"--type=" in _command(process)) / TICK


def _descendants() -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        if fields := _fields(int(entry.name)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [os.getpid()]
    for process in found:
        found += children.get(process, [])
    return found[1:]


def _seconds(process: int) -> int:
    fields = _fields(process)
    return int(fields[11]) + int(fields[12]) if fields else 0


def _fields(process: int) -> list[str]:
    """Return what the kernel tells of a process after its name: state, parent, …; nothing if it has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
