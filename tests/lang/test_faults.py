"""Every mistake in an expression, with its code, the text under the caret, and the words a user meets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.lang.faults import CODES
from checker.lang.parser import MAX_TEXT
from checker.yaml12 import Limits, load_all
from tests.cases.things import compiled

FACTS = {"big": "thing.count > 2", "label": "facts.big ? 'big' : 'small'"}
TABLE = Path(__file__).with_name("faults.yaml")
CASES: list[dict[str, Any]] = load_all(TABLE.read_text(encoding="utf-8"), Limits())[0]
OF_TABLES = {"L030", "L031", "L032", "L033", "L034", "L035", "L036"}
IN_FILES = set("L002 L003 L016 L020 L021 L022 L023 L025 L040 L041".split())
OF_POLICIES = {"L019", "L026", "N001", "N002", "N003", "N004", "N005", "N006", "N007"}
"""Met in test_codes.py and test_diagnostics.py."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["expr"][:60])
def test_fault(case: dict[str, Any]) -> None:
    """A bad expression has exactly the faults of the table, in its order."""
    text = case["expr"]
    found = [
        {"code": fault.code, "at": text[fault.span.start : fault.span.end], "says": fault.message}
        for fault in compiled(text, FACTS)[2]
    ]
    assert found == case["faults"]


def test_every_code_has_a_fault() -> None:
    """Each code of an expression's faults stands in the table; those of files and tables have tests of their own."""
    elsewhere = IN_FILES | OF_TABLES | OF_POLICIES
    assert {fault["code"] for case in CASES for fault in case["faults"]} == CODES.keys() - elsewhere


def test_one_mistake_is_told_once() -> None:
    """What rests on a part with a fault is not faulted again."""
    _, _, faults = compiled("(thing.nmae + 1 == 'a' && !thing.nmae.foo[0].exists(x, x.y < 2)) ? [thing.nmae] : ['a']")
    assert [fault.code for fault in faults] == ["L012"] * 3


def test_a_pack_without_facts() -> None:
    """Where there are no facts at all, the fault says so."""
    (fault,) = compiled("facts.big")[2]
    assert fault.message == "facts.yaml of this pack has no big; it has none about these records"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"'{'a' * MAX_TEXT}'", f"longer than {MAX_TEXT:,} characters; move a part into a fact"),
        ("'\ud800'", "this is half of a character; write the text anew"),
    ],
    ids=["long", "half"],
)
def test_a_text_that_no_table_can_hold(text: str, message: str) -> None:
    """Too long, and no Unicode."""
    (fault,) = compiled(text)[2]
    assert (fault.code, fault.message) == ("L001", message)


def test_outside_of_policies_a_list_is_wanted_all_the_same() -> None:
    """What is known to be none is refused before the expression runs."""
    (fault,) = compiled("1 in 1", strict=False)[2]
    assert fault.message == "'in' needs a list or a map, this is an int"
