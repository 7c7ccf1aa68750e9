"""From a record to a valid record, or to what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.record import InvalidRecord, Record, RecordRef, ValidRecord
from checker.record import Path as ValuePath
from checker.schemas import Kinds, load_kinds, validate
from checker.source import Position
from checker.values import parse_date

VENDOR = {"kind": "vendor", "id": "VEN-1", "legal_name": "Acme"}


def record(value: Any) -> Record:
    """The third record of a file, whose lines are counted by the depth of paths."""
    return Record(value, "f.yaml", 3, lambda path: Position(10 + len(path), 1))


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Kinds:
    """checker's own kinds and one whose records need no id and count without bounds."""
    file: Path = tmp_path_factory.mktemp("schemas") / "visit.schema.json"
    properties = {
        "kind": {"const": "visit"},
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "n": {"type": "integer"},
    }
    file.write_text(json.dumps({"type": "object", "properties": properties}), encoding="utf-8")
    return load_kinds({"visit": file})


def test_a_valid_record(kinds: Kinds) -> None:
    """A record that fits its schema has the language's values, and is named by its id and title."""
    given = record(VENDOR | {"due_diligence": {"done_on": "2026-01-05"}})
    valid = validate(given, kinds)
    assert isinstance(valid, ValidRecord)
    assert valid.ref == RecordRef("vendor", "VEN-1", "Acme", "f.yaml", 3, None)
    assert valid.value == VENDOR | {"due_diligence": {"done_on": parse_date("2026-01-05")}}
    assert valid.record is given


def test_places_are_looked_up_only_where_needed(kinds: Kinds) -> None:
    """A valid record's places are not looked up: that may mean reading its file a second time."""

    def locate(path: ValuePath) -> Position | None:
        raise AssertionError("not needed")

    assert isinstance(validate(Record(VENDOR, "f", 1, locate), kinds), ValidRecord)


def test_an_invalid_record(kinds: Kinds) -> None:
    """A record that does not fit is named as well as can be, with its place and its problems' places."""
    invalid = validate(record(VENDOR | {"id": 7, "title": []}), kinds)
    assert isinstance(invalid, InvalidRecord)
    assert invalid.ref == RecordRef("vendor", "7", "Acme", "f.yaml", 3, Position(10, 1))
    assert {(problem.path, problem.position) for problem in invalid.problems} == {
        (("id",), Position(11, 1)),
        (("title",), Position(11, 1)),
    }


@pytest.mark.parametrize("value", [None, [], "x", {}, {"kind": None}, {"kind": ["vendor"]}, {"kind": "ship"}], ids=str)
def test_a_record_without_a_known_kind(kinds: Kinds, value: Any) -> None:
    """Whatever a document holds instead of a record is an invalid record with one problem, not a crash."""
    invalid = validate(record(value), kinds)
    assert isinstance(invalid, InvalidRecord)
    assert len(invalid.problems) == 1
    assert invalid.ref.position == Position(10, 1)


def test_a_record_may_have_no_id(kinds: Kinds) -> None:
    """Where the schema wants no id, a record without one is valid and is known by its file and number."""
    valid = validate(record({"kind": "visit", "name": "Monday"}), kinds)
    assert isinstance(valid, ValidRecord)
    assert (valid.ref.id, valid.ref.title, valid.ref.file, valid.ref.number) == ("", "Monday", "f.yaml", 3)


def test_a_number_as_id(kinds: Kinds) -> None:
    """An id may be a number where the schema wants one."""
    valid = validate(record({"kind": "visit", "id": 17}), kinds)
    assert isinstance(valid, ValidRecord) and valid.ref.id == "17"


def test_numbers_that_no_engine_can_hold(kinds: Kinds) -> None:
    """A number beyond 64 bits makes the record invalid, since no policy could calculate with it."""
    invalid = validate(record({"kind": "visit", "n": 2**63}), kinds)
    assert isinstance(invalid, InvalidRecord)
    (problem,) = invalid.problems
    assert problem.message == "n is a number too large to calculate with"
    assert problem.path == ("n",) and problem.position == Position(11, 1)
