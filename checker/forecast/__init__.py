"""What will change if nobody acts: for every record, the days on which the outcome of a policy becomes another.

    forecast(inputs, choice, as_of=…, until=…, exceptions=…) -> Forecast

Outcomes change where a comparison with today flips (`checker/engine/horizon.py` solves for the days), where a policy
or a clause comes into force or ends, and where a waiver begins or ends. Each such day is judged exactly, and kept where
the outcome really is another than on the day before.
"""

from __future__ import annotations

from datetime import date

from checker.audit import Choice, Inputs, clauses_of, gather
from checker.errors import UsageError
from checker.excuses import Exceptions, Excuses
from checker.forecast.turns import Turn, turns
from checker.frozen import frozen
from checker.model import RecordReport
from checker.prepared import prepare
from checker.record import Unreadable
from checker.selection import selected
from checker.watching import Watch, unwatched

__all__ = ["Forecast", "Turn", "forecast"]


@frozen
class Forecast:
    """What is ahead."""

    as_of: date
    until: date
    turns: tuple[Turn, ...]
    """By day, record and policy."""
    records: int
    """How many were looked at ahead."""
    invalid: tuple[RecordReport, ...]
    """The records that nothing can be said of."""
    unreadable: tuple[Unreadable, ...]

    @property
    def worse(self) -> bool:
        """Whether something will be worse than it is, or nothing can be said of a record."""
        return bool(self.invalid or self.unreadable) or any(turn.worse for turn in self.turns)


def forecast(
    inputs: Inputs,
    choice: Choice | None = None,
    *,
    as_of: date,
    until: date,
    exceptions: Exceptions | None = None,
    watch: Watch = unwatched,
) -> Forecast:
    """What changes after the as-of day, up to `until`. Evidence files are not compared: they have no days.

    Raises what `checker.audit.run` raises, and UsageError where `until` is not after the as-of day.
    """
    if until <= as_of:
        raise UsageError(f"There is nothing between {as_of} and {until}: choose a later day with --until.")
    choice, exceptions = choice or Choice(), exceptions or Exceptions()
    prepared = prepare(choice.policies, inputs.schemas, choice.params, show_sensitive=inputs.show_sensitive)
    policies = prepared.policies.policies
    chosen = selected([policy.summary for policy in policies], choice.select, choice.ignore)
    excuses = Excuses(exceptions, as_of, clauses_of(prepared))
    gathered = gather(inputs, prepared.kinds, exceptions.files, None, watch)
    applied = [policy for policy in policies if policy.summary.id in chosen]
    return Forecast(
        as_of,
        until,
        turns(applied, gathered.linked, as_of, until, excuses),
        len(gathered.linked),
        tuple(gathered.invalid_reports),
        tuple(gathered.unreadable),
    )
