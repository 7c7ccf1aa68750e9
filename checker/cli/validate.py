"""`checker validate`: holds records to their schemas, without policies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from checker.cli import CLEAN, FAILED, options
from checker.cli.configured import configured
from checker.cli.outputs import Look, Output, deliver


@configured
@options.records
@options.quiet
def command(quiet: bool, **given: Any) -> int:
    """Check the form of records: their schemas alone, no policies.

    Exit codes: 0 every record fits its schema; 1 some are invalid or unreadable; 2 nothing could be checked.
    """
    from checker.audit import validate

    report = validate(options.inputs(given), as_of=datetime.now(UTC).date())
    deliver(report, [Output("text", None)], Look(quiet=quiet))
    return FAILED if report.failed else CLEAN
