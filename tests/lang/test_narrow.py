"""Unions in expressions: what can be read at once, what only after a test of the tag, and what becomes of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from checker.engine.compiled import LOST, compile_value
from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.engine.explain import Explainer
from checker.engine.missing import missing
from checker.engine.rows import WARM, Rows
from checker.engine.unknown import Failure, Unknown
from checker.lang import Scope, compile_expression, load_policies
from checker.lang.expr import Expr
from checker.model import Outcome
from checker.record import Record, ValidRecord
from checker.references import link
from checker.schemas import Schema, load_kinds, validate
from checker.schemas.derive import object_type
from checker.schemas.hydrate import converter
from checker.schemas.shape import Shapes
from checker.types import INT, TIMESTAMP
from tests.schemas.generate import values

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}


def case(kind: str, **fields: Any) -> dict[str, Any]:
    """One alternative: its kind and its fields, no others."""
    properties = {"kind": {"const": kind}, **fields}
    return {"type": "object", "required": ["kind"], "properties": properties, "additionalProperties": False}


PART = {
    "oneOf": [
        case("a", value=WHOLE, only_a=WHOLE, n=WHOLE),
        case("b", value=TEXT, n=WHOLE),
        case("c", value={"type": "array", "items": TEXT}),
        {
            "type": "object",
            "required": ["kind", "sort"],
            "properties": {"kind": {"const": "d"}},
            "oneOf": [
                {"properties": {"sort": {"const": "x"}, "more": WHOLE}},
                {"properties": {"sort": {"const": "y"}, "more": TEXT}},
            ],
            "unevaluatedProperties": False,
        },
    ]
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "x": PART,
        "y": PART,
        "on": {"type": "boolean"},
        "list": {"type": "array", "items": PART},
        "deep": {"type": "object", "properties": {"x": PART}},
        "free": {
            "type": "object",
            "properties": {"kind": TEXT, "remote": {"type": "boolean"}},
            "required": ["kind", "remote"],
            "if": {"properties": {"remote": {"const": True}}},
            "then": {"properties": {"v": WHOLE}},
            "else": {"properties": {"v": TEXT}},
        },
        "open": {
            "type": "object",
            "properties": {"kind": TEXT},
            "required": ["kind"],
            "if": {"properties": {"kind": {"enum": ["p", "q"]}}},
            "then": {"properties": {"v": WHOLE}},
            "else": {"properties": {"v": TEXT}},
        },
    },
}
TYPE = object_type(Shapes(SCHEMA), "r")


def checked(text: str) -> tuple[Expr, list[str]]:
    """An expression about a record, and its faults."""
    tree, faults = compile_expression(text, Scope({"r": TYPE, "today": TIMESTAMP}))
    return tree, [f"{fault.code} {fault.message}" for fault in faults]


READABLE = [
    "r.x.n > 1",
    "r.x.only_a > 1",
    "has(r.x.value)",
    'r.x.kind == "a" && r.x.value > 1',
    '"a" == r.x.kind && r.x.value > 1',
    'r.x.kind in ["a"] && r.x.value > 1',
    'r.x.kind in ["a", "b"] && r.x.n > 1',
    'r.x.kind != "a" || r.x.value > 1',
    '!(r.x.kind == "a") || r.x.value > 1',
    '!(r.x.kind == "a" && r.on) || r.x.value > 1',
    '!(r.x.kind != "a" || r.on) && r.x.value > 1',
    '(r.x.kind == "a" || r.x.kind == "b") && r.x.n > 1 && (r.x.kind == "b" || r.x.value > 1)',
    'r.x.kind == "a" ? r.x.value > 1 : r.x.kind == "b" ? r.x.value == "t" : r.x.kind == "c" && size(r.x.value) > 0',
    'r.x.kind != "a" ? true : r.x.value > 1',
    'r.on && r.x.kind == "a" && r.on && r.x.value > 1',
    'r.x.kind == "a" && (r.on || r.x.value > 1)',
    'r.x.kind == "b" && r.y.kind == "b" && r.x.value == r.y.value',
    'r.list.exists(e, e.kind == "a" && e.value > 1)',
    'r.list.map(e, e.kind == "b", e.value) == ["t"]',
    'r.list.filter(e, e.kind == "a").all(e, e.kind == "a" && e.value > 1)',
    'r.deep.x.kind == "a" && r.deep.x.value > 1',
    'r.x.kind == "d" && r.x.sort == "x" && r.x.more > 1',
    'r.x.kind == "d" ? (r.x.sort == "y" ? r.x.more == "t" : r.x.more > 1) : true',
    'cel.bind(p, r.x, p.kind == "a" && p.value > 1)',
    "r.free.remote && r.free.v > 1",
    "!r.free.remote && r.free.v == 't'",
    'r.free.remote == false || r.free.v > 1',
    'r.open.kind == "p" && r.open.v > 1',
    'r.open.kind == "other" && r.open.v == "t"',
    'r.open.kind in ["p", "q"] ? r.open.v > 1 : r.open.v == "t"',
    '(r.x.kind == "a" ? r.x : r.x).n > 1',
]  # fmt: skip


@pytest.mark.parametrize("text", READABLE)
def test_what_a_test_of_the_tag_makes_readable(text: str) -> None:
    """After a test of the tag, in every form that says the same, the fields of the case have their types."""
    assert checked(text)[1] == []


DEPENDS = 'r.x.value is an int where kind is "a", a string where kind is "b" and a list(string) where kind is "c"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("r.x.value > 1", f"{DEPENDS}; test kind first"),
        ('r.x.value > 1 && r.x.kind == "a"', DEPENDS),
        ('r.x.kind == "a" || r.x.value > 1', "r.x.value is a string"),
        ('(r.x.kind == "a" || r.on) && r.x.value > 1', DEPENDS),
        ('!(r.x.kind == "a" && r.on) && r.x.value > 1', DEPENDS),
        ('r.x.kind in ["a", "b"] && r.x.value > 1', 'is an int where kind is "a" and a string where kind is "b"'),
        ('r.y.kind == "a" && r.x.value > 1', DEPENDS),
        ('r.list[0].kind == "a" && r.list[0].value > 1', "; value is an int"),
        ('r.list.exists(e, e.kind == "a") && r.list.exists(e, e.value > 1)', "e.value is an int"),
        ('r.x.kind == "b" && r.x.value > 1', "these are a string and an int"),
        ('r.x.kind == "b" && r.x.only_a > 1', 'x where kind is "b" has no field only_a; x has it in another case'),
        ('r.x.kind == "b" && r.x.kind == "a"', '"a" cannot occur here; the values are b'),
        ('r.x.kind == "d" && r.x.more > 1', 'r.x.more is an int where sort is "x" and a string where sort is "y"'),
        ('r.x.kind == "z"', '"z" cannot occur here'),
        ("r.x.value.exists(v, true)", DEPENDS),
        ("r.x.value[0] == 't'", "cannot be indexed; " + DEPENDS),
        ("r.x.value && r.on", "needs a condition"),
        ("r.x.value + 1 > 2", "is not defined for a value of unknown type and an int; " + DEPENDS),
        ("r.x.value.size() > 1", DEPENDS),
        ("r.x.value.inner == 1", DEPENDS),
    ],
)  # fmt: skip
def test_what_no_test_has_made_readable(text: str, message: str) -> None:
    """Without a test that holds at this place, the message says on what the type depends."""
    found = checked(text)[1]
    assert found and message in found[0]


def outcome(text: str, record: dict[str, Any]) -> Any:
    """What an expression comes to on a record, and that it can be explained either way."""
    tree, faults = checked(text)
    assert not faults
    env = Env(new_program(), {"r": converter(TYPE)(record)})
    found = evaluate(tree, env)
    if isinstance(found, bool):
        assert Explainer(env, {}, lambda path: None, text).why(tree, found)
    return found


RECORDS: list[dict[str, Any]] = [
    {"x": {"kind": "a", "value": 2, "n": 3}},
    {"x": {"kind": "b", "value": "t"}},
    {"x": {"kind": "c", "value": ["t"]}},
    {"x": {"kind": "d", "sort": "y", "more": "t"}},
    {"x": {"kind": "a"}},
    {},
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('r.x.kind == "a" && r.x.value > 1', [True, False, False, False, None, None]),
        ('r.x.kind != "a" || r.x.value > 1', [True, True, True, True, None, None]),
        ('r.x.kind == "b" && r.x.value.size() == 1', [False, True, False, False, False, None]),
        ('r.x.kind == "c" && r.x.value.exists(v, v == "t")', [False, False, True, False, False, None]),
        ('r.x.kind == "d" && r.x.sort == "x" && r.x.more > 1', [False, False, False, False, False, None]),
        ("r.x.n == 3", [True, None, None, None, None, None]),
    ],
)
def test_what_narrowed_expressions_come_to(text: str, wanted: list[bool | None]) -> None:
    """Whatever the case of a record, nothing of another type is looked at, neither to judge nor to explain."""
    found = [outcome(text, record) for record in RECORDS]
    assert [None if isinstance(each, Unknown) else each for each in found] == wanted


TREES = {text: checked(text)[0] for text in READABLE}


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(values(SCHEMA))
def test_no_narrowed_expression_errs_on_a_valid_record(record: dict[str, Any]) -> None:
    """Whatever case each union of a generated record is, every expression comes to a value or is unknown, explained."""
    assume(Schema(SCHEMA).is_valid(record))
    env = Env(new_program(), {"r": converter(TYPE)(record)})
    for text, tree in TREES.items():
        found = evaluate(tree, env)
        assert not isinstance(found, Failure), (text, found.message)
        quick = compile_value(tree, {})
        try:
            assert quick(env.base, {}) == found
        except LOST:
            continue
        if isinstance(found, bool):
            assert Explainer(env, {}, lambda path: None, text).why(tree, found)


def test_a_narrowed_part_has_the_type_of_its_case() -> None:
    """The typed tree, by which engines work, holds the case's own types."""
    tree, _ = checked('r.x.kind == "a" ? r.x.value : 0')
    assert tree.type == INT


POLICY = """
id: p/t/one
title: T
applies_to: r
when: r.x.kind == "b" && r.on
require:
  - that: r.x.value.size() == 1
    message: It is {r.x.value}.
  - that: r.on && r.x.value.startsWith("t")
"""


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        ({"x": {"kind": "a", "value": 1}, "on": True}, Outcome.SKIP),
        ({"x": {"kind": "a", "value": 1}}, Outcome.SKIP),
        ({"x": {"kind": "b", "value": "tt"}, "on": True}, Outcome.FAIL),
        ({"x": {"kind": "b", "value": "t"}, "on": True}, Outcome.PASS),
        ({"x": {"kind": "b", "value": "t"}}, Outcome.INCOMPLETE),
        ({"on": True}, Outcome.INCOMPLETE),
    ],
    ids=str,
)
def test_when_narrows_the_clauses(tmp_path: Path, record: dict[str, Any], outcome: Outcome) -> None:
    """Clauses are judged only where `when` is true, so they may read what it makes readable; also as compiled code."""
    schema = tmp_path / "r.schema.json"
    schema.write_text(json.dumps({**SCHEMA, "properties": {**SCHEMA["properties"], "kind": TEXT}}), encoding="utf-8")
    kinds = load_kinds({"r": schema})
    file = tmp_path / "one.yaml"
    file.write_text(POLICY, encoding="utf-8")
    rows = Rows(load_policies([file], kinds).policies, date(2026, 6, 1))
    valid = validate(Record({"kind": "r", **record}, "r.yaml", 1, lambda path: None), kinds)
    assert isinstance(valid, ValidRecord)
    (linked,), _ = link([valid], kinds)
    assert {rows.check(linked)[0].outcome for _ in range(WARM + 1)} == {outcome}


def test_what_is_missing_is_named_by_its_case() -> None:
    """Of a field whose type depends on the case, the report says what to write in this one."""
    record = {"x": {"kind": "a"}}
    found = evaluate(checked('r.x.kind == "a" && r.x.value > 1')[0], Env(new_program(), {"r": record}))
    assert isinstance(found, Unknown)
    (gap,) = missing(found.paths, TYPE, record, lambda path: None)
    assert (gap.path, gap.type) == ("r.x.value", "int")
