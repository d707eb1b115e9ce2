"""What requests and answers hold, beside the graph itself (`graph.model`)."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from retrograd.export.code import Target
from retrograd.graphjson.jacobians import Of
from retrograd.graphjson.model import Array, Mode, Number, Span
from retrograd.reports import Language


class ProgramRequest(BaseModel):
    """A program, and how it is to be read: what every request about one has."""

    model_config = ConfigDict(extra="forbid", strict=True)

    program: str = Field(description="The text of the program.")
    output: str | None = Field(
        default=None, description="The variable to differentiate; the last statement's value if null."
    )
    dtype: Literal["float64", "float32"] = "float64"
    opened: list[str] = Field(
        default=[], description='Composite operations to show as the elementary ones they stand for, or ["all"].'
    )
    values: dict[str, Any] = Field(
        default={},
        description="Numbers for leaves instead of the program's: {name: nested lists of the leaf's shape}. The leaf "
        "of a name is what it is first assigned outside of functions; assigned again, it has the program's numbers.",
    )
    lang: Language = Field(default="en", description="The language of error reports.")


class GraphRequest(ProgramRequest):
    """A program and how to differentiate it."""

    mode: Mode = "reverse"
    seed: Any = Field(
        default=None,
        description="Reverse: the gradient of the output, nested lists of its shape. Forward: {leaf: tangent}.",
    )
    max_elements: int = Field(
        default=1024, ge=1, le=1_000_000, description="Arrays with more elements come as a preview."
    )


class JacobianRequest(ProgramRequest):
    """A program, and which of its Jacobians: an edge's own, or the output's with respect to a node."""

    of: Of
    edge: str | None = Field(default=None, description="The edge's id in the graph, where `of` is local.")
    node: str | None = Field(default=None, description="The node's id in the graph, where `of` is global.")
    structure: bool = Field(
        default=False,
        description="Whether to tell which entries are zero whatever the numbers, and what it is made of.",
    )
    max_elements: int = Field(
        default=1_000_000, ge=1, le=1_000_000, description="A matrix with more entries comes as a preview."
    )

    @model_validator(mode="after")
    def _names_its_part(self) -> Self:
        wanted, other = ("edge", "node") if self.of == "local" else ("node", "edge")
        if getattr(self, wanted) is None or getattr(self, other) is not None:
            raise ValueError(f"{self.of} needs `{wanted}` and no `{other}`")
        return self

    @property
    def part(self) -> str:
        """The id of the edge or node."""
        return self.edge or self.node or ""


class CheckRequest(ProgramRequest):
    """A program whose gradients are to be held to finite differences."""

    seed: Any = Field(
        default=None, description="The gradient of the output, nested lists of its shape; ones if null."
    )
    h: float | None = Field(
        default=None, gt=0, le=1, description="The step of the central differences; if null, one that fits the dtype."
    )
    leaf: str | None = Field(default=None, description="The id of the one leaf to check; all leaves if null.")
    cell: int | None = Field(
        default=None,
        ge=0,
        le=2**53,
        description="The row-major index of a cell of the leaf: steps from 1e-1 to 1e-13 are tried there.",
    )

    @model_validator(mode="after")
    def _names_the_cells_leaf(self) -> Self:
        if self.cell is not None and self.leaf is None:
            raise ValueError("`cell` needs the `leaf` that it is of")
        return self


class DescentRequest(ProgramRequest):
    """A program, and how its leaves descend: w ← w − rate · dL/dw. Of an output that is no scalar, L is the sum."""

    parameters: list[str] | None = Field(
        default=None,
        description="The leaves that move; if null, all that a gradient reaches and that are no whole numbers to the "
        "program, such as an axis.",
    )
    rate: float = Field(allow_inf_nan=False, description="The learning rate η.")
    steps: int = Field(ge=1, description="How many; at most the limit `descent`.")


class Mistake(BaseModel):
    """What is wrong with a program at the point where a descent has come to."""

    code: str
    title: str
    detail: str
    span: Span | None
    hint: str | None


class Descent(BaseModel):
    """What came of a descent; infinite and NaN losses are results."""

    losses: list[Number] = Field(description="Before the first step, and after each.")
    summed: bool = Field(description="Whether the output is no scalar, and its sum was descended.")
    parameters: dict[str, Array] = Field(description="The leaves that moved, after the last step.")
    trail: dict[str, Array] | None = Field(
        description="The same at every loss, along a first axis; null where it would be more numbers than the limit "
        "`trail`."
    )
    stopped: Literal["time", "program"] | None = Field(
        description="Why there are fewer steps than were asked for: the time was up, or there is a mistake in the "
        "program with the numbers that the next step led to."
    )
    problem: Mistake | None


class CodeRequest(ProgramRequest):
    """A program, and what it is to be written as: `numpy`, `torch`, `dot` or `tikz`."""

    target: Target
    seed: Any = Field(
        default=None, description="The gradient of the output, nested lists of its shape; ones if null."
    )


class FormulasRequest(ProgramRequest):
    """A program whose gradients are wanted as formulas."""

    seed: Any = Field(default=None, description="As for the check; a seed of one's own is S in the formulas.")
    node: str | None = Field(default=None, description="The id of the one node to answer for; all leaves if null.")


class Problem(BaseModel):
    """An error, as RFC 9457 has it; `leaf` is what `values` or `parameters` names and what they do not fit."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    span: Span | None
    hint: str | None
    limit: str | None = None
    value: float | None = None
    leaf: str | None = None


class Budget(BaseModel):
    """What one request may use of something; more is refused with the code `limit_` and its name."""

    name: str
    value: float
    unit: str
    about: str


class Example(BaseModel):
    """A program of the gallery."""

    id: str
    title: str
    program: str
    about: str


class Health(BaseModel):
    """The answer of a probe."""

    status: Literal["ok", "ready", "not ready"]
