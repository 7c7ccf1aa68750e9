"""What holds of every well-typed expression on every record."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, event, given

from checker.engine.compiled import LOST, Unsupported, compile_value
from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.engine.explain import Explainer
from checker.engine.missing import missing
from checker.engine.unknown import Failure, Unknown
from checker.engine.verdicts import compile_policy
from checker.lang.expr import Expr
from checker.lang.policy import Fact
from checker.model import Reason
from checker.record import Path
from checker.values import NANOS, Duration, Timestamp, parse_date
from tests.cases.things import THING, compiled, thing
from tests.engine.expressions import FACTS, FORMS, HOLE, THINGS, conditions, values
from tests.engine.oracle import ERROR, UNKNOWN, Oracle, native

TODAY = "2026-06-15"


def typed(text: str) -> tuple[Expr, Mapping[str, Expr]]:
    """A generated expression, compiled; a comparison of texts that can never be equal is set aside."""
    tree, facts, faults = compiled(text, FACTS)
    assert {fault.code for fault in faults} <= {"L014"}, (text, faults)
    assume(not faults)
    return tree, facts


def environment(record: Mapping[str, Any], facts: Mapping[str, Expr]) -> Env:
    """What the row engine sees."""
    return Env(new_program(), {"thing": thing(record).value, "today": parse_date(TODAY)}, facts)


def rows(tree: Expr, facts: Mapping[str, Expr], record: Mapping[str, Any]) -> Any:
    """What the row engine finds."""
    return evaluate(tree, environment(record, facts))


def told(value: Any) -> Any:
    """A result of either evaluator in one form, types told apart."""
    match value:
        case Unknown() | Failure():
            return UNKNOWN if isinstance(value, Unknown) else ERROR
        case Timestamp() | Duration():
            return type(value).__name__, int(value)
        case datetime() | timedelta():
            since = value - datetime(1970, 1, 1, tzinfo=UTC) if isinstance(value, datetime) else value
            nanoseconds = since // timedelta(microseconds=1) * 1000
            return ("Timestamp" if isinstance(value, datetime) else "Duration"), nanoseconds
        case list():
            return [told(item) for item in value]
        case dict():
            return {key: told(item) for key, item in value.items()}
        case float() if math.isnan(value):
            return "nan"
        case _ if value is UNKNOWN or value is ERROR:
            return value
        case _:
            return type(value).__name__, value


@given(values() | conditions(), THINGS)
def test_the_row_engine_agrees_with_the_oracle(text: str, record: dict[str, Any]) -> None:
    """A value, unknown or an error: the row engine and the naive evaluator find the same."""
    tree, facts = typed(text)
    names = {"thing": native(record, THING), "today": datetime.fromisoformat(TODAY).replace(tzinfo=UTC)}
    expected = Oracle(names, facts).value(tree)
    event("unknown" if expected is UNKNOWN else "error" if expected is ERROR else "value")
    assert told(rows(tree, facts, record)) == told(expected)


@given(values() | conditions(), THINGS)
def test_compiled_code_agrees_with_the_exact_evaluation(text: str, record: dict[str, Any]) -> None:
    """Where the code has an answer, it is that of the exact evaluation; where it has none, a part is lost."""
    tree, facts = typed(text)
    exact = told(rows(tree, facts, record))
    try:
        found = told(compile_value(tree, facts)(environment(record, facts).base, {}))
    except (Unsupported, *LOST):
        event("left to the exact evaluation")
        return
    event("answered")
    assert found == exact


@given(conditions(), conditions(), THINGS)
def test_verdicts_agree_with_the_exact_evaluation(when: str, clause: str, record: dict[str, Any]) -> None:
    """As the `when` and as the clause of a policy, code that can tell says what the exact evaluation says."""
    (guard, facts), (tree, _) = typed(when), typed(clause)
    exact = told(rows(guard, facts, record)), told(rows(tree, facts, record))
    try:
        judge = compile_policy(guard, [tree], facts, "skip", "pass", "open")
    except Unsupported:
        event("not made into code")
        return
    found = judge(environment(record, facts).base, {})
    match exact:
        case (("bool", False), _):
            wanted: Any = "skip"
        case (("bool", True), ("bool", True)):
            wanted = "pass"
        case (first, second) if first is UNKNOWN or (first is not ERROR and second is UNKNOWN):
            wanted = "open"
        case _:
            wanted = False
    event(f"{wanted}: {'left to the exact evaluation' if found is False else 'told'}")
    assert found in (wanted, False)


def removals(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all fields that a record holds; not the keys of maps, which are no fields of a schema."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in steps:
        if isinstance(step, str):
            yield (*path, step)
        if step not in ("labels", "stock"):
            yield from removals(part, (*path, step))


def without(record: dict[str, Any], path: Path) -> dict[str, Any]:
    """The record without one of its fields."""
    left = copy.deepcopy(record)
    holder: Any = left
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return left


@given(conditions(absence=False), THINGS)
def test_what_is_not_recorded_never_passes(text: str, record: dict[str, Any]) -> None:
    """Without a test of absence, taking any field away leaves the result as it was or makes it unknown."""
    tree, facts = typed(text)
    before = told(rows(tree, facts, record))
    for path in removals(record):
        after = told(rows(tree, facts, without(record, path)))
        event("a result changes" if after != before else "a result stays")
        assert after in (before, UNKNOWN), path


@given(conditions(), THINGS)
def test_what_is_unknown_is_named(text: str, record: dict[str, Any]) -> None:
    """An unknown result has paths, all within the schema; recording nothing else, they are what is missing."""
    tree, facts = typed(text)
    found = rows(tree, facts, record)
    assume(isinstance(found, Unknown))
    gaps = missing(found.paths, THING, thing(record).value, lambda path: None)
    assert len(gaps) == len({path for path in found.paths if path})
    for gap in gaps:
        assert gap.path.startswith("thing.")
        assert gap.type or gap.allowed


@given(conditions(), THINGS)
def test_every_verdict_is_explained(text: str, record: dict[str, Any]) -> None:
    """Whatever a condition says and comes to, there are reasons for it, each of them with words."""
    tree, trees = typed(text)
    env = environment(record, trees)
    holds = evaluate(tree, env)
    assume(isinstance(holds, bool))
    before = (dict(env.values), dict(env.paths))
    facts = {name: Fact(name, "A fact.", is_, trees[name]) for name, is_ in FACTS.items()}
    reasons = Explainer(env, facts, thing(record).locate, text).why(tree, holds)
    assert reasons
    assert all(reason.text.strip() for reason in _all(reasons))
    assert (env.values, env.paths) == before


def _all(reasons: tuple[Reason, ...]) -> Iterator[Reason]:
    for reason in reasons:
        yield reason
        yield from _all(reason.children)


@pytest.mark.parametrize("type_", FORMS)
def test_every_form_is_well_typed(type_: str) -> None:
    """The generator's own forms compile, so that it tests what it seems to test."""
    samples = {"bool": "thing.flag", "int": "thing.count", "double": "thing.ratio", "string": "thing.name"}
    samples |= {"timestamp": "thing.day", "duration": "days(1)", "compare": "=="}
    samples |= {"ints": "thing.numbers", "doubles": "thing.shares", "strings": "thing.tags", "parts": "thing.parts"}
    for form in FORMS[type_]:
        if "{over" not in form:
            assert compiled(HOLE.sub(lambda found: samples[found[1]], form))[2] == (), form


def test_nanoseconds_are_whole() -> None:
    """The comparison of the two evaluators rests on microseconds being exact in both."""
    assert told(timedelta(microseconds=1)) == told(Duration(NANOS // 1_000_000))
