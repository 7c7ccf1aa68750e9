"""The gate by itself: what it loads, what it asserts, and that nothing makes it crash."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from checker.errors import SchemaError
from checker.schemas import Schema
from checker.schemas.gate import compiled
from checker.source import Position


def nowhere(path: object) -> Position | None:
    """Places are not known."""
    return None


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import checker.schemas", set()),
        ("from checker.schemas import load_kinds; load_kinds()", set()),
        (
            "from checker.schemas import load_kinds; "
            "load_kinds()['vendor'].is_valid({'kind': 'vendor', 'id': 'V', 'legal_name': 'A'})",
            {"jsonschema_rs"},
        ),
        (
            "from checker.schemas import Schema; Schema({'type': 'string'}).explain(1, lambda path: None)",
            {"jsonschema_rs", "jsonschema"},
        ),
    ],
)
def test_loads_what_it_needs_and_no_more(code: str, loaded: set[str]) -> None:
    """Kinds load without a validator, a check that passes loads the fast one, only a refusal the one that explains."""
    show = f"{code}\nimport sys\nprint(*(m for m in ('jsonschema', 'jsonschema_rs') if m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) == loaded


@pytest.mark.parametrize("name", ["uuid", "ipv4", "time", "hostname", "regex", "duration", "no-such-format"])
def test_other_formats_are_notes(name: str) -> None:
    """A format that is not one of the four refuses nothing."""
    assert Schema({"format": name}).is_valid("*")


@pytest.mark.parametrize(
    "value",
    [{1: "a"}, "\ud800", {"\ud800": 1}, float("nan"), float("inf"), b"bytes", 10**400],
    ids=ascii,
)
def test_values_that_are_no_json_are_refused_with_a_reason(value: Any) -> None:
    """What JSON cannot hold is refused and explained, whatever it is."""
    part = {"type": ["string", "object", "number"], "maximum": 5, "minLength": 1}
    schema = Schema({**part, "additionalProperties": part})
    assert not schema.is_valid(value)
    problems = schema.explain(value, nowhere)
    assert problems and all(problem.message for problem in problems)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"type": "strin"}, '"strin"'),
        ({"pattern": "("}, '"(" is not a "regex"'),
        ({"$ref": "#/$defs/none"}, "/$defs/none"),
        ({"$ref": "https://example.com/other.json"}, "Retrieval is disabled"),
        ({"$ref": "file:///etc/passwd"}, "Retrieval is disabled"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, 'it is written for "http://json-schema.org/draft-07'),
        ({"$schema": 7}, 'it is written for "7"'),
    ],
)
def test_refuses_schemas_that_are_none(document: dict[str, Any], message: str) -> None:
    """A schema that is not of JSON Schema 2020-12, or leads out of itself, is an error that says so."""
    with pytest.raises(SchemaError) as caught:
        compiled(document)
    assert message in str(caught.value)


def test_the_last_resort_uses_the_gate_s_words() -> None:
    """A refusal that jsonschema does not share is still explained."""
    schema = Schema({"unevaluatedProperties": False, "patternProperties": {r"^\p{Lu}$": {}}})
    assert schema.is_valid({"Ä": 1})
    (problem,) = schema.explain({"ä": 1}, nowhere)
    assert problem.message.startswith("the document does not fit its schema: ")
