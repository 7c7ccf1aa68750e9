"""SARIF 2.1.0, for code scanning and its tools.

What is incomplete has the kind `fail`, though SARIF's `open` means just that: code scanning shows nothing but `fail`,
and a finding that nobody sees would pass. Its message and its `outcome` tell the two apart. Invalid records and
unreadable files are no results of a policy: they are notifications of the invocation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from checker.model import Outcome, PolicySummary, Reason, Report, Severity
from checker.record import Place
from checker.reports import Options
from checker.reports.layout.entries import Entry, entries
from checker.reports.layout.marks import plain
from checker.reports.layout.printable import json_safe, printable
from checker.source import Position

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {
    Severity.INFO: "note",
    Severity.LOW: "note",
    Severity.MEDIUM: "warning",
    Severity.HIGH: "error",
    Severity.CRITICAL: "error",
}
_SCORE = {
    Severity.INFO: "0.0",
    Severity.LOW: "3.0",
    Severity.MEDIUM: "5.5",
    Severity.HIGH: "8.0",
    Severity.CRITICAL: "9.5",
}
"""What code scanning shows as low, medium, high and critical."""
_RELATED = 10


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes one run; columns count code points. The options change nothing."""
    found = list(entries(report))
    findings = [entry for entry in found if entry.policy]
    rules = sorted({entry.policy.id: entry.policy for entry in findings if entry.policy}.values(), key=lambda p: p.id)
    numbers = {policy.id: number for number, policy in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "checker", "version": report.version, "rules": [_rule(each) for each in rules]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, [entry for entry in found if not entry.policy])],
        "artifacts": [
            {"location": {"uri": _uri(each.file)}, "hashes": {"sha-256": each.sha256}, "roles": ["analysisTarget"]}
            for each in report.sources
            if each.role == "record"
        ],
        "results": [_result(entry, numbers, report) for entry in findings],
        "properties": {
            "asOf": report.as_of.isoformat(),
            "failOn": report.fail_on.label,
            "counts": {outcome.value: report.counts.get(outcome, 0) for outcome in Outcome},
        },
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    stream.write(json_safe(json.dumps(document, indent=2, ensure_ascii=False)) + "\n")


def _rule(policy: PolicySummary) -> dict[str, Any]:
    parts = [policy.rationale, policy.remediation]
    sources = [", ".join(part for part in (each.title, each.section, each.url) if part) for each in policy.references]
    text = "\n\n".join([part for part in parts if part] + sources) or policy.title
    markdown = "\n\n".join(
        [
            *[plain(part) for part in parts if part],
            *[f"- {plain(source)}" for source in sources],
        ]
    )
    return {
        "id": policy.id,
        "shortDescription": {"text": printable(policy.title)},
        "fullDescription": {"text": printable(policy.rationale or policy.title)},
        "help": {"text": text, "markdown": markdown or plain(policy.title)},
        "defaultConfiguration": {"level": _LEVEL[policy.severity]},
        "properties": {
            "tags": list(policy.tags),
            "severity": policy.severity.label,
            "security-severity": _SCORE[policy.severity],
            "precision": "very-high",
        },
    }


def _result(entry: Entry, numbers: Mapping[str, int], report: Report) -> dict[str, Any]:
    assert entry.policy and entry.clause
    result: dict[str, Any] = {
        "ruleId": entry.policy.id,
        "ruleIndex": numbers[entry.policy.id],
        "kind": "fail",
        "level": "error" if entry.outcome is Outcome.ERROR else _LEVEL[entry.policy.severity],
        "message": {"text": printable(f"{entry.outcome.value}: {entry.record}: {entry.text}")},
        "locations": [_location(entry.file, entry.position)],
        "partialFingerprints": {"checkerFinding/v1": entry.fingerprint},
        "properties": {
            "outcome": entry.outcome.value,
            "record": entry.record,
            "clause": entry.clause.number,
            "missing": [gap.path for gap in entry.clause.missing],
        },
    }
    related = list(_places(entry.clause.reasons))[:_RELATED]
    if related:
        result["relatedLocations"] = related
    if entry.waiver:
        waiver = entry.waiver
        why = f"{waiver.reason} ({waiver.ticket}; {waiver.owner}, approved by {waiver.approved_by})"
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": printable(why),
                "properties": {"expires": waiver.expires.isoformat()},
            }
        ]
    elif entry.clause.known:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": "It is in the baseline."}]
    if report.baseline is not None:
        result["baselineState"] = "unchanged" if entry.clause.known else "new"
    return result


def _places(reasons: Sequence[Reason]) -> Iterator[dict[str, Any]]:
    for reason in reasons:
        if isinstance(reason.place, Place):
            location = _location(reason.place.file, reason.place.position)
            yield {**location, "message": {"text": printable(reason.text)}}
        yield from _places(reason.children)


def _invocation(report: Report, lost: Sequence[Entry]) -> dict[str, Any]:
    return {
        "executionSuccessful": not lost,
        "exitCode": int(report.failed),
        "toolExecutionNotifications": [
            {
                "level": "error",
                "descriptor": {"id": entry.name},
                "message": {"text": printable(f"{entry.outcome.value}: {entry.text}")},
                "locations": [_location(entry.file, entry.position)],
            }
            for entry in lost
        ],
    }


def _location(file: str, position: Position | None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if position:
        place["region"] = {"startLine": position.line, "startColumn": position.column}
    return {"physicalLocation": place}


def _uri(file: str) -> str:
    return quote(PurePath(file).as_posix(), errors="replace")
