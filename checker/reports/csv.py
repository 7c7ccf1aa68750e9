"""A row for each clause that did not pass and for each other result, for spreadsheets: CSV after RFC 4180, in UTF-8.

It begins with a byte-order mark, without which Excel takes it for another encoding. A cell that a spreadsheet would
take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from checker.model import RecordReport, Report
from checker.reports import Options
from checker.reports.layout.entries import Entry, entries
from checker.reports.layout.printable import printable

HEADS = (
    *("outcome", "severity", "policy", "title", "kind", "record", "record title", "file", "line", "column"),
    *("clause", "condition", "found", "not recorded", "remediation"),
    *("waived until", "waiver owner", "waiver ticket", "fingerprint"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the table; the options change nothing."""
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in rows(report):
        writer.writerow([neutral(cell) for cell in row])


def rows(report: Report) -> Iterator[list[str]]:
    """A row for each finding, then one for each other result; under HEADS, not yet neutralised."""
    for entry in entries(report):
        yield _finding(entry)
    for record in report.records:
        yield from _others(record)


def neutral(text: str) -> str:
    """A text that no spreadsheet calculates, without control characters."""
    safe = "\n".join(printable(line) for line in text.split("\n"))
    return f"'{safe}" if text.lstrip(" ").startswith(_FORMULA) or safe.startswith(_FORMULA) else safe


def _finding(entry: Entry) -> list[str]:
    ref, policy, clause, waiver = entry.ref, entry.policy, entry.clause, entry.waiver
    return [
        entry.outcome.value,
        policy.severity.label if policy else "",
        entry.name,
        entry.title,
        ref.kind if ref else "",
        entry.record,
        ref.title if ref else "",
        entry.file,
        str(entry.position.line) if entry.position else "",
        str(entry.position.column) if entry.position else "",
        str(clause.number) if clause else "",
        clause.text if clause else "",
        entry.text,
        "\n".join(gap.path for gap in clause.missing) if clause else "",
        policy.remediation if policy else "",
        waiver.expires.isoformat() if waiver else "",
        waiver.owner if waiver else "",
        waiver.ticket if waiver else "",
        entry.fingerprint,
    ]


def _others(record: RecordReport) -> Iterator[list[str]]:
    """What passed or was skipped: a report shows what was checked, too."""
    ref = record.ref
    for result in record.results:
        if not result.clauses:
            head = [result.outcome.value, result.policy.severity.label, result.policy.id, result.policy.title]
            about = [ref.kind, ref.id, ref.title, ref.file, "", "", "", "", result.reason]
            yield [*head, *about, *[""] * (len(HEADS) - len(head) - len(about))]
