"""`checker verify`: makes a report again from the files that it rests on, and compares."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli import CLEAN, FAILED, options
from checker.cli.configured import configured
from checker.cli.diff import tell_differences
from checker.cli.streams import layout, stdout
from checker.errors import UsageError
from checker.model import Outcome, Severity

if TYPE_CHECKING:
    from checker.compare import Document
    from checker.evidence import Folder

_COMPARED = ("records", "unreadable", "counts", "failed")
_EVIDENCE = "checker/evidence/"


@configured
@click.argument("report", type=click.Path(path_type=Path), metavar="REPORT.json")
@options.records
@options.policies
@click.option(
    "--evidence-root", type=click.Path(path_type=Path), help="The evidence files, where the report compared them."
)
def command(report: Path, evidence_root: Path | None, **given: Any) -> int:
    """Make a report again, and confirm it or say what has changed.

    REPORT.json is a JSON report, PATH what it was made from. The day, the policies that were applied, the parameters,
    the waivers and the baseline are those that it names.

    Exit codes: 0 the same files give the same findings; 1 something has changed; 2 it cannot be made again.
    """
    from checker.compare import changes, differences, read_report
    from checker.reports.layout.page import Page

    old = read_report(report)
    new = _again(old, given, _folder(old, evidence_root))
    page = Page(screen := stdout(), layout(screen))
    changed = changes(old, new)
    for each in changed:
        page.line(f"{each.role} {each.file} {each.what}", mark="! ")
    if changed:
        page.blank()
    tell_differences(page, differences(old, new))
    same = all(old[part] == new[part] for part in _COMPARED)
    version = old["tool"]["version"]
    made = f"{report}, made as of {old['as_of']} by checker {version}"
    if same and not changed:
        page.line(f"{made}: the same files give the same findings.", mark="CONFIRMED  ", outcome=Outcome.PASS)
        return CLEAN
    what = "the findings are the same, but files have changed" if same else _why(bool(changed), old, new)
    page.line(f"{made}: {what}.", mark="CHANGED  ", outcome=Outcome.FAIL)
    return FAILED


def _why(changed: bool, old: Document, new: Document) -> str:
    if changed:
        return "files have changed, and so have the findings"
    if old["tool"]["version"] != new["tool"]["version"]:
        return f"checker {new['tool']['version']} finds something else in the same files"
    return "the report is not what these files give; it has been altered"


def _folder(old: Document, root: Path | None) -> Folder | None:
    if not any(policy["id"].startswith(_EVIDENCE) for policy in old["policies"]):
        return None
    if root is None:
        raise UsageError("The report compared evidence files: say with --evidence-root where they are.")
    from checker.evidence import Folder

    return Folder(root)


def _again(old: Document, given: dict[str, Any], evidence: Folder | None) -> Document:
    """The report that the files give now."""
    from checker import reports
    from checker.audit import Choice, run
    from checker.excuses import MOST_WAIVER_DAYS, Exceptions
    from checker.resources import POLICIES

    def named(role: str) -> Path | None:
        return next((Path(each["file"]) for each in old["sources"] if each["role"] == role), None)

    params = {each["name"]: each["value"] for each in old["parameters"] if each["value"] != each["default"]}
    choice = Choice(given["policies"] or (POLICIES,), [policy["id"] for policy in old["policies"]], (), params)
    report = run(
        options.inputs(given),
        choice,
        as_of=date.fromisoformat(old["as_of"]),
        fail_on=Severity[old["fail_on"].upper()],
        evidence=evidence,
        exceptions=Exceptions(named("waivers"), old["max_waiver_days"] or MOST_WAIVER_DAYS, named("baseline")),
    )
    stream = StringIO()
    reports.writer("json")(report, stream, reports.Options())
    found: Document = json.loads(stream.getvalue())
    return found
