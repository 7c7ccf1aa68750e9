"""Runs one case and compares what the policy made of it with what the case expects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.engine.answer import answer
from checker.engine.rows import evaluate
from checker.engine.show import show
from checker.engine.tables import row_name
from checker.lang import CheckedPolicy
from checker.lang.policy import CheckedDecision
from checker.model import Outcome, PolicyResult, Reason
from checker.policytest.document import Case
from checker.policytest.fixtures import CannotRun, Fixtures
from checker.policytest.results import CaseResult
from checker.schemas import Kinds


def run_case(case: Case, policy: CheckedPolicy, test: Path, fixtures: Fixtures) -> CaseResult:
    """The case's result; a case whose record cannot be made has not passed, and says why."""
    try:
        record = fixtures.record(case, test)
        if record.ref.kind != policy.summary.applies_to:
            raise CannotRun(
                f"the record's kind is {record.ref.kind}, and the policy applies to {policy.summary.applies_to}; "
                "choose a base of that kind"
            )
    except CannotRun as error:
        return CaseResult(case.name, case.position, str(error))
    assert case.expect is not None
    (result,) = evaluate([policy], record, case.as_of)
    expected = _describe(case.expect, case.clauses, case.missing)
    found = _describe(result.outcome, _failing(result), _missing(result))
    if expected == found:
        return CaseResult(case.name, case.position)
    return CaseResult(case.name, case.position, f"expected {expected}, found {found}", tuple(_explanation(result)))


def run_decision(case: Case, decision: CheckedDecision, test: Path, fixtures: Fixtures, kinds: Kinds) -> CaseResult:
    """The case's result; a case whose record cannot be made has not passed, and says why."""
    try:
        record = fixtures.record(case, test)
        if record.ref.kind != decision.applies_to:
            raise CannotRun(
                f"the record's kind is {record.ref.kind}, and the table is about {decision.applies_to} records; "
                "choose a base of that kind"
            )
    except CannotRun as error:
        return CaseResult(case.name, case.position, str(error))
    made = answer(decision, record, kinds[decision.applies_to].type, case.as_of)
    if made.decided.outcome == case.outcome:
        return CaseResult(case.name, case.position)
    row = made.decided.row
    by = "otherwise" if row is None else row_name(made.table, row)
    details = [line for each in made.inputs for line in _reason(each.reason, "  ")]
    message = f"expected {case.outcome}, found {show(made.decided.outcome).strip(chr(34))} ({by})"
    return CaseResult(case.name, case.position, message, tuple(details))


def _failing(result: PolicyResult) -> frozenset[int]:
    return frozenset(clause.number for clause in result.clauses if clause.outcome is Outcome.FAIL)


def _missing(result: PolicyResult) -> frozenset[str]:
    return frozenset(fact.path for clause in result.clauses for fact in clause.missing)


def _describe(outcome: Outcome, clauses: Iterable[int], missing: Iterable[str]) -> str:
    """The outcome with what else must agree: the clauses of a fail, the paths of an incomplete."""
    if outcome is Outcome.FAIL:
        numbers = [str(number) for number in sorted(clauses)]
        return f"fail of clause{'s' if len(numbers) > 1 else ''} {_listed(numbers)}"
    if outcome is Outcome.INCOMPLETE:
        return f"incomplete for lack of {_listed(sorted(missing))}"
    return str(outcome.value)


def _listed(items: list[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _explanation(result: PolicyResult) -> Iterator[str]:
    if result.reason:
        yield result.reason
    for clause in result.clauses:
        name = f"clause {clause.number}" if clause.number else "when"
        yield f"{name} ({clause.outcome.value}): {clause.text}"
        if clause.message:
            yield f"  {clause.message}"
        for reason in clause.reasons:
            yield from _reason(reason, "  ")
        for fact in clause.missing:
            yield f"  {fact.path} is not recorded{f' ({fact.note})' if fact.note else ''}"


def _reason(reason: Reason, indent: str) -> Iterator[str]:
    yield f"{indent}{reason.text}"
    for child in reason.children:
        yield from _reason(child, f"{indent}  ")
