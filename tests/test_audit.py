"""Where the parts meet: what a report holds, whatever the order of its inputs; and which policies take part."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

import checker
from checker import Choice, Inputs, Outcome, UsageError
from checker.model import PolicySummary, Severity
from checker.selection import selected

DAY = date(2026, 6, 1)
POLICY = """\
id: mini/staff/{name}
title: {name}
severity: high
when: engagement.arrangement.declared == "{when}"
require:
  - that: engagement.control.{name} == "client"
"""


@pytest.fixture
def choice(tmp_path: Path) -> Choice:
    """Two policies about remote staff, and one about outsourcing."""
    folder = tmp_path / "mini"
    (folder / "staff").mkdir(parents=True)
    (folder / "pack.yaml").write_text("id: mini\ntitle: t\nversion: 1.0.0\n", encoding="utf-8")
    for name, when in {"dismisses": "remote_staffing", "hires": "remote_staffing", "pays": "outsourcing"}.items():
        (folder / f"staff/{name}.yaml").write_text(POLICY.format(name=name, when=when), encoding="utf-8")
    return Choice([folder])


def records(folder: Path, **control: str) -> list[str]:
    """One record for every name, with the given line under `control`."""
    paths = []
    for name, line in control.items():
        file = folder / f"{name}.yaml"
        head = f"kind: engagement\nid: {name}\ntitle: t\narrangement: {{declared: remote_staffing}}\n"
        file.write_text(f"{head}control: {{{line}}}\n", encoding="utf-8")
        paths.append(str(file))
    return paths


def test_a_record_comes_out_as_its_worst_policy(choice: Choice, tmp_path: Path) -> None:
    """Fail is worse than incomplete, incomplete worse than pass; a skip beside them says nothing."""
    paths = records(
        tmp_path,
        a="hires: client, dismisses: client",
        b="hires: client",
        c="hires: provider",
        d="hires: client, dismisses: provider",
    )
    report = checker.check(Inputs(paths), choice, as_of=DAY)
    assert [record.outcome for record in report.records] == [
        Outcome.PASS,
        Outcome.INCOMPLETE,
        Outcome.FAIL,
        Outcome.FAIL,
    ]
    assert {result.policy.id: result.outcome for result in report.records[0].results} == {
        "mini/staff/dismisses": Outcome.PASS,
        "mini/staff/hires": Outcome.PASS,
        "mini/staff/pays": Outcome.SKIP,
    }
    assert (report.files, report.as_of, report.failed) == (4, DAY, True)
    assert (report.counts[Outcome.FAIL], report.counts[Outcome.PASS]) == (2, 1)


def test_a_record_whose_every_policy_is_skipped_is_skipped(choice: Choice, tmp_path: Path) -> None:
    """Nothing was judged, so the record does not count as passed."""
    only = Choice(choice.policies, select=["mini/staff/pays"])
    report = checker.check(Inputs(records(tmp_path, a="hires: client")), only, as_of=DAY)
    assert report.records[0].outcome is Outcome.SKIP
    assert not report.failed


def test_the_order_of_inputs_changes_nothing(choice: Choice, tmp_path: Path) -> None:
    """Shuffled paths and policies give an equal report."""
    names = {f"r{number}": "hires: client" if number % 3 else "hires: provider" for number in range(12)}
    paths = records(tmp_path, **names)
    first = checker.check(Inputs(paths), choice, as_of=DAY)
    random.Random(7).shuffle(paths)
    assert checker.check(Inputs(paths), choice, as_of=DAY) == first


def test_validate_names_no_policies(tmp_path: Path) -> None:
    """By schema alone, a valid record passes and the report claims no policy."""
    report = checker.validate(Inputs(records(tmp_path, a="hires: provider")), as_of=DAY)
    assert (report.policies, report.records[0].outcome, report.failed) == ((), Outcome.PASS, False)


def test_records_of_a_kind_of_ones_own_are_checked(tmp_path: Path) -> None:
    """A schema and a policy of the user's own work as those that come with checker do."""
    schema = tmp_path / "site.schema.json"
    schema.write_text(
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Site", "type": "object", '
        '"required": ["kind", "id"], "properties": {"kind": {"const": "site"}, "id": {"type": "string"}, '
        '"seats": {"type": "integer", "title": "Seats"}}, "additionalProperties": false}',
        encoding="utf-8",
    )
    policy = tmp_path / "own/sites/seats.yaml"
    policy.parent.mkdir(parents=True)
    policy.write_text(
        "id: own/sites/seats\ntitle: t\nseverity: low\napplies_to: site\nrequire:\n  - that: site.seats > 2\n",
        encoding="utf-8",
    )
    record = tmp_path / "site.yaml"
    record.write_text("kind: site\nid: S-1\nseats: 2\n", encoding="utf-8")
    report = checker.check(Inputs([str(record)], {"site": schema}), Choice([policy.parent]), as_of=DAY)
    assert report.records[0].outcome is Outcome.FAIL


def summaries() -> list[PolicySummary]:
    """Three policies of two topics."""
    return [
        PolicySummary("core/staff/hires", "", Severity.HIGH, "engagement", tags=("staff", "evidence")),
        PolicySummary("core/staff/pays", "", Severity.HIGH, "engagement", tags=("staff",)),
        PolicySummary("core/vendors/status", "", Severity.HIGH, "vendor", tags=("vendors",)),
    ]


@pytest.mark.parametrize(
    ("select", "ignore", "left"),
    [
        ([], [], "hires pays status"),
        (["core/staff/hires"], [], "hires"),
        (["core/*"], ["*/pays"], "hires status"),
        (["tag:staff"], ["tag:evidence"], "pays"),
        (["tag:*"], ["core/staff/*"], "status"),
    ],
)
def test_patterns_select_and_ignore(select: list[str], ignore: list[str], left: str) -> None:
    """An id, a glob and a tag each select; what is ignored is left out after that."""
    assert sorted(id.rpartition("/")[2] for id in selected(summaries(), select, ignore)) == left.split()


@pytest.mark.parametrize(
    ("select", "ignore", "message"),
    [
        (["core/staff/hire"], [], r"--select core/staff/hire: .* Did you mean core/staff/hires"),
        (["hires"], [], r"Did you mean core/staff/hires"),
        (["core/staff"], [], r"Did you mean core/staff/\*"),
        ([], ["tag:stuff"], r"--ignore tag:stuff: no policy has this tag. Did you mean tag:staff"),
        (["xyz"], [], r"has this id. `checker policies list`"),
        (["core/staff/*"], ["tag:staff"], "leave no policy"),
    ],
)
def test_a_pattern_that_fits_nothing_is_refused(select: list[str], ignore: list[str], message: str) -> None:
    """A misspelt name never passes for an empty selection."""
    with pytest.raises(UsageError, match=message):
        selected(summaries(), select, ignore)


def test_what_is_exported_is_what_is_said() -> None:
    """Every name of __all__ can be had, and dir() shows no others."""
    assert sorted(checker.__all__) == dir(checker) == sorted(set(checker.__all__))
    for name in checker.__all__:
        assert getattr(checker, name) is not None
    name = "chek"
    with pytest.raises(AttributeError, match=name):
        getattr(checker, name)
