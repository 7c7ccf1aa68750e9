"""Every character of a text is found where the file has it, however it is spelt there."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.lang.align import align
from checker.yaml12 import Limits, load_all

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(
    ("raw", "value", "spelt"),
    [
        ("a  b", "a  b", ["a", " ", " ", "b", ""]),
        ("'it''s'", "it's", ["i", "t", "''", "s", "'"]),
        (r'"\u00e9x"', "éx", [r"\u00e9", "x", '"']),
        (r'"a\"b\\c"', 'a"b\\c', ["a", r"\"", "b", r"\\", "c", '"']),
        (r'"\x41\U0001F600\tb"', "A\U0001f600\tb", [r"\x41", r"\U0001F600", r"\t", "b", '"']),
        ('"a\n  b"', "a b", ["a", "\n", "b", '"']),
        ('"a\\\n  b"', "ab", ["a", "b", '"']),
        ("|\n  a\n  b\n", "a\nb\n", ["a", "\n", "b", "\n", ""]),
        (">-\n  a\n  b", "a b", ["a", "\n", "b", ""]),
    ],
)
def test_places(raw: str, value: str, spelt: list[str]) -> None:
    """Plain, quoted, folded and literal texts; behind the last character, what ends the text."""
    places = align(raw, value)
    assert places is not None
    assert [raw[start:end] for start, end in places] == spelt


def test_a_text_that_is_not_the_values_has_no_places() -> None:
    """Better no caret than a wrong one."""
    assert align('"abc"', "abd") is None
    assert align("abc", "abcd") is None


@given(TEXTS, st.booleans())
def test_a_quoted_text_is_aligned_character_by_character(text: str, plain: bool) -> None:
    """Each place is where its character is spelt."""
    raw = json.dumps(text, ensure_ascii=plain)
    if any(0xD800 <= ord(unit) < 0xE000 for unit in raw) or "\\ud" in raw or not raw.isprintable():
        return  # JSON spells what is beyond 16 bits in two escapes, which YAML refuses
    assert load_all(f"a: {raw}\n", Limits()) == [{"a": text}]
    places = align(raw, text)
    assert places is not None
    spelt = [raw[start:end] for start, end in places[:-1]]
    assert [json.loads(f'"{part}"') for part in spelt] == list(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_text_ends_in_a_crash(raw: str, value: str) -> None:
    """Whatever a file holds."""
    if raw:
        try:
            found = align(raw, value)
        except ValueError:
            assert "\\" in raw
        else:
            assert found is None or len(found) == len(value) + 1
