"""Runs one case and compares what the policy made of it with what the case expects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.engine.answer import answer
from checker.engine.rows import evaluate
from checker.engine.show import show
from checker.engine.tables import row_name
from checker.engine.unknown import Failure
from checker.lang import CheckedPolicy
from checker.lang.policy import CheckedDecision
from checker.model import Outcome, PolicyResult, Reason
from checker.policytest.document import Case
from checker.policytest.results import CaseResult
from checker.policytest.suite import Prepared
from checker.record import LinkedRecord
from checker.types import Object


def run_case(prepared: Prepared, subject: CheckedPolicy | CheckedDecision, record_type: Object) -> CaseResult:
    """The case's result; a case whose record cannot be made has not passed, and says why."""
    case, record = prepared.case, prepared.record
    if record is None:
        return CaseResult(case.name, case.position, prepared.why_not)
    if isinstance(subject, CheckedDecision):
        return _decision_case(case, record, subject, record_type)
    (result,) = evaluate([subject], record, case.as_of)
    wrong = difference(case, result)
    if wrong is None:
        return CaseResult(case.name, case.position)
    return CaseResult(case.name, case.position, "", *wrong, tuple(_explanation(result)))


def difference(case: Case, result: PolicyResult) -> tuple[str, str] | None:
    """What a case expects and what was found, in words, where they differ."""
    assert case.expect is not None
    expected = _describe(case.expect, case.clauses, case.missing)
    found = _describe(result.outcome, _failing(result), _missing(result))
    if expected != found:
        return expected, found
    if case.message is None:
        return None
    messages = tuple(clause.message for clause in result.clauses if clause.outcome is Outcome.FAIL)
    return None if messages == case.message else (_said(case.message), _said(messages))


def _decision_case(case: Case, record: LinkedRecord, decision: CheckedDecision, record_type: Object) -> CaseResult:
    made = answer(decision, record, record_type, case.as_of)
    outcome = made.decided.outcome
    if outcome == case.outcome:
        return CaseResult(case.name, case.position)
    row = made.decided.row
    by = "otherwise" if row is None else row_name(made.table, row)
    details = [line for each in made.inputs for line in _reason(each.reason, "  ")]
    found = f"an error: {outcome.message}" if isinstance(outcome, Failure) else f"{show(outcome).strip(chr(34))} ({by})"
    return CaseResult(case.name, case.position, "", case.outcome, found, tuple(details))


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


def _said(messages: tuple[str, ...]) -> str:
    return f"the message{'s' if len(messages) > 1 else ''} {_listed([show(each) for each in messages])}"


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
