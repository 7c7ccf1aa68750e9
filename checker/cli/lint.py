"""`checker lint`: finds the mistakes in policies before any record is read."""

from __future__ import annotations

from pathlib import Path

import click

from checker import lint
from checker.cli import CLEAN, FAILED, options
from checker.cli.configured import OfPolicies
from checker.cli.streams import stdout
from checker.resources import POLICIES


@click.command(cls=OfPolicies, short_help="Find the mistakes in policies.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH…]")
@click.option("--format", "-f", type=click.Choice(lint.FORMATS), default="human", show_default=True)
@click.option("--strict", is_flag=True, help="Exit with 1 for notes too.")
@options.schema
@options.params
def command(
    paths: tuple[Path, ...], format: str, strict: bool, schemas: dict[str, Path], params: dict[str, str]
) -> int:
    """Find every mistake in policies, facts, decision tables and data, and note what their authors may not expect.

    PATH is a policy file or a folder; without any, the policies that come with checker.

    Exit codes: 0 the policies load; 1 there is a mistake (with --strict, or a note); 2 there are no policies.
    """
    from checker.schemas import load_kinds

    findings = lint.lint(paths or (POLICIES,), load_kinds(schemas), params)
    lint.write(findings, format, stdout())
    return FAILED if findings.mistakes or (strict and findings.notes) else CLEAN
