"""Every character of a text is found where the file has it, however it is spelt there."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.lang.align import align
from checker.yaml12 import Limits, load_all

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(
    ("raw", "value", "offsets"),
    [
        ("a  b", "a  b", [0, 1, 2, 3, 4]),
        ("'it''s'", "it's", [1, 2, 3, 5, 6]),
        (r'"\u00e9x"', "éx", [1, 7, 8]),
        (r'"a\"b\\c"', 'a"b\\c', [1, 2, 4, 5, 7, 8]),
        (r'"\x41\U0001F600\tb"', "A\U0001f600\tb", [1, 5, 15, 17, 18]),
        ('"a\n  b"', "a b", [1, 2, 5, 6]),
        ('"a\\\n  b"', "ab", [1, 6, 7]),
        ("|\n  a\n  b\n", "a\nb\n", [4, 5, 8, 9, 10]),
        (">-\n  a\n  b", "a b", [5, 6, 9, 10]),
    ],
)
def test_offsets(raw: str, value: str, offsets: list[int]) -> None:
    """Plain, quoted, folded and literal texts."""
    assert align(raw, value) == offsets


def test_a_text_that_is_not_the_values_has_no_offsets() -> None:
    """Better no caret than a wrong one."""
    assert align('"abc"', "abd") is None
    assert align("abc", "abcd") is None


@given(TEXTS, st.booleans())
def test_a_quoted_text_is_aligned_character_by_character(text: str, plain: bool) -> None:
    """Each offset is where its character is spelt."""
    raw = json.dumps(text, ensure_ascii=plain)
    if any(0xD800 <= ord(unit) < 0xE000 for unit in raw) or "\\ud" in raw or not raw.isprintable():
        return  # JSON spells what is beyond 16 bits in two escapes, which YAML refuses
    assert load_all(f"a: {raw}\n", Limits()) == [{"a": text}]
    offsets = align(raw, text)
    assert offsets is not None
    spelt = [raw[start:end] for start, end in pairwise(offsets)]
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
