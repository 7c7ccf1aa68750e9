"""Writes the JSON Schemas of policy files, by which editors complete them: `python -m checker.lang.publish`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from checker.lang.document import DecisionDocument, FactsDocument, PackDocument, PolicyDocument
from checker.resources import SCHEMAS

DOCUMENTS: dict[str, type] = {
    "policy": PolicyDocument,
    "decision": DecisionDocument,
    "pack": PackDocument,
    "facts": FactsDocument,
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema 2020-12 of one kind of policy file: policy, decision, pack or facts."""
    made = _tidied(TypeAdapter(DOCUMENTS[name]).json_schema(by_alias=True))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"A {name} file of checker", **made}


def text(name: str) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def _tidied(part: Any) -> Any:
    """Without the titles that only repeat Python's names, and with `null` as one more type instead of an anyOf."""
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: _tidied(value) for key, value in part.items() if key != "title" or not isinstance(value, str)}
    choices = made.pop("anyOf", None)
    if choices is None:
        return made
    (value,) = (choice for choice in choices if choice != {"type": "null"})
    value = value | {"type": [value["type"], "null"]}
    if "enum" in value:
        value["enum"] = [*value["enum"], None]
    return value | made


def main() -> None:
    """Writes every schema to its file."""
    for name in DOCUMENTS:
        Path(SCHEMAS, f"{name}.schema.json").write_text(text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
