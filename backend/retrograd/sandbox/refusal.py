"""Reports as they come from a worker, which is not trusted: every field has its form and its length."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from retrograd.reports import LONGEST_LEAF, Report
from retrograd.source import Span

Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}\z")]
Sentences = Annotated[str, StringConstraints(max_length=2000)]
Place = Annotated[int, Field(ge=1, le=2**31)]
CHECKED = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Stretch(BaseModel):
    """A stretch of the program."""

    model_config = CHECKED
    line: Place
    column: Place
    end_line: Place
    end_column: Place


class Refusal(BaseModel):
    """Why a program was refused."""

    model_config = CHECKED
    code: Word
    title: Annotated[str, StringConstraints(max_length=200)]
    detail: Sentences
    span: Stretch | None
    hint: Sentences | None
    limit: Word | None
    value: float | None
    leaf: Annotated[str, StringConstraints(max_length=LONGEST_LEAF)] | None

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Check what a worker sent; raises pydantic's ValidationError."""
        return cls.model_validate_json(content)

    def report(self) -> Report:
        """Return the report that the worker had."""
        span = Span(**self.span.model_dump()) if self.span else None
        return Report(self.code, self.title, self.detail, span, self.hint, self.limit, self.value, self.leaf)


def written(told: Report) -> bytes:
    """Return a report as a worker sends it."""
    return orjson.dumps(asdict(told))
