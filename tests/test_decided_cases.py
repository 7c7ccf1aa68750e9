"""The derived arrangement on decided cases of courts and authorities: undetermined with the missing facts named, or the
side that the case was found on, or a written reason in `decided_cases.yaml`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.engine.rows import evaluate
from checker.lang import CheckedPolicy, load_policies
from checker.model import Outcome, PolicyResult
from checker.record import InvalidRecord, Record
from checker.references import link
from checker.resources import POLICIES
from checker.schemas import Kinds, load_kinds, validate
from checker.yaml12 import Limits, load_all

ROOT = Path(__file__).resolve().parent
CASES = (
    Path(os.environ.get("CHECKER_CONFORMANCE", ROOT.parent.parent / "shared" / "conformance")) / "decided/cases.json"
)
REASONS: dict[str, dict[str, str]] = load_all((ROOT / "decided_cases.yaml").read_text(encoding="utf-8"), Limits())[0]
SIDES = ("outsourcing", "remote_staffing", "blurred")
NEEDED = ("hires", "manages_performance", "dismisses", "instructs_how", "pays")

pytestmark = pytest.mark.skipif(not CASES.is_file(), reason=f"no decided cases at {CASES}")


def _cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads(CASES.read_text(encoding="utf-8")) if CASES.is_file() else []
    return cases


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    """The kinds of record that travel with checker."""
    return load_kinds()


@pytest.fixture(scope="module")
def policy(kinds: Kinds) -> CheckedPolicy:
    """The policy that compares the declared arrangement with the derived one."""
    (found,) = load_policies([POLICIES / "core/classification/declared-equals-derived.yaml"], kinds).policies
    return found


def _derived(case: Mapping[str, Any], policy: CheckedPolicy, kinds: Kinds) -> tuple[str, tuple[PolicyResult, ...]]:
    """The side that passes when it is declared; `undetermined` where none does. The case's own label is not used."""
    control = {
        path.removeprefix("control."): value for path, value in case["facts"].items() if path.startswith("control.")
    }
    results = []
    for side in SIDES:
        value = {"kind": "engagement", "id": case["id"], "title": case["title"], "arrangement": {"declared": side}}
        record = validate(Record(value | {"control": control}, "case", 1, lambda path: None), kinds)
        assert not isinstance(record, InvalidRecord), record.problems
        (linked,), _ = link([record], kinds)
        (result,) = evaluate([policy], linked, date(2026, 11, 23))
        results.append(result)
    sides = [side for side, result in zip(SIDES, results, strict=True) if result.outcome is Outcome.PASS]
    assert len(sides) <= 1
    return (sides[0] if sides else "undetermined"), tuple(results)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["id"])
def test_a_case_is_undetermined_or_on_its_side_or_has_a_reason(
    case: dict[str, Any], policy: CheckedPolicy, kinds: Kinds
) -> None:
    """The derived arrangement never contradicts a decided case without a written reason."""
    derived, results = _derived(case, policy, kinds)
    if derived == "undetermined":
        missing = {absent.path for result in results for clause in result.clauses for absent in clause.missing}
        assert missing and missing <= {f"engagement.control.{name}" for name in NEEDED}
        assert case["id"] not in REASONS
    elif derived != case["side"]:
        assert REASONS[case["id"]]["derived"] == derived
        assert REASONS[case["id"]]["reason"]
    else:
        assert case["id"] not in REASONS


def test_the_declared_arrangement_does_not_decide(policy: CheckedPolicy) -> None:
    """No fact beneath the derived arrangement reads what was declared."""
    assert not any("declared" in fact.text for fact in policy.facts.values())


def test_every_reason_is_about_a_case() -> None:
    """A reason whose case is gone is stale."""
    assert set(REASONS) <= {case["id"] for case in _cases()}
