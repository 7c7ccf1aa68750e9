"""The expressions that policies rest on, each with its place: what coverage watches and mutation changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.lang import CheckedPolicy
from checker.lang.expr import Decision, Expr, FactRef, Literal, children
from checker.lang.files import YamlFile, read_file
from checker.lang.homes import home_of
from checker.lang.packs import DecisionEntry, LoadedPack, load_pack, near
from checker.lang.policy import CheckedDecision, Clause, Fact
from checker.policytest.suite import Suite
from checker.record import Path as ValuePath
from checker.source import Mark, Span
from checker.types import STRING


@dataclass(frozen=True, slots=True)
class Part:
    """An expression of a policy, of a fact or of a decision table; of a table also its rows, as a part without text."""

    owner: str
    """The id of the policy or the table; of a fact, its pack's with `facts`, as in `core facts`."""
    name: str
    """`when`, `clause 2`, `in force from`, `fact small`, `input size`, `rows`."""
    text: str
    expr: Expr
    file: YamlFile
    path: ValuePath
    fact: str = ""
    """The fact that it makes or belongs to; empty for a policy's conditions."""

    @property
    def key(self) -> tuple[str, ValuePath]:
        """By what it is known again: packs that extend one pack have its facts each."""
        return self.file.name, self.path

    def mark(self, span: Span) -> Mark | None:
        """Where a part of the expression stands in the file."""
        return self.file.mark(self.path, span)

    def row_mark(self, number: int) -> Mark | None:
        """Where a row of a table (from 0; after the last, `otherwise`) stands; None where that is in a CSV file."""
        assert isinstance(self.expr, Decision)
        if number == len(self.expr.rows):
            return self.file.mark(("decide", "otherwise"))
        return None if self.expr.rows[number].line else self.file.mark(("decide", "rows", number))

    def row_file(self, number: int) -> str:
        """The file of a row, with its line where that is a CSV file."""
        assert isinstance(self.expr, Decision)
        line = self.expr.rows[number].line if number < len(self.expr.rows) else 0
        return f"{self.expr.table}:{line}" if line else self.file.name


class Parts:
    """Finds the parts of many policies; every file is read once."""

    def __init__(self) -> None:
        self._packs: dict[Path, LoadedPack | None] = {}

    def of(self, suite: Suite) -> Iterator[Part]:
        """A policy's days, its `when` and its clauses; nothing of a decision table, which is a fact."""
        policy = suite.subject
        file = read_file(near(suite.policy.absolute()), "policy", []) if isinstance(policy, CheckedPolicy) else None
        if file is None or not isinstance(policy, CheckedPolicy):
            return
        yield from _days(policy.summary.id, "", policy, file, ())
        if policy.when is not None:
            yield Part(policy.summary.id, "when", policy.when.text, policy.when.expr, file, ("when",))
        for number, clause in enumerate(policy.require):
            name, path = f"clause {number + 1}", ("require", number, "that")
            yield Part(policy.summary.id, name, clause.text, clause.expr, file, path)
            yield from _days(policy.summary.id, f"{name} ", clause, file, path[:-1])

    def facts(self, suite: Suite) -> Iterator[Part]:
        """The facts that a policy uses, or that a decision table is and uses, each after those that it uses."""
        home = home_of(suite.policy.parent)
        if suite.subject is None or home is None:
            return
        if home not in self._packs:
            self._packs[home] = load_pack(home, [])
        pack = self._packs[home]
        for name, fact in used(suite.subject).items():
            if pack is not None and name in pack.facts:
                yield from _fact(fact, pack)


def _days(id_: str, of: str, each: CheckedPolicy | Clause, file: YamlFile, path: ValuePath) -> Iterator[Part]:
    """The first and the last day of a policy or a clause."""
    for name, day in (("from", each.in_force_from), ("until", each.in_force_until)):
        if day is not None:
            expr = Literal(day.isoformat(), span=Span(0, 10), type=STRING)
            yield Part(id_, f"{of}in force {name}", day.isoformat(), expr, file, (*path, "in_force", name))


def used(subject: CheckedPolicy | CheckedDecision) -> dict[str, Fact]:
    """The facts that a policy or a decision table rests on, directly or through others; a table's own among them."""
    found: dict[str, Fact] = {}

    def visit(node: Expr, facts: Mapping[str, Fact]) -> None:
        if isinstance(node, FactRef) and node.name not in found:
            visit(facts[node.name].expr, facts)
            found[node.name] = facts[node.name]
        for child in children(node):
            visit(child, facts)

    if isinstance(subject, CheckedDecision):
        visit(subject.fact.expr, subject.facts)
        return {**found, subject.fact.name: subject.fact}
    for clause in (*(() if subject.when is None else (subject.when,)), *subject.require):
        visit(clause.expr, subject.facts)
    return found


def _fact(fact: Fact, pack: LoadedPack) -> Iterator[Part]:
    entry = pack.facts[fact.name]
    if not isinstance(entry, DecisionEntry):
        folder = Path(entry.file.name).absolute().parent.name
        yield Part(f"{folder} facts", f"fact {fact.name}", fact.text, fact.expr, entry.file, entry.at, fact.name)
        return
    assert isinstance(fact.expr, Decision)
    for each in fact.expr.inputs:
        path = ("decide", "inputs", each.name)
        yield Part(entry.document.id, f"input {each.name}", each.text, each.expr, entry.file, path, fact.name)
    yield Part(entry.document.id, "rows", "", fact.expr, entry.file, ("decide",), fact.name)
