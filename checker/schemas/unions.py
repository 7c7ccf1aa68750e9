"""Objects of which there are several cases: what can be read of a value before anybody has asked which it is.

A field can be read where every case that may have it gives it one type; in the others it is absent, and so unknown. A
field whose type depends on the case is dyn until the tag has been tested (`checker.lang.narrow`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from checker.types import DYN, STRING, Field, List, Map, Object, String, Tag, Type

Cases: TypeAlias = Mapping[Tag | None, Object]

_LISTED = 3


def union(name: str, tag: str, cases: Cases) -> Object:
    """The object whose cases are these, by the values of its tag (None for every other value).

    Where the cases are one and the same, it is that one.
    """
    objects = list(dict.fromkeys(cases.values()))
    if len(objects) == 1:
        return objects[0]
    fields = merged(objects, tag, cases, ())
    return Object(name, fields, tag, dict(cases), all(each.closed for each in objects))


def merged(objects: Sequence[Object], tag: str, cases: Cases, unfinished: Collection[Object]) -> dict[str, Field]:
    """The fields of a value that is one of these objects; without a tag, nothing tells which.

    Objects that are `unfinished` have not got all their fields yet, and so fit no others than themselves.
    """
    return _Merger(unfinished).fields(objects, tag, cases)


def where(tag: str, values: Sequence[Tag | None], others: Sequence[Tag | None] = ()) -> str:
    """A test of the tag in words, for names and messages: `kind is "a" or "b"`; `others` are those that None leaves."""
    named = [_written(value) for value in values if value is not None]
    if None in values:
        rest = [_written(value) for value in others if value is not None and value not in values]
        return f"{tag} is not {_listed(rest)}" if rest else f"{tag} is anything else"
    return f"{tag} is {_listed(named)}"


class _Merger:
    def __init__(self, unfinished: Collection[Object]) -> None:
        self._unfinished = unfinished
        self._known: dict[tuple[Object, ...], Object] = {}

    def fields(self, objects: Sequence[Object], tag: str, cases: Cases) -> dict[str, Field]:
        names = dict.fromkeys(name for each in objects for name in each.fields)
        return {name: self._field(name, objects, tag, cases) for name in names}

    def _field(self, name: str, objects: Sequence[Object], tag: str, cases: Cases) -> Field:
        found = [each.fields[name] for each in objects if name in each.fields]
        free = any(name not in each.fields and not each.closed for each in objects)
        first = found[0]
        joined = {(each.joined_by, each.kind) for each in found}
        type_ = None if free or len(joined) > 1 else self._joint([each.type for each in found])
        return Field(
            DYN if type_ is None else type_,
            len(found) == len(objects) and all(each.required for each in found),
            first.title,
            first.description,
            None if type_ is None else first.joined_by,
            None if type_ is None else first.kind,
            any(each.sensitive for each in found),
            _depends(name, objects, tag, cases) if type_ is None else first.untyped,
        )

    def _joint(self, types: Sequence[Type]) -> Type | None:
        """The one type that fits values of each of these; None where only dyn does."""
        first = types[0]
        if all(each == first for each in types):
            return first
        if any(type(each) is not type(first) for each in types):
            return None
        if isinstance(first, String):
            return texts(each for each in types if isinstance(each, String))
        if isinstance(first, List):
            item = self._joint([each.item for each in types if isinstance(each, List)])
            return None if item is None else List(item)
        if isinstance(first, Map):
            value = self._joint([each.value for each in types if isinstance(each, Map)])
            return None if value is None else Map(first.key, value)
        objects = tuple(dict.fromkeys(each for each in types if isinstance(each, Object)))
        if not objects or any(each in self._unfinished for each in objects):
            return None
        return self._either(objects)

    def _either(self, objects: tuple[Object, ...]) -> Object:
        made = self._known.get(objects)
        if made is None:
            fields: dict[str, Field] = {}
            made = Object(objects[0].name, fields, closed=all(each.closed for each in objects))
            self._known[objects] = made
            fields.update(self.fields(objects, "", {}))
        return made


def texts(strings: Iterable[String]) -> String:
    """The type of texts of which each is of one of these types."""
    lists = [each.values for each in strings]
    return STRING if None in lists else String(tuple(dict.fromkeys(v for each in lists for v in each or ())))


def _depends(name: str, objects: Sequence[Object], tag: str, cases: Cases) -> str:
    """Why a field has no type, and what to do about it."""
    if not tag:
        kinds = dict.fromkeys(_kind(name, each) for each in objects)
        return f"may be {_listed(list(kinds))}"
    by_kind: dict[str, list[Tag | None]] = {}
    for value, each in cases.items():
        by_kind.setdefault(_kind(name, each), []).append(value)
    told = [f"{kind} where {where(tag, values, list(cases))}" for kind, values in by_kind.items() if kind]
    return f"is {_listed(told, ' and ')}; test {tag} first"


def _kind(name: str, object_: Object) -> str:
    if name not in object_.fields:
        return "" if object_.closed else "anything"
    found = object_.fields[name]
    return "of no one type" if found.type == DYN else f"{'an' if str(found.type)[:1] in 'aeio' else 'a'} {found.type}"


def _written(value: Tag) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _listed(items: Sequence[str], last: str = " or ") -> str:
    items = [item for item in items if item]
    if len(items) > _LISTED + 1:
        items = [*items[:_LISTED], f"{len(items) - _LISTED} more"]
    return last.join(filter(None, (", ".join(items[:-1]), items[-1] if items else "")))
