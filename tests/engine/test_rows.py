"""The row engine: what becomes of a policy on a record, what is missing, and what the messages say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.engine.rows import Rows, evaluate
from checker.lang import CheckedPolicy, load_policies
from checker.model import Missing, Outcome, PolicyResult
from checker.record import Place
from checker.source import Position
from tests.cases.things import KINDS, read, thing

AS_OF = date(2026, 6, 15)
FACTS = """
facts:
  big: {says: It is big., is: thing.count > 10, applies_to: thing}
  heavy: {says: It weighs much., is: 'thing.parts.exists(p, p.weight > 10.0)', applies_to: thing}
"""


class Pack:
    """A folder of policies that a test writes, judged by the row engine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "own"
        (self.folder / "t").mkdir(parents=True)
        (self.folder / "pack.yaml").write_text("{id: own, title: Own, version: '1'}", encoding="utf-8")
        (self.folder / "facts.yaml").write_text(FACTS, encoding="utf-8")

    def policies(self, *texts: str) -> tuple[CheckedPolicy, ...]:
        """Policies of these `require` parts and whatever else the text holds."""
        for number, text in enumerate(texts, 1):
            head = f"id: own/t/p{number}\ntitle: P{number}\napplies_to: thing\n"
            (self.folder / f"t/p{number}.yaml").write_text(head + text, encoding="utf-8")
        return load_policies([self.folder], KINDS).policies

    def judge(self, text: str, record: Mapping[str, Any], others: Sequence[Mapping[str, Any]] = ()) -> PolicyResult:
        """What becomes of one policy on one record."""
        (result,) = evaluate(self.policies(text), thing(record, others), AS_OF)
        return result


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A pack to write policies into."""
    return Pack(tmp_path)


TRUE, FALSE, UNKNOWN, ERROR = "{that: 'true'}", "{that: 'false'}", "{that: thing.flag}", "{that: 1 / thing.count == 1}"
OUTCOMES = [
    ([TRUE], Outcome.PASS),
    ([TRUE, TRUE], Outcome.PASS),
    ([TRUE, FALSE], Outcome.FAIL),
    ([FALSE, UNKNOWN], Outcome.FAIL),
    ([UNKNOWN, FALSE], Outcome.FAIL),
    ([ERROR, FALSE], Outcome.FAIL),
    ([TRUE, UNKNOWN], Outcome.INCOMPLETE),
    ([TRUE, ERROR], Outcome.ERROR),
    ([UNKNOWN, ERROR], Outcome.ERROR),
    ([ERROR, UNKNOWN, FALSE], Outcome.FAIL),
]


@pytest.mark.parametrize(("clauses", "outcome"), OUTCOMES)
def test_the_worst_clause_decides(pack: Pack, clauses: list[str], outcome: Outcome) -> None:
    """A false clause fails, then an error errs, then an unknown is incomplete; only true clauses pass."""
    result = pack.judge(f"require: [{', '.join(clauses)}]", {"count": 0})
    assert result.outcome is outcome
    told = [clause.number for clause in result.clauses]
    assert told == [number for number, clause in enumerate(clauses, 1) if clause != TRUE]


WHENS = [
    ("'true'", FALSE, Outcome.FAIL, ""),
    ("'true'", TRUE, Outcome.PASS, ""),
    ("'!has(thing.kind)'", FALSE, Outcome.SKIP, "it is not about this record"),
    ("thing.flag", FALSE, Outcome.INCOMPLETE, ""),
    ("thing.flag", TRUE, Outcome.INCOMPLETE, ""),
    ("1 / thing.count == 1", TRUE, Outcome.ERROR, "division by zero"),
    ("thing.flag && thing.count > 5", FALSE, Outcome.SKIP, "it is not about this record"),
    ("thing.flag || true", FALSE, Outcome.FAIL, ""),
]


@pytest.mark.parametrize(("when", "clause", "outcome", "reason"), WHENS)
def test_when(pack: Pack, when: str, clause: str, outcome: Outcome, reason: str) -> None:
    """A false `when` skips; one that cannot be decided neither skips nor passes, whatever the clauses are."""
    result = pack.judge(f"when: {when}\nrequire: [{clause}]", {"count": 0})
    assert (result.outcome, result.reason) == (outcome, reason)
    if outcome in (Outcome.INCOMPLETE, Outcome.ERROR):
        assert [(each.number, each.text) for each in result.clauses] == [(0, when.strip("'"))]


def test_an_undecided_when_names_what_is_missing(pack: Pack) -> None:
    """The paths that `when` waits for are told, as those of a clause are."""
    result = pack.judge(f"when: thing.flag && facts.big\nrequire: [{TRUE}]", {})
    assert [each.path for each in result.clauses[0].missing] == ["thing.count", "thing.flag"]


FORCE = [
    ("{from: 2026-06-15}", Outcome.FAIL, ""),
    ("{from: 2026-06-16}", Outcome.SKIP, "in force from 2026-06-16"),
    ("{until: 2026-06-15}", Outcome.FAIL, ""),
    ("{until: 2026-06-14}", Outcome.SKIP, "in force until 2026-06-14"),
    ("{from: 2026-01-01, until: null}", Outcome.FAIL, ""),
    ("{from: null, until: null}", Outcome.FAIL, ""),
    ("{}", Outcome.FAIL, ""),
]


@pytest.mark.parametrize(("force", "outcome", "reason"), FORCE)
def test_in_force(pack: Pack, force: str, outcome: Outcome, reason: str) -> None:
    """From its first to its last day a policy judges; outside of them it is skipped, with the reason."""
    result = pack.judge(f"in_force: {force}\nrequire: [{FALSE}]", {})
    assert (result.outcome, result.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("first", "second", "outcome", "reason", "numbers"),
    [
        ("{until: 2026-06-14}", "{}", Outcome.FAIL, "", [2]),
        ("{from: 2026-06-15}", "{from: 2026-06-16}", Outcome.FAIL, "", [1]),
        ("{}", "{}", Outcome.FAIL, "", [1, 2]),
        (
            "{until: 2026-06-14}",
            "{from: 2026-06-16}",
            Outcome.SKIP,
            "none of its clauses is in force (in force until 2026-06-14, in force from 2026-06-16)",
            [],
        ),
    ],
)
def test_a_clause_in_force(
    pack: Pack, first: str, second: str, outcome: Outcome, reason: str, numbers: list[int]
) -> None:
    """One that is not in force asks for nothing, and the others keep their numbers."""
    clauses = ", ".join(f"{{that: 1 > thing.count, in_force: {force}}}" for force in (first, second))
    result = pack.judge(f"require: [{clauses}]", {"count": 5})
    assert (result.outcome, result.reason) == (outcome, reason)
    assert [clause.number for clause in result.clauses] == numbers


MESSAGES = [
    ("It is {thing.name}.", {"name": "Acme"}, "It is Acme."),
    ("{thing.name}", {}, "(not recorded)"),
    ("{thing.count}, {thing.ratio}, {thing.flag}", {"count": 3, "ratio": 0.5, "flag": True}, "3, 0.5, true"),
    ("From {thing.day} on.", {"day": "2026-01-31"}, "From 2026-01-31 on."),
    ("At {thing.moment}", {"moment": "2026-01-31T10:00:00+01:00"}, "At 2026-01-31T09:00:00Z"),
    ("{today - thing.day} ago", {"day": "2026-06-01"}, "14 days ago"),
    ("{thing.tags}", {"tags": ["a", "b"]}, '["a", "b"]'),
    ("{thing.tags}", {"tags": list("abcdefgh")}, '["a", "b", "c", "d", "e", "f", …]'),
    ("{thing.parts} and {thing.labels}", {"parts": [{}, {}], "labels": {"x": "y"}}, '2 items and {x: "y"}'),
    ("{thing.parts}", {"parts": [{"kind": "nut"}]}, "1 item"),
    ("{thing.parts.filter(p, has(p.kind)).size()} {{braces}}", {"parts": [{}]}, "0 {braces}"),
    ("{facts.big}: {has(thing.count) ? 'so many' : 'none'}", {"count": 11}, "true: so many"),
    ("{1 / thing.count}", {"count": 0}, "(division by zero)"),
    ("{ {'a': 1}.a }", {}, "1"),
    ("plain", {}, "plain"),
]


@pytest.mark.parametrize(("message", "record", "said"), MESSAGES)
def test_messages(pack: Pack, message: str, record: dict[str, Any], said: str) -> None:
    """Braces are filled with the values that the record has; what it does not hold is said to be not recorded."""
    quoted = message.replace('"', '\\"')
    result = pack.judge(f'require: [{{that: "false", message: "{quoted}"}}]', record)
    assert result.clauses[0].message == said


def test_no_message(pack: Pack) -> None:
    """Without a message the explanation speaks."""
    result = pack.judge("require: [{that: thing.count > 3}]", {"count": 2})
    (clause,) = result.clauses
    assert (clause.message, [reason.text for reason in clause.reasons]) == ("", ["thing.count = 2, not more than 3"])


def gaps(pack: Pack, clause: str, record: dict[str, Any], others: Sequence[Mapping[str, Any]] = ()) -> list[Missing]:
    """What a clause waits for."""
    result = pack.judge(f"require: [{{that: {clause!r}}}]", record, others)
    assert result.outcome is Outcome.INCOMPLETE
    return list(result.clauses[0].missing)


def at(line: int, file: str = "thing1.yaml") -> Place:
    """The place that `thing` gives to a value at a depth."""
    return Place(file, Position(line, 1))


GAPS = [
    ("thing.name == 'a'", Missing("thing.name", "Name", "What it is called.", (), "string", at(2))),
    ("thing.color == 'red'", Missing("thing.color", "Colour", "", ("red", "green", "blue"), "", at(2))),
    ("thing.count > 1", Missing("thing.count", "How many", "", (), "int", at(2))),
    ("thing.ratio > 1.0", Missing("thing.ratio", "A share", "", (), "double", at(2))),
    ("thing.flag", Missing("thing.flag", "A flag", "", (), "bool", at(2))),
    ("thing.day > today", Missing("thing.day", "A day", "", (), "timestamp", at(2))),
    ("thing.tags.size() > 1", Missing("thing.tags", "Words", "", (), "list(string)", at(2))),
    ("thing.parts.exists(p, true)", Missing("thing.parts", "Parts", "", (), "list(parts)", at(2))),
    ("thing.box.lid.open", Missing("thing.box.lid.open", "Whether the lid is open", "", (), "bool", at(4))),
    ("thing.labels.x == 'a'", Missing("thing.labels.x", "Labels", "", (), "string", at(3))),
    ("thing.labels['a b'] == 'a'", Missing("thing.labels.a b", "Labels", "", (), "string", at(3))),
]


@pytest.mark.parametrize(("clause", "expected"), GAPS)
def test_what_is_missing_is_told_in_the_words_of_the_schema(pack: Pack, clause: str, expected: Missing) -> None:
    """A fact that is not recorded comes with its title, its description, what may be written, and a place."""
    record: dict[str, Any] = {"labels": {}} if "labels" in clause else {}
    assert gaps(pack, clause, record) == [expected]


def test_what_is_missing_in_an_item(pack: Pack) -> None:
    """A gap in a list is told by the item's position; each gap once, in the order of the paths."""
    record = {"parts": [{"kind": "nut"}, {}, {"weight": 1}]}
    found = gaps(pack, "thing.parts.all(p, p.kind == 'nut' && p.weight > 0.5) || thing.parts[1].kind == 'nut'", record)
    assert [(each.path, each.title, each.allowed) for each in found] == [
        ("thing.parts[0].weight", "Weight of the part", ()),
        ("thing.parts[1].kind", "What part it is", ("bolt", "nut", "plate")),
        ("thing.parts[1].weight", "Weight of the part", ()),
        ("thing.parts[2].kind", "What part it is", ("bolt", "nut", "plate")),
    ]


def test_what_is_missing_beneath_a_fact(pack: Pack) -> None:
    """A fact that is unknown is told by the paths beneath it."""
    assert [each.path for each in gaps(pack, "facts.heavy && facts.big", {"parts": [{}]})] == [
        "thing.count",
        "thing.parts[0].weight",
    ]


JOINED = [
    ("thing.other.name == 'B'", {}, "thing.other_id", "Another thing", "string", ""),
    ("thing.related.size() > 1", {}, "thing.related_ids", "Related things", "list(string)", ""),
    ("thing.other.name == 'B'", {"other_id": "z"}, "thing.other_id", "Another thing", "record", "z"),
    ("thing.related.size() > 1", {"related_ids": ["b", "z"]}, "thing.related_ids", "Related things", "record", "b, z"),
]


@pytest.mark.parametrize(("clause", "record", "path", "title", "type_", "ids"), JOINED)
def test_a_record_that_is_not_joined(
    pack: Pack, clause: str, record: dict[str, Any], path: str, title: str, type_: str, ids: str
) -> None:
    """Where a joined record is not there, the field with its id is told, and which record the run lacks."""
    (found,) = gaps(pack, clause, record, [{"id": "b", "name": "B"}])
    note = f"names thing {ids}, of which this run has no valid record; check it together with this one" if ids else ""
    assert (found.path, found.title, found.type, found.note, found.place) == (path, title, type_, note, at(2))


def test_what_is_missing_in_a_joined_record(pack: Pack) -> None:
    """A gap in another record is told by the path to it, and its place is in that record's file."""
    record = {"other_id": "b", "related_ids": ["c", "b"]}
    others = [{"id": "b"}, {"id": "c", "name": "C"}]
    found = gaps(pack, "thing.other.color == 'red' || thing.related.all(r, r.name == 'C')", record, others)
    assert [(each.path, each.title, each.place) for each in found] == [
        ("thing.other.color", "Colour", at(2, "thing2.yaml")),
        ("thing.related[1].name", "Name", at(2, "thing2.yaml")),
    ]


def test_what_is_recorded_but_does_not_suffice(pack: Pack) -> None:
    """Where a computed list lacks an item, the list it was computed from is told, and that it is recorded."""
    record = {"parts": [{"kind": "nut"}], "name": "a-b"}
    clause = "thing.parts.filter(p, p.kind == 'bolt')[0].weight > 1.0 || [today][thing.name.split('-').size()] == today"
    found = gaps(pack, clause, record)
    note = "does not hold all that the policy reads from it"
    assert [(each.path, each.type, each.note) for each in found] == [
        ("thing.name", "more", note),
        ("thing.parts", "more", note),
    ]


def test_where_to_look_first(pack: Pack) -> None:
    """A result points to the value that decided, to the nearest parent of what is missing, else to the record."""
    folder = Path(__file__).parent / "explained"
    record = read(folder / "thing1.yaml", folder / "thing2.yaml")
    policies = pack.policies(
        f"require: [{TRUE}, {{that: thing.box.lid.open}}]",
        "require: [{that: thing.box.lid.weight > 1.0}]",
        "require: [{that: 'thing.parts.exists(p, p.weight > 5.0 && p.checked)'}, {that: thing.count == 4}]",
        "require: [{that: 1 / (size(thing.kind) - 5) == 1}]",
        "require: [{that: thing.other.color == 'red'}]",
        "require: [{that: 'false'}]",
    )
    places = [str(result.place) for result in evaluate(policies, record, AS_OF)]
    assert places == [
        f"thing{place}" for place in ("1.yaml:29", "1.yaml:29", "1.yaml:15", "1.yaml:1", "2.yaml:4", "1.yaml:1")
    ]


def test_policies_judge_their_own_kind_alone_and_many_records_alike(pack: Pack) -> None:
    """Made ready once, policies judge every record as they would judge it alone, and no record of another kind."""
    policies = pack.policies(
        "when: facts.big\nrequire: [{that: thing.flag}]", "require: [{that: '!facts.heavy', message: '{facts.big}'}]"
    )
    records = [
        thing({"count": 11, "flag": True, "parts": []}),
        thing({"count": 9, "parts": [{"weight": 11}]}),
        thing({"parts": [{"weight": 11}]}),
        thing({"count": 11, "flag": False}),
    ]
    ready = Rows(policies, AS_OF)
    results = [ready.check(record) for record in records]
    assert results == [evaluate(policies, record, AS_OF) for record in records]
    assert [[result.outcome.value for result in found] for found in results] == [
        ["pass", "pass"],
        ["skip", "fail"],
        ["incomplete", "fail"],
        ["fail", "incomplete"],
    ]
    assert results[1][1].clauses[0].message == "false"
    elsewhere = load_policies([Path(__file__).parent.parent.parent / "policies"], KINDS).policies
    assert Rows(elsewhere, AS_OF).check(records[0]) == ()
