"""What came of mutants, as lines for people: the survivors with carets, entries that do not hold, and the score."""

from __future__ import annotations

from checker.model import Outcome
from checker.mutation.results import MutationReport
from checker.reports.layout.page import Page
from checker.reports.layout.scores import share, tell_mark, tell_score
from checker.reports.layout.words import counted


def tell_mutation(page: Page, report: MutationReport, minimum: float | None) -> bool:
    """Survivors, stale entries and the score; gives whether that is as asked for, and every entry holds."""
    if (report.survivors and not page.options.quiet) or report.stale:
        page.blank()
    if not page.options.quiet:
        for mutant in (each.mutant for each in report.survivors):
            about = f"{mutant.part.owner} {mutant.part.name if mutant.row is None else mutant.before}"
            tell_mark(page, mutant.file, mutant.mark, about, mutant.change)
    for stale in report.stale:
        entry = stale.entry
        line = f":{entry.position.line}" if entry.position else ""
        page.verbatim(f"{entry.file}{line}  {entry.owner} {entry.part}")
        page.line(f"{entry.before} → {entry.after}: {stale.why}", at=2, mark="✗ ", outcome=Outcome.FAIL)
        page.line("Correct the entry, or remove it.", at=4, mark="→ ")
        page.blank()
    said = f"{share(report.killed, report.counted)} of the changes are noticed: {report.killed} of {report.counted}"
    if report.equivalent:
        said += f", beside {counted(report.equivalent, 'equivalent')} with a reason"
    advice = "Add cases that tell the policy from what it became."
    enough = tell_score(page, said, report.killed, report.counted, minimum, advice)
    if report.stale:
        entries = "1 entry" if len(report.stale) == 1 else f"{len(report.stale)} entries"
        holds = "does" if len(report.stale) == 1 else "do"
        page.line(f"{entries} of equivalents.yaml {holds} not hold.", mark="FAIL  ", outcome=Outcome.FAIL)
    return enough and not report.stale
