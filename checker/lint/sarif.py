"""SARIF 2.1.0, for code scanning: rules with their pages, results with regions."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from checker.lang.codes import page
from checker.lang.faults import CODES
from checker.lint import Findings
from checker.source import Diagnostic
from checker.version import VERSION

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write(findings: Findings, stream: TextIO) -> None:
    """Writes one run; columns count code points."""
    codes = sorted({each.code for each in findings.all})
    run = {
        "tool": {"driver": {"name": "checker", "version": VERSION, "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes) for each in findings.all],
    }
    stream.write(json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n")


def _rule(code: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": CODES[code]},
        "help": {"text": page(code).text, "markdown": page(code).text},
        "defaultConfiguration": {"level": _level(code)},
    }


def _result(each: Diagnostic, codes: list[str]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(PurePath(each.file).as_posix())}}
    if each.position:
        line, column = each.position
        place["region"] = {"startLine": line, "startColumn": column, "endColumn": column + max(each.length, 1)}
    return {
        "ruleId": each.code,
        "ruleIndex": codes.index(each.code),
        "level": _level(each.code),
        "message": {"text": each.message},
        "locations": [{"physicalLocation": place}],
    }


def _level(code: str) -> str:
    return "note" if code.startswith("N") else "error"
