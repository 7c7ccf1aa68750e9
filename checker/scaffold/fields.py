"""Walks a record beside the type of its kind: what stands at a path, and what may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from enum import Enum
from typing import Any

from checker.readers._nulls import without_nulls
from checker.record import Path
from checker.schemas import Kind
from checker.types import DYN, Field, List, Map, Object, Type


class Standing(Enum):
    """Whether a record says something at a path."""

    ABSENT = "absent"
    LEFT_OPEN = "left open"
    """Null: it was asked, and not answered. For policies the same as absent."""
    RECORDED = "recorded"


def standing(record: Any, path: Path) -> Standing:
    """What a record holds at a path; left open too where a part above it is."""
    for step in path:
        known = step in record if isinstance(record, dict) else isinstance(record, list) and _index(step, record)
        if not known:
            return Standing.ABSENT
        record = record[step]
        if record is None:
            return Standing.LEFT_OPEN
    return Standing.RECORDED


def value_at(record: Any, path: Path) -> Any:
    """The value at a path; None where there is none."""
    return _dig(record, path) if standing(record, path) is Standing.RECORDED else None


def put(record: Any, path: Path, value: Any) -> Any:
    """The record with a value at a path, what is above it made where need be; what was touched comes last."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(record) if isinstance(record, list) else []
        items[step : step + 1] = [put(items[step] if step < len(items) else None, rest, value)]
        return items
    others = {name: part for name, part in record.items() if name != step} if isinstance(record, dict) else {}
    before = record.get(step) if isinstance(record, dict) else None
    return {**others, step: put(before, rest, value)}


def without(record: Any, path: Path) -> Any:
    """The record without the value at a path, which it has."""
    changed = deepcopy(record)
    del _dig(changed, path[:-1])[path[-1]]
    return changed


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as a reader of its file would find it: without what was left open."""
    found: dict[str, Any] = without_nulls(deepcopy(dict(record)))
    return found


def fields_at(kind: Kind, record: Any, path: Path = ()) -> Mapping[str, Field]:
    """The fields that the object at a path may have, by what the record says there already; no joined records."""
    owner = field_at(kind, record, path).type
    here = value_at(record, path)
    if not isinstance(owner, Object):
        return {}
    return {name: field for name, field in owner.case(here).fields.items() if field.joined_by is None}


def field_at(kind: Kind, record: Any, path: Path) -> Field:
    """The field at a path; of type dyn where the schema says nothing of it."""
    found = Field(kind.type, required=True)
    for number, step in enumerate(path):
        owner: Type = found.type
        if isinstance(owner, Object):
            # The field that tells cases apart has the values of all of them.
            here = None if step == owner.tag else value_at(record, path[:number])
            found = owner.case(here).fields.get(str(step), Field(DYN))
        elif isinstance(owner, List):
            found = Field(owner.item, title=found.title, sensitive=found.sensitive)
        else:
            found = Field(owner.value if isinstance(owner, Map) else DYN)
    return found


def ordered(kind: Kind, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its fields in the order of the schema."""
    found: dict[str, Any] = _ordered(kind.type, dict(record))
    return found


def last_lists(record: Any) -> Iterator[Path]:
    """The lists on the way to what was touched last, the outermost first."""
    path: Path = ()
    while record and isinstance(record, (dict, list)):
        step = next(reversed(record)) if isinstance(record, dict) else len(record) - 1
        path, record = (*path, step), record[step]
        if isinstance(record, list):
            yield path


def _ordered(type_: Type, value: Any) -> Any:
    if isinstance(type_, List) and isinstance(value, list):
        return [_ordered(type_.item, item) for item in value]
    if not isinstance(type_, Object) or not isinstance(value, dict):
        return value
    fields = type_.case(value).fields
    names = [*(name for name in fields if name in value), *(name for name in value if name not in fields)]
    return {name: _ordered(fields[name].type if name in fields else DYN, value[name]) for name in names}


def _dig(record: Any, path: Path) -> Any:
    for step in path:
        record = record[step]
    return record


def _index(step: Any, items: list[Any]) -> bool:
    return isinstance(step, int) and 0 <= step < len(items)
