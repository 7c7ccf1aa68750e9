"""Regular expressions that are compiled late are compiled all the same."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import checker
from checker.patterns import lazy

MODULES = [each.name for each in walk_packages(checker.__path__, "checker.") if not each.name.endswith("__main__")]


def test_a_lazy_pattern_does_what_a_pattern_does() -> None:
    """Text or bytes, with flags; the second use finds what the first has made."""
    text, octets = lazy("A+", re.IGNORECASE), lazy(b"a+")
    assert text.findall("xaAy") == text.findall("xaAy") == ["aA"]
    assert octets.fullmatch(b"aa")
    assert text.sub("-", "baab") == "b-b"


def test_a_pattern_that_is_none_is_noticed_at_its_first_use() -> None:
    """Nothing is compiled before."""
    wrong = lazy("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_every_pattern_of_checker_compiles() -> None:
    """What is made late could be wrong for long; here all are used."""
    kind = type(lazy(""))
    found = [part for name in MODULES for part in vars(import_module(name)).values() if type(part) is kind]
    assert len(found) > 20
    assert all(pattern.pattern is not None for pattern in found)
