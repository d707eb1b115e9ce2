"""What an instance of the service is configured with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from retrograd.limits import Limits

PAGES = Path(__file__).resolve().parents[3] / "frontend" / "dist"


@dataclass(frozen=True, slots=True)
class Settings:
    """`pages` is the folder of the built frontend; `body` the largest request in bytes."""

    pages: Path = PAGES
    limits: Limits = field(default_factory=Limits)
    body: int = 1024 * 1024

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read RETROGRAD_PAGES, where the frontend lies if not in the source tree."""
        return cls(pages=Path(environment.get("RETROGRAD_PAGES", PAGES)))
