"""Parameters on the command line: what --param sets, and how it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main

ROOT = Path(__file__).resolve().parents[2]
OLD_REVIEW = str(ROOT / "examples" / "failing" / "remote-home.yaml")


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(main, list(arguments))


def check(*more: str) -> Result:
    """A check of a record whose latest review is 479 days old."""
    return run("check", OLD_REVIEW, "--as-of", "2026-11-23", *more)


def test_a_parameter_changes_what_is_asked() -> None:
    """365 days by default; the report says where a run sets another."""
    assert check().exit_code == 1
    lenient = check("--param", "core.evidence_max_age_days=500")
    assert lenient.exit_code == 0
    assert "  core.evidence_max_age_days = 500 (default 365)\n" in lenient.stdout
    (found,) = (
        each
        for each in json.loads(check("--param", "core.evidence_max_age_days=500", "-f", "json").stdout)["parameters"]
        if each["name"] == "core.evidence_max_age_days"
    )
    assert (found["value"], found["default"]) == ("500", "365")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("core.evidence_max_age_day=500", "did you mean core.evidence_max_age_days?"),
        ("core.evidence_max_age_days=5", "cannot be 5: it must be at least 30."),
        ("core.evidence_max_age_days", "should be NAME=VALUE"),
    ],
)
def test_a_wrong_parameter_exits_with_2(value: str, message: str) -> None:
    """With the next step, and no report."""
    result = check("--param", value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_policy_shows_its_parameters() -> None:
    """With the value and its meaning; not those of other policies."""
    shown = " ".join(run("policies", "show", "core/remote-staff/direct-management").stdout.split())
    assert "params.evidence_max_age_days = 365: How many days old" in shown
    assert "screening_max_age_days" not in shown
