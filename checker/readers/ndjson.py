"""NDJSON: a record on each line. A line that cannot be read is reported, and the others are read."""

from __future__ import annotations

from collections.abc import Iterator

from checker.readers._files import Input, Limits
from checker.readers._jsontext import JsonError, Places, parse
from checker.readers._nulls import without_nulls
from checker.record import Path, Problem, Record, Unreadable
from checker.schemas import Kinds
from checker.source import Position, lines


def read(source: Input, kinds: Kinds, limits: Limits) -> Iterator[Record | Unreadable]:
    """One record a line; empty lines are left out."""
    number, below = 0, 1
    for text in source.text.split("\n"):
        line, below = below, below + len(lines(text.removesuffix("\r")))
        if not text.strip():
            continue
        number += 1
        try:
            value = parse(text, limits)
        except JsonError as problem:
            place = _on(line, problem.position)
            yield Unreadable(source.name, Problem(problem.message, "Each line is a JSON object.", (), place), number)
            continue
        yield Record(without_nulls(value), source.name, number, _Locator(line, text))


class _Locator:
    __slots__ = ("line", "text")

    def __init__(self, line: int, text: str) -> None:
        self.line, self.text = line, text

    def __call__(self, path: Path) -> Position | None:
        return _on(self.line, Places(self.text).position(path))


def _on(line: int, found: Position | None) -> Position:
    return Position(line + found.line - 1, found.column) if found else Position(line, 1)
