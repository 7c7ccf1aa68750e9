"""Markdown for `$GITHUB_STEP_SUMMARY`: the verdict, the findings, what is missing, the waivers; less than 1 MiB."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from checker.model import Report
from checker.reports import Options
from checker.reports.layout.entries import entries
from checker.reports.layout.summary import findings, heading, not_recorded, waivers

MOST_BYTES = 1 << 20
"""GitHub refuses a step's summary that is longer."""
_ROOM = 2000
"""For what is said of lines that are left out, and for what a step has written before."""


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Writes the summary; where not all lines fit, it says how many are left out."""
    parts: list[str] = [*heading(report), ""]
    found = list(entries(report))
    if found:
        parts += ["### Findings", "", *findings(found), ""]
    if gaps := list(not_recorded(report)):
        parts += ["<details><summary>Not recorded</summary>", "", *gaps, "", "</details>", ""]
    if report.waivers:
        parts += ["<details><summary>Waivers</summary>", "", *waivers(report.waivers), "", "</details>", ""]
    kept = _fitting(parts)
    stream.write("\n".join(kept).rstrip("\n") + "\n")
    if len(kept) < len(parts):
        stream.write(f"\n{len(parts) - len(kept)} more lines do not fit here; see the report in another format.\n")


def _fitting(lines: Sequence[str]) -> list[str]:
    kept, room = [], MOST_BYTES - _ROOM
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        kept.append(line)
    return kept
