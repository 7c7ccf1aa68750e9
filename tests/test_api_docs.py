"""The library's page is true: its examples run, print what they show, and are typed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import checker

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_examples_print_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, as a reader would run them."""
    for name in ("examples", "policies"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert len(BLOCKS) == PAGE.count("```python")
    names: dict[str, Any] = {}
    for code, printed in BLOCKS:
        screen = io.StringIO()
        with redirect_stdout(screen):
            exec(compile(code, "docs/api.md", "exec"), names)
        assert screen.getvalue() == printed


def test_the_examples_are_typed(tmp_path: Path) -> None:
    """mypy --strict has nothing to say."""
    (tmp_path / "example.py").write_text("\n".join(code for code, _ in BLOCKS), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(tmp_path / "example.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_name_is_there() -> None:
    """What the library offers can be imported from it; nothing else can."""
    assert all(getattr(checker, name) is not None for name in checker.__all__)
    assert set(checker.__all__) == set(dir(checker))
    with pytest.raises(AttributeError):
        _ = checker.nothing


def test_a_format_that_does_not_exist_is_refused() -> None:
    """With those that do."""
    report = checker.Report("1", date(2026, 1, 1), checker.Severity.INFO, (), ())
    with pytest.raises(checker.UsageError, match="There is no format xml; there are csv, "):
        checker.write_report(report, "xml", io.StringIO())
