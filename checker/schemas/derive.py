"""From a JSON Schema to the types of the policy language (LANGUAGE: "Types from JSON Schema").

What has no type here is `dyn`. A derived type fits every value that the gate lets through and `hydrate` converts; the
property tests hold it to this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from checker.errors import SchemaError
from checker.schemas.shape import Nodes, Shape, Shapes, json_type
from checker.types import BOOL, DOUBLE, DYN, INT, STRING, TIMESTAMP, Field, List, Map, Object, String, Type

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


class _Derivation:
    def __init__(self, shapes: Shapes, kinds: Mapping[str, Object] | None) -> None:
        self._shapes = shapes
        self._kinds = kinds
        self._objects: dict[tuple[str, tuple[int, ...]], Object] = {}
        self._open: set[tuple[int, ...]] = set()

    def root(self, name: str) -> Object:
        made, _ = self._type((self._shapes.document,), name)
        self._refuse_reference(self._shapes.root, name)
        if not isinstance(made, Object):
            raise SchemaError('it must describe a record: "type": "object" with "properties"')
        return made

    def _type(self, nodes: Nodes, name: str) -> tuple[Type, bool]:
        """The type of a value for which these schemas hold, and whether null may stand in its place."""
        key = tuple(map(id, nodes))
        shape = self._shapes.of(nodes)
        types = shape.types
        if types is None and shape.values is not None:
            types = frozenset(map(json_type, shape.values))
        if types is None and shape.alternatives and key not in self._open:
            self._open.add(key)
            made = self._either(shape.alternatives, name)
            self._open.discard(key)
            return made
        if types is None:
            return DYN, True
        nullable = "null" in types and (shape.values is None or None in shape.values)
        rest = types - {"null"} - ({"integer"} if "number" in types else set())
        return (self._one(next(iter(rest)), shape, key, name) if len(rest) == 1 else DYN), nullable

    def _either(self, alternatives: Nodes, name: str) -> tuple[Type, bool]:
        made = [self._type((each,), name) for each in alternatives if each.get("type") != "null"]
        nullable = len(made) < len(alternatives) or any(null for _, null in made)
        types = [type_ for type_, _ in made]
        if len(types) == 1:
            return types[0], nullable
        strings = [type_ for type_ in types if isinstance(type_, String)]
        if types and len(strings) == len(types):
            lists = [each.values for each in strings]
            if None in lists:
                return STRING, nullable
            return String(tuple(dict.fromkeys(v for values in lists for v in values or ()))), nullable
        if types and set(types) <= {INT, DOUBLE}:
            return (INT if set(types) == {INT} else DOUBLE), nullable
        same = bool(types) and all(type_ == types[0] for type_ in types)
        return (types[0] if same else DYN), nullable

    def _one(self, json: str, shape: Shape, key: tuple[int, ...], name: str) -> Type:
        if json == "string":
            if shape.format in ("date", "date-time"):
                return TIMESTAMP
            return STRING if shape.values is None else String(_texts(shape.values))
        if json == "object" and shape.properties:
            return self._object(shape, key, name)
        if json not in ("array", "object"):
            return _SCALARS.get(json, DYN)
        if key in self._open:
            return DYN
        self._open.add(key)
        made = self._list(shape, name) if json == "array" else self._map(shape, name)
        self._open.discard(key)
        return made

    def _list(self, shape: Shape, name: str) -> Type:
        if shape.tuple_like or not shape.items:
            return List(DYN)
        self._refuse_reference(self._shapes.of(shape.items), f"an item of {name}")
        item, nullable = self._type(shape.items, name)
        return List(DYN if nullable else item)

    def _map(self, shape: Shape, name: str) -> Type:
        if shape.patterns or not shape.additional:
            return Map(STRING, DYN)
        self._refuse_reference(self._shapes.of(shape.additional), f"any field of {name}")
        value, _ = self._type(shape.additional, name)
        return Map(STRING, value)

    def _object(self, shape: Shape, key: tuple[int, ...], name: str) -> Object:
        known = self._objects.get((name, key))
        if known is not None:
            return known
        fields: dict[str, Field] = {}
        # Known before its fields are: a schema may refer to itself.
        made = self._objects[name, key] = Object(name, fields)
        for step, nodes in shape.properties.items():
            part = self._shapes.of(nodes)
            type_, nullable = self._type(nodes, step)
            required = step in shape.required and not nullable
            fields[step] = Field(type_, required, part.title, part.description)
        if self._kinds is not None:
            for step, nodes in shape.properties.items():
                part = self._shapes.of(nodes)
                if part.references is not None:
                    self._join(fields, step, part, self._kinds)
        return made

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
