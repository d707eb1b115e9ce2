"""Text to a checked syntax tree: sizes and depths are refused before anything could suffer from them."""

from __future__ import annotations

import ast
import io
import re
import threading
import tokenize
import warnings
from dataclasses import dataclass

from retrograd.errors import LimitExceeded, SyntaxMistake
from retrograd.language import allowed, chains, slips
from retrograd.language.chains import Statement
from retrograd.limits import Limits
from retrograd.source import Source, Span

_UNREADABLE = re.compile("[\0\ud800-\udfff]")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_PARSING = threading.Lock()  # warnings.catch_warnings changes state that all threads share


@dataclass(frozen=True, slots=True)
class Program:
    """A parsed program: its text, its statements, and the caption above each, by the statement's line."""

    source: Source
    tree: ast.Module
    statements: tuple[ast.stmt, ...]
    captions: dict[int, str]


def parse(text: str, limits: Limits) -> Program:
    """Parse `text`; raise SyntaxMistake, or LimitExceeded for a program too long or too deep."""
    source = Source(text)
    _check_length(source.text, limits)
    _check_characters(source)
    long = chains.long_statements(source.text, min(limits.depth, 2 * limits.terms))
    _check_brackets(source, long, limits)
    _check_chains(source, long, limits)
    tree = _tree(source, limits)
    _check_depth(tree, source, limits)
    allowed.check(tree, source)
    return Program(source, tree, tuple(tree.body), _captions(source.text, tree))


def _check_length(text: str, limits: Limits) -> None:
    length = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if length > limits.program:
        raise LimitExceeded("program", limits.program, length)


def _check_brackets(source: Source, long: list[Statement], limits: Limits) -> None:
    for statement in long:
        depth = 0
        first = source.text.count("\n", 0, statement.start) + 1
        for line, characters in enumerate(statement.text.split("\n"), start=first):
            for column, character in enumerate(characters, start=1):
                depth = max(depth + _BRACKETS.get(character, 0), 0)
                if depth > limits.depth:
                    place = source.clamp(line, column, line, column + 1)
                    raise LimitExceeded("depth", limits.depth, depth, span=place)


def _check_chains(source: Source, long: list[Statement], limits: Limits) -> None:
    """Refuse what the parser would nest too deep; each term may be a product of two, which has a link more."""
    found = chains.too_long(source.text, long, 2 * limits.terms, limits.depth)
    if found is not None:
        line = source.text.count("\n", 0, found.position) + 1
        column = found.position - source.text.rfind("\n", 0, found.position)
        allowed_most = limits.terms if found.limit == "terms" else limits.depth
        raise LimitExceeded(found.limit, allowed_most, span=source.clamp(line, column, line, column + 1))


def _tree(source: Source, limits: Limits) -> ast.Module:
    try:
        with _PARSING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source.text, filename="<program>")
    except SyntaxError as error:
        raise slips.mistake(error, source) from None
    except (RecursionError, MemoryError):  # the brackets have been counted: it is a chain that is too long
        raise LimitExceeded("terms", limits.terms, span=_longest_line(source)) from None


def _check_characters(source: Source) -> None:
    """Refuse what no Python program can hold: a null character, a lone surrogate."""
    if not _UNREADABLE.search(source.text):
        return
    for number, line in enumerate(source.lines, start=1):
        if unreadable := _UNREADABLE.search(line):
            column = unreadable.start() + 1
            span = source.clamp(number, column, number, column + 1)
            raise SyntaxMistake("invisible", span=span)


def _longest_line(source: Source) -> Span:
    length, number = max((len(line), number) for number, line in enumerate(source.lines, start=1))
    return source.clamp(number, 1, number, length + 1)


def _check_depth(tree: ast.Module, source: Source, limits: Limits) -> None:
    """Refuse nesting beyond the limit. A chain `a + b + c …` does not nest: it is evaluated in a loop."""
    long = [statement for statement in tree.body if not _is_short(statement, limits)]
    stack: list[tuple[ast.AST, int, int]] = [(statement, 0, 1) for statement in long]
    while stack:
        node, depth, terms = stack.pop()
        if depth > limits.depth and isinstance(node, ast.expr):
            raise LimitExceeded("depth", limits.depth, span=source.span(node))
        if terms > limits.terms:
            raise LimitExceeded("terms", limits.terms, span=_longest_line(source))
        for child in ast.iter_child_nodes(node):
            if isinstance(node, ast.BinOp) and child is node.left:
                stack.append((child, depth, terms + 1))
            else:
                stack.append((child, depth + isinstance(child, ast.expr), 1))


def _is_short(statement: ast.stmt, limits: Limits) -> bool:
    """Return whether a statement has too few characters to be too deep: each level of nesting takes one at least."""
    width = (statement.end_col_offset or 0) - statement.col_offset
    return statement.end_lineno == statement.lineno and width <= min(limits.depth, limits.terms)


def _captions(text: str, tree: ast.Module) -> dict[int, str]:
    """Return for the line of each captioned statement the text of the `#:` lines directly above it.

    A comment within the brackets of a statement is none of them.
    """
    if "#:" not in text:
        return {}
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    starts = {statement.lineno for statement in statements}
    within = {
        line
        for statement in statements
        if not hasattr(statement, "body")
        for line in range(statement.lineno, (statement.end_lineno or 0) + 1)
    }
    captions: dict[int, str] = {}
    gathered: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and token.start[0] not in within and token.string.startswith("#:"):
            gathered.append(token.string[2:].strip())
        elif token.start[0] in starts and gathered:
            if caption := " ".join(filter(None, gathered)):
                captions[token.start[0]] = caption
            gathered = []
    return captions
