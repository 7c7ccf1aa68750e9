"""The core pack's own tests: green, and sharp enough to notice a negated clause."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.policytest import run
from checker.policytest.discovery import discover
from checker.schemas import load_kinds

ROOT = Path(__file__).resolve().parent.parent.parent
CORE = ROOT / "policies" / "core"
POLICIES = [str(pair.policy.relative_to(CORE)) for pair in discover([CORE])]


def test_the_core_pack_passes_its_tests() -> None:
    """`checker test policies/` ends with 0 and says how many cases there were."""
    command = [sys.executable, "-m", "checker", "test", "policies/"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = run([CORE], load_kinds()).passed
    assert passed >= 3 * len(POLICIES)
    assert str(passed) in done.stdout


@pytest.mark.parametrize("name", POLICIES)
def test_a_negated_clause_of_a_core_policy_is_noticed(name: str, tmp_path: Path) -> None:
    """Whichever clause is turned into its opposite, and the policy's `when` too, its tests no longer pass."""
    core = shutil.copytree(CORE, tmp_path / "core")
    kinds = load_kinds()
    policy = core / name
    document = yaml.safe_load(policy.read_text(encoding="utf-8"))

    def cases_that_fail(changed: dict[str, Any]) -> int:
        policy.write_text(yaml.safe_dump(changed), encoding="utf-8")
        return run([policy], kinds).failed

    assert cases_that_fail(document) == 0
    assert [mutant for mutant in _mutants(document) if not cases_that_fail(mutant)] == []


def _mutants(document: dict[str, Any]) -> list[dict[str, Any]]:
    mutants = []
    for index, clause in enumerate(document["require"]):
        negated = {**clause, "that": f"!({clause['that']})"}
        require = [*document["require"][:index], negated, *document["require"][index + 1 :]]
        mutants.append({**document, "require": require})
    if "when" in document:
        mutants.append({**document, "when": f"!({document['when']})"})
    return mutants
