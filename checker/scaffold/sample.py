"""Values to begin with: the schema's own examples where it has any, else the first plain value that it accepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.record import Path
from checker.scaffold.fields import Standing, field_at, fields_at, put, standing, value_at
from checker.scaffold.gaps import MISSING, TOO_FEW, gaps
from checker.schemas import Kind
from checker.schemas.leaves import Leaf
from checker.types import BOOL, DOUBLE, INT, TIMESTAMP, Field, List, Object, String

_ROUNDS = 300
_TEXTS = ("text", "TEXT", "A", "1", "name@company.example", "https://company.example", "a longer text, of many words")
_NUMBERS = (1, 0, 10, 100, 2, 1000, -1)
_DATES = ("2026-01-31", "2026-01-31T09:00:00Z")


def record_of(kind: Kind) -> dict[str, Any]:
    """A record with what the schema requires and no more; valid where a valid one could be made."""
    record: dict[str, Any] = {"kind": kind.name}
    tried: dict[Path, int] = {}
    for _ in range(_ROUNDS):
        changed = next((after for leaf in gaps(kind, record) if (after := _mended(kind, record, leaf, tried))), None)
        if changed is None:
            break
        record = changed
    return record


def candidates(kind: Kind, record: Any, path: Path) -> Iterator[Any]:
    """Values that may fit at a path, the best first; the schema need not accept them all."""
    shape = kind.gate.shapes.at(path)
    type_ = field_at(kind, record, path).type
    yield from example_at(kind, path)
    if isinstance(type_, String) and type_.values:
        yield from type_.values
    elif shape.values:
        yield from shape.values
    elif type_ == TIMESTAMP:
        yield from reversed(_DATES) if shape.format == "date-time" else _DATES
    elif type_ == BOOL:
        yield from (True, False)
    elif type_ in (INT, DOUBLE):
        yield from _NUMBERS
    elif isinstance(type_, List):
        yield []
    elif isinstance(type_, String):
        yield from _TEXTS
    else:
        yield from ({}, [], *_TEXTS, *_NUMBERS)


def fitting(kind: Kind, record: Any, path: Path) -> Iterator[Any]:
    """Those of them in which the schema finds nothing wrong; what is missing beneath them does not count."""
    for value in candidates(kind, record, path):
        wrong = (leaf for leaf in gaps(kind, put(record, path, value)) if leaf.path[: len(path)] == path)
        if all(leaf.keyword in (*MISSING, *TOO_FEW) for leaf in wrong):
            yield value


def example_at(kind: Kind, path: Path) -> Iterator[Any]:
    """The examples of the schema for a path: its own, then what those of the parts above it hold there."""
    for length in range(len(path), -1, -1):
        for example in kind.gate.shapes.at(path[:length]).examples:
            found = value_at(example, path[length:])
            if found is not None:
                yield found


def simple(field: Field) -> bool:
    """Whether a field holds one value, which can be asked for in a line."""
    return not isinstance(field.type, (List, Object))


def _mended(kind: Kind, record: dict[str, Any], leaf: Leaf, tried: dict[Path, int]) -> dict[str, Any] | None:
    """The record with one objection answered as well as can be; None where nothing is left to try."""
    path, here = leaf.path, value_at(record, leaf.path)
    if leaf.keyword in MISSING:
        field = field_at(kind, record, path)
        return _with(record, path, {}) if isinstance(field.type, Object) else _next(kind, record, path, tried)
    if leaf.keyword in TOO_FEW and isinstance(here, list):
        inner = (*path, len(here))
        is_object = isinstance(field_at(kind, record, inner).type, Object)
        return _with(record, inner, {}) if is_object else _next(kind, record, inner, tried)
    if isinstance(here, dict):
        fields = fields_at(kind, record, path)
        new = [name for name in fields if standing(record, (*path, name)) is Standing.ABSENT]
        return _next(kind, record, (*path, new[0]), tried) if new else None
    return _next(kind, record, path, tried)


def _next(kind: Kind, record: dict[str, Any], path: Path, tried: dict[Path, int]) -> dict[str, Any] | None:
    """The record with the next candidate at a path."""
    number = tried[path] = tried.get(path, -1) + 1
    for position, value in enumerate(candidates(kind, record, path)):
        if position == number:
            return _with(record, path, value)
    return None


def _with(record: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed: dict[str, Any] = put(record, path, value)
    return changed
