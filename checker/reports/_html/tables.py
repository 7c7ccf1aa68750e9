"""The auditor's tables: by record, policy, vendor and severity, the matrix, what is not recorded, waivers, inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from checker.model import Outcome, PolicyResult, Report, Severity
from checker.reports._html.tags import outcome, section, table, text
from checker.reports.layout.findings import missing_line
from checker.reports.layout.verdict import unchecked
from checker.reports.layout.words import named

_HEADS = (
    *(Outcome.FAIL, Outcome.INCOMPLETE, Outcome.ERROR, Outcome.WAIVED, Outcome.KNOWN, Outcome.PASS, Outcome.SKIP),
)
_MOST_CELLS = 40_000
_SIGNS = {Outcome.PASS: "✓", Outcome.SKIP: "–"}


def tables(report: Report) -> Iterator[str]:
    """The sections, those with nothing in them left out."""
    yield section("records", "Records", _records(report))
    if report.policies:
        yield section("policies", "Policies", _policies(report))
        yield section("severities", "Severities", _severities(report))
    if any(record.vendors for record in report.records):
        yield section("vendors", "Vendors", _vendors(report))
    if report.policies and len(report.records) * len(report.policies) <= _MOST_CELLS:
        yield section("matrix", "Records and policies", _matrix(report))
    if missing := list(_missing(report)):
        heads = ["record", "not recorded"]
        yield section("missing", "Not recorded", table("What each record lacks", heads, missing))
    if out := list(_out(report)):
        yield section("unchecked", "Not checked", table("What asked for nothing", ["what", "why"], out))
    if report.waivers:
        yield section("waivers", "Waivers", _waivers(report))
    yield section("inputs", "Inputs", _inputs(report))


def _counts(results: Sequence[PolicyResult]) -> list[str]:
    counts = Counter(result.outcome for result in results)
    return [str(counts[each] or "") for each in _HEADS]


def _records(report: Report) -> str:
    rows = [
        [*map(text, (named(each.ref), each.ref.kind, each.ref.title, each.ref.file)), outcome(each.outcome)]
        for each in report.records
    ]
    rows = [[*row, *_counts(each.results)] for row, each in zip(rows, report.records, strict=True)]
    heads = ["record", "kind", "title", "file", "outcome", *(each.value for each in _HEADS)]
    return table("A row for each record", heads, rows, len(_HEADS))


def _policies(report: Report) -> str:
    found: dict[str, list[PolicyResult]] = {policy.id: [] for policy in report.policies}
    for record in report.records:
        for result in record.results:
            found[result.policy.id].append(result)
    rows = [
        [text(each.id), text(each.title), each.severity.label, text(each.applies_to), *_counts(found[each.id])]
        for each in report.policies
    ]
    heads = ["policy", "title", "severity", "about", *(each.value for each in _HEADS)]
    return table("A row for each policy", heads, rows, len(_HEADS))


def _severities(report: Report) -> str:
    results = [result for record in report.records for result in record.results]
    rows = [
        [each.label, *_counts([result for result in results if result.policy.severity is each])]
        for each in reversed(Severity)
    ]
    return table("A row for each severity", ["severity", *(each.value for each in _HEADS)], rows, len(_HEADS))


def _vendors(report: Report) -> str:
    found: dict[str, list[PolicyResult]] = {}
    for record in report.records:
        for vendor in record.vendors:
            found.setdefault(vendor, []).extend(record.results)
    rows = [[text(vendor), *_counts(found[vendor])] for vendor in sorted(found)]
    return table("A row for each vendor", ["vendor", *(each.value for each in _HEADS)], rows, len(_HEADS))


def _matrix(report: Report) -> str:
    rows = []
    for record in report.records:
        found = {result.policy.id: result.outcome for result in record.results}
        cells = [_cell(found.get(policy.id)) for policy in report.policies]
        rows.append([text(named(record.ref)), *cells])
    return table("✓ passes, – is skipped", ["record", *(policy.id for policy in report.policies)], rows)


def _cell(found: Outcome | None) -> str:
    if found is None:
        return ""
    sign = _SIGNS.get(found)
    return outcome(found) if sign is None else f'<span class="{found.value}" title="{found.value}">{sign}</span>'


def _missing(report: Report) -> Iterator[list[str]]:
    for record in report.records:
        gaps = {gap.path: gap for result in record.results for each in result.clauses for gap in each.missing}
        for path in sorted(gaps):
            yield [text(named(record.ref)), text(missing_line(gaps[path]))]


def _out(report: Report) -> Iterator[list[str]]:
    for each in report.not_in_force:
        clause = "" if each.clause is None else f", clause {each.clause}"
        yield [text(f"{each.policy}{clause}"), text(each.reason)]
    for record in unchecked(report):
        yield [text(named(record.ref)), f"no selected policy is about {text(record.ref.kind)} records"]


def _waivers(report: Report) -> str:
    rows = [
        [
            text(f"{use.waiver.policy}{f', clause {use.waiver.clause}' if use.waiver.clause else ''}"),
            text(use.waiver.record or f"vendor {use.waiver.vendor}"),
            use.state.value,
            text(f"{use.waiver.owner}, approved by {use.waiver.approved_by}"),
            f"{use.waiver.granted} to {use.waiver.expires}",
            "" if use.days_left is None else str(use.days_left),
            text(f"{use.waiver.ticket}: {use.waiver.reason} {use.note}"),
        ]
        for use in report.waivers
    ]
    heads = ["policy", "record", "state", "owner", "in force", "days left", "reason"]
    return table("Every waiver that was read", heads, rows)


def _inputs(report: Report) -> str:
    parts = []
    if report.parameters:
        rows = [[text(each.name), text(each.value), text(each.default), text(each.says)] for each in report.parameters]
        parts.append(table("Parameters in force", ["parameter", "value", "default", "meaning"], rows))
    if report.sources:
        rows = [[text(each.file), each.role, f"<code>{each.sha256}</code>"] for each in report.sources]
        parts.append(table("Files that the report rests on", ["file", "role", "sha256"], rows))
    return "".join(parts) or "<p>Nothing is noted.</p>"
