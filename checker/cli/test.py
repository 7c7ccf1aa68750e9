"""`checker test`: runs the tests that stand beside policies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli import CLEAN, FAILED, options
from checker.cli.streams import layout, stdout
from checker.model import Outcome
from checker.reports.layout.page import Page
from checker.reports.layout.words import counted
from checker.resources import POLICIES

if TYPE_CHECKING:
    from checker.policytest import CaseResult, FileResult, TestReport


@click.command
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[POLICY PATH…]")
@options.schema
@options.quiet
@click.option("--verbose", "-v", is_flag=True, help="Name the cases that passed too.")
def command(paths: tuple[Path, ...], schemas: dict[str, Path], quiet: bool, verbose: bool) -> int:
    """Test policies with the cases beside them.

    PATH is a policy, its test file (NAME_test.yaml), or a folder; without any, the policies that come with checker.

    Exit codes: 0 every case passed; 1 a case failed or a policy has no tests; 2 policies do not load.
    """
    from checker.policytest import run
    from checker.schemas import load_kinds

    report = run(paths or (POLICIES,), load_kinds(schemas))
    screen = stdout()
    page = Page(screen, layout(screen, quiet=quiet, verbose=verbose))
    if not quiet:
        for file in report.files:
            _file(page, file)
    _verdict(page, report)
    return CLEAN if report.ok else FAILED


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
    if case.message:
        page.line(case.message, at=4)
    for detail in case.details:
        text = detail.lstrip(" ")
        page.line(text, at=6 + len(detail) - len(text))


def _verdict(page: Page, report: TestReport) -> None:
    policies = counted(len(report.files), "policy", "policies")
    cases = counted(report.passed, "case")
    if report.ok:
        page.line(f"{cases} of {policies}: every one came out as expected.", mark="PASS  ", outcome=Outcome.PASS)
    else:
        said = f"{counted(report.failed, 'problem')}, {cases} as expected, in {policies}."
        next_step = "Correct the policy, or the expectation in its test file."
        page.line(f"{said} {next_step}", mark="FAIL  ", outcome=Outcome.FAIL)
