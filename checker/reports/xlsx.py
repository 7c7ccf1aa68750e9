"""An auditor's workbook: summary, findings, matrix, vendors, what is not recorded, waivers, inputs with their digests.

Every cell is a text or a number, never a formula. The same report gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, BinaryIO

from checker.model import Outcome, Report
from checker.reports import Options
from checker.reports.csv import HEADS, neutral, rows
from checker.reports.layout.findings import missing_line
from checker.reports.layout.verdict import verdict
from checker.reports.layout.words import named

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

BINARY = True
_MOST = 32_000
"""Characters of a cell; Excel takes 32,767."""
_COLOURS = {
    Outcome.PASS: "#D9EAD3",
    Outcome.SKIP: "#EFEFEF",
    Outcome.WAIVED: "#D9D2E9",
    Outcome.KNOWN: "#CFE2F3",
    Outcome.INCOMPLETE: "#FFF2CC",
    Outcome.FAIL: "#F4CCCC",
    Outcome.ERROR: "#F9CB9C",
    Outcome.INVALID: "#EA9999",
    Outcome.UNREADABLE: "#EA9999",
}


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """Writes the workbook; the options change nothing."""
    from xlsxwriter import Workbook

    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, settings)
    day = datetime.combine(report.as_of, time())
    book.set_properties({"title": f"checker, as of {report.as_of}", "author": "checker", "created": day})
    paper = _Paper(book)
    _summary(paper, report)
    paper.sheet("Findings", HEADS, rows(report))
    _matrix(paper, report)
    _vendors(paper, report)
    _missing(paper, report)
    _waivers(paper, report)
    _inputs(paper, report)
    book.close()


class _Paper:
    """A workbook with the formats that its sheets share."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bg_color": "#D0D8E8", "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.outcomes = {
            outcome.value: book.add_format({"bg_color": colour, "valign": "top"})
            for outcome, colour in _COLOURS.items()
        }

    def sheet(self, name: str, heads: Sequence[str], lines: Iterable[Sequence[str | int]]) -> Worksheet:
        """A sheet with a frozen head, a filter, and columns about as wide as what they hold."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, neutral(head), self.head)
        widths = [len(head) for head in heads]
        count = 0
        for count, line in enumerate(lines, 1):
            for column, cell in enumerate(line):
                self.cell(sheet, count, column, cell)
                widths[column] = max(widths[column], min(len(str(cell)), 60))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, 60) + 2)
        if count:
            sheet.autofilter(0, 0, count, max(len(heads) - 1, 0))
        return sheet

    def cell(self, sheet: Worksheet, row: int, column: int, value: str | int) -> None:
        """A number, or a text that is shown as it is; an outcome has its colour."""
        if isinstance(value, int):
            sheet.write_number(row, column, value)
        elif value:
            sheet.write_string(row, column, neutral(value)[:_MOST], self.outcomes.get(value, self.text))


def _summary(paper: _Paper, report: Report) -> None:
    lines: list[tuple[str | int, ...]] = [
        ("checker", report.version),
        ("as of", report.as_of.isoformat()),
        ("verdict", verdict(report)),
        ("fails from severity", report.fail_on.label),
        ("files", report.files),
        ("records", len(report.records)),
        ("policies", len(report.policies)),
        *((outcome.value, report.counts.get(outcome, 0)) for outcome in Outcome),
    ]
    lines += [(each.file, f"unreadable: {each.problem.message}") for each in report.unreadable]
    paper.sheet("Summary", ("what", "value"), lines)


def _matrix(paper: _Paper, report: Report) -> None:
    policies = [policy.id for policy in report.policies]
    lines = []
    for record in report.records:
        found = {result.policy.id: result.outcome.value for result in record.results}
        head = [record.ref.kind, named(record.ref), record.outcome.value]
        lines.append([*head, *(found.get(id_, "") for id_ in policies)])
    sheet = paper.sheet("Matrix", ("kind", "record", "outcome", *policies), lines)
    sheet.freeze_panes(1, 3)


def _vendors(paper: _Paper, report: Report) -> None:
    counts: dict[str, Counter[Outcome]] = {}
    for record in report.records:
        for vendor in record.vendors:
            counts.setdefault(vendor, Counter()).update(result.outcome for result in record.results)
    heads = [outcome for outcome in Outcome if outcome not in (Outcome.INVALID, Outcome.UNREADABLE)]
    lines: list[list[str | int]] = [
        [vendor, *(counts[vendor][outcome] for outcome in heads)] for vendor in sorted(counts)
    ]
    paper.sheet("By vendor", ("vendor", *(outcome.value for outcome in heads)), lines)


def _missing(paper: _Paper, report: Report) -> None:
    lines = {
        (record.ref.kind, named(record.ref), gap.path, gap.title, missing_line(gap), result.policy.id)
        for record in report.records
        for result in record.results
        for clause in result.clauses
        for gap in clause.missing
    }
    paper.sheet("Not recorded", ("kind", "record", "fact", "title", "what to record", "needed by"), sorted(lines))


def _waivers(paper: _Paper, report: Report) -> None:
    heads = ("state", "policy", "clause", "record", "vendor", "owner", "approved by", "granted", "expires", "days left")
    lines: list[list[Any]] = []
    for use in report.waivers:
        waiver = use.waiver
        lines.append(
            [
                *(use.state.value, waiver.policy, waiver.clause or "", waiver.record, waiver.vendor, waiver.owner),
                *(waiver.approved_by, waiver.granted.isoformat(), waiver.expires.isoformat()),
                *("" if use.days_left is None else use.days_left, waiver.ticket, waiver.reason, use.note),
                ", ".join(use.records),
            ]
        )
    paper.sheet("Waivers", (*heads, "ticket", "reason", "note", "records"), lines)


def _inputs(paper: _Paper, report: Report) -> None:
    lines: list[tuple[str, ...]] = [(each.role, each.file, each.sha256) for each in report.sources]
    lines += [("parameter", each.name, f"{each.value} (default {each.default})") for each in report.parameters]
    paper.sheet("Inputs", ("role", "file or name", "sha256 or value"), lines)
