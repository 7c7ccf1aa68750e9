"""For people: every finding with its explanation, what is invalid or unreadable, the counts and the verdict."""

from __future__ import annotations

from typing import TextIO

from checker.model import Outcome, RecordReport, Report
from checker.reports import Options
from checker.reports.layout.findings import tell_invalid, tell_result, tell_unreadable
from checker.reports.layout.page import Page
from checker.reports.layout.verdict import BAD, tell_counts, tell_verdict, unchecked
from checker.reports.layout.words import named

_BESIDE = ("Severities", "Vendors", "Waivers", "Evidence")


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the report; with `quiet` its last line alone."""
    page = Page(stream, options)
    if not options.quiet:
        for record in report.records:
            _results(page, record)
        for record in report.records:
            if record.outcome is Outcome.INVALID:
                tell_invalid(page, record)
                page.blank()
        for unreadable in report.unreadable:
            tell_unreadable(page, unreadable)
            page.blank()
        if options.verbose:
            _unchecked(page, report)
            _tables(page, report)
        tell_counts(page, report)
        page.blank()
    tell_verdict(page, report)


def _results(page: Page, record: RecordReport) -> None:
    for result in record.results:
        if result.outcome in (*BAD, Outcome.WAIVED) or page.options.verbose:
            tell_result(page, record.ref, result)
            page.blank()


def _unchecked(page: Page, report: Report) -> None:
    for record in unchecked(report):
        page.head(Outcome.SKIP, ["not checked", named(record.ref)], [record.ref.file], 6)
        page.line(f"No selected policy is about {record.ref.kind} records.", at=6)
        page.blank()


def _tables(page: Page, report: Report) -> None:
    """The auditor's tables that the findings above do not tell."""
    from checker.reports.layout.grid import tell_sheet
    from checker.reports.layout.sheets import sheets

    for sheet in sheets(report):
        if sheet.title in _BESIDE:
            tell_sheet(page, sheet.filled())
