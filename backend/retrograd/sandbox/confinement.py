"""What a worker may not do. Linux; each line holds by the kernel's word, not by ours."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

from retrograd.limits import Limits

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
DESCRIPTORS = 16
"""The pipe, and what Python needs for a moment to import a module that nobody thought of."""
FIRST_TO_DIE = b"1000"


def confine(connection: int, parent: int, limits: Limits) -> None:
    """Confine this process, whose parent has the id `parent`; what stays is the descriptor `connection`, as 0.

    The address space is limited last: what is loaded and warm counts, and what is to come must fit beside it.
    """
    _die_with(parent)
    # A group of its own, so that a key at the terminal stops the service alone. No session of its own: Linux may
    # share the processor among sessions first ("autogroup"), and then a priority means nothing between them.
    os.setpgid(0, 0)
    # When memory runs out on the machine, a worker goes and the service stays.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(FIRST_TO_DIE)
    os.environ.clear()
    os.chdir("/")
    os.dup2(connection, 0)
    os.closerange(1, os.sysconf("SC_OPEN_MAX"))
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
        (resource.RLIMIT_AS, limits.worker),
    ):
        resource.setrlimit(what, (most, most))


def _die_with(parent: int) -> None:
    """Let the kernel kill this process when its parent ends, and take no rights from any file it could execute."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for what, value in ((PR_SET_PDEATHSIG, signal.SIGKILL), (PR_SET_NO_NEW_PRIVS, 1)):
        if prctl(what, value, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:  # it ended before it could be watched
        os._exit(1)
