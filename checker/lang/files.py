"""Reads one YAML file of a pack, holds it to its form, and turns mistakes into diagnostics with a line and a caret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from checker.frozen import frozen
from checker.lang.align import align
from checker.lang.faults import CODES
from checker.record import Path as ValuePath
from checker.record import Problem, dotted
from checker.resources import SCHEMAS
from checker.schemas import Schema
from checker.source import Diagnostic, Mark, Position, Source, Span
from checker.yaml12 import Limits, Locations, YamlError, load_all


@frozen
class YamlFile:
    """A file that has been read: its name as the user knows it, its text, and what it says."""

    name: str
    text: str
    value: Mapping[str, Any]

    def diagnostic(self, code: str, path: ValuePath, message: str, span: Span | None = None) -> Diagnostic:
        """A mistake at a value of the file, or at a span of the text that the value is."""
        mark = self.mark(path, span)
        if mark is None:
            return Diagnostic(code, CODES[code], message, self.name)
        return Diagnostic(code, CODES[code], message, self.name, mark.position, mark.text, mark.length)

    def mark(self, path: ValuePath, span: Span | None = None) -> Mark | None:
        """Where a value of the file stands, or a span of the text that the value is."""
        source, locations = Source(self.name, self.text), Locations(self.text)
        found = locations.scalar(0, path)
        if found is None:
            position = locations.position(0, path)
            return None if position is None else Mark(position, source.line(position.line))
        start, end = found
        places = align(self.text[start:end], _value_at(self.value, path)) if span else None
        if span and places:
            first, last = (min(each, len(places) - 1) for each in (span.start, max(span.start, span.end - 1)))
            start, end = start + places[first][0], start + places[last][1]
        line_end = self.text.find("\n", start)
        end = min(end, line_end if line_end >= 0 else len(self.text))
        place = source.position(start)
        return Mark(place, source.line(place.line), max(1, end - start))

    def at_name(self, code: str, path: ValuePath, message: str) -> Diagnostic:
        """A mistake in the name of a field."""
        position = Locations(self.text).position(0, path)
        return _at(Source(self.name, self.text), code, message, position, len(str(path[-1])))


def read_file(
    path: Path, form: str, diagnostics: list[Diagnostic], formless: list[YamlFile] | None = None
) -> YamlFile | None:
    """A policy, pack or facts file; None where it cannot be read or lacks its form, as the diagnostics then say.

    A policy file that says `decide:` is held to the form of a decision. One that lacks its form is added to `formless`,
    so that its expressions can be checked all the same.
    """
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8 text"
        diagnostics.append(Diagnostic("L003", CODES["L003"], f"this file cannot be read: {reason}", name))
        return None
    try:
        documents = load_all(text, Limits())
    except YamlError as problem:
        diagnostics.append(_at(Source(name, text), "L003", problem.message, problem.position, 1))
        return None
    if len(documents) != 1 or not isinstance(documents[0], Mapping):
        message = f"this file must hold one {form}, as fields and values"
        diagnostics.append(Diagnostic("L002", CODES["L002"], message, name))
        return None
    file = YamlFile(name, text, {key: value for key, value in documents[0].items() if value is not None})
    if form == "policy" and "decide" in file.value:
        form = "decision"
    if _schema(form).is_valid(file.value):
        return file
    locations = Locations(text)
    for found in _schema(form).explain(file.value, lambda at: locations.position(0, at), form):
        diagnostics.append(_formless(file, locations, found))
    if formless is not None and form == "policy":
        formless.append(file)
    return None


def _formless(file: YamlFile, locations: Locations, found: Problem) -> Diagnostic:
    """What is wrong with the form: under a name that is not known, under the value of one that is, or at the end."""
    source = Source(file.name, file.text)
    scalar = locations.scalar(0, found.path)
    if len(found.path) == 1 and found.path[0] not in file.value:
        found = _lacking(file, found, source, named=scalar is not None)
    message = f"{found.message.rstrip('.')}. {found.hint}" if found.hint else found.message
    if found.path and " has no field " in message:
        return _at(source, "L002", message, found.position, len(str(found.path[-1])))
    if scalar is None:
        return _at(source, "L002", message, found.position, 1)
    start, end = scalar
    line_end = file.text.find("\n", start)
    end = min(end, line_end if line_end >= 0 else len(file.text))
    return _at(source, "L002", message, source.position(start), max(1, end - start))


def _lacking(file: YamlFile, found: Problem, source: Source, *, named: bool) -> Problem:
    """A field that the file lacks: it is wanted at the end, or behind its name where that stands without a value."""
    if not named:
        return replace(found, position=source.position(len(file.text.rstrip())))
    message = found.message.replace(" is missing", " has no value", 1)
    return replace(found, message=message, hint=found.hint.removeprefix(f"Add {found.path[0]}. "))


@cache
def _schema(form: str) -> Schema:
    return Schema(json.loads((SCHEMAS / f"{form}.schema.json").read_text(encoding="utf-8")))


def _at(source: Source, code: str, message: str, position: Position | None, length: int) -> Diagnostic:
    text = source.line(position.line) if position else ""
    return Diagnostic(code, CODES[code], message, source.name, position, text, length)


def _value_at(value: Any, path: ValuePath) -> str:
    for step in path:
        value = value[step]
    assert isinstance(value, str), dotted(path)
    return value
