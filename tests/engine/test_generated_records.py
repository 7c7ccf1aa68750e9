"""Generated records against every policy that travels with checker: none errs, and nothing passes for being unsaid."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.engine.rows import WARM, Rows
from checker.lang import CheckedPolicy, load_policies
from checker.lang.expr import Call, Decision, Expr, FactRef, Has, Index, Macro, Select, children
from checker.model import Outcome, PolicyResult
from checker.readers import Limits, read_paths
from checker.record import LinkedRecord, Record, ValidRecord
from checker.record import Path as Steps
from checker.references import link
from checker.resources import POLICIES
from checker.schemas import load_kinds, validate
from checker.types import Map
from tests.schemas.generate import values

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
AS_OF = date(2026, 6, 1)
KINDS = load_kinds()
CORE = load_policies([POLICIES], KINDS).policies
PAIRS = 10_000
GROUP = 4
"""How many records are generated together, so that they may refer to each other."""
PER_KIND = {kind: sum(policy.summary.applies_to == kind for policy in CORE) for kind in ("engagement", "vendor")}
NEITHER = (Outcome.FAIL, Outcome.INCOMPLETE)


def valid(value: Any) -> ValidRecord | None:
    """A record, where its schema accepts it."""
    found = validate(Record(value, "generated.yaml", 1, lambda path: None), KINDS)
    return found if isinstance(found, ValidRecord) else None


def named(value: dict[str, Any], number: int) -> dict[str, Any]:
    """A generated record with an id of its own, that of a vendor one that engagements refer to."""
    return value | {"id": f"{'VEN' if value['kind'] == 'vendor' else 'ENG'}-{number}"}


def reads_absence(node: Expr, facts: Mapping[str, Expr]) -> bool:
    """Whether an expression can be true because something is not there: has, optionals, sizes, keys, tables."""
    if isinstance(node, FactRef):
        return reads_absence(facts[node.name], facts)
    own = isinstance(node, (Has, Decision)) or (isinstance(node, (Select, Index)) and node.optional)
    own = own or (isinstance(node, Call) and node.function == "size")
    own = own or (isinstance(node, Macro) and isinstance(node.target.type, Map))
    return own or any(reads_absence(child, facts) for child in children(node))


def asks_of_absence(policy: CheckedPolicy) -> bool:
    """Whether a policy itself tests for absence."""
    clauses = [*policy.require, *([policy.when] if policy.when else [])]
    return any(reads_absence(clause.expr, policy.fact_exprs) for clause in clauses)


PLAIN = tuple(policy for policy in CORE if not asks_of_absence(policy))


def judged(rows: Rows, records: list[ValidRecord]) -> list[tuple[LinkedRecord, tuple[PolicyResult, ...]]]:
    """What becomes of records that are checked together."""
    return [(record, rows.check(record)) for record in link(records, KINDS)[0]]


@pytest.mark.parametrize("kind", sorted(PER_KIND))
def test_no_policy_errs_on_a_valid_record(kind: str) -> None:
    """Of ten thousand pairs of a generated record and a policy none ends in an error, by the code or exactly."""
    pairs: Counter[Outcome] = Counter()
    rows = Rows(CORE, AS_OF)
    wanted = PAIRS * PER_KIND[kind] // len(CORE)

    @settings(max_examples=wanted // (PER_KIND[kind] * GROUP) + 8, suppress_health_check=list(HealthCheck))
    @given(st.lists(values(KINDS[kind].schema), min_size=GROUP, max_size=GROUP), values(KINDS["vendor"].schema))
    def check(records: list[dict[str, Any]], vendor: dict[str, Any]) -> None:
        group = [named(each, number) for number, each in enumerate([*records, vendor], 1)]
        for record, results in judged(rows, [each for each in map(valid, group) if each]):
            for result in results:
                assert result.outcome is not Outcome.ERROR, (result.policy.id, result.reason, record.value)
            pairs.update(result.outcome for result in results if result.policy.applies_to == kind)

    check()
    assert pairs.total() >= wanted
    assert {Outcome.PASS, Outcome.FAIL, Outcome.INCOMPLETE} <= pairs.keys()


def removals(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """The paths of all fields of a record."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        if isinstance(step, str):
            yield (*path, step)
        yield from removals(part, (*path, step))


def without(record: dict[str, Any], path: Steps) -> dict[str, Any]:
    """The record without one of its fields."""
    left = copy.deepcopy(record)
    holder: Any = left
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return left


def holds_to(record: dict[str, Any], others: list[ValidRecord]) -> int:
    """Takes each field away in turn; returns how many results that fell short of a pass were looked at again."""
    whole = valid(record)
    assert whole is not None
    before = judged(Rows(PLAIN, AS_OF), [whole, *others])[0][1]
    short = {result.policy.id for result in before if result.outcome in NEITHER}
    rows = Rows([policy for policy in PLAIN if policy.summary.id in short], AS_OF)
    looked = 0
    for path in removals(record) if short else ():
        less = valid(without(record, path))
        if less is None:
            continue
        for result in rows.check(link([less, *others], KINDS)[0][0]):
            looked += 1
            assert result.outcome in NEITHER, (result.policy.id, path)
    return looked


def examples(folder: str) -> list[dict[str, Any]]:
    """The records in a folder of the examples, as they are read."""
    found = read_paths([str(EXAMPLES / folder)], KINDS, limits=Limits(), stdin_format=None, stdin=None)
    return [record.value for record in found if isinstance(record, Record)]


@pytest.mark.parametrize("folder", ["failing", "incomplete"])
def test_taking_a_field_from_an_example_passes_nothing(folder: str) -> None:
    """Whatever field an example loses, what failed or lacked a fact does not pass, nor is it skipped."""
    records = examples(folder)
    known = [(record, valid(record)) for record in records]
    looked = 0
    for record in records:
        looked += holds_to(record, [other for given, other in known if other and given is not record])
    assert looked > 100


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.one_of(values(KINDS["engagement"].schema), values(KINDS["vendor"].schema)), values(KINDS["vendor"].schema))
def test_taking_a_field_from_a_generated_record_passes_nothing(record: dict[str, Any], vendor: dict[str, Any]) -> None:
    """The same for generated records."""
    other = valid(named(vendor, 2))
    holds_to(named(record, 1), [other] if other else [])


def test_enough_policies_do_not_test_for_absence() -> None:
    """The two properties above speak of most policies, so that they mean something."""
    assert len(PLAIN) >= 8
    assert {policy.summary.applies_to for policy in PLAIN} == {"engagement", "vendor"}


@pytest.fixture(scope="module")
def warm() -> Rows:
    """The core pack's policies, run as code."""
    rows = Rows(CORE, AS_OF)
    known = link([each for each in map(valid, examples("passing")) if each], KINDS)[0]
    for _ in range(WARM):
        for record in known:
            rows.check(record)
    return rows


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.lists(values(KINDS["engagement"].schema), min_size=4, max_size=4), values(KINDS["vendor"].schema))
def test_code_finds_what_the_exact_evaluation_finds(
    warm: Rows, records: list[dict[str, Any]], vendor: dict[str, Any]
) -> None:
    """Outcomes, reasons, explanations and missing facts of every core policy are the same from code as from trees."""
    group = [named(each, number) for number, each in enumerate([*records, vendor], 1)]
    for record in link([each for each in map(valid, group) if each], KINDS)[0]:
        assert warm.check(record) == Rows(CORE, AS_OF).check(record)
