"""The rows of a decision table as they are written: in the policy's YAML, or in a CSV file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.frozen import frozen
from checker.lang.document import DecideDocument
from checker.lang.faults import CODES, did_you_mean
from checker.lang.files import YamlFile
from checker.record import Path as ValuePath
from checker.source import Diagnostic, Source, Span
from checker.yaml12 import Limits

OUTCOME = "outcome"
"""The name of the outcome's cell in a row that is written in YAML."""
MOST_ROWS = 1000
"""The longest table that is read."""

_CELL = re.compile(r'"((?:[^"]|"")*)"|([^,\r\n]*)')
_END = re.compile(r",|\r\n|\r|\n|\Z")


@frozen
class Written:
    """A row as it is written: the cells by input, and the outcome."""

    cells: Mapping[str, Any]
    outcome: Any
    line: int = 0
    """Its line in a CSV file; 0 in YAML."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows, the name of the file that they stand in, and how a mistake in one of them is told."""

    file: YamlFile
    rows: Sequence[Written] = ()
    source: Source | None = None
    """The CSV file; None where the rows stand in YAML."""
    spans: Mapping[tuple[int, str], Span] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file of the rows."""
        return self.file.name if self.source is None else self.source.name

    def diagnostic(self, code: str, message: str, row: int | None = None, column: str = "") -> Diagnostic:
        """A mistake in a cell of a row (from 0), in the row, or in the table as a whole."""
        if self.source is None or row is None:
            path: ValuePath = ("decide", "rows" if self.source is None else "table")
            if row is not None:
                path = (*path, row, column) if column in self.file.value["decide"]["rows"][row] else (*path, row)
            return self.file.diagnostic(code, path, message)
        return at_span(self.source, code, message, self.spans.get((row, column), self.spans[row, ""]))


def at_span(source: Source, code: str, message: str, span: Span) -> Diagnostic:
    """A mistake at a part of a text; of one that goes over several lines, the first is shown."""
    place = source.position(span.start)
    text = source.line(place.line)
    length = min(span.end - span.start, len(text) - place.column + 1)
    return Diagnostic(code, CODES[code], message, source.name, place, text, max(1, length))


def grid(file: YamlFile, decide: DecideDocument, diagnostics: list[Diagnostic]) -> Grid | None:
    """The rows of a decision file; None where they cannot be read, as the diagnostics then say."""
    if bool(decide.rows) == bool(decide.table):
        both = "rows and table say the same thing twice; keep one of them"
        none = "the table needs rows, or the CSV file that holds them as table: NAME.csv"
        diagnostics.append(file.diagnostic("L002", ("decide",), both if decide.table else none))
        return None
    found = _of_csv(file, decide, diagnostics) if decide.table else _of_yaml(file, decide, diagnostics)
    if found is not None and len(found.rows) > MOST_ROWS:
        many = f"this table has {len(found.rows)} rows, and at most {MOST_ROWS} are read; split it into several"
        diagnostics.append(found.diagnostic("L002", many))
        return None
    return found


def _of_yaml(file: YamlFile, decide: DecideDocument, diagnostics: list[Diagnostic]) -> Grid | None:
    rows, before = [], len(diagnostics)
    for number, row in enumerate(decide.rows):
        for name in row:
            if name not in decide.inputs and name != OUTCOME:
                message = f"the table has no input {name}{_advice(name, decide)}"
                diagnostics.append(file.at_name("L030", ("decide", "rows", number, name), message))
        if OUTCOME not in row:
            message = f"this row has no {OUTCOME}"
            diagnostics.append(file.diagnostic("L030", ("decide", "rows", number), message))
        rows.append(Written({name: row.get(name) for name in decide.inputs}, row.get(OUTCOME)))
    return Grid(file, rows) if len(diagnostics) == before else None


def _advice(name: str, decide: DecideDocument) -> str:
    near = did_you_mean(name, [*decide.inputs, OUTCOME])
    return near or f"; it has {', '.join(decide.inputs)}"


def _of_csv(file: YamlFile, decide: DecideDocument, diagnostics: list[Diagnostic]) -> Grid | None:
    path = Path(file.name).parent / decide.table
    try:
        octets = path.read_bytes()
        text = octets.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8 text"
        diagnostics.append(file.diagnostic("L003", ("decide", "table"), f"{path} cannot be read: {reason}"))
        return None
    source = Source(str(path), text)
    if len(octets) > Limits().bytes:
        diagnostics.append(
            file.diagnostic("L003", ("decide", "table"), f"{path} is larger than {Limits().bytes} bytes")
        )
        return None
    try:
        lines = list(_lines(text))
    except _Torn as torn:
        diagnostics.append(at_span(source, "L003", str(torn), torn.span))
        return None
    header = [value.strip() for value, _ in lines[0]] if lines else []
    mistakes = list(_header_mistakes(source, lines[0] if lines else [], decide))
    mistakes += _ragged(source, lines[1:], len(header))
    if mistakes:
        diagnostics.extend(mistakes)
        return None
    rows: list[Written] = []
    spans: dict[tuple[int, str], Span] = {}
    for number, line in enumerate(lines[1:]):
        cells = dict(zip(header[:-1], (value for value, _ in line), strict=False))
        rows.append(Written(cells, line[-1][0].strip(), source.position(line[0][1].start).line))
        spans |= {(number, name): span for name, (_, span) in zip([*header[:-1], OUTCOME], line, strict=True)}
        spans[number, ""] = Span(line[0][1].start, line[-1][1].end)
    return Grid(file, rows, source, spans)


def _header_mistakes(
    source: Source, header: Sequence[tuple[str, Span]], decide: DecideDocument
) -> Iterator[Diagnostic]:
    """The first line names every input once, and then the outcome."""
    wanted = f"the first line of the table names its inputs ({', '.join(decide.inputs)}), and then the outcome"
    if not header:
        yield at_span(source, "L030", wanted, Span(0, 0))
        return
    seen: set[str] = set()
    for value, span in header[:-1]:
        name = value.strip()
        if name in seen:
            yield at_span(source, "L030", f"there are two columns {name}", span)
        elif name not in decide.inputs:
            yield at_span(source, "L030", f"the table has no input {name}{_advice(name, decide)}", span)
        seen.add(name)
    last, span = header[-1]
    if last.strip() in decide.inputs:
        yield at_span(source, "L030", f"the last column must be the outcome, not the input {last.strip()}", span)
    elif not seen - decide.inputs.keys():
        for name in (name for name in decide.inputs if name not in seen):
            yield at_span(source, "L030", f"there is no column for the input {name}", span)


def _ragged(source: Source, lines: Sequence[Sequence[tuple[str, Span]]], width: int) -> Iterator[Diagnostic]:
    for line in lines:
        if len(line) != width:
            found = f"this row has {len(line)} cells, the first line has {width}"
            yield at_span(source, "L030", found, Span(line[0][1].start, line[-1][1].end))


class _Torn(Exception):
    """Text that is no CSV."""

    def __init__(self, span: Span, message: str) -> None:
        self.span = span
        super().__init__(message)


def _lines(text: str) -> Iterator[list[tuple[str, Span]]]:
    """The lines of a CSV text that are not blank, each cell with its place (RFC 4180)."""
    at, line = 0, list[tuple[str, Span]]()
    while at <= len(text):
        cell = _CELL.match(text, at)
        assert cell is not None
        if cell[1] is None and cell[2].startswith('"'):
            raise _Torn(Span(at, at + 1), 'this cell has no closing "')
        end = _END.match(text, cell.end())
        if end is None:
            raise _Torn(Span(cell.end(), cell.end() + 1), 'after the closing " stands a comma or the end of the line')
        value = cell[2] if cell[1] is None else cell[1].replace('""', '"')
        line.append((value, Span(at, max(at, cell.end()))))
        at = end.end()
        if end[0] != ",":
            if any(value.strip() for value, _ in line):
                yield line
            line = []
            if not end[0]:
                return
