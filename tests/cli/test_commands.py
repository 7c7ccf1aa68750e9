"""The other commands from the outside: validate, missing, test, policies, eval; and what holds for all of them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from checker.cli import COMMANDS, main
from tests.cli.conftest import FAILING, INCOMPLETE, PASSING, Run, write


def test_every_command_has_help_that_states_its_exit_codes() -> None:
    """--help of every command that judges says what its exit codes mean."""
    for name in COMMANDS:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert name in ("policies", "waivers", "config") or "Exit codes:" in result.stdout


def test_commands_are_listed_with_whole_sentences() -> None:
    """The list of commands is not cut off."""
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert "..." not in result.stdout.split("Commands:")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "No such command 'chek'. Did you mean 'check'?"),
        (["policies", "lst"], "No such command 'lst'"),
        (["--nothing"], "No such option '--nothing'"),
        ([], "Usage: checker"),
    ],
)
def test_wrong_commands_exit_with_2(arguments: list[str], message: str) -> None:
    """A command that does not exist is named, with the nearest that does."""
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_crash_is_one_message_and_exits_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of checker shows no traceback unless it is asked for, and is never taken for a report."""

    @click.command
    def broken() -> None:
        raise ValueError("impossible \x1b[31m")

    monkeypatch.setattr("checker.cli.check.command", broken)
    result = CliRunner().invoke(main, ["check"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert r"checker itself failed, so there is no report: ValueError: impossible \x1b[31m" in result.stderr
    assert "Traceback" not in result.stderr
    result = CliRunner().invoke(main, ["--traceback", "check"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Traceback")


def test_validate_applies_the_schema_alone(checker: Run, folder: Path) -> None:
    """validate passes what policies would fail, and explains what the schema refuses."""
    result = checker("validate", "records")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "4 records in 4 files, checked against their schemas" in result.stdout
    write(folder / "records/bad.yaml", FAILING.replace("hires: client", "hire: client"))
    result = checker("validate", "records/bad.yaml")
    assert result.exit_code == 1
    assert "INVALID  engagement  ENG-2" in result.stdout
    assert "Correct what is named above, then validate again." in result.stdout.replace("\n      ", " ")


def test_missing_is_a_checklist(checker: Run) -> None:
    """Every fact that is not recorded stands with its title, its values and who waits for it."""
    result = checker("missing", "records/2.yaml", "records/3.yaml")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        "ENG-2  engagement  records/2.yaml\n"
        "      Remote tester\n"
        "      Nothing is missing.\n"
        "      1 policy fails for other reasons: `checker check` says why.\n"
        "\n"
        "ENG-3  engagement  records/3.yaml\n"
        "      Remote tester\n"
        "  [ ] engagement.control.dismisses\n"
        "      Who may end the engagement: client, provider, worker, shared or nobody\n"
        "      needed by 1 policy: mini/staff/dismissal\n"
        "\n"
        "1 fact is missing in 1 of 2 records, as of 2026-06-01.\n"
    )


def test_missing_exits_with_0_where_nothing_is(checker: Run) -> None:
    """A failing record that lacks nothing is not missing anything."""
    assert checker("missing", "records/2.yaml", "-q").stdout == "Nothing is missing in 1 record, as of 2026-06-01.\n"
    assert checker("missing", "records/2.yaml").exit_code == 0


def test_missing_follows_the_order_of_the_schema_and_names_each_fact_once(checker: Run, folder: Path) -> None:
    """Facts stand in the order in which a record is written; all policies that wait are named together."""
    policy = (folder / "policies/mini/staff/dismissal.yaml").read_text(encoding="utf-8")
    more = policy.replace("mini/staff/dismissal", "mini/staff/all").replace(
        '  - that: engagement.control.dismisses == "client"\n',
        '  - that: engagement.control.dismisses == "client"\n  - that: engagement.dates.start < today\n'
        '  - that: engagement.control.manages_performance == "client"\n',
    )
    write(folder / "policies/mini/staff/all.yaml", more)
    shown = checker("missing", "records/3.yaml").stdout
    assert [line.split()[-1] for line in shown.splitlines() if "[ ]" in line] == [
        "engagement.dates.start",
        "engagement.control.manages_performance",
        "engagement.control.dismisses",
    ]
    assert "needed by 2 policies: mini/staff/all, mini/staff/dismissal" in shown
    assert "a date, YYYY-MM-DD" in shown


def test_missing_tells_of_records_that_could_not_be_judged(checker: Run, folder: Path) -> None:
    """An invalid record is not taken for a complete one."""
    write(folder / "records/bad.yaml", PASSING.replace("ENG-1", "ENG-8") + "colour: red\n")
    result = checker("missing", "records/bad.yaml")
    assert result.exit_code == 1
    assert "The record is invalid" in result.stdout
    assert "1 could not be judged, see `checker validate`." in result.stdout.replace("\n", " ")


def test_policies_are_listed(folder: Path) -> None:
    """The list has every policy with its severity, kind and title, the built-in check included."""
    result = CliRunner().invoke(main, ["policies", "list", "--policies", "policies"])
    assert result.exit_code == 0
    rows = [line.split()[:3] for line in result.stdout.splitlines()]
    assert ["mini/staff/dismissal", "high", "engagement"] in rows
    assert ["mini/vendors/status", "low", "vendor"] in rows
    assert ["checker/evidence/engagement-files", "high", "engagement"] in rows
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_policy_is_shown_whole(folder: Path) -> None:
    """show prints what a policy asks of whom, why, what to do, and its sources."""
    result = CliRunner().invoke(main, ["policies", "show", "mini/staff/dismissal", "--policies", "policies"])
    assert result.exit_code == 0
    assert result.stdout == (
        "mini/staff/dismissal\n"
        "Remote staff are dismissed by the client\n"
        "\n"
        "severity      high\n"
        "applies to    engagement records\n"
        "tags          staff\n"
        'when          engagement.arrangement.declared == "remote_staffing"\n'
        'clause 1      engagement.control.dismisses == "client"\n'
        "              or else: The {engagement.control.dismisses} dismisses, not the\n"
        "              client.\n"
        "why           Who dismisses is the employer.\n"
        "to do         Let the client decide.\n"
        "source        A book, 2, https://example.org, 2026-01-01, verified\n"
        "file          policies/mini/staff/dismissal.yaml\n"
    )


def test_an_unknown_policy_is_not_shown(folder: Path) -> None:
    """show names the nearest policy."""
    result = CliRunner().invoke(main, ["policies", "show", "mini/staff/dismissed", "--policies", "policies"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no policy mini/staff/dismissed. Did you mean mini/staff/dismissal?" in result.stderr


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 1", "2"),
        ('engagement.control.dismisses == "client"', "true"),
        ("engagement.control", '{"hires": "client", "dismisses": "client"}'),
        ("today", '"2026-06-01"'),
        ("days(3)", '"3 days"'),
        ("engagement.title", '"Remote tester"'),
        ("[1.5, 2.0].map(x, x > 1.6)", "[false, true]"),
    ],
)
def test_eval_prints_the_value(checker: Run, expression: str, value: str) -> None:
    """The value of an expression is printed as JSON."""
    result = checker("eval", expression, "records/1.yaml", "--as-of", "2026-06-01")
    assert (result.stdout, result.stderr, result.exit_code) == (f"{value}\n", "", 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["engagement.dates.end", "records/1.yaml"],
            "no such field: engagement.dates",
        ),
        (
            ["engagement.contrl", "records/1.yaml"],
            "    |            ^^^^^^ engagement has no field contrl",
        ),
        (["1 +", "records/1.yaml"], "L001 syntax error"),
        (["1 / 0", "records/1.yaml"], "division by zero"),
        (["1", "records/none.yaml"], "records/none.yaml"),
        (["1", "records"], "records holds 4 records; say which with --number 1 to --number 4."),
        (["1", "records", "--number", "9"], "records has no record 9; it holds 4."),
        (["1", "bad.yaml"], "bad.yaml is invalid:"),
        (["1", "broken.yaml"], "broken.yaml could not be read:"),
    ],
)
def test_eval_without_a_value_exits_with_2(checker: Run, folder: Path, arguments: list[str], message: str) -> None:
    """Where there is no value, standard error says why."""
    write(folder / "bad.yaml", INCOMPLETE + "colour: red\n")
    write(folder / "broken.yaml", 'kind: "engagement\n')
    result = checker("eval", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_test_counts_cases_and_fails_with_them(checker: Run, folder: Path) -> None:
    """The tests beside policies are run; a wrong expectation fails with what was found."""
    cases = """\
base:
  kind: engagement
  id: ENG-1
  title: Remote tester
  arrangement: {declared: remote_staffing}
  control: {dismisses: client}
as_of: 2026-06-01
cases:
  - name: the client dismisses
    patch: {}
    expect: pass
  - name: the provider dismisses
    patch: {control: {dismisses: provider}}
    expect: fail
    clauses: [1]
"""
    test = write(folder / "policies/mini/staff/dismissal_test.yaml", cases)
    result = checker("test", "policies/mini/staff")
    assert (result.exit_code, result.stdout) == (0, "PASS  2 cases of 1 policy: every one came out as expected.\n")
    assert "✓ line 9: the client dismisses" in checker("test", "policies/mini/staff", "--verbose").stdout
    write(test, test.read_text(encoding="utf-8").replace("patch: {}", "patch: {control: {dismisses: shared}}"))
    result = checker("test", "policies/mini/staff")
    assert result.exit_code == 1
    assert "✗ line 9: the client dismisses" in result.stdout
    assert "    expected  pass\n    found     fail of clause 1\n" in result.stdout
    assert result.stdout.splitlines()[-2].startswith("FAIL  1 problem, 1 case as expected, in 1 policy.")


def test_a_policy_without_tests_fails(checker: Run) -> None:
    """An untested policy is a problem of its own."""
    result = checker("test", "policies/mini/vendors")
    assert result.exit_code == 1
    assert "the policy has no tests" in result.stdout
