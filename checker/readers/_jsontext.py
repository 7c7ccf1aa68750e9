"""JSON texts: strict parsing, and the places of their values."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

from checker.readers._files import Limits
from checker.record import Path
from checker.source import Position, Source
from checker.yaml12 import excess

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class JsonError(Exception):
    """A text that is not read."""

    def __init__(self, message: str, position: Position | None) -> None:
        self.message, self.position = message, position
        super().__init__(message)


class _Refused(Exception):
    """What Python's reader would let pass: a field that stands twice, NaN."""


def parse(text: str, limits: Limits, *, listed: bool = False) -> Any:
    """The value of a JSON text; where it is `listed`, the limits hold for each item of a list at its top.

    Raises JsonError: no JSON, a field twice, NaN, half characters, numbers and depths beyond the limits.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as problem:
        end = "the text ends too early" if problem.pos >= len(text.rstrip()) else problem.msg
        raise JsonError(f"this is no valid JSON: {end}", Source("", text).position(problem.pos)) from None
    except (_Refused, RecursionError, ValueError):
        raise _fault(text, limits, "nested too deep", listed and text.lstrip().startswith("[")) from None
    several = listed and isinstance(value, list)
    for item in value if several else (value,):
        refused = excess(item, limits)
        if refused or ("\\u" in text and _is_half(item)):
            raise _fault(text, limits, refused, several)
    return value


def _fault(text: str, limits: Limits, otherwise: str, several: bool) -> JsonError:
    from checker.readers._jsonfaults import first_fault

    message, at = first_fault(text, limits, limits.depth + several) or (otherwise, None)
    return JsonError(message, None if at is None else Source("", text).position(at))


class Places:
    """Where the values of a JSON text stand; nothing is looked for before it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _source(self) -> Source:
        return Source("", self._text)

    @cached_property
    def _items(self) -> list[int]:
        """Where the items of the list at the top stand."""
        starts = []
        at = _skip(self._text, _skip(self._text, 0) + 1)
        while self._text[at] != "]":
            starts.append(at)
            at = _next(self._text, at)
        return starts

    def position(self, path: Path) -> Position:
        """Where a value stands: at its field's name, or the item; where it is absent, at its nearest parent."""
        return self._below(_skip(self._text, 0), path)

    def item_position(self, number: int, path: Path) -> Position:
        """Where a value within an item (from 0) of the list at the top stands."""
        return self._below(self._items[number], path)

    def _below(self, at: int, path: Path) -> Position:
        text, found = self._text, at
        for step in path:
            if isinstance(step, str) and text[at] == "{":
                place = _member(text, at, step)
            elif isinstance(step, int) and text[at] == "[":
                place = _item(text, at, step)
            else:
                place = None
            if place is None:
                break
            found, at = place
        return self._source.position(found)


def _is_half(value: Any) -> bool:
    """Whether an escape stood for half of a character, which no other text may hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Refused
    return made


def _constant(text: str) -> Any:
    raise _Refused


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _member(text: str, at: int, name: str) -> tuple[int, int] | None:
    at = _skip(text, at + 1)
    while text[at] == '"':
        key, end = _DECODER.raw_decode(text, at)
        value = _skip(text, _skip(text, end) + 1)
        if key == name:
            return at, value
        at = _next(text, value)
    return None


def _item(text: str, at: int, number: int) -> tuple[int, int] | None:
    at = _skip(text, at + 1)
    while text[at] != "]":
        if number == 0:
            return at, at
        number -= 1
        at = _next(text, at)
    return None


def _next(text: str, at: int) -> int:
    """The place after a value and the comma behind it."""
    at = _skip(text, _DECODER.raw_decode(text, at)[1])
    return _skip(text, at + 1) if text[at] == "," else at
