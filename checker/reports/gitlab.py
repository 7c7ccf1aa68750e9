"""GitLab's code quality report: an object for each finding, which merge requests show beside the line."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any, TextIO

from checker.model import Outcome, Report, Severity
from checker.reports import Options
from checker.reports.layout.entries import Entry, entries
from checker.reports.layout.printable import json_safe, printable

_SEVERITY = {
    Severity.INFO: "info",
    Severity.LOW: "minor",
    Severity.MEDIUM: "major",
    Severity.HIGH: "critical",
    Severity.CRITICAL: "blocker",
}


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the list; the options change nothing."""
    found = [_object(entry) for entry in entries(report)]
    # GitLab takes two objects with one fingerprint for one finding.
    once = {each["fingerprint"]: each for each in reversed(found)}
    text = json.dumps([each for each in found if once[each["fingerprint"]] is each], indent=2, ensure_ascii=False)
    stream.write(json_safe(text) + "\n")


def _object(entry: Entry) -> dict[str, Any]:
    about = f"{entry.record}: " if entry.record else ""
    return {
        "description": printable(f"{entry.outcome.value}: {about}{entry.title}. {entry.text}"),
        "check_name": entry.name,
        "fingerprint": entry.fingerprint,
        "severity": _severity(entry),
        "location": {
            "path": printable(PurePath(entry.file).as_posix()),
            "lines": {"begin": entry.position.line if entry.position else 1},
        },
    }


def _severity(entry: Entry) -> str:
    """What is waived or known does not count; what no policy could judge blocks."""
    if entry.outcome in (Outcome.WAIVED, Outcome.KNOWN):
        return "info"
    return _SEVERITY[entry.policy.severity] if entry.policy else "blocker"
