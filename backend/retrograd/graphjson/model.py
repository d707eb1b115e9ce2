"""The graph JSON, schema "retrograd/1": the one place that says what it holds.

Typed dictionaries: the quickest things to make and for orjson to write, and from which the OpenAPI document, and
with it the frontend's types, is made. Every field is always present, null where it has nothing to say.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import WithJsonSchema
from typing_extensions import TypedDict

from retrograd.ops.op import LocalKind

SCHEMA: Literal["retrograd/1"] = "retrograd/1"

Mode = Literal["reverse", "forward"]
DType = Literal["float64", "float32", "bool"]
Sizes = tuple[int, ...]
Number = float | Literal["NaN", "Infinity", "-Infinity"]
Numbers = Annotated[
    Any,
    WithJsonSchema(
        {
            "type": "array",
            "items": {"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]},
        }
    ),
]
"""A flat list in row-major order: a NumPy array where all are finite, else a list with words for the others."""


class Span(TypedDict):
    """A stretch of a program: lines and columns from 1, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class FullArray(TypedDict):
    """An array with all its numbers, in row-major order; truth values are 0 and 1."""

    shape: Sizes
    dtype: DType
    data: Numbers


class Preview(TypedDict):
    """Some cells of a large array: those at the product of `index`, one list of positions for each axis."""

    index: tuple[Sizes, ...]
    shape: Sizes
    data: Numbers


class Stats(TypedDict):
    """What is known of all cells: min, max, mean and std of the finite ones (null if none), and counts."""

    min: float | None
    max: float | None
    mean: float | None
    std: float | None
    zeros: int
    nans: int
    infs: int


class PreviewArray(TypedDict):
    """An array of more than `max_elements` cells."""

    shape: Sizes
    dtype: DType
    preview: Preview
    stats: Stats


Array = FullArray | PreviewArray


class Node(TypedDict):
    """One tensor. `latex` is its symbol in formulas; `sign` is how a program writes its operation.

    `opens` if a request can have its operation `opened`, as the elementary ones that it stands for.
    """

    id: str
    kind: Literal["leaf", "constant", "operation"]
    operation: str | None
    sign: str | None
    name: str | None
    label: str
    latex: str
    implicit: bool
    opens: bool
    attributes: dict[str, Any]
    span: Span
    group: str | None
    caption: str | None
    shape: Sizes
    dtype: DType
    value: Array
    requires_grad: bool
    grad: Array | None
    tangent: Array | None


class Local(TypedDict):
    """The local derivative of an edge.

    `latex` says what it is, `rule_latex` the rule in general (x, y, z), `vjp_latex` with the program's names; in
    forward mode all three are of the jvp. `weights`, where many cells go into one: how much each of them changes it.
    """

    kind: LocalKind
    latex: str
    rule_latex: str
    vjp_latex: str
    value: Array | None
    weights: Array | None


class Edge(TypedDict):
    """One argument of one operation; `work` is the multiply-adds that its contribution takes, 0 without one."""

    id: str
    source: str
    target: str
    argument: int
    local: Local
    contribution: Array | None
    work: int


class Argument(TypedDict):
    """What a function was called with, or a variable of a loop, as text."""

    name: str
    text: str


class Group(TypedDict):
    """A call, a loop or one pass of a loop; a composite operation that was opened is a call with its `operation`."""

    id: str
    parent: str | None
    kind: Literal["call", "loop", "pass"]
    label: str
    arguments: tuple[Argument, ...]
    operation: str | None
    span: Span


class Note(TypedDict):
    """What `print` printed, and where it stands."""

    text: str
    span: Span


Unbroadcast = TypedDict("Unbroadcast", {"from": Sizes, "to": Sizes, "sum_axes": Sizes, "squeeze_axes": Sizes})
"""How a gradient gets back from the large shape to the small one; axes count in `from`."""


class Step(TypedDict):
    """One step of the timeline; `complete` if it was the last to add to what its edge leads to."""

    index: int
    phase: Literal["forward", "backward"]
    kind: Literal["evaluate", "seed", "vjp", "unbroadcast", "jvp"]
    node: str
    edge: str | None
    latex: str
    caption: str | None
    unbroadcast: Unbroadcast | None
    complete: bool


class Objective(TypedDict):
    """What the gradients are gradients of: its symbol, and if that is not the output itself, its definition."""

    latex: str
    equation: str | None


class Cost(TypedDict):
    """What a mode takes to find all derivatives of the output by leaves: passes, and multiply-adds of one pass."""

    passes: int
    multiply_adds: int


class Costs(TypedDict):
    """The same derivatives in either mode."""

    reverse: Cost
    forward: Cost


class Graph(TypedDict):
    """A computational graph with its timeline: nodes in forward order, steps forward first, then backward.

    `leaves` are the ids of those that can be given other numbers, by the names that a request gives them by;
    `given` are the names of those that have been.
    """

    schema: Literal["retrograd/1"]
    program: str
    mode: Mode
    dtype: Literal["float64", "float32"]
    output: str
    objective: Objective
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    notes: tuple[Note, ...]
    steps: tuple[Step, ...]
    leaves: dict[str, str]
    given: tuple[str, ...]
    cost: Costs
