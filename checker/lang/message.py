"""A clause's message: text with expressions in braces."""

from __future__ import annotations

import re

from checker.lang.expr import Expr
from checker.lang.faults import SyntaxFault
from checker.lang.lexer import Token, scan
from checker.lang.parser import parse_tokens
from checker.source import Span

_BRACE = re.compile(r"\{\{|\}\}|[{}]")


def parse_message(text: str) -> tuple[str | Expr, ...]:
    """The parts of a message, text and expressions in turn; `{{` and `}}` stand for single braces.

    The spans of the expressions count from the start of the message. Raises SyntaxFault.
    """
    parts: list[str | Expr] = []
    plain = ""
    at = 0
    while brace := _BRACE.search(text, at):
        plain += text[at : brace.start()]
        at = brace.end()
        if brace.group() in ("{{", "}}"):
            plain += brace.group()[0]
        elif brace.group() == "}":
            raise SyntaxFault(Span(*brace.span()), "this brace closes nothing; write }} for a brace in the text")
        else:
            tokens, at = _within(text, brace.start())
            if plain:
                parts.append(plain)
                plain = ""
            parts.append(parse_tokens(tokens))
    plain += text[at:]
    return (*parts, plain) if plain else tuple(parts)


def _within(text: str, start: int) -> tuple[list[Token], int]:
    """The tokens between the brace that opens at `start` and the one that closes it, and where the text goes on."""
    tokens: list[Token] = []
    depth = 0
    if "}" in text[start:]:
        for token in scan(text, start + 1):
            if token.kind == "op" and token.text == "}" and depth == 0:
                return [*tokens, Token("end", "", None, Span(token.span.start, token.span.start))], token.span.end
            if token.kind == "op":
                depth += {"{": 1, "}": -1}.get(token.text, 0)
            tokens.append(token)
    raise SyntaxFault(Span(start, start + 1), "this brace is not closed; write {{ for a brace in the text")
