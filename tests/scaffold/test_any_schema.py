"""Schemas that nobody has seen: whatever they ask for, nothing crashes, and what is written holds what it promises."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.errors import SchemaError, UsageError
from checker.lint import lint
from checker.policytest import run
from checker.scaffold.answers import answer
from checker.scaffold.gaps import gaps, problems
from checker.scaffold.policy import policy_files
from checker.scaffold.questions import State, step
from checker.scaffold.record import commented
from checker.schemas import Kinds, load_kinds
from checker.yaml12 import Limits, load_all

Draw = Callable[[st.SearchStrategy[Any]], Any]
NAMES = ("id", "title", "a", "b-c", "on", "in", "no", "größe", "1st", "x y", "type", "# c")
WORDS = ("", "y", "n", "1", "2", "text", "2026-01-31", "0.5", "[a, 1]", "{a: 1}", "a: [", '"back"', "\x1b", "é: b", "-")
_TEXTS = {"title": ("", "Title", "Two\nlines: {a} # b", "* " * 90), "description": ("", "What it is, in a sentence.")}


@st.composite
def _schemas(draw: Draw) -> dict[str, Any]:
    made = draw(_objects(3))
    made["properties"] = {"kind": {"const": "own"}, **made["properties"]}
    made["$defs"] = {"part": draw(_nodes(1).filter(lambda node: "$ref" not in node))}
    return dict(made)


@st.composite
def _nodes(draw: Draw, depth: int) -> dict[str, Any]:
    forms = [_strings(), _numbers(), _others()]
    forms += [_objects(depth - 1), _arrays(depth - 1), _choices(depth - 1)] if depth else []
    node = dict(draw(st.one_of(forms)))
    for name, texts in _TEXTS.items():
        if draw(st.booleans()):
            node[name] = draw(st.sampled_from(texts))
    if draw(st.integers(0, 9)) == 9:
        node["x-sensitive"] = True
    return node


@st.composite
def _strings(draw: Draw) -> dict[str, Any]:
    more: tuple[dict[str, Any], ...] = (
        {"minLength": 1},
        {"minLength": 9, "maxLength": 12},
        {"pattern": "^[A-Z]{2}$", "examples": ["AB"]},
        {"pattern": "^[a-z]+$"},
        {"format": "date"},
        {"format": "date-time"},
        {"format": "email"},
        {"enum": ["one", "two", "3"]},
        {"enum": ["only"]},
        {"enum": ["{a}", "}{", "a: 'b' #"]},
        {},
    )
    return {"type": "string", **draw(st.sampled_from(more))}


@st.composite
def _numbers(draw: Draw) -> dict[str, Any]:
    more: tuple[dict[str, Any], ...] = (
        {"minimum": 5},
        {"maximum": -1},
        {"minimum": 0, "maximum": 1},
        {"multipleOf": 7},
        {"enum": [3, 4]},
        {},
    )
    return {"type": draw(st.sampled_from(("integer", "number"))), **draw(st.sampled_from(more))}


@st.composite
def _others(draw: Draw) -> dict[str, Any]:
    plain: tuple[dict[str, Any], ...] = (
        {"type": "boolean"},
        {},
        {"type": ["string", "null"]},
        {"type": ["integer", "string"]},
        {"const": "c"},
    )
    return dict(draw(st.sampled_from((*plain, {"$ref": "#/$defs/part"}, {"enum": [None, "a"]}, {"type": "null"}))))


@st.composite
def _objects(draw: Draw, depth: int) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(NAMES), max_size=4, unique=True))
    properties = {name: draw(_nodes(depth)) for name in names}
    made: dict[str, Any] = {"type": "object", "properties": properties}
    if names:
        made["required"] = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    if draw(st.booleans()):
        made["additionalProperties"] = False
    if len(names) > 1 and draw(st.integers(0, 3)) == 3:
        made["anyOf"] = [{"required": [name]} for name in names[:2]]
    if len(names) > 1 and draw(st.integers(0, 3)) == 3:
        made |= {"if": {"required": [names[0]]}, "then": {"required": [names[1]]}}
    return made


@st.composite
def _arrays(draw: Draw, depth: int) -> dict[str, Any]:
    more: tuple[dict[str, Any], ...] = ({"minItems": 1}, {"minItems": 2, "uniqueItems": True}, {"maxItems": 1}, {})
    return {"type": "array", "items": draw(_nodes(depth)), **draw(st.sampled_from(more))}


@st.composite
def _choices(draw: Draw, depth: int) -> dict[str, Any]:
    branches = [draw(_objects(depth)) for _ in range(2)]
    for number, branch in enumerate(branches):
        branch["properties"] = {**branch["properties"], "type": {"const": f"t{number}"}}
        branch["required"] = ["type", *branch.get("required", ())]
    return {draw(st.sampled_from(("oneOf", "anyOf"))): branches}


def _kinds(schema: dict[str, Any]) -> Kinds | None:
    """The kinds with the schema's; None where the schema itself is refused."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "own.json"
        file.write_text(json.dumps(schema), encoding="utf-8")
        try:
            return load_kinds({"own": file})
        except SchemaError:
            return None


_often = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@_often
@given(_schemas())
def test_the_record_is_valid_or_says_why_not(schema: dict[str, Any]) -> None:
    """It is YAML in any case."""
    kinds = _kinds(schema)
    if kinds is None:
        return
    text = commented(kinds["own"])
    (record,) = load_all(text, Limits())
    told = "# To be filled in, before the record is valid:\n" in text
    assert told == bool(problems(kinds["own"], record))
    assert max(map(len, text.splitlines())) < 100


@_often
@given(_schemas(), st.data())
def test_questions_end_whatever_is_answered(schema: dict[str, Any], data: st.DataObject) -> None:
    """Without a crash; and where they have ended with nothing missing, the record is valid."""
    kinds = _kinds(schema)
    if kinds is None:
        return
    kind = kinds["own"]
    state = State({"kind": "own"}, everything=data.draw(st.booleans()))
    texts = data.draw(st.lists(st.sampled_from(WORDS), min_size=30, max_size=60))
    for text in texts:
        state, question = step(kind, state, lambda record: ())
        if question is None:
            break
        result = answer(kind, state, question, text)
        if isinstance(result, State):
            assert result != state, "an answer that is accepted changes something"
            state = result
    else:
        return
    assert bool(gaps(kind, state.record)) == bool(problems(kind, state.record))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(_schemas())
def test_a_policy_loads_and_its_tests_are_green(schema: dict[str, Any]) -> None:
    """Or it is said what the schema lacks."""
    kinds = _kinds(schema)
    if kinds is None:
        return
    try:
        written = policy_files("acme/staff/first", kinds["own"])
    except UsageError:
        return
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "acme"
        (pack / "staff").mkdir(parents=True)
        (pack / "pack.yaml").write_text("id: acme\ntitle: Acme\nversion: 1.0.0\n", encoding="utf-8")
        (pack / "staff/first.yaml").write_text(written.policy, encoding="utf-8")
        (pack / "staff/first_test.yaml").write_text(written.test, encoding="utf-8")
        found = lint([pack], kinds)
        assert not found.mistakes, found.mistakes
        assert not found.notes, found.notes
        report = run([pack], kinds)
        assert report.ok, report
