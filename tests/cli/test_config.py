"""The configuration file: found upward from the records, beaten by the environment and by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.cli.check import command as check
from checker.resources import SCHEMAS
from tests.cli.conftest import write

APART = {"paths", "config", "no_config", "help", "write_baseline"}


def run(*arguments: str, **environment: str) -> Result:
    """The command, with these variables."""
    return CliRunner().invoke(main, list(arguments), env=environment)


def shown(*paths: str, **environment: str) -> dict[str, tuple[str, str]]:
    """What `config show` prints: option → value and where it comes from."""
    result = run("config", "show", *paths, **environment)
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stdout.splitlines()[1:] if " = " in line]
    parts = [(line.partition(" = ")[0], line.partition(" = ")[2].rpartition("  ")) for line in lines]
    return {name: (value, source) for name, (value, _, source) in parts}


def test_every_option_of_check_can_stand_in_the_file() -> None:
    """And nothing else."""
    schema = json.loads((SCHEMAS / "config.schema.json").read_text(encoding="utf-8"))
    options = {(param.name or "").replace("_", "-") for param in check.params if param.name not in APART}
    assert set(schema["properties"]) == options


def test_the_file_is_found_above_the_records(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From wherever the command is run; its paths begin where it stands."""
    write(folder / "checker.toml", 'policies = ["policies"]\nas-of = 2026-06-01\nselect = ["mini/staff/*"]\n')
    result = run("check", "records/1.yaml")
    assert result.exit_code == 0
    assert "checked against 1 policy, as of 2026-06-01" in result.stdout
    monkeypatch.chdir(folder / "records")
    assert run("check", "1.yaml").stdout == result.stdout
    monkeypatch.chdir(folder.parent)
    assert run("check", str(folder / "records" / "1.yaml")).stdout == result.stdout
    assert "checked against 1 policy" in run("check", str(folder / "rec*" / "1.yaml")).stdout


def test_a_table_of_pyproject_will_do(folder: Path) -> None:
    """checker.toml is preferred; a pyproject.toml without the table is passed over."""
    write(folder / "pyproject.toml", '[tool.checker]\npolicies = ["policies"]\nfail-on = "critical"\n')
    write(folder / "records" / "pyproject.toml", "[tool.other]\n")
    assert shown("records")["fail-on"] == ("critical", "pyproject.toml:3")
    write(folder / "checker.toml", 'fail-on = "high"\n')
    assert shown("records")["fail-on"] == ("high", "checker.toml:1")


def test_the_command_line_beats_the_environment_and_that_the_file(folder: Path) -> None:
    """Each value has one source."""
    assert shown("records")["fail-on"] == ("info", "default")
    write(folder / "checker.toml", 'policies = ["policies"]\nfail-on = "critical"\n')
    assert shown("records")["fail-on"] == ("critical", "checker.toml:2")
    assert shown("records", CHECKER_FAIL_ON="high")["fail-on"] == ("high", "CHECKER_FAIL_ON")
    arguments = ("check", "records/2.yaml", "--as-of", "2026-06-01", "-q")
    assert run(*arguments).exit_code == 0
    assert run(*arguments, CHECKER_FAIL_ON="high").exit_code == 1
    assert run(*arguments, "--fail-on", "critical", CHECKER_FAIL_ON="high").exit_code == 0


def test_parameters_of_both_places_count(folder: Path) -> None:
    """The command line's value for a name beats the file's; the file's others stay."""
    params = "params:\n  a: {type: int, default: 1, says: A.}\n  b: {type: int, default: 1, says: B.}\n"
    pack = folder / "policies/mini/pack.yaml"
    pack.write_text(pack.read_text(encoding="utf-8") + params, encoding="utf-8")
    write(folder / "checker.toml", 'policies = ["policies"]\n[params]\nmini.a = 2\n"mini.b" = 2\n')
    result = run("check", "records/1.yaml", "--param", "mini.b=3")
    assert "mini.a = 2 (default 1)" in result.stdout
    assert "mini.b = 3 (default 1)" in result.stdout
    assert shown("records")["params"] == ("mini.a=2, mini.b=2", "checker.toml:2")


def test_waivers_beside_the_file_are_found(folder: Path) -> None:
    """Without a file, those in the present folder."""
    write(folder / "waivers.yaml", "waivers: []\n")
    assert shown("records")["waivers"] == ("waivers.yaml", "found in the present folder")
    write(folder / "checker.toml", "")
    assert shown("records")["waivers"] == ("waivers.yaml", "found beside checker.toml")


def test_the_file_can_be_named_or_left_out(folder: Path) -> None:
    """--config takes another, --no-config none."""
    write(folder / "checker.toml", 'policies = ["nowhere"]\n')
    write(folder / "other/strict.toml", 'policies = ["../policies"]\nas-of = "2026-06-01"\n')
    assert run("check", "records/1.yaml").exit_code == 2
    result = run("check", "records/1.yaml", "--config", "other/strict.toml")
    assert "checked against 1 policy" not in result.stdout
    assert "checked against 2 policies, as of 2026-06-01" in result.stdout
    assert "25 policies" in run("check", "records/1.yaml", "--no-config").stdout
    assert run("check", "records/1.yaml", "--config", "none.toml").exit_code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fail-on = "hgh"', 'checker.toml:1: fail-on is "hgh", not one of info, low, medium, high, critical.'),
        ('\nfail-onn = "high"', "checker.toml:2: the configuration has no field fail-onn. Did you mean fail-on?"),
        ("max-bytes = 0", "checker.toml:1: max-bytes is 0"),
        ("[params]\ncore.x = [1]", "checker.toml:1: params.core.x is a list"),
        ("as-of = 2026-06-01T00:00:00", "checker.toml:1: as-of is"),
        ("fail-on = ", "checker.toml is not TOML"),
        ("select = 'a'", "checker.toml:1: select is"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_with_its_line(folder: Path, text: str, said: str) -> None:
    """No report is made."""
    write(folder / "checker.toml", text)
    result = run("check", "records/1.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_an_unreadable_file_is_an_error(folder: Path) -> None:
    """It is not passed over."""
    (folder / "checker.toml").write_bytes(b"\xff")
    result = run("check", "records/1.yaml")
    assert result.exit_code == 2
    assert "is not UTF-8 text" in result.stderr


def test_other_commands_take_what_they_share(folder: Path) -> None:
    """The policies, the kinds of record and the parameters; a report's format is no format of theirs."""
    write(folder / "checker.toml", 'policies = ["policies"]\nformat = "table"\nas-of = 2026-06-01\nquiet = true\n')
    assert "3 policies;" in run("policies", "list").stdout
    assert "2 policies without a mistake" in run("lint").stdout
    assert "mini/staff/dismissal" in run("test").stdout
    assert "policies/mini" not in run("test", "--no-config", "-q").stdout
    assert run("policies", "show", "mini/vendors/status").exit_code == 0
    assert run("eval", "today", "records/1.yaml").stdout == '"2026-06-01"\n'
