"""YAML as it is written: read again, it is the same value, in lines that fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.scaffold import emit
from checker.yaml12 import Limits, load_all

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_TRICKY = st.text(st.sampled_from(" -:#'\"[]{},&*!|>%@`\\?=<~.0123456789eExXnoyt\n\u2028\x85é"), max_size=12)
_LONG = st.lists(_TEXT | st.sampled_from(["#", "-", "a:", "word"]), max_size=40).map(" ".join)
_LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT
    | _TRICKY
    | _LONG
)
_VALUES = st.recursive(
    _LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT | _TRICKY, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(_TEXT | _TRICKY, _VALUES, min_size=1, max_size=4))
def test_what_is_written_reads_as_the_same(value: dict[str, Any]) -> None:
    """A block of YAML gives the value that it was made of."""
    assert load_all("\n".join(emit.block(value)) + "\n", Limits()) == [value]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2026-01-31", "2026-01-31"),
        ("name@company.example", "name@company.example"),
        ("https://company.example/a", "https://company.example/a"),
        ("Baltic Payroll Services OÜ", "Baltic Payroll Services OÜ"),
        ("no", '"no"'),
        ("12", '"12"'),
        ("a: b", '"a: b"'),
        ("- a", '"- a"'),
        ("", '""'),
        ("\x1b[31m", '"\\u001b[31m"'),
        (True, "true"),
        (None, "null"),
        ({}, "{}"),
    ],
)
def test_quotes_stand_only_where_they_are_needed(value: Any, written: str) -> None:
    """Text is plain wherever it would be read as that text, by readers of older YAML too."""
    assert emit.scalar(value) == written


def test_names_need_fewer_quotes_than_values() -> None:
    """A field `on` stands as the schemas of checker and its examples write it."""
    assert emit.field("on", "on") == ['on: "on"']


def test_long_text_is_folded() -> None:
    """A sentence that does not fit stands over several lines, and no line is longer than the margin."""
    text = "Who does what is agreed in writing between the parties, and practised so. " * 3
    lines = emit.field("rationale", text.strip(), 4)
    assert lines[0] == "rationale: >-"
    assert max(map(len, lines)) + 4 <= emit.WIDTH
    assert load_all("\n".join(lines) + "\n", Limits()) == [{"rationale": text.strip()}]
