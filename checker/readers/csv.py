"""CSV: a record on each row. Header cells are paths (`control.hires`, `evidence[0].kind`), types are the schema's."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from checker.model import Path, Problem, Record, Unreadable, dotted
from checker.readers._files import Input, Limits
from checker.schemas import Kinds
from checker.source import Position
from checker.types import BOOL, DOUBLE, INT, List, Map, Object, Type

SUFFIXES = (".csv",)

_STEP = re.compile(r"\.?([A-Za-z_][A-Za-z0-9_-]*)|\[([0-9]{1,4})\]")
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_DOUBLE = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")


def read(source: Input, kinds: Kinds, limits: Limits) -> Iterator[Record | Unreadable]:
    """The rows of a table as records; a row that cannot be read is reported, and the others are read."""
    first = source.text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(source.text, newline=""), delimiter=separator, strict=True)
    try:
        header = next(rows)
        paths = [_path(cell) for cell in header]
    except (csv.Error, ValueError) as problem:
        yield Unreadable(source.name, Problem(f"the header cannot be read: {problem}", "", (), Position(1, 1)))
        return
    twice = sorted({dotted(path) for path in paths if paths.count(path) > 1})
    if twice:
        yield Unreadable(source.name, Problem(f"two columns are named {twice[0]}", "", (), Position(1, 1)))
        return
    lines = source.text.split("\n")
    number, line = 0, rows.line_num + 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as problem:
            message = f"the row cannot be read: {problem}"
            yield Unreadable(source.name, Problem(message, "Check its quotes.", (), Position(line, 1)), number + 1)
            return
        if row is None:
            break
        if any(cell.strip() for cell in row):
            number += 1
            yield _record(source, kinds, paths, row, number, _Locator(lines, line, separator, paths))
        line = rows.line_num + 1
    if not number:
        yield Unreadable(source.name, Problem("the table has a header and no rows", "Fill it in, or remove it."))


def _record(
    source: Input, kinds: Kinds, paths: Sequence[Path], row: list[str], number: int, locate: _Locator
) -> Record | Unreadable:
    if len(row) > len(paths):
        message = f"the row has {len(row)} cells, the header only {len(paths)}"
        hint = "Put a cell that holds the separator in quotes."
        return Unreadable(source.name, Problem(message, hint, (), Position(locate.line, 1)), number)
    cells = {path: cell.strip() for path, cell in zip(paths, row, strict=False) if cell.strip()}
    kind = kinds.get(cells.get(("kind",), ""))
    value: dict[str, Any] = {}
    for path in sorted(cells, key=lambda path: [(str(s), 0) if isinstance(s, str) else ("", s) for s in path]):
        if not _put(value, path, _typed(cells[path], path, kind.type if kind else None)):
            message = f"{dotted(path)} is filled in, and an item before it is not"
            hint = "Items are numbered from 0 without gaps."
            return Unreadable(source.name, Problem(message, hint, (), locate(path)), number)
    return Record(value, source.name, number, locate)


def _path(cell: str) -> Path:
    text = cell.strip()
    steps: list[str | int] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            raise ValueError(f"{cell!r} is no path such as control.hires or evidence[0].kind")
        steps.append(found[1] if found[1] is not None else int(found[2]))
        at = found.end()
    if not steps or isinstance(steps[0], int):
        raise ValueError(f"{cell!r} is no path such as control.hires or evidence[0].kind")
    return tuple(steps)


def _put(value: Any, path: Path, cell: Any) -> bool:
    """Puts a cell in its place; False where items before it are missing, or a text stands where a group is needed."""
    for step, after in pairwise(path):
        if isinstance(step, int):
            if not isinstance(value, list) or step > len(value):
                return False
            if step == len(value):
                value.append([] if isinstance(after, int) else {})
            value = value[step]
        else:
            if not isinstance(value, dict):
                return False
            value = value.setdefault(step, [] if isinstance(after, int) else {})
    last = path[-1]
    if isinstance(last, int):
        if not isinstance(value, list) or last != len(value):
            return False
        value.append(cell)
        return True
    if not isinstance(value, dict) or last in value:
        return False
    value[last] = cell
    return True


def _typed(cell: str, path: Path, type_: Type | None) -> Any:
    """The cell as the schema's type where it can be read so, otherwise as its text, which the schema then refuses."""
    for step in path:
        match type_:
            case Object(fields=fields) if step in fields:
                type_ = fields[str(step)].type
            case List(item=item):
                type_ = item
            case Map(value=value):
                type_ = value
            case _:
                return cell
    if type_ == BOOL and cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if type_ == INT and _INT.fullmatch(cell):
        return int(cell)
    if type_ == DOUBLE and _DOUBLE.fullmatch(cell):
        number = float(cell)
        return int(cell) if _INT.fullmatch(cell) else number if number < float("inf") else cell
    return cell


class _Locator:
    """Finds the cells of a row that begins in a line."""

    __slots__ = ("line", "lines", "paths", "separator")

    def __init__(self, lines: Sequence[str], line: int, separator: str, paths: Sequence[Path]) -> None:
        self.lines, self.line, self.separator, self.paths = lines, line, separator, paths

    def __call__(self, path: Path) -> Position:
        for length in range(len(path), 0, -1):
            for column, known in enumerate(self.paths):
                if known[:length] == path[:length]:
                    return self._cell(column)
        return Position(self.line, 1)

    def _cell(self, column: int) -> Position:
        quoted = False
        for number in range(self.line, len(self.lines) + 1):
            if not column:
                return Position(number, 1)
            for at, char in enumerate(self.lines[number - 1], 1):
                if char == '"':
                    quoted = not quoted
                elif char == self.separator and not quoted:
                    column -= 1
                    if not column:
                        return Position(number, at + 1)
            if not quoted:
                break
        return Position(self.line, 1)
