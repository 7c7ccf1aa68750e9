"""CSV: a record on each row. Header cells are paths (`control.hires`, `evidence[0].kind`), types are the schema's.

The separator is the one of comma, semicolon and tab that the header has most of. Space around a cell is no part of it,
and an empty cell is absent.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from checker.readers._csvheader import HeaderError, columns, put, type_at
from checker.readers._files import Input, Limits
from checker.record import Path, Problem, Record, Unreadable, dotted
from checker.schemas import Kinds
from checker.source import Position
from checker.types import BOOL, DOUBLE, INT, Type

_INT = re.compile(r"[-+]?[0-9]{1,19}")
_DOUBLE = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
_WORDS = {
    "unexpected end": "a cell begins with a quote that is never closed",
    "expected after": "text follows the closing quote of a cell",
    "field larger": "a cell is longer than 131,072 characters",
}


class _Text:
    """The text of a table, and where its cells stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.separator = max(",;\t", key=text.lstrip().split("\n", 1)[0].count)
        self._cell = re.compile(f'"[^"]*(?:""[^"]*)*"|[^{self.separator}]*')

    @cached_property
    def _lines(self) -> list[str]:
        return io.StringIO(self.text, newline=None).getvalue().split("\n")

    def position(self, first: int, last: int, column: int) -> Position:
        """Where a cell of the row that goes from one line to another stands; at the row's end where it is too short."""
        row = "\n".join(self._lines[first - 1 : last])
        at = 0
        for _ in range(column):
            found = self._cell.match(row, at)
            at = min(found.end() + 1 if found else at, len(row))
        return Position(first + row.count("\n", 0, at), at - row.rfind("\n", 0, at))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its cells, its number, the lines from which to which it goes. Called with a path: the cell's place."""

    table: _Text
    paths: Sequence[Path]
    cells: Sequence[str]
    number: int
    first: int
    last: int

    def __call__(self, path: Path) -> Position:
        for length in range(len(path), 0, -1):
            for column, known in enumerate(self.paths):
                if known[:length] == path[:length]:
                    return self.table.position(self.first, self.last, column)
        return Position(self.first, 1)


def read(source: Input, kinds: Kinds, limits: Limits) -> Iterator[Record | Unreadable]:
    """The rows of a table as records; a row that cannot be read is reported, and the others are read."""
    table = _Text(source.text)
    rows = csv.reader(io.StringIO(source.text, newline=""), delimiter=table.separator, strict=True)
    try:
        header = next(cells for cells in rows if cells)
        paths = columns(header, limits.depth)
    except csv.Error as problem:
        yield _unreadable(source, f"the header cannot be read: {_words(problem)}", "Check its quotes.", Position(1, 1))
        return
    except HeaderError as problem:
        place = table.position(rows.line_num, rows.line_num, problem.column)
        yield _unreadable(source, f"the header cannot be read: {problem}", "Name each column once, as a path.", place)
        return
    if ("kind",) not in paths:
        hint = f"Add one that says in each row what the record is: {', '.join(sorted(kinds))}."
        yield _unreadable(source, "the table has no column kind", hint, Position(rows.line_num, 1))
        return
    types: dict[str, list[Type | None]] = {"": [None] * len(paths)}
    for name, kind in kinds.items():
        types[name] = [type_at(kind.type, path) for path in paths]
    order = sorted(range(len(paths)), key=lambda column: paths[column])
    found = False
    for row in _rows(source, rows, table, paths):
        found = True
        yield row if isinstance(row, Unreadable) else _record(source, row, order, types)
    if not found:
        yield _unreadable(source, "the table has a header and no rows", "Fill it in, or remove it.", None)


def _rows(source: Input, rows: Any, table: _Text, paths: Sequence[Path]) -> Iterator[_Row | Unreadable]:
    number, line = 0, rows.line_num + 1
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as problem:
            hint = "Check its quotes; the rows after it were not read."
            message = f"the row cannot be read: {_words(problem)}"
            yield _unreadable(source, message, hint, Position(line, 1), number + 1)
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            number += 1
            yield _Row(table, paths, cells, number, line, rows.line_num)
        line = rows.line_num + 1


def _record(source: Input, row: _Row, order: Sequence[int], types: dict[str, list[Type | None]]) -> Record | Unreadable:
    cells = [cell.strip() for cell in row.cells]
    if len(cells) > len(row.paths):
        message = f"the row has {len(cells)} cells, the header only {len(row.paths)}"
        hint = "Put a cell that holds the separator in quotes."
        return _unreadable(source, message, hint, Position(row.first, 1), row.number)
    cells += [""] * (len(row.paths) - len(cells))
    typed = types.get(cells[row.paths.index(("kind",))], types[""])
    value: dict[str, Any] = {}
    for column in order:
        cell, path = cells[column], row.paths[column]
        if cell and not put(value, path, _typed(cell, typed[column])):
            message = f"{dotted(path)} is filled in, and an item before it is not"
            return _unreadable(source, message, "Number items from 0, without gaps.", row(path), row.number)
    return Record(value, source.name, row.number, row)


def _typed(cell: str, type_: Type | None) -> Any:
    """The cell as the schema's type where it can be read so, otherwise as its text, which the schema then refuses."""
    if type_ == BOOL and cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if type_ in (INT, DOUBLE) and _INT.fullmatch(cell):
        number = int(cell)
        return number if -(1 << 63) <= number < 1 << 63 else cell
    if type_ == DOUBLE and _DOUBLE.fullmatch(cell):
        return float(cell) if float(cell) not in (float("inf"), float("-inf")) else cell
    return cell


def _words(problem: csv.Error) -> str:
    text = str(problem)
    return next((words for part, words in _WORDS.items() if part in text), text)


def _unreadable(
    source: Input, message: str, hint: str, place: Position | None, number: int | None = None
) -> Unreadable:
    return Unreadable(source.name, Problem(message, hint, (), place), number)
