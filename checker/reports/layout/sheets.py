"""The auditor's tables: by record, policy, severity and vendor, the matrix, and what stands beside the findings.

sheets(report) -> the tables that have rows, in the order in which they are read
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from checker.model import Outcome, PolicyResult, RecordReport, Report, Severity
from checker.reports.layout.registers import evidence, missing, parameters, sources, unjudged, waivers
from checker.reports.layout.sheet import Column, Row, Sheet
from checker.reports.layout.words import identified

_RANKS = {
    **{Outcome.FAIL: 0, Outcome.INCOMPLETE: 0, Outcome.ERROR: 1, Outcome.WAIVED: 2, Outcome.KNOWN: 2},
    **{Outcome.PASS: 2, Outcome.SKIP: 3},
}
"""The outcomes that a policy can have on a record, in the order of their columns, and how soon each is left out."""

SIGNS = {
    **{Outcome.PASS: "+", Outcome.SKIP: ".", Outcome.FAIL: "F", Outcome.INCOMPLETE: "?", Outcome.ERROR: "E"},
    **{Outcome.WAIVED: "w", Outcome.KNOWN: "k"},
}
"""What stands for an outcome in the matrix."""
KEY = "+ passes, . is skipped, F fails, ? lacks facts, E cannot be computed, w waived, k known from the baseline"


def sheets(report: Report) -> Iterator[Sheet]:
    """The tables of a report; those that have nothing to show are left out."""
    counted = [each for each in _RANKS if any(result.outcome is each for result in _results(report.records))]
    if report.policies:
        yield from filter(_has_rows, _counts(report, counted))
    else:
        yield _records(report, counted)
    for make in (missing, unjudged, waivers, evidence, parameters, sources):
        yield from filter(_has_rows, [make(report)])


def matrix(report: Report) -> Sheet:
    """What each policy came to on each record that was judged."""
    rows = []
    for record in report.records:
        found = {result.policy.id: result.outcome for result in record.results}
        if found:
            rows.append([identified(record.ref), record.outcome, *(found.get(policy.id) for policy in report.policies)])
    columns = [Column("record"), Column("outcome"), *(Column(policy.id) for policy in report.policies)]
    return Sheet("Matrix", "Every record and every policy", columns, rows)


def _has_rows(sheet: Sheet) -> bool:
    return bool(sheet.rows)


def _counts(report: Report, counted: Sequence[Outcome]) -> Iterator[Sheet]:
    yield _records(report, counted)
    yield _policies(report, counted)
    yield _severities(report, counted)
    yield _vendors(report, counted)
    yield matrix(report)


def _results(records: Iterable[RecordReport]) -> Iterator[PolicyResult]:
    return (result for record in records for result in record.results)


def _columns(counted: Sequence[Outcome]) -> list[Column]:
    return [Column(each.value, _RANKS[each], number=True) for each in counted]


def _numbers(results: Iterable[PolicyResult], counted: Sequence[Outcome]) -> list[int | None]:
    counts = Counter(result.outcome for result in results)
    return [counts[each] or None for each in counted]


def _records(report: Report, counted: Sequence[Outcome]) -> Sheet:
    rows: list[Row] = [
        [
            identified(each.ref),
            each.ref.kind,
            each.ref.title,
            _place(each),
            each.outcome,
            *_numbers(each.results, counted),
        ]
        for each in report.records
    ]
    rows += [[each.file, "", "", each.file, Outcome.UNREADABLE, *[None] * len(counted)] for each in report.unreadable]
    columns = [
        Column("record"),
        Column("kind", 5),
        Column("title", 6, prose=True),
        Column("file", 4),
        Column("outcome"),
    ]
    return Sheet("Records", "A row for each record", [*columns, *_columns(counted)], rows)


def _policies(report: Report, counted: Sequence[Outcome]) -> Sheet:
    found: dict[str, list[PolicyResult]] = {policy.id: [] for policy in report.policies}
    for result in _results(report.records):
        found[result.policy.id].append(result)
    rows = [
        [each.id, each.title, each.severity.label, each.applies_to, *_numbers(found[each.id], counted)]
        for each in report.policies
    ]
    columns = [Column("policy"), Column("title", 6, prose=True), Column("severity", 1), Column("about", 5)]
    return Sheet("Policies", "A row for each policy", [*columns, *_columns(counted)], rows)


def _severities(report: Report, counted: Sequence[Outcome]) -> Sheet:
    found: dict[Severity, list[PolicyResult]] = {severity: [] for severity in reversed(Severity)}
    for result in _results(report.records):
        found[result.policy.severity].append(result)
    rows = [[each.label, *_numbers(results, counted)] for each, results in found.items() if results]
    return Sheet("Severities", "A row for each severity", [Column("severity"), *_columns(counted)], rows)


def _vendors(report: Report, counted: Sequence[Outcome]) -> Sheet:
    found: dict[str, list[RecordReport]] = {}
    for record in report.records:
        for vendor in record.vendors:
            found.setdefault(vendor, []).append(record)
    rows = [[each, len(found[each]), *_numbers(_results(found[each]), counted)] for each in sorted(found)]
    columns = [Column("vendor"), Column("records", 1, number=True), *_columns(counted)]
    return Sheet("Vendors", "A row for each vendor, with all records that refer to it", columns, rows)


def _place(record: RecordReport) -> str:
    return f"{record.ref.file}:{record.ref.position.line}" if record.ref.position else record.ref.file
