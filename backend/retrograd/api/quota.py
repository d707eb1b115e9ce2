"""How much processor time a client gets in a minute."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from math import ceil

from retrograd.api.problems import BadRequest
from retrograd.reports import Language
from retrograd.reports.service import told

MINUTE = 60.0
CLIENTS = 10_000
"""Of so many clients the latest use is known; whoever has used nothing for longest is forgotten first."""


class Quota:
    """Seconds of a processor by client: a budget of a minute, which fills again as time passes."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        """Allow `seconds` of a processor a minute."""
        self._seconds = seconds
        self._now = now
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()  # how much, and when that was so

    def check(self, address: str, language: Language = "en") -> None:
        """Raise BadRequest, with the time to wait, if a client has used its budget up."""
        over = self._current(_client(address)) - self._seconds
        if over >= 0:
            wait = max(1, ceil((over + self._seconds * 0.01) * MINUTE / self._seconds))
            words = told("quota", language, seconds=f"{self._seconds:g}", wait=str(wait))
            raise BadRequest(HTTPStatus.TOO_MANY_REQUESTS, "quota", *words, {"Retry-After": str(wait)})

    def spend(self, address: str, seconds: float) -> None:
        """Count what a client has used."""
        client = _client(address)
        self._used[client] = (self._current(client) + seconds, self._now())
        self._used.move_to_end(client)
        if len(self._used) > CLIENTS:
            self._used.popitem(last=False)

    def _current(self, client: str) -> float:
        """Return how much of the budget is used up now."""
        used, when = self._used.get(client, (0.0, 0.0))
        return max(0.0, used - (self._now() - when) * self._seconds / MINUTE)


def _client(address: str) -> str:
    """Return whom an address stands for: of IPv6, everybody has a whole network."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:100]
    return str(int(found) >> 64) if isinstance(found, IPv6Address) and found.ipv4_mapped is None else str(found)
