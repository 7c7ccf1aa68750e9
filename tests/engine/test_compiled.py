"""Policies as compiled code: which of them are, and that nobody sees a difference but in time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checker.engine.compiled import MOST_INNER, Compiled, Lost, Unsupported, compile_value
from checker.engine.rows import WARM, Rows
from checker.engine.verdicts import compile_policy
from checker.lang import load_policies
from checker.lang.policy import CheckedPolicy
from checker.readers import Limits, read_paths
from checker.record import LinkedRecord, Unreadable, ValidRecord
from checker.references import link
from checker.schemas import load_kinds, validate
from tests.cases.things import compiled, thing

ROOT = Path(__file__).resolve().parents[2]
KINDS = load_kinds()
CORE = load_policies([ROOT / "policies" / "core"], KINDS).policies


def code_of(policy: CheckedPolicy) -> Compiled:
    """The policy's code."""
    when = None if policy.when is None else policy.when.expr
    return compile_policy(when, [clause.expr for clause in policy.require], policy.fact_exprs)


def examples() -> list[LinkedRecord]:
    """Every example record that is valid."""
    valid = []
    for found in read_paths([str(ROOT / "examples")], KINDS, limits=Limits(), stdin_format=None, stdin=None):
        assert not isinstance(found, Unreadable)
        checked = validate(found, KINDS)
        assert isinstance(checked, ValidRecord)
        valid.append(checked)
    return link(valid, KINDS)[0]


@pytest.mark.parametrize("policy", CORE, ids=lambda policy: policy.summary.id)
def test_every_policy_of_the_core_pack_is_made_into_code(policy: CheckedPolicy) -> None:
    """None of them falls back on the exact evaluation for what it is made of."""
    assert callable(code_of(policy))


def test_warm_policies_find_what_cold_ones_find() -> None:
    """Outcomes, reasons, explanations and what is missing: each example gets the same from code as from trees."""
    records = examples()
    warm = Rows(CORE, date(2026, 11, 23))
    for record in records[:1] * WARM + [each for each in records if each.ref.kind == "vendor"][:1] * WARM:
        warm.check(record)
    for record in records:
        assert warm.check(record) == Rows(CORE, date(2026, 11, 23)).check(record)


def test_an_expression_without_types_is_not_made_into_code() -> None:
    """What has an open type could be anything, and stays with the exact evaluation."""
    tree, facts, _ = compiled("dyn(thing.count) == 1 && dyn(thing.flag)", strict=False)
    with pytest.raises(Unsupported):
        compile_value(tree, facts)


def test_loops_within_loops_over_long_lists_are_left_to_the_exact_evaluation() -> None:
    """That one counts its steps, so that no record takes for ever."""
    tree, facts, _ = compiled("thing.numbers.all(a, thing.numbers.all(b, a <= b || b < a))")
    code = compile_value(tree, facts)
    assert code({"thing": thing({"numbers": [1] * MOST_INNER}).value}, {}) is True
    with pytest.raises(Lost):
        code({"thing": thing({"numbers": [1] * (MOST_INNER + 1)}).value}, {})
