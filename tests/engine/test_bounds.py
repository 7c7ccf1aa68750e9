"""Expressions that would take for ever, or all memory: each is refused, or has a defined error, and crashes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from checker.engine.unknown import Failure
from tests.conformance.adapter import run

DEEP = 5000
TOO_DEEP = "nested deeper than 60 levels"
TOO_LONG = "what this makes would be longer than"


def doubled(seed: str, grow: str, last: str) -> str:
    """Fifty names, each for what is made of the one before it twice."""
    names = "".join(f"cel.bind(s{n}, {grow.format(n - 1) if n else seed}, " for n in range(50))
    return names + last + ")" * 50


TEN = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
CASES: dict[str, tuple[str, Any]] = {
    "a megabyte of text": ("'" + "a" * 1_000_000 + "' == 'a'", "longer than 200,000 characters"),
    "a megabyte of conditions": (" || ".join(["true"] * 200_000), "longer than 200,000 characters"),
    "brackets": ("(" * DEEP + "1" + ")" * DEEP, TOO_DEEP),
    "brackets that stay open": ("(" * 100_000, TOO_DEEP),
    "lists": ("[" * DEEP + "]" * DEEP, TOO_DEEP),
    "maps": ("{1:" * DEEP + "1" + "}" * DEEP, TOO_DEEP),
    "negations": ("!" * DEEP + "true", TOO_DEEP),
    "minus signs": ("-" * DEEP + "1", TOO_DEEP),
    "conditionals": ("true ? 1 : " * DEEP + "1", TOO_DEEP),
    "fields": ("a" + ".b" * DEEP, TOO_DEEP),
    "optional fields": ("a" + ".?b" * DEEP, TOO_DEEP),
    "indexes": ("a" + "[0]" * DEEP, TOO_DEEP),
    "methods": ("a" + ".size()" * DEEP, TOO_DEEP),
    "functions": ("size(" * DEEP + "1" + ")" * DEEP, TOO_DEEP),
    "macros": ("[1].all(x, " * DEEP + "true" + ")" * DEEP, TOO_DEEP),
    "names for values": ("cel.bind(x, 1, " * DEEP + "x" + ")" * DEEP, TOO_DEEP),
    "sums": ("+".join(["1"] * DEEP), TOO_DEEP),
    "a list of ten thousand": (f"[{','.join(['1'] * 10_000)}].size()", 10_000),
    "a map of ten thousand": ("{" + ",".join(f"{n}:{n}" for n in range(10_000)) + "}.size()", 10_000),
    "a call with ten thousand arguments": (f"size({','.join(['1'] * 10_000)})", "it is called as"),
    "a pattern that backtracks elsewhere": ("'" + "a" * 30_000 + "'.matches('^(a*)*b$')", False),
    "a pattern that would fill memory": ("'a'.matches('(((a{100}){100}){100})')", "is no RE2 pattern"),
    "texts that double": (doubled("'abcdefgh'", "s{0} + s{0}", "s49.size()"), TOO_LONG),
    "lists that double": (doubled("[1]", "s{0} + s{0}", "s49.size()"), TOO_LONG),
    "replacements that grow": ("'" + "a" * 40 + "'" + f".replace('a', '{'a' * 40}')" * 20, TOO_LONG),
    "a text in very many parts": (f"'{'a' * 100_000}'.split('').map(x, 'b').join('{'c' * 1000}')", TOO_LONG),
    "many long texts": (f"[{','.join(['1'] * 1000)}].map(x, '{'a' * 90_000}' + 'b').size()", "characters and items"),
    "lists within lists, compared": (doubled("[1]", "[s{0}, s{0}]", "s49 == s49"), "compares more than"),
    "lists within lists, as text": (doubled("[1]", "[s{0}, s{0}]", "'%s'.format([s49])"), TOO_LONG),
    "loops within loops": (
        "[1,2,3,4,5,6,7,8,9]"
        + "".join(f".all(x{n}, [1,2,3,4,5,6,7,8,9]" for n in range(9))
        + ".all(y, true)"
        + ")" * 9,
        "takes more than 1,000,000 steps",
    ),
    "an int too large": ("9223372036854775807 + 1", "does not fit into 64 bits"),
    "division by zero": ("1 / 0", "division by zero"),
    "a remainder of zero": ("1u % 0u", "division by zero"),
    "a moment too late": ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "outside the years"),
    "half of a character": ("'\ud800'", "half of a character"),
    "half of a character, escaped": (r"'\ud800'", "is no escape"),
}


@pytest.mark.parametrize("case", CASES)
def test_nothing_grows_without_bound(case: str) -> None:
    """A diagnostic, or CEL's error, or the value where there is nothing to fear."""
    text, expected = CASES[case]
    found = run(text, {"a": {"b": [1]}})
    if isinstance(expected, str):
        assert isinstance(found, Failure)
        assert expected in found.message
    else:
        assert found == expected
