"""For machines: the findings as one JSON object, version "1"."""

from __future__ import annotations

import json
from typing import Any, TextIO

from checker.lint import Findings
from checker.source import Diagnostic
from checker.version import VERSION


def write(findings: Findings, stream: TextIO) -> None:
    """Writes version, tool, policies (how many loaded) and findings; columns count code points, from 1."""
    document = {
        "version": "1",
        "tool": {"name": "checker", "version": VERSION},
        "policies": findings.policies,
        "findings": [_finding(each) for each in findings.all],
    }
    stream.write(json.dumps(document, indent=2) + "\n")


def _finding(each: Diagnostic) -> dict[str, Any]:
    position = each.position
    return {
        "level": "note" if each.code.startswith("N") else "error",
        "code": each.code,
        "title": each.title,
        "message": each.message,
        "file": each.file,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "length": each.length if position else None,
    }
