"""`checker waivers`: the exceptions that have been granted, and what has become of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli import CLEAN, FAILED, options
from checker.cli.configured import Configured
from checker.cli.streams import layout, stdout
from checker.errors import UsageError
from checker.model import Outcome, WaiverState
from checker.reports.layout.words import counted

if TYPE_CHECKING:
    from checker.model import WaiverUse
    from checker.reports.layout.page import Page

_COLOURS = {
    WaiverState.USED: Outcome.PASS,
    WaiverState.UNUSED: Outcome.SKIP,
    WaiverState.EARLY: Outcome.SKIP,
    WaiverState.EXPIRED: Outcome.FAIL,
    WaiverState.VOID: Outcome.FAIL,
}


@click.group
def command() -> None:
    """Look at waivers: exceptions with an owner, a reason and an end."""


@command.command("list", cls=Configured)
@options.optional_records
@options.choice
@options.as_of
@options.waivers
def list_(as_of: date, **given: Any) -> int:
    """List every waiver with its owner, its end and whether it counts.

    With the PATH of records, it also says which findings rest on each; without, whether it is in force.

    Exit codes: 0 every waiver counts, or will; 1 one has expired or is void; 2 the file cannot be used.
    """
    from checker.reports.layout.page import Page

    uses = _of_records(given, as_of) if given["paths"] else _of_file(given, as_of)
    page = Page(screen := stdout(), layout(screen))
    for use in uses:
        _tell(page, use, bool(given["paths"]))
        page.blank()
    bad = [use for use in uses if use.state in (WaiverState.EXPIRED, WaiverState.VOID)]
    page.line(f"{counted(len(uses), 'waiver')} as of {as_of}, {len(bad)} of them expired or void.")
    return FAILED if bad else CLEAN


def _file(given: dict[str, Any]) -> Path:
    file: Path | None = given["waivers"]
    if file is None:
        raise UsageError("There is no waivers.yaml here; name the file of waivers with --waivers.")
    return file


def _of_records(given: dict[str, Any], as_of: date) -> tuple[WaiverUse, ...]:
    from checker.audit import run

    _file(given)
    exceptions = options.exceptions(given, None)
    return run(options.inputs(given), options.chosen(given), as_of=as_of, exceptions=exceptions).waivers


def _of_file(given: dict[str, Any], as_of: date) -> tuple[WaiverUse, ...]:
    from checker.audit import clauses_of
    from checker.prepared import prepare
    from checker.waivers import Waivers, read_waivers

    choice = options.chosen(given)
    prepared = prepare(choice.policies, given["schemas"], choice.params)
    waivers, _ = read_waivers(_file(given))
    return Waivers(waivers, as_of, given["max_waiver_days"], clauses_of(prepared)).uses()


def _tell(page: Page, use: WaiverUse, with_records: bool) -> None:
    waiver = use.waiver
    state = use.state.value if with_records or use.state is not WaiverState.UNUSED else "in force"
    clause = "" if waiver.clause is None else f" clause {waiver.clause}"
    about = f"vendor {waiver.vendor}" if waiver.vendor else waiver.record
    left = "" if use.days_left is None else f" ({use.days_left} days)"
    until = f"{waiver.granted} to {waiver.expires}{left}"
    page.line(f"{waiver.policy}{clause}  {about}", mark=f"{state.upper()}  ", outcome=_COLOURS[use.state])
    page.line(until, at=6, tail=str(waiver.place))
    page.line(f"{waiver.owner}, approved by {waiver.approved_by}, {waiver.ticket}: {waiver.reason}", at=6)
    if use.records:
        page.line(f"rests on it: {', '.join(use.records)}", at=6)
    if use.note and (with_records or use.state is not WaiverState.UNUSED):
        page.line(f"It {use.note}", at=6, mark="! ")
