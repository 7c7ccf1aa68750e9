"""Why a clause fails (or a fact holds), for every kind of expression, as `explained/golden.txt` has it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.engine.explain import Explainer
from checker.lang.expr import Call, Expr, children
from checker.lang.policy import Fact
from checker.model import Reason
from checker.record import LinkedRecord
from checker.values import parse_date
from tests.cases.things import compiled, read

FOLDER = Path(__file__).parent / "explained"
GOLDEN = FOLDER / "golden.txt"
FACTS = {
    "big": ("It is big.", "thing.count > 10"),
    "both": ("It is big and red.", "facts.big && thing.color == 'red'"),
    "shade": ("How it looks.", "thing.color == 'red' ? 'warm' : thing.flag ? 'odd' : 'cold'"),
    "total": ("How much there is.", "thing.count * 2"),
    "nuts": ("The nuts.", "thing.parts.filter(p, has(p.kind) && p.kind == 'nut')"),
    "called": ("Its name.", "thing.name"),
}


@pytest.fixture(scope="module")
def explained() -> LinkedRecord:
    """A thing with a field of every type, linked with another."""
    return read(FOLDER / "thing1.yaml", FOLDER / "thing2.yaml")


def told(reasons: Sequence[Reason], depth: int = 1) -> Iterator[str]:
    """Each reason on a line: its text, and the path and place of its value."""
    for reason in reasons:
        at = f"{reason.path} {reason.place.file}:{reason.place.position.line}" if reason.place else reason.path
        yield "    " * depth + reason.text + (f"    <{at}>" if at else "")
        yield from told(reason.children, depth + 1)


def explain(text: str, record: LinkedRecord) -> str:
    """An expression, whether it holds, and why."""
    tree, trees, faults = compiled(text, {name: is_ for name, (_, is_) in FACTS.items()})
    assert faults == ()
    env = Env(new_program(), {"thing": record.value, "today": parse_date("2026-06-15")}, trees)
    holds = evaluate(tree, env)
    assert isinstance(holds, bool), text
    facts = {name: Fact(name, says, is_, trees[name]) for name, (says, is_) in FACTS.items()}
    reasons = Explainer(env, facts, record.locate, text).why(tree, holds)
    return "\n".join([f"{text}  →  {str(holds).lower()}", *told(reasons)]) + "\n"


def expressions() -> list[str]:
    """The expressions of the golden file."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [line.rpartition("  →  ")[0] for line in lines if line and not line.startswith(" ")]


def test_explanations(explained: LinkedRecord) -> None:
    """Every expression is explained as the golden file has it; UPDATE_GOLDEN=1 writes the file anew."""
    found = "\n".join(explain(text, explained) for text in expressions())
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def _kinds(tree: Expr) -> set[str]:
    name = f"Call {tree.function}" if isinstance(tree, Call) else type(tree).__name__
    return {name}.union(*(_kinds(child) for child in children(tree)))


def test_every_kind_of_expression_is_explained() -> None:
    """The golden file has each kind of node, and each function that has words of its own."""
    facts = {name: is_ for name, (_, is_) in FACTS.items()}
    seen = set().union(*(_kinds(compiled(text, facts)[0]) for text in expressions()))
    words = {f"Call {name}" for name in ("matches", "contains", "startsWith", "endsWith")}
    nodes = "Literal Ident FactRef Select Has Index Unary Logic Compare Arithmetic Conditional ListLiteral MapLiteral"
    assert seen >= words | set(nodes.split()) | {"Macro"}


def test_an_explanation_names_the_value_it_speaks_of(explained: LinkedRecord) -> None:
    """A reason about one value carries it; one about nothing recorded carries none."""
    tree, _, _ = compiled("thing.count == 4 || has(thing.anything)")
    env = Env(new_program(), {"thing": explained.value, "today": parse_date("2026-06-15")})
    count, anything = Explainer(env, {}, explained.locate, "thing.count == 4 || has(thing.anything)").why(tree, False)
    assert (count.path, count.value) == ("thing.count", 3)
    assert (anything.path, anything.value) == ("thing.anything", None)
