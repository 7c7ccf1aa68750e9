"""The baseline: what was there before does not fail a run, and what is new does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import FAILING, RECORD, Run, write

FLAGS = ("check", "records", "--baseline", "baseline.json")


@pytest.fixture
def baseline(folder: Path, checker: Run) -> Path:
    """A baseline of the records as they are: one fails, one is incomplete."""
    result = checker("check", "records", "--write-baseline")
    assert result.exit_code == 0, result.output
    assert "The baseline is in baseline.json." in result.stderr
    return folder / "baseline.json"


def findings(file: Path) -> list[dict[str, Any]]:
    """What a baseline holds."""
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["findings"]
    return found


def test_only_what_is_new_fails(baseline: Path, folder: Path, checker: Run) -> None:
    """Known findings are counted; another record with the same fault is new."""
    assert [(each["record"], each["outcome"]) for each in findings(baseline)] == [
        ("ENG-2", "fail"),
        ("ENG-3", "incomplete"),
    ]
    result = checker(*FLAGS)
    assert result.exit_code == 0
    assert "2 findings known from the baseline baseline.json" in result.stdout
    assert "of the findings, 2 known from the baseline" in " ".join(result.stdout.split())
    write(folder / "records/4.yaml", FAILING.replace("ENG-2", "ENG-4"))
    result = checker(*FLAGS)
    assert result.exit_code == 1
    assert "ENG-4" in result.stdout
    assert "ENG-2" not in result.stdout


def test_without_the_option_nothing_is_known(baseline: Path, checker: Run) -> None:
    """A file that lies about changes nothing."""
    assert checker("check", "records").exit_code == 1


def test_a_record_may_be_moved_and_written_differently(baseline: Path, folder: Path, checker: Run) -> None:
    """Another file, another format, another order of fields."""
    (folder / "records/2.yaml").unlink()
    value = {"control": {"dismisses": "provider", "hires": "client"}, "arrangement": {"declared": "remote_staffing"}}
    write(folder / "records/sub/a.json", json.dumps({**value, "title": "Other", "id": "ENG-2", "kind": "engagement"}))
    assert checker(*FLAGS).exit_code == 0


def test_a_policy_may_be_formatted_differently(baseline: Path, folder: Path, checker: Run) -> None:
    """Blanks in an expression are not its meaning; another condition is another finding."""
    file = folder / "policies/mini/staff/dismissal.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("dismisses == ", "dismisses   ==   "), encoding="utf-8")
    assert checker(*FLAGS).exit_code == 0
    file.write_text(text.replace('dismisses == "client"', 'dismisses in ["client"]'), encoding="utf-8")
    assert checker(*FLAGS).exit_code == 1


def test_what_was_incomplete_and_now_fails_is_new(baseline: Path, folder: Path, checker: Run) -> None:
    """The worse outcome was not known."""
    write(folder / "records/3.yaml", RECORD.format(id="ENG-3") + "  dismisses: provider\n")
    result = checker(*FLAGS)
    assert result.exit_code == 1
    assert "FAIL  mini/staff/dismissal" in result.stdout


def test_an_error_and_an_invalid_record_are_never_known(baseline: Path, folder: Path, checker: Run) -> None:
    """They are in no baseline, and one that is written anew does not let them pass."""
    write(folder / "records/4.yaml", "kind: engagement\nid: ENG-4\n")
    assert checker(*FLAGS).exit_code == 1
    assert checker(*FLAGS, "--write-baseline").exit_code == 1
    assert [each["record"] for each in findings(baseline)] == ["ENG-2", "ENG-3"]


def test_what_has_gone_is_told_and_dropped(baseline: Path, folder: Path, checker: Run) -> None:
    """So that the baseline can shrink."""
    write(folder / "records/2.yaml", RECORD.format(id="ENG-2") + "  dismisses: client\n")
    result = checker(*FLAGS, "-v")
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    assert "1 finding of the baseline is gone: write it anew with --write-baseline." in shown
    assert "ENG-2 mini/staff/dismissal" in shown
    assert checker(*FLAGS, "--write-baseline").exit_code == 0
    assert [each["record"] for each in findings(baseline)] == ["ENG-3"]


def test_a_part_of_the_records_says_nothing_of_the_others(baseline: Path, checker: Run) -> None:
    """Findings on records that did not take part have not gone, and stay when it is written anew."""
    part = ("check", "records/1.yaml", "--baseline", "baseline.json", "-v")
    result = checker(*part)
    assert "gone" not in result.stdout
    assert "2 more of it are about records or policies that this run did not look at" in " ".join(result.stdout.split())
    before = baseline.read_text(encoding="utf-8")
    assert checker(*part, "--write-baseline").exit_code == 0
    assert baseline.read_text(encoding="utf-8") == before


def test_the_json_report_says_what_is_known(baseline: Path, checker: Run) -> None:
    """Each finding has its fingerprint."""
    report = json.loads(checker(*FLAGS, "-f", "json").stdout)
    clauses = [each for record in report["records"] for result in record["results"] for each in result["clauses"]]
    assert {each["fingerprint"] for each in clauses} == {each["fingerprint"] for each in findings(baseline)}
    assert all(each["known"] for each in clauses)
    assert (report["baseline"]["known"], report["counts"]["known"]) == (2, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "The baseline baseline.json is not JSON"),
        ("[]", "baseline.json is no baseline: it has no findings."),
        ('{"version": "2", "findings": []}', 'has version "2", and this checker reads version "1"'),
        ('{"version": "1", "findings": [{}]}', "findings[0] should have fingerprint, kind, record"),
        (None, "The baseline baseline.json cannot be read: No such file or directory."),
    ],
)
def test_what_is_no_baseline_is_refused(folder: Path, checker: Run, text: str | None, said: str) -> None:
    """No report is made, and the message names the next step."""
    if text is not None:
        write(folder / "baseline.json", text)
    result = checker(*FLAGS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "--write-baseline" in result.stderr


def test_a_finding_of_an_outcome_that_cannot_be_known_is_refused(baseline: Path, checker: Run) -> None:
    """Nobody writes an error into a baseline by hand."""
    baseline.write_text(baseline.read_text(encoding="utf-8").replace('"fail"', '"error"'), encoding="utf-8")
    result = checker(*FLAGS)
    assert result.exit_code == 2
    assert "findings[0] has the outcome error, not fail or incomplete." in result.stderr


def test_a_baseline_among_the_records_is_no_record(folder: Path, checker: Run) -> None:
    """It is written there and read there; what waives is no record either."""
    for _ in range(2):
        assert checker("check", "records", "--baseline", "records/baseline.json", "--write-baseline").exit_code == 0
    result = checker("check", "records", "--baseline", "records/baseline.json")
    assert (result.exit_code, "4 records in 4 files" in result.stdout) == (0, True)
