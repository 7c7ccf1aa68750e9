"""Records that point to other records, joined as their schemas say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.record import LinkedRecord, Place, Record, ValidRecord
from checker.record import Path as ValuePath
from checker.references import link
from checker.schemas import Kinds, load_kinds, validate
from checker.source import Position

ENGAGEMENT = {"kind": "engagement", "title": "T"}
STRING = {"type": "string"}


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Kinds:
    """checker's kinds, and one with references at every depth."""
    node = {
        "type": "object",
        "properties": {
            "vendor_id": STRING | {"x-references": {"kind": "vendor", "as": "vendor"}},
            "below": {"$ref": "#/$defs/node"},
            "plain": {"type": "object", "properties": {"a": STRING}},
        },
    }
    schema = {
        "type": "object",
        "properties": {
            "kind": {"const": "chain"},
            "id": STRING,
            "links": {"type": "array", "items": {"$ref": "#/$defs/node"}},
            "by_name": {"type": "object", "additionalProperties": {"$ref": "#/$defs/node"}},
        },
        "$defs": {"node": node},
    }
    file: Path = tmp_path_factory.mktemp("schemas") / "chain.schema.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    return load_kinds({"chain": file})


def valid(kinds: Kinds, file: str, value: dict[str, Any], number: int = 1) -> ValidRecord:
    """A valid record whose values' columns are the lengths of their paths; what is not recorded has its parent's."""

    def locate(path: ValuePath) -> Position:
        here: Any = value
        for depth, step in enumerate(path):
            known = (isinstance(here, dict) and step in here) or (isinstance(here, list) and step in range(len(here)))
            if not known:
                return Position(number, depth + 1)
            here = here[step]
        return Position(number, len(path) + 1)

    made = validate(Record(value, file, number, locate), kinds)
    assert isinstance(made, ValidRecord)
    return made


def vendor(kinds: Kinds, id_: str, file: str = "vendors.yaml", **more: Any) -> ValidRecord:
    """A vendor record."""
    return valid(kinds, file, {"kind": "vendor", "id": id_, "legal_name": f"{id_} Ltd", **more})


def engagement(
    kinds: Kinds, id_: str, file: str = "e.yaml", related: list[str] | None = None, **more: Any
) -> ValidRecord:
    """An engagement record, with related engagements or without."""
    arrangement = {"declared": "blurred"} | ({} if related is None else {"related_engagements": related})
    return valid(kinds, file, ENGAGEMENT | {"id": id_, "arrangement": arrangement, **more})


def only(kinds: Kinds, *records: ValidRecord) -> LinkedRecord:
    """The first of these records, once they are linked."""
    linked, invalid = link(records, kinds)
    assert invalid == []
    return linked[0]


def test_an_id_becomes_its_record(kinds: Kinds) -> None:
    """Policies read the vendor record where the engagement names the vendor's id."""
    acme = vendor(kinds, "V-1")
    joined = only(kinds, engagement(kinds, "E-1", provider={"vendor_id": "V-1"}), acme)
    assert joined.value["provider"]["vendor"] is acme.value
    assert joined.value["provider"]["vendor_id"] == "V-1"


def test_the_order_of_records_does_not_matter(kinds: Kinds) -> None:
    """A record may stand before or after the one that points to it; results keep the order of the records."""
    records = [vendor(kinds, "V-1"), engagement(kinds, "E-1", provider={"vendor_id": "V-1"})]
    linked, _ = link(records, kinds)
    assert [record.ref.id for record in linked] == ["V-1", "E-1"]
    assert linked[1].value["provider"]["vendor"]["legal_name"] == "V-1 Ltd"
    assert [record.ref for record in linked] == [record.ref for record in records]


def test_an_id_without_its_record(kinds: Kinds) -> None:
    """Where the run has no such vendor, the joined field is absent, and policies find it unknown."""
    joined = only(kinds, engagement(kinds, "E-1", provider={"vendor_id": "V-9"}), vendor(kinds, "V-1"))
    assert "vendor" not in joined.value["provider"]


def test_ids_are_those_of_the_kind(kinds: Kinds) -> None:
    """An engagement that has the id of a vendor is not taken for the vendor."""
    joined = only(kinds, engagement(kinds, "E-1", provider={"vendor_id": "E-1"}))
    assert "vendor" not in joined.value["provider"]


def test_a_list_of_ids_becomes_a_list_of_records(kinds: Kinds) -> None:
    """Related engagements are read in the order of their ids; no ids are no records."""
    others = [engagement(kinds, id_, f"{id_}.yaml") for id_ in ("E-2", "E-3")]
    joined = only(kinds, engagement(kinds, "E-1", related=["E-3", "E-2"]), *others)
    assert [each["id"] for each in joined.value["arrangement"]["related"]] == ["E-3", "E-2"]
    assert only(kinds, engagement(kinds, "E-1", related=[])).value["arrangement"]["related"] == []


def test_a_list_with_an_id_without_its_record_is_unknown(kinds: Kinds) -> None:
    """Half a list must not stand for the whole: the joined list is absent as soon as one record is."""
    joined = only(kinds, engagement(kinds, "E-1", related=["E-2", "E-9"]), engagement(kinds, "E-2", "f.yaml"))
    assert "related" not in joined.value["arrangement"]


def test_one_step_only(kinds: Kinds) -> None:
    """A joined record's own references are not followed, so that records may point to each other."""
    one = engagement(kinds, "E-1", related=["E-2"], provider={"vendor_id": "V-1"})
    two = engagement(kinds, "E-2", "f.yaml", related=["E-1"], provider={"vendor_id": "V-1"})
    linked, _ = link([one, two, vendor(kinds, "V-1")], kinds)
    (related,) = linked[0].value["arrangement"]["related"]
    assert related["id"] == "E-2"
    assert "related" not in related["arrangement"] and "vendor" not in related["provider"]
    assert "vendor" in linked[1].value["provider"]


def test_references_in_lists_maps_and_recursion(kinds: Kinds) -> None:
    """References are followed wherever the schema has them."""
    acme = vendor(kinds, "V-1")
    deep = {"plain": {"a": "x"}, "below": {"below": {"vendor_id": "V-1"}}}
    value = {
        "kind": "chain",
        "id": "C",
        "links": [deep, {"vendor_id": "V-1"}, {}],
        "by_name": {"a": {"vendor_id": "V-1"}},
    }
    joined = only(kinds, valid(kinds, "c.yaml", value), acme).value
    assert joined["links"][0]["below"]["below"]["vendor"] is acme.value
    assert joined["links"][1]["vendor"] is acme.value
    assert joined["links"][2] == {}
    assert joined["by_name"]["a"]["vendor"] is acme.value


def test_only_the_way_to_a_joined_field_is_copied(kinds: Kinds) -> None:
    """What gains nothing is shared with the valid record, which is itself unchanged."""
    plain = engagement(kinds, "E-1", control={"hires": "client"})
    assert only(kinds, plain).value is plain.value
    given = engagement(kinds, "E-2", provider={"vendor_id": "V-1"}, control={"hires": "client"})
    joined = only(kinds, given, vendor(kinds, "V-1"))
    assert joined.value["control"] is given.value["control"]
    assert given.value["provider"] == {"vendor_id": "V-1"}


def test_places_in_the_own_and_in_the_joined_file(kinds: Kinds) -> None:
    """A path into a joined record has its place in that record's file, any other in the record's own."""
    first = engagement(kinds, "E-1", "a.yaml", related=["E-2"], provider={"vendor_id": "V-1"})
    joined = only(
        kinds,
        first,
        vendor(kinds, "V-1", "v.yaml", due_diligence={"result": "passed"}),
        engagement(kinds, "E-2", "b.yaml"),
    )
    places = {
        ("title",): Place("a.yaml", Position(1, 2)),
        ("provider", "vendor_id"): Place("a.yaml", Position(1, 3)),
        ("provider", "vendor"): Place("v.yaml", Position(1, 1)),
        ("provider", "vendor", "due_diligence", "result"): Place("v.yaml", Position(1, 3)),
        ("provider", "vendor", "insurance", 0): Place("v.yaml", Position(1, 1)),
        ("arrangement", "related"): Place("a.yaml", Position(1, 3)),
        ("arrangement", "related", 0, "title"): Place("b.yaml", Position(1, 2)),
        ("arrangement", "related", 7, "title"): Place("a.yaml", Position(1, 3)),
        ("control", "hires"): Place("a.yaml", Position(1, 1)),
    }
    assert {path: joined.locate(path) for path in places} == places


def test_the_place_of_a_record_that_is_not_there(kinds: Kinds) -> None:
    """A path into a record that the run lacks leads to the id that names it."""
    joined = only(kinds, engagement(kinds, "E-1", "a.yaml", related=["E-2"], provider={"vendor_id": "V-1"}))
    assert joined.locate(("provider", "vendor", "status")) == Place("a.yaml", Position(1, 3))
    assert joined.locate(("arrangement", "related", 0, "title")) == Place("a.yaml", Position(1, 4))
    assert only(kinds, engagement(kinds, "E-2", "b.yaml")).locate(("provider", "vendor")) == Place(
        "b.yaml", Position(1, 1)
    )


def test_places_that_no_reader_knows(kinds: Kinds) -> None:
    """Where the reader knows no place there is none."""
    made = validate(Record({"kind": "vendor", "id": "V", "legal_name": "A"}, "f", 1, lambda path: None), kinds)
    assert isinstance(made, ValidRecord)
    assert only(kinds, made).locate(("id",)) is None


def test_a_duplicate_id_refuses_all_that_have_it(kinds: Kinds) -> None:
    """Two records of a kind with one id are both refused, each naming the other; the others are kept."""
    records = [
        engagement(kinds, "E-1", "a.yaml"),
        engagement(kinds, "E-2", "b.yaml"),
        engagement(kinds, "E-1", "c.yaml"),
    ]
    linked, invalid = link(records, kinds)
    assert [record.ref.id for record in linked] == ["E-2"]
    assert [(record.ref.file, *(problem.message for problem in record.problems)) for record in invalid] == [
        ("a.yaml", 'id is "E-1", which is also the id of another engagement record: c.yaml:1'),
        ("c.yaml", 'id is "E-1", which is also the id of another engagement record: a.yaml:1'),
    ]
    (problem,) = invalid[0].problems
    assert (problem.path, problem.position) == (("id",), Position(1, 2))
    assert problem.hint == "Give each record an id of its own, or remove the copies."


def test_many_duplicates_are_not_all_named(kinds: Kinds) -> None:
    """Three of the other places are named and the rest are counted."""
    records = [valid(kinds, "v.yaml", {"kind": "vendor", "id": "V", "legal_name": "A"}, n) for n in range(1, 7)]
    _, invalid = link(records, kinds)
    assert invalid[0].problems[0].message.endswith("another vendor record: v.yaml:2, v.yaml:3, v.yaml:4 and 2 more")


def test_the_same_id_in_two_kinds_is_none_of_their_business(kinds: Kinds) -> None:
    """Ids are unique for each kind, not across kinds."""
    linked, invalid = link([engagement(kinds, "X"), vendor(kinds, "X")], kinds)
    assert (len(linked), invalid) == (2, [])


def test_a_record_with_a_duplicate_id_is_not_joined(kinds: Kinds) -> None:
    """Nobody can say which of two vendors is meant, so neither is trusted."""
    records = [
        engagement(kinds, "E-1", provider={"vendor_id": "V-1"}),
        vendor(kinds, "V-1", "a.yaml", status="approved"),
        vendor(kinds, "V-1", "b.yaml", status="suspended"),
    ]
    linked, invalid = link(records, kinds)
    assert len(invalid) == 2
    assert "vendor" not in linked[0].value["provider"]
    assert linked[0].locate(("provider", "vendor", "status")) == Place("e.yaml", Position(1, 3))


def test_records_without_ids_are_no_duplicates(kinds: Kinds) -> None:
    """Where the schema wants no id, records without one do not collide."""
    linked, invalid = link([valid(kinds, "c.yaml", {"kind": "chain"}, n) for n in (1, 2)], kinds)
    assert (len(linked), invalid) == (2, [])
