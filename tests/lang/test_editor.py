"""What editors show of a policy's keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.lang.publish import DOCUMENTS, schema, text
from checker.resources import SCHEMAS


def keys(part: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema names."""
    if isinstance(part, dict):
        for key, value in part.get("properties", {}).items():
            yield f"{name}.{key}", value
        for key, value in part.items():
            yield from keys(value, f"{name}.{key}")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_are_those_that_the_code_makes(name: str) -> None:
    """`python -m checker.lang.publish` writes them."""
    assert Path(SCHEMAS, f"{name}.schema.json").read_text(encoding="utf-8") == text(name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_key_is_described(name: str) -> None:
    """In a sentence; what is given as an example is allowed."""
    made = schema(name)
    found = dict(keys(made))
    assert found
    for key, value in found.items():
        assert value.get("description", "").endswith("."), key
        for example in value.get("examples", ()):
            jsonschema.Draft202012Validator({**value, "$defs": made.get("$defs", {})}).validate(example)


def test_expressions_of_a_policy_have_examples() -> None:
    """As have its id and its days."""
    found = dict(keys(schema("policy")))
    for key in (".id", ".when", ".$defs.ClauseDocument.that", ".$defs.InForceDocument.from"):
        assert found[key]["examples"]
