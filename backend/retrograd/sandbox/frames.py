"""What travels between the service, its nursery and its workers. Nothing of it is a pickle."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

LENGTH = struct.Struct(">I")  # of a job, which follows
HEADER = struct.Struct(">BI")  # of a reply: its kind and its length
LARGEST_REFUSAL = 16 * 1024
"""Bytes; a report quotes little of the program."""

COMMAND = struct.Struct(">Bi")  # FORK, and a descriptor travels with it; or END, and a process id
REPLY = struct.Struct(">iiq")  # the process id; of one that ended its exit code and the most memory it had, in bytes
FORK, END = 1, 2


class Kind(IntEnum):
    """What a worker can answer."""

    ANSWER = 1  # JSON
    COMPRESSED = 2  # JSON, gzipped
    REFUSAL = 3  # why the program was refused: a Refusal in JSON
    BROKEN = 4  # where our own code went wrong, for the log


@dataclass(frozen=True, slots=True)
class Reply:
    """A worker's answer."""

    kind: Kind
    content: bytes


def framed(reply: Reply) -> bytes:
    """Return a reply as it travels."""
    return HEADER.pack(reply.kind, len(reply.content)) + reply.content


def largest(kind: int, answer: int) -> int:
    """Return how many bytes a frame of this kind may have, -1 if there is no such kind."""
    if kind in (Kind.ANSWER, Kind.COMPRESSED):
        return answer
    return LARGEST_REFUSAL if kind in (Kind.REFUSAL, Kind.BROKEN) else -1
