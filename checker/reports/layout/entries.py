"""The findings of a report as a flat list, for formats that have a line, a row or an object for each."""

from __future__ import annotations

from collections.abc import Iterator

from checker.fingerprint import fingerprint
from checker.frozen import frozen
from checker.model import ClauseResult, Outcome, PolicyResult, PolicySummary, Report, Waiver
from checker.record import RecordRef
from checker.reports.layout.findings import missing_line
from checker.reports.layout.words import named
from checker.source import Position


@frozen
class Entry:
    """A clause that did not pass, or a record or file that no policy has judged."""

    outcome: Outcome
    """`waived` and `known` where it is a finding that does not fail the run."""
    name: str
    """The policy's id; `checker/invalid` or `checker/unreadable` where there is none."""
    title: str
    text: str
    """What was found, and what is not recorded; several sentences."""
    file: str
    position: Position | None
    fingerprint: str
    """The same for the same finding in every run."""
    ref: RecordRef | None = None
    policy: PolicySummary | None = None
    result: PolicyResult | None = None
    clause: ClauseResult | None = None

    @property
    def record(self) -> str:
        """The record's id, or which of its file it is; empty for a file."""
        return named(self.ref) if self.ref else ""

    @property
    def waiver(self) -> Waiver | None:
        """The exception that it rests on."""
        return self.clause.waiver if self.clause else None


INVALID, UNREADABLE = "checker/invalid", "checker/unreadable"
RULES = {
    INVALID: "The record has the form that its schema asks for",
    UNREADABLE: "The file can be read as records",
}
"""What stands in for a policy where none has judged."""


def entries(report: Report) -> Iterator[Entry]:
    """Every finding, in the report's order: by record and policy, then what could not be read."""
    for record in report.records:
        for number, problem in enumerate(record.problems):
            text = f"{problem.message}{f'. {problem.hint}' if problem.hint else ''}"
            place = problem.position or record.ref.position
            stands_in = ClauseResult(number, problem.message, Outcome.INVALID)
            mark = fingerprint(record.ref, INVALID, stands_in)
            yield Entry(Outcome.INVALID, INVALID, RULES[INVALID], text, record.ref.file, place, mark, record.ref)
        for result in record.results:
            for clause in result.clauses:
                yield _entry(record.ref, result, clause)
    for each in report.unreadable:
        text = f"{each.problem.message}{f'. {each.problem.hint}' if each.problem.hint else ''}"
        ref = RecordRef("", "", "", each.file, each.number or 0)
        mark = fingerprint(ref, UNREADABLE, ClauseResult(0, each.problem.message, Outcome.UNREADABLE))
        position = each.problem.position
        yield Entry(Outcome.UNREADABLE, UNREADABLE, RULES[UNREADABLE], text, each.file, position, mark)


def said(result: PolicyResult, clause: ClauseResult) -> str:
    """What was found of a clause, in sentences: the author's, or the explanation's; then what is not recorded."""
    parts = []
    if clause.outcome is Outcome.ERROR:
        parts.append(f"{clause.message or 'it cannot be computed'}: {clause.text}")
    elif clause.message:
        parts.append(clause.message)
    elif clause.outcome is Outcome.FAIL:
        parts += [f"{reason.text}." for reason in clause.reasons] or [f"This does not hold: {clause.text}"]
    parts += [f"{missing_line(each)}." for each in clause.missing]
    if clause.waiver:
        parts.append(f"Waived until {clause.waiver.expires} ({clause.waiver.ticket}): {clause.waiver.reason}")
    return " ".join([*parts, *result.notes])


def _entry(ref: RecordRef, result: PolicyResult, clause: ClauseResult) -> Entry:
    places = [gap.place for gap in clause.missing] + [reason.place for reason in clause.reasons]
    place = next((each for each in places if each is not None), result.place)
    return Entry(
        clause.counts_as,
        result.policy.id,
        result.policy.title,
        said(result, clause),
        place.file if place else ref.file,
        place.position if place else ref.position,
        fingerprint(ref, result.policy.id, clause),
        ref,
        result.policy,
        result,
        clause,
    )
