"""From a valid JSON value to the value that the policy language sees.

Dates become `Timestamp`, numbers float, whole numbers int (3.0 becomes 3). Compiled once for each kind; what does not
change is shared with the record, not copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from checker.record import Path
from checker.types import DOUBLE, DYN, INT, TIMESTAMP, List, Map, Object, Type
from checker.values import Timestamp, parse_date, parse_timestamp

Convert: TypeAlias = Callable[[Any], Any]

INT_MIN, INT_MAX = -(2**63), 2**63 - 1


def converter(type_: Type) -> Convert:
    """The conversion for valid values of a type; it raises OverflowError for a number that is too large to calculate.

    `out_of_range` then says which.
    """
    return _convert(type_, {}) or _same


def out_of_range(type_: Type, value: Any, path: Path = ()) -> Iterator[Path]:
    """Where a valid value holds numbers beyond 64 bits."""
    if isinstance(value, dict):
        type_ = type_.case(value) if isinstance(type_, Object) else type_
        fields = type_.fields if isinstance(type_, Object) else {}
        inner = type_.value if isinstance(type_, Map) else DYN
        for name, part in value.items():
            if isinstance(type_, Object) and name not in fields:
                continue
            yield from out_of_range(fields[name].type if name in fields else inner, part, (*path, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from out_of_range(type_.item if isinstance(type_, List) else DYN, part, (*path, index))
    else:
        try:
            (_SCALARS.get(type_) or _same)(value)
        except OverflowError:
            yield path


def _same(value: Any) -> Any:
    return value


def _timestamp(value: Any) -> Timestamp:
    day = parse_date(value)
    moment = parse_timestamp(value) if day is None else day
    if moment is None:
        raise ValueError(f"the gate let through a date that is none: {value!r}")
    return moment


def _int(value: Any) -> int:
    whole = int(value)
    if not INT_MIN <= whole <= INT_MAX:
        raise OverflowError
    return whole


def _number(value: Any) -> float:
    return value if type(value) is float else float(value)


def _untyped(value: Any) -> Any:
    """Nothing is known of the value, so only its size is looked at."""
    if isinstance(value, dict):
        for part in value.values():
            _untyped(part)
    elif isinstance(value, list):
        for part in value:
            _untyped(part)
    elif type(value) is int:
        _int(value)
    return value


_SCALARS: Mapping[Type, Convert] = {TIMESTAMP: _timestamp, INT: _int, DOUBLE: _number, DYN: _untyped}


def _convert(type_: Type, known: dict[Object, Convert]) -> Convert | None:
    """None where values of the type stay as they are."""
    if isinstance(type_, Object):
        return known.get(type_) or (_union if type_.tag else _object)(type_, known)
    if isinstance(type_, List):
        item = _convert(type_.item, known)
        return None if item is None else _list(item)
    if isinstance(type_, Map):
        value = _convert(type_.value, known)
        return None if value is None else _map(value)
    return _SCALARS.get(type_)


def _object(type_: Object, known: dict[Object, Convert]) -> Convert | None:
    fields: dict[str, Convert] = {}

    def convert(value: dict[str, Any]) -> dict[str, Any]:
        changed = value
        for name, part in value.items():
            field = fields.get(name)
            if field is None:
                continue
            new = field(part)
            if new is not part:
                if changed is value:
                    changed = dict(value)
                changed[name] = new
        return changed

    known[type_] = convert
    for name, field in type_.fields.items():
        made = None if field.joined_by else _convert(field.type, known)
        if made is not None:
            fields[name] = made
    return convert if fields else None


def _union(type_: Object, known: dict[Object, Convert]) -> Convert | None:
    """Each value as its own case has it: what is a date in one may be a text in another."""
    cases: dict[Object, Convert] = {}

    def convert(value: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = cases.get(type_.case(value), _same)(value)
        return found

    known[type_] = convert
    waiting = list(type_.cases.values())
    for case in waiting:
        waiting.extend(case.cases.values())
        made = None if case.tag else _convert(case, known)
        if made is not None:
            cases[case] = made
    return convert if cases else None


def _list(item: Convert) -> Convert:
    def convert(value: list[Any]) -> list[Any]:
        new = [item(part) for part in value]
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new

    return convert


def _map(inner: Convert) -> Convert:
    def convert(value: dict[str, Any]) -> dict[str, Any]:
        new = {name: inner(part) for name, part in value.items()}
        return value if all(new[name] is part for name, part in value.items()) else new

    return convert
