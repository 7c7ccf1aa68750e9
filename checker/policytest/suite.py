"""Policies and decision tables with their cases, and the record of every case made once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from checker.errors import UsageError
from checker.lang import CheckedPolicy, load_policies
from checker.lang.policy import CheckedDecision
from checker.policytest.discovery import Pair, discover
from checker.policytest.document import Case, load
from checker.policytest.fixtures import CannotRun, Fixtures
from checker.record import LinkedRecord, Problem
from checker.schemas import Kinds
from checker.schemas.names import nearest
from checker.types import Object, String

_MOST_NAMED = 8
"""How many policies are named where none is selected."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case with its record."""

    case: Case
    record: LinkedRecord | None
    why_not: str = ""
    """Why there is no record."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A policy or a decision table with its cases."""

    subject: CheckedPolicy | CheckedDecision | None
    """None where there is no policy beside the test file."""
    record_type: Object | None
    """Of the records that it judges; None with the subject."""
    policy: Path
    file: str
    """The test file, or the policy where the test file is missing."""
    cases: tuple[Prepared, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The id of the policy or the table; empty where there is none."""
        return "" if self.subject is None else id_of(self.subject)


def id_of(subject: CheckedPolicy | CheckedDecision) -> str:
    """The id of a policy or of a decision table."""
    return subject.summary.id if isinstance(subject, CheckedPolicy) else subject.id


def suites(paths: Sequence[Path], kinds: Kinds) -> tuple[Suite, ...]:
    """Every policy at or under the paths with the cases of the test file beside it, sorted by file.

    Raises UsageError where a path does not exist or holds no policies, PolicyError where policies do not load.
    """
    pairs = discover(paths)
    files = [pair.policy for pair in pairs if pair.policy.is_file()]
    known: dict[Path, CheckedPolicy | CheckedDecision] = {}
    if files:
        loaded = load_policies(files, kinds)
        known |= {Path(policy.summary.file).resolve(): policy for policy in loaded.policies}
        known |= {Path(decision.file).resolve(): decision for decision in loaded.decisions}
    fixtures = Fixtures(kinds)
    return tuple(_suite(pair, known.get(pair.policy.resolve()), fixtures, kinds) for pair in pairs)


def selected(found: Sequence[Suite], text: str) -> tuple[Suite, ...]:
    """The suites with those cases that have the text, in any case, in their name or in the policy's id.

    Raises UsageError where there is none.
    """
    wanted = text.casefold()
    chosen = []
    for suite in found:
        if wanted in suite.id.casefold():
            chosen.append(suite)
        else:
            cases = tuple(each for each in suite.cases if wanted in each.case.name.casefold())
            chosen.extend([replace(suite, cases=cases)] if cases else [])
    if not chosen:
        ids = [suite.id for suite in found if suite.id]
        near = nearest(text, ids) or nearest(text, [id_.rpartition("/")[2] for id_ in ids])
        more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
        known = f"There {'is' if len(ids) == 1 else 'are'} {', '.join(ids[:_MOST_NAMED])}{more}."
        advice = f"Did you mean {near}?" if near else known
        raise UsageError(f'No policy has "{text}" in its id, and no case in its name. {advice}')
    return tuple(chosen)


def _suite(pair: Pair, subject: CheckedPolicy | CheckedDecision | None, fixtures: Fixtures, kinds: Kinds) -> Suite:
    if subject is None:
        hint = "Write the policy, or rename the test file after the policy that it tests."
        problem = Problem(f"there is no policy {pair.policy.name} beside it", hint)
        return Suite(None, None, pair.policy, str(pair.test), problems=(problem,))
    is_policy = isinstance(subject, CheckedPolicy)
    kind = kinds[subject.summary.applies_to if isinstance(subject, CheckedPolicy) else subject.applies_to].type
    if not pair.test.is_file():
        cases = "a case that passes and a case that fails" if is_policy else "cases that name the outcome they expect"
        hint = f"Write {pair.test.name} beside it, with {cases}."
        problem = Problem(f"the {'policy' if is_policy else 'decision table'} has no tests", hint)
        return Suite(subject, kind, pair.policy, str(pair.policy), problems=(problem,))
    if isinstance(subject, CheckedPolicy):
        found, problems = load(pair.test, clauses=len(subject.require))
    else:
        outcomes = subject.fact.expr.type
        assert isinstance(outcomes, String)
        found, problems = load(pair.test, outcomes.values or ())
    prepared = tuple(_prepared(found, subject, pair.test, fixtures))
    return Suite(subject, kind, pair.policy, str(pair.test), prepared, problems)


def _prepared(
    cases: Sequence[Case], subject: CheckedPolicy | CheckedDecision, test: Path, fixtures: Fixtures
) -> Iterator[Prepared]:
    """The cases with their records; one whose record cannot be made says why."""
    if isinstance(subject, CheckedPolicy):
        wanted, what = subject.summary.applies_to, f"the policy applies to {subject.summary.applies_to}"
    else:
        wanted, what = subject.applies_to, f"the table is about {subject.applies_to} records"
    for case in cases:
        try:
            record = fixtures.record(case, test)
        except CannotRun as error:
            yield Prepared(case, None, str(error))
            continue
        if record.ref.kind == wanted:
            yield Prepared(case, record)
        else:
            why = f"the record's kind is {record.ref.kind}, and {what}; choose a base of that kind"
            yield Prepared(case, None, why)
