"""What a command loads before it has said anything: start-up time is the sum of its imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"duckdb", "jsonschema", "jsonschema_rs", "pydantic", "re2", "tabulate", "yaml", "yaml_rs"}


def _loaded(*arguments: str) -> set[str]:
    """The top-level packages that a Python process with these arguments imports; its exit code must be 0."""
    command = [sys.executable, "-X", "importtime", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = run.stderr.splitlines()
    said = [line for line in lines if not line.startswith("import time:")]
    assert run.returncode == 0, said
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines if line not in said}


@pytest.mark.parametrize("module", sorted({"jsonschema", "pydantic", "yaml"}))
def test_the_measurement_sees_what_is_loaded(module: str) -> None:
    """A process that imports a heavy package is seen to have loaded it."""
    assert module in _loaded("-c", f"import {module}")


def test_importing_checker_loads_nothing_heavy() -> None:
    """`import checker` costs a program nothing that it does not use; not even the command line is loaded."""
    assert _loaded("-c", "import checker") & (HEAVY | {"click"}) == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """Help and version appear without loading a YAML reader or a validator."""
    assert _loaded("-m", "checker", *arguments) & HEAVY == set()


def test_a_second_check_loads_no_more_than_it_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the policies from the cache: no parser of another format, no digests that no report shows, no wrapping."""
    monkeypatch.setenv("CHECKER_CACHE_DIR", str(tmp_path))
    check = ["-m", "checker", "check", "examples/passing/remote-home.yaml", "--as-of", "2026-11-23", "--quiet"]
    assert _loaded(*check, "--format", "json") >= {"hashlib", "json"}
    assert _loaded(*check) & {"csv", "hashlib", "json", "textwrap"} == set()


def test_a_check_that_passes_loads_only_what_it_uses() -> None:
    """A record that passes is read, validated and judged without the libraries that explain failures or draw tables."""
    record = ["check", "examples/passing/remote-home.yaml", "--as-of", "2026-11-23"]
    loaded = _loaded("-m", "checker", *record)
    assert "jsonschema_rs" in loaded
    assert loaded & {"duckdb", "jsonschema", "pydantic", "tabulate", "yaml"} == set()
