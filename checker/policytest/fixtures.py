"""The records of test cases: a fixture or an inline record, patched, validated and linked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checker.errors import CheckerError
from checker.lang.homes import home_of
from checker.policytest.document import Base, Case
from checker.policytest.patch import merge
from checker.readers import read_paths
from checker.readers._nulls import without_nulls
from checker.record import InvalidRecord, LinkedRecord, Record, Unreadable, ValidRecord
from checker.references import link
from checker.schemas import Kinds, validate
from checker.schemas.names import nearest


class CannotRun(CheckerError):
    """A case has no valid record to judge; the text says why and what to do."""


class Fixtures:
    """Makes the records of the cases of many test files; every fixture file is read once."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._read: dict[Path, Mapping[str, Any]] = {}

    def record(self, case: Case, test: Path) -> LinkedRecord:
        """The case's record with the records it refers to; raises CannotRun where there is none."""
        values = [merge(self._base(case.base, test), case.patch)]
        values += [self._base(other, test) for other in case.others]
        valid = [self._valid(value, str(test), number) for number, value in enumerate(values, start=1)]
        linked, invalid = link(valid, self._kinds)
        if invalid:
            raise CannotRun(f"the records of this case do not go together: {_first_problem(invalid[0])}")
        return next(record for record in linked if record.ref is valid[0].ref)

    def _base(self, base: Base, test: Path) -> Mapping[str, Any]:
        if isinstance(base, Mapping):
            return base
        folder = (home_of(test.parent) or test.parent) / "fixtures"
        file = folder / f"{base}.yaml"
        if file not in self._read:
            if not file.is_file():
                names = sorted(known.stem for known in folder.glob("*.yaml"))
                raise CannotRun(f'there is no fixture "{base}" in {folder}{_suggestion(base, names)}')
            self._read[file] = _read(file, self._kinds)
        return self._read[file]

    def _valid(self, value: Any, file: str, number: int) -> ValidRecord:
        checked = validate(Record(without_nulls(value), file, number, lambda path: None), self._kinds)
        if isinstance(checked, InvalidRecord):
            raise CannotRun(f"the schema refuses the record of this case: {_first_problem(checked)}")
        return checked


def _read(file: Path, kinds: Kinds) -> Mapping[str, Any]:
    records = list(read_paths([str(file)], kinds))
    if len(records) != 1:
        raise CannotRun(f"the fixture {file} holds {len(records)} records, and a case starts from one")
    record = records[0]
    if isinstance(record, Unreadable):
        raise CannotRun(f"the fixture {file} cannot be read: {record.problem.message}")
    if not isinstance(record.value, Mapping):
        raise CannotRun(f"the fixture {file} is no record: it should begin with kind: and have fields")
    return record.value


def _first_problem(invalid: InvalidRecord) -> str:
    problem = invalid.problems[0]
    return f"{problem.message}. {problem.hint}" if problem.hint else f"{problem.message}."


def _suggestion(name: str, names: list[str]) -> str:
    if close := nearest(name, names):
        return f"; did you mean {close}?"
    return f"; there are {', '.join(names)}" if names else "; there are none"
