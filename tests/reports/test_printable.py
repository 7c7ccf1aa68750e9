"""Texts from records on a terminal."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.reports.layout.printable import json_safe, printable, shortened

texts = st.text(st.one_of(st.characters(), st.sampled_from("\\x1bu{}\x1b\u202e\x00\n0")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Zoë 東京", "Zoë 東京"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("two\nlines\r\t", r"two\x0alines\x0d\x09"),
        ("\u202eevil\u2066", r"\u{202e}evil\u{2066}"),
        ("a\x9bb\x7f", r"a\x9bb\x7f"),
        ("zero\u200bwidth\ufeff", r"zero\u{200b}width\u{feff}"),
        ("lone \udc80", r"lone \u{dc80}"),
        ("tag \U000e0041", r"tag \u{e0041}"),
        (r"C:\new\x", r"C:\new\x"),
        (r"\x1b", r"\\x1b"),
    ],
)
def test_what_a_terminal_would_act_on_is_spelt_out(text: str, shown: str) -> None:
    """Control, invisible and bidirectional characters are written as escapes, all else stays."""
    assert printable(text) == shown


def test_every_control_and_format_character_is_covered() -> None:
    """No character of Unicode's control, format, surrogate and separator categories stays as it is."""
    codes = (code for code in range(0x110000) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert [hex(code) for code in codes if printable(chr(code)) == chr(code)] == []


@given(texts, texts)
def test_different_texts_stay_different(one: str, other: str) -> None:
    """An escape cannot be forged by writing it out."""
    assert (printable(one) == printable(other)) == (one == other)


@given(texts)
def test_json_stays_the_same_value(text: str) -> None:
    """What is escaped in JSON text reads back as the same string, and no control character is left."""
    safe = json_safe(json.dumps([text], ensure_ascii=False))
    assert json.loads(safe) == [text]
    assert printable(safe.replace("\\", "/")) == safe.replace("\\", "/")


def test_a_cut_says_how_much_is_left() -> None:
    """A shortened text tells what is not shown."""
    assert shortened("abc", 3) == "abc"
    assert shortened("abcdef", 3) == "abc… (3 more characters)"
