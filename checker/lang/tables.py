"""Data tables: reference data of a pack, which policies read as `data.NAME["KEY"]`.

`data/NAME.schema.json` describes one entry, names the field that is the key (`x-key`) and where the data comes from
(`x-source`: title, as_of, and section or url); `data/NAME.csv` or `data/NAME.yaml` holds the entries.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from checker.errors import SchemaError
from checker.frozen import frozen
from checker.lang.document import ReferenceDocument
from checker.lang.faults import CODES, did_you_mean
from checker.lang.packs import PackSource, near
from checker.record import Locate, Problem
from checker.record import Path as ValuePath
from checker.schemas import Schema, entry_type
from checker.source import Diagnostic, Position, Source
from checker.types import BOOL, DOUBLE, INT, Object
from checker.yaml12 import Limits, Locations, YamlError, load_all

_FORM = Schema(
    {
        "type": "object",
        "required": ["x-key", "x-source", "properties"],
        "properties": {
            "x-key": {"type": "string", "minLength": 1},
            "properties": {"type": "object", "minProperties": 1},
            "x-source": {
                "type": "object",
                "required": ["title", "as_of"],
                "additionalProperties": False,
                "properties": {
                    "title": {"type": "string", "minLength": 1},
                    "section": {"type": "string"},
                    "url": {"type": "string", "format": "uri"},
                    "as_of": {"type": "string", "format": "date"},
                    "status": {"enum": ["verified", "unverified", "judgement"]},
                },
            },
        },
    }
)


@frozen
class Table:
    """A table that has been read and fits its schema."""

    name: str
    title: str
    type: Object
    """Of one entry."""
    entries: Mapping[str, Any]
    """Key → entry."""
    source: ReferenceDocument
    file: str


@frozen
class _Rows:
    """The entries of a file as they were read, and where each stands."""

    file: Source
    entries: Sequence[Any]
    places: Any
    """(number of the entry, path within it) -> Position | None."""


class _Refused(Exception):
    """What is wrong with a table as a whole."""


def read_tables(sources: Sequence[PackSource], diagnostics: list[Diagnostic]) -> list[Table]:
    """The tables in the `data` folders of packs, by name; what is wrong with one is a diagnostic."""
    found: dict[str, Table] = {}
    for source in sources:
        folder = source.home / "data"
        for schema in sorted(folder.glob("*.schema.json")):
            try:
                table = _table(schema, diagnostics)
                if table is not None and table.name in found:
                    raise _Refused(f"there is a table {table.name} in {found[table.name].file} too")
            except _Refused as problem:
                diagnostics.append(Diagnostic("L041", CODES["L041"], str(problem), str(near(schema))))
            else:
                found |= {} if table is None else {table.name: table}
        for file in sorted([*folder.glob("*.csv"), *folder.glob("*.yaml")]):
            wanted = file.with_suffix(".schema.json")
            if not wanted.is_file():
                message = f"a table needs a schema that names its key and its source; write {wanted.name} beside it"
                diagnostics.append(Diagnostic("L041", CODES["L041"], message, str(near(file))))
    return [found[name] for name in sorted(found)]


def _table(path: Path, diagnostics: list[Diagnostic]) -> Table | None:
    """A table by its schema; None where its entries do not fit. Raises _Refused."""
    name = path.name.removesuffix(".schema.json")
    document = _document(path, name)
    try:
        schema = Schema({**document, "additionalProperties": document.get("additionalProperties", False)})
        type_, convert = entry_type(schema, name)
    except SchemaError as problem:
        raise _Refused(str(problem)) from None
    rows = _rows(path.parent, name, type_, diagnostics)
    if rows is None:
        return None
    if not rows.entries:
        raise _Refused(f"the table {name} has no entries")
    entries: dict[str, Any] = {}
    sound = True
    for number, entry in enumerate(rows.entries):
        problems = _problems(schema, document["x-key"], entry, entries, partial(rows.places, number))
        diagnostics.extend(_at(rows.file, problem) for problem in problems)
        sound = sound and not problems
        if not problems:
            entries[str(entry[document["x-key"]])] = convert(entry)
    source = ReferenceDocument(**document["x-source"])
    return Table(name, document.get("title", name), type_, entries, source, rows.file.name) if sound else None


def _document(path: Path, name: str) -> dict[str, Any]:
    """The schema of a table's entries."""
    try:
        document: dict[str, Any] = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as problem:
        raise _Refused(f"this schema cannot be read: {problem}") from None
    wrong = _FORM.explain(document, lambda at: None, "schema")
    if wrong:
        raise _Refused(f"{wrong[0].message}. {wrong[0].hint}" if wrong[0].hint else wrong[0].message)
    if not name.isidentifier():
        raise _Refused(f"{name} cannot be read as data.{name}; take letters, digits and _ for the file's name")
    key, known = document["x-key"], document["properties"]
    if key not in known:
        raise _Refused(f"x-key names {key}, which is no property of an entry{did_you_mean(key, known)}")
    return document


def _problems(schema: Schema, key: str, entry: Any, before: Mapping[str, Any], locate: Locate) -> tuple[Problem, ...]:
    """What is wrong with one entry, those before it being known."""
    problems = schema.explain(entry, locate, "entry")
    if problems:
        return problems
    if entry.get(key) in (None, ""):
        return (Problem(f"{key} is the key of an entry, and this one has none", position=locate(())),)
    if str(entry[key]) in before:
        return (Problem(f"there is an entry {entry[key]} already", position=locate((key,))),)
    return ()


def _rows(folder: Path, name: str, type_: Object, diagnostics: list[Diagnostic]) -> _Rows | None:
    """The entries as they are written; None where the file cannot be read, as the diagnostics then say."""
    files = [file for file in (folder / f"{name}.csv", folder / f"{name}.yaml") if file.is_file()]
    if len(files) != 1:
        there = "both" if files else "neither"
        raise _Refused(f"its entries stand in {name}.csv or {name}.yaml beside it; there is {there}")
    shown = str(near(files[0]))
    try:
        source = Source(shown, files[0].read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8 text"
        diagnostics.append(Diagnostic("L003", CODES["L003"], f"this file cannot be read: {reason}", shown))
        return None
    try:
        return _csv(source, type_) if files[0].suffix == ".csv" else _yaml(source)
    except csv.Error as error:
        diagnostics.append(Diagnostic("L003", CODES["L003"], f"this file cannot be read: {error}", shown))
    except YamlError as error:
        diagnostics.append(_at(source, Problem(error.message, position=error.position), "L003"))
    return None


def _yaml(source: Source) -> _Rows:
    documents = load_all(source.text, Limits())
    locations = Locations(source.text)
    if len(documents) != 1 or not isinstance(documents[0], list):
        raise YamlError("a table is one list of entries", Position(1, 1))
    entries = [
        {key: value for key, value in each.items() if value is not None} if isinstance(each, dict) else each
        for each in documents[0]
    ]
    return _Rows(source, entries, lambda number, at: locations.position(0, (number, *at)))


def _csv(source: Source, type_: Object) -> _Rows:
    reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
    header = next(reader, [])
    entries: list[dict[str, Any]] = []
    lines: list[int] = []
    line = reader.line_num
    for row in reader:
        if row:
            cells = zip(header, row, strict=False)
            entries.append({name: _cell(text, type_, name) for name, text in cells if text != ""})
            lines.append(line + 1)
        line = reader.line_num

    def place(number: int, at: ValuePath) -> Position | None:
        return Position(lines[number], 1)

    return _Rows(source, entries, place)


def _cell(text: str, type_: Object, name: str) -> Any:
    """A cell as its column's type has it; one that does not fit stays text, for the schema to refuse."""
    wanted = type_.fields[name].type if name in type_.fields else None
    try:
        if wanted == INT:
            return int(text)
        if wanted == DOUBLE:
            return float(text)
    except ValueError:
        return text
    return {"true": True, "false": False}.get(text.lower(), text) if wanted == BOOL else text


def _at(source: Source, problem: Problem, code: str = "L041") -> Diagnostic:
    message = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    line = source.line(problem.position.line) if problem.position else ""
    return Diagnostic(code, CODES[code], message, source.name, problem.position, line, 1)
