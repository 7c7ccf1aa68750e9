"""What must not be shown is shown nowhere: not by itself, not within others, not as something made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.engine.hidden import Hidden
from checker.engine.rows import evaluate
from checker.engine.unknown import Masked
from checker.lang import load_policies
from checker.model import Outcome, PolicyResult, Reason
from checker.record import MASK, LinkedRecord, Record, ValidRecord
from checker.references import link
from checker.schemas import Kinds, load_kinds, validate
from checker.source import Position

SECRET = {"x-sensitive": True}
TEXT = {"type": "string"}
PERSON = {
    "type": "object",
    "properties": {"name": TEXT | SECRET, "role": TEXT, "nick": TEXT | SECRET, "age": {"type": "integer"} | SECRET},
    "required": ["name"],
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "kind": {"const": "case"},
        "id": TEXT,
        "open": TEXT,
        "name": TEXT | SECRET,
        "other": TEXT,
        "same": TEXT,
        "born": {"type": "string", "format": "date"} | SECRET,
        "member": {"type": "boolean"} | SECRET,
        "no": {"type": "integer"} | SECRET,
        "person": PERSON,
        "hidden": PERSON | SECRET,
        "people": {"type": "array", "items": PERSON},
        "names": {"type": "array", "items": TEXT | SECRET},
        "plain": {"type": "array", "items": TEXT},
        "ibans": {"type": "object", "additionalProperties": TEXT} | SECRET,
        "table": {"type": "object", "additionalProperties": TEXT},
        "boss_id": TEXT | SECRET | {"x-references": {"kind": "case", "as": "boss"}},
    },
    "required": ["kind", "id"],
}
SECRETS = ("Wanda", "Zygmunt", "1977", "4711", "4712", "PL61", "Kowal", "48", "CASE-9")
RECORD: dict[str, Any] = {
    "kind": "case",
    "id": "C-1",
    "open": "visible",
    "name": "Wanda",
    "other": "Zed",
    "same": "Wanda",
    "born": "1977-03-02",
    "member": True,
    "no": 4711,
    "person": {"name": "Wanda", "role": "boss", "age": 48},
    "hidden": {"name": "Zygmunt", "role": "Kowal"},
    "people": [{"name": "Wanda", "role": "boss"}, {"name": "Zygmunt", "role": "clerk"}],
    "names": ["Wanda", "Zygmunt"],
    "plain": ["Zed", "Zoe"],
    "ibans": {"PL61": "Kowal"},
    "table": {"a": "b"},
    "boss_id": "CASE-9",
}


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Kinds:
    """The kind `case`, of which most fields are sensitive."""
    file = tmp_path_factory.mktemp("schema") / "case.schema.json"
    file.write_text(json.dumps(SCHEMA), encoding="utf-8")
    return load_kinds({"case": file})


def linked(kinds: Kinds, value: dict[str, Any]) -> LinkedRecord:
    """A valid record on its own."""
    found = validate(Record(value, "case.yaml", 1, lambda path: Position(1, 1)), kinds)
    assert isinstance(found, ValidRecord), found
    return link([found], kinds)[0][0]


def judged(
    folder: Path, kinds: Kinds, that: str, facts: str = "", message: str = "No.", **changes: Any
) -> PolicyResult:
    """What a policy with one clause says of the record."""
    file = folder / "p" / "t" / "one.yaml"
    file.parent.mkdir(parents=True)
    clause = json.dumps({"that": that, "message": message})
    text = f"id: p/t/one\ntitle: T\napplies_to: case\nrequire: [{clause}]\n"
    file.write_text(text, encoding="utf-8")
    (folder / "p" / "pack.yaml").write_text("id: p\ntitle: P\nversion: '1'\n", encoding="utf-8")
    if facts:
        (folder / "p" / "facts.yaml").write_text(facts, encoding="utf-8")
    policies = load_policies([folder / "p"], kinds).policies
    record = {k: v for k, v in {**RECORD, **changes}.items() if v is not None}
    (result,) = evaluate(policies, linked(kinds, record), date(2026, 6, 1))
    return result


def told(result: PolicyResult) -> Iterator[str]:
    """Every word that a result says, but for the policy's own text."""

    def reason(each: Reason) -> Iterator[str]:
        yield each.text
        yield each.path
        yield repr(each.value)
        for child in each.children:
            yield from reason(child)

    yield result.reason
    for clause in result.clauses:
        yield clause.message
        for each in clause.reasons:
            yield from reason(each)
        for gap in clause.missing:
            yield from (gap.path, gap.note)


FACTS = """
facts:
  full: {says: The name., is: case.name + "!", applies_to: case}
  long: {says: How long it is., is: size(case.name), applies_to: case}
  copy: {says: The other name., is: case.other, applies_to: case}
  again: {says: The same name., is: case.same, applies_to: case}
  known: {says: A known name., is: 'case.name == "Eve"', applies_to: case}
  sorted: {says: A group., is: 'case.no > 5000 ? "high" : case.other', applies_to: case}
"""


@pytest.mark.parametrize(
    ("that", "shown"),
    [
        ('case.name == "Eve"', 'case.name = •••, not "Eve"'),
        ("case.name != case.same", "case.name = •••, the same as case.same = •••"),
        ("case.same != case.name", "case.same = •••, the same as case.name = •••"),
        ("case.name != facts.again", "case.name = •••, the same as facts.again = •••"),
        ("!case.name.startsWith(case.same)", "case.name = ••• begins with •••"),
        ("!case.people.exists(p, p.name == case.same)", "[0] name = •••, the same as case.same = •••"),
        ('case.name == case.other', "case.name = •••, but case.other = •••"),
        ('case.other == case.name', "case.other = •••, but case.name = •••"),
        ('case.open == "x" && case.name == "y"', 'case.open = "visible", not "x"'),
        ('case.name in ["a", "b"]', 'case.name = •••, not in ["a", "b"]'),
        ("case.name in case.table", "case.name = •••, not in case.table = •••"),
        ('case.name in ["Eve"] || case.other == case.name', None),
        ("size(case.name) > 9", "size(case.name) = •••, not more than 9"),
        ('case.name.startsWith("Eve")', 'case.name = ••• does not begin with "Eve"'),
        ('case.plain[0].startsWith(case.other + "!")', 'case.plain[0] = "Zed" does not begin with "Zed!"'),
        ('case.name + " " + case.open == "x"', "= •••"),
        ("case.no + 1 > 9000", "case.no + 1 = •••, not more than 9000"),
        ("today - case.born < days(10)", "today - case.born = •••, not less than 10 days"),
        ("case.born > today", "case.born = •••, not after today"),
        ("!case.member", "case.member is •••"),
        ("case.member == false", "case.member = •••, not false"),
        ('case.hidden.role == "x"', 'case.hidden.role = •••, not "x"'),
        ("!has(case.hidden.role)", "case.hidden.role is recorded"),
        ("!has(case.person)", "case.person is recorded"),
        ('case.people.exists(p, p.role == "boss" && p.name == "Eve")', '[0] role = "boss", name = •••, not "Eve"'),
        ('case.people.exists(p, p.name == case.other + "x")', None),
        ('case.plain.exists(p, p == case.name + "x")', None),
        ('case.names.exists(n, n == "Eve")', "case.names = •••, of which not some item fits"),
        ('case.names.all(n, n == "Eve")', "case.names = •••, of which not every item fits"),
        ('case.names.exists_one(n, n == "Eve")', "of which not exactly one item fits"),
        ("case.names.size() == 9", "case.names.size() = •••, not 9"),
        ('case.people.map(p, p.name) == ["Eve"]', "case.people.map(p, p.name) = •••"),
        ('case.people.map(p, p.name).exists(n, n == "Eve")', "of which not some item fits"),
        ('case.people.filter(p, p.role == "boss").exists(p, p.name == "Eve")', '[0] name = •••, not "Eve"'),
        ('case.people.filter(p, p.role == "boss")[0].name == "Eve"', "= •••"),
        ('case.ibans.exists(i, i == "x")', "case.ibans = •••"),
        ('cel.bind(n, case.name, n == "Eve")', 'n = •••, not "Eve"'),
        ('(case.name == "Eve" ? case.open : case.other) == "x"', None),
        ('facts.full == "x"', "facts.full = •••"),
        ("facts.long > 9", "facts.long = •••, not more than 9"),
        ("case.name == facts.copy", "case.name = •••, but facts.copy = •••"),
        ("facts.known", "facts.known is false (A known name.)"),
        ('facts.sorted == "x" && case.name == "x"', None),
        ('case.table[case.name] == "x"', None),
        ('case.table[case.ibans["PL61"]] == "x"', None),
        ("case.names[7] == case.open", "case.names"),
        ('case.boss.open == "x"', None),
        ("has(case.boss) && case.boss.boss_id == case.open", None),
        ('case.?name.orValue("none") == "x"', "= •••"),
    ],
)  # fmt: skip
def test_what_is_hidden_is_not_told(tmp_path: Path, kinds: Kinds, that: str, shown: str | None) -> None:
    """However a condition reads a sensitive field, its value is in no sentence, path or value of the result."""
    result = judged(tmp_path, kinds, that, FACTS)
    assert result.outcome in (Outcome.FAIL, Outcome.INCOMPLETE)
    words = list(told(result))
    everything = "\n".join(words).replace('"PL61"', "")
    for secret in SECRETS:
        assert secret not in everything
    if shown is not None:
        assert shown in everything


def test_a_message_is_masked(tmp_path: Path, kinds: Kinds) -> None:
    """An author's message shows the mask for a sensitive value, and for what is made of it, within others too."""
    message = "{case.name}, {size(case.name)}, {case.person}, {case.people}, {case.hidden}, {facts.full}, {case.open}."
    result = judged(tmp_path, kinds, "false", FACTS, message)
    (clause,) = result.clauses
    assert clause.message == '•••, •••, {name: •••, role: "boss", age: •••}, 2 items, •••, •••, visible.'


def test_a_whole_that_holds_what_is_hidden_is_cleared(tmp_path: Path, kinds: Kinds) -> None:
    """The value of an object in a result lacks the sensitive values within."""
    result = judged(tmp_path, kinds, "!has(case.person)")
    value = result.clauses[0].reasons[0].value
    assert value["role"] == "boss" and isinstance(value["name"], Masked)


def test_the_mask_is_the_same_for_short_and_long(tmp_path: Path, kinds: Kinds) -> None:
    """Nothing of a value's length is told."""
    short = judged(tmp_path / "a", kinds, 'case.name == "Eve"', name="W")
    long = judged(tmp_path / "b", kinds, 'case.name == "Eve"', name="W" * 1000)
    assert list(told(short)) == list(told(long))
    assert short.clauses[0].reasons[0].value == MASK


def test_a_joined_record_that_is_not_there_is_not_named(tmp_path: Path, kinds: Kinds) -> None:
    """An id that is sensitive is not shown where its record is wanted."""
    (gap,) = judged(tmp_path, kinds, 'case.boss.open == "x"').clauses[0].missing
    assert gap.note.startswith("names case •••, of which")


def test_what_is_not_hidden_is_told(tmp_path: Path, kinds: Kinds) -> None:
    """A policy that reads no sensitive field is explained in full."""
    result = judged(tmp_path, kinds, 'case.other == "Eve"')
    assert result.clauses[0].reasons[0].text == 'case.other = "Zed", not "Eve"'


def test_types_without_sensitive_fields_are_left_alone(kinds: Kinds) -> None:
    """A value of a type that hides nothing is given back as it is, not copied."""
    value = ["a"]
    type_ = kinds["case"].type.fields["plain"].type
    assert Hidden({}).cleared(value, type_) is value
