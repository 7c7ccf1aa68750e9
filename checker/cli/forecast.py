"""`checker forecast`: what will change, and when, if nobody acts."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from checker.cli import CLEAN, FAILED, options
from checker.cli.configured import configured
from checker.cli.progress import watching
from checker.cli.streams import layout, replacing, stdout
from checker.model import Outcome
from checker.reports import Options
from checker.reports.layout.findings import tell_invalid, tell_unreadable
from checker.reports.layout.page import Page
from checker.reports.layout.printable import json_safe
from checker.reports.layout.words import counted, named

if TYPE_CHECKING:
    from checker.forecast import Forecast, Turn


@configured
@options.records
@options.choice
@options.as_of
@click.option(
    "--until",
    metavar="YYYY-MM-DD",
    callback=options.day_or_none,
    help="The last day to look at.  [default: a year from the as-of day]",
)
@options.waivers
@click.option("--format", "-f", type=click.Choice(["text", "table", "json", "ics"]), default="text", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the forecast to this file.")
@options.quiet
def command(as_of: date, until: date | None, format: str, output: Path | None, quiet: bool, **given: Any) -> int:
    """Say what will change, and when, if nobody acts.

    Evidence, insurance and reviews expire, policies and clauses come into force, waivers end. The days are solved for,
    not tried one by one, and each is then judged. Evidence files are not compared.

    Exit codes: 0 nothing becomes worse; 1 something does, or a record is invalid or unreadable; 2 no forecast.
    """
    from checker.forecast import forecast

    last = until or as_of + timedelta(days=365)
    with watching(quiet) as watch:
        found = forecast(
            options.inputs(given),
            options.chosen(given),
            as_of=as_of,
            until=last,
            exceptions=options.exceptions(given, None),
            watch=watch,
        )
    if output is None:
        _write(found, format, screen := stdout(), layout(screen, quiet=quiet))
    else:
        with replacing(output, what="The forecast") as stream:
            _write(found, format, stream, Options(quiet=quiet))
        Page(screen := stdout(), layout(screen)).line(f"The forecast is in {output}.")
    return FAILED if found.worse else CLEAN


def _write(found: Forecast, format_: str, stream: TextIO, look: Options) -> None:
    if format_ == "json":
        stream.write(json_safe(json.dumps(_document(found), indent=2, ensure_ascii=False)) + "\n")
    elif format_ == "ics":
        from checker.forecast.calendar import write

        write(found, stream)
    else:
        _tell(Page(stream, look), found, format_ == "table")


def _tell(page: Page, found: Forecast, as_table: bool) -> None:
    if not page.options.quiet:
        if as_table and found.turns:
            _table(page, found)
            page.blank()
        elif not as_table:
            for day, turns in groupby(found.turns, key=lambda turn: turn.day):
                page.line(f"{day}  in {counted((day - found.as_of).days, 'day')}")
                for turn in turns:
                    _turn(page, turn)
                page.blank()
        for record in found.invalid:
            tell_invalid(page, record)
            page.blank()
        for each in found.unreadable:
            tell_unreadable(page, each)
            page.blank()
    changes, worse = len(found.turns), sum(turn.worse for turn in found.turns)
    lost = len(found.invalid) + len(found.unreadable)
    span = f"from {found.as_of} until {found.until}"
    outcome = Outcome.FAIL if found.worse else Outcome.PASS
    said = f"{counted(changes, 'change')} of {counted(found.records, 'record')} {span}, {worse} for the worse."
    said += f" {counted(lost, 'record or file', 'records or files')} could not be looked at." if lost else ""
    page.line(said, mark="AHEAD  " if found.worse else "CLEAR  ", outcome=outcome)


def _turn(page: Page, turn: Turn) -> None:
    from checker.forecast.words import why

    after = turn.after.outcome
    page.line(
        f"{turn.policy.id}  {named(turn.ref)}", at=2, mark=f"{after.value.upper()}  ", tail=f"(was {turn.before.value})"
    )
    if text := why(turn):
        page.line(text, at=6, mark="✗ " if turn.worse else "· ")


def _table(page: Page, found: Forecast) -> None:
    from checker.reports.layout.grid import tell_grid
    from checker.reports.layout.sheet import Column

    rows = [
        [
            turn.day.isoformat(),
            named(turn.ref),
            f"{turn.before.value} → {turn.after.outcome.value}",
            turn.policy.id,
        ]
        for turn in found.turns
    ]
    tell_grid(page, [Column("day"), Column("record"), Column("change", prose=True), Column("policy", whole=True)], rows)


def _document(found: Forecast) -> dict[str, Any]:
    from checker.forecast.words import why

    return {
        "version": "1",
        "as_of": found.as_of.isoformat(),
        "until": found.until.isoformat(),
        "records": found.records,
        "turns": [
            {
                "day": turn.day.isoformat(),
                "kind": turn.ref.kind,
                "record": turn.ref.id,
                "file": turn.ref.file,
                "policy": turn.policy.id,
                "severity": turn.policy.severity.label,
                "before": turn.before.value,
                "after": turn.after.outcome.value,
                "worse": turn.worse,
                "why": why(turn),
            }
            for turn in found.turns
        ],
        "invalid": [{"kind": each.ref.kind, "record": each.ref.id, "file": each.ref.file} for each in found.invalid],
        "unreadable": [{"file": each.file, "message": each.problem.message} for each in found.unreadable],
    }
