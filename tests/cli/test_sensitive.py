"""End to end: nothing that a schema marks as sensitive is printed, by any command, in any format."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.reports import FORMATS
from tests.cli.conftest import Run, write

POLICY = """\
id: mini/people/names
title: People are named as agreed
applies_to: vendor
require:
  - that: vendor.data_protection_contact.email.endsWith("@ours.example")
    message: "{vendor.data_protection_contact.email} ({vendor.data_protection_contact}) is not ours."
  - that: vendor.beneficial_owners.exists(o, o.name == vendor.data_protection_contact.name && o.share > 0.9)
  - that: vendor.beneficial_owners.map(o, o.name.lowerAscii()) == ["nobody"]
    message: "{vendor.beneficial_owners}, {vendor.beneficial_owners.map(o, o.name)}"
  - that: facts.owner == "Nobody"
  - that: vendor.identifiers.all(i, i.id.size() == 2)
  - that: vendor.due_diligence.by == vendor.parent.legal_name
  - that: type(dyn(vendor)) == string
    message: "{dyn(vendor)} {[dyn(vendor)]} {cel.bind(v, dyn(vendor), v)}"
"""
TABLE = """\
id: mini/people/table
title: What is secret decides
applies_to: vendor
decide:
  inputs:
    name: vendor.beneficial_owners[0].name
    first: vendor.identifiers[0].id.lowerAscii()
    length: size(vendor.due_diligence.by)
    phone: '{"1": true}[vendor.data_protection_contact.phone]'
    far: date("2026-01-01").addMonths(size(vendor.due_diligence.by) * %d)
  rows: [{name: Nobody, first: a, length: 3, outcome: a}, {phone: true, outcome: b}]
  otherwise: c
"""
FACTS = """\
facts:
  owner: {says: The first owner., applies_to: vendor, is: "vendor.beneficial_owners[0].name"}
"""
RECORD = """\
kind: vendor
id: VEN-1
legal_name: A company
identifiers: [{scheme: passport, id: PX9913377}]
beneficial_owners: [{name: Wanda Kowal, share: 0.75}]
data_protection_contact: {name: Wanda Kowal, email: wanda@theirs.example, phone: "+48 5550142"}
due_diligence: {by: Zygmunt Nowak}
"""
SECRETS = ("Wanda", "wanda", "Kowal", "kowal", "theirs", "5550142", "9913377", "Zygmunt")


@pytest.fixture
def case(folder: Path) -> Path:
    """A record of which most is sensitive, a policy that asks for all of it, and a record that fails its schema."""
    write(folder / "policies/mini/people/names.yaml", POLICY)
    write(folder / "policies/mini/facts.yaml", FACTS)
    write(folder / "people.yaml", RECORD)
    write(folder / "invalid.yaml", RECORD.replace("VEN-1", "VEN-2").replace("@", " at ").replace('"', ""))
    return folder


def told(result: Result) -> str:
    """What a command printed, without the policy's own words."""
    assert not result.exception or isinstance(result.exception, SystemExit)
    return result.stdout + result.stderr


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("more", [(), ("--verbose",), ("--quiet",)], ids=str)
def test_no_report_shows_a_secret(case: Path, checker: Run, format_: str, more: tuple[str, ...]) -> None:
    """Every format of a report on failing and invalid records is free of sensitive values."""
    result = checker("check", "people.yaml", "invalid.yaml", "--format", format_, *more)
    assert result.exit_code == 1
    for secret in SECRETS:
        assert secret not in told(result)


BREAKS = ["\n", "\r\n", "\r", "\r\r"]
FIELDS = [
    '"kind": "vendor",',
    '"id": "VEN-1",',
    '"identifiers": [{"scheme": "passport",',
    '"id": "PX9913377"}],',
    '"legal_name": "A company"',
]


@pytest.mark.parametrize("ending", ["yaml", "json", "ndjson"])
@pytest.mark.parametrize("broken", list(itertools.product(BREAKS, repeat=2)), ids=repr)
def test_a_secret_is_found_whatever_breaks_the_lines(
    case: Path, checker: Run, ending: str, broken: tuple[str, str]
) -> None:
    """A carriage return alone breaks a line too, so that the lines that are masked are those that must be."""
    first, second = ("\r" * part.count("\r") for part in broken) if ending == "ndjson" else broken
    text = "{" + first.join(FIELDS[:3]) + second + first.join(FIELDS[3:]) + "}\n"
    if ending == "ndjson":
        other = '{"kind": "vendor",' + first + second + '"id": "VEN-%d", "legal_name": "B"}\n'
        text = other % 0 + text + other % 2
    (case / f"broken.{ending}").write_bytes(text.encode())
    page = checker("check", f"broken.{ending}", "--format", "html").stdout
    assert ("•••" in page, "9913377" in page) == (True, False)


@pytest.mark.parametrize("command", ["missing", "validate"])
def test_no_other_command_shows_a_secret(case: Path, checker: Run, command: str) -> None:
    """Neither the list of what is missing nor the validation by schema shows a sensitive value."""
    result = checker(command, "people.yaml", "invalid.yaml")
    assert result.exit_code == 1
    for secret in SECRETS:
        assert secret not in told(result)


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("vendor.beneficial_owners[0].name", '"•••"'),
        ("vendor.beneficial_owners", '[{"name": "•••", "share": 0.75}]'),
        ("size(vendor.beneficial_owners[0].name)", '"•••"'),
        ("vendor.legal_name", '"A company"'),
        ("dyn(vendor).beneficial_owners[0].name", '"•••"'),
        ("cel.bind(v, dyn(vendor), v.data_protection_contact)", '"•••"'),
        ("[vendor, 1]", '"•••"'),
        ("[vendor].map(v, {'a': v, 'b': 1})", '"•••"'),
        ("(true ? vendor : 1).data_protection_contact", '"•••"'),
        ("[vendor.legal_name, 1]", '["A company", 1]'),
        ("dyn(vendor.legal_name)", '"A company"'),
    ],
)
def test_eval_masks_too(case: Path, checker: Run, expression: str, printed: str) -> None:
    """The value of an expression is printed with what is sensitive masked."""
    assert checker("eval", expression, "people.yaml").stdout == f"{printed}\n"


@pytest.mark.parametrize(
    "expression",
    [
        "int(vendor.beneficial_owners[0].name)",
        "int(vendor.beneficial_owners[0].name) == 5 || false",
        "int(dyn(vendor).beneficial_owners[0].name)",
        "[vendor, 1].exists(v, int(v.data_protection_contact.phone) == 5)",
        "vendor.beneficial_owners.map(o, timestamp(o.name))",
        "{'a': 1}[vendor.beneficial_owners[0].name]",
    ],
)
def test_the_reason_why_there_is_no_value_shows_no_secret(case: Path, checker: Run, expression: str) -> None:
    """Messages of functions quote what they were given, unless it is sensitive."""
    result = checker("eval", expression, "people.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "sensitive" in result.stderr
    assert not any(secret in told(result) for secret in SECRETS)


@pytest.mark.parametrize("format_", ["text", "json"])
@pytest.mark.parametrize(("months", "code"), [(1, 0), (10**18, 2)])
def test_no_decision_shows_a_secret(case: Path, checker: Run, format_: str, months: int, code: int) -> None:
    """Neither where there is an outcome, nor where an input comes to none."""
    write(case / "policies/mini/people/table.yaml", TABLE % months)
    result = checker("decide", "mini/people/table", "people.yaml", "--policies", "policies", "--format", format_)
    assert (result.exit_code, "•••" in result.stdout) == (code, True)
    assert not any(secret in told(result) for secret in SECRETS)


def test_the_mask_is_readable_everywhere(case: Path) -> None:
    """Where the output can show ASCII alone, the mask is three asterisks."""
    arguments = ["check", "people.yaml", "--policies", "policies", "--as-of", "2026-06-01"]
    wide = CliRunner().invoke(main, arguments).stdout
    narrow = CliRunner(charset="ascii").invoke(main, arguments).stdout
    assert "•••" in wide and "***" not in wide
    assert "***" in narrow and "\\u2022" not in narrow
