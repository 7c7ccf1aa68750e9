"""Conditions that come to the same whatever a record says, and those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.engine.env import Env, evaluate
from checker.engine.evaluate import new_program
from checker.lang.vary import settled
from tests.cases.things import compiled, thing

SETTLED = {
    "true": True,
    "!true": False,
    "thing.flag || true": True,
    "thing.flag || !thing.flag": True,
    "thing.flag && !(thing.flag == true)": False,
    'thing.color == "red" || thing.color == "green" || thing.color == "blue"': True,
    'thing.name != "a" && thing.name in ["a"]': False,
    "thing.count > 5 && thing.count < 6": False,
    "5 >= thing.count || thing.count >= 6": True,
    "has(thing.name) || !has(thing.name)": True,
    "facts.big ? true : !facts.big": True,
}
VARYING = (
    "thing.flag",
    "thing.flag || thing.other_flag",
    'thing.name == "a" || thing.name == "b"',
    'thing.color == "red" || thing.color == "green"',
    "thing.count > 5 && thing.count < 7",
    "thing.parts.exists(p, p.weight > 1.0) || !thing.parts.exists(p, p.weight > 2.0)",
    " || ".join(f'thing.name == "{number}" && thing.count == {number}' for number in range(100)),
)
ATOMS = (
    "true",
    "thing.flag",
    "thing.flag == false",
    "has(thing.flag)",
    'thing.color == "red"',
    'thing.color in ["green", "blue"]',
    "thing.count > 1",
    "2 > thing.count",
    "thing.count in [1, 2]",
    'thing.name != "a"',
    'thing.name in ["a", "b"]',
)
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda one: f"!({one})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda it: f"({it[0]}) {it[1]} ({it[2]})"),
        st.tuples(inner, inner, inner).map(lambda it: f"({it[0]}) ? ({it[1]}) : ({it[2]})"),
    ),
    max_leaves=5,
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "flag": st.booleans(),
        "color": st.sampled_from(["red", "green", "blue"]),
        "count": st.integers(0, 4),
        "name": st.sampled_from(["a", "b", "c"]),
    },
)


@pytest.mark.parametrize("text", SETTLED)
def test_settled(text: str) -> None:
    """Every value that makes a difference comes to the same."""
    tree, _, faults = compiled(text, {"big": "thing.count > 2"})
    assert not faults
    assert settled(tree) is SETTLED[text]


@pytest.mark.parametrize("text", VARYING)
def test_varying(text: str) -> None:
    """Values that come to both exist, or there are too many to try."""
    tree, _, faults = compiled(text)
    assert not faults
    assert settled(tree) is None


@pytest.mark.parametrize(
    ("when", "clause", "wanted"),
    [
        ("thing.count > 5", "thing.count >= 6", True),
        ("thing.count > 5", "thing.count < 3", False),
        ("thing.count > 5", "thing.count > 6", None),
        ("thing.flag", "thing.other_flag", None),
    ],
)
def test_given(when: str, clause: str, wanted: bool | None) -> None:
    """What `when` says decides a clause, or leaves it open."""
    assert settled(compiled(clause)[0], compiled(when)[0]) is wanted


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, RECORDS)
def test_what_is_settled_is_so_for_every_record(text: str, record: dict[str, object]) -> None:
    """No record makes the engine say the other."""
    tree, _, faults = compiled(text)
    assert not faults
    came = settled(tree)
    if came is not None:
        found = evaluate(tree, Env(new_program(), {"thing": thing(record).value}))
        assert found is came or not isinstance(found, bool)
