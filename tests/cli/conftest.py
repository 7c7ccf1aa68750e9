"""A small pack of policies, a few records, and the command itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from checker.cli import main

Run: TypeAlias = Callable[..., Result]

PACK = """\
id: mini
title: Two policies
version: 1.0.0
"""
DISMISSAL = """\
id: mini/staff/dismissal
title: Remote staff are dismissed by the client
severity: high
when: engagement.arrangement.declared == "remote_staffing"
require:
  - that: engagement.control.dismisses == "client"
    message: The {engagement.control.dismisses} dismisses, not the client.
rationale: Who dismisses is the employer.
remediation: Let the client decide.
references:
  - {title: A book, section: "2", url: "https://example.org", as_of: 2026-01-01}
tags: [staff]
"""
TITLED = """\
id: mini/vendors/status
title: The vendor is approved
severity: low
applies_to: vendor
require:
  - that: vendor.status == "approved"
tags: [vendors]
"""
RECORD = """\
kind: engagement
id: {id}
title: Remote tester
arrangement:
  declared: remote_staffing
control:
  hires: client
"""
PASSING = RECORD.format(id="ENG-1") + "  dismisses: client\n"
FAILING = RECORD.format(id="ENG-2") + "  dismisses: provider\n"
INCOMPLETE = RECORD.format(id="ENG-3")
VENDOR = "kind: vendor\nid: VEN-1\nlegal_name: A company\nstatus: approved\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with `policies/` and `records/`."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "policies/mini/pack.yaml", PACK)
    write(tmp_path / "policies/mini/staff/dismissal.yaml", DISMISSAL)
    write(tmp_path / "policies/mini/vendors/status.yaml", TITLED)
    write(tmp_path / "records/1.yaml", PASSING)
    write(tmp_path / "records/2.yaml", FAILING)
    write(tmp_path / "records/3.yaml", INCOMPLETE)
    write(tmp_path / "records/v.yaml", VENDOR)
    return tmp_path


def write(path: Path, text: str) -> Path:
    """Writes a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def checker(folder: Path) -> Run:
    """Runs the command in that folder; `check` and `missing` with its policies and a fixed day."""

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        fixed = {
            "check": ["--policies", "policies", "--as-of", "2026-06-01"],
            "missing": ["--policies", "policies", "--as-of", "2026-06-01"],
        }
        first, *rest = arguments
        return CliRunner().invoke(main, [first, *fixed.get(first, []), *rest], input=stdin)

    return run
