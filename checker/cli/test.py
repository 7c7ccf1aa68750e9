"""`checker test`: runs the tests that stand beside policies, and says how much they show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli import CLEAN, FAILED, options
from checker.cli.configured import OfPolicies
from checker.cli.streams import layout, replacing, stdout
from checker.reports.layout.page import Page
from checker.resources import POLICIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.policytest import Suite, TestReport
    from checker.schemas import Kinds

_PERCENT = click.FloatRange(0, 100)


@click.command(cls=OfPolicies)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[POLICY PATH…]")
@click.option("-k", "text", metavar="TEXT", help="Run only cases with TEXT in their name or in the policy's id.")
@click.option("--coverage", is_flag=True, help="Show which conditions were not seen both true and false.")
@click.option("--min-coverage", type=_PERCENT, metavar="PERCENT", help="As --coverage; exit with 1 where it is less.")
@click.option("--mutate", is_flag=True, help="Change the policies a little, and show the changes that no case notices.")
@click.option(
    "--min-mutation-score", type=_PERCENT, metavar="PERCENT", help="As --mutate; exit with 1 where fewer are noticed."
)
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write JUnit XML too.")
@options.schema
@options.quiet
@click.option("--verbose", "-v", is_flag=True, help="Name the cases that passed too.")
def command(
    paths: tuple[Path, ...],
    text: str | None,
    coverage: bool,
    min_coverage: float | None,
    mutate: bool,
    min_mutation_score: float | None,
    junit: Path | None,
    schemas: dict[str, Path],
    quiet: bool,
    verbose: bool,
) -> int:
    """Test policies with the cases beside them.

    PATH is a policy, its test file (NAME_test.yaml), or a folder; without any, the policies that come with checker.

    Exit codes: 0 every case passed; 1 a case failed, a policy has no tests, or less was reached than was asked for; 2
    policies do not load.
    """
    from checker.policytest import judge, suites
    from checker.policytest.suite import selected
    from checker.policytest.text import tell_tests
    from checker.schemas import load_kinds

    kinds = load_kinds(schemas)
    found = suites(paths or (POLICIES,), kinds)
    chosen = found if text is None else selected(found, text)
    report = judge(chosen)
    if junit is not None:
        _write_junit(report, junit)
    screen = stdout()
    page = Page(screen, layout(screen, quiet=quiet, verbose=verbose))
    tell_tests(page, report)
    good = report.ok
    if coverage or min_coverage is not None:
        good = _coverage(page, chosen, min_coverage) and good
    if mutate or min_mutation_score is not None:
        # Whichever of a policy's cases were chosen, all of them judge its changes.
        ids = {suite.policy for suite in chosen}
        whole = [suite for suite in found if suite.policy in ids]
        good = _mutation(page, whole, kinds, min_mutation_score) and good
    return CLEAN if good else FAILED


def _write_junit(report: TestReport, path: Path) -> None:
    from checker.policytest.junit import write

    with replacing(path) as stream:
        write(report, stream)


def _coverage(page: Page, chosen: Sequence[Suite], minimum: float | None) -> bool:
    from checker.policytest.coverage import coverage
    from checker.policytest.covered import tell_coverage

    return tell_coverage(page, coverage(chosen), minimum)


def _mutation(page: Page, chosen: Sequence[Suite], kinds: Kinds, minimum: float | None) -> bool:
    from checker.model import Outcome
    from checker.mutation import mutate
    from checker.mutation.text import tell_mutation
    from checker.policytest import judge

    if not judge(chosen).ok:
        page.line("Nothing was changed: only tests that pass can notice a change.", mark="FAIL  ", outcome=Outcome.FAIL)
        return False
    return tell_mutation(page, mutate(chosen, kinds), minimum)
