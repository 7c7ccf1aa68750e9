"""The derived types agree with the validator: a generated valid record has, at every path, a value of its type."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from checker.schemas import Schema
from checker.schemas.derive import object_type
from checker.schemas.hydrate import converter
from checker.schemas.shape import Shapes
from checker.types import BOOL, DOUBLE, DYN, INT, TIMESTAMP, List, Map, Object, String, Type
from checker.values import Timestamp
from tests.cases.things import KINDS
from tests.schemas.generate import values

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
DAY = {"type": "string", "format": "date"}


def case(kind: str, closed: bool = True, **fields: Any) -> dict[str, Any]:
    """One alternative with its kind."""
    made = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}, **fields}}
    return made | ({"additionalProperties": False} if closed else {})


UNIONS: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["p", "q", "r"]},
        "one": {"oneOf": [case("a", v=DAY, w=WHOLE), case("b", v=TEXT), case("c", closed=False, u=WHOLE)]},
        "many": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
        "tree": {"$ref": "#/$defs/tree"},
        "map": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
        "mixed": {"enum": ["a", 1, True]},
        "maybe": {"anyOf": [DAY, {"type": "null"}]},
        "pair": {"type": "array", "prefixItems": [WHOLE, WHOLE], "items": False},
        "loose": {
            "type": "object",
            "anyOf": [{"properties": {"a": WHOLE}, "required": ["a"]}, {"properties": {"a": TEXT}}],
        },
        "v": {},
        "p": {"type": "object", "properties": {"x": WHOLE, "y": {}}, "required": ["x"]},
    },
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": "p"}}},
            "then": {"properties": {"v": DAY, "p": {"properties": {"y": TEXT}}}},
            "else": {"properties": {"v": WHOLE}},
        },
        {"if": {"properties": {"kind": {"const": "q"}}, "required": ["kind"]}, "then": {"required": ["v"]}},
        {"if": {"properties": {"v": {"const": 3}}}, "then": {"properties": {"late": WHOLE}}},
    ],
    "anyOf": [{"properties": {"extra": WHOLE}, "required": ["extra"]}, {"properties": {"extra": TEXT}}],
    "$defs": {
        "tree": {
            "oneOf": [
                case("and", of={"type": "array", "items": {"$ref": "#/$defs/tree"}}),
                case("not", of={"$ref": "#/$defs/tree"}),
                case("leaf", of=DAY),
            ]
        }
    },
}  # fmt: skip
SCHEMAS = {"unions": UNIONS, **{name: kind.schema for name, kind in KINDS.items()}}
TYPES = {"unions": object_type(Shapes(UNIONS), "unions")} | {
    name: object_type(Shapes(kind.schema), name) for name, kind in KINDS.items()
}


def wrong(value: Any, type_: Type, path: str) -> list[str]:
    """Where a language value is not of its type: of a union, neither by what can be read at once nor as its case."""
    match type_:
        case Object():
            found = [] if isinstance(value, dict) else [path]
            for each in dict.fromkeys((type_, type_.case(value))):
                found += [f"{path}.{name} lacks" for name, f in each.fields.items() if f.required and name not in value]
                present = ((name, f) for name, f in each.fields.items() if name in value)
                found += [more for name, f in present for more in wrong(value[name], f.type, f"{path}.{name}")]
            return found
        case List(item=item) | Map(value=item):
            parts = enumerate(value) if isinstance(type_, List) else value.items()
            return [more for step, part in parts for more in wrong(part, item, f"{path}[{step}]")]
        case String(values=allowed):
            fits = isinstance(value, str) and (allowed is None or value in allowed)
        case _:
            exact: dict[Type, type] = {INT: int, DOUBLE: float, BOOL: bool, TIMESTAMP: Timestamp}
            fits = type_ == DYN or type(value) is exact[type_]
    return [] if fits else [f"{path} = {value!r} is no {type_}"]


def without_nulls(value: Any) -> Any:
    """A value as readers give it."""
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    return [without_nulls(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", sorted(SCHEMAS))
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_value_at_a_typed_path_has_its_type(name: str, data: st.DataObject) -> None:
    """What the validator lets through has the derived types once converted, whichever case of a union it is."""
    record = without_nulls(data.draw(values(SCHEMAS[name])))
    assume(Schema(SCHEMAS[name]).is_valid(record))
    try:
        made = converter(TYPES[name])(record)
    except OverflowError:
        assume(False)
    assert wrong(made, TYPES[name], name) == [], json.dumps(record)


def test_the_generator_reaches_the_cases() -> None:
    """The schema of unions is derived as one by two tags, so that the property above speaks of them."""
    type_ = TYPES["unions"]
    assert type_.tag == "kind" and len(set(type_.cases.values())) > 1
    one = type_.fields["one"].type
    assert isinstance(one, Object) and list(one.cases) == ["a", "b", "c"]


@pytest.mark.parametrize("kind", ["engagement", "vendor", "thing"])
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_generated_records_are_valid(kind: str, data: st.DataObject) -> None:
    """For schemas without choices, the generator writes valid records only."""
    record = data.draw(values(KINDS[kind].schema))
    assert KINDS[kind].is_valid(record), KINDS[kind].gate.explain(record, lambda path: None)
