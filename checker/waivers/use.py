"""Waivers at work: which findings rest on which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

from checker.frozen import frozen
from checker.model import FINDINGS, ClauseResult, Outcome, PolicyResult, Waiver, WaiverState, WaiverUse
from checker.record import RecordRef
from checker.waivers.rules import state


@frozen
class _Judged:
    waiver: Waiver
    state: WaiverState | None
    note: str
    records: set[str]


class Waivers:
    """The waivers of a run, and what rests on them."""

    def __init__(self, waivers: Sequence[Waiver], as_of: date, most_days: int, policies: Mapping[str, int]) -> None:
        self._as_of = as_of
        self._all = [_Judged(each, *state(each, as_of, most_days, policies), set()) for each in waivers]

    def excused(self, ref: RecordRef, vendors: Sequence[str], result: PolicyResult) -> PolicyResult:
        """The result with its waived clauses marked, and with a note for every waiver that would have but for a rule.

        `vendors` are the ids of the vendors that the record refers to.
        """
        if result.outcome not in (*FINDINGS, Outcome.ERROR):
            return result
        about = [each for each in self._all if _is_about(each.waiver, ref, vendors, result.policy.id)]
        if not about:
            return result
        # Where several are in force, the one that lasts longest is the one that is used.
        in_force = sorted(
            (each for each in about if each.state is None), key=lambda each: each.waiver.expires, reverse=True
        )
        clauses = tuple(self._clause(clause, in_force, ref) for clause in result.clauses)
        left = [clause for clause in clauses if clause.waiver is None]
        notes = tuple(
            f"The waiver at {each.waiver.place} {each.note}."
            for each in about
            if each.state and any(_covers(each.waiver, clause) for clause in left)
        )
        if clauses == result.clauses and not notes:
            return result
        return result.marked(clauses, notes)

    def _clause(self, clause: ClauseResult, in_force: Sequence[_Judged], ref: RecordRef) -> ClauseResult:
        if clause.outcome not in FINDINGS:
            return clause
        for each in in_force:
            if _covers(each.waiver, clause):
                each.records.add(ref.id)
                return replace(clause, waiver=each.waiver)
        return clause

    def uses(self) -> tuple[WaiverUse, ...]:
        """What became of each, in their order."""
        return tuple(self._use(each) for each in self._all)

    def _use(self, each: _Judged) -> WaiverUse:
        if each.state is not None:
            return WaiverUse(each.waiver, each.state, each.note)
        left = (each.waiver.expires - self._as_of).days
        if each.records:
            return WaiverUse(each.waiver, WaiverState.USED, "", tuple(sorted(each.records)), left)
        over = next((other.waiver for other in self._all if _overlaps(each, other)), None)
        note = (
            f"does nothing that the one at {over.place} does not do longer"
            if over
            else "is not needed: no finding rests on it"
        )
        return WaiverUse(each.waiver, WaiverState.UNUSED, note, (), left)


def _is_about(waiver: Waiver, ref: RecordRef, vendors: Sequence[str], policy: str) -> bool:
    if not fnmatchcase(policy, waiver.policy):
        return False
    if waiver.record:
        return bool(ref.id) and fnmatchcase(ref.id, waiver.record)
    return any(fnmatchcase(vendor, waiver.vendor) for vendor in vendors)


def _covers(waiver: Waiver, clause: ClauseResult) -> bool:
    return waiver.clause in (None, clause.number)


def _overlaps(each: _Judged, other: _Judged) -> bool:
    """Whether another waiver in force that is used is about the same, to judge by what they name."""
    one, two = each.waiver, other.waiver
    return (
        other is not each
        and bool(other.records)
        and fnmatchcase(one.policy, two.policy)
        and fnmatchcase(one.record, two.record)
        and fnmatchcase(one.vendor, two.vendor)
        and two.clause in (None, one.clause)
    )
