"""Runs the tests that stand beside policies: `<policy>_test.yaml` beside `<policy>.yaml`.

    run(paths, kinds) -> TestReport

Policies are data, and so are their tests: a base record, and cases that patch it and name the expected outcome.
A policy without tests, or whose tests do not show both a pass and a fail, fails the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checker.lang import CheckedPolicy, load_policies
from checker.lang.policy import CheckedDecision
from checker.model import Problem
from checker.policytest.cases import run_case, run_decision
from checker.policytest.discovery import Pair, discover
from checker.policytest.document import load
from checker.policytest.fixtures import Fixtures
from checker.policytest.results import CaseResult, FileResult, TestReport
from checker.schemas import Kinds
from checker.types import String

__all__ = ["CaseResult", "FileResult", "TestReport", "run"]


def run(paths: Sequence[Path], kinds: Kinds) -> TestReport:
    """Tests every policy at or under the paths, each with the test file beside it.

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
    return TestReport(tuple(_test(pair, known.get(pair.policy.resolve()), fixtures, kinds) for pair in pairs))


def _test(pair: Pair, policy: CheckedPolicy | CheckedDecision | None, fixtures: Fixtures, kinds: Kinds) -> FileResult:
    if policy is None:
        hint = "Write the policy, or rename the test file after the policy that it tests."
        return FileResult(
            "", str(pair.test), problems=(Problem(f"there is no policy {pair.policy.name} beside it", hint),)
        )
    if isinstance(policy, CheckedDecision):
        return _test_decision(pair, policy, fixtures, kinds)
    if not pair.test.is_file():
        hint = f"Write {pair.test.name} beside it, with a case that passes and a case that fails."
        return FileResult(policy.summary.id, str(pair.policy), problems=(Problem("the policy has no tests", hint),))
    cases, problems = load(pair.test)
    results = tuple(run_case(case, policy, pair.test, fixtures) for case in cases)
    return FileResult(policy.summary.id, str(pair.test), results, problems)


def _test_decision(pair: Pair, decision: CheckedDecision, fixtures: Fixtures, kinds: Kinds) -> FileResult:
    if not pair.test.is_file():
        hint = f"Write {pair.test.name} beside it, with cases that name the outcome they expect."
        return FileResult(decision.id, str(pair.policy), problems=(Problem("the decision table has no tests", hint),))
    outcomes = decision.fact.expr.type
    assert isinstance(outcomes, String)
    cases, problems = load(pair.test, outcomes.values or ())
    results = tuple(run_decision(case, decision, pair.test, fixtures, kinds) for case in cases)
    return FileResult(decision.id, str(pair.test), results, problems)
