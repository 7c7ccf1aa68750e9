"""`checker missing`: what each record still lacks, as a checklist."""

from __future__ import annotations

from datetime import date
from typing import Any

from checker.cli import CLEAN, FAILED, options
from checker.cli.configured import configured
from checker.cli.streams import layout, stdout


@configured
@options.records
@options.choice
@options.as_of
@options.quiet
def command(as_of: date, quiet: bool, **given: Any) -> int:
    """List the facts that each record still lacks.

    Every fact stands with its title, the values that are allowed, and the policies that wait for it. What is recorded
    and fails is not listed: `checker check` explains it.

    Exit codes: 0 nothing is missing; 1 something is, or a record could not be judged; 2 no list could be made.
    """
    from checker.audit import run
    from checker.reports.layout.checklist import tell_checklists
    from checker.reports.layout.page import Page
    from checker.schemas import load_kinds

    inputs = options.inputs(given)
    report = run(inputs, options.chosen(given), as_of=as_of)
    kinds = {name: kind.type for name, kind in load_kinds(inputs.schemas).items()}
    screen = stdout()
    page = Page(screen, layout(screen, quiet=quiet))
    total = tell_checklists(page, report, kinds)
    unjudged = report.unreadable or any(record.problems for record in report.records)
    return FAILED if total or unjudged else CLEAN
