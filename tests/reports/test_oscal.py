"""OSCAL assessment results, held to compliance-trestle's models of the standard."""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given
from trestle.oscal import assessment_results

from checker import reports
from checker.model import Report
from checker.reports import Options
from checker.reports.oscal import VERSION
from tests.reports.hostile import TEXTS, hostile


def made(report: Report) -> dict[str, Any]:
    """The one result of the document, which trestle accepts."""
    stream = io.StringIO()
    reports.writer("oscal")(report, stream, Options())
    document = json.loads(stream.getvalue())
    assessment_results.Model.model_validate_json(stream.getvalue())
    results = document["assessment-results"]["results"]
    assert len(results) == 1
    found: dict[str, Any] = results[0]
    return found


def outcome(part: dict[str, Any]) -> str:
    """The property that tells outcomes apart."""
    return next(str(each["value"]) for each in part["props"] if each["name"] == "outcome")


@given(TEXTS)
def test_any_text_is_valid(text: str) -> None:
    """By the models of trestle, which are made of OSCAL's own JSON Schema."""
    made(hostile(text))


def test_findings_say_whether_a_policy_is_satisfied(report: Report) -> None:
    """What is incomplete is not satisfied, and is no fail either; of a policy that judged nothing, nothing is said."""
    found = {part["props"][2]["value"]: part for part in made(report)["findings"]}
    states = {id_: (part["target"]["status"]["state"], outcome(part)) for id_, part in found.items()}
    assert states == {
        "core/remote-staff/direct-management": ("not-satisfied", "fail"),
        "core/remote-staff/dismissal": ("not-satisfied", "incomplete"),
        "core/terms/notice": ("not-satisfied", "error"),
    }


def test_everything_is_observed_and_leads_somewhere(report: Report) -> None:
    """Each outcome is told apart; what findings and observations refer to is in the document."""
    result = made(report)
    outcomes = {outcome(part) for part in result["observations"]}
    assert outcomes == {"fail", "incomplete", "error", "waived", "known", "invalid", "unreadable"}
    ids = {part["uuid"] for part in result["observations"]}
    assert len(ids) == len(result["observations"])
    for finding in result["findings"]:
        assert {each["observation-uuid"] for each in finding.get("related-observations", ())} <= ids
    subjects = {part["uuid"] for part in result["local-definitions"]["components"]}
    named = {each["subject-uuid"] for part in result["observations"] for each in part.get("subjects", ())}
    assert named == subjects
    (risk,) = result["risks"]
    assert (risk["status"], risk["deadline"]) == ("deviation-approved", "2026-12-05T00:00:00+00:00")


def test_the_version_is_that_of_the_models() -> None:
    """What is claimed is what is checked."""
    import trestle.oscal

    assert trestle.oscal.OSCAL_VERSION == VERSION
