"""`checker new record` from the outside: what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import VENDOR, Run, write

SITE: dict[str, Any] = {
    "type": "object",
    "title": "Site",
    "required": ["kind", "town"],
    "properties": {
        "kind": {"const": "site"},
        "town": {"type": "string", "minLength": 1},
        "floors": {"type": "integer"},
    },
    "additionalProperties": False,
}


@pytest.fixture
def site(folder: Path) -> str:
    """The option for a kind of one's own."""
    return f"site={write(folder / 'site.json', json.dumps(SITE)).relative_to(folder)}"


@pytest.mark.parametrize("kind", ["engagement", "vendor", "site"])
def test_the_record_that_is_written_validates(kind: str, checker: Run, site: str) -> None:
    """Its file passes `checker validate` as it stands, and standard output has the same text."""
    shown = checker("new", "record", kind, "--schema", site)
    assert (shown.exit_code, shown.stderr) == (0, "")
    written = checker("new", "record", kind, "--schema", site, "-o", "my records/new.yaml")
    assert (written.exit_code, written.stderr) == (0, "")
    assert Path("my records/new.yaml").read_text(encoding="utf-8") == shown.stdout
    assert written.stdout.splitlines()[-1] == f"  checker validate 'my records/new.yaml' --schema {site}"
    validated = checker("validate", "my records/new.yaml", "--schema", site)
    assert (validated.exit_code, validated.stderr) == (0, "")


def test_a_record_is_not_overwritten_without_force(checker: Run) -> None:
    """What is there stays."""
    before = Path("records/v.yaml").read_text(encoding="utf-8")
    refused = checker("new", "record", "vendor", "-o", "records/v.yaml")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "Error: records/v.yaml is there already; use --force to replace it.\n"
    assert Path("records/v.yaml").read_text(encoding="utf-8") == before
    assert checker("new", "record", "vendor", "-o", "records/v.yaml", "--force").exit_code == 0
    assert Path("records/v.yaml").read_text(encoding="utf-8") != before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "new.json"], "new.json: the record is written as YAML; name a file that ends in .yaml."),
        (["--select", "core/*"], "--select says what is asked for first, with --interactive; add that, or leave"),
        (["--as-of", "2026-01-01"], "--as-of says what is asked for first, with --interactive"),
        (["--interactive"], "--interactive saves after every answer: say with -o FILE where."),
        (["-i", "-o", "records/1.yaml"], "records/1.yaml does not hold a record of the kind vendor."),
        (["-i", "-o", "records/v.yaml"], "records/v.yaml has comments or a form of its own, which would be lost"),
        (["-i", "-o", "list.yaml"], "list.yaml does not hold one record, so there is none to go on with."),
        (["-i", "-o", "two.yaml"], "two.yaml does not hold one record"),
        (["-i", "-o", "bad.yaml"], "bad.yaml:2: this is no valid YAML"),
        (["-i", "-o", "latin.yaml"], "latin.yaml is not UTF-8 text, so no record to go on with."),
        (["-i", "-o", "records/1.yaml/new.yaml"], "records/1.yaml: File exists"),
        (["-i", "-o", "folder.yaml"], "folder.yaml: Is a directory"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments: list[str], message: str, checker: Run, folder: Path) -> None:
    """Nothing is asked, and no file is changed."""
    write(folder / "list.yaml", "- 1\n")
    write(folder / "two.yaml", VENDOR + "---\n" + VENDOR)
    write(folder / "bad.yaml", "kind: [\n")
    (folder / "latin.yaml").write_bytes(b"kind: \xeb\n")
    (folder / "folder.yaml").mkdir()
    before = {file: file.read_bytes() for file in folder.rglob("*.yaml") if file.is_file()}
    result = checker("new", "record", "vendor", *arguments, stdin="stop\n")
    assert result.exit_code == 2
    assert message in result.stderr
    assert {file: file.read_bytes() for file in folder.rglob("*.yaml") if file.is_file()} == before


def test_answers_may_come_from_a_pipe(checker: Run, site: str) -> None:
    """Line by line; what is refused is explained and asked again; the end of the lines is an interruption."""
    ask = ("new", "record", "site", "-i", "-o", "s.yaml", "--schema", site, "--policies", "policies")
    first = checker(*ask, stdin="\n?\nback\nTurku\n")
    assert first.exit_code == 2
    assert "✗ the schema requires an answer here. Write ? for what is wanted" in first.stdout
    assert "The schema says no more of it." in first.stdout
    assert "There is no answer to take back." in first.stdout
    assert "Interrupted. s.yaml holds every answer" in first.stdout
    assert f"  checker new record site --interactive -o s.yaml --schema {site} --policies policies\n" in first.stdout
    second = checker(*ask, stdin="y\nmany\n3\n")
    assert second.exit_code == 0
    assert "Going on with s.yaml, which records 2 fields of the kind site." in second.stdout
    assert '✗ floors is "many", not a whole number' in second.stdout
    assert second.stdout.endswith(
        f"To hold it to the policies:\n  checker check s.yaml --schema {site} --policies policies\n"
    )
    assert Path("s.yaml").read_text(encoding="utf-8").endswith("\nkind: site\ntown: Turku\nfloors: 3\n")


def test_stopping_early_says_what_a_valid_record_lacks(checker: Run, site: str) -> None:
    """The exit code is 1: there is a record, and it is not valid yet."""
    result = checker("new", "record", "site", "-i", "-o", "s.yaml", "--schema", site, stdin="stop\n")
    assert result.exit_code == 1
    assert "s.yaml is saved, and not yet a valid record:\n  ✗ town is missing." in result.stdout
    assert f"To go on from there:\n  checker new record site --interactive -o s.yaml --schema {site}\n" in result.stdout


def test_a_record_with_comments_is_gone_on_with_by_force(checker: Run) -> None:
    """What it records stays, the comments do not."""
    result = checker("new", "record", "vendor", "-i", "--force", "-o", "records/v.yaml", stdin="stop\n")
    assert result.exit_code == 0
    assert "Going on with records/v.yaml, which records 4 fields" in result.stdout
    assert Path("records/v.yaml").read_text(encoding="utf-8").endswith("\n" + VENDOR)


def test_what_policies_need_is_asked_with_their_names(checker: Run) -> None:
    """`?` says which policies wait for the answer; the policies are those that the options choose."""
    ask = ("new", "record", "engagement", "-i", "-o", "e.yaml", "--policies", "policies", "--select", "mini/staff/*")
    result = checker(*ask, stdin="ENG-9\nTester\nremote_staffing\n?\nclient\nn\n")
    assert result.exit_code == 0
    assert "  Who may dismiss the individual or take the person off the work" in result.stdout
    assert "Needed by mini/staff/dismissal." in result.stdout
    assert "  checker check e.yaml --policies policies --select 'mini/staff/*'\n" in result.stdout


def test_a_policy_that_is_left_out_needs_nothing(checker: Run) -> None:
    """What only it reads is not asked for."""
    ask = ("new", "record", "engagement", "-i", "-o", "e.yaml", "--policies", "policies", "--ignore", "mini/staff/*")
    result = checker(*ask, stdin="ENG-9\nTester\nremote_staffing\nn\n")
    assert result.exit_code == 0
    assert "control.dismisses" not in result.stdout
    assert "  checker check e.yaml --policies policies --ignore 'mini/staff/*'\n" in result.stdout


def test_long_lists_of_choices_are_shown_when_asked_for(checker: Run) -> None:
    """The question gives an example, `?` all of them."""
    ask = ("new", "record", "vendor", "-i", "-o", "v.yaml", "--policies", "policies")
    result = checker(*ask, stdin="VEN-1\nA company\napproved\ny\n\n\n\n?\nstop\n")
    before, _, after = result.stdout.partition("country: ?\n")
    assert before.endswith("\nCountry\n  One of 249 values, for example EE. ? lists them.\n")
    assert "One of: AD, AE, AF" in after


def test_names_of_fields_are_made_printable(checker: Run, folder: Path) -> None:
    """A schema cannot make the terminal do anything."""
    properties = {**SITE["properties"], "\x1b[31mred": {"type": "string", "title": "\x1b[31mRed"}}
    write(folder / "red.json", json.dumps({**SITE, "properties": properties}))
    ask = ("new", "record", "site", "--schema", "site=red.json")
    asked = checker(*ask, "-i", "-o", "s.yaml", stdin="Turku\ny\n\n?\nred\n")
    assert asked.exit_code == 0
    assert r"\x1b[31mred: " in asked.stdout
    assert "\x1b" not in asked.stdout + checker(*ask).stdout
    assert checker("validate", "s.yaml", "--schema", "site=red.json").exit_code == 0


def test_the_next_command_sets_the_same_parameters(checker: Run, folder: Path) -> None:
    """So that it judges as the questions did."""
    pack = folder / "policies/mini/pack.yaml"
    write(pack, pack.read_text(encoding="utf-8") + "params:\n  days: {type: int, default: 1, says: Some days.}\n")
    ask = ("new", "record", "vendor", "-i", "-o", "v.yaml", "--policies", "policies", "--param", "mini.days=7")
    result = checker(*ask, stdin="VEN-1\nA company\nstop\n")
    assert result.stdout.endswith("  checker check v.yaml --policies policies --param mini.days=7\n")
