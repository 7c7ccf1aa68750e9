"""Commented records: each is valid as it stands, and says what its schema says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.scaffold.record import commented
from checker.schemas import Kinds, load_kinds
from checker.schemas.shape import Node
from checker.yaml12 import Limits, load_all
from tests.scaffold.conftest import OWN, schema

DOMAIN = ["engagement", "vendor"]
_OFF = re.compile(r"(?m)^( *)#(?! \S)(?!$)")


def _read(text: str) -> Any:
    (record,) = load_all(text, Limits())
    return record


@pytest.mark.parametrize("name", [*DOMAIN, *OWN])
def test_the_record_is_valid_as_it_stands(name: str, kinds: Kinds) -> None:
    """For every kind: the gate accepts the record, and nothing more than what is required is recorded."""
    record = _read(commented(kinds[name]))
    assert kinds[name].gate.explain(record, lambda path: None) == ()
    assert record["kind"] == name


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("site", {"form": "office", "rooms": [{"floor": 3}]}),
        ("loose", {"dates": {"start": "2026-01-31"}, "version": "1", "extra": {}}),
    ],
)
def test_nothing_is_recorded_that_is_not_required(name: str, record: Any, kinds: Kinds) -> None:
    """But for one field of an object that would be empty, so that one sees where the others belong."""
    assert _read(commented(kinds[name])) == {"kind": name, **record}


@pytest.mark.parametrize("name", [*DOMAIN, "plain", "asset", "loose"])
def test_the_record_is_valid_with_every_field_taken_in(name: str, kinds: Kinds) -> None:
    """Without the # before its fields it is valid too: the examples fit."""
    text = commented(kinds[name])
    record = _read(_OFF.sub(r"\1", text))
    assert kinds[name].gate.explain(record, lambda path: None) == ()
    fields = {name for name, field in kinds[name].type.fields.items() if field.joined_by is None}
    assert fields <= set(record), "every field of the schema stands there"


@pytest.mark.parametrize("name", DOMAIN)
def test_every_field_of_the_schema_is_told(name: str, kinds: Kinds) -> None:
    """The words of every title and description, and all values of short lists, stand in the comments."""
    text = commented(kinds[name])
    said = " ".join(re.sub(r"(?m)^[ #]*", "", text).split())
    for node in _fields(kinds[name].schema):
        if "description" in node:
            assert " ".join(node["description"].split()) in said
        for value in node.get("enum", ()):
            assert str(value) in said


@pytest.mark.parametrize("name", [*DOMAIN, *OWN])
def test_lines_end_before_the_margin(name: str, kinds: Kinds) -> None:
    """No line is as long as 100 characters."""
    assert max(map(len, commented(kinds[name]).splitlines())) < 100


def test_required_fields_come_first(kinds: Kinds) -> None:
    """What is required stands above what is commented out."""
    lines = commented(kinds["engagement"]).splitlines()
    taken = [number for number, line in enumerate(lines) if re.match(r"\w+:", line)]
    left = [number for number, line in enumerate(lines) if re.match(r"#\w+:", line)]
    assert [lines[number].partition(":")[0] for number in taken] == ["kind", "id", "title", "arrangement"]
    assert max(taken) < min(left)


def test_long_lists_of_values_are_not_written_out(kinds: Kinds) -> None:
    """Of countries there is one as an example."""
    text = commented(kinds["vendor"])
    assert "# One of 249 values, for example EE.\n#country: EE\n" in text
    assert "AD, AE" not in text


def test_the_field_that_tells_cases_apart_names_them_all(kinds: Kinds) -> None:
    """Although the record shows one case; a comment that only repeats a name is left out."""
    assert "item:\n  # One of: car or desk.\n  type: car\n  # A whole number.\n  wheels: 1\n" in commented(
        kinds["asset"]
    )


def test_what_is_never_shown_is_said(kinds: Kinds) -> None:
    """A field that reports hide is marked."""
    assert "# Reports do not show it.\n#landlord: " in commented(kinds["site"])


def test_a_record_that_cannot_be_made_says_what_to_fill_in(tmp_path: Path) -> None:
    """Where no value can be guessed, the first comment says which is wanted, in the gate's words."""
    file = tmp_path / "bare.json"
    file.write_text(json.dumps(schema("bare")), encoding="utf-8")
    text = commented(load_kinds({"bare": file})["bare"])
    assert "# To be filled in, before the record is valid:\n# - id is " in text
    assert _read(text)["kind"] == "bare"


def _fields(part: Any) -> Iterator[Node]:
    """The fields that a schema names, with what it says of them."""
    inner = list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else ()
    if isinstance(part, dict):
        yield from part.get("properties", {}).values()
    for each in inner:
        yield from _fields(each)
