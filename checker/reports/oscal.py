"""OSCAL assessment results, for governance tools: a finding for each policy, an observation for each clause.

A policy is satisfied where every record that it judged passes; one that judged none has no finding. OSCAL knows no
third state: what is incomplete is not satisfied, and a property `outcome` tells it from what fails. What is waived is a
risk whose deviation is approved, until its end. Invalid records and unreadable files are observations of no finding.
Ids come from what they stand for, so that the same report gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TextIO
from uuid import UUID, uuid5

from checker.model import Outcome, PolicySummary, Report, Waiver
from checker.reports import Options
from checker.reports.layout.entries import Entry, entries
from checker.reports.layout.printable import json_safe, printable
from checker.reports.layout.verdict import verdict

VERSION = "1.2.1"
"""Of OSCAL."""
_SPACE = UUID("0f6b2c1e-2f0e-5a77-9c55-1d6a1b7c7f10")
_NAMES = "https://engagement-checker.invalid/ns/oscal"
"""Of our properties: a name, not an address."""
_TOKEN = re.compile(r"[^A-Za-z0-9._-]")


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the document; the options change nothing."""
    stream.write(json_safe(json.dumps(_document(report), indent=2, ensure_ascii=False)) + "\n")


def _document(report: Report) -> dict[str, Any]:
    moment = f"{report.as_of}T00:00:00+00:00"
    plan = _id("plan")
    found = list(entries(report))
    result: dict[str, Any] = {
        "uuid": _id("result", str(report.as_of), *(f"{each.role}{each.file}{each.sha256}" for each in report.sources)),
        "title": f"Records against policies, as of {report.as_of}",
        "description": _line(verdict(report)),
        "start": moment,
        "props": [_property("failed", str(report.failed).lower())],
        "reviewed-controls": {"control-selections": [{"include-all": {}}]},
    }
    parts = {
        "local-definitions": _subjects(found),
        "observations": [_observation(entry, moment) for entry in found],
        "risks": [_risk(waiver) for waiver in _waivers(found)],
        "findings": [finding for policy in report.policies if (finding := _finding(policy, report, found))],
    }
    result |= {name: part for name, part in parts.items() if part}
    return {
        "assessment-results": {
            "uuid": _id("document", result["uuid"], str(report.failed)),
            "metadata": {
                "title": "Report of checker",
                "last-modified": moment,
                "version": _line(report.version),
                "oscal-version": VERSION,
            },
            "import-ap": {"href": f"#{plan}"},
            "results": [result],
            "back-matter": {
                "resources": [
                    {
                        "uuid": plan,
                        "title": "The plan: every record is held to every policy that is about its kind",
                        "description": f"{len(report.policies)} policies, {len(report.records)} records.",
                    }
                ]
            },
        }
    }


def _observation(entry: Entry, moment: str) -> dict[str, Any]:
    place = f"{entry.file}{f':{entry.position.line}' if entry.position else ''}"
    found: dict[str, Any] = {
        "uuid": _observed(entry),
        "title": _line(f"{entry.outcome.value}: {entry.record or entry.file}"),
        "description": _line(f"{entry.title}. {entry.text}"),
        "props": [_property("outcome", entry.outcome.value), _property("place", place)],
        "methods": ["TEST"],
        "collected": moment,
    }
    if entry.ref:
        found["subjects"] = [{"subject-uuid": _subject(entry), "type": "component"}]
    return found


def _subjects(found: Sequence[Entry]) -> dict[str, Any]:
    """The records that observations are about."""
    components = {
        _subject(entry): {
            "uuid": _subject(entry),
            "type": _line(entry.ref.kind or "record"),
            "title": _line(entry.record),
            "description": _line(entry.ref.title or entry.record),
            "status": {"state": "other"},
        }
        for entry in found
        if entry.ref
    }
    return {"components": list(components.values())} if components else {}


def _finding(policy: PolicySummary, report: Report, found: Sequence[Entry]) -> dict[str, Any]:
    results = [each for record in report.records for each in record.results if each.policy.id == policy.id]
    judged = [each.outcome for each in results if each.outcome is not Outcome.SKIP]
    if not judged:
        return {}
    worst = max(judged, key=lambda each: each.rank)
    mine = [entry for entry in found if entry.policy is not None and entry.policy.id == policy.id]
    finding: dict[str, Any] = {
        "uuid": _id("finding", policy.id, str(report.as_of)),
        "title": _line(policy.title),
        "description": _line(policy.rationale or policy.title),
        "props": [
            _property("outcome", worst.value),
            _property("severity", policy.severity.label),
            _property("policy", policy.id),
            _property("records-judged", str(len(judged))),
        ],
        "target": {
            "type": "objective-id",
            "target-id": f"policy.{_TOKEN.sub('.', policy.id)}",
            "status": {
                "state": "satisfied" if worst is Outcome.PASS else "not-satisfied",
                "reason": "pass" if worst is Outcome.PASS else "other" if worst in _OTHER else "fail",
            },
        },
    }
    if mine:
        finding["related-observations"] = [{"observation-uuid": id_} for id_ in dict.fromkeys(map(_observed, mine))]
    risks = dict.fromkeys(_waived(waiver) for waiver in _waivers(mine))
    if risks:
        finding["related-risks"] = [{"risk-uuid": id_} for id_ in risks]
    return finding


_OTHER = (Outcome.WAIVED, Outcome.KNOWN, Outcome.INCOMPLETE)


def _risk(waiver: Waiver) -> dict[str, Any]:
    return {
        "uuid": _waived(waiver),
        "title": _line(f"Waiver {waiver.ticket}"),
        "description": _line(waiver.reason),
        "statement": _line(f"{waiver.owner} answers for it, {waiver.approved_by} approved it."),
        "status": "deviation-approved",
        "deadline": f"{waiver.expires}T00:00:00+00:00",
    }


def _waivers(found: Sequence[Entry]) -> list[Waiver]:
    return list({_waived(entry.waiver): entry.waiver for entry in found if entry.waiver}.values())


def _waived(waiver: Waiver) -> str:
    return _id("waiver", str(waiver.place), waiver.policy, waiver.record, waiver.vendor, waiver.ticket)


def _observed(entry: Entry) -> str:
    return _id("observation", entry.fingerprint, entry.file, str(entry.clause.number if entry.clause else entry.text))


def _subject(entry: Entry) -> str:
    return _id("record", entry.ref.kind if entry.ref else "", entry.record)


def _property(name: str, value: str) -> Mapping[str, str]:
    return {"name": name, "ns": _NAMES, "value": _line(value)}


def _line(text: str) -> str:
    """One line that is not empty, as OSCAL's strings are."""
    return " ".join(printable(" ".join(text.split())).split()) or "-"


def _id(*parts: str) -> str:
    octets = "\0".join(parts).encode(errors="replace")
    return str(uuid5(_SPACE, octets.decode()))
