"""Runs the tests that stand beside policies: `<policy>_test.yaml` beside `<policy>.yaml`.

    suites(paths, kinds) -> Suite…      judge(suites) -> TestReport      run(paths, kinds) does both

Policies are data, and so are their tests: a base record, and cases that patch it and name the expected outcome.
A policy without tests, or whose tests do not show both a pass and a fail, fails the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checker.policytest.cases import run_case
from checker.policytest.results import CaseResult, FileResult, TestReport
from checker.policytest.suite import Suite, suites
from checker.schemas import Kinds

__all__ = ["CaseResult", "FileResult", "Suite", "TestReport", "judge", "run", "suites"]


def run(paths: Sequence[Path], kinds: Kinds) -> TestReport:
    """Tests every policy at or under the paths, each with the test file beside it.

    Raises UsageError where a path does not exist or holds no policies, PolicyError where policies do not load.
    """
    return judge(suites(paths, kinds))


def judge(found: Sequence[Suite]) -> TestReport:
    """What comes of the cases."""
    return TestReport(tuple(_judged(suite) for suite in found))


def _judged(suite: Suite) -> FileResult:
    subject, record_type = suite.subject, suite.record_type
    if subject is None or record_type is None:
        return FileResult("", suite.file, problems=suite.problems)
    cases = tuple(run_case(each, subject, record_type) for each in suite.cases)
    return FileResult(suite.id, suite.file, cases, suite.problems)
