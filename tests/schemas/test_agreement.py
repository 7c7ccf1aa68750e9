"""Two libraries, one verdict: jsonschema_rs decides and jsonschema explains."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.schemas import Schema, load_kinds
from checker.schemas.leaves import leaves
from checker.source import Position

KINDS = load_kinds()
ODD: list[Any] = [
    *[None, True, False, 0, 1, -1, 1.0, 0.5, 1e300, 2**53 + 1, 10**30, [], {}, [1, True], [[]]],
    *["", " ", "x", "1", "client", "cleint", "2026-02-30", "2026-01-31", "a@b.example", "DE", "é", "a\n", "٣"],
    *[{"kind": "payslip"}, {"x-own": 1}, {"": 1}],
]
SMALL: list[tuple[dict[str, Any], list[Any]]] = [
    ({"type": "integer", "minimum": 0, "multipleOf": 3}, [0, 3, 6.0]),
    ({"type": "number", "exclusiveMinimum": 0, "maximum": 1, "multipleOf": 0.01}, [0.29, 0.57, 1, 0.07]),
    ({"type": "string", "pattern": r"^\d+$", "maxLength": 3}, ["1", "123"]),
    ({"type": "string", "pattern": "^[a-c]*$", "minLength": 1}, ["abc"]),
    ({"type": "array", "uniqueItems": True, "items": {"enum": [1, True, "a", 1.5]}, "minItems": 1}, [[1, True], ["a"]]),
    ({"type": "array", "contains": {"const": 3}, "items": {"type": "integer"}}, [[1, 3], [3.0]]),
    ({"enum": [1, "1", None, [1], {"a": 1}, 2.0]}, [1.0, "1", None, [1], {"a": 1.0}, 2]),
    ({"type": ["string", "null"], "enum": ["a", "b", None]}, ["a", None]),
    ({"anyOf": [{"type": "string", "format": "date"}, {"type": "integer"}, {"type": "null"}]}, ["2026-01-31", 4, None]),
    (
        {
            "type": "object",
            "properties": {"kind": {"const": "a"}, "n": {"type": "number"}},
            "patternProperties": {"^x-": {}, r"\d$": {"type": "integer"}},
            "additionalProperties": False,
            "required": ["kind"],
        },
        [{"kind": "a", "n": 1, "x-a": None, "k9": 4}],
    ),
    (
        {
            "oneOf": [
                {"properties": {"kind": {"const": "a"}, "v": {"type": "integer"}}, "required": ["kind"]},
                {"properties": {"kind": {"const": "b"}, "v": {"type": "string"}}, "required": ["kind", "v"]},
            ],
            "type": "object",
        },
        [{"kind": "a", "v": 1}, {"kind": "b", "v": "x"}],
    ),
    (
        {
            "type": "object",
            "properties": {"a": {"type": "boolean"}, "b": {"type": "string"}, "c": {"type": "integer"}},
            "if": {"properties": {"a": {"const": True}}, "required": ["a"]},
            "then": {"required": ["b"]},
            "else": {"required": ["c"]},
            "dependentRequired": {"b": ["c"]},
        },
        [{"a": True, "b": "x", "c": 1}, {"c": 1}],
    ),
    (
        {
            "$defs": {
                "tree": {"type": "object", "properties": {"of": {"$ref": "#/$defs/tree"}, "n": {"type": "integer"}}}
            },
            "allOf": [{"$ref": "#/$defs/tree"}],
            "unevaluatedProperties": False,
        },
        [{"n": 1, "of": {"of": {"n": 1}}}],
    ),
    (
        {"type": "object", "propertyNames": {"pattern": "^[a-z]+$", "maxLength": 4}, "minProperties": 1},
        [{"abc": 1, "a": {}}],
    ),
    ({"type": "object", "additionalProperties": {"type": "string", "format": "email"}}, [{"a": "a@b.example"}, {}]),
    ({"type": "object", "not": {"required": ["a", "b"]}, "properties": {"a": {"format": "uri"}}}, [{"a": "urn:x"}]),
]
NAMES = ["a", "b", "c", "kind", "of", "n", "v", "x-1", "k9", "Zz", "toolong"]


def full(kind: str) -> dict[str, Any]:
    """A record of a kind with every field, made of the schema's own examples."""
    properties = KINDS[kind].schema["properties"]
    return {name: copy.deepcopy(part["examples"][0]) for name, part in properties.items()}


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with each of its keys, at every depth."""
    steps = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        yield value, step
        yield from places(value[step])


@st.composite
def mutated(draw: st.DrawFn, original: Any) -> Any:
    """A value with up to three random changes."""
    top = {"": copy.deepcopy(original)}
    for _ in range(draw(st.integers(0, 3))):
        holder, step = draw(st.sampled_from(list(places(top))))
        change = draw(st.sampled_from(["replace", "remove", "rename", "add"]))
        if holder is top or change == "replace":
            holder[step] = copy.deepcopy(draw(st.sampled_from([*ODD, *(h[s] for h, s in places(original))])))
        elif change == "remove":
            del holder[step]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(draw(st.sampled_from([*holder, *ODD]))))
        elif change == "rename":
            holder[draw(st.sampled_from([f"{step}s", f"x-{step}", step.upper(), *NAMES]))] = holder.pop(step)
        else:
            holder[draw(st.sampled_from(NAMES))] = copy.deepcopy(draw(st.sampled_from(ODD)))
    return top[""]


def agree(schema: Schema, value: Any) -> bool:
    """Asserts that both libraries judge alike and that a refusal is explained; gives the verdict."""
    valid = schema.is_valid(value)
    assert valid == (not leaves(schema.document, value))
    problems = schema.explain(value, lambda path: Position(1, len(path) + 1))
    assert valid == (not problems)
    assert len({problem.path for problem in problems}) == len(problems), "one problem for each wrong thing"
    for problem in problems:
        assert problem.message and problem.position == Position(1, len(problem.path) + 1)
    return valid


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=150)
@given(data=st.data())
def test_on_mutated_records(kind: str, data: st.DataObject) -> None:
    """Both judge a record and its mutations alike."""
    agree(KINDS[kind].gate, data.draw(mutated(full(kind))))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_mutations_start_from_a_valid_record(kind: str) -> None:
    """The record with every example is valid, so that mutations lie near the line."""
    assert agree(KINDS[kind].gate, full(kind))


@pytest.mark.parametrize(("document", "accepted"), SMALL, ids=str)
@settings(max_examples=60)
@given(data=st.data())
def test_on_small_schemas(document: dict[str, Any], accepted: list[Any], data: st.DataObject) -> None:
    """Both judge alike what a small schema accepts, its mutations, and values that have nothing to do with it."""
    schema = Schema(document)
    assert all(agree(schema, value) for value in accepted)
    odd = st.sampled_from(ODD)
    near = st.sampled_from(accepted).flatmap(mutated)
    agree(
        schema, data.draw(st.one_of(near, odd, st.lists(odd, max_size=3), st.dictionaries(st.sampled_from(NAMES), odd)))
    )
