"""A report to paste into a ticket or a page: Markdown that shows every text as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from checker.model import PolicyResult, Reason, RecordReport, Report
from checker.reports import Options
from checker.reports.layout.entries import entries
from checker.reports.layout.findings import missing_line
from checker.reports.layout.marks import bold, plain, table
from checker.reports.layout.summary import SIGNS, findings, heading, not_recorded, waivers
from checker.reports.layout.verdict import BAD
from checker.reports.layout.words import named


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the report; with `verbose`, each explanation in full and the files that it rests on."""
    stream.write("\n".join(_parts(report, options)).rstrip("\n") + "\n")


def _parts(report: Report, options: Options) -> Iterator[str]:
    yield from heading(report)
    yield ""
    found = list(entries(report))
    if found:
        yield from ["### Findings", "", *findings(found), ""]
    explained = [line for record in report.records for line in _explained(record)]
    if explained:
        yield from ["### Explanations", "", *explained]
    if gaps := list(not_recorded(report)):
        yield from ["### Not recorded", "", *gaps, ""]
    if report.waivers:
        yield from ["### Waivers", "", *waivers(report.waivers), ""]
    if report.parameters:
        rows = [
            [plain(each.name), plain(each.value), plain(each.default), plain(each.says)] for each in report.parameters
        ]
        yield from ["### Parameters", "", *table(["parameter", "value", "default", "meaning"], rows), ""]
    if options.verbose and report.sources:
        rows = [[each.role, plain(each.file), each.sha256] for each in report.sources]
        yield from ["### What it rests on", "", *table(["role", "file", "sha256"], rows), ""]
    yield f"Made by checker {report.version}."


def _explained(record: RecordReport) -> Iterator[str]:
    for result in record.results:
        if result.outcome in BAD:
            yield f"#### {SIGNS[result.outcome]} {plain(named(record.ref))}: {plain(result.policy.title)}"
            yield ""
            yield from _result(result)
            yield ""


def _result(result: PolicyResult) -> Iterator[str]:
    place = f", {plain(str(result.place))}" if result.place else ""
    yield f"{plain(result.policy.id)}, {result.policy.severity.label}{place}"
    yield ""
    for clause in result.clauses:
        yield f"- {bold(clause.message or clause.text)} ({clause.counts_as.value})"
        for reason in clause.reasons:
            yield from _reason(reason, "  ")
        yield from (f"  - {plain(missing_line(gap))}" for gap in clause.missing)
    yield from (f"- {plain(note)}" for note in result.notes)
    if result.policy.remediation:
        yield ""
        yield f"→ {plain(result.policy.remediation)}"


def _reason(reason: Reason, indent: str) -> Iterator[str]:
    place = f" ({plain(str(reason.place))})" if reason.place else ""
    yield f"{indent}- {plain(reason.text)}{place}"
    for child in reason.children:
        yield from _reason(child, f"{indent}  ")
