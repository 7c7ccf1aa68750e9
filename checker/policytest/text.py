"""What came of tests, as lines for people."""

from __future__ import annotations

from checker.model import Outcome
from checker.policytest.results import CaseResult, FileResult, TestReport
from checker.reports.layout.page import Page
from checker.reports.layout.words import counted


def tell_tests(page: Page, report: TestReport) -> None:
    """The cases that did not pass (with `verbose`, all), then one line on all of them; with `quiet`, that line."""
    if not page.options.quiet:
        for file in report.files:
            _file(page, file)
    policies = counted(len(report.files), "policy", "policies")
    cases = counted(report.passed, "case")
    if report.ok:
        page.line(f"{cases} of {policies}: every one came out as expected.", mark="PASS  ", outcome=Outcome.PASS)
    else:
        said = f"{counted(report.failed, 'problem')}, {cases} as expected, in {policies}."
        next_step = "Correct the policy, or the expectation in its test file."
        page.line(f"{said} {next_step}", mark="FAIL  ", outcome=Outcome.FAIL)


def _file(page: Page, file: FileResult) -> None:
    verbose = page.options.verbose
    if file.passed and not verbose:
        return
    page.line(f"{file.policy or 'no policy'}  {file.file}")
    for problem in file.problems:
        where = f"line {problem.position.line}: " if problem.position else ""
        page.line(f"{where}{problem.message}", at=2, mark="✗ ", outcome=Outcome.FAIL)
        if problem.hint:
            page.line(problem.hint, at=4, mark="→ ")
    for case in file.cases:
        if verbose or not case.passed:
            _case(page, case)
    page.blank()


def _case(page: Page, case: CaseResult) -> None:
    outcome = Outcome.PASS if case.passed else Outcome.FAIL
    where = f"line {case.position.line}: " if case.position else ""
    page.line(f"{where}{case.name}", at=2, mark="✓ " if case.passed else "✗ ", outcome=outcome)
    if case.cannot:
        page.line(case.cannot, at=4)
    if case.expected:
        page.line(case.expected, at=4, mark="expected  ")
        page.line(case.found, at=4, mark="found     ")
    for detail in case.details:
        text = detail.lstrip(" ")
        page.line(text, at=6 + len(detail) - len(text))
