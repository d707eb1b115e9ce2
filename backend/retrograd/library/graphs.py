"""The graph JSON of anything that has been computed."""

from __future__ import annotations

from math import inf
from typing import Any

import orjson

from retrograd.autodiff.order import topological
from retrograd.graphjson.build import Options, build
from retrograd.language.interpret import Run
from retrograd.library.tensors import Tensor
from retrograd.limits import Limits
from retrograd.source import Source


def graph(output: Tensor, *, max_elements: int = 1024, **names: Tensor) -> dict[str, Any]:
    """Return the graph of `output` as the service would answer it; `graph(L, x=x, w=w)` gives tensors their names.

    The page shows it: save it as JSON and give its address to `<retro-graph src=…>`.
    """
    order = tuple(topological(output))
    run = Run(Source(""), order, {one: name for name, one in names.items()}, output, inf)
    made = build(run, Options(max_elements=max_elements), Limits())
    found: dict[str, Any] = orjson.loads(orjson.dumps(made, option=orjson.OPT_SERIALIZE_NUMPY))
    return found
