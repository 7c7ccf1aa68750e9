"""What editors show of test files and of equivalents.yaml."""

from __future__ import annotations

import json

import jsonschema
import pytest

from checker.resources import SCHEMAS
from tests.lang.test_editor import keys


@pytest.mark.parametrize("name", ["policytest", "equivalents"])
def test_every_key_is_described(name: str) -> None:
    """In a sentence; what is given as an example is allowed."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    found = dict(keys(schema))
    assert found
    for key, value in found.items():
        assert value["description"].endswith("."), key
        for example in value.get("examples", ()):
            jsonschema.Draft202012Validator({**value, "$defs": schema["$defs"]}).validate(example)
