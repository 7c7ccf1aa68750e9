"""A report against another, and against the files that it rests on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import FAILING, RECORD, Run, write


@pytest.fixture
def old(folder: Path, checker: Run) -> Path:
    """A report on all records: one fails, one is incomplete."""
    assert checker("check", "records", "-f", "json", "-o", "old.json").exit_code == 1
    return folder / "old.json"


def verify(checker: Run, *more: str) -> tuple[int, str, str]:
    """The exit code, and both outputs as single lines."""
    result = checker("verify", "old.json", "records", "--policies", "policies", *more)
    return result.exit_code, " ".join(result.stdout.split()), result.stderr


def diff(checker: Run, *more: str) -> tuple[int, str]:
    """The records as they are now against the old report."""
    checker("check", "records", "-f", "json", "-o", "new.json")
    result = checker("diff", "old.json", "new.json", *more)
    return result.exit_code, result.stdout


def test_the_same_records_have_the_same_findings(old: Path, checker: Run) -> None:
    """Nothing is new."""
    assert diff(checker) == (0, "The two reports have the same findings.\n")


def test_a_new_finding_is_told(old: Path, folder: Path, checker: Run) -> None:
    """With its message, and what it was before."""
    write(folder / "records/1.yaml", RECORD.format(id="ENG-1") + "  dismisses: worker\n")
    code, shown = diff(checker)
    assert code == 1
    assert "NEW  mini/staff/dismissal  ENG-1\n      pass → fail\n      ✗ The worker dismisses" in shown
    assert "1 new, 0 changed, 0 fixed." in shown


def test_a_finding_that_has_gone_is_told(old: Path, folder: Path, checker: Run) -> None:
    """Because it was put right, or because the record is no more."""
    write(folder / "records/2.yaml", RECORD.format(id="ENG-2") + "  dismisses: client\n")
    (folder / "records/3.yaml").unlink()
    code, shown = diff(checker)
    assert code == 0
    assert "fail → pass" in shown
    assert "incomplete → not there" in shown
    assert "was: The provider dismisses, not the client." in shown
    assert "0 new, 0 changed, 2 fixed." in shown


def test_a_finding_that_is_another_now_is_told(old: Path, folder: Path, checker: Run) -> None:
    """From incomplete to fail is worse; the other way round is not."""
    write(folder / "records/3.yaml", RECORD.format(id="ENG-3") + "  dismisses: provider\n")
    code, shown = diff(checker)
    assert (code, "CHANGED  mini/staff/dismissal  ENG-3\n      incomplete → fail" in shown) == (1, True)
    write(folder / "records/3.yaml", RECORD.format(id="ENG-3"))
    write(folder / "records/2.yaml", RECORD.format(id="ENG-2"))
    code, shown = diff(checker)
    assert (code, "fail → incomplete" in shown) == (0, True)


def test_invalid_and_unreadable_are_findings(old: Path, folder: Path, checker: Run) -> None:
    """Though they are no policy's."""
    write(folder / "records/4.yaml", "kind: engagement\nid: ENG-4\n")
    write(folder / "records/5.yaml", "a: [")
    code, shown = diff(checker)
    assert code == 1
    assert "NEW  the record itself  ENG-4\n      not there → invalid" in shown
    assert "NEW  the record itself  records/5.yaml\n      not there → unreadable" in shown


def test_differences_as_json(old: Path, folder: Path, checker: Run) -> None:
    """For programs."""
    write(folder / "records/4.yaml", FAILING.replace("ENG-2", "ENG-4"))
    _, shown = diff(checker, "-f", "json")
    found = json.loads(shown)
    assert [(each["record"], each["before"], each["after"]) for each in found["new"]] == [("ENG-4", "", "fail")]
    assert (found["fixed"], found["changed"]) == ([], [])


def test_an_untouched_report_is_confirmed(old: Path, checker: Run) -> None:
    """The day is that of the report, whatever today is."""
    code, shown, _ = verify(checker)
    assert code == 0
    assert shown.startswith("CONFIRMED old.json, made as of 2026-06-01 by checker")


def test_a_touched_record_is_named(old: Path, folder: Path, checker: Run) -> None:
    """Even where the findings stay the same."""
    file = folder / "records/1.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# touched\n", encoding="utf-8")
    code, shown, _ = verify(checker)
    assert code == 1
    assert "! record records/1.yaml has changed" in shown
    assert "the findings are the same, but files have changed" in shown


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("records/2.yaml", RECORD.format(id="ENG-2") + "  dismisses: client\n", "record records/2.yaml has changed"),
        ("records/4.yaml", FAILING.replace("ENG-2", "ENG-4"), "record records/4.yaml is new"),
        ("policies/mini/facts.yaml", "facts: {}\n", "policy policies/mini/facts.yaml is new"),
    ],
)
def test_whatever_has_changed_is_named(old: Path, folder: Path, checker: Run, file: str, text: str, said: str) -> None:
    """Records and policies, changed, new or gone."""
    write(folder / file, text)
    code, shown, _ = verify(checker)
    assert (code, said in shown) == (1, True), shown


def test_a_policy_that_asks_for_something_else_is_named(old: Path, folder: Path, checker: Run) -> None:
    """With the findings that are new through it."""
    file = folder / "policies/mini/staff/dismissal.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('dismisses == "client"', 'dismisses == "provider"'), encoding="utf-8")
    code, shown, _ = verify(checker)
    assert code == 1
    assert "! policy policies/mini/staff/dismissal.yaml has changed" in shown
    assert "NEW mini/staff/dismissal ENG-1" in shown
    assert "files have changed, and so have the findings" in shown


def test_a_report_that_was_altered_is_caught(old: Path, checker: Run) -> None:
    """The files are the same, and do not give what it says."""
    text = old.read_text(encoding="utf-8")
    old.write_text(text.replace("The provider dismisses", "The client dismisses"), encoding="utf-8")
    code, shown, _ = verify(checker)
    assert code == 1
    assert "the report is not what these files give; it has been altered" in shown


def test_waivers_and_the_baseline_take_part(folder: Path, checker: Run) -> None:
    """They are found again by their names, and a change of theirs is one."""
    waiver = (
        "waivers: [{policy: mini/staff/dismissal, record: ENG-3, owner: a, approved_by: b, reason: r, ticket: t,"
        " granted: 2026-06-01, expires: 2026-07-01}]\n"
    )
    write(folder / "exceptions.yaml", waiver)
    checker("check", "records/2.yaml", "--write-baseline")
    flags = ("--waivers", "exceptions.yaml", "--baseline", "baseline.json")
    assert checker("check", "records", *flags, "-f", "json", "-o", "old.json").exit_code == 0
    assert verify(checker)[0] == 0
    write(folder / "exceptions.yaml", waiver.replace("ENG-3", "ENG-4"))
    code, shown, _ = verify(checker)
    assert code == 1
    assert "waivers exceptions.yaml has changed" in shown
    assert "waived → incomplete" in shown


@pytest.mark.parametrize("most", ["60", "400"])
def test_waivers_are_held_to_the_same_limit_again(folder: Path, checker: Run, most: str) -> None:
    """A waiver that was void for its length is void again, and one that was not is not."""
    waiver = (
        "waivers: [{policy: mini/staff/dismissal, record: ENG-2, owner: a, approved_by: b, reason: r, ticket: t,"
        f" granted: 2026-06-01, expires: {'2026-09-01' if most == '60' else '2027-06-01'}}}]\n"
    )
    write(folder / "waivers.yaml", waiver)
    checker("check", "records", "--max-waiver-days", most, "-f", "json", "-o", "old.json")
    assert verify(checker)[0] == 0


def test_a_report_by_an_older_checker_is_compared_all_the_same(old: Path, checker: Run) -> None:
    """Where it comes out differently, that is the reason that is given."""
    text = old.read_text(encoding="utf-8").replace("The provider dismisses", "The client dismisses")
    old.write_text(text.replace('"version": "0.1.0"', '"version": "0.0.9"'), encoding="utf-8")
    assert "finds something else in the same files" in verify(checker)[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "old.json is no report: it is not JSON"),
        ("{}", "old.json is no report of checker: version is missing"),
        ("[]", "old.json is no report of checker"),
        ('{"version": "2"}', 'old.json has version "2"; this checker reads reports of version 1.'),
        (None, "The report old.json cannot be read: No such file or directory."),
    ],
)
def test_what_is_no_report_is_refused(folder: Path, checker: Run, text: str | None, said: str) -> None:
    """By both commands, and with what writes one."""
    if text is not None:
        write(folder / "old.json", text)
    for result in (checker("diff", "old.json", "old.json"), checker("verify", "old.json", "records")):
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr


def test_evidence_files_have_to_be_there_again(folder: Path, checker: Run) -> None:
    """A report that compared them cannot be confirmed without them."""
    (folder / "files").mkdir()
    checker("check", "records", "--evidence-root", "files", "-f", "json", "-o", "old.json")
    code, _, said = verify(checker)
    assert code == 2
    assert "The report compared evidence files: say with --evidence-root where they are." in said
    assert verify(checker, "--evidence-root", "files")[0] == 0
