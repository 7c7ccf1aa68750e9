"""The row engine: one record at a time, every policy of its kind, an outcome and an explanation each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checker.engine.env import Env
from checker.engine.env import evaluate as value_of
from checker.engine.evaluate import new_program
from checker.engine.explain import Explainer
from checker.engine.missing import missing
from checker.engine.show import plain
from checker.engine.unknown import Failure, Unknown
from checker.lang.expr import Expr
from checker.lang.policy import CheckedPolicy, Clause
from checker.model import ClauseResult, LinkedRecord, Outcome, Place, PolicyResult, Reason
from checker.values import DAY, EPOCH_DAY, Timestamp


class Rows:
    """Policies made ready to judge records as of a day."""

    def __init__(self, policies: Sequence[CheckedPolicy], as_of: date) -> None:
        self._as_of = as_of
        self._today = Timestamp((as_of.toordinal() - EPOCH_DAY) * DAY)
        self._program = new_program()
        self._by_kind: dict[str, list[tuple[CheckedPolicy, Mapping[str, Expr]]]] = {}
        for policy in policies:
            self._by_kind.setdefault(policy.summary.applies_to, []).append((policy, policy.fact_exprs))

    def check(self, record: LinkedRecord) -> tuple[PolicyResult, ...]:
        """The result of every policy that is about this kind of record, in the policies' order."""
        base = {record.ref.kind: record.value, "today": self._today}
        known: dict[int, dict[str, Any]] = {}
        results = []
        for policy, facts in self._by_kind.get(record.ref.kind, ()):
            env = Env(self._program, base, facts, known.setdefault(id(policy.facts), {}))
            results.append(_Judgement(policy, record, env).result(self._as_of))
        return tuple(results)


@dataclass(slots=True)
class _Judgement:
    policy: CheckedPolicy
    record: LinkedRecord
    env: Env

    def result(self, as_of: date) -> PolicyResult:
        policy = self.policy
        if policy.in_force_from and as_of < policy.in_force_from:
            return self.skipped(f"in force from {policy.in_force_from}")
        if policy.in_force_until and as_of > policy.in_force_until:
            return self.skipped(f"in force until {policy.in_force_until}")
        if policy.when is not None:
            applies = value_of(policy.when.expr, self.env)
            if applies is False:
                return self.skipped("it is not about this record")
            if applies is not True:
                return self.found((self.clause(0, policy.when, applies),))
        values = [value_of(clause.expr, self.env) for clause in policy.require]
        if all(value is True for value in values):
            return PolicyResult(policy.summary, Outcome.PASS)
        pairs = zip(policy.require, values, strict=True)
        return self.found(tuple(self.clause(n, *pair) for n, pair in enumerate(pairs, 1) if pair[1] is not True))

    def skipped(self, reason: str) -> PolicyResult:
        return PolicyResult(self.policy.summary, Outcome.SKIP, reason)

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
            found = missing(value.paths, self.policy.record_type, self.record.value, self.record.locate)
            return ClauseResult(number, clause.text, Outcome.INCOMPLETE, missing=found)
        explainer = Explainer(self.env, self.policy.facts, self.record.locate, clause.text)
        message = "".join(part if isinstance(part, str) else plain(value_of(part, self.env)) for part in clause.message)
        return ClauseResult(number, clause.text, Outcome.FAIL, message, explainer.why(clause.expr, False))


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
