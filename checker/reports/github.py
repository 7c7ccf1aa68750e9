"""Workflow commands of GitHub Actions: an annotation on the file and line of each finding.

GitHub shows ten errors, ten warnings and ten notices of a step; the last line counts them all.
"""

from __future__ import annotations

from typing import TextIO

from checker.model import Outcome, Report
from checker.reports import Options
from checker.reports.layout.entries import Entry, entries
from checker.reports.layout.printable import printable
from checker.reports.layout.verdict import verdict


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes a command for each finding, and a notice with the verdict."""
    if not options.quiet:
        for entry in entries(report):
            stream.write(_command(entry, report) + "\n")
    level = "error" if report.failed else "notice"
    stream.write(f"::{level} title=checker::{_data(verdict(report))}\n")


def _command(entry: Entry, report: Report) -> str:
    severity = f", {entry.policy.severity.label}" if entry.policy else ""
    title = f"{entry.outcome.value}{severity}: {entry.name}"
    properties = {"file": entry.file, "title": title}
    if entry.position:
        properties |= {"line": str(entry.position.line), "col": str(entry.position.column)}
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    about = f"{entry.record}: " if entry.record else ""
    return f"::{_level(entry, report)} {written}::{_data(f'{about}{entry.title}. {entry.text}')}"


def _level(entry: Entry, report: Report) -> str:
    if entry.outcome in (Outcome.WAIVED, Outcome.KNOWN):
        return "notice"
    return "warning" if entry.policy and entry.policy.severity < report.fail_on else "error"


def _data(text: str) -> str:
    """As the runner reads the text of a command."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As the runner reads a property of a command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
