"""Programs in a process of their own, on a small stack: what would kill an interpreter kills none but that one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from retrograd.errors import ProgramError
from retrograd.graphjson.build import Options
from retrograd.graphjson.evaluate import evaluate
from retrograd.limits import Limits

STACK = 2 * 1024 * 1024
"""Bytes: a quarter of what a thread usually has, and what Python's own guards of its parser need."""


class Answer(NamedTuple):
    """The code of the error or "graph", the processor time in seconds, and the process's peak in MiB."""

    code: str
    seconds: float
    peak: int


def answers(programs: Mapping[str, str]) -> dict[str, Answer | None]:
    """Evaluate each program, after a first that is harmless; None for the one that killed its process."""
    found: dict[str, Answer | None] = {}
    left = dict(programs)
    while left:
        run = subprocess.run(
            [sys.executable, "-m", "tests.language.apart"],
            input=json.dumps(list(left.values())),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        told = [Answer(*json.loads(line)) for line in run.stdout.splitlines()]
        found |= zip(left, [*told, None], strict=False)
        left = dict(list(left.items())[len(told) + 1 :])
    return found


def _answer(program: str) -> Answer:
    begun = process_time()
    try:
        evaluate(program, Options(), Limits())
        code = "graph"
    except ProgramError as error:
        code = error.code
    return Answer(code, process_time() - begun, _peak())


def _peak() -> int:
    """Return the process's own peak, as Linux tells it: what `resource` tells begins with the parent's."""
    status = Path("/proc/self/status")
    told = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return int(told[1]) // 1024 if told else 0


def _tell_all() -> None:
    evaluate("x = 1", Options(), Limits())
    for program in json.loads(sys.stdin.read()):
        told: Any = _answer(program)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    threading.stack_size(STACK)
    thread = threading.Thread(target=_tell_all)
    thread.start()
    thread.join()
