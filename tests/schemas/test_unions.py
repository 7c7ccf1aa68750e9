"""Types of objects of which there are several cases: which fields can be read, and what a value is taken to be."""

from __future__ import annotations

from typing import Any

import pytest

from checker.errors import SchemaError
from checker.schemas.derive import joined_type, object_type
from checker.schemas.hydrate import converter, out_of_range
from checker.schemas.shape import Shapes
from checker.schemas.unions import union, where
from checker.types import BOOL, DOUBLE, DYN, INT, STRING, TIMESTAMP, Field, List, Object, String, Type
from checker.values import Timestamp

DAY = {"type": "string", "format": "date"}
TEXT = {"type": "string"}
WHOLE = {"type": "integer"}


def branch(kind: Any, closed: bool = True, **fields: Any) -> dict[str, Any]:
    """One alternative: its kind, and its fields."""
    made = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}, **fields}}
    return made | ({"additionalProperties": False} if closed else {})


def derived(part: Any, **more: Any) -> Object:
    """The type of a field with this schema."""
    schema = {"type": "object", "properties": {"f": part}, **more}
    made = object_type(Shapes(schema), "r").fields["f"].type
    assert isinstance(made, Object)
    return made


SHAPES = {"oneOf": [branch("a", value=DAY, only_a=WHOLE, n=WHOLE), branch("b", value=TEXT, n=WHOLE)]}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize("base", [{}, {"type": "object"}, {"type": ["object", "null"]}], ids=str)
def test_alternatives_with_a_constant_are_a_union(keyword: str, base: dict[str, Any]) -> None:
    """What a constant tells apart is a union by it; each case has its own fields."""
    made = derived({**base, keyword: SHAPES["oneOf"]})
    assert made.tag == "kind" and list(made.cases) == ["a", "b"]
    assert made.cases["a"].fields["value"].type == TIMESTAMP
    assert made.cases["b"].fields.keys() == {"kind", "value", "n"}
    assert made.cases["a"].name == 'f where kind is "a"'


def test_what_all_or_some_cases_have_in_one_type_can_be_read() -> None:
    """A field of one type is read directly, required only where every case requires it; the tag is all its values."""
    made = derived(SHAPES)
    assert made.fields["kind"] == Field(String(("a", "b")), required=True)
    assert made.fields["n"].type == made.fields["only_a"].type == INT
    assert not made.fields["only_a"].required


def test_what_depends_on_the_case_says_so() -> None:
    """A field whose type depends on the case is dyn, and why is said in a sentence."""
    found = derived(SHAPES).fields["value"]
    assert found.type == DYN
    assert found.untyped == 'is a timestamp where kind is "a" and a string where kind is "b"; test kind first'


def test_what_an_open_case_leaves_open_cannot_be_read() -> None:
    """Where a case neither names a field nor refuses it, anything may stand there."""
    made = derived({"oneOf": [branch("a", only_a=WHOLE), branch("b", closed=False)]})
    assert made.fields["only_a"].type == DYN
    assert (
        made.fields["only_a"].untyped == 'is an int where kind is "a" and anything where kind is "b"; test kind first'
    )
    assert not made.closed


@pytest.mark.parametrize(
    "part",
    [
        {"oneOf": [branch("a", value=DAY), {**branch("b", value=TEXT), "required": []}]},
        {"anyOf": [branch("a", value=DAY), branch("a", value=TEXT)]},
        {"anyOf": [branch(1, value=DAY), branch(2, value=TEXT)]},
        {"anyOf": [branch("a", value=DAY), {"type": "object", "properties": {"value": TEXT}}]},
    ],
    ids=str,
)
def test_what_nothing_tells_apart_is_no_union(part: dict[str, Any]) -> None:
    """A tag that may be absent, or be the same in two cases, or is a number, tells nothing apart."""
    made = derived(part)
    assert made.tag == "" and made.cases == {}
    assert made.fields["value"].untyped in ("may be a timestamp or a string", "may be a string or a timestamp")


def test_fields_beside_the_alternatives_belong_to_every_case() -> None:
    """What stands beside `oneOf` and in `allOf` holds in every case, and enumerations are intersected."""
    part = {
        "type": "object",
        "properties": {"note": TEXT, "level": {"enum": ["x", "y"]}},
        "required": ["kind"],
        "allOf": [{"properties": {"level": {"enum": ["y", "z"]}}}],
        "oneOf": [{"$ref": "#/$defs/a"}, {"properties": {"kind": {"enum": ["b", "c"]}, "m": WHOLE}}],
        "unevaluatedProperties": False,
    }
    made = derived(part, **{"$defs": {"a": {"properties": {"kind": {"const": "a"}, "m": TEXT}}}})
    assert list(made.cases) == ["a", "b", "c"] and made.cases["b"] is made.cases["c"]
    assert made.fields["level"].type == String(("y",))
    assert made.cases["a"].fields["note"].type == STRING
    assert made.cases["b"].name == 'f where kind is "b" or "c"'


def condition(value: Any, then: Any = None, other: Any = None) -> dict[str, Any]:
    """An `if` on the kind."""
    made = {"if": {"properties": {"kind": {"const": value}}, "required": ["kind"]}}
    return made | ({"then": then} if then else {}) | ({"else": other} if other else {})


def test_conditions_on_a_constant_are_a_union() -> None:
    """`if`, `then` and `else` on the constant of a required property make cases, several of them together."""
    part = {
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b", "c"]}, "value": {}},
        "required": ["kind"],
        "additionalProperties": False,
        "allOf": [
            condition("a", {"properties": {"value": DAY}}, {"properties": {"value": {"type": ["string", "number"]}}}),
            condition("b", {"properties": {"value": TEXT}, "required": ["value"]}),
        ],
    }
    made = derived(part)
    assert list(made.cases) == ["a", "b", "c"]
    assert [case.fields["value"].type for case in made.cases.values()] == [TIMESTAMP, STRING, DYN]
    assert made.cases["b"].fields["value"].required


def test_a_condition_on_an_open_property_leaves_a_case_for_the_rest() -> None:
    """Where the tag may be anything, `else` is the case of every other value."""
    part = {
        "type": "object",
        "properties": {"kind": TEXT, "remote": {"type": "boolean"}},
        "required": ["kind"],
        **condition("a", {"properties": {"v": WHOLE}}, {"properties": {"v": {"type": "boolean"}}}),
    }
    made = derived(part)
    assert made.cases.keys() == {"a", None}
    assert made.cases[None].fields["v"].type == BOOL and made.cases[None].name == 'f where kind is not "a"'
    assert made.case({"kind": "zzz"}) is made.cases[None] and made.case({"kind": "a"}) is made.cases["a"]


def test_a_condition_may_ask_for_true() -> None:
    """A bool tells two cases apart."""
    part = {
        "type": "object",
        "properties": {"remote": {"type": "boolean"}},
        "required": ["remote"],
        "if": {"properties": {"remote": {"const": True}}},
        "then": {"properties": {"v": WHOLE}},
        "else": {"properties": {"v": TEXT}},
    }
    made = derived(part)
    assert (
        made.tag == "remote"
        and made.cases[True].fields["v"].type == INT
        and made.cases[False].fields["v"].type == STRING
    )


def test_a_condition_on_what_may_be_absent_tells_nothing_apart() -> None:
    """Without the property, `then` holds for an absent tag too, so only what both branches say is known."""
    made = derived({"type": "object", "properties": {"kind": TEXT}, **condition("a", {"properties": {"v": WHOLE}})})
    assert made.tag == "" and made.fields["v"].untyped == "may be an int or anything"


def test_alternatives_that_only_require_are_no_cases() -> None:
    """`anyOf` over what is required together leaves the object as it is."""
    made = derived({"type": "object", "properties": {"a": TEXT}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]})
    assert made.tag == "" and made.fields.keys() == {"a"} and not made.fields["a"].required


def test_a_field_that_is_refused_in_a_case_is_absent_there() -> None:
    """`false` for a property means that it is never there, so that its other type stands alone."""
    made = derived({"oneOf": [branch("a", v=WHOLE), branch("b", v=False)]})
    assert made.fields["v"].type == INT and "v" not in made.cases["b"].fields


def test_parts_that_differ_a_little_are_joined() -> None:
    """Objects, lists and texts within the cases are joined where they have one type between them."""
    one = {"type": "object", "properties": {"x": WHOLE, "y": TEXT}, "required": ["x"], "additionalProperties": False}
    two = {"type": "object", "properties": {"x": WHOLE, "y": WHOLE}, "additionalProperties": False}
    made = derived(
        {"oneOf": [branch("a", p={"type": "array", "items": one}), branch("b", p={"type": "array", "items": two})]}
    )
    found = made.fields["p"].type
    assert isinstance(found, List) and isinstance(found.item, Object)
    assert found.item.fields["x"] == Field(INT)
    assert found.item.fields["y"].untyped == "may be a string or an int"


def test_a_union_may_contain_itself() -> None:
    """A tree of cases (and, not, leaf) is a type that contains itself."""
    more = {"type": "array", "items": {"$ref": "#/$defs/test"}}
    test = {"oneOf": [branch("and", of=more), branch("not", of={"$ref": "#/$defs/test"}), branch("leaf", of=TEXT)]}
    made = derived({"$ref": "#/$defs/test"}, **{"$defs": {"test": test}})
    inner = made.cases["not"].fields["of"].type
    assert isinstance(inner, Object) and inner.tag == "kind"
    assert inner.cases["not"].fields["of"].type is inner
    assert "test kind first" in made.fields["of"].untyped


def test_a_union_within_a_case() -> None:
    """A case may be a union by another tag; a value is then the case of the case."""
    inner = {
        "oneOf": [
            {"properties": {"sort": {"const": "x"}, "v": WHOLE}},
            {"properties": {"sort": {"const": "y"}, "v": TEXT}},
        ]
    }
    a = {"type": "object", "required": ["kind", "sort"], "properties": {"kind": {"const": "a"}}, **inner}
    made = derived({"oneOf": [a, branch("b", v=DAY)]})
    assert made.cases["a"].tag == "sort"
    assert made.case({"kind": "a", "sort": "y"}).fields["v"].type == STRING


def test_choices_within_choices_end() -> None:
    """A schema with very many choices is typed in bounded time; what the last of them say is left aside."""
    choices = [{"anyOf": [{"properties": {f"{n}{m}": WHOLE}} for m in "abc"]} for n in "fghijklmnopq"]
    made = derived({"type": "object", "properties": {"a": TEXT}, "allOf": choices})
    assert made.fields["a"].type == STRING and len(made.fields) < 20


def test_values_are_converted_as_their_own_case_has_them() -> None:
    """A date becomes a timestamp where its case has a date, and stays a text where its case has a text."""
    convert = converter(derived(SHAPES))
    assert convert({"kind": "a", "value": "1970-01-01"}) == {"kind": "a", "value": Timestamp(0)}
    assert convert({"kind": "b", "value": "1970-01-01"}) == {"kind": "b", "value": "1970-01-01"}
    assert type(convert({"kind": "b", "value": "1970-01-01"})["value"]) is str
    assert list(out_of_range(derived(SHAPES), {"kind": "a", "n": 2**64})) == [("n",)]


def test_a_reference_in_one_case_joins_there() -> None:
    """A case may have a reference that the others have not."""
    person = object_type(Shapes({"type": "object", "properties": {"id": TEXT}}), "person")
    schema = {
        "type": "object",
        "properties": {
            "f": {
                "oneOf": [
                    branch("a", who={"type": "string", "x-references": {"kind": "person", "as": "whom"}}),
                    branch("b"),
                ]
            }
        },
    }
    made = joined_type(Shapes(schema), "r", {"person": person}).fields["f"].type
    assert isinstance(made, Object)
    assert made.fields["whom"].type is person and made.fields["whom"].joined_by == "who"
    assert "whom" not in made.cases["b"].fields


MIXED: list[tuple[Any, Type, str]] = [
    ({"type": ["string", "integer"]}, DYN, "may be integer or string"),
    ({"enum": ["a", 1, True]}, DYN, "may be boolean, integer or string"),
    ({"anyOf": [TEXT, WHOLE]}, DYN, "may be string or int"),
    ({}, DYN, ""),
    (
        {"type": "array", "items": {"type": ["string", "integer"]}},
        List(DYN),
        "holds items of which each may be integer or string",
    ),
    (
        {"type": "array", "prefixItems": [TEXT, WHOLE], "items": False},
        List(DYN),
        "holds items that differ by position (string, int)",
    ),
    ({"type": "number"}, DOUBLE, ""),
]


@pytest.mark.parametrize(("part", "type_", "why"), MIXED, ids=str)
def test_what_has_no_type_says_why(part: Any, type_: Type, why: str) -> None:
    """A field of no one type has a reason, which messages quote."""
    found = object_type(Shapes({"type": "object", "properties": {"f": part}}), "r").fields["f"]
    assert (found.type, found.untyped) == (type_, why)


def test_where_is_a_sentence() -> None:
    """Tests of a tag are told in words, long lists shortened."""
    assert where("kind", ["a"]) == 'kind is "a"'
    assert where("kind", list("abcdef")) == 'kind is "a", "b", "c" or 3 more'
    assert where("remote", [True]) == "remote is true"
    assert where("kind", [None], ["a", "b", None]) == 'kind is not "a" or "b"'


def test_a_union_of_one_case_is_that_case() -> None:
    """What is left of a union with one case is that case itself."""
    only = Object("only", {"a": Field(INT)})
    assert union("u", "kind", {"a": only, "b": only}) is only


SECRET = {"type": "string", "x-sensitive": True}


@pytest.mark.parametrize(
    ("part", "hidden"),
    [
        (SECRET, True),
        (TEXT, False),
        ({"$ref": "#/$defs/secret"}, True),
        ({"type": "array", "items": SECRET}, True),
        ({"type": "array", "prefixItems": [TEXT, SECRET]}, True),
        ({"type": "object", "additionalProperties": SECRET}, True),
        ({"type": "object", "patternProperties": {"^a": SECRET}}, True),
        ({"type": "array", "items": {"type": "object", "properties": {"s": SECRET}}}, False),
        ({"type": ["string", "array"], "items": {"properties": {"s": SECRET}}}, True),
        (
            {
                "type": "object",
                "additionalProperties": {"type": ["object", "null", "string"], "properties": {"s": SECRET}},
            },
            True,
        ),
    ],
    ids=str,
)
def test_sensitive_fields(part: Any, hidden: bool) -> None:
    """A mark on a field, on its definition, its items or its values hides the field; one on a field within does not."""
    schema = {"type": "object", "properties": {"f": part, "s": SECRET}, "$defs": {"secret": SECRET}}
    assert object_type(Shapes(schema), "r").fields["f"].sensitive is hidden


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": SECRET}, "by which reports name the record"),
        ({"f": {"type": "string", "x-sensitive": "yes"}}, "x-sensitive of f must be true or false"),
    ],
    ids=str,
)
def test_marks_that_cannot_work(fields: dict[str, Any], message: str) -> None:
    """An id cannot be hidden, and a mark that is neither true nor false is refused instead of being ignored."""
    with pytest.raises(SchemaError, match=message):
        object_type(Shapes({"type": "object", "properties": fields}), "r")
