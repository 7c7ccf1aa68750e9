"""Formats for machines: valid by their own definitions, whatever the records hold."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import openpyxl
import pytest
import xmlschema
from hypothesis import given
from markdown_it import MarkdownIt

from checker import reports
from checker.model import Report
from checker.reports import FORMATS, Options, is_binary
from checker.reports.csv import HEADS, neutral
from checker.reports.github_summary import MOST_BYTES
from checker.reports.layout.printable import printable
from tests.reports.hostile import TEXTS, hostile

OFFICIAL = Path(__file__).resolve().parents[1] / "formats"
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""The fields that GitLab's manual names ("Code Quality", "Code Quality report format", read on 2026-11-24)."""


def rendered(report: Report, format_: str, **options: Any) -> str:
    """The report in a format, as text that was written and read as UTF-8."""
    stream = io.StringIO(newline="")
    reports.writer(format_)(report, stream, Options(**options))
    return stream.getvalue().encode("utf-8").decode("utf-8")


@given(TEXTS)
def test_every_format_takes_every_text(text: str) -> None:
    """None fails, and all are valid UTF-8 without what acts on a terminal."""
    for format_ in FORMATS:
        if not is_binary(format_) and format_ != "html":
            shown = rendered(hostile(text), format_, verbose=True)
            left = {char for char in shown if printable(char) != char} - set("\n\r\ufeff")
            assert left == set(), format_


@given(TEXTS)
def test_workflow_commands_cannot_be_forged(text: str) -> None:
    """Each line is one command of ours, read as actions/runner reads them: ActionCommand.cs, TryParseV2."""
    lines = rendered(hostile(text), "github").rstrip("\n").split("\n")
    for line in lines:
        found = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert found, line
        properties = [part.partition("=") for part in found[2].split(",")]
        assert {name for name, _, _ in properties} <= {"file", "title", "line", "col"}
        assert "\r" not in line
    assert len(lines) == 9


def test_annotations_say_what_is_what(report: Report) -> None:
    """With the file, the line and the outcome; what is waived or below the threshold is no error."""
    lines = rendered(report, "github").splitlines()
    first = lines[0]
    assert first.startswith("::error file=records/acme/eng-0042.yaml,title=fail%2C high%3A core/remote-staff/direct-m")
    assert ",line=12,col=5::ENG-0042: " in first
    assert any(line.startswith("::notice ") and "title=waived%2C high" in line for line in lines)
    assert any("title=unreadable%3A checker/unreadable" in line for line in lines)
    assert lines[-1].startswith("::error title=checker::Of 7 records, 1 fails")
    assert rendered(report, "github", quiet=True).count("\n") == 1


@given(TEXTS)
def test_gitlab_is_as_its_manual_says(text: str) -> None:
    """Valid, and no two objects have one fingerprint."""
    made = json.loads(rendered(hostile(text), "gitlab"))
    jsonschema.Draft202012Validator(GITLAB).validate(made)
    assert len({each["fingerprint"] for each in made}) == len(made) > 0


def test_gitlab_counts_what_does_not_count_as_info(report: Report) -> None:
    """What is waived or known is there, and blocks nothing; what nobody could judge does."""
    made = json.loads(rendered(report, "gitlab"))
    severities = {each["description"].partition(":")[0]: each["severity"] for each in made}
    assert severities["waived"] == severities["known"] == "info"
    assert severities["invalid"] == severities["unreadable"] == "blocker"


@given(TEXTS)
def test_junit_is_valid_by_the_schema_of_jenkins(text: str) -> None:
    """The XML Schema of Jenkins' xUnit plugin (tests/formats), with any text."""
    made = rendered(hostile(text), "junit")
    JUNIT.validate(made)
    root = ElementTree.fromstring(made)
    assert len(root.findall("testsuite")) == 3
    assert len(root.findall(".//testcase")) == 7


JUNIT = xmlschema.XMLSchema(OFFICIAL / "junit-10.xsd")


def test_junit_tells_the_outcomes_apart(report: Report) -> None:
    """By element and type; the counts are those of the elements."""
    root = ElementTree.fromstring(rendered(report, "junit"))
    found = {(each.tag, each.get("type")) for each in root.iter() if each.get("type")}
    assert found == {
        *(("failure", name) for name in ("fail", "incomplete")),
        *(("error", name) for name in ("error", "invalid", "unreadable")),
        *(("skipped", name) for name in ("skip", "waived", "known")),
    }
    for suite in root.findall("testsuite"):
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(attribute) or 0) == len(suite.findall(f"testcase/{tag}"))
        assert int(suite.get("tests") or 0) == len(suite.findall("testcase"))


@given(TEXTS)
def test_sarif_is_valid_by_the_schema_of_oasis(text: str) -> None:
    """The JSON Schema of OASIS (tests/formats), with any text."""
    SARIF.validate(json.loads(rendered(hostile(text), "sarif")))


SARIF = jsonschema.Draft7Validator(
    json.loads((OFFICIAL / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")),
    format_checker=jsonschema.FormatChecker(),
)


def test_sarif_has_rules_regions_suppressions_and_notifications(report: Report) -> None:
    """What code scanning shows of a finding, and what is no finding of a policy."""
    (run,) = json.loads(rendered(report, "sarif"))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])
    assert {each["kind"] for each in run["results"]} == {"fail"}
    assert {each["properties"]["outcome"] for each in run["results"]} == {
        "fail",
        "incomplete",
        "error",
        "waived",
        "known",
    }
    region = run["results"][0]["locations"][0]["physicalLocation"]
    assert region == {
        "artifactLocation": {"uri": "records/acme/eng-0042.yaml"},
        "region": {"startLine": 12, "startColumn": 5},
    }
    suppressed = [each["properties"]["outcome"] for each in run["results"] if "suppressions" in each]
    assert suppressed == ["waived", "known"]
    assert {each["baselineState"] for each in run["results"]} == {"new", "unchanged"}
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    names = {each["descriptor"]["id"] for each in invocation["toolExecutionNotifications"]}
    assert names == {"checker/invalid", "checker/unreadable"}
    prints = [each["partialFingerprints"]["checkerFinding/v1"] for each in run["results"]]
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in prints)


@pytest.mark.parametrize("format_", ["markdown", "github-summary"])
@given(TEXTS)
def test_markdown_shows_texts_as_they_are(format_: str, text: str) -> None:
    """Read as CommonMark with GitHub's tables and links: no link, image, HTML or emphasis but ours, no broken row."""
    made = rendered(hostile(text), format_, verbose=True)
    parser = MarkdownIt("gfm-like", {"linkify": False})
    for token in parser.parse(made):
        for child in token.children or ():
            assert child.type not in ("link_open", "image", "em_open", "s_open", "code_inline"), made
            if child.type == "html_inline":
                assert child.content == "<br>"
        if token.type == "html_block":
            assert re.fullmatch(r"</?details>(<summary>[A-Za-z ]+</summary>)?\n?", token.content), made
        assert token.type not in ("fence", "code_block", "hr", "blockquote_open"), made
    lines = made.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("|---"):
            width = line.count("|")
            for row in lines[number:]:
                if not row.startswith("|"):
                    break
                assert row.count("|") == width, row


def test_a_summary_that_is_too_long_is_cut(report: Report) -> None:
    """GitHub would refuse it; it says how much is left out."""
    long = Report(report.version, report.as_of, report.fail_on, report.policies, report.records * 800)
    made = rendered(long, "github-summary")
    assert len(made.encode()) < MOST_BYTES
    assert re.search(r"\n\d+ more lines do not fit here; see the report in another format\.\n$", made)
    assert "more lines" not in rendered(report, "github-summary")


@given(TEXTS)
def test_csv_is_read_back(text: str) -> None:
    """By RFC 4180, with a mark that Excel needs; no cell is a formula."""
    made = rendered(hostile(text), "csv")
    assert made[0] == "\ufeff"
    lines = list(csv.reader(io.StringIO(made[1:], newline=""), strict=True))
    assert tuple(lines[0]) == HEADS
    assert {len(line) for line in lines} == {len(HEADS)}
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for line in lines for cell in line)
    assert neutral(text) in {line[3] for line in lines}


def test_csv_has_what_passed_too(report: Report) -> None:
    """An auditor sees what was checked."""
    lines = list(csv.DictReader(io.StringIO(rendered(report, "csv")[1:], newline="")))
    assert {line["outcome"] for line in lines} == {
        *("pass", "skip", "fail", "incomplete", "error", "waived", "known", "invalid", "unreadable")
    }
    waived = next(line for line in lines if line["outcome"] == "waived")
    assert (waived["waived until"], waived["waiver owner"]) == ("2026-12-05", "a.meyer@example.org")


def workbook(report: Report) -> tuple[bytes, openpyxl.Workbook]:
    """The bytes of a workbook, and what another library reads in them."""
    stream = io.BytesIO()
    reports.writer("xlsx")(report, stream, Options())
    return stream.getvalue(), openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


@given(TEXTS)
def test_the_workbook_holds_no_formula(text: str) -> None:
    """Every cell is a text or a number, whatever the records hold."""
    _, book = workbook(hostile(text))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr"), cell.value
                assert not (isinstance(cell.value, str) and cell.value.lstrip(" ").startswith(("=", "+", "-", "@")))
                assert cell.hyperlink is None


def test_the_workbook_has_its_sheets(report: Report) -> None:
    """Each with a frozen head and a filter; the same report gives the same bytes."""
    octets, book = workbook(report)
    names = ["Summary", "Findings", "Records", "Policies", "Severities", "Vendors", "Matrix", "Not recorded"]
    names += ["Not checked", "Waivers", "Evidence", "Parameters", "Inputs"]
    assert book.sheetnames == names
    assert all(book[name].freeze_panes for name in names)
    assert all(book[name].auto_filter.ref for name in names)
    assert octets == workbook(report)[0]
    matrix = [[cell.value for cell in row] for row in book["Matrix"].iter_rows()]
    assert matrix[0][:3] == ["record", "outcome", "core/remote-staff/direct-management"]
    assert matrix[2][:6] == ["ENG-0042", "error", "fail", "incomplete", "error", "skip"]
    evidence = [[cell.value for cell in row] for row in book["Evidence"].iter_rows()]
    assert evidence[1][5:9] == ["2025-08-01", 479, "2026-12-31", 38]
    digests = [[cell.value for cell in row] for row in book["Inputs"].iter_rows()]
    assert ["records/eng-0001.yaml", "record", hashlib.sha256(b"b").hexdigest()] in digests
    assert zipfile.ZipFile(io.BytesIO(octets)).testzip() is None
