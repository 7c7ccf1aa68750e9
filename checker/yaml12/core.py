"""The core schema of YAML 1.2: what a plain scalar means, and what is refused."""

from __future__ import annotations

import math
from typing import Any

from checker.frozen import frozen
from checker.patterns import lazy
from checker.source import Position

_INT = lazy(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = lazy(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = lazy(r"[-+]?(?:\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN")
_WORDS: dict[str, Any] = {word: None for word in ("", "~", "null", "Null", "NULL")}
_WORDS |= {word: True for word in ("true", "True", "TRUE")}
_WORDS |= {word: False for word in ("false", "False", "FALSE")}


@frozen
class Limits:
    """How much of a text is read before it is refused."""

    bytes: int = 64 * 1024 * 1024
    """Of one file."""
    depth: int = 64
    """How deep lists and fields may be nested."""
    nodes: int = 1_000_000
    """How many values one record may hold, each use of an alias counted in full: a YAML document, an item of a JSON
    list, a line of NDJSON. How many records a file holds is limited by its size alone."""


class YamlError(Exception):
    """A text that is not read; the message is in the user's words, the position may be unknown."""

    def __init__(self, message: str, position: Position | None) -> None:
        self.message = message
        self.position = position
        super().__init__(message)


def plain(text: str) -> Any:
    """The value of a plain scalar. Raises ValueError for a number that no record can hold."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if not (first.isascii() and (first.isdigit() or first in "+-.")):
        return text
    if _INT.fullmatch(text):
        return whole(int(text, 0) if text[:2] in ("0o", "0x") else _decimal(text))
    if _FLOAT.fullmatch(text):
        return finite(float(text), text)
    if _SPECIAL.fullmatch(text):
        raise ValueError(f"{text} is no number that a record can hold; put it in quotes if it is text")
    return text


def whole(number: int) -> int:
    """An int of 64 bits. Raises ValueError for any other."""
    if not -(1 << 63) <= number < 1 << 63:
        raise ValueError("this number does not fit into 64 bits; put it in quotes if it is an identifier")
    return number


def finite(number: float, text: str) -> float:
    """A finite double. Raises ValueError for infinity and NaN."""
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is no number that a record can hold; put it in quotes if it is text")
    return number


def _decimal(text: str) -> int:
    return int(text) if len(text) <= 20 else whole(1 << 64)


_TEXT = frozenset((str,))


def excess(value: Any, limits: Limits) -> str:
    """Why a value that a parser made is more than a record may hold; empty where it is not."""
    count = depth = 0
    level = [value]
    while level:
        depth += 1
        count += len(level)
        if count > limits.nodes:
            return too_many(limits)
        deeper: list[Any] = []
        for each in level:
            kind = type(each)
            if kind is dict:
                if not _TEXT.issuperset(map(type, each)):
                    return "a field's name must be text; put it in quotes"
                deeper.extend(each.values())
            elif kind is list:
                deeper.extend(each)
            elif kind is int or kind is float:
                try:
                    whole(each) if kind is int else finite(each, str(each))
                except ValueError as problem:
                    return str(problem)
        if depth > limits.depth and any(type(each) in (dict, list) for each in level):
            return too_deep(limits)
        level = deeper
    return ""


def too_deep(limits: Limits) -> str:
    """The message for a text that is nested too deep."""
    return f"nested deeper than {limits.depth} levels; raise --max-depth if this is meant"


def too_many(limits: Limits) -> str:
    """The message for a text that holds too much."""
    return f"more than {limits.nodes:,} values in one record; raise --max-nodes if this is meant"
