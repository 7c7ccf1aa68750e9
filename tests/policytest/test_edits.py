"""What holds of the changes to any expression, and of any expression that is watched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import assume, given

from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.engine.watch import Watch, Watched
from checker.lang.expr import Expr, children
from checker.lang.lexer import TOO_LARGE
from checker.mutation.edits import Edit, edits
from checker.source import Span
from checker.values import parse_date
from tests.cases.things import compiled, thing
from tests.engine.expressions import FACTS, THINGS, conditions

THING = {"flag": True, "count": 3, "numbers": [1, 2], "parts": [{"kind": "nut", "weight": 1.5}], "tags": ["a"]}


def nodes(tree: Expr) -> Iterator[Expr]:
    """Every part of an expression."""
    yield tree
    for child in children(tree):
        yield from nodes(child)


def typed(text: str) -> tuple[Expr, Mapping[str, Expr]]:
    """An expression; one with a comparison of texts that can never be equal is set aside."""
    tree, facts, faults = compiled(text, FACTS)
    assume(not faults)
    return tree, facts


def base(record: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of an expression about a thing."""
    return {"thing": thing(record).value, "today": parse_date("2026-06-15")}


@given(conditions())
def test_every_change_is_another_expression(text: str) -> None:
    """It parses, but where a number is too large then; and where it loads, it can be evaluated."""
    tree, _ = typed(text)
    for edit in edits(tree, text):
        after = edit.applied(text)
        assert 0 <= edit.span.start <= edit.span.end <= len(text)
        changed, facts, faults = compiled(after, FACTS)
        assert [fault for fault in faults if fault.code == "L001" and fault.message != TOO_LARGE] == []
        if not faults:
            evaluate(changed, Env(new_program(), base(THING), facts))


@given(conditions(), THINGS)
def test_watching_changes_nothing(text: str, record: Mapping[str, Any]) -> None:
    """What is watched comes to the same, and the whole is told last."""
    tree, facts = typed(text)
    told: list[tuple[int, Any]] = []

    def watch(node: Expr) -> Watch:
        return lambda value, env: told.append((id(node), value))

    watches = {id(node): watch(node) for each in (tree, *facts.values()) for node in nodes(each)}
    plain = evaluate(tree, Env(new_program(), base(record), facts))
    watched = evaluate(tree, Env(Watched(watches), base(record), facts))
    assert (type(watched), repr(watched)) == (type(plain), repr(plain))
    assert told[-1][0] == id(tree)
    assert repr(told[-1][1]) == repr(plain)


@pytest.mark.parametrize(
    ("text", "marked", "after"),
    [
        ("(thing.flag) && (thing.count == 1 || thing.flag)", "&&", "(thing.flag) || (thing.count == 1 || thing.flag)"),
        ("thing.count // == one\n == 1", "==", "thing.count // == one\n != 1"),
        ("(thing.tags).all(all, all == 'all')", "all", "(thing.tags).exists(all, all == 'all')"),
        (
            "thing.tags.filter(all, all != 'x').all(t, t == 'y')",
            "all",
            "thing.tags.filter(all, all != 'x').exists(t, t == 'y')",
        ),
        ("thing.name == '==' && thing.flag", "==", "thing.name != '==' && thing.flag"),
    ],
)
def test_operators_and_names_are_found_where_they_stand(text: str, marked: str, after: str) -> None:
    """Not in comments, texts, or variables of the same name."""
    tree, _, faults = compiled(text, FACTS)
    assert faults == ()
    changed = [each for each in edits(tree, text) if text[each.span.start : each.span.end] == marked]
    assert after in [each.applied(text) for each in changed]


def test_an_edit_replaces_its_span() -> None:
    """And nothing else."""
    assert Edit(Span(2, 4), "||").applied("a && b") == "a || b"
