"""`checker explain`: what the code of a diagnostic means."""

from __future__ import annotations

import click

from checker.cli import CLEAN
from checker.cli.streams import stdout
from checker.errors import UsageError


@click.command(short_help="Explain the code of a diagnostic.")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Explain the CODE of a diagnostic, for example L012; without one, list them all.

    Exit codes: 0 it is explained; 2 there is no such code.
    """
    from checker.lang.codes import pages
    from checker.lang.faults import did_you_mean

    known = pages()
    if code is None:
        for each in known.values():
            stdout().write(f"{each.code}  {each.title}\n")
        return CLEAN
    found = known.get(code.upper())
    if found is None:
        advice = did_you_mean(code.upper(), known) or "; `checker explain` lists them all"
        raise UsageError(f"There is no code {code}{advice}")
    stdout().write(f"{found.code}  {found.title}\n\n{found.text}\n")
    return CLEAN
