"""The header of a table: what each column fills in a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from checker.record import Path, dotted
from checker.types import List, Map, Object, Type

_PATH = re.compile(r"[^\W\d][\w-]*(?:\.[^\W\d][\w-]*|\[[0-9]{1,4}\])*")
_STEP = re.compile(r"([^\W\d][\w-]*)|\[([0-9]+)\]")


class HeaderError(ValueError):
    """A header that cannot be used; the message is in the user's words, `column` counts from 0."""

    def __init__(self, message: str, column: int) -> None:
        self.column = column
        super().__init__(message)


def columns(cells: Sequence[str], depth: int) -> list[Path]:
    """The path of each column. Raises HeaderError for a cell that is no path, and for columns that exclude others."""
    paths: list[Path] = []
    seen: dict[Path, str] = {}
    for column, cell in enumerate(cells):
        path = _path(cell, column)
        if path in paths:
            raise HeaderError(f"two columns are named {dotted(path)}", column)
        if len(path) > depth:
            raise HeaderError(f"{path[0]}… is nested deeper than {depth} levels; raise --max-depth", column)
        for length in range(1, len(path) + 1):
            form = "a cell" if length == len(path) else "a list" if isinstance(path[length], int) else "a group"
            before = seen.setdefault(path[:length], form)
            if before != form:
                raise HeaderError(f"{dotted(path[:length])} is {before} in one column and {form} in another", column)
        paths.append(path)
    return paths


def put(value: Any, path: Path, cell: Any) -> bool:
    """Puts a cell in its place in a record; False where an item before it is missing. Items come in order."""
    for step, after in pairwise(path):
        below: Any = [] if isinstance(after, int) else {}
        if isinstance(step, str):
            value = value.setdefault(step, below)
            continue
        if step == len(value):
            value.append(below)
        if step >= len(value):
            return False
        value = value[step]
    last = path[-1]
    if isinstance(last, str):
        value[last] = cell
    elif last == len(value):
        value.append(cell)
    else:
        return False
    return True


def type_at(type_: Type | None, path: Path) -> Type | None:
    """The type that a schema gives a column; None where it gives none."""
    for step in path:
        match type_:
            case Object(fields=fields) if step in fields:
                type_ = fields[str(step)].type
            case List(item=item):
                type_ = item
            case Map(value=value):
                type_ = value
            case _:
                return None
    return type_


def _path(cell: str, column: int) -> Path:
    text = cell.strip()
    if not text:
        raise HeaderError(f"column {column + 1} has no name", column)
    if not _PATH.fullmatch(text):
        raise HeaderError(f"{text!r} is no path such as control.hires or evidence[0].kind", column)
    return tuple(name or int(index) for name, index in _STEP.findall(text))
