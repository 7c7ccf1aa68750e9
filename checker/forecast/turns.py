"""The days on which outcomes change: solved for, and then judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from checker.engine.horizon import Horizon
from checker.engine.rows import Rows
from checker.excuses import Excuses
from checker.frozen import frozen
from checker.lang.policy import CheckedPolicy, Clause
from checker.model import Outcome, PolicyResult, PolicySummary
from checker.record import LinkedRecord, RecordRef, vendors_of
from checker.values import EPOCH_DAY, midnight

_BAD = (Outcome.INCOMPLETE, Outcome.FAIL, Outcome.ERROR)
_DAY = timedelta(days=1)


@frozen
class Turn:
    """A day on which a policy's outcome on a record changes."""

    day: date
    ref: RecordRef
    policy: PolicySummary
    before: Outcome
    after: PolicyResult
    """What is found from that day on."""

    @property
    def worse(self) -> bool:
        """Whether a run that passed the day before may fail from then on."""
        return self.after.outcome in _BAD and (self.before not in _BAD or self.after.outcome.rank > self.before.rank)


def turns(
    policies: Sequence[CheckedPolicy], records: Sequence[LinkedRecord], as_of: date, until: date, excuses: Excuses
) -> tuple[Turn, ...]:
    """Every change after the as-of day, up to `until`; sorted by day, record and policy."""
    found: list[Turn] = []
    for policy in policies:
        ahead = _Ahead(policy, as_of, until, excuses)
        for record in records:
            if record.ref.kind == policy.summary.applies_to:
                found.extend(ahead.turns(record))
    return tuple(sorted(found, key=lambda turn: (turn.day, turn.ref.kind, turn.ref.id, turn.policy.id)))


class _Ahead:
    """One policy, from a day on."""

    def __init__(self, policy: CheckedPolicy, as_of: date, until: date, excuses: Excuses) -> None:
        self._policy, self._as_of, self._until, self._excuses = policy, as_of, until, excuses
        clauses = policy.require if policy.when is None else (policy.when, *policy.require)
        self._horizon = Horizon([clause.expr for clause in clauses], policy.fact_exprs)
        self._fixed = sorted({day for day in _turning(policy) if as_of < day <= until})
        self._rows: dict[date, Rows] = {}

    def turns(self, record: LinkedRecord) -> Iterator[Turn]:
        """The changes on one record, in their order."""
        fixed = sorted({*self._fixed, *self._excuses.days(self._policy.summary.id, self._as_of, self._until)})
        day, before = self._as_of, self._result(record, self._as_of)
        while (following := self._following(record, day, fixed)) is not None:
            day, after = following, self._result(record, following)
            if after.outcome is not before.outcome:
                yield Turn(day, record.ref, self._policy.summary, before.outcome, after)
            before = after

    def _following(self, record: LinkedRecord, day: date, fixed: Sequence[date]) -> date | None:
        """The first day after a day on which the outcome may change."""
        found = [next((each for each in fixed if each > day), None)]
        if self._horizon.moves:
            today = midnight(day)
            base = {record.ref.kind: record.value, "today": today, **self._policy.values}
            number = self._horizon.after(base, self._until.toordinal() - EPOCH_DAY)
            found.append(None if number is None else date.fromordinal(number + EPOCH_DAY))
        return min((each for each in found if each is not None), default=None)

    def _result(self, record: LinkedRecord, day: date) -> PolicyResult:
        if day not in self._rows:
            self._rows[day] = Rows([self._policy], day)
        (result,) = self._rows[day].check(record)
        return self._excuses.on(day).applied(record.ref, vendors_of(record), result)


def _turning(policy: CheckedPolicy) -> Iterator[date]:
    """The days on which a policy or one of its clauses comes into force, and those after the last ones."""
    parts: list[CheckedPolicy | Clause] = [policy, *policy.require]
    for each in parts:
        if each.in_force_from:
            yield each.in_force_from
        if each.in_force_until:
            yield each.in_force_until + _DAY
