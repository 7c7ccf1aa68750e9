"""The row engine: one record at a time, every policy of its kind, an outcome and an explanation each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from checker.engine.env import Env, Program
from checker.engine.evaluate import new_program
from checker.engine.plan import INCOMPLETE, Known, Plan
from checker.engine.unknown import Failure, Unknown
from checker.frozen import frozen
from checker.lang.policy import CheckedPolicy, Clause
from checker.model import ClauseResult, Outcome, PolicyResult, PolicySummary, Reason
from checker.record import LinkedRecord, Place
from checker.values import midnight

_NOTHING: Mapping[str, Any] = {}
WARM = 32
"""From the record of a kind with this number on, its policies run as compiled code: before, making it costs more."""


class Rows:
    """Policies made ready to judge records as of a day."""

    def __init__(self, policies: Sequence[CheckedPolicy], as_of: date) -> None:
        self._today = midnight(as_of)
        self._program = new_program()
        self._by_kind: dict[str, list[Plan]] = {}
        for policy in policies:
            self._by_kind.setdefault(policy.summary.applies_to, []).append(Plan(policy, as_of))
        self._cold = dict.fromkeys(self._by_kind, WARM)
        """How many records of a kind are to come until its policies are made into code."""

    def check(self, record: LinkedRecord) -> tuple[PolicyResult, ...]:
        """The result of every policy that is about this kind of record, in the policies' order."""
        kind = record.ref.kind
        if kind in self._cold:
            self._warm(kind)
        own: Mapping[str, Any] = {kind: record.value, "today": self._today}
        base, beside = own, _NOTHING
        known: Known = {}
        results = []
        for plan in self._by_kind.get(kind, ()):
            if plan.policy.values is not beside:
                # The policies of a pack follow each other, and share these.
                beside = plan.policy.values
                base = {**own, **beside}
            found = plan.quickly(base, known)
            if not found or found is INCOMPLETE:
                given = (plan, record, self._program, base, known)
                found = _Later(given) if found else _Judgement(*given).result()
            results.append(found)
        return tuple(results)

    def _warm(self, kind: str) -> None:
        """Counts a record; makes the code of its kind's policies once there are enough."""
        self._cold[kind] -= 1
        if not self._cold[kind]:
            del self._cold[kind]
            for plan in self._by_kind[kind]:
                plan.compile()


@frozen
class _Judgement:
    """One policy on one record, by the exact evaluation."""

    plan: Plan
    record: LinkedRecord
    program: Program
    base: Mapping[str, Any]
    known: Known

    @property
    def env(self) -> Env:
        """What conditions see."""
        exact = self.known.setdefault(("exact", id(self.policy.facts)), {})
        return Env(self.program, self.base, self.plan.facts, exact)

    @property
    def policy(self) -> CheckedPolicy:
        return self.plan.policy

    def result(self) -> PolicyResult:
        policy = self.policy
        values = self.plan.values(self.env, self.known)
        if policy.when is not None:
            applies = next(values)
            if applies is False:
                return self.plan.skipped
            if applies is not True:
                return self.found((self.clause(0, policy.when, applies),))
        clauses = self.plan.clauses
        open_ = [(*each, value) for each, value in zip(clauses, values, strict=True) if value is not True]
        return self.found(tuple(self.clause(*each) for each in open_)) if open_ else self.plan.passed

    def found(self, clauses: tuple[ClauseResult, ...]) -> PolicyResult:
        outcomes = {clause.outcome for clause in clauses}
        outcome = next(o for o in (Outcome.FAIL, Outcome.ERROR, Outcome.INCOMPLETE) if o in outcomes)
        first = next(clause for clause in clauses if clause.outcome is outcome)
        reason = first.message if outcome is Outcome.ERROR else ""
        return PolicyResult(
            self.policy.summary, outcome, reason, clauses, _first_place(first) or self.record.locate(())
        )

    def clause(self, number: int, clause: Clause, value: object) -> ClauseResult:
        if isinstance(value, Failure):
            return ClauseResult(number, clause.text, Outcome.ERROR, value.message)
        if isinstance(value, Unknown):
            from checker.engine.missing import missing

            keys = self.plan.hidden().has_keys(clause.expr)
            policy, record = self.policy, self.record
            data = policy.values.get("data")
            found = missing(value.paths, policy.record_type, record.value, record.locate, keys, data)
            return ClauseResult(number, clause.text, Outcome.INCOMPLETE, missing=found)
        from checker.engine.explain import Explainer
        from checker.engine.show import plain

        explainer = Explainer(self.env, self.policy.facts, self.record.locate, clause.text, self.plan.hidden())
        message = "".join(part if isinstance(part, str) else plain(explainer.found(part)) for part in clause.message)
        return ClauseResult(number, clause.text, Outcome.FAIL, message, explainer.why(clause.expr, False))


class _Later(PolicyResult):
    """An incomplete result; what is missing is found when somebody asks for it."""

    __slots__ = ("_given", "_whole")
    outcome = Outcome.INCOMPLETE
    reason = ""
    notes = ()

    def __init__(self, given: tuple[Plan, LinkedRecord, Program, Mapping[str, Any], Known]) -> None:
        self._given = given
        self._whole: PolicyResult | None = None

    @property
    def policy(self) -> PolicySummary:
        return self._given[0].policy.summary

    @property
    def clauses(self) -> tuple[ClauseResult, ...]:
        return self._found().clauses

    @property
    def place(self) -> Place | None:
        return self._found().place

    def _found(self) -> PolicyResult:
        if self._whole is None:
            self._whole = _Judgement(*self._given).result()
        return self._whole


def evaluate(policies: Sequence[CheckedPolicy], record: LinkedRecord, as_of: date) -> tuple[PolicyResult, ...]:
    """What becomes of each policy on one record; for many records, `Rows` does the preparation once."""
    return Rows(policies, as_of).check(record)


def _first_place(clause: ClauseResult) -> Place | None:
    for absent in clause.missing:
        if absent.place is not None:
            return absent.place
    return _place_of(clause.reasons)


def _place_of(reasons: tuple[Reason, ...]) -> Place | None:
    for reason in reasons:
        place = reason.place or _place_of(reason.children)
        if place is not None:
            return place
    return None
