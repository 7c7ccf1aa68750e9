"""Examples of a policy from the tests beside it: a record that passes, and what is different where one fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from checker.catalogue.reads import conditions, excerpt, read_fields
from checker.engine.hidden import Hidden
from checker.engine.rows import evaluate
from checker.frozen import frozen
from checker.lang.policy import CheckedPolicy
from checker.model import ClauseResult, Outcome
from checker.policytest.cases import difference
from checker.policytest.document import Case, load
from checker.policytest.fixtures import CannotRun, Fixtures
from checker.record import dotted


@frozen
class Example:
    """A case that came out as its author expects."""

    name: str
    as_of: date
    record: Mapping[str, Any]
    """The part of the record that the policy reads; what is sensitive in it is masked."""
    whole: Mapping[str, Any]
    """The same with what is sensitive, to compare and not to show."""
    clauses: tuple[ClauseResult, ...]
    """Those that failed."""


def find_example(policy: CheckedPolicy, outcome: Outcome, fixtures: Fixtures) -> Example | None:
    """The first case of the policy's tests with this outcome; None where there is none, or no test file at all."""
    file = Path(policy.summary.file)
    test = file.with_name(f"{file.stem}_test.yaml")
    cases = load(test, clauses=len(policy.require))[0] if test.is_file() else ()
    wanted = (case for case in cases if case.expect is outcome)
    return next((found for case in wanted if (found := _tried(case, policy, test, fixtures))), None)


def _tried(case: Case, policy: CheckedPolicy, test: Path, fixtures: Fixtures) -> Example | None:
    """A case as an example; None where it cannot be run, or does not come out as expected."""
    try:
        record = fixtures.record(case, test)
    except CannotRun:
        return None
    if record.ref.kind != policy.summary.applies_to:
        return None
    (result,) = evaluate([policy], record, case.as_of)
    if difference(case, result) is not None:
        return None
    failed = tuple(clause for clause in result.clauses if clause.outcome is Outcome.FAIL)
    fields = read_fields(conditions(policy), policy.summary.applies_to, policy.facts)
    shown = Hidden(policy.fact_exprs).cleared(record.value, policy.record_type)
    return Example(case.name, case.as_of, excerpt(shown, fields), excerpt(record.value, fields), failed)


def changed(before: Mapping[str, Any], after: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """What is new in a record or other than before, as it may be shown; of a list, the whole list."""
    found = {}
    for name, value in after.items():
        old = before.get(name)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            if inner := changed(old, value, shown[name]):
                found[name] = inner
        elif name not in before or value != old:
            found[name] = shown[name]
    return found


def removed(before: Mapping[str, Any], after: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths of what one record has and the other has not."""
    for name, value in before.items():
        if name not in after:
            yield dotted((*path, name))
        elif isinstance(value, Mapping) and isinstance(after[name], Mapping):
            yield from removed(value, after[name], (*path, name))
