"""For GitHub Actions: a workflow command for each finding, which becomes a remark beside its line."""

from __future__ import annotations

from typing import TextIO

from checker.lint import Findings

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def write(findings: Findings, stream: TextIO) -> None:
    """Writes the commands; no text can end one or begin another."""
    for each in findings.all:
        level = "notice" if each.code.startswith("N") else "error"
        place = [f"file={each.file.translate(_PROPERTY)}"]
        if each.position:
            end = each.position.column + max(each.length, 1) - 1
            place += [f"line={each.position.line}", f"col={each.position.column}", f"endColumn={end}"]
        title = f"{each.code} {each.title}".translate(_PROPERTY)
        stream.write(f"::{level} {','.join([*place, f'title={title}'])}::{each.message.translate(_DATA)}\n")
