"""Finds the first thing in a JSON text that is valid JSON and yet refused, with its place. Only for texts that are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from checker.yaml12 import Limits
from checker.yaml12.core import plain, too_deep

_TOKEN = re.compile(r'[{}\[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}\[\],:"]+')
_HALF = "the text holds half of a character (an unpaired surrogate escape)"


def first_fault(text: str, limits: Limits, depth: int) -> tuple[str, int] | None:
    """The message and the offset; None where there is nothing to refuse. `depth` is how many levels may be open."""
    names: list[set[str] | None] = []
    for token, at, is_name in _tokens(text):
        if token in "{[":
            names.append(set() if token == "{" else None)
            if len(names) > depth:
                return too_deep(limits), at
        elif token in "}]" and names:
            names.pop()
        elif token[0] == '"':
            known = names[-1] if names and is_name else None
            fault = _string_fault(token, known)
            if fault:
                return fault, at
        elif token not in ",:":
            fault = _literal_fault(token)
            if fault:
                return fault, at
    return None


def _tokens(text: str) -> Iterator[tuple[str, int, bool]]:
    """Each token, its offset, and whether it stands where an object has a name."""
    before = ""
    for found in _TOKEN.finditer(text):
        yield found.group(), found.start(), before in ("{", ",")
        before = found.group()


def _string_fault(token: str, names: set[str] | None) -> str:
    try:
        text = json.loads(token)
        text.encode()
    except UnicodeEncodeError:
        return _HALF
    except ValueError:
        return ""
    if names is None:
        return ""
    if text in names:
        return f"the field {text} stands twice in one object"
    names.add(text)
    return ""


def _literal_fault(token: str) -> str:
    if token in ("NaN", "Infinity", "-Infinity"):
        return f"{token} is no number that a record can hold"
    try:
        plain(token)
    except ValueError as problem:
        return str(problem)
    return ""
