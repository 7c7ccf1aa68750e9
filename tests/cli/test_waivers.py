"""Waivers: an exception is let in by rules, shown as one, and ends on its day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import Result

from tests.cli.conftest import Run

WAIVER = {
    "policy": "mini/staff/dismissal",
    "record": "ENG-2",
    "owner": "a.meyer@example.org",
    "approved_by": "b.novak@example.org",
    "reason": "The contract is renewed in March.",
    "ticket": "COMP-1",
    "granted": "2026-06-01",
    "expires": "2026-07-31",
}

Changes: TypeAlias = Mapping[str, object]


def write(folder: Path, *waivers: Mapping[str, object]) -> None:
    """A waivers.yaml; JSON is YAML."""
    (folder / "waivers.yaml").write_text(json.dumps({"waivers": list(waivers)}, indent=1), encoding="utf-8")


def check(checker: Run, as_of: str = "2026-06-15", *more: str, record: str = "records/2.yaml") -> Result:
    """Checks a record that fails."""
    return checker("check", record, "--as-of", as_of, *more)


@pytest.mark.parametrize(
    ("as_of", "code", "said"),
    [
        ("2026-05-31", 1, "is granted from 2026-06-01 on"),
        ("2026-06-01", 0, "waived"),
        ("2026-07-30", 0, "ends in 1 day, on 2026-07-31"),
        ("2026-07-31", 0, "ends today"),
        ("2026-08-01", 1, "expired on 2026-07-31"),
    ],
)
def test_a_waiver_holds_from_its_first_day_to_its_last(
    folder: Path, checker: Run, as_of: str, code: int, said: str
) -> None:
    """The day before and the day after, the finding fails the run, and its note says why."""
    write(folder, WAIVER)
    result = check(checker, as_of)
    assert (result.exit_code, said in result.stdout) == (code, True), result.stdout


def test_a_waived_finding_stays_in_the_report(folder: Path, checker: Run) -> None:
    """With the owner, who approved, the ticket and the end; --no-waivers shows the bare truth."""
    write(folder, WAIVER)
    shown = " ".join(check(checker).stdout.split())
    assert "WAIVED mini/staff/dismissal" in shown
    assert "The provider dismisses, not the client." in shown
    assert "until 2026-07-31, a.meyer@example.org, approved by b.novak@example.org, COMP-1" in shown
    assert "of the findings, 1 waived" in shown
    bare = check(checker, "2026-06-15", "--no-waivers")
    assert bare.exit_code == 1
    assert "waive" not in bare.stdout


def test_the_json_report_has_every_waiver(folder: Path, checker: Run) -> None:
    """What rests on it, and how long it lasts, for the auditor."""
    write(folder, WAIVER, {**WAIVER, "record": "ENG-9"})
    report = json.loads(check(checker, "2026-06-15", "-f", "json").stdout)
    used, unused = report["waivers"]
    assert (used["state"], used["records"], used["days_left"]) == ("used", ["ENG-2"], 46)
    assert (unused["state"], unused["note"]) == ("unused", "is not needed: no finding rests on it")
    (result,) = report["records"][0]["results"]
    assert (result["outcome"], result["clauses"][0]["outcome"], result["clauses"][0]["waiver"]) == ("waived", "fail", 0)
    assert {"role": "waivers", "file": "waivers.yaml"}.items() <= report["sources"][-1].items()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"approved_by": " A.Meyer@Example.org"}, "approved by its own owner"),
        ({"policy": "*", "record": "*"}, "is about everything; name the policy, or the record"),
        ({"policy": "*/*/*", "record": "?*"}, "is about everything"),
        ({"expires": "2026-11-29"}, "lasts 181 days, more than 180; let it end earlier, or raise max-waiver-days"),
        ({"policy": "mini/staff/dismissel"}, "which is not there; did you mean mini/staff/dismissal?"),
        ({"clause": 2}, "names clause 2, and mini/staff/dismissal has 1"),
    ],
)
def test_a_waiver_that_breaks_a_rule_is_void(folder: Path, checker: Run, changes: Changes, said: str) -> None:
    """The finding comes back, and the report names the rule and the line."""
    write(folder, {**WAIVER, **changes})
    result = check(checker)
    shown = " ".join(result.stdout.split())
    assert result.exit_code == 1
    assert "FAIL mini/staff/dismissal" in shown
    assert said in shown
    assert "waivers.yaml:3" in shown


def test_how_long_a_waiver_may_last_can_be_set(folder: Path, checker: Run) -> None:
    """On the command line, or in the configuration."""
    write(folder, {**WAIVER, "expires": "2026-11-29"})
    assert check(checker, "2026-06-15", "--max-waiver-days", "181").exit_code == 0
    (folder / "checker.toml").write_text("max-waiver-days = 181\n", encoding="utf-8")
    assert check(checker).exit_code == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ticket": None, "tickt": "X"}, "waivers.yaml:11: waivers[0] has no field tickt. Did you mean ticket?"),
        ({"granted": "1 June"}, 'waivers.yaml:10: waivers[0].granted is "1 June", not a date'),
        ({"expires": "2026-05-01"}, "waivers.yaml:11: waivers[0] expires on 2026-05-01, before it is granted"),
        ({"vendor": "V-1"}, "waivers[0] names a record and a vendor. Give it record: or vendor:, one of the two."),
        ({"record": None}, "waivers[0] names neither a record nor a vendor"),
        ({"policy": "mini/*", "clause": 1}, "waivers[0] names a clause, but more than one policy"),
        ({"reason": " "}, "waivers[0].reason"),
        ({"owner": None}, "waivers.yaml:3: waivers[0].owner is missing. Add owner. Who answers for the exception."),
    ],
)
def test_a_file_of_the_wrong_form_is_refused(folder: Path, checker: Run, changes: Changes, said: str) -> None:
    """No part of it counts, no report is made, and the message has the line."""
    write(folder, {name: value for name, value in {**WAIVER, **changes}.items() if value is not None})
    result = check(checker)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("waivers: [", "waivers.yaml:2"),
        ("a: 1\n---\nb: 1\n", "holds 2 YAML documents, not one"),
        ("waivers: {}\n", "waivers is"),
        (b"\xff", "byte 1 is not UTF-8"),
    ],
)
def test_a_file_that_is_no_list_of_waivers_is_refused(folder: Path, checker: Run, text: str | bytes, said: str) -> None:
    """Whatever it is."""
    (folder / "waivers.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    result = check(checker)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_file_that_is_not_there_is_an_error(checker: Run) -> None:
    """A name that was given leads to a file."""
    result = check(checker, "2026-06-15", "--waivers", "nowhere.yaml")
    assert result.exit_code == 2
    assert "nowhere.yaml: the file cannot be read: No such file or directory" in result.stderr


def test_of_overlapping_waivers_the_longest_counts(folder: Path, checker: Run) -> None:
    """The other is not needed, and the report says which one does its work."""
    write(folder, WAIVER, {**WAIVER, "record": "ENG-*", "expires": "2026-08-31"})
    result = check(checker)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    assert "until 2026-08-31" in shown
    assert "The waiver at waivers.yaml:3 does nothing that the one at waivers.yaml:13 does not do longer." in shown


def test_a_waiver_about_an_incomplete_record_waives_that_too(folder: Path, checker: Run) -> None:
    """What is not proved is a finding as well as what is disproved."""
    write(folder, {**WAIVER, "record": "ENG-3"})
    result = check(checker, record="records/3.yaml")
    assert result.exit_code == 0
    assert "engagement.control.dismisses is not recorded" in result.stdout


def test_a_waiver_for_a_vendor_covers_what_refers_to_it(folder: Path, checker: Run) -> None:
    """The vendor's own record, and every engagement with it."""
    write(folder, {**{name: each for name, each in WAIVER.items() if name != "record"}, "vendor": "VEN-*"})
    assert check(checker).exit_code == 1
    text = (folder / "records" / "2.yaml").read_text(encoding="utf-8")
    (folder / "records" / "2.yaml").write_text(f"{text}provider: {{vendor_id: VEN-1}}\n", encoding="utf-8")
    assert check(checker).exit_code == 0


def test_a_waiver_for_one_clause_leaves_the_others(folder: Path, checker: Run) -> None:
    """A policy passes only where each of its clauses is fulfilled or waived."""
    file = folder / "policies" / "mini" / "staff" / "dismissal.yaml"
    text = file.read_text(encoding="utf-8")
    more = "  - that: engagement.control.hires == 'provider'\n    message: The client hires.\n"
    file.write_text(text.replace("rationale:", f"{more}rationale:"), encoding="utf-8")
    write(folder, {**WAIVER, "clause": 1})
    result = check(checker)
    assert result.exit_code == 1
    assert "FAIL  mini/staff/dismissal" in result.stdout
    assert "clause 1, until 2026-07-31" in " ".join(result.stdout.split())
    write(folder, {**WAIVER, "clause": 1}, {**WAIVER, "clause": 2})
    assert check(checker).exit_code == 0


def test_the_file_is_no_record(folder: Path, checker: Run) -> None:
    """Where it lies among the records, it is not taken for one."""
    write(folder, WAIVER)
    for name in ("1", "3", "v"):
        (folder / "records" / f"{name}.yaml").unlink()
    (folder / "waivers.yaml").rename(folder / "records" / "waivers.yaml")
    result = check(checker, "2026-06-15", "--waivers", "records/waivers.yaml", record="records")
    assert result.exit_code == 0
    assert "1 record in 1 file" in result.stdout


def test_they_can_be_listed(folder: Path, checker: Run) -> None:
    """With and without records; one that does not count makes the exit code 1."""
    write(folder, WAIVER)
    arguments = ("waivers", "list", "--policies", "policies", "--as-of", "2026-06-15")
    result = checker(*arguments)
    assert result.exit_code == 0
    assert "IN FORCE  mini/staff/dismissal  ENG-2" in result.stdout
    assert "2026-06-01 to 2026-07-31 (46 days)" in result.stdout
    assert "rests on it: ENG-2" in checker(*arguments, "records/2.yaml").stdout
    write(folder, WAIVER, {**WAIVER, "approved_by": WAIVER["owner"]})
    result = checker(*arguments)
    assert result.exit_code == 1
    assert "VOID" in result.stdout
    assert "2 waivers as of 2026-06-15, 1 of them expired or void." in result.stdout


def test_without_a_file_there_is_nothing_to_list(checker: Run) -> None:
    """The message names the option."""
    result = checker("waivers", "list", "--policies", "policies")
    assert result.exit_code == 2
    assert "There is no waivers.yaml here; name the file of waivers with --waivers." in result.stderr
