"""The evidence register: every dated document of a record, whatever its kind; nothing sensitive."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.audit import Choice, Inputs, run
from checker.evidence.register import Register
from checker.model import Evidence
from checker.record import MASK, LinkedRecord, RecordRef
from checker.schemas import load_kinds
from checker.values import parse_date

AS_OF = date(2026, 11, 23)
EXAMPLES = Path(__file__).parent.parent / "examples"


def listed(kind: str, value: dict[str, Any], *, schemas: dict[str, Path] | None = None) -> tuple[Evidence, ...]:
    """The register of one record."""
    record = LinkedRecord(RecordRef(kind, "R", "", "r.yaml", 1), value, lambda path: None)
    return Register(load_kinds(schemas)).of(record)


def test_a_vendor_lists_its_certifications_insurance_and_licences() -> None:
    """Each is named by what it says of itself, in the order of the schema."""
    day = parse_date("2026-12-31")
    found = listed(
        "vendor",
        {
            "certifications": [{"standard": "iso_27001", "number": "C-1", "issued_by": "TÜV", "expires_on": day}],
            "insurance": [{"kind": "cyber", "insurer": "Alba", "policy_number": "P-1", "expires_on": day}],
            "licences": [{"kind": "staffing", "number": "L-1", "country": "DE"}],
        },
    )
    told = {(each.path, each.kind, each.id, each.issued_by, each.expires_on) for each in found}
    assert told == {
        ("certifications[0]", "iso_27001", "C-1", "TÜV", date(2026, 12, 31)),
        ("insurance[0]", "cyber", "P-1", "Alba", date(2026, 12, 31)),
        ("licences[0]", "staffing", "L-1", "", None),
    }


def test_age_and_days_left_count_from_the_as_of_day() -> None:
    """Later than the day is negative, and what is not recorded has neither."""
    item = {"id": "E-1", "kind": "nda", "issued_on": parse_date("2026-11-24"), "expires_on": parse_date("2026-11-22")}
    (dated,) = listed("engagement", {"evidence": [item]})
    assert (dated.age(AS_OF), dated.days_left(AS_OF)) == (-1, -1)
    (undated,) = listed("engagement", {"evidence": [{"id": "E-2", "kind": "nda"}]})
    assert (undated.age(AS_OF), undated.days_left(AS_OF)) == (None, None)


def test_a_run_lists_the_evidence_of_every_record_that_was_judged() -> None:
    """What the records of the examples say comes out as it stands there."""
    report = run(Inputs([str(EXAMPLES / "passing")]), Choice(), as_of=AS_OF)
    evidence = {record.ref.id: record.evidence for record in report.records}
    first = evidence["ENG-1007"][0]
    assert first.path == "evidence[0]"
    assert first.supports
    assert first.issued_on is not None
    assert any(each.path.startswith("certifications") for each in evidence["VEN-1016"])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A schema with sensitive documents, parts that are no documents, and a reference to itself."""
    paper = {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "x-sensitive": True},
            "number": {"type": "string"},
            "issued_on": {"type": "string", "format": "date", "x-sensitive": True},
            "expires_on": {"type": "string", "format": "date"},
            "supports": {"type": "array", "items": {"type": "string"}, "x-sensitive": True},
        },
    }
    node = {"type": "object", "properties": {"below": {"$ref": "#/$defs/node"}, "papers": {"$ref": "#/$defs/papers"}}}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {"node": node, "papers": {"type": "array", "items": paper}},
        "type": "object",
        "properties": {
            "kind": {"const": "site"},
            "id": {"type": "string"},
            "papers": {"$ref": "#/$defs/papers"},
            "secrets": {"type": "array", "items": paper, "x-sensitive": True},
            "notes": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}}}},
            "node": {"$ref": "#/$defs/node"},
        },
        "required": ["kind", "id"],
    }
    file = tmp_path / "site.schema.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    return file


def test_sensitive_texts_are_masked_and_sensitive_dates_left_out(own: Path) -> None:
    """Of a list that is sensitive itself, everything is."""
    item = {"kind": "visa", "number": "7", "issued_on": parse_date("2026-01-01"), "supports": ["a", "b"]}
    item["expires_on"] = parse_date("2026-12-01")
    paper, secret = listed("site", {"papers": [item], "secrets": [item]}, schemas={"site": own})
    assert paper == Evidence("papers[0]", "7", MASK, expires_on=date(2026, 12, 1), supports=(MASK,))
    assert secret == Evidence("secrets[0]", MASK, MASK, supports=(MASK,))


def test_documents_within_parts_are_found_and_what_is_none_is_not(own: Path) -> None:
    """A schema that refers to itself does not lead in a circle; what has another form is passed over."""
    value = {"node": {"papers": [{"number": "7"}]}, "notes": [{"text": "x"}], "papers": "none"}
    (paper,) = listed("site", value, schemas={"site": own})
    assert paper.path == "node.papers[0]"
