"""Types from JSON Schema, and that converted values have them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import SchemaError
from checker.schemas import Schema, load_kinds
from checker.schemas.derive import joined_type, object_type
from checker.schemas.hydrate import INT_MAX, INT_MIN, converter
from checker.schemas.shape import Shapes
from checker.types import BOOL, DOUBLE, DYN, INT, STRING, TIMESTAMP, Field, List, Map, Object, String, Type
from checker.values import Timestamp

KINDS = load_kinds()


def field(part: Any, **more: Any) -> Field:
    """The field that a property with this schema becomes; `more` stands beside the properties."""
    return object_type(Shapes({"type": "object", "properties": {"f": part}, **more}), "r").fields["f"]


CASES: list[tuple[dict[str, Any], Type]] = [
    ({"type": "string"}, STRING),
    ({"type": "string", "enum": ["a", "b"]}, String(("a", "b"))),
    ({"enum": ["a", "b", None]}, String(("a", "b"))),
    ({"const": "a"}, String(("a",))),
    ({"const": 3}, INT),
    ({"enum": [1, 2.5]}, DOUBLE),
    ({"enum": [True, False]}, BOOL),
    ({"type": "string", "format": "date"}, TIMESTAMP),
    ({"type": "string", "format": "date-time"}, TIMESTAMP),
    ({"type": "string", "format": "email"}, STRING),
    ({"format": "date"}, DYN),
    ({"type": "integer"}, INT),
    ({"type": "number"}, DOUBLE),
    ({"type": ["integer", "number"]}, DOUBLE),
    ({"type": "boolean"}, BOOL),
    ({"type": ["string", "null"]}, STRING),
    ({"type": ["string", "integer"]}, DYN),
    ({"type": "null"}, DYN),
    ({}, DYN),
    ({"minimum": 3}, DYN),
    ({"properties": {"a": {}}}, DYN),
    ({"type": "array"}, List(DYN)),
    ({"type": "array", "items": {"type": "string"}}, List(STRING)),
    ({"type": "array", "items": {"type": ["string", "null"]}}, List(DYN)),
    ({"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "string"}}, List(STRING)),
    ({"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}}, List(DYN)),
    ({"type": "array", "prefixItems": [{"type": "string"}]}, List(DYN)),
    ({"type": "array", "prefixItems": [{"type": "string"}, {"const": "a"}], "items": False}, List(DYN)),
    ({"type": "array", "prefixItems": [{"type": "integer"}, {"const": 1}], "maxItems": 2}, List(INT)),
    ({"type": "object"}, Map(STRING, DYN)),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, Map(STRING, INT)),
    (
        {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "number"}}},
        Map(STRING, List(DOUBLE)),
    ),
    (
        {"type": "object", "additionalProperties": {"type": "integer"}, "patternProperties": {"^x-": {}}},
        Map(STRING, DYN),
    ),
    (
        {"type": "object", "patternProperties": {"^[A-Z]{2}$": {"type": "number"}}, "additionalProperties": False},
        Map(STRING, DOUBLE),
    ),
    (
        {
            "type": "object",
            "patternProperties": {"^a": {"enum": ["x"]}, "b$": {"const": "y"}},
            "additionalProperties": {"enum": ["z"]},
        },
        Map(STRING, String(("x", "y", "z"))),
    ),
    ({"type": "object", "patternProperties": {"^a": {"type": "integer"}}}, Map(STRING, DYN)),
    ({"enum": ["a", 1]}, DYN),
    ({"$ref": "#/$defs/who"}, String(("client", "provider"))),
    ({"$ref": "#who"}, String(("client", "provider"))),
    ({"$ref": "#/$defs/a~1b%20c"}, INT),
    ({"$ref": "#/$defs/loop"}, DYN),
    ({"$ref": "#/$defs/list/prefixItems/0"}, BOOL),
    ({"$ref": "https://json-schema.org/draft/2020-12/schema"}, DYN),
    ({"$ref": "#/$defs/other"}, DYN),
    ({"type": "number", "$ref": "#/$defs/a~1b%20c"}, INT),
    ({"allOf": [{"type": "string"}, {"enum": ["a", "b", 1]}, {"enum": ["b", "c"]}]}, String(("b",))),
    ({"allOf": [{"type": ["string", "null"]}, {"type": ["integer", "string"]}]}, STRING),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, STRING),
    ({"oneOf": [{"enum": ["a", "b"]}, {"const": "c"}]}, String(("a", "b", "c"))),
    ({"anyOf": [{"enum": ["a"]}, {"type": "string", "maxLength": 3}]}, STRING),
    ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, DOUBLE),
    ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, DYN),
    ({"anyOf": [{"type": "boolean"}, True]}, DYN),
    ({"anyOf": [{"type": "boolean"}, {"type": "boolean", "const": True}]}, BOOL),
    ({"type": "integer", "anyOf": [{"minimum": 3}, {"maximum": 1}]}, INT),
]
DEFS = {
    "who": {"$anchor": "who", "type": "string", "enum": ["client", "provider"]},
    "a/b c": {"type": "integer"},
    "loop": {"$ref": "#/$defs/loop"},
    "list": {"prefixItems": [{"type": "boolean"}]},
    "other": {"$id": "urn:other", "type": "string"},
}


@pytest.mark.parametrize(("part", "wanted"), CASES, ids=str)
def test_types(part: dict[str, Any], wanted: Type) -> None:
    """Each construct of JSON Schema has its type; what has none is dyn."""
    assert field(part, **{"$defs": DEFS}).type == wanted


@pytest.mark.parametrize(
    ("part", "required"),
    [
        ({"type": "string"}, True),
        ({"const": 1}, True),
        ({"type": ["string", "null"]}, False),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, False),
        ({"enum": ["a", None]}, False),
        ({"type": ["string", "null"], "enum": ["a"]}, True),
        ({}, False),
    ],
    ids=str,
)
def test_a_field_that_may_be_null_is_optional(part: dict[str, Any], required: bool) -> None:
    """Null means absent, so a required field that may be null may be absent."""
    assert field(part, required=["f"]).required is required
    assert not field(part).required


def test_titles_and_descriptions_come_from_the_field_first() -> None:
    """What a field says of itself wins over what its definition says; the definition fills the gaps."""
    defs = {"d": {"type": "string", "title": "Who", "description": "Who holds it."}}
    made = field({"$ref": "#/$defs/d", "title": "Who hires"}, **{"$defs": defs})
    assert (made.title, made.description) == ("Who hires", "Who holds it.")


def test_objects_have_the_fields_that_all_their_parts_name() -> None:
    """`$ref`, `allOf` and the schema itself add up; own fields that begin with x- have no type."""
    schema = {
        "type": "object",
        "allOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}, {"$ref": "#/$defs/b"}],
        "$defs": {"b": {"properties": {"b": {"type": "object", "properties": {"c": {"type": "integer"}}}}}},
        "properties": {"a": {"enum": ["x", "y"]}},
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
    made = object_type(Shapes(schema), "thing")
    assert made.name == "thing"
    assert made.fields.keys() == {"a", "b"}
    assert made.fields["a"] == Field(String(("x", "y")), required=True)
    inner = made.fields["b"].type
    assert isinstance(inner, Object) and inner.name == "b" and inner.fields["c"].type == INT


def test_a_schema_may_refer_to_itself() -> None:
    """Recursion through objects is a type that contains itself; through lists and maps alone it ends in dyn."""
    schema = {"type": "object", "properties": {"left": {"$ref": "#"}, "n": {"type": "integer"}}}
    tree = object_type(Shapes(schema), "tree")
    left = tree.fields["left"].type
    assert isinstance(left, Object) and left.fields["left"].type is left
    lists = field({"$ref": "#/$defs/l"}, **{"$defs": {"l": {"type": "array", "items": {"$ref": "#/$defs/l"}}}})
    assert lists.type == List(List(DYN))
    maps = field(
        {"$ref": "#/$defs/m"}, **{"$defs": {"m": {"type": "object", "additionalProperties": {"$ref": "#/$defs/m"}}}}
    )
    assert maps.type == Map(STRING, Map(STRING, DYN))
    either = field({"$ref": "#/$defs/e"}, **{"$defs": {"e": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/e"}]}}})
    assert either.type == DYN


def test_the_same_definition_is_named_after_each_field() -> None:
    """Two fields of one definition are called by their own names in messages."""
    schema = {
        "type": "object",
        "properties": {"client": {"$ref": "#/$defs/p"}, "worker": {"$ref": "#/$defs/p"}},
        "$defs": {"p": {"type": "object", "properties": {"name": {"type": "string"}}}},
    }
    assert [str(f.type) for f in object_type(Shapes(schema), "e").fields.values()] == ["client", "worker"]


@pytest.mark.parametrize("schema", [{}, {"type": "array"}, {"type": "object"}, {"type": ["object", "string"]}], ids=str)
def test_a_record_is_an_object_with_fields(schema: dict[str, Any]) -> None:
    """A schema that does not describe an object with fields describes no records."""
    with pytest.raises(SchemaError, match="it must describe a record"):
        object_type(Shapes(schema), "r")


PEOPLE = object_type(Shapes({"type": "object", "properties": {"id": {"type": "string"}}}), "person")


def joined(part: dict[str, Any], **more: Any) -> Object:
    """A type with one property beside `taken`, joined to persons."""
    properties = {"ref": part, "taken": {"type": "string"}}
    return joined_type(Shapes({"type": "object", "properties": properties, **more}), "r", {"person": PEOPLE})


def test_a_reference_joins_a_record() -> None:
    """A field with the id of another record gets a neighbour: that record, optional."""
    made = joined(
        {"type": "string", "title": "Boss", "x-references": {"kind": "person", "as": "boss"}}, required=["ref"]
    )
    assert made.fields["boss"] == Field(PEOPLE, False, "Boss", "", joined_by="ref", kind="person")


def test_a_list_of_references_joins_a_list() -> None:
    """A field with a list of ids gets a list of records."""
    part = {"type": "array", "items": {"type": "string"}, "x-references": {"kind": "person", "as": "team"}}
    assert joined(part).fields["team"].type == List(PEOPLE)


def test_a_reference_may_stand_in_a_definition_and_in_a_list() -> None:
    """References are found through `$ref`, in lists of objects and in nullable fields."""
    part = {"type": "array", "items": {"type": "object", "properties": {"who": {"$ref": "#/$defs/person_id"}}}}
    reference = {"type": ["string", "null"], "x-references": {"kind": "person", "as": "whose"}}
    item = joined(part, **{"$defs": {"person_id": reference}}).fields["ref"].type
    assert isinstance(item, List) and isinstance(item.item, Object)
    assert item.item.fields["whose"].type is PEOPLE


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (
            {"type": "string", "x-references": {"kind": "ship", "as": "s"}},
            'the kind "ship", which is not known .person',
        ),
        ({"type": "string", "x-references": {"kind": "person"}}, 'needs "as"'),
        ({"type": "string", "x-references": {"kind": "person", "as": "a b"}}, 'needs "as"'),
        ({"type": "string", "x-references": {"as": "boss"}}, "must name a kind"),
        ({"type": "string", "x-references": "person"}, "must name a kind"),
        (
            {"type": "string", "x-references": {"kind": "person", "as": "taken"}},
            '"as": "taken", which is a field already',
        ),
        ({"type": "string", "x-references": {"kind": "person", "as": "ref"}}, '"as": "ref", which is a field already'),
        ({"type": "integer", "x-references": {"kind": "person", "as": "boss"}}, "needs a field of text"),
        (
            {"type": "array", "items": {"type": "string", "x-references": {"kind": "person", "as": "b"}}},
            "an item of ref",
        ),
        (
            {
                "type": "object",
                "additionalProperties": {"type": "string", "x-references": {"kind": "person", "as": "b"}},
            },
            "any field of ref",
        ),
    ],
    ids=str,
)
def test_references_that_cannot_work(part: dict[str, Any], message: str) -> None:
    """A reference to nothing, without a name, with a name that is taken, or in the wrong place is refused."""
    with pytest.raises(SchemaError, match=message):
        joined(part)


def has_type(value: Any, type_: Type) -> bool:
    """Whether a language value is of a type."""
    match type_:
        case Object():
            required = all(name in value for name, f in type_.fields.items() if f.required)
            return required and all(has_type(value[n], f.type) for n, f in type_.fields.items() if n in value)
        case List():
            return isinstance(value, list) and all(has_type(item, type_.item) for item in value)
        case Map():
            return isinstance(value, Mapping) and all(has_type(part, type_.value) for part in value.values())
        case String():
            return isinstance(value, str) and (type_.values is None or value in type_.values)
    if type_ == INT:
        return type(value) is int and INT_MIN <= value <= INT_MAX
    exact: dict[Type, type] = {TIMESTAMP: Timestamp, DOUBLE: float, BOOL: bool}
    return type_ == DYN or type(value) is exact[type_]


RICH: dict[str, Any] = {
    "type": "object",
    "properties": {
        "on": {"type": "string", "format": "date"},
        "at": {"type": ["string", "null"], "format": "date-time"},
        "n": {"type": "integer"},
        "x": {"type": "number"},
        "any": {},
        "one": {"anyOf": [{"type": "integer"}, {"type": "number", "maximum": 0.5}]},
        "who": {"oneOf": [{"enum": ["a", "b"]}, {"const": "c"}]},
        "rates": {"type": "object", "additionalProperties": {"type": "number"}},
        "days": {"type": "array", "items": {"type": "string", "format": "date"}},
        "child": {"$ref": "#"},
        "children": {"type": "array", "items": {"$ref": "#"}},
    },
    "required": ["n"],
    "additionalProperties": False,
}
SCALAR = st.sampled_from(
    [
        0,
        3,
        3.0,
        -0.5,
        1e300,
        2**63,
        -(2**63),
        10**400,
        True,
        "a",
        "c",
        "z",
        "2026-01-31",
        "2026-01-31T09:00:00Z",
        "1970-01-01",
    ]
)
VALUES = st.recursive(
    SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*RICH["properties"], "k"]), inner, max_size=4).map(lambda d: {"n": 1} | d),
    ),
    max_leaves=12,
)


@settings(max_examples=600)
@given(value=VALUES)
def test_converted_values_have_the_derived_type(value: Any) -> None:
    """Whatever the gate lets through has, once converted, exactly the type that was derived; and it is not changed."""
    if not isinstance(value, dict):
        value = {"n": 1, "any": value, "on": "2026-01-31", "x": 1, "days": ["2024-02-29"], "child": {"n": 2.0, "x": 2}}
    if not Schema(RICH).is_valid(value):
        return
    type_ = object_type(Shapes(RICH), "rich")
    before = copy.deepcopy(value)
    try:
        made = converter(type_)(value)
    except OverflowError:
        assert any(str(number) in repr(value) for number in (2**63, "1e+300", "1" + "0" * 400))
        return
    assert has_type(made, type_)
    assert value == before


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_full_records_have_the_type_of_their_kind(kind: str) -> None:
    """A record with every field of the real schemas has its kind's type once converted."""
    properties = KINDS[kind].schema["properties"]
    record = {name: part["examples"][0] for name, part in properties.items()}
    assert KINDS[kind].is_valid(record)
    assert has_type(KINDS[kind].hydrate(record), KINDS[kind].type)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_real_schemas_are_typed_throughout(kind: str) -> None:
    """No field of an engagement or a vendor is dyn: policies on them are checked when they are loaded."""
    seen: set[Object] = set()

    def untyped(type_: Type, path: str) -> list[str]:
        if isinstance(type_, Object):
            if type_ in seen:
                return []
            seen.add(type_)
            return [each for name, f in type_.fields.items() for each in untyped(f.type, f"{path}.{name}")]
        if isinstance(type_, (List, Map)):
            return untyped(type_.item if isinstance(type_, List) else type_.value, path)
        return [path] if type_ == DYN else []

    assert untyped(KINDS[kind].type, kind) == []
