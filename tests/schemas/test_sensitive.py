"""What a schema marks as sensitive is not quoted where a record fails its schema, however it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.record import MASK, InvalidRecord, Record, ValidRecord
from checker.schemas import explain, load_kinds, validate
from checker.schemas.sensitive import is_sensitive
from checker.schemas.shape import Shapes

TEXT = {"type": "string"}
SECRET = {"x-sensitive": True}
BANK = {
    "type": "object",
    "properties": {"iban": TEXT | {"pattern": "^DE[0-9]+$"}, "bic": TEXT, "type": {"enum": ["private", "company"]}},
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"const": "case"},
        "id": TEXT,
        "name": TEXT | SECRET | {"minLength": 3, "maxLength": 10},
        "day": TEXT | SECRET | {"format": "date"},
        "mail": TEXT | SECRET | {"format": "email"},
        "no": {"type": "integer", "maximum": 10} | SECRET,
        "yes": {"type": "boolean"} | SECRET,
        "color": {"enum": ["red", "green"]} | SECRET,
        "list": {"type": "array", "items": TEXT, "uniqueItems": True, "maxItems": 2} | SECRET,
        "pair": {"type": "array", "prefixItems": [TEXT], "items": False} | SECRET,
        "bank": {"$ref": "#/$defs/bank"} | SECRET,
        "banks": {"type": "array", "items": {"$ref": "#/$defs/bank"} | SECRET},
        "keyed": {"type": "object", "additionalProperties": {"type": "integer"}} | SECRET,
        "named": {"type": "object", "propertyNames": {"maxLength": 3}} | SECRET,
        "either": {"oneOf": [{"properties": {"a": TEXT | SECRET}, "required": ["a"]}, {"required": ["b"]}]},
        "some": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]} | SECRET,
        "open": TEXT,
    },
    "additionalProperties": False,
    "$defs": {"bank": BANK},
}


@pytest.mark.parametrize(
    ("value", "secret", "told"),
    [
        ({"name": "Jo"}, "Jo", "name is •••, which must have at least 3 characters"),
        ({"name": ""}, "empty", "name is •••, which must have at least 3 characters"),
        ({"name": "Wanda Kowalska"}, "14", "name is •••, which must have at most 10 characters"),
        ({"name": 12345}, "12345", "name is •••, not text"),
        ({"name": ["Wanda"]}, "list", "name is •••, not text"),
        ({"day": "1977-13-40"}, "1977", "day is •••, not a date of the calendar"),
        ({"mail": "wanda"}, "wanda", "mail is •••, not an e-mail address"),
        ({"no": 4711}, "4711", "no is •••, not at most 10"),
        ({"no": "4711"}, "4711", "no is •••, not a whole number"),
        ({"yes": "no"}, "Write", "yes is •••, not true or false"),
        ({"color": "gren"}, "gren", "color is •••, not one of red, green"),
        ({"list": ["x", "y", "z"]}, "3", "list is •••, which must have at most 2 items"),
        ({"list": ["Wanda", "Wanda"]}, "Wanda", "list has the same item twice"),
        ({"pair": ["a", "b", "c"]}, "3", "pair has more than it may have"),
        ({"bank": {"iban": "PL61"}}, "PL61", "bank.iban is •••, which does not have the form that is wanted"),
        ({"bank": {"type": "privat"}}, "privat ", "bank.type is •••, not one of private, company"),
        ({"bank": {"wanda": 1}}, "wanda", "bank has no field •••"),
        ({"bank": "PL61"}, "PL61", "bank is •••, not a group of fields"),
        ({"banks": [{"iban": "PL61"}]}, "PL61", "banks[0].iban is •••"),
        ({"keyed": {"wanda": "x"}}, "wanda", "keyed.••• is •••, not a whole number"),
        ({"named": {"wanda": 1}}, "wanda", "named.••• is no name that a field may have here"),
        ({"either": {"a": 4711}}, "4711", "either.a is •••, not text"),
        ({"some": "wanda"}, "wanda", "some is •••, not a whole number or true or false"),
        ({"name": float("nan")}, "nan", "name is •••, which is neither text nor a number"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_is_told_without_the_value(value: dict[str, Any], secret: str, told: str) -> None:
    """Each kind of mistake is told with the mask, in the message, the hint and the path."""
    problems = explain(SCHEMA, value, lambda path: None)
    words = " ".join(f"{each.message} {each.hint} {each.path}" for each in problems)
    assert told in words
    assert secret not in words


def test_what_is_not_sensitive_is_quoted() -> None:
    """Beside sensitive fields, the others are told in full."""
    (problem,) = explain(SCHEMA, {"open": 4711}, lambda path: None)
    assert problem.message == "open is 4711, not text"


def test_places_are_found_by_the_true_path() -> None:
    """The place of a masked problem is that of the value, although its path is masked."""
    asked = []
    explain(SCHEMA, {"keyed": {"wanda": "x"}}, lambda path: asked.append(path))
    assert asked == [("keyed", "wanda")]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (("name",), True),
        (("open",), False),
        (("bank", "iban"), True),
        (("banks", 0), True),
        (("banks",), False),
        (("either", "a"), True),
        (("either", "b"), False),
        (("pair", 0), True),
        ((), False),
        (("nowhere", "at", 3), False),
    ],
    ids=str,
)
def test_paths_that_are_sensitive(path: tuple[str | int, ...], wanted: bool) -> None:
    """What lies in something sensitive is sensitive, and so is what is marked in any alternative."""
    assert is_sensitive(path, Shapes(SCHEMA)) is wanted


def test_a_record_is_not_named_by_what_is_sensitive(tmp_path: Path) -> None:
    """Reports call a record by a title, a name or a legal name only where that may be shown."""
    schema = {
        "type": "object",
        "properties": {"kind": {"const": "case"}, "id": TEXT, "name": TEXT | SECRET, "legal_name": TEXT},
        "required": ["name"],
    }
    file = tmp_path / "case.schema.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    kinds = load_kinds({"case": file})
    valid = validate(Record({"kind": "case", "name": "Wanda", "legal_name": "W Ltd"}, "f", 1, lambda path: None), kinds)
    assert isinstance(valid, ValidRecord) and valid.ref.title == "W Ltd"
    invalid = validate(Record({"kind": "case", "name": "Wanda", "id": 1}, "f", 1, lambda path: None), kinds)
    assert isinstance(invalid, InvalidRecord) and invalid.ref.title == ""
    assert MASK == "•••"
