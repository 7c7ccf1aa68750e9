"""For people: each finding with its line and a caret, then how many there are."""

from __future__ import annotations

from typing import TextIO

from checker.lint import Findings


def write(findings: Findings, stream: TextIO) -> None:
    """Writes the findings, and a last line that says whether the policies load."""
    for each in findings.all:
        stream.write(f"{each.render()}\n\n")
    codes = sorted({each.code for each in findings.all})
    advice = f" `checker explain {codes[0]}` says more of a code." if codes else ""
    if findings.mistakes:
        stream.write(f"FAIL  {_number(len(findings.mistakes), 'mistake')}; the policies do not load.{advice}\n")
    else:
        notes = f", {_number(len(findings.notes), 'note')}" if findings.notes else ""
        stream.write(f"PASS  {_number(findings.policies, 'policy', 'policies')} without a mistake{notes}.{advice}\n")


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"
