"""Policies and packs to begin with: they load without a note, and their tests are green, for records of any kind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.lang import load_policies
from checker.scaffold.policy import policy_files
from checker.schemas import Kinds, load_kinds
from tests.scaffold.conftest import OWN, Schemas, schema

Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("name", ["engagement", "vendor", *OWN])
def test_what_is_written_loads_and_its_tests_are_green(name: str, run: Run, schemas: Schemas) -> None:
    """For every kind: no mistake, no note, a case that passes and one that fails."""
    own = ["--schema", f"{name}={schemas[name]}"] if name in schemas else []
    assert run("new", "pack", "acme", "--title", "What Acme asks").exit_code == 0
    written = run("new", "policy", "acme/staff/first", "--kind", name, *own)
    assert (written.exit_code, written.stderr) == (0, "")
    linted = run("lint", "--strict", "policies", *own)
    assert (linted.exit_code, linted.output) == (0, "PASS  1 policy without a mistake.\n")
    tested = run("test", "policies/acme/staff/first.yaml", *own)
    assert (tested.exit_code, tested.stderr) == (0, "")
    assert tested.stdout.startswith(("PASS  2 cases of 1 policy", "PASS  3 cases of 1 policy"))
    (loaded,) = load_policies([Path("policies")], load_kinds(schemas)).policies
    assert (loaded.summary.id, loaded.summary.applies_to) == ("acme/staff/first", name)


def test_braces_in_a_value_are_not_taken_for_an_expression(run: Run) -> None:
    """The example's message leaves out a value that holds some."""
    given = {"type": "object", "properties": {"kind": {"const": "odd"}, "form": {"enum": ["{a}", "it's: #"]}}}
    Path("odd.json").write_text(json.dumps(given), encoding="utf-8")
    own = ["--schema", "odd=odd.json"]
    run("new", "pack", "acme")
    assert run("new", "policy", "acme/staff/first", "--kind", "odd", *own).exit_code == 0
    assert run("lint", "--strict", "policies", *own).exit_code == 0
    assert run("test", "policies", *own).exit_code == 0


@pytest.mark.parametrize("name", ["engagement", "vendor", "plain", "site"])
def test_a_fact_that_may_be_missing_has_a_case(name: str, kinds: Kinds) -> None:
    """Where the example reads an optional field, its tests show that a record without it is incomplete."""
    assert "    expect: incomplete\n    missing:\n      - " in policy_files("acme/staff/first", kinds[name]).test


def test_the_example_reads_nothing_that_must_not_be_shown(kinds: Kinds) -> None:
    """Nor a field whose name the language uses itself, although these would be plainer."""
    assert '  - that: loose.id == "text"\n' in policy_files("acme/staff/first", kinds["loose"]).policy


def test_the_example_condition_may_be_taken_in(run: Run) -> None:
    """The `when` that is commented out is an expression that loads."""
    run("new", "pack", "acme")
    run("new", "policy", "acme/staff/first")
    file = Path("policies/acme/staff/first.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace("#when:", "when:"), encoding="utf-8")
    assert run("lint", "policies").exit_code == 0


def test_the_options_of_a_pack_may_be_taken_in(run: Run) -> None:
    """What is commented out in a pack.yaml is valid there."""
    run("new", "pack", "core")
    run("new", "policy", "core/staff/first")
    run("new", "pack", "acme")
    run("new", "policy", "acme/staff/first")
    file = Path("policies/acme/pack.yaml")
    text = file.read_text(encoding="utf-8")
    options = [line for line in text.splitlines() if re.match(r"#(?! \S)", line)]
    assert len(options) == 8
    file.write_text(text + "\n".join(line[1:] for line in options) + "\n", encoding="utf-8")
    linted = run("lint", "policies")
    assert (linted.exit_code, linted.stderr) == (0, "")


def test_what_was_written_and_what_is_next_is_told(run: Run) -> None:
    """Each command names its files, and the next command in full."""
    assert run("new", "pack", "acme", "--dir", "my packs").stdout == (
        "Written: my packs/acme/pack.yaml. Change what its comments name, and begin its\nfirst policy:\n"
        "  checker new policy acme/TOPIC/NAME --dir 'my packs'\n"
    )
    told = run("new", "policy", "acme/staff/first", "--dir", "my packs").stdout
    assert "my packs/acme/staff/first.yaml and first_test.yaml" in told.replace("\n", " ")
    assert told.splitlines()[-1] == "  checker test 'my packs/acme/staff/first.yaml'"


def test_the_next_command_names_the_schema_too(run: Run, schemas: Schemas) -> None:
    """The tests of a policy about a kind of one's own need its schema."""
    run("new", "pack", "acme")
    own = f"site={schemas['site']}"
    told = run("new", "policy", "acme/staff/first", "--kind", "site", "--schema", own).stdout
    assert told.splitlines()[-1] == f"  checker test policies/acme/staff/first.yaml --schema {own}"


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("staff/first", "staff/first is no id of a policy: write PACK/TOPIC/NAME, for example acme/"),
        ("acme/staff/first/more", "is no id of a policy: write PACK/TOPIC/NAME"),
        ("acme/Staff/first", "its topic is 'Staff'. Write small letters, digits and hyphens (for example staff)"),
        (
            "acme/staff/my_first",
            "its name is 'my_first'. Write small letters, digits and hyphens (for example my-first)",
        ),
        ("acme/staff/", "acme/staff/ cannot be an id: it has no name. Write small letters"),
        ("acme/-x/first", "its topic is '-x'"),
        ("acme/staff/first\n", "its name is 'first\\n'"),
        ("../staff/first", "its pack is '..'"),
        ("acme/data/first", "folders named data hold no policies. Take another topic"),
        ("acme/staff/pack", "pack.yaml is never read as a policy. Take another name"),
    ],
)
def test_a_bad_id_is_refused_with_an_example(id: str, message: str, run: Run) -> None:
    """What an id may be is said, with what is near."""
    run("new", "pack", "acme")
    result = run("new", "policy", id)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert sorted(Path().rglob("*.yaml")) == [Path("policies/acme/pack.yaml")]


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("Acme", "its pack is 'Acme'. Write small letters, digits and hyphens (for example acme)"),
        ("acme/staff", "acme/staff is no name of a pack: write one word without /, for example acme."),
        ("", "it has no pack"),
    ],
)
def test_a_bad_name_of_a_pack_is_refused(id: str, message: str, run: Run) -> None:
    """What a name may be is said."""
    result = run("new", "pack", id)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_an_empty_title_is_refused(run: Run) -> None:
    """A pack needs a title that says something."""
    result = run("new", "pack", "acme", "--title", " ")
    assert result.exit_code == 2
    assert "--title is empty. Write what the pack is" in result.stderr


def test_a_pack_that_does_not_exist_is_named_with_the_nearest(run: Run) -> None:
    """The command that writes it is said; nothing is written."""
    result = run("new", "policy", "acme/staff/first")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: There is no pack acme in policies (no acme/pack.yaml). `checker new pack acme` writes it.\n",
    )
    run("new", "pack", "acme", "--dir", "packs")
    result = run("new", "policy", "acmee/staff/first", "--dir", "packs")
    assert "Did you mean acme? `checker new pack acmee --dir packs` writes it." in result.stderr
    assert not Path("policies").exists()


def test_nothing_is_overwritten_without_force(run: Run) -> None:
    """A file that is there stays, and none of the others is written; --force replaces it."""
    run("new", "pack", "acme")
    test = Path("policies/acme/staff/first_test.yaml")
    test.parent.mkdir()
    test.write_text("mine", encoding="utf-8")
    result = run("new", "policy", "acme/staff/first")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{test} is there already; use --force to replace it." in result.stderr
    assert test.read_text(encoding="utf-8") == "mine"
    assert not test.with_name("first.yaml").exists()
    assert run("new", "policy", "acme/staff/first", "--force").exit_code == 0
    assert test.read_text(encoding="utf-8") != "mine"
    both = run("new", "policy", "acme/staff/first")
    assert (
        "first.yaml and policies/acme/staff/first_test.yaml are there already; use --force to replace them."
        in both.stderr
    )
    assert "policies/acme/pack.yaml is there already" in run("new", "pack", "acme").stderr


def test_a_kind_that_does_not_exist_is_named_with_the_nearest(run: Run) -> None:
    """The nearest kind is suggested; where none is near, all are listed."""
    run("new", "pack", "acme")
    near = run("new", "policy", "acme/staff/first", "--kind", "vendr")
    assert (near.exit_code, near.stdout) == (2, "")
    assert "There is no kind of record vendr. Did you mean vendor? Name the schema of your own" in near.stderr
    assert "There is no kind of record boat. Known: engagement, vendor." in run("new", "record", "boat").stderr


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (schema("bare"), "No record of the kind bare could be made up for the tests: id is "),
        (
            {"type": "object", "properties": {"kind": {"const": "bare"}, "all": {"type": "array"}}},
            "The schema of bare has no field of text, numbers, dates, true or false",
        ),
    ],
)
def test_a_schema_without_an_example_is_refused(given: dict[str, Any], message: str, run: Run) -> None:
    """Where no test could be written that passes, it is said what the schema lacks."""
    run("new", "pack", "acme")
    Path("bare.json").write_text(json.dumps(given), encoding="utf-8")
    result = run("new", "policy", "acme/staff/first", "--kind", "bare", "--schema", "bare=bare.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
