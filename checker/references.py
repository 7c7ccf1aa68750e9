"""Joins records: where a schema says that a field holds the id of another record, policies read that record there.

One step only: a joined record's own references are not followed. An id without its record leaves the joined field
absent. So does a list of ids of which one has no record: a part of a list must not stand for the whole, or a policy on
"all related records" would pass without having seen them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from checker.record import InvalidRecord, LinkedRecord, Path, Place, Problem, ValidRecord
from checker.schemas import Kinds
from checker.types import Field, List, Map, Object, Type

_Index: TypeAlias = Mapping[tuple[str, str], ValidRecord]
_NAMED = 3


def link(records: Sequence[ValidRecord], kinds: Kinds) -> tuple[list[LinkedRecord], list[InvalidRecord]]:
    """Every record with those that it refers to; and, apart, those whose id another record of their kind has too.

    Both lists are in the order of `records`. Records that share an id are all refused, since nobody can say which is
    meant, and none of them is joined to another.
    """
    same_id: dict[tuple[str, str], list[ValidRecord]] = {}
    for record in records:
        if record.ref.id:
            same_id.setdefault((record.ref.kind, record.ref.id), []).append(record)
    index = {key: found[0] for key, found in same_id.items() if len(found) == 1}
    joiners = {name: _Joiner(kind.type, index) for name, kind in kinds.items()}
    linked: list[LinkedRecord] = []
    invalid: list[InvalidRecord] = []
    for record in records:
        others = same_id.get((record.ref.kind, record.ref.id), ())
        if len(others) > 1:
            invalid.append(_duplicate(record, others))
        else:
            linked.append(joiners[record.ref.kind].link(record))
    return linked, invalid


def _duplicate(record: ValidRecord, all_of_them: Sequence[ValidRecord]) -> InvalidRecord:
    others = [other for other in all_of_them if other is not record]
    named = ", ".join(_where(other) for other in others[:_NAMED])
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    problem = Problem(
        f'id is "{record.ref.id}", which is also the id of another {record.ref.kind} record: {named}{more}',
        "Give each record an id of its own, or remove the copies.",
        ("id",),
        record.record.locate(("id",)),
    )
    return InvalidRecord(record.ref, (problem,))


def _where(record: ValidRecord) -> str:
    position = record.record.locate(("id",))
    return f"{record.ref.file}:{position.line}" if position else f"{record.ref.file}, record {record.ref.number}"


class _Joiner:
    """Joins records of one kind."""

    def __init__(self, type_: Object, index: _Index) -> None:
        self._type = type_
        self._index = index
        self._leading: dict[Object, tuple[tuple[str, Field], ...]] = {}

    def link(self, record: ValidRecord) -> LinkedRecord:
        """A record with those that it refers to."""
        value = self._joined(record.value, self._type)
        named = tuple(sorted(set(self._named(record.value, self._type))))
        return LinkedRecord(record.ref, value, _Locator(record, self._type, self._index), named)

    def _named(self, value: Any, type_: Type) -> Iterator[tuple[str, str]]:
        """The kinds and ids that a value names."""
        if isinstance(type_, List):
            for item in value:
                yield from self._named(item, type_.item)
        elif isinstance(type_, Map):
            for part in value.values():
                yield from self._named(part, type_.value)
        elif isinstance(type_, Object):
            for name, field in self._fields(type_.case(value)):
                if field.joined_by is None:
                    yield from self._named(value[name], field.type) if name in value else ()
                else:
                    ids = value.get(field.joined_by, ())
                    yield from ((str(field.kind), each) for each in ([ids] if isinstance(ids, str) else ids))

    def _joined(self, value: Any, type_: Type) -> Any:
        """The value with joined records put in; only what gains one is copied."""
        if isinstance(type_, List):
            items = [self._joined(item, type_.item) for item in value]
            return value if all(a is b for a, b in zip(items, value, strict=True)) else items
        if isinstance(type_, Map):
            members = {name: self._joined(part, type_.value) for name, part in value.items()}
            return value if all(members[name] is part for name, part in value.items()) else members
        if not isinstance(type_, Object):
            return value
        type_ = type_.case(value)
        made = value
        for name, field in self._fields(type_):
            new = self._field(value, name, field)
            if new is not value.get(name):
                made = dict(value) if made is value else made
                made[name] = new
        return made

    def _field(self, value: Mapping[str, Any], name: str, field: Field) -> Any:
        if field.joined_by is None:
            return self._joined(value[name], field.type) if name in value else None
        ids = value.get(field.joined_by)
        if ids is None:
            return None
        found = [self._index.get((str(field.kind), each)) for each in (ids if isinstance(ids, list) else [ids])]
        values = [target.value for target in found if target is not None]
        if len(values) < len(found):
            return None
        return values if isinstance(field.type, List) else values[0]

    def _fields(self, type_: Object) -> tuple[tuple[str, Field], ...]:
        """The fields that are joined or lead to joined ones."""
        known = self._leading.get(type_)
        if known is None:
            fields = type_.fields.items()
            known = tuple((name, field) for name, field in fields if field.joined_by or _leads(field.type, set()))
            self._leading[type_] = known
        return known


def _leads(type_: Type, seen: set[Object]) -> bool:
    """Whether a joined field stands somewhere within values of the type, which may contain itself."""
    if isinstance(type_, List):
        return _leads(type_.item, seen)
    if isinstance(type_, Map):
        return _leads(type_.value, seen)
    if not isinstance(type_, Object) or type_ in seen:
        return False
    seen.add(type_)
    own = any(field.joined_by is not None or _leads(field.type, seen) for field in type_.fields.values())
    return own or any(_leads(case, seen) for case in type_.cases.values())


class _Locator:
    """Finds the places of a linked record's values, in the files of joined records too."""

    __slots__ = ("_index", "_record", "_type")

    def __init__(self, record: ValidRecord, type_: Object, index: _Index) -> None:
        self._record = record
        self._type = type_
        self._index = index

    def __call__(self, path: Path) -> Place | None:
        """The place of the value at a path, of its nearest recorded parent where it is not there."""
        for number, (field, holder) in enumerate(self._along(path)):
            if field is not None and field.joined_by is not None:
                return self._beyond(path[:number], path[number + 1 :], field, holder)
        return _place(self._record, path)

    def _along(self, path: Path) -> Iterator[tuple[Field | None, Any]]:
        """For every step of a path, the field that it names and the value that holds it."""
        value: Any = self._record.value
        type_: Type | None = self._type
        for step in path:
            field = type_.case(value).fields.get(str(step)) if isinstance(type_, Object) else None
            yield field, value
            if isinstance(type_, List):
                type_ = type_.item
            elif isinstance(type_, Map):
                type_ = type_.value
            else:
                type_ = field.type if field else None
            if isinstance(value, list):
                value = value[step] if isinstance(step, int) and 0 <= step < len(value) else None
            else:
                value = value.get(step) if isinstance(value, dict) else None

    def _beyond(self, above: Path, rest: Path, field: Field, holder: Any) -> Place | None:
        """A place in a joined record; that of the id where the record is not there or the whole list is meant."""
        at: Path = (*above, str(field.joined_by))
        target = holder.get(field.joined_by) if isinstance(holder, dict) else None
        if isinstance(target, list) and rest:
            number, rest = rest[0], rest[1:]
            at = (*at, number)
            target = target[number] if isinstance(number, int) and 0 <= number < len(target) else None
        found = self._index.get((str(field.kind), target)) if isinstance(target, str) else None
        return _place(self._record, at) if found is None else _place(found, rest)


def _place(record: ValidRecord, path: Path) -> Place | None:
    position = record.record.locate(path)
    return Place(record.ref.file, position) if position else None
