"""What users read when a record is refused: every sentence that there is, word for word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from checker.record import InvalidRecord, Path, Problem, Record
from checker.schemas import Schema, explain, load_kinds, validate
from checker.schemas.words import _SAY
from checker.source import Position

KINDS = load_kinds()
ENGAGEMENT = {"kind": "engagement", "id": "ENG-1", "title": "T", "arrangement": {"declared": "blurred"}}
VENDOR = {"kind": "vendor", "id": "V", "legal_name": "V"}

REAL: list[tuple[dict[str, Any], list[str]]] = [
    (
        ENGAGEMENT | {"control": {"hires": "cleint", "dismisses": True}},
        [
            'control.hires (Who chooses and hires the person) is "cleint", not one of client, provider, worker, '
            "shared, nobody. Did you mean client?",
            "control.dismisses (Who may end the engagement) is true, not one of client, provider, worker, shared, "
            "nobody.",
        ],
    ),
    (
        ENGAGEMENT | {"control": {"manages_performence": "client"}},
        ["control (Control as practised) has no field manages_performence. Did you mean manages_performance?"],
    ),
    (
        ENGAGEMENT | {"control": {"Manages Performance": "client"}},
        ["control (Control as practised) has no field Manages Performance. Did you mean manages_performance?"],
    ),
    (
        ENGAGEMENT | {"dismisses": "client"},
        ["the record has no field dismisses. Did you mean control.dismisses or contracted_control.dismisses?"],
    ),
    (
        ENGAGEMENT | {"dates": {"start": "2026-02-30", "colour": "red"}},
        [
            'dates.start is "2026-02-30", not a date of the calendar. '
            "Write it as year-month-day, for example 2026-01-31.",
            "dates has no field colour. Its fields are start, renewal, end. A field of your own begins with x-.",
        ],
    ),
    (
        {"kind": "engagement", "id": "", "titel": "T", "arrangement": {"declard": "blurred"}},
        [
            "id (Engagement id) is empty. Fill it in.",
            "the record has no field titel. Did you mean title?",
            "arrangement has no field declard. Did you mean declared?",
        ],
    ),
    (
        {"kind": "engagement", "id": "ENG-1", "title": "T"},
        ["arrangement is missing. Add arrangement. What kind of arrangement this is said to be."],
    ),
    (
        ENGAGEMENT | {"arrangement": {}},
        [
            "arrangement.declared (Declared arrangement) is missing. "
            "Add declared, one of outsourcing, remote_staffing, blurred."
        ],
    ),
    (
        ENGAGEMENT | {"governing_law": "UK", "client": "Acme", "evidence": {"kind": "payslip"}},
        [
            'governing_law is "UK", not one of the 249 values that it may have. '
            'The country whose law governs the contract. For example "DE".',
            'client is "Acme", not a group of fields. '
            "Its fields are legal_name, identifier, person_type, country, size_class, licences.",
            "evidence is a group of fields, not a list. Write it as a list, even if it has one item only.",
        ],
    ),
    (
        ENGAGEMENT | {"notice_days": {"client": "30", "provider": 30.5}},
        [
            'notice_days.client (Notice by the client) is "30", not a whole number. Write 30 without quotes.',
            "notice_days.provider (Notice by the provider) is 30.5, not a whole number. For example 180.",
        ],
    ),
    (
        ENGAGEMENT | {"location": {"sites": [{"type": "home", "share_of_time": 1.1}, {"type": "hom"}]}},
        [
            "location.sites[0].share_of_time (Share of working time) is 1.1, not at most 1.",
            'location.sites[1].type (Type of place) is "hom", not one of client_site, home, remote_office, vehicle, '
            "customer_site, provider_site. Did you mean home?",
        ],
    ),
    (
        VENDOR | {"bank_details_verified": "Yes", "data_protection_contact": {"email": "a.example", "phone": 49301234}},
        [
            'bank_details_verified is "Yes", not true or false. Write true, without quotes.',
            "data_protection_contact.email (E-mail) is •••, not an e-mail address. "
            "Write one address, for example name@company.example.",
            'data_protection_contact.phone is •••, not text. For example "+372 5555 0142".',
        ],
    ),
    (
        VENDOR | {"insurance": [{"amount": {"amount": "20 EUR"}}]},
        [
            'insurance[0].amount.amount is "20 EUR", not a number. For example 48000.',
            "insurance[0].kind (Kind of insurance) is missing. Add kind, one of professional_liability, "
            "public_liability, employers_liability, cyber, motor, workers_compensation.",
            "insurance[0].amount.currency is missing. Add currency. The currency of the amount, in three capital "
            'letters of ISO 4217. For example "EUR".',
        ],
    ),
    (
        ENGAGEMENT | {"evidence": [{"kind": "payslip", "sha256": "abc", "file": ""}]},
        [
            "evidence[0].file is empty. Fill it in, or leave the field out.",
            'evidence[0].sha256 (SHA-256 checksum) is "abc", which does not have the form that is wanted. The SHA-256 '
            "of the file as 64 hexadecimal digits in lower case; shows that nobody changed it since. "
            'For example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b…".',
        ],
    ),
    (ENGAGEMENT | {"schema_version": "2"}, ['schema_version is "2", not "1".']),
]

NO_KIND: list[tuple[Any, str]] = [
    ({"kind": "engagment"}, 'kind is "engagment", not one of engagement, vendor. Did you mean engagement?'),
    (
        {"kind": "ship"},
        'kind is "ship", not one of engagement, vendor. Kinds of your own are added with --schema kind=path.',
    ),
    ({"kind": 3}, "kind is 3, not one of engagement, vendor. Kinds of your own are added with --schema kind=path."),
    ({"id": "x"}, "the record does not say what kind of record it is. Add kind, one of engagement, vendor."),
    ({"Kind": "vendor"}, "the record does not say what kind of record it is. Did you mean Kind to be kind?"),
    (
        ["a"],
        "the record is a list, not a group of fields. "
        "A record is a group of fields, the first of them kind: engagement or vendor.",
    ),
    (
        "text",
        'the record is "text", not a group of fields. '
        "A record is a group of fields, the first of them kind: engagement or vendor.",
    ),
]

_PAIR = {
    "oneOf": [
        {"title": "By day", "properties": {"unit": {"const": "day"}, "n": {"type": "integer"}}, "required": ["unit"]},
        {"title": "By piece", "properties": {"unit": {"const": "piece"}, "of": {"type": "string"}}, "required": ["of"]},
    ]
}
SMALL: list[tuple[dict[str, Any], Any, list[str]]] = [
    ({"type": ["string", "integer", "null"]}, [], ["the document is an empty list, not text or a whole number."]),
    ({"type": "array", "items": {}}, "a", ['the document is "a", not a list. Write it as a list, even if it has one '
     "item only."]),
    ({"type": "boolean", "examples": [True]}, 1, ["the document is 1, not true or false. For example true."]),
    ({"type": "string", "format": "date"}, 20260131, ["the document is 20260131, not a date of the calendar. Write it "
     "as year-month-day, for example 2026-01-31."]),
    ({"format": "date-time"}, "2026-01-31", ['the document is "2026-01-31", not a moment with its time zone. Write it '
     "as 2026-01-31T09:00:00Z."]),
    ({"format": "uri"}, "a.example", ['the document is "a.example", not a full web address. Write it in full, for '
     "example https://company.example/contract."]),
    ({"pattern": "^[a-z]+$"}, "A1", ['the document is "A1", which does not have the form that is wanted. It must match '
     "^[a-z]+$."]),
    ({"minLength": 3}, "ab", ["the document has 2 characters, not at least 3."]),
    ({"maxLength": 1}, "ab", ["the document has 2 characters, not at most 1."]),
    ({"maxItems": 1}, [1, 2], ["the document has 2 items, not at most 1."]),
    ({"minItems": 2}, [1], ["the document has 1 item, not at least 2."]),
    ({"properties": {"a": {"minItems": 1}}}, {"a": []}, ["a is empty. Add an item, or leave the field out."]),
    ({"minProperties": 1}, {}, ["the document is empty. Fill it in."]),
    ({"maxProperties": 1}, {"a": 1, "b": 2}, ["the document has 2 fields, not at most 1."]),
    ({"minimum": 3}, 2, ["the document is 2, not at least 3."]),
    ({"exclusiveMinimum": 3}, 3, ["the document is 3, not more than 3."]),
    ({"exclusiveMaximum": 3}, 3, ["the document is 3, not less than 3."]),
    ({"multipleOf": 0.5}, 0.7, ["the document is 0.7, not a multiple of 0.5."]),
    ({"uniqueItems": True}, ["a", "b", "a"], ['the document has the same item twice: [0] and [2] ("a"). Remove one of '
     "the two."]),
    ({"uniqueItems": True}, [1, 1.0], ["the document has the same item twice: [0] and [1] (1.0). Remove one of "
     "the two."]),
    ({"contains": {"const": 1}}, [2], ["the document lacks an item that is wanted in it."]),
    ({"prefixItems": [{}], "items": False}, [1, 2], ["the document has 2 items, more than it may have. Remove the "
     "last ones."]),
    ({"prefixItems": [{}], "unevaluatedItems": False}, [1, 2], ["the document has 2 items, more than it may have. "
     "Remove the last ones."]),
    ({"propertyNames": {"maxLength": 2}}, {"abc": 1}, ["abc is no name that a field may have here. Rename it."]),
    ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, ["b is missing, and is wanted because a is given. Add b."]),
    ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}, ["b is missing. Add b."]),
    ({"not": {"required": ["a"]}}, {"a": 1}, ["the document is a group of fields, which its schema does not allow."]),
    ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}, ["the document needs one of a, b, and has none. Add a "
     "or b."]),
    ({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}, [], ["the document is an empty list, not "
     "text or a whole number."]),
    ({"anyOf": [{"enum": ["a", "b"]}, {"const": "c"}]}, "d", ['the document is "d", not one of a, b, c.']),
    ({"anyOf": [{"type": "null"}, {"type": "object", "required": ["a"]}]}, {}, ["a is missing. Add a."]),
    ({"anyOf": [{"const": {"a": 1}}, {"properties": {"b": {"const": 1}}}]}, {"b": 2}, ["the document is a group of "
     "fields, which fits none of its alternatives."]),
    (_PAIR, {"unit": "day", "n": "x"}, ['n is "x", not a whole number.']),
    (_PAIR, {"unit": "pieces", "of": "x"}, ['unit is "pieces", not one of day, piece. Did you mean piece?']),
    ({"oneOf": [{"title": "A", "required": ["a"]}, {"title": "B", "required": ["b"]}]}, {"a": 1, "b": 1},
     ["the document fits more than one of its alternatives (A, B). Leave out what belongs to the others."]),
    ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1}, ["b is missing. Add b."]),
    ({"unevaluatedProperties": False, "properties": {"unit": {}}}, {"units": 1}, ["the document has no field units. "
     "Did you mean unit?"]),
    ({"additionalProperties": False}, {"a": 1}, ["the document has no field a. Remove it."]),
    ({"type": "string"}, None, ["the document is empty (null), not text."]),
    ({"type": "null"}, "x", ['the document is "x", where nothing may stand. Leave it out.']),
    ({"type": ["null"]}, [], ["the document is an empty list, where nothing may stand. Leave it out."]),
    ({"type": "object"}, "x" * 100, [f'the document is "{"x" * 57}…", not a group of fields.']),
    ({"properties": {"a": False}}, {"a": 1}, ["a must not be there. Remove it."]),
    ({"patternProperties": {"^b": False}}, {"bc": 1}, ["bc must not be there. Remove it."]),
    ({"maximum": 3}, 4, ["the document is 4, not at most 3."]),
    ({"uniqueItems": True}, [[{"a": 1}], [{"a": 1.0}]], ["the document has the same item twice: [0] and [1]. Remove "
     "one of the two."]),
    ({"oneOf": [{"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]}, {"type": "string"}]},
     {"a": 2}, ["the document is a group of fields, which fits none of its alternatives."]),
]  # fmt: skip


def nowhere(path: Path) -> Position | None:
    """Places are not known."""
    return None


def told(problems: tuple[Problem, ...]) -> list[str]:
    """Problems as one sentence after the other."""
    return [f"{problem.message}. {problem.hint}".strip() for problem in problems]


@pytest.mark.parametrize(("value", "wanted"), REAL, ids=range(len(REAL)))
def test_of_real_records(value: dict[str, Any], wanted: list[str]) -> None:
    """A refused engagement or vendor record is explained in the words of its schema, one problem a mistake."""
    found = validate(Record(value, "f", 1, nowhere), KINDS)
    assert isinstance(found, InvalidRecord)
    assert told(found.problems) == wanted


@pytest.mark.parametrize(("value", "wanted"), NO_KIND, ids=str)
def test_of_records_without_a_kind(value: Any, wanted: str) -> None:
    """A record whose kind cannot be told says why, and what kinds there are."""
    found = validate(Record(value, "f", 1, nowhere), KINDS)
    assert isinstance(found, InvalidRecord)
    assert told(found.problems) == [wanted]


@pytest.mark.parametrize(("document", "value", "wanted"), SMALL, ids=str)
def test_of_each_keyword(document: dict[str, Any], value: Any, wanted: list[str]) -> None:
    """Each keyword of JSON Schema has its sentence."""
    assert told(explain(document, value, nowhere)) == wanted


def test_every_sentence_is_tried() -> None:
    """No keyword has a sentence that no case above shows."""
    shown = {name for document, _, _ in SMALL for name in re.findall(r"'(\w+)':", str(document))}
    assert set(_SAY) <= shown | {"oneRequired"}


def test_a_misspelt_required_field_is_one_mistake() -> None:
    """The field that is misspelt is reported, not also the one that is missing for it."""
    document = {"properties": {"declared": {}, "title": {}}, "required": ["declared", "title"]}
    found = explain({**document, "additionalProperties": False}, {"declard": 1}, nowhere)
    assert [problem.path for problem in found] == [("declard",), ("title",)]


def test_what_is_wrong_comes_before_what_is_missing() -> None:
    """Problems are ordered: wrong before missing, the outermost first."""
    document = {
        "properties": {"a": {"properties": {"b": {"type": "string"}}, "required": ["c"]}, "n": {"type": "integer"}},
        "required": ["z"],
    }
    found = explain(document, {"a": {"b": 1}, "n": "x"}, nowhere)
    assert [problem.path for problem in found] == [("n",), ("a", "b"), ("z",), ("a", "c")]


def test_each_problem_knows_its_place() -> None:
    """Problems carry the place of the value, and of a missing field the place where it is looked for."""
    places = {("a", 0): Position(3, 5), ("b",): Position(1, 1)}
    document = {"properties": {"a": {"items": {"type": "integer"}}}, "required": ["b"]}
    found = explain(document, {"a": ["x"]}, places.get)
    assert [problem.position for problem in found] == [Position(3, 5), Position(1, 1)]


def test_very_many_problems_are_cut_off() -> None:
    """A record of nothing but mistakes gives fifty problems and says how many more there are."""
    found = explain({"items": {"type": "integer"}}, ["x"] * 300, nowhere)
    assert len(found) == 51
    assert found[-1].message == "250 more things are wrong"


def test_recursion_without_end_is_explained() -> None:
    """A value that is nested deeper than jsonschema can follow is refused in the gate's words."""
    value: Any = "x"
    for _ in range(600):
        value = [value]
    schema = Schema({"$defs": {"l": {"type": "array", "items": {"$ref": "#/$defs/l"}}}, "$ref": "#/$defs/l"})
    assert len(schema.explain(value, nowhere)) == 1


def test_own_words_for_the_whole() -> None:
    """The caller says what the whole value is called."""
    (problem,) = Schema({"type": "object", "required": ["id"]}).explain([], nowhere, "policy")
    assert problem.message == "the policy is an empty list, not a group of fields"
