"""Writes the JSON Schema of the JSON report: `python -m checker.reports.envelope.publish`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from checker.reports.envelope.v1 import Envelope
from checker.resources import SCHEMAS


def text() -> str:
    """The schema as its file holds it."""
    made = _untitled(TypeAdapter(Envelope).json_schema(mode="serialization"))
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "A report of checker, version 1",
    }
    return json.dumps(head, indent=2, ensure_ascii=False) + "\n"


def _untitled(part: Any) -> Any:
    """Without the titles that only repeat Python's names."""
    if isinstance(part, list):
        return [_untitled(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {key: _untitled(value) for key, value in part.items() if key != "title" or not isinstance(value, str)}


def main() -> None:
    """Writes the schema to its file."""
    Path(SCHEMAS, "report.schema.json").write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
