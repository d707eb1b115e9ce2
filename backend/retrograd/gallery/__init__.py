"""The gallery: programs in the order of a course, each with a title and two sentences."""

from __future__ import annotations

from retrograd.gallery.basics import BASICS
from retrograd.gallery.networks import NETWORKS
from retrograd.gallery.programs import PROGRAMS

EXAMPLES = (*BASICS, *NETWORKS, *PROGRAMS)

__all__ = ["EXAMPLES"]
