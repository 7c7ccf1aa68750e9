"""What policies need to know of a record and it does not say: the same list as `checker missing` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from checker.engine.rows import Rows
from checker.lang import CheckedPolicy
from checker.model import Outcome, RecordReport
from checker.record import InvalidRecord, Record
from checker.references import link
from checker.reports.layout.checklist import Item, checklist
from checker.scaffold.fields import plain
from checker.schemas import Kinds, validate


class Needs:
    """Policies that say what a record lacks, as of a day."""

    def __init__(self, policies: Sequence[CheckedPolicy], kinds: Kinds, as_of: date) -> None:
        self._rows = Rows(policies, as_of)
        self._kinds = kinds

    def __call__(self, record: Mapping[str, Any]) -> tuple[Item, ...]:
        """The facts that are not recorded, in the order of the schema; none for a record that is not valid."""
        checked = validate(Record(plain(record), "", 1, lambda path: None), self._kinds)
        if isinstance(checked, InvalidRecord):
            return ()
        linked, _ = link([checked], self._kinds)
        report = RecordReport(checked.ref, Outcome.INCOMPLETE, self._rows.check(linked[0]))
        return checklist(report, self._kinds[checked.ref.kind].type)
