"""A clause's message: text with expressions in braces."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_args

from checker.lang.expr import Expr
from checker.lang.faults import SyntaxFault
from checker.lang.parser import parse
from checker.source import Span


def parse_message(text: str) -> tuple[str | Expr, ...]:
    """The parts of a message, text and expressions in turn; `{{` and `}}` stand for single braces.

    The spans of the expressions count from the start of the message. Raises SyntaxFault.
    """
    parts: list[str | Expr] = []
    plain = ""
    at = 0
    while at < len(text):
        char = text[at]
        if text[at : at + 2] in ("{{", "}}"):
            plain += char
            at += 2
        elif char == "}":
            raise SyntaxFault(Span(at, at + 1), "this brace closes nothing; write }} for a brace in the text")
        elif char == "{":
            end = _closing(text, at)
            if plain:
                parts.append(plain)
                plain = ""
            parts.append(_expression(text[at + 1 : end], at + 1))
            at = end + 1
        else:
            plain += char
            at += 1
    return (*parts, plain) if plain else tuple(parts)


def _expression(text: str, offset: int) -> Expr:
    try:
        return _moved(parse(text), offset)
    except SyntaxFault as problem:
        span = problem.fault.span
        raise SyntaxFault(Span(span.start + offset, span.end + offset), problem.fault.message) from None


def _closing(text: str, start: int) -> int:
    """Where the brace that opens at `start` is closed; braces of maps and of texts inside are passed over."""
    depth, quote = 0, ""
    for at in range(start, len(text)):
        char = text[at]
        if quote:
            quote = "" if char == quote and text[at - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return at
    raise SyntaxFault(Span(start, start + 1), "this brace is not closed; write {{ for a brace in the text")


def _moved(node: Expr, offset: int) -> Expr:
    """The tree with every span moved by an offset."""
    moved: Expr = _shifted(node, offset)
    return moved


def _shifted(part: Any, offset: int) -> Any:
    if isinstance(part, Span):
        return Span(part.start + offset, part.end + offset)
    if isinstance(part, tuple):
        return tuple(_shifted(item, offset) for item in part)
    if not isinstance(part, get_args(Expr)):
        return part
    return replace(part, **{each.name: _shifted(getattr(part, each.name), offset) for each in fields(part)})
