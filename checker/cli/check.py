"""`checker check`: judges records by policies and reports what was found."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from checker.cli import CLEAN, FAILED, options
from checker.cli.configured import configured
from checker.cli.outputs import Look, Output, arranged, deliver, parse
from checker.cli.progress import watching
from checker.cli.streams import replacing, say
from checker.evidence.folder import MOST_BYTES, Folder
from checker.model import Report, Severity
from checker.reports import FORMATS, wants_texts

BASELINE = "baseline.json"
_COLOURS = {"auto": None, "always": True, "never": False}


@configured
@options.records
@options.choice
@click.option(
    "--format",
    "-f",
    "format",
    multiple=True,
    metavar="NAME[:FILE]",
    callback=parse,
    help=f"How to report, and the file to write it to. Repeatable.  [{', '.join(FORMATS)}; default: text]",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The file of the one format that names none.")
@options.as_of
@click.option(
    "--fail-on",
    type=click.Choice([severity.label for severity in Severity]),
    default=Severity.INFO.label,
    show_default=True,
    help="Exit with 1 only for policies of this severity or above.",
)
@click.option(
    "--evidence-root", type=click.Path(path_type=Path), help="Compare evidence files with those in this folder."
)
@click.option(
    "--max-evidence-bytes",
    type=click.IntRange(min=1),
    default=MOST_BYTES,
    show_default=True,
    help="The largest evidence file that is compared.",
)
@options.waivers
@click.option("--baseline", type=click.Path(path_type=Path), help="A file of findings that do not fail the run.")
@click.option(
    "--write-baseline", is_flag=True, help=f"Write the findings of this run to the baseline.  [{BASELINE} if not named]"
)
@options.quiet
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Show what passed or was skipped too, the sources of rules, vendors, waivers and evidence.",
)
@click.option("--width", type=click.IntRange(min=40), help="Of text, in columns.  [default: the terminal's, or 80]")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--show-sensitive", is_flag=True, help="Show values that a schema marks as sensitive.")
def command(
    format: tuple[Output, ...],
    output: Path | None,
    as_of: date,
    fail_on: str,
    evidence_root: Path | None,
    max_evidence_bytes: int,
    baseline: Path | None,
    write_baseline: bool,
    quiet: bool,
    verbose: bool,
    width: int | None,
    color: str,
    **given: Any,
) -> int:
    """Check records against policies.

    PATH is a file (YAML, JSON, NDJSON, CSV), a folder, a glob, or - for standard input.

    Exit codes: 0 all is clean; 1 something failed, lacks facts, is invalid or unreadable; 2 no report could be made.
    """
    from checker.audit import run

    evidence = None if evidence_root is None else Folder(evidence_root, max_evidence_bytes)
    if verbose and evidence is None:
        say("Evidence files are not compared: name their folder with --evidence-root.")
    outputs = arranged(format, output, given["paths"])
    inputs, choice, severity = options.inputs(given), options.chosen(given), Severity[fail_on.upper()]
    if write_baseline:
        baseline = baseline or Path(BASELINE)
        kept = options.exceptions(given, baseline) if baseline.exists() else options.exceptions(given, None)
        _write_baseline(baseline, run(inputs, choice, as_of=as_of, evidence=evidence, exceptions=kept))
    exceptions = options.exceptions(given, baseline)
    with watching(quiet) as watch:
        report = run(
            inputs,
            choice,
            as_of=as_of,
            fail_on=severity,
            evidence=evidence,
            exceptions=exceptions,
            texts=any(wants_texts(each.format) for each in outputs),
            watch=watch,
        )
    deliver(report, outputs, Look(quiet, verbose, width, _COLOURS[color]))
    return FAILED if report.failed else CLEAN


def _write_baseline(file: Path, report: Report) -> None:
    """Puts the findings of a run into the baseline; those of what it did not look at stay there."""
    from checker.baseline import baseline_text, read_baseline

    policies = [policy.id for policy in report.policies]
    before = read_baseline(file)[0].unseen(report.records, policies) if file.exists() else []
    text = baseline_text(report.records, before, report.as_of.isoformat())
    with replacing(file) as stream:
        stream.write(text)
    say(f"The baseline is in {file}.")
