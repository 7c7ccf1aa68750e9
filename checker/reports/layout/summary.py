"""The parts that reports in Markdown have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.model import Outcome, Report, WaiverUse
from checker.reports.layout.entries import Entry
from checker.reports.layout.findings import missing_line
from checker.reports.layout.marks import bold, plain, table
from checker.reports.layout.verdict import verdict

SIGNS = {
    Outcome.PASS: "✅",
    Outcome.SKIP: "➖",
    Outcome.WAIVED: "🕒",
    Outcome.KNOWN: "📌",
    Outcome.INCOMPLETE: "❔",
    Outcome.FAIL: "❌",
    Outcome.ERROR: "⚠️",
    Outcome.INVALID: "⛔",
    Outcome.UNREADABLE: "⛔",
}


def heading(report: Report) -> Iterator[str]:
    """The verdict, and how many records came out how."""
    outcome = Outcome.FAIL if report.failed else Outcome.PASS
    yield f"## {SIGNS[outcome]} checker: {outcome.value}"
    yield ""
    yield plain(verdict(report))
    yield ""
    files = f"{report.files} file{'' if report.files == 1 else 's'}"
    yield f"{len(report.records)} records in {files}, {len(report.policies)} policies, as of {report.as_of}."
    yield ""
    counts = [(outcome, report.counts.get(outcome, 0)) for outcome in Outcome]
    rows = [[f"{SIGNS[outcome]} {outcome.value}", str(number)] for outcome, number in counts if number]
    yield from table(["outcome", "records"], rows)


def findings(entries: Sequence[Entry]) -> Iterator[str]:
    """A row for each finding."""
    rows = [
        [
            f"{SIGNS[each.outcome]} {each.outcome.value}",
            each.policy.severity.label if each.policy else "",
            plain(each.record),
            f"{bold(each.title)}<br>{plain(each.text)}",
            plain(f"{each.file}{f', line {each.position.line}' if each.position else ''}"),
        ]
        for each in entries
    ]
    yield from table(["outcome", "severity", "record", "finding", "place"], rows)


def not_recorded(report: Report) -> Iterator[str]:
    """What each record lacks."""
    for record in report.records:
        gaps = {
            gap.path: missing_line(gap)
            for result in record.results
            for clause in result.clauses
            for gap in clause.missing
            if clause.counts_as is Outcome.INCOMPLETE
        }
        if gaps:
            yield f"- {bold(record.ref.id or record.ref.file)}"
            yield from (f"  - [ ] {plain(line)}" for line in gaps.values())


def waivers(uses: Sequence[WaiverUse]) -> Iterator[str]:
    """A row for each waiver, with its owner and its end."""
    rows = [
        [
            use.state.value,
            plain(f"{use.waiver.policy}{f', clause {use.waiver.clause}' if use.waiver.clause else ''}"),
            plain(use.waiver.record or f"vendor {use.waiver.vendor}"),
            plain(f"{use.waiver.owner}, approved by {use.waiver.approved_by}"),
            f"{use.waiver.expires}{f' ({use.days_left} days)' if use.days_left is not None else ''}",
            plain(f"{use.waiver.ticket}: {use.waiver.reason}{f' It {use.note}.' if use.note else ''}"),
        ]
        for use in uses
    ]
    yield from table(["state", "policy", "record", "owner", "expires", "reason"], rows)
