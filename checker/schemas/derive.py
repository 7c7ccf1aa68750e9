"""From a JSON Schema to the types of the policy language (LANGUAGE: "Types from JSON Schema").

What has no type here is `dyn`. A derived type fits every value that the gate lets through and `hydrate` converts; the
property tests hold it to this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from checker.errors import SchemaError
from checker.schemas.choices import Tagged, cases, open_choices, tagged
from checker.schemas.sensitive import hides
from checker.schemas.shape import Choice, Nodes, Shape, Shapes, is_null, json_type
from checker.schemas.unions import merged, texts, where
from checker.types import BOOL, DOUBLE, DYN, INT, STRING, TIMESTAMP, Field, List, Map, Object, String, Tag, Type

_Done: TypeAlias = frozenset[tuple[int, str]]
"""The choices that have been made."""

_NONE: _Done = frozenset()
_CHOICES = 4
"""How many choices within choices are followed; what further ones say of fields is left aside."""

_OBJECT = frozenset(("object",))
_SCALARS: Mapping[str, Type] = {"integer": INT, "number": DOUBLE, "boolean": BOOL}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def object_type(shapes: Shapes, name: str) -> Object:
    """The type of a kind's records without joined fields; raises SchemaError where they need not be objects."""
    return _Derivation(shapes, None).root(name)


def joined_type(shapes: Shapes, name: str, kinds: Mapping[str, Object]) -> Object:
    """The same with the fields that `x-references` join; `kinds` are the types without.

    Raises SchemaError for a reference that cannot work: to a kind that is not known, without `as`, with an `as` that
    is a field already, on a field that is neither text nor a list of texts.
    """
    return _Derivation(shapes, kinds).root(name)


class _Found(NamedTuple):
    """What may stand where some schemas hold."""

    type: Type
    nullable: bool = False
    """Whether null may stand there, which is to say: nothing."""
    why: str = ""
    """Why the type is dyn, or that of the items or values."""


class _Derivation:
    def __init__(self, shapes: Shapes, kinds: Mapping[str, Object] | None) -> None:
        self._shapes = shapes
        self._kinds = kinds
        self._objects: dict[tuple[str, tuple[int, ...], _Done], Object] = {}
        self._unfinished: set[Object] = set()
        self._open: set[tuple[int, ...]] = set()

    def root(self, name: str) -> Object:
        made = self._type((self._shapes.document,), name).type
        self._refuse_reference(self._shapes.root, name)
        if not isinstance(made, Object):
            raise SchemaError('it must describe a record: "type": "object" with "properties"')
        for step in ("kind", "id"):
            if step in made.fields and made.fields[step].sensitive:
                raise SchemaError(f"x-sensitive stands on {step}, by which reports name the record; mark other fields")
        return made

    def _type(self, nodes: Nodes, name: str, done: _Done = _NONE, shape: Shape | None = None) -> _Found:
        """The type of a value for which these schemas hold; `done` are the choices that led to them."""
        shape = shape or self._shapes.of(nodes)
        types = shape.types
        if types is None and shape.values is not None:
            types = frozenset(map(json_type, shape.values))
        if types is None:
            choice = next((each for each in shape.choices if each.key[1] != "if" and each.key not in done), None)
            return _Found(DYN, True) if choice is None else self._either(choice, nodes, name, done)
        nullable = "null" in types and (shape.values is None or None in shape.values)
        rest = sorted(types - {"null"} - ({"integer"} if "number" in types else set()))
        if len(rest) != 1:
            return _Found(DYN, nullable, f"may be {_words(rest)}")
        found = self._one(rest[0], shape, nodes, name, done)
        return found._replace(nullable=True) if nullable else found

    def _either(self, choice: Choice, nodes: Nodes, name: str, done: _Done) -> _Found:
        branches = [each for each in choice.branches if not is_null(self._shapes.of((each,)))]
        absent = len(branches) < len(choice.branches)
        if branches and all(self._shapes.of((each,)).types == _OBJECT for each in branches):
            return _Found(self._object(nodes, name, done), absent)
        made = [self._type((*nodes, each), name, done | {choice.key}) for each in branches]
        nullable = absent or any(each.nullable for each in made)
        types = [each.type for each in made]
        if types and all(each == types[0] for each in types):
            return _Found(types[0], nullable, made[0].why)
        strings = [type_ for type_ in types if isinstance(type_, String)]
        if types and len(strings) == len(types):
            return _Found(texts(strings), nullable)
        if types and set(types) <= {INT, DOUBLE}:
            return _Found(DOUBLE, nullable)
        told = dict.fromkeys(str(type_) for type_ in types if type_ != DYN)
        return _Found(DYN, nullable, f"may be {_words(list(told))}" if len(told) > 1 else "")

    def _one(self, json: str, shape: Shape, nodes: Nodes, name: str, done: _Done) -> _Found:
        if json == "string":
            if shape.format in ("date", "date-time"):
                return _Found(TIMESTAMP)
            return _Found(STRING if shape.values is None else String(_texts(shape.values)))
        if json == "object" and (shape.properties or open_choices(shape, self._shapes, done)):
            return _Found(self._object(nodes, name, done))
        if json not in ("array", "object"):
            return _Found(_SCALARS.get(json, DYN))
        key = tuple(map(id, nodes))
        if key in self._open:
            return _Found(DYN, why="holds more of its own kind without end")
        self._open.add(key)
        made = self._list(shape, name) if json == "array" else self._map(shape, name)
        self._open.discard(key)
        return made

    def _list(self, shape: Shape, name: str) -> _Found:
        self._refuse_reference(self._shapes.of(shape.items), f"an item of {name}")
        parts = [*shape.prefix, *([] if shape.no_more_items and shape.prefix else [shape.items])]
        found = [self._type(part, name) for part in parts]
        if len(found) > 1 and any(each.type != found[0].type for each in found):
            told = dict.fromkeys(str(each.type) for each in found)
            return _Found(List(DYN), why=f"holds items that differ by position ({', '.join(told)})")
        if any(each.nullable for each in found):
            return _Found(List(DYN), why=_within(found[0].why) or "holds items of which some may be null")
        return _Found(List(found[0].type), why=_within(found[0].why))

    def _map(self, shape: Shape, name: str) -> _Found:
        self._refuse_reference(self._shapes.of(shape.additional), f"any field of {name}")
        parts = [*shape.patterns.values(), *([] if shape.closed and shape.patterns else [shape.additional])]
        found = [self._type(part, name) for part in parts]
        types = [each.type for each in found]
        strings = [type_ for type_ in types if isinstance(type_, String)]
        if len(strings) == len(types):
            return _Found(Map(STRING, texts(strings)))
        if any(type_ != types[0] for type_ in types):
            return _Found(Map(STRING, DYN), why="holds values whose type depends on their names")
        return _Found(Map(STRING, types[0]), why=_within(found[0].why))

    def _object(self, nodes: Nodes, name: str, done: _Done) -> Object:
        key = (name, tuple(map(id, nodes)), done)
        known = self._objects.get(key)
        if known is not None:
            return known
        shape = self._shapes.of(nodes)
        choices = open_choices(shape, self._shapes, done) if len(done) < _CHOICES else []
        found = tagged(choices, nodes, self._shapes)
        fields: dict[str, Field] = {}
        # Known before its fields are: a schema may refer to itself.
        if found:
            parts = cases(found, nodes, self._shapes)
            made_cases: dict[Tag | None, Object] = {}
            closed = all(self._shapes.of(part).closed for part in parts.values())
            made = self._objects[key] = Object(name, fields, found[0].tag, made_cases, closed)
            self._unfinished.add(made)
            made_cases.update(self._cases(name, found, parts, done))
            fields.update(merged(list(dict.fromkeys(made_cases.values())), made.tag, made_cases, self._unfinished))
        elif choices:
            branches = [(*nodes, branch) for branch in choices[0].branches if not is_null(self._shapes.of((branch,)))]
            closed = all(self._shapes.of(part).closed for part in branches)
            made = self._objects[key] = Object(name, fields, closed=closed)
            self._unfinished.add(made)
            objects = [self._object(part, name, done | {choices[0].key}) for part in branches]
            fields.update(merged(list(dict.fromkeys(objects)), "", {}, self._unfinished))
        else:
            made = self._objects[key] = Object(name, fields, closed=shape.closed and shape.patterns.keys() <= {"^x-"})
            self._unfinished.add(made)
            self._plain(fields, shape)
        self._unfinished.discard(made)
        return made

    def _cases(
        self, name: str, found: list[Tagged], parts: Mapping[Tag | None, Nodes], done: _Done
    ) -> Iterator[tuple[Tag | None, Object]]:
        """The object of each value of the tag; values for which the same holds share one."""
        done |= {each.choice.key for each in found}
        same: dict[tuple[int, ...], list[Tag | None]] = {}
        for value, part in parts.items():
            same.setdefault(tuple(map(id, part)), []).append(value)
        for values in same.values():
            title = f"{name} where {where(found[0].tag, values, list(parts))}"
            made = self._object(parts[values[0]], title, done)
            yield from ((value, made) for value in values)

    def _plain(self, fields: dict[str, Field], shape: Shape) -> None:
        joins: list[tuple[str, Shape]] = []
        for step, nodes in shape.properties.items():
            if step in shape.never:
                continue
            part = self._shapes.of(nodes)
            if not isinstance(part.sensitive, bool):
                raise SchemaError(f"x-sensitive of {step} must be true or false")
            type_, nullable, why = self._type(nodes, step, _NONE, part)
            hidden = part.sensitive
            if not hidden and (type_ == DYN or isinstance(type_, (List, Map))):
                hidden = hides(nodes, type_, self._shapes)
            required = step in shape.required and not nullable
            fields[step] = Field(type_, required, part.title, part.description, None, None, hidden, why)
            if part.references is not None and self._kinds is not None:
                joins.append((step, part))
        for step, part in joins:
            self._join(fields, step, part, self._kinds or {})

    def _join(self, fields: dict[str, Field], step: str, part: Shape, kinds: Mapping[str, Object]) -> None:
        kind, name = _reference(step, part.references)
        if kind not in kinds:
            known = ", ".join(sorted(kinds))
            raise SchemaError(f'x-references of {step} points to the kind "{kind}", which is not known ({known})')
        if name in fields:
            raise SchemaError(
                f'x-references of {step} says "as": "{name}", which is a field already; take another name'
            )
        ids = fields[step].type
        if isinstance(ids, String):
            type_: Type = kinds[kind]
        elif isinstance(ids, List) and isinstance(ids.item, String):
            type_ = List(kinds[kind])
        else:
            raise SchemaError(f"x-references of {step} needs a field of text (an id) or a list of texts (ids)")
        fields[name] = Field(type_, title=part.title, description=part.description, joined_by=step, kind=kind)

    def _refuse_reference(self, shape: Shape, where: str) -> None:
        if shape.references is not None:
            raise SchemaError(f"x-references stands on {where}; it works only on a field (for ids in a list, the list)")


def _words(types: Sequence[str]) -> str:
    return f"{', '.join(types[:-1])} or {types[-1]}" if len(types) > 1 else "anything"


def _within(why: str) -> str:
    return why and f"holds items of which each {why}"


def _texts(values: tuple[Any, ...]) -> tuple[str, ...]:
    if set(map(type, values)) == {str}:
        return values  # as they are: of countries there are hundreds, in dozens of fields
    return tuple(value for value in values if isinstance(value, str))


def _reference(step: str, given: Any) -> tuple[str, str]:
    form = '{"kind": "vendor", "as": "vendor"}'
    if not isinstance(given, dict) or not isinstance(given.get("kind"), str):
        raise SchemaError(f"x-references of {step} must name a kind, for example {form}")
    name = given.get("as")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SchemaError(f'x-references of {step} needs "as", the name of the joined field, for example {form}')
    return given["kind"], name
