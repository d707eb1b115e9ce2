"""The nine workloads, each with its numbers, its forward pass, its hand-written gradients and its program."""

from __future__ import annotations

from benchmarks.workloads.chain import TANH_CHAIN
from benchmarks.workloads.expressions import LOG_OF_PRODUCT, LOGISTIC
from benchmarks.workloads.networks import CLASSIFIER, REGRESSION, TWO_LAYERS
from benchmarks.workloads.scalars import SCALAR_NETWORK
from benchmarks.workloads.sequences import ATTENTION, RECURRENT

WORKLOADS = (
    LOGISTIC,
    LOG_OF_PRODUCT,
    REGRESSION,
    TWO_LAYERS,
    CLASSIFIER,
    ATTENTION,
    RECURRENT,
    TANH_CHAIN,
    SCALAR_NETWORK,
)
