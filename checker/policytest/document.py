"""Test files: YAML text in, cases out, or everything that is wrong with the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path as File
from typing import Any, TypeAlias

from checker.model import Outcome
from checker.record import Locate, Path, Problem
from checker.resources import SCHEMAS
from checker.schemas import Schema
from checker.schemas.names import nearest
from checker.source import Position
from checker.yaml12 import Limits, Locations, YamlError, load_all

Base: TypeAlias = str | Mapping[str, Any]
"""A record: the name of a fixture, or the record itself."""


@dataclass(frozen=True, slots=True)
class Case:
    """A record and what the policy, or the decision table, should make of it."""

    name: str
    position: Position | None
    base: Base
    others: tuple[Base, ...]
    patch: Mapping[str, Any]
    as_of: date
    expect: Outcome | None
    """None in the tests of a decision table."""
    clauses: frozenset[int]
    missing: frozenset[str]
    message: tuple[str, ...] | None = None
    """Those of the failing clauses, in their order; None where any will do."""
    outcome: str = ""
    """Of a decision table; empty in the tests of a policy."""


def load(file: File, outcomes: Sequence[str] = (), clauses: int = 0) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """The cases of a test file; where it has problems, they come instead of cases.

    `outcomes` are those of the decision table that it tests; there are none where it tests a policy, which has so many
    `clauses`.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
        documents = load_all(text, Limits())
    except UnicodeDecodeError as error:
        return (), (Problem(f"byte {error.start + 1} is not UTF-8", "Save the file as UTF-8."),)
    except YamlError as error:
        return (), (Problem(error.message, position=error.position),)
    if len(documents) != 1:
        return (), (Problem(f"the file holds {len(documents)} YAML documents", "Write all cases in one document."),)
    document = documents[0]
    locations = Locations(text)

    def locate(path: Path) -> Position | None:
        return locations.position(0, path)

    problems = () if _schema().is_valid(document) else _schema().explain(document, locate, "test file")
    problems = problems or tuple(_inconsistencies(document, locate, outcomes, clauses))
    return ((), problems) if problems else (tuple(_cases(document, locate)), ())


@cache
def _schema() -> Schema:
    return Schema(json.loads((SCHEMAS / "policytest.schema.json").read_text(encoding="utf-8")))


def _inconsistencies(
    document: Mapping[str, Any], locate: Locate, outcomes: Sequence[str], clauses: int
) -> Iterator[Problem]:
    yield from _too_few(document, outcomes) if outcomes else _one_sided(document)
    for index, case in enumerate(document["cases"]):
        path = ("cases", index)
        yield from (
            Problem(f'case "{case["name"]}" {message}', hint, path, locate(path))
            for wrong, message, hint in (*_RULES, *(_DECISION_RULES if outcomes else _POLICY_RULES))
            if wrong(document, case)
        )
        if not outcomes:
            yield from _no_such_clauses(case, path, locate, clauses)
        given = case.get("outcome")
        if outcomes and given is not None and given not in outcomes:
            near = nearest(given, outcomes)
            hint = f"Did you mean {near}?" if near else f"It has {', '.join(outcomes)}."
            yield Problem(
                f'case "{case["name"]}" wants {given}, which is no outcome of the table', hint, path, locate(path)
            )


def _no_such_clauses(case: Mapping[str, Any], path: Path, locate: Locate, clauses: int) -> Iterator[Problem]:
    """The numbers of clauses that the policy does not have."""
    hint = f"It has {clauses} clauses, numbered from 1." if clauses > 1 else "It has one clause, number 1."
    for index, number in enumerate(case.get("clauses", ())):
        if number > clauses:
            here = (*path, "clauses", index)
            message = f'case "{case["name"]}" names clause {number}, which the policy does not have'
            yield Problem(message, hint, here, locate(here))


def _one_sided(document: Mapping[str, Any]) -> Iterator[Problem]:
    expected = {case.get("expect") for case in document["cases"]}
    for outcome, what in (("pass", "passes"), ("fail", "fails")):
        if outcome not in expected:
            hint = f"Add a case with expect: {outcome}."
            yield Problem(f"no case {what}, so the tests do not show that the policy tells the two apart", hint)


def _too_few(document: Mapping[str, Any], outcomes: Sequence[str]) -> Iterator[Problem]:
    shown = {case.get("outcome") for case in document["cases"]}
    if len(shown) < min(2, len(outcomes)):
        hint = "Add a case with another outcome."
        yield Problem("all cases have one outcome, so the tests do not show that the table tells records apart", hint)


_Rule: TypeAlias = tuple[Callable[[Mapping[str, Any], Mapping[str, Any]], bool], str, str]
_RULES: tuple[_Rule, ...] = (
    (
        lambda document, case: "base" not in document and "base" not in case,
        "has no record to start from",
        "Give the file or the case a base: the name of a fixture, or a record.",
    ),
    (
        lambda document, case: "as_of" not in document and "as_of" not in case,
        "has no as-of date",
        "Give the file or the case as_of: a date such as 2026-06-01.",
    ),
)
_POLICY_RULES: tuple[_Rule, ...] = (
    (
        lambda document, case: "expect" not in case,
        "does not say what is expected",
        "Add expect: pass, fail, incomplete, skip or error.",
    ),
    (
        lambda document, case: "outcome" in case,
        "has an outcome, and what it tests is no decision table",
        "Remove outcome, and write expect.",
    ),
    (
        lambda document, case: case.get("expect") == "fail" and "clauses" not in case,
        "does not say which clauses fail",
        "Add clauses: the numbers of exactly the clauses that fail, from 1.",
    ),
    (
        lambda document, case: case.get("expect") != "fail" and "clauses" in case,
        "lists failing clauses but does not expect to fail",
        "Remove clauses, or write expect: fail.",
    ),
    (
        lambda document, case: case.get("expect") != "fail" and "message" in case,
        "has a message but does not expect to fail",
        "Remove message, or write expect: fail.",
    ),
    (
        lambda document, case: (
            "message" in case and "clauses" in case and len(_messages(case) or ()) != len(case["clauses"])
        ),
        "does not have one message for each of its failing clauses",
        "Write message as a list, in the order of the clauses; an empty text for a clause without a message.",
    ),
    (
        lambda document, case: case.get("expect") == "incomplete" and "missing" not in case,
        "does not say which facts are missing",
        "Add missing: exactly the paths that are not recorded.",
    ),
    (
        lambda document, case: case.get("expect") != "incomplete" and "missing" in case,
        "lists missing facts but does not expect to be incomplete",
        "Remove missing, or write expect: incomplete.",
    ),
)
_DECISION_RULES: tuple[_Rule, ...] = (
    (
        lambda document, case: "outcome" not in case,
        "does not say which outcome it expects",
        "Add outcome: one of the table's outcomes.",
    ),
    (
        lambda document, case: not {"expect", "clauses", "message", "missing"}.isdisjoint(case),
        "expects what only a policy has",
        "Write outcome instead of expect, clauses, message and missing.",
    ),
)


def _messages(case: Mapping[str, Any]) -> tuple[str, ...] | None:
    given = case.get("message")
    return None if given is None else (given,) if isinstance(given, str) else tuple(given)


def _cases(document: Mapping[str, Any], locate: Locate) -> Iterator[Case]:
    for index, case in enumerate(document["cases"]):
        yield Case(
            name=case["name"],
            position=locate(("cases", index)),
            base=case.get("base", document.get("base")),
            others=(*document.get("with", ()), *case.get("with", ())),
            patch=case.get("patch", {}),
            as_of=date.fromisoformat(case.get("as_of", document.get("as_of"))),
            expect=Outcome(case["expect"]) if "expect" in case else None,
            clauses=frozenset(case.get("clauses", ())),
            missing=frozenset(case.get("missing", ())),
            message=_messages(case),
            outcome=case.get("outcome", ""),
        )
