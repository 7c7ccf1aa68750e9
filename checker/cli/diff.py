"""`checker diff`: what one report found that another did not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli import CLEAN, FAILED
from checker.cli.streams import layout, stdout
from checker.model import Outcome
from checker.reports.layout.page import Page
from checker.reports.layout.printable import json_safe
from checker.reports.layout.words import counted

if TYPE_CHECKING:
    from checker.compare import Change, Differences

_HEADS = (("new", Outcome.FAIL), ("changed", Outcome.INCOMPLETE), ("fixed", Outcome.PASS))
_FILE = click.Path(path_type=Path)


@click.command
@click.argument("old", type=_FILE, metavar="OLD.json")
@click.argument("new", type=_FILE, metavar="NEW.json")
@click.option("--format", "-f", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(old: Path, new: Path, format: str) -> int:
    """Compare two JSON reports: new, fixed and changed findings.

    Exit codes: 0 nothing is new or worse; 1 something is; 2 one of the two is no report.
    """
    from checker.compare import differences, read_report

    found = differences(read_report(old), read_report(new))
    screen = stdout()
    if format == "json":
        screen.write(json_safe(json.dumps(_document(found), indent=2, ensure_ascii=False)) + "\n")
    else:
        page = Page(screen, layout(screen))
        tell_differences(page, found)
        counts = ", ".join(f"{len(getattr(found, name))} {name}" for name, _ in _HEADS)
        page.line(f"{counts}." if found else "The two reports have the same findings.")
    return FAILED if found.new or any(change.worse for change in found.changed) else CLEAN


def tell_differences(page: Page, found: Differences) -> None:
    """Every finding that is not in both, under what became of it."""
    for name, outcome in _HEADS:
        changes: tuple[Change, ...] = getattr(found, name)
        for change in changes:
            subject = f"{change.policy or 'the record itself'}  {change.record}"
            page.line(subject, mark=f"{name.upper()}  ", outcome=outcome)
            page.line(f"{change.before or 'not there'} → {change.after or 'not there'}", at=6)
            for detail in change.details[:3]:
                page.line(detail, at=6, mark="✗ " if name != "fixed" else "was: ")
            if len(change.details) > 3:
                page.line(f"and {counted(len(change.details) - 3, 'more reason')}", at=6)
        if changes:
            page.blank()


def _document(found: Differences) -> dict[str, Any]:
    return {"version": "1", **{name: [_entry(each) for each in getattr(found, name)] for name, _ in _HEADS}}


def _entry(change: Change) -> dict[str, Any]:
    return {
        "record": change.record,
        "policy": change.policy,
        "before": change.before,
        "after": change.after,
        "details": change.details,
    }
