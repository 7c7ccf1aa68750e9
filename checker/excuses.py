"""What of the findings of a run does not fail it: those that a waiver covers, then those that the baseline has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from checker.frozen import frozen
from checker.model import BaselineUse, PolicyResult, RecordReport, Source, Waiver, WaiverUse
from checker.record import RecordRef

if TYPE_CHECKING:
    from checker.baseline import Baseline
    from checker.waivers import Waivers

MOST_WAIVER_DAYS = 180
"""How long a waiver may last unless the configuration says otherwise."""


@frozen
class Exceptions:
    """The exceptions of a run."""

    waivers: Path | None = None
    """A file of waivers."""
    most_waiver_days: int = MOST_WAIVER_DAYS
    """How long a waiver may last; one that lasts longer is void."""
    baseline: Path | None = None
    """A file of findings that were there before."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files themselves: where they lie among records, they are none."""
        return tuple(file for file in (self.waivers, self.baseline) if file is not None)


class Excuses:
    """The exceptions of a run, at work.

    Raises WaiverError where the form of the waivers is wrong, UsageError where the baseline cannot be used.
    """

    def __init__(self, exceptions: Exceptions, as_of: date, clauses: Mapping[str, int]) -> None:
        self.sources: list[Source] = []
        self._read: tuple[Waiver, ...] = ()
        self._most_days, self._clauses = exceptions.most_waiver_days, clauses
        self._days: dict[date, Excuses] = {as_of: self}
        self._waivers: Waivers | None = None
        self._baseline: Baseline | None = None
        if exceptions.waivers is not None:
            from checker.waivers import Waivers, read_waivers

            self._read, octets = read_waivers(exceptions.waivers)
            self._waivers = Waivers(self._read, as_of, exceptions.most_waiver_days, clauses)
            self.sources.append(Source("waivers", str(exceptions.waivers), octets))
        if exceptions.baseline is not None:
            from checker.baseline import read_baseline

            self._baseline, octets = read_baseline(exceptions.baseline)
            self.sources.append(Source("baseline", str(exceptions.baseline), octets))

    def applied(self, ref: RecordRef, vendors: Sequence[str], result: PolicyResult) -> PolicyResult:
        """A result on a record that refers to these vendors, what is waived or known being marked."""
        if self._waivers is not None:
            result = self._waivers.excused(ref, vendors, result)
        return result if self._baseline is None else self._baseline.known(ref, result)

    def on(self, day: date) -> Excuses:
        """The same exceptions on another day."""
        found = self._days.get(day)
        if found is None:
            from copy import copy

            found = self._days[day] = copy(self)
            if self._waivers is not None:
                from checker.waivers import Waivers

                found._waivers = Waivers(self._read, day, self._most_days, self._clauses)
        return found

    def days(self, policy: str, after: date, until: date) -> set[date]:
        """The days within that time on which a waiver about a policy begins, or has ended."""
        about = [each for each in self._read if fnmatchcase(policy, each.policy)]
        found = {each.granted for each in about} | {each.expires + timedelta(days=1) for each in about}
        return {day for day in found if after < day <= until}

    @property
    def most_waiver_days(self) -> int | None:
        """How long a waiver may last; None where no waivers were read."""
        return None if self._waivers is None else self._most_days

    def waiver_uses(self) -> tuple[WaiverUse, ...]:
        """What became of each waiver."""
        return self._waivers.uses() if self._waivers else ()

    def baseline_use(self, records: Sequence[RecordReport], policies: Collection[str]) -> BaselineUse | None:
        """How far the baseline agrees with a run that has judged these records by these policies."""
        return self._baseline.use(records, policies) if self._baseline else None
