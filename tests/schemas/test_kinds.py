"""The kinds of record: those of checker, and those of the user with everything that can be wrong with them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from checker.errors import SchemaError
from checker.resources import SCHEMAS
from checker.schemas import load_kinds
from checker.schemas.gate import compiled
from checker.types import List, Object

SHIP: dict[str, Any] = {
    "title": "Ship",
    "type": "object",
    "required": ["kind", "id"],
    "properties": {
        "kind": {"const": "ship"},
        "id": {"type": "string"},
        "owner_id": {"type": "string", "x-references": {"kind": "vendor", "as": "owner"}},
    },
    "additionalProperties": False,
}


def written(folder: Path, schema: Any) -> Path:
    """A schema file."""
    file = folder / "ship.schema.json"
    file.write_text(schema if isinstance(schema, str) else json.dumps(schema), encoding="utf-8")
    return file


def test_checker_s_own_kinds() -> None:
    """Engagements and vendors are kinds; the schemas of policies and reports are not."""
    kinds = load_kinds()
    assert {name: kind.title for name, kind in kinds.items()} == {"engagement": "Engagement", "vendor": "Vendor"}
    assert all(kind.name == name and kind.type.name == name for name, kind in kinds.items())


@pytest.mark.parametrize("file", sorted(SCHEMAS.glob("*.schema.json")), ids=lambda file: file.name)
def test_checker_s_own_schemas_are_schemas(file: Path) -> None:
    """Every schema that travels with checker is one of JSON Schema 2020-12; loading does not check it again."""
    compiled(json.loads(file.read_bytes()))


def test_what_the_real_references_join() -> None:
    """An engagement reads its provider's vendor record and its related engagements, whose references end there."""
    kinds = load_kinds()
    provider = kinds["engagement"].type.fields["provider"].type
    arrangement = kinds["engagement"].type.fields["arrangement"].type
    assert isinstance(provider, Object) and isinstance(arrangement, Object)
    vendor, related = provider.fields["vendor"], arrangement.fields["related"]
    assert (vendor.kind, vendor.joined_by, vendor.required) == ("vendor", "vendor_id", False)
    assert isinstance(vendor.type, Object) and vendor.type.fields.keys() == kinds["vendor"].type.fields.keys()
    assert isinstance(related.type, List) and isinstance(related.type.item, Object)
    once = related.type.item.fields["provider"].type
    assert isinstance(once, Object) and "vendor_id" in once.fields and "vendor" not in once.fields


def test_a_kind_of_the_user(tmp_path: Path) -> None:
    """A user's own schema is a kind like the others, joins included."""
    kinds = load_kinds({"ship": written(tmp_path, SHIP)})
    assert sorted(kinds) == ["engagement", "ship", "vendor"]
    assert kinds["ship"].type.fields["owner"].kind == "vendor"
    assert kinds["ship"].is_valid({"kind": "ship", "id": "S"})
    assert not kinds["ship"].is_valid({"kind": "ship", "id": "S", "mast": 3})


def test_a_kind_of_the_user_may_replace_one(tmp_path: Path) -> None:
    """A user's own schema of a vendor takes the place of checker's."""
    own = {"type": "object", "properties": {"kind": {"const": "vendor"}, "id": {"type": "string"}}}
    kinds = load_kinds({"vendor": written(tmp_path, own)})
    assert kinds["vendor"].type.fields.keys() == {"kind", "id"}
    provider = kinds["engagement"].type.fields["provider"].type
    assert isinstance(provider, Object)
    vendor = provider.fields["vendor"].type
    assert isinstance(vendor, Object) and vendor.fields.keys() == {"kind", "id"}


def change(**more: Any) -> dict[str, Any]:
    """The ship's schema with changed properties."""
    return SHIP | {"properties": SHIP["properties"] | more}


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("{", "the schema is not JSON: Expecting property name"),
        ("[" * 100_000, "the schema is not JSON: "),
        ("[]", "the schema is not a JSON object"),
        (SHIP | {"type": "objekt"}, 'it is no valid JSON Schema 2020-12: "objekt"'),
        (SHIP | {"$ref": "other.json"}, "it is no valid JSON Schema 2020-12: "),
        (SHIP | {"$schema": "http://json-schema.org/draft-04/schema#"}, "it is written for"),
        (SHIP | {"type": "array"}, "it must describe a record"),
        (change(kind={"const": "boat"}), "describes records of the kind boat, not ship. Use --schema boat="),
        ({**SHIP, "properties": {"id": {}}}, "the schema refuses a field kind"),
        (
            change(owner_id={"type": "string", "x-references": {"kind": "vendr", "as": "o"}}),
            '"vendr", which is not known',
        ),
        (
            change(owner_id={"type": "string", "x-references": {"kind": "vendor"}}),
            'x-references of owner_id needs "as"',
        ),
        (change(owner={"type": "string"}), '"owner", which is a field already'),
    ],
    ids=range(12),
)
def test_what_can_be_wrong_with_a_schema(tmp_path: Path, schema: Any, message: str) -> None:
    """A schema that cannot be used names its file and what is wrong."""
    file = written(tmp_path, schema)
    with pytest.raises(SchemaError) as caught:
        load_kinds({"ship": file})
    assert str(caught.value).startswith(str(file))
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["my-ship", "3ships", "", "today", "facts", "in"])
def test_names_that_policies_could_not_use(tmp_path: Path, name: str) -> None:
    """A kind is named by a word that can stand in an expression."""
    with pytest.raises(SchemaError, match="cannot name a kind of record"):
        load_kinds({name: written(tmp_path, SHIP)})


def test_a_schema_that_is_not_there(tmp_path: Path) -> None:
    """A missing schema file, or a folder, is an error with its path."""
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(SchemaError, match="the schema cannot be read"):
            load_kinds({"ship": path})


def test_loading_is_quick() -> None:
    """Reading the schemas and deriving their types takes milliseconds: every run of checker waits for it."""
    best = min(_timed() for _ in range(5))
    assert best < 0.05


def _timed() -> float:
    start = time.perf_counter()
    load_kinds()
    return time.perf_counter() - start
