"""Every case of `tests/cases/*.yaml` on every engine: what an expression comes to, or why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from checker.engine.compiled import LOST, Unsupported, compile_value
from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.engine.unknown import Failure, Unknown
from checker.lang.calls import overload
from checker.lang.expr import Call, Expr, children
from checker.lang.functions import SIGNATURES
from checker.record import dotted
from checker.values import Duration, Timestamp, parse_date
from checker.yaml12 import Limits, load_all
from tests.cases.things import FOLDER, compiled, thing

TODAY = "2026-06-15"
OUTCOMES = ("value", "timestamp", "duration", "unknown", "error", "refused")


@dataclass(frozen=True, slots=True)
class Case:
    """One expression on one record, and what it must come to."""

    where: str
    about: str
    expr: str
    outcome: str
    expected: Any
    record: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Mapping[str, Any], ...] = ()
    """Records that the record may refer to."""
    facts: Mapping[str, str] = field(default_factory=dict)
    today: str = TODAY
    plain: bool = False
    """Whether it is plain CEL, where types may be open and calls may fail, and not for a policy."""


def rows(tree: Expr, facts: Mapping[str, Expr], case: Case) -> object:
    """The row engine."""
    base = {"thing": thing(case.record, case.others).value, "today": parse_date(case.today)}
    return evaluate(tree, Env(new_program(), base, facts))


def code(tree: Expr, facts: Mapping[str, Expr], case: Case) -> object:
    """The row engine's compiled code, where it has an answer."""
    base = {"thing": thing(case.record, case.others).value, "today": parse_date(case.today)}
    try:
        return compile_value(tree, facts)(base, {})
    except (Unsupported, *LOST):
        return rows(tree, facts, case)


ENGINES: dict[str, Callable[[Expr, Mapping[str, Expr], Case], object]] = {"rows": rows, "code": code}


def _cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.yaml")):
        (groups,) = load_all(file.read_text(encoding="utf-8"), Limits())
        for group in groups:
            shared = {key: value for key, value in group.items() if key != "cases"}
            for number, given in enumerate(group["cases"], 1):
                yield _case(f"{file.stem}: {shared['about']} ({number})", {**shared, **given})


def _case(where: str, given: dict[str, Any]) -> Case:
    (outcome,) = (name for name in OUTCOMES if name in given)
    expected = given.pop(outcome)
    return Case(where, outcome=outcome, expected=expected, **{**given, "others": tuple(given.get("others", ()))})


CASES = list(_cases())


def described(found: object) -> tuple[str, object]:
    """What an engine found, in the words of a case."""
    match found:
        case Unknown(paths=paths):
            return "unknown", sorted(dotted(path) for path in paths)
        case Failure(message=message):
            return "error", message
        case Timestamp():
            return "timestamp", found.text()
        case Duration():
            return "duration", found.text()
        case _:
            return "value", found


def typed(value: object) -> object:
    """A value with its types told, since Python holds 1, 1.0 and true for equal."""
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    return type(value).__name__, value


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.where} {case.expr}")
def test_case(case: Case, engine: str) -> None:
    """An expression comes to the value, the paths not recorded, the error or the fault that its case states."""
    tree, facts, faults = compiled(case.expr, case.facts, strict=not case.plain)
    if case.outcome == "refused":
        assert [fault.code for fault in faults] == [case.expected]
        return
    assert faults == ()
    outcome, found = described(ENGINES[engine](tree, facts, case))
    expected = sorted(case.expected) if case.outcome == "unknown" else case.expected
    assert (outcome, typed(found)) == (case.outcome, typed(expected))


def _calls() -> Iterator[tuple[str, str]]:
    """The key of every function that a case calls, with what the case comes to."""
    for case in CASES:
        tree, _, faults = compiled(case.expr, case.facts, strict=not case.plain)
        if not faults:
            yield from ((key, case.outcome) for key in _keys(tree))


def _keys(tree: Expr) -> Iterator[str]:
    if isinstance(tree, Call):
        found = overload(tree, tuple(arg.type for arg in tree.args))
        assert found is not None
        yield found[0].form()
    for child in children(tree):
        yield from _keys(child)


def test_every_function_has_cases() -> None:
    """Every overload of every function is called by a case that has a value, and by one that is unknown."""
    calls = set(_calls())
    written_out = {"date", "timestamp", "duration"}
    for signature in SIGNATURES:
        values = {outcome for form, outcome in calls if form == signature.form()} - {"unknown", "error"}
        assert values, signature.form()
        lost = (signature.form(), "unknown") in calls
        assert lost or not signature.args or signature.name in written_out, signature.form()
