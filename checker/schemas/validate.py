"""Holds a record to the schema of its kind."""

from __future__ import annotations

from typing import Any

from checker.record import InvalidRecord, Problem, Record, RecordRef, ValidRecord
from checker.schemas.kinds import Kind, Kinds

_NAMES = ("title", "name", "legal_name")


def validate(record: Record, kinds: Kinds) -> ValidRecord | InvalidRecord:
    """The record in the policy language's values; or everything that is wrong with its form, best problem first."""
    value = record.value
    name = value.get("kind") if isinstance(value, dict) else None
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        return _invalid(record, (_without_kind(record, kinds),), None)
    if not kind.is_valid(value):
        return _invalid(record, kind.gate.explain(value, record.locate, "record"), kind)
    try:
        hydrated = kind.hydrate(value)
    except OverflowError:
        return _invalid(record, _too_large(record, kind), kind)
    ref = _ref(record, kind)
    return ValidRecord(record, ref, hydrated)


def _invalid(record: Record, problems: tuple[Problem, ...], kind: Kind | None) -> InvalidRecord:
    return InvalidRecord(_ref(record, kind, located=True), problems)


def _ref(record: Record, kind: Kind | None, located: bool = False) -> RecordRef:
    """How reports name the record. Finding its place may mean reading its file again: only where it is at fault."""
    value = record.value if isinstance(record.value, dict) else {}
    fields = {} if kind is None else kind.type.fields
    names = [name for name in _NAMES if name not in fields or not fields[name].sensitive]
    return RecordRef(
        kind=_text(value.get("kind")),
        id=_id(value.get("id")),
        title=next((text for text in map(_text, map(value.get, names)) if text), ""),
        file=record.file,
        number=record.number,
        position=record.locate(()) if located else None,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _id(value: Any) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _without_kind(record: Record, kinds: Kinds) -> Problem:
    from checker.schemas.names import nearest
    from checker.schemas.words import shown

    known = ", ".join(sorted(kinds))
    value = record.value
    if not isinstance(value, dict):
        hint = f"A record is a group of fields, the first of them kind: {' or '.join(sorted(kinds))}."
        return Problem(f"the record is {shown(value)}, not a group of fields", hint, (), record.locate(()))
    if "kind" not in value:
        near = nearest("kind", [name for name in value if isinstance(name, str)], 0.7)
        hint = f"Did you mean {near} to be kind?" if near else f"Add kind, one of {known}."
        return Problem("the record does not say what kind of record it is", hint, (), record.locate(()))
    kind = value["kind"]
    near = nearest(kind, kinds) if isinstance(kind, str) else None
    hint = f"Did you mean {near}?" if near else "Kinds of your own are added with --schema kind=path."
    message = f"kind is {shown(kind)}, not one of {known}"
    return Problem(message, hint, ("kind",), record.locate(("kind",)))


def _too_large(record: Record, kind: Kind) -> tuple[Problem, ...]:
    from checker.record import dotted
    from checker.schemas.hydrate import out_of_range

    return tuple(
        Problem(f"{dotted(path)} is a number too large to calculate with", "Is it mistyped?", path, record.locate(path))
        for path in out_of_range(kind.type, record.value)
    )
