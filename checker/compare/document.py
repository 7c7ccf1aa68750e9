"""A report as it was written: JSON that `schemas/report.schema.json` describes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from checker.errors import UsageError
from checker.resources import SCHEMAS
from checker.schemas import Schema

Document: TypeAlias = Mapping[str, Any]
"""A report's JSON."""
_MAKE = "`checker check --format json --output FILE` writes one."


def read_report(file: Path) -> Document:
    """The report in a file. Raises UsageError where it cannot be read or is no report of this version."""
    try:
        document = json.loads(file.read_bytes())
    except OSError as error:
        raise UsageError(f"The report {file} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is no report: it is not JSON ({error}). {_MAKE}") from None
    version = document.get("version") if isinstance(document, dict) else None
    if version is not None and version != "1":
        raise UsageError(f"{file} has version {json.dumps(version)}; this checker reads reports of version 1.")
    schema = Schema(json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8")))
    problems = schema.explain(document, lambda path: None, "report")
    if problems:
        raise UsageError(f"{file} is no report of checker: {problems[0].message}. {_MAKE}")
    found: Document = document
    return found
