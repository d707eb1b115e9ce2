"""The engines that are compared, in the order of the table; the first is the limit."""

from __future__ import annotations

from benchmarks.engines.engine import Engine, by_hand, step_by_step
from benchmarks.engines.hips import hips
from benchmarks.engines.micro import micro
from benchmarks.engines.pytorch import pytorch
from benchmarks.engines.retrograd_engine import replayed_engine, retrograd_engine

ENGINES: dict[str, Engine] = {
    "hand-written": by_hand,
    "by hand, step by step": step_by_step,
    "retrograd": retrograd_engine,
    "retrograd, replayed": replayed_engine,
    "PyTorch": pytorch,
    "autograd": hips,
    "micrograd": micro,
}
