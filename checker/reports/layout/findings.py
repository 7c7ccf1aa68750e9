"""Tells one finding: what was judged, what was found where, what is missing, and the next step."""

from __future__ import annotations

import re

from checker.model import ClauseResult, Missing, Outcome, PolicyResult, Reason, RecordReport, Waiver
from checker.patterns import lazy
from checker.record import Place, Problem, RecordRef, Unreadable
from checker.reports.layout.page import Page
from checker.reports.layout.words import lowered, named, wanted
from checker.source import Position

INDENT = 6
_ITEM = lazy(r"(\[[0-9]+\]) (.*)", re.DOTALL)


def tell_result(page: Page, record: RecordRef, result: PolicyResult) -> None:
    """A policy's result on a record, with its explanation."""
    policy = result.policy
    home = result.place or _place(record)
    parts = [policy.id, f"{policy.severity.label:<5}"]
    page.head(result.outcome, parts, [named(record), str(home) if home else record.file], INDENT)
    page.line(policy.title, at=INDENT)
    if result.reason and result.outcome is not Outcome.ERROR:
        page.line(result.reason, at=INDENT)
    told: set[str] = set()
    for clause in result.clauses:
        if clause.waiver is None or page.options.verbose or not clause.message:
            _clause(page, clause, home)
        else:
            page.line(clause.message, at=INDENT, mark="✗ ")
        for missing in clause.missing:
            if missing.path not in told:
                told.add(missing.path)
                page.line(missing_line(missing), at=INDENT, mark="? ")
    for waiver in dict.fromkeys(clause.waiver for clause in result.clauses if clause.waiver):
        page.line(_waiver(waiver), at=INDENT, mark="waived: ")
    for note in result.notes:
        page.line(note, at=INDENT, mark="! ")
    if policy.remediation and result.outcome in (Outcome.FAIL, Outcome.ERROR):
        page.line(policy.remediation, at=INDENT, mark="→ ")
    if page.options.verbose:
        _sources(page, result)


def tell_invalid(page: Page, record: RecordReport) -> None:
    """A record that its schema refuses, with every problem."""
    ref = record.ref
    place = _place(ref)
    names = [name for name in (ref.kind, named(ref)) if name]
    page.head(record.outcome, names, [str(place) if place else ref.file], INDENT)
    for problem in record.problems:
        _problem(page, problem)


def tell_unreadable(page: Page, unreadable: Unreadable) -> None:
    """A file that could not be read, or the part of it that could not."""
    where = [] if unreadable.number is None else [f"record {unreadable.number}"]
    page.head(Outcome.UNREADABLE, [unreadable.file, *where], [], INDENT)
    _problem(page, unreadable.problem)


def missing_line(missing: Missing) -> str:
    """A fact that is not recorded, with its title and what may be written."""
    if missing.type in ("record", "more"):
        return f"{missing.path} {missing.note}"
    about = ": ".join(part for part in (lowered(missing.title), "" if missing.note else wanted(missing)) if part)
    note = f"; {missing.note}" if missing.note else ""
    return f"{missing.path} is not recorded{f' ({about})' if about else ''}{note}"


def _waiver(waiver: Waiver) -> str:
    about = "" if waiver.clause is None else f"clause {waiver.clause}, "
    who = f"{waiver.owner}, approved by {waiver.approved_by}, {waiver.ticket}"
    return f"{about}until {waiver.expires}, {who}: {waiver.reason}"


def _clause(page: Page, clause: ClauseResult, home: Place | None) -> None:
    if clause.outcome is Outcome.ERROR:
        page.line(f"{clause.message or 'cannot be computed'}: {clause.text}", at=INDENT, mark="! ")
    elif clause.outcome is Outcome.FAIL and clause.message:
        page.line(clause.message, at=INDENT, mark="✗ ")
        for reason in clause.reasons:
            _reason(page, reason, INDENT + 2, home)
    elif clause.outcome is Outcome.FAIL:
        for reason in clause.reasons or (Reason(clause.text),):
            _reason(page, reason, INDENT, home, "✗ ")


def _reason(page: Page, reason: Reason, at: int, home: Place | None, mark: str = "") -> None:
    item = _ITEM.fullmatch(reason.text)
    if item and reason.place:
        page.line(item[2], at=at, mark=f"{mark}{item[1]} {_where(reason.place, home)}  ")
    elif reason.place and reason.place != home:
        page.line(reason.text, at=at, mark=mark, tail=f"({_where(reason.place, home)})")
    else:
        page.line(reason.text, at=at, mark=mark)
    for child in reason.children:
        _reason(page, child, at + 2, home)


def _problem(page: Page, problem: Problem) -> None:
    where = f"{_position(problem.position)}: " if problem.position else ""
    page.line(f"{where}{problem.message}", at=INDENT, mark="✗ ")
    if problem.hint:
        page.line(problem.hint, at=INDENT, mark="→ ")


def _sources(page: Page, result: PolicyResult) -> None:
    if result.outcome is Outcome.FAIL and result.policy.rationale:
        page.line(result.policy.rationale, at=INDENT, mark="why: ")
    for reference in result.policy.references:
        parts = (reference.title, reference.section, reference.url, reference.status)
        page.line(", ".join(part for part in parts if part), at=INDENT, mark="source: ")


def _where(place: Place, home: Place | None) -> str:
    return f"line {place.position.line}" if home and place.file == home.file else str(place)


def _position(position: Position) -> str:
    return f"line {position.line}, column {position.column}"


def _place(ref: RecordRef) -> Place | None:
    return Place(ref.file, ref.position) if ref.position else None
