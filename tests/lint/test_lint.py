"""`checker lint`: ten mistakes in one run, every format, the exit codes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.lint import FORMATS, Findings, write
from checker.source import Diagnostic, Position

SARIF = Path(__file__).resolve().parent.parent / "formats" / "sarif-schema-2.1.0.json"
PACK = "id: acme\ntitle: Acme\nversion: '1'\n"
TEN = """id: acme/wrong/ten
title: Ten mistakes
severity: hgih
when: engagement.status == "activ"
require:
  - that: engagement.titel != ""
  - that: engagement.control.hires == "client" and true
  - that: engagement.evidence.exists(e, e.kind == "payslpi")
    message: "See {engagement.title"
  - that: engagement.dates.start == "2026-01-01"
  - that: size(engagement.evidence)
    mesage: Misspelt
  - that: engagement.status != "active" || engagement.status != "ended"
tags: evidence
"""
NOTED = """id: acme/right/noted
title: Loads, with a note
when: engagement.status == "active"
require:
  - that: has(engagement.dates)
    message: No dates are recorded.
"""
HOSTILE = Diagnostic("L012", "unknown field", "100%\r\n::error::x, y: z", "a,b:c%\n.yaml", Position(2, 3), "text", 4)


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(main, ["lint", *arguments])


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack with a bad and a good policy; its folder's parent is the present folder."""
    for name, text in (("pack.yaml", PACK), ("wrong/ten.yaml", TEN), ("right/noted.yaml", NOTED)):
        (tmp_path / "acme" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "acme" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("acme")


def test_ten_mistakes_are_told_in_one_run_each_with_a_caret(pack: Path) -> None:
    """Those of the form and those of the expressions, in the order of the file."""
    result = run("acme")
    assert result.exit_code == 1
    lines = [int(line) for line in re.findall(r"^acme/wrong/ten\.yaml:(\d+):\d+  L\d{3} ", result.stdout, re.MULTILINE)]
    assert lines == [3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert len(re.findall(r"^ +\| +\^+ \S", result.stdout, re.MULTILINE)) == len(lines)
    assert result.stdout.endswith(
        "FAIL  11 mistakes; the policies do not load. `checker explain L001` says more of a code.\n"
    )


def test_notes_fail_only_where_that_is_asked_for(pack: Path) -> None:
    """A policy that loads is clean, notes or not; with --strict a note is enough."""
    result = run("acme/right/noted.yaml")
    assert result.exit_code == 0
    assert "N001 optional field decides" in result.stdout
    assert "PASS  1 policy without a mistake, 1 note." in result.stdout
    assert run("acme/right/noted.yaml", "--strict").exit_code == 1


def test_a_fact_that_nothing_uses_is_noted_where_the_whole_pack_is_looked_at(pack: Path) -> None:
    """One that another fact needs is used where that one is; of a single policy's pack, nobody can say."""
    facts = "facts:\n" + "".join(
        f"  {name}: {{says: It is so., is: {text}}}\n"
        for name, text in (("used", "facts.inner"), ("inner", 'engagement.title != ""'), ("idle", "facts.inner"))
    )
    (pack / "facts.yaml").write_text(facts, encoding="utf-8")
    (pack / "wrong/ten.yaml").unlink()
    policy = (
        "id: acme/right/user\ntitle: T\nrequire:\n  - that: has(engagement.dates)\n    message: 'It is {facts.used}'\n"
    )
    (pack / "right/user.yaml").write_text(policy, encoding="utf-8")
    shown = run("acme").stdout
    assert re.findall(r"^acme/facts.yaml:(\d+):\d+  N004", shown, re.MULTILINE) == ["4"]
    assert "no policy here uses the fact idle; use it as facts.idle, or leave it out" in shown
    assert "N004" not in run("acme/right/user.yaml").stdout


def test_parameters_and_tables_that_nothing_uses_are_noted(pack: Path) -> None:
    """A fact that is used uses what it reads; what a fact of no use reads is of no use either."""
    (pack / "wrong/ten.yaml").unlink()
    schema = {
        "x-key": "code",
        "x-source": {"title": "Made up", "section": "1", "as_of": "2026-11-23"},
        "type": "object",
        "properties": {"code": {"type": "string"}},
    }
    (pack / "data").mkdir()
    for name in ("read", "left"):
        (pack / f"data/{name}.schema.json").write_text(json.dumps(schema), encoding="utf-8")
        (pack / f"data/{name}.csv").write_text("code\nDE\n", encoding="utf-8")
    says = "type: string, default: DE, says: A country."
    (pack / "pack.yaml").write_text(f"{PACK}params:\n  asked: {{{says}}}\n  idle: {{{says}}}\n", encoding="utf-8")
    facts = "".join(
        f"  {name}: {{says: S., is: params.{parameter} in data.{table}}}\n"
        for name, parameter, table in (("known", "asked", "read"), ("idle", "idle", "left"))
    )
    (pack / "facts.yaml").write_text(f"facts:\n{facts}", encoding="utf-8")
    policy = "id: acme/right/user\ntitle: T\nrequire: [{that: facts.known, message: 'Not {params.asked}.'}]\n"
    (pack / "right/user.yaml").write_text(policy, encoding="utf-8")
    shown = run("acme").stdout
    assert re.findall(r"^(acme/\S+)  (N00[456])", shown, re.MULTILINE) == [
        ("acme/data/left.schema.json", "N006"),
        ("acme/facts.yaml:3:3", "N004"),
        ("acme/pack.yaml:6:3", "N005"),
    ]
    assert "no policy here uses the table left; use it as data.left[KEY], or leave it out" in shown
    assert "no policy here uses the parameter idle; use it as params.idle, or leave it out" in shown
    assert not re.search("N00[456]", run("acme/right/user.yaml").stdout)


def test_a_variable_that_is_read_as_a_whole_is_used_as_a_whole(pack: Path) -> None:
    """A message that shows all parameters leaves none of them idle."""
    (pack / "wrong/ten.yaml").unlink()
    parameter = "{type: bool, default: true, says: S.}"
    (pack / "pack.yaml").write_text(f"{PACK}params:\n  one: {parameter}\n", encoding="utf-8")
    policy = "id: acme/right/user\ntitle: T\nrequire: [{that: has(engagement.dates), message: 'By {params}.'}]\n"
    (pack / "right/user.yaml").write_text(policy, encoding="utf-8")
    shown = run("acme").stdout
    assert ("PASS" in shown, "N005" in shown) == (True, False)


def test_the_core_pack_has_no_mistake() -> None:
    """Without a path, the policies that come with checker."""
    result = run()
    assert (result.exit_code, "PASS  25 policies without a mistake" in result.stdout) == (0, True)


def test_without_policies_there_is_nothing_to_lint(tmp_path: Path) -> None:
    """A path that leads nowhere, or to a folder without policies, is an error."""
    assert run(str(tmp_path)).exit_code == 2
    assert run(str(tmp_path / "none")).exit_code == 2


def test_json_has_every_finding(pack: Path) -> None:
    """With its place, level and code."""
    document: dict[str, Any] = json.loads(run("acme", "-f", "json").stdout)
    assert (document["version"], document["policies"], len(document["findings"])) == ("1", 0, 11)
    first = document["findings"][0]
    assert first["message"] == 'severity is "hgih", not one of info, low, medium, high, critical. Did you mean high?'
    wanted = ("error", "L002", "acme/wrong/ten.yaml", 3, 11, 4)
    assert tuple(first[key] for key in ("level", "code", "file", "line", "column", "length")) == wanted
    assert json.loads(run("acme/right", "-f", "json").stdout)["findings"][0]["level"] == "note"


def test_sarif_is_valid(pack: Path) -> None:
    """By the official schema; rules carry the pages of their codes."""
    document = json.loads(run("acme", "-f", "sarif").stdout)
    schema = json.loads(SARIF.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document)
    (found,) = document["runs"]
    assert len(found["results"]) == 11
    rules = found["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in found["results"]] == [
        each["ruleId"] for each in found["results"]
    ]
    assert all(rule["help"]["text"] for rule in rules)
    region = found["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 11, "endColumn": 15}


def test_workflow_commands_cannot_be_forged() -> None:
    """Line ends, per cents, colons and commas are escaped where they would end a part."""
    stream = io.StringIO()
    write(Findings((HOSTILE,), (), 0), "github", stream)
    place = "file=a%2Cb%3Ac%25%0A.yaml,line=2,col=3,endColumn=6,title=L012 unknown field"
    assert stream.getvalue() == f"::error {place}::100%25%0D%0A::error::x, y: z\n"


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_tells_of_a_file_as_a_whole(format: str) -> None:
    """A finding without a place names its file."""
    stream = io.StringIO()
    whole = Diagnostic("L003", "unreadable file", "this file cannot be read", "acme/x.yaml")
    write(Findings((whole,), (), 0), format, stream)
    assert "acme/x.yaml" in stream.getvalue()
    assert "this file cannot be read" in stream.getvalue()
