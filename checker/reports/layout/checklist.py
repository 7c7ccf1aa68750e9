"""What a record still lacks, as a list to work through: every missing fact once, in the order of the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from checker.model import Missing, Outcome, PolicySummary, RecordReport, Report
from checker.reports.layout.findings import INDENT
from checker.reports.layout.page import Page
from checker.reports.layout.words import counted, named, wanted
from checker.types import List, Map, Object, Type

_STEP = re.compile(r"[^.\[\]]+")


@dataclass(frozen=True, slots=True)
class Item:
    """A fact to record, and the policies that wait for it."""

    missing: Missing
    policies: tuple[PolicySummary, ...]


def checklist(record: RecordReport, kind: Object) -> tuple[Item, ...]:
    """The facts that the record's policies lack, in the order of its kind's schema."""
    facts: dict[str, Missing] = {}
    waiting: dict[str, dict[str, PolicySummary]] = {}
    for result in record.results:
        for clause in result.clauses:
            for missing in clause.missing:
                facts.setdefault(missing.path, missing)
                waiting.setdefault(missing.path, {})[result.policy.id] = result.policy
    items = (Item(facts[path], tuple(found[id_] for id_ in sorted(found))) for path, found in waiting.items())
    return tuple(sorted(items, key=lambda item: (_order(item.missing.path, kind), item.missing.path)))


def tell_checklists(page: Page, report: Report, kinds: Mapping[str, Object]) -> int:
    """Writes the list of every record and a last line that counts; gives how many facts are missing."""
    total = lacking = 0
    for record in report.records:
        items = checklist(record, kinds[record.ref.kind]) if record.ref.kind in kinds else ()
        total += len(items)
        lacking += bool(items)
        if not page.options.quiet:
            _tell(page, record, items)
            page.blank()
    for unreadable in () if page.options.quiet else report.unreadable:
        page.line(f"{unreadable.file}  could not be read: {unreadable.problem.message}")
        page.blank()
    records = counted(len(report.records), "record")
    unknown = report.counts.get(Outcome.INVALID, 0) + len(report.unreadable)
    if total:
        said = f"{counted(total, 'fact')} {'is' if total == 1 else 'are'} missing in {lacking} of {records}"
    else:
        said = f"Nothing is missing in {records}"
    also = f"; {unknown} could not be judged, see `checker validate`" if unknown else ""
    page.line(f"{said}, as of {report.as_of}{also}.")
    return total


def _tell(page: Page, record: RecordReport, items: tuple[Item, ...]) -> None:
    ref = record.ref
    page.line("  ".join(part for part in (named(ref), ref.kind, ref.file) if part))
    if ref.title:
        page.line(ref.title, at=INDENT)
    if record.outcome is Outcome.INVALID:
        page.line("The record is invalid, so no policy has judged it; see `checker validate`.", at=INDENT)
        return
    if not record.results:
        page.line(f"No selected policy is about {ref.kind} records, so none lacks anything.", at=INDENT)
        return
    for item in items:
        page.line(item.missing.path, at=2, mark="[ ] ")
        about = ": ".join(part for part in (item.missing.title, wanted(item.missing)) if part)
        for text in ("" if item.missing.type in ("record", "more") else about, item.missing.note):
            if text:
                page.line(text, at=INDENT)
        names = ", ".join(policy.id for policy in item.policies)
        page.line(f"needed by {counted(len(item.policies), 'policy', 'policies')}: {names}", at=INDENT)
        if item.missing.type.startswith("list"):
            # What a list must hold, only the policies say.
            for policy in item.policies:
                page.line(policy.remediation, at=INDENT, mark="→ ")
    if not items:
        skipped = all(result.outcome is Outcome.SKIP for result in record.results)
        page.line(f"Nothing is missing{'; no policy applies to it' if skipped else ''}.", at=INDENT)
    failing = [result.policy.id for result in record.results if result.outcome in (Outcome.FAIL, Outcome.ERROR)]
    if failing:
        verb = "fails" if len(failing) == 1 else "fail"
        page.line(
            f"{counted(len(failing), 'policy', 'policies')} {verb} for other reasons: `checker check` says why.",
            at=INDENT,
        )


def _order(path: str, kind: Object) -> tuple[int, ...]:
    places: list[int] = []
    here: Type | None = kind
    for step in _STEP.findall(path)[1:]:
        if isinstance(here, Object):
            names = list(here.fields)
            places.append(names.index(step) if step in here.fields else len(names))
            here = here.fields[step].type if step in here.fields else None
        else:
            places.append(int(step) if step.isdecimal() else 0)
            here = here.item if isinstance(here, List) else here.value if isinstance(here, Map) else None
    return tuple(places)
