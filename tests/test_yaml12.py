"""YAML is read as YAML 1.2 core says, by the fast reader and the strict one alike."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.source import Position
from checker.yaml12 import Limits, Locations, YamlError, excess, load_all
from checker.yaml12.strict import nodes, value_of

READ: list[tuple[str, list[Any]]] = [
    ("country: NO", [{"country": "NO"}]),
    ("a: yes\nb: on\nc: y", [{"a": "yes", "b": "on", "c": "y"}]),
    ("a: true\nb: False\nc: ~\nd:\ne: null", [{"a": True, "b": False, "c": None, "d": None, "e": None}]),
    ("d: 2026-01-31\nt: 2026-01-31T09:00:00Z", [{"d": "2026-01-31", "t": "2026-01-31T09:00:00Z"}]),
    ("a: 12\nb: -3\nc: +4\nd: 0o17\ne: 0x1F\nf: 012", [{"a": 12, "b": -3, "c": 4, "d": 15, "e": 31, "f": 12}]),
    ("a: 0.5\nb: 1e3\nc: .5\nd: 1.", [{"a": 0.5, "b": 1000.0, "c": 0.5, "d": 1.0}]),
    ("a: 1_000\nb: 190:20:30\nc: 0b11", [{"a": "1_000", "b": "190:20:30", "c": "0b11"}]),
    ("a: '12'\nb: \"true\"\nc: |\n  x\n  y\nd: >-\n  x\n  y", [{"a": "12", "b": "true", "c": "x\ny\n", "d": "x y"}]),
    ("a: 1\n---\nb: 2", [{"a": 1}, {"b": 2}]),
    ("- 1\n- 2", [[1, 2]]),
    ("---\na: 1\n", [{"a": 1}]),
    ("a: &x {b: 1}\nc: *x", [{"a": {"b": 1}, "c": {"b": 1}}]),
    ("# nothing", []),
    ("<<: 1", [{"<<": 1}]),
    ("a: x # y\nb: x#y", [{"a": "x", "b": "x#y"}]),
]

REFUSED: list[tuple[str, str, Position]] = [
    ("a: 1\na: 2", "the field a stands twice, first in line 1", Position(2, 1)),
    ("a: !!str 1", "the tag tag:yaml.org,2002:str is not read", Position(1, 4)),
    ("a: !x 1", "the tag !x is not read", Position(1, 4)),
    ("1: x", "a field's name must be text", Position(1, 1)),
    ("[a]: x", "a field's name must be text", Position(1, 1)),
    ("a: .nan", ".nan is no number that a record can hold", Position(1, 4)),
    ("a: -.inf", "-.inf is no number that a record can hold", Position(1, 4)),
    ("a: 1e400", "1e400 is no number that a record can hold", Position(1, 4)),
    ("a: 9223372036854775808", "this number does not fit into 64 bits", Position(1, 4)),
    ("a: *x", "the alias *x stands for nothing", Position(1, 4)),
    ("a: &a [*a]", "the alias *a stands for nothing", Position(1, 8)),
    ("a: x\u2028y", "the character U+2028 is a line break to some readers", Position(1, 5)),
    ("a: b: c", "this is no valid YAML: no field can begin here; check the indentation", Position(1, 5)),
    ("a: [1, 2", "this is no valid YAML", Position(2, 1)),
    ("[" * 100, "nested deeper than 64 levels; raise --max-depth", Position(1, 65)),
]


@pytest.mark.parametrize(("text", "documents"), READ, ids=[text for text, _ in READ])
def test_a_text_is_read_as_it_says(text: str, documents: list[Any]) -> None:
    """Both readers give the documents of YAML 1.2 core."""
    assert load_all(text, Limits()) == documents
    assert [value_of(node) for node in nodes(text, Limits())] == documents


@pytest.mark.parametrize(("text", "message", "position"), REFUSED, ids=[text[:20] for text, _, _ in REFUSED])
def test_a_text_is_refused_with_its_place(text: str, message: str, position: Position) -> None:
    """What a record cannot hold is refused, with line and column."""
    with pytest.raises(YamlError) as caught:
        load_all(text, Limits())
    assert message in caught.value.message
    assert caught.value.position == position


def test_aliases_are_counted_in_full() -> None:
    """A text that grows a billion times by aliases is refused at once."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    with pytest.raises(YamlError, match="more than 1,000,000 values in one record; raise --max-nodes"):
        load_all(bomb, Limits())


def test_a_fast_reading_is_bounded_too() -> None:
    """Limits hold on texts without aliases."""
    with pytest.raises(YamlError, match="more than 10 values"):
        load_all("a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", Limits(nodes=10))
    with pytest.raises(YamlError, match="deeper than 2 levels"):
        load_all("a: {b: {c: 1}}", Limits(depth=2))
    assert excess({"a": {"b": 1}}, Limits(depth=2)) == ""


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12),
    st.sampled_from(
        ["NO", "yes", "~", "1_0", "0x1F", "1e3", ".5", "2026-01-01", "&a", "*a", "!x", "? x", "- x", "%a", "#"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text("abc-_é", min_size=1, max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.text("abcé", min_size=1, max_size=4), VALUES, max_size=4))
def test_json_is_yaml(value: dict[str, Any]) -> None:
    """A value that is written as JSON comes back the same."""
    assert load_all(json.dumps(value, ensure_ascii=False), Limits()) == [value]


FRAGMENTS = (
    "a: ¦b: ¦- ¦\n¦  ¦1¦-1¦1_0¦1e9¦1e999¦0o7¦0x¦true¦NO¦~¦null¦x¦é¦'q'¦\"q\\n\"¦[¦]¦{¦}¦, ¦: ¦|\n  t\n¦>-\n  t\n  u\n"
    "¦# c\n¦&a ¦*a¦!t ¦---\n¦? ¦...\n¦%YAML 1.2\n¦.5¦+1¦2026-01-01¦=¦<<¦\t¦a b¦99999999999999999999¦::¦-¦.inf¦1."
).split("¦")


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_the_fast_reader_agrees_with_the_strict_one(text: str) -> None:
    """On any text the two give the same documents, or both refuse it."""
    try:
        wanted: Any = [value_of(node) for node in nodes(text, Limits())]
    except YamlError:
        wanted = None
    try:
        found: Any = load_all(text, Limits())
    except YamlError:
        found = None
    assert repr(found) == repr(wanted)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but a YamlError comes out of any text."""
    try:
        load_all(text, Limits())
    except YamlError as refused:
        assert refused.message


def test_places_are_those_of_names_and_items() -> None:
    """A field stands at its name, an item at its first character; what is absent at its nearest parent."""
    places = Locations("a: 1\nb:\n  - c: 2\n  - d: 3\n---\ne: 4\n")
    assert places.position(0, ("b", 1, "d")) == Position(4, 5)
    assert places.position(0, ("b", 1, "x")) == Position(4, 5)
    assert places.position(0, ("b",)) == Position(2, 1)
    assert places.position(1, ("e",)) == Position(6, 1)
    assert places.position(2, ("e",)) is None


def test_a_scalar_has_its_offsets() -> None:
    """The offsets of a scalar cover it, quotes included."""
    text = "a: 'x y'\nb: [1]\n"
    start, end = Locations(text).scalar(0, ("a",)) or (0, 0)
    assert text[start:end] == "'x y'"
    assert Locations(text).scalar(0, ("b",)) is None
    assert Locations(text).scalar(0, ("c",)) is None
