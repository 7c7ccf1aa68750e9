"""Text to tokens, as the CEL specification's lexis has them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from checker.frozen import frozen
from checker.lang.escapes import unescape
from checker.lang.faults import SyntaxFault
from checker.source import Span
from checker.values import UInt

RESERVED = frozenset(
    "as break const continue else for function if import let loop package namespace return var void while".split()
)

MOST_DIGITS = 20
TOO_LARGE = "this number does not fit into 64 bits"

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\n\f\r]+|//[^\n]*)
  | (?P<string>(?:[rR]|[bB][rR]?|[rR][bB])?(?:\"\"\"|'''|"|'))
  | (?P<double>[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<int>(?:0[xX][0-9a-fA-F]+|[0-9]+)[uU]?)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<quoted>`[A-Za-z0-9_.\-/ ]+`)
  | (?P<op>&&|\|\||==|!=|<=|>=|[-+*/%!<>?:.,()\[\]{}])
    """,
    re.VERBOSE,
)


@frozen
class Token:
    """`kind` is name, quoted, int, double, string, op or end; `value` is what a constant stands for."""

    kind: str
    text: str
    value: str | bytes | int | float | None
    span: Span


def tokenize(text: str) -> list[Token]:
    """All tokens, the last of kind `end`. Raises SyntaxFault."""
    return [*scan(text, 0), Token("end", "", None, Span(len(text), len(text)))]


def scan(text: str, at: int) -> Iterator[Token]:
    """The tokens from an offset on, one by one. Raises SyntaxFault."""
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise SyntaxFault(Span(at, at + 1), f"{text[at]!r} is not part of any expression{_advice(text, at)}")
        kind, end = found.lastgroup or "", found.end()
        if kind == "string":
            value, end = _string(text, at, found.group())
            yield Token("string", text[at:end], value, Span(at, end))
        elif kind in ("name", "op"):
            yield Token(kind, found.group(), None, Span(at, end))
        elif kind == "quoted":
            yield Token(kind, found.group(), found.group()[1:-1], Span(at, end))
        elif kind != "space":
            yield Token(kind, found.group(), _number(kind, found.group(), Span(at, end)), Span(at, end))
            _no_suffix(text, at, end)
        at = end


def _number(kind: str, text: str, span: Span) -> int | float:
    if kind == "double" and not math.isinf(float(text)):
        return float(text)
    digits = text.rstrip("uU")
    if kind == "int" and len(digits) <= MOST_DIGITS:
        number = int(digits, 16) if digits[:2] in ("0x", "0X") else int(digits)
        if len(digits) == len(text):
            return number
        if number < 1 << 64:
            return UInt(number)
    raise SyntaxFault(span, TOO_LARGE)


def _no_suffix(text: str, start: int, end: int) -> None:
    after = text[end : end + 1]
    if after.isalnum() or after == "_":
        raise SyntaxFault(Span(start, end + 1), f"a number cannot be followed by {after!r}")


def _advice(text: str, at: int) -> str:
    instead = {"=": "==", "&": "&&", "|": "||", "’": "'", "‘": "'", "“": '"', "”": '"'}.get(text[at])
    return f"; write {instead}" if instead else ""


def _string(text: str, start: int, opening: str) -> tuple[str | bytes, int]:
    quote = opening.lstrip("rRbB")
    prefix = opening[: -len(quote)].lower()
    at = begin = start + len(opening)
    while True:
        if at >= len(text) or (len(quote) == 1 and text[at] in "\r\n"):
            raise SyntaxFault(Span(start, min(at, len(text))), f"this text is not closed; it needs {quote} at its end")
        if text.startswith(quote, at):
            break
        at += 2 if text[at] == "\\" and "r" not in prefix else 1
    body = text[begin:at]
    broken = next((found for found, char in enumerate(body, begin) if "\ud800" <= char <= "\udfff"), None)
    if broken is not None:
        raise SyntaxFault(Span(broken, broken + 1), "this is half of a character; write the text anew")
    if "r" in prefix:
        return (body.encode() if "b" in prefix else body), at + len(quote)
    return unescape(body, begin, octets="b" in prefix), at + len(quote)
