"""The examples: each passes, fails or lacks a fact exactly as its comment and examples/README.md say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import checker
from checker.cli import main
from checker.model import Outcome, RecordReport

AS_OF = date(2026, 11, 23)
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SCENARIOS = sorted(path.stem for path in (EXAMPLES / "passing").glob("*.yaml"))
DERIVED = "core/classification/declared-equals-derived"
CONTRACT = "core/classification/contract-equals-practice"
NONE_OF_THREE = "core/outsourcing/client-holds-none"

FAILING: dict[str, dict[str, list[int]]] = {
    "ENG-2001": {"core/outsourcing/freelancer": [1]},
    "ENG-2002": {NONE_OF_THREE: [3], DERIVED: [1]},
    "ENG-2003": {"core/outsourcing/provider-contract": [1]},
    "ENG-2004": {"core/provider/vendor-approved": [2]},
    "VEN-2004": {"core/vendors/due-diligence": [3]},
    "ENG-2005": {"core/approvals/preparer-not-approver": [2]},
    "ENG-2006": {NONE_OF_THREE: [2], "core/outsourcing/on-site-provider": [1], DERIVED: [1]},
    "ENG-2007": {"core/remote-staff/direct-management": [2]},
    "ENG-2008": {"core/place/declared": [2]},
    "ENG-2009": {"core/remote-staff/employment-contract": [1]},
    "ENG-2010": {CONTRACT: [3]},
    "ENG-2011": {"core/evidence/dated": [2]},
    "ENG-2012": {"core/mixed-operations/linked": [2]},
    "ENG-2013": {"core/mixed-operations/linked": [1]},
    "ENG-2014": {"core/place/field-schedule": [2]},
    "ENG-2015": {DERIVED: [1]},
    "VEN-2016": {"core/vendors/bank-details": [1]},
}
"""Of every record in failing/: each policy that fails, with the clauses that are false."""

INCOMPLETE: dict[str, str] = {
    "ENG-3001": "engagement.provider.person_type",
    "ENG-3002": "engagement.control.manages_performance",
    "ENG-3003": "engagement.control.hires",
    "ENG-3004": "engagement.provider.vendor_id",
    "ENG-3005": "engagement.approvals",
    "ENG-3006": "engagement.control.dismisses",
    "ENG-3007": "engagement.control.dismisses",
    "ENG-3008": "engagement.location.sites[0].share_of_time",
    "ENG-3009": "engagement.control.hires",
    "ENG-3010": "engagement.contracted_control.manages_performance",
    "ENG-3011": "engagement.arrangement.rationale",
    "ENG-3012": "engagement.arrangement.related_engagements",
    "ENG-3013": "engagement.arrangement.related[0].arrangement.related_engagements",
    "ENG-3014": "engagement.location.schedule",
    "ENG-3015": "engagement.arrangement.allocation_of_powers",
    "VEN-3016": "vendor.sanctions_screening.on",
}
"""Of each record in incomplete/: the fact that is not recorded; ENG-3013 meets that of ENG-3012 through its link."""

TABLE: dict[str, dict[str, list[int]] | str] = {
    "ENG-4002": {"core/outsourcing/freelancer": [2]},
    "ENG-4003": "engagement.provider.vendor_id",
    "ENG-4005": "engagement.control.dismisses",
    "ENG-4007": {"core/approvals/preparer-not-approver": [2]},
    "ENG-4009": {CONTRACT: [2]},
    "ENG-4013": {"core/remote-staff/direct-management": [2]},
    "ENG-4014": "engagement.control.hires",
    "ENG-4016": {"core/place/declared": [2]},
    "ENG-4018": {"core/remote-staff/dismissal": [1], DERIVED: [1]},
    "ENG-4020": "engagement.dates.end",
}
"""Of engagements.csv: what fails, or is not recorded; the ten others pass."""


@pytest.fixture(scope="module")
def found() -> Mapping[str, RecordReport]:
    """All examples in one run, with their evidence, by id."""
    report = checker.check(checker.Inputs([str(EXAMPLES)]), as_of=AS_OF, evidence=checker.Folder(EXAMPLES / "evidence"))
    assert not report.unreadable
    return {record.ref.id: record for record in report.records}


def failures(record: RecordReport) -> dict[str, list[int]]:
    """The policies that fail on a record, each with the numbers of its false clauses."""
    return {
        result.policy.id: [clause.number for clause in result.clauses if clause.outcome is Outcome.FAIL]
        for result in record.results
        if result.outcome is Outcome.FAIL
    }


def missing(record: RecordReport) -> set[str]:
    """The paths that a record's policies wait for."""
    return {fact.path for result in record.results for clause in result.clauses for fact in clause.missing}


def comment(kind: str, scenario: str) -> str:
    """The comment at the top of an example, on one line."""
    text = (EXAMPLES / kind / f"{scenario}.yaml").read_text(encoding="utf-8")
    lines = re.match(r"(?:# .*\n)+", text)
    assert lines, f"{kind}/{scenario}.yaml does not begin with a comment"
    return lines.group().replace("# ", "").replace("\n", " ").strip()


def test_every_scenario_is_there_three_times() -> None:
    """Each scenario has a passing, a failing and an incomplete record under the same file name."""
    assert len(SCENARIOS) == 15
    for kind in ("failing", "incomplete"):
        assert sorted(path.stem for path in (EXAMPLES / kind).iterdir()) == SCENARIOS


def test_the_passing_records_alone_exit_with_0() -> None:
    """The passing records, the vendors that they name among them, leave nothing to do; nor do their evidence files."""
    check = ["check", str(EXAMPLES / "passing"), "--as-of", AS_OF.isoformat()]
    for options in ([], ["--evidence-root", str(EXAMPLES / "evidence")]):
        result = CliRunner().invoke(main, [*check, *options])
        assert result.exit_code == 0, result.output


def test_all_examples_exit_with_1_and_name_what_is_wrong() -> None:
    """The whole folder fails, and the text names each failing policy and each fact that is not recorded."""
    result = CliRunner().invoke(main, ["check", str(EXAMPLES), "--as-of", AS_OF.isoformat()])
    assert result.exit_code == 1
    for record, policies in FAILING.items():
        for policy in policies:
            assert re.search(rf"^FAIL +{policy} .*\n +{record}\s", result.output, re.MULTILINE), (record, policy)
    for record, path in INCOMPLETE.items():
        assert re.search(rf"^INCOMPLETE .*\n +{record}\s", result.output, re.MULTILINE), record
        assert f"? {path} is not recorded" in " ".join(result.output.split())


@pytest.mark.parametrize("record", FAILING)
def test_a_failing_record_fails_for_its_reason_alone(found: Mapping[str, RecordReport], record: str) -> None:
    """Exactly the stated clauses of the stated policies are false, and no fact is missing besides."""
    assert failures(found[record]) == FAILING[record]
    assert not missing(found[record])


@pytest.mark.parametrize("record", INCOMPLETE)
def test_an_incomplete_record_lacks_its_fact_alone(found: Mapping[str, RecordReport], record: str) -> None:
    """Nothing fails, and the stated path is the only one that policies wait for."""
    assert found[record].outcome is Outcome.INCOMPLETE
    assert missing(found[record]) == {INCOMPLETE[record]}


def test_no_other_record_has_findings(found: Mapping[str, RecordReport]) -> None:
    """What is in no list here passes: the passing records, the vendors, and ten rows of the table."""
    listed = FAILING.keys() | INCOMPLETE.keys() | TABLE.keys()
    assert listed == {id for id, record in found.items() if record.outcome is not Outcome.PASS}


def test_the_table_has_twenty_engagements_with_mixed_results(found: Mapping[str, RecordReport]) -> None:
    """Each row of engagements.csv comes out as listed."""
    rows = {id: record for id, record in found.items() if record.ref.file.endswith("engagements.csv")}
    assert len(rows) == 20
    for id, record in rows.items():
        expected = TABLE.get(id, {})
        assert failures(record) == ({} if isinstance(expected, str) else expected), id
        assert missing(record) == ({expected} if isinstance(expected, str) else set()), id


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_comments_and_the_list_of_scenarios_agree(scenario: str) -> None:
    """The comment of each sibling says why, and examples/README.md says the same of it."""
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{scenario}\.yaml`: [^|]+ \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", listed, re.MULTILINE)
    assert row, scenario
    assert comment("passing", scenario).endswith("Passes every policy.")
    assert comment("failing", scenario).partition("Fails: ")[2].lower() == row[1].lower()
    assert comment("incomplete", scenario).partition("Incomplete: ")[2].lower() == row[2].lower()


def test_incomplete_comments_name_the_path() -> None:
    """What an incomplete record's comment gives in brackets is the path that is found to be missing."""
    named = {re.findall(r"\(([a-z0-9_.\[\]]+)\)\.$", comment("incomplete", scenario))[0] for scenario in SCENARIOS}
    assert named == {path.partition(".")[2] for id, path in INCOMPLETE.items() if id != "ENG-3013"}


def test_every_evidence_file_is_named_by_a_record() -> None:
    """No file lies about in examples/evidence that no record names."""
    texts = "".join(path.read_text(encoding="utf-8") for path in (EXAMPLES / "passing").glob("*.yaml"))
    files = [path.relative_to(EXAMPLES / "evidence") for path in (EXAMPLES / "evidence").rglob("*") if path.is_file()]
    assert len(files) >= 10
    assert all(f"file: {file.as_posix()}\n" in texts for file in files)


def test_leis_have_sound_check_digits() -> None:
    """Every LEI in the examples leaves 1 when its number, letters as 10 to 35, is divided by 97."""
    texts = "".join(path.read_text(encoding="utf-8") for path in EXAMPLES.rglob("*.yaml"))
    leis = set(re.findall(r"scheme: lei\n +id: (\S+)", texts))
    assert len(leis) >= 3
    assert all(int("".join(str(int(char, 36)) for char in lei)) % 97 == 1 for lei in leis)
