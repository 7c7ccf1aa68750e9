"""Conditions in English: as people would want to read them, and never wrong where words fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.catalogue.claim import told
from checker.catalogue.english import condition, speaker
from checker.catalogue.facts import Known, fact_item
from checker.catalogue.speaker import Speaker
from checker.catalogue.text import Code, Item, Line, Term, words
from checker.catalogue.values import value
from checker.lang import Scope, compile_expression
from checker.lang.expr import Expr
from checker.lang.parser import parse
from checker.lang.policy import CheckedDecision, Fact
from checker.schemas import load_kinds
from checker.types import INT, STRING, TIMESTAMP, Field, Object, Type
from checker.yaml12 import Limits, load_all
from tests.cases.things import compiled
from tests.engine.expressions import FACTS, conditions, values
from tests.lang.trees import TREES, text_of

PHRASES: list[tuple[str, str]] = load_all(
    (Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8"), Limits()
)[0]
ENGAGEMENT = load_kinds()["engagement"].type
PARAMS = {"most": 365, "country": "IT"}
PARAM_TYPE = Object("params", {"most": Field(INT, True), "country": Field(STRING, True)})
VARIABLES: dict[str, Type] = {"engagement": ENGAGEMENT, "today": TIMESTAMP, "params": PARAM_TYPE}


def fact(name: str, says: str, text: str) -> Fact:
    """A fact about engagements."""
    tree, faults = compile_expression(text, Scope(VARIABLES, {}))
    assert faults == ()
    return Fact(name, says, text, tree)


KNOWN = {
    each.name: each
    for each in (
        fact("remote", "It is remote staffing. Or so it says.", 'engagement.arrangement.declared == "remote_staffing"'),
        fact("form", "What it amounts to: a name.", 'engagement.integration ? "remote_staffing" : "outsourcing"'),
    )
}


def tree_of(text: str) -> tuple[Expr, Speaker]:
    """An expression about engagements, and who speaks of it."""
    tree, faults = compile_expression(text, Scope(VARIABLES, {name: fact.expr.type for name, fact in KNOWN.items()}))
    assert faults == ()
    return tree, speaker(text, "engagement", KNOWN, {"params": PARAMS})


def marked(line: Line) -> str:
    """A line with fields in stars and code in ticks."""
    shown = {Code: "`{}`", Term: "*{}*"}
    return "".join(part if isinstance(part, str) else shown[type(part)].format(part.text) for part in line)


def lines_of(item: Item, depth: int = 0) -> list[str]:
    """An entry with those beneath it, line by line."""
    start = "  " * depth + "- " if depth else ""
    return [start + marked(item.line), *(line for each in item.under for line in lines_of(each, depth + 1))]


@pytest.mark.parametrize(("text", "says"), PHRASES, ids=[text for text, _ in PHRASES])
def test_a_condition_is_said_as_people_would_read_it(text: str, says: str) -> None:
    """The sentence for each expression of phrases.yaml."""
    tree, say = tree_of(text)
    assert "\n".join(lines_of(told(condition(say, tree)))) == says


def spoken(text: str, tree: Expr, facts: dict[str, Fact], kind: str) -> list[str]:
    """A tree as a condition that holds, as one that does not, and as a value."""
    say = speaker(text, kind, facts, {"params": PARAMS})
    both = [words(line) for holds in (True, False) for line in every_line(told(condition(say, tree, holds)))]
    return [*both, words(value(say, tree))]


def every_line(item: Item) -> list[Line]:
    """The lines of an entry and of those beneath it."""
    return [item.line, *(line for each in item.under for line in every_line(each))]


@given(TREES, st.sampled_from(["thing", "a", "engagement"]))
def test_every_tree_has_words(tree: Expr, kind: str) -> None:
    """Whatever the parser can make, checked or not, is said in words that are not empty."""
    text = text_of(tree)
    assert all(said.strip() for said in spoken(text, parse(text), {}, kind))
    assert all(said.strip() for said in spoken("", tree, {}, kind))


@given(conditions() | values())
def test_every_typed_expression_has_words(text: str) -> None:
    """Well-typed expressions about things, with facts of every type among them, are said in words."""
    tree, trees, faults = compiled(text, FACTS)
    facts = {name: Fact(name, "", FACTS[name], part) for name, part in trees.items()}
    said = spoken(text, tree, facts, "thing")
    assert faults or all(each.strip() for each in said)


@given(conditions())
def test_a_condition_and_its_opposite_are_not_said_alike(text: str) -> None:
    """What holds and what does not are told apart, whatever is negated on the way."""
    tree, _, faults = compiled(text, FACTS)
    say = speaker(text, "thing", {}, {})
    yes, no = (every_line(told(condition(say, tree, holds))) for holds in (True, False))
    assert faults or [words(line) for line in yes] != [words(line) for line in no]


def test_an_opposite_of_an_opposite_is_the_condition_itself() -> None:
    """Every phrase is the same where it is negated twice."""
    for text, says in PHRASES:
        tree, say = tree_of(f"!(!({text}))")
        assert "\n".join(lines_of(told(condition(say, tree)))) == says


def test_titles_that_name_two_fields_keep_their_paths() -> None:
    """A field is named with its path once, but always where another in the sentence has the same title."""
    text = 'engagement.approvals.all(p, engagement.approvals.exists(a, p.name != a.name || a.name == "x"))'
    tree, say = tree_of(text)
    (inner,) = told(condition(say, tree)).under
    start = "There is at least one item `a` of *approvals* for which "
    assert (
        marked(inner.line)
        == f"{start}*name* (`p.name`) is not the same as *name* (`a.name`), or *name* (`a.name`) is `x`."
    )


def test_a_fact_is_told_with_what_it_comes_to() -> None:
    """A condition with when it holds; a fact with several outcomes with when it has each."""
    known = Known(user_of(KNOWN), "engagement")
    assert lines_of(fact_item(KNOWN["remote"], known)) == [
        "`facts.remote`: It is remote staffing. Or so it says.",
        "  - It holds where *declared arrangement* (`arrangement.declared`) is `remote_staffing`.",
    ]
    assert lines_of(fact_item(KNOWN["form"], known)) == [
        "`facts.form`: What it amounts to: a name.",
        "  - It is `remote_staffing` where *part of the client's organisation* (`integration`) is true.",
        "  - In every other case it is `outsourcing`.",
    ]


def user_of(facts: dict[str, Fact]) -> CheckedDecision:
    """Whoever uses facts."""
    return CheckedDecision("x/y/z", "", "engagement", "", next(iter(facts.values())), facts)
