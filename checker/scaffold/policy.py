"""A policy and its tests to begin with: an example clause on a field of the records, and what to change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from checker.errors import UsageError
from checker.frozen import frozen
from checker.lang import Scope, compile_expression
from checker.record import Path, dotted
from checker.scaffold import emit
from checker.scaffold.fields import Standing, fields_at, put, standing, value_at
from checker.scaffold.gaps import gaps, problems
from checker.scaffold.record import wanted
from checker.scaffold.sample import fitting, record_of
from checker.schemas import Kind
from checker.types import BOOL, DOUBLE, INT, TIMESTAMP, Field, Object, String, Type

AS_OF = "2026-06-01"
_FEW = 12
"""Of more values than these, an enumeration makes no plain example."""
_NO_EXAMPLE = 9
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DAYS = (("2026-01-31", "2026-12-31"), ("2026-01-31T09:00:00Z", "2026-12-31T09:00:00Z"))


@frozen
class Written:
    """The texts of a policy and of its tests."""

    policy: str
    test: str


@frozen
class _Example:
    """A clause on one field, with a value that passes and one that fails."""

    path: Path
    text: str
    says: str
    good: Any
    bad: Any
    may_lack: bool
    """Whether a record is valid without the field."""


def policy_files(id: str, kind: Kind) -> Written:
    """The policy and its tests for an id.

    Raises UsageError where the schema of the kind gives no valid record, or no field that a clause could read.
    """
    base = record_of(kind)
    wrong = problems(kind, base)
    if wrong:
        raise UsageError(
            f"No record of the kind {kind.name} could be made up for the tests: {wrong[0].message}. "
            "Give that field an example that fits, in its schema (examples: […])."
        )
    examples = list(islice(_examples(kind, base), 2))
    if not examples:
        raise UsageError(
            f"The schema of {kind.name} has no field of text, numbers, dates, true or false that an example could "
            "read. Add the field that the policy is about to the schema first."
        )
    return Written(_policy(id, kind, examples[0], examples[-1].text), _test(id, base, examples[0]))


def _policy(id: str, kind: Kind, example: _Example, when: str) -> str:
    topic = id.split("/")[1]
    lines = [
        *emit.comment("A policy to begin with; each comment says what to change. docs/language.md has the language."),
        f"id: {id}",
        "# What holds where the policy passes, in one sentence.",
        *emit.field("title", f"An example on {dotted(example.path, kind.name)}, to be replaced"),
        "# How much it matters: info, low, medium, high or critical.",
        "severity: medium",
        "# The kind of record that it judges, and its name in expressions.",
        *emit.field("applies_to", kind.name),
        *emit.comment(
            "Which records it is about, where not all; the others are skipped. Take away the # and write it:"
        ),
        f"#when: {emit.scalar(when)}",
        *emit.comment("What must hold: one condition, with its message, for each thing that is reported on its own."),
        "require:",
        *emit.indented(
            emit.listed(
                [
                    *emit.comment(f"The condition. {wanted(kind, {}, example.path)}".rstrip(), 4),
                    f"that: {emit.scalar(example.text)}",
                    *emit.comment("What to say where it does not hold; {…} puts a value in.", 4),
                    *emit.field("message", example.says, 4),
                ]
            )
        ),
        "# Why the rule exists.",
        "rationale: To be written.",
        "# What to do where it fails.",
        "remediation: To be written.",
        *emit.comment("Where the rule comes from, and on which day it was read (status: judgement for your own rule):"),
        '#references:\n#  - {title: A law, section: "Article 4(2)", url: "https://…", as_of: 2026-01-01}',
        "# Words to select by, as in `checker check --select tag:NAME`.",
        f"tags: [{emit.scalar(topic)}]",
    ]
    return "\n".join(lines) + "\n"


def _test(id: str, base: Mapping[str, Any], example: _Example) -> str:
    name = dotted(example.path)
    cases = [
        _case(f"{name} is as it should be", example, example.good, {"expect": "pass"}),
        _case(f"{name} is something else", example, example.bad, {"expect": "fail", "clauses": [1]}),
    ]
    if example.may_lack:
        missing = dotted(example.path, str(base["kind"]))
        more = {"expect": "incomplete", "missing": [missing]}
        cases.append(_case(f"{name} is not recorded", example, None, more))
    lines = [
        *emit.comment(
            f"The tests of {id}: each case is the base record with some fields changed (null takes one away), and the "
            "outcome that the policy should come to. Keep one case that passes, one that fails (clauses: which), and "
            "one for every fact that may be missing."
        ),
        *emit.comment("The record that every case starts from; what the policy reads belongs in it."),
        *emit.field("base", dict(base)),
        "# The day to judge by.",
        f"as_of: {AS_OF}",
        "cases:",
        *emit.indented([line for case in cases for line in emit.block([case])]),
    ]
    return "\n".join(lines) + "\n"


def _case(name: str, example: _Example, value: Any, expected: Mapping[str, Any]) -> dict[str, Any]:
    patch = value
    for step in reversed(example.path):
        patch = {step: patch}
    return {"name": name, "patch": patch, **expected}


def _examples(kind: Kind, base: Mapping[str, Any]) -> Iterator[_Example]:
    """Clauses that a policy can begin with, the plainest first."""
    scope = Scope({kind.name: kind.type, "today": TIMESTAMP})
    found = [(path, field) for path, field in _readable(kind, base, ()) if path != ("kind",)]
    found.sort(key=lambda each: (standing(base, each[0]) is Standing.RECORDED, len(each[0]), _rank(each[1].type)))
    for path, field in found:
        name = dotted(path, kind.name)
        for text, good, bad in _clauses(kind, base, path, field.type):
            fits = not any(gaps(kind, put(base, path, value)) for value in (good, bad))
            if fits and not compile_expression(text, scope)[1]:
                optional = not gaps(kind, put(base, path, None))
                yield _Example(path, text, _says(path, name, field.type, good), good, bad, optional)
                break


def _readable(kind: Kind, base: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Field]]:
    """The fields of one value that an expression can name, in the objects that the base record has."""
    for name, field in fields_at(kind, base, path).items():
        if not _NAME.fullmatch(name) or field.sensitive:
            continue
        if _rank(field.type) < _NO_EXAMPLE:
            yield (*path, name), field
        elif isinstance(field.type, Object) and isinstance(value_at(base, (*path, name)), dict):
            yield from _readable(kind, base, (*path, name))


def _clauses(kind: Kind, base: Mapping[str, Any], path: Path, type_: Type) -> Iterator[tuple[str, Any, Any]]:
    """Conditions on a field, each with a value that passes and one that fails."""
    name = dotted(path, kind.name)
    if type_ == BOOL:
        yield name, True, False
    elif type_ == TIMESTAMP:
        yield from ((f"{name} <= today", good, bad) for good, bad in _DAYS)
    else:
        good, *others = list(islice(fitting(kind, base, path), _FEW)) or [""]
        text = f"{name} == {_literal(good, type_)}"
        yield from ((text, good, bad) for bad in (*others, *_varied(str(good))) if bad != good)


def _varied(text: str) -> Iterator[str]:
    """The text with one of its letters or digits changed, which a pattern may still accept."""
    for number, char in enumerate(text):
        yield from (f"{text[:number]}{other}{text[number + 1 :]}" for other in "0aA" if char.isalnum())


def _literal(value: Any, type_: Type) -> str:
    if type_ == DOUBLE:
        return repr(float(value))
    return json.dumps(value, ensure_ascii=False)


def _says(path: Path, name: str, type_: Type, good: Any) -> str:
    found = f"{dotted(path)} is {{{name}}}"
    if type_ == TIMESTAMP:
        return f"{found}, which is still to come."
    braces = {"{", "}"} & set(str(good))
    return f"{found}." if braces else f"{found}, not {str(good).lower() if type_ == BOOL else good}."


def _rank(type_: Type) -> int:
    """How plain an example on a field of this type is, 0 for the plainest; `_NO_EXAMPLE` where there can be none."""
    if isinstance(type_, String):
        return 0 if type_.values is not None and len(type_.values) <= _FEW else 3
    plain: dict[Type, int] = {BOOL: 1, TIMESTAMP: 2, INT: 4, DOUBLE: 4}
    return plain.get(type_, _NO_EXAMPLE)
