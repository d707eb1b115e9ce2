"""What an instance of the service is configured with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from retrograd.limits import Limits
from retrograd.sandbox.lanes import Lanes

PAGES = Path(__file__).resolve().parents[3] / "frontend" / "dist"

Number = TypeVar("Number", int, float)


class BadSettingError(ValueError):
    """A variable of the environment says what it cannot say; the text is for whoever starts the service."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs.

    `pages` is the folder of the built frontend; `body` the largest request in bytes.
    `lanes` are the workers; None evaluates in the service's own process, where nothing can be
    killed. `quota` is in seconds of a processor for one client and minute; None is no quota. `proxies` are the
    addresses whose word is taken for where a request comes from ("*" for all), separated by commas.
    """

    pages: Path = PAGES
    limits: Limits = field(default_factory=Limits)
    body: int = 1024 * 1024
    lanes: Lanes | None = field(default_factory=Lanes.usual)
    quota: float | None = None
    proxies: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the variables RETROGRAD_…; raises BadSettingError for one that cannot be read.

        PAGES: where the frontend lies, if not in the source tree. WORKERS: how many short programs are evaluated at
        once, 0 for none but the service itself; LONG: how many long ones; QUEUE: how many requests may wait. QUOTA:
        seconds of a processor for one client and minute. PROXIES: whose forwarded addresses are trusted.
        """
        quota = _number(environment, "QUOTA", float, 0.0)
        return cls(
            pages=Path(environment.get("RETROGRAD_PAGES", PAGES)),
            lanes=_lanes(environment),
            quota=quota or None,
            proxies=environment.get("RETROGRAD_PROXIES", ""),
        )


def _lanes(environment: Mapping[str, str]) -> Lanes | None:
    usual = Lanes.usual()
    short = _number(environment, "WORKERS", int, usual.short if usual else 0)
    if not short:
        return None
    lanes = usual or Lanes()
    long, queue = _number(environment, "LONG", int, lanes.long), _number(environment, "QUEUE", int, lanes.queue)
    return replace(lanes, short=short, long=long, queue=queue)


def _number(environment: Mapping[str, str], name: str, kind: Callable[[str], Number], default: Number) -> Number:
    text = environment.get(f"RETROGRAD_{name}", "")
    if not text:
        return default
    try:
        number = kind(text)
    except ValueError:
        number = kind("-1")
    if not 0 <= number < 1e6:
        raise BadSettingError(f"RETROGRAD_{name} must be a number from 0 on, not {text!r}.")
    return number
