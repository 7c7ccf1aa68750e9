"""What stands behind a backslash in a text or in bytes."""

from __future__ import annotations

import re

from checker.lang.faults import SyntaxFault
from checker.source import Span

_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|X[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|.)", re.DOTALL
)
_SIMPLE = dict(zip("abfnrtv\\?\"'`", "\a\b\f\n\r\t\v\\?\"'`", strict=True))


def unescape(body: str, begin: int, *, octets: bool) -> str | bytes:
    """A text (or bytes, where `octets`) with its escapes replaced; `begin` is its offset, for spans.

    In a text a number is a code point, in bytes an octet; bytes have no escapes of code points (u, U). Raises
    SyntaxFault.
    """
    parts: list[str | bytes] = []
    at = 0
    for found in _ESCAPE.finditer(body):
        parts.append(body[at : found.start()])
        parts.append(_one(found, begin, octets))
        at = found.end()
    parts.append(body[at:])
    if octets:
        return b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    return "".join(part for part in parts if isinstance(part, str))


def _one(found: re.Match[str], begin: int, octets: bool) -> str | bytes:
    code = found.group()[1:]
    if len(code) == 1 and code in _SIMPLE:
        return _SIMPLE[code]
    number = -1
    if len(code) > 1 and not (octets and code[0] in "uU"):
        number = int(code, 8) if code.isdigit() else int(code[1:], 16)
    if not 0 <= number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        span = Span(begin + found.start(), begin + found.end())
        raise SyntaxFault(span, f"{found.group()} is no escape; write \\\\ for a backslash, or r'…' for raw text")
    return bytes((number,)) if octets else chr(number)
