"""Text and places in it: the only module that turns bytes into characters, lines and columns."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(slots=True, unsafe_hash=True)  # never changed; freezing it would cost as much as finding it
class Span:
    """A stretch of a program: lines and columns from 1, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Source:
    """A program's text with its lines, as Python's parser counts them."""

    __slots__ = ("_ascii", "lines", "original", "text")

    def __init__(self, text: str) -> None:
        """Read `text`; a byte-order mark is dropped, and every kind of line end counts as one."""
        self.original = text
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.lines = self.text.split("\n")
        self._ascii = self.text.isascii()

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias | ast.arg) -> Span:
        """Return where `node` stands; `ast` counts its columns in UTF-8 bytes, from 0."""
        end_line = node.end_lineno or node.lineno
        if self._ascii:  # a byte is a column
            return Span(node.lineno, node.col_offset + 1, end_line, (node.end_col_offset or node.col_offset) + 1)
        return Span(
            node.lineno,
            self._column(node.lineno, node.col_offset),
            end_line,
            self._column(end_line, node.end_col_offset or node.col_offset),
        )

    def first_line(self, node: ast.expr | ast.stmt) -> Span:
        """Return the place of a statement without its body: what of it stands on its first line."""
        span = self.span(node)
        if span.end_line == span.line:
            return span
        return self.clamp(span.line, span.column, span.line, len(self.lines[span.line - 1].rstrip()) + 1)

    def snippet(self, span: Span) -> str:
        """Return the text of `span`, its lines joined by one space each."""
        lines = self.lines[span.line - 1 : span.end_line]
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return " ".join(" ".join(lines).split())

    def clamp(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """Return the span cut to the text: parsers may point behind its end."""
        line = min(max(line, 1), len(self.lines))
        column = min(max(column, 1), len(self.lines[line - 1]) + 1)
        end_line = min(max(end_line, line), len(self.lines))
        end_column = min(max(end_column, 1), len(self.lines[end_line - 1]) + 1)
        if (end_line, end_column) <= (line, column):
            end_line, end_column = line, column + 1
        return Span(line, column, end_line, end_column)

    def _column(self, line: int, byte_offset: int) -> int:
        text = self.lines[line - 1]
        if text.isascii():
            return byte_offset + 1
        return len(text.encode()[:byte_offset].decode()) + 1
