"""The version of the engine and of the answers it gives."""

from __future__ import annotations

VERSION = "0.1.0"
